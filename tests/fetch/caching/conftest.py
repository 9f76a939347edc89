"""The shim of benchmarks/cache_shim between an origin that a test scripts and a client that it plays."""

from __future__ import annotations

import contextlib
import http.client
import itertools
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parents[3]


@dataclass
class Given:
    """What the origin answers to one request."""

    headers: list[tuple[str, str]] = field(default_factory=list)
    status: int = 200
    hangs_up: bool = False


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    body: str


class Origin(BaseHTTPRequestHandler):
    """Answers by what a test gave it, and keeps what it was asked."""

    protocol_version = "HTTP/1.1"
    given: ClassVar[dict[str, Given]] = {}
    """By path and the number of the step, which the client sends along."""
    asked: ClassVar[dict[str, list[tuple[str, dict[str, str]]]]] = {}

    def answer(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.rfile.read(int(headers.get("content-length", 0)))
        step = headers.get("step", "0")
        self.asked.setdefault(self.path, []).append((self.command, headers))
        given = self.given[f"{self.path} {step}"]
        if given.hangs_up:
            self.connection.shutdown(socket.SHUT_RDWR)
            self.close_connection = True
            return
        body = b"" if given.status in {204, 304} or self.command == "HEAD" else f"step {step}".encode()
        self.send_response_only(given.status, "Whatever")
        for name, value in given.headers:
            self.send_header(name, value)
        if given.status not in {204, 304}:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = answer  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


setattr(Origin, "do_M-SEARCH", Origin.answer)


@pytest.fixture(scope="session")
def shim() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Origin) as origin:
        serving = threading.Thread(target=origin.serve_forever, args=(0.05,), daemon=True)
        serving.start()
        command = [sys.executable, "-m", "benchmarks.cache_shim", "--origin"]
        with subprocess.Popen(
            [*command, f"http://127.0.0.1:{origin.server_port}"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdout
            try:
                yield urlsplit(process.stdout.readline().strip()).netloc
            finally:
                process.terminate()
        origin.shutdown()
        serving.join()


_paths = itertools.count()


class Exchange:
    """A path of its own, asked step by step."""

    def __init__(self, shim: str) -> None:
        self._shim = shim
        self.path = f"/page-{next(_paths)}"
        self.steps = 0

    def ask(
        self,
        *given: tuple[str, str],
        status: int = 200,
        hangs_up: bool = False,
        method: str = "GET",
        path: str = "",
        **headers: str,
    ) -> Reply:
        """Ask, when the origin would give this answer; names of request headers with `_` for `-`."""
        target = path or self.path
        fields = [(name, dated(value)) for name, value in given]
        Origin.given[f"{target} {self.steps}"] = Given(fields, status, hangs_up)
        connection = http.client.HTTPConnection(self._shim, timeout=60)
        with contextlib.closing(connection):
            sent = {name.replace("_", "-"): dated(value) for name, value in headers.items()}
            body = b"abc" if method in {"POST", "PUT", "PATCH"} else None
            connection.request(method, target, body, {"Step": str(self.steps), **sent})
            response = connection.getresponse()
            reply = Reply(
                response.status,
                {name.lower(): value for name, value in response.getheaders()},
                response.read().decode(),
            )
        self.steps += 1
        return reply

    @property
    def seen(self) -> list[tuple[str, dict[str, str]]]:
        return Origin.asked.get(self.path, [])

    def outcome(self, *given: tuple[str, str], status: int = 200, **request: Any) -> str:
        """Let the origin answer once, and tell where the second answer came from."""
        self.ask(*given, status=status)
        etag = dict(given).get("ETag")
        self.ask(*([("ETag", etag)] if etag else []), status=304 if etag else status, **request)
        if len(self.seen) == 1:
            return "cache"
        return "validated" if {"if-none-match", "if-modified-since"} & self.seen[1][1].keys() else "origin"


def dated(value: str) -> str:
    """`@-60` is the HTTP date a minute ago."""
    return formatdate(time.time() + int(value[1:]), usegmt=True) if value.startswith("@") else value


@pytest.fixture
def exchange(shim: str) -> Exchange:
    return Exchange(shim)


@pytest.fixture
def new(shim: str) -> Callable[[], Exchange]:
    return lambda: Exchange(shim)
