"""What tests of whole commands share: a project in a folder, a site on loopback, and the command itself."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from typing import Any, Self

import pytest


def pytest_configure() -> None:
    """Let signals do what they do in a terminal: a run in the background inherits that some are ignored, and so would its children."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_DFL)


@dataclass
class Page:
    """What a path of the site answers."""

    body: str
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class Site:
    """A web site on 127.0.0.1 whose pages a test sets and edits; it keeps count of what it was asked."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.requests: Counter[str] = Counter()
        self.answers: Counter[int] = Counter()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                if self.path == "/robots.txt":
                    # Asked for once a run before any page: manners, not one of the requests that tests count.
                    self.send_error(404)
                    return
                site.requests[self.path] += 1
                page = site.pages.get(self.path, Page("not here", status=404))
                body = page.body.encode()
                etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
                fresh = page.status == 200 and self.headers.get("If-None-Match") == etag
                status = 304 if fresh else page.status
                site.answers[status] += 1
                self.send_response(status)
                self.send_header("ETag", etag)
                for name, value in page.headers.items():
                    self.send_header(name, value)
                if not fresh:
                    self.send_header("Content-Type", "text/html; charset=utf-8")
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if not fresh:
                    self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the signature of http.server
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def server_bind(self) -> None:
                TCPServer.server_bind(self)

        self._server = Server(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def article(self, path: str, *paragraphs: str, title: str = "A page") -> str:
        """Put a plain page at `path` and return its URL."""
        body = "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs)
        self.pages[path] = Page(
            f"<!doctype html><html lang=en><title>{title}</title><body>\n{body}</body></html>"
        )
        return self.url(path)


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Workspace:
    """A project in a folder of its own, and the command run in it."""

    root: Path
    site: Site

    def claims_file(self, text: str, name: str = "moon") -> Path:
        path = self.root / "claims" / f"{name}.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def claim(self, slug: str, text: str, *urls: str, name: str = "moon", **keys: str) -> None:
        """Append a claim to a claim file."""
        path = self.root / "claims" / f"{name}.toml"
        head = path.read_text(encoding="utf-8") if path.exists() else '[article]\ntitle = "The Moon"\n'
        lines = [f"id = {json.dumps(slug)}", f"text = {json.dumps(text)}"]
        if urls:
            lines.append(f"source = {json.dumps(urls if len(urls) > 1 else urls[0])}")
        lines += [f"{key} = {json.dumps(value)}" for key, value in keys.items()]
        self.claims_file(head + "\n[[claim]]\n" + "\n".join(lines) + "\n", name)

    def run(
        self, *words: str, code: int | None = None, env: dict[str, str] | None = None, cwd: Path | None = None
    ) -> Result:
        """Run `claims` as a person would, in a process of its own."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("CLAIMS_")}
        done = subprocess.run(
            [sys.executable, "-m", "claimtrack", *words],
            cwd=cwd or self.root,
            env={**clean, "PYTHONWARNINGS": "error", "NO_COLOR": "1", "COLUMNS": "100", **(env or {})},
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        result = Result(done.returncode, done.stdout, done.stderr)
        assert "Traceback" not in result.err, result.err
        if code is not None:
            assert result.code == code, f"exit {result.code}\n{result.out}\n{result.err}"
        return result

    def verify(self, *words: str, code: int | None = None) -> Result:
        """Run `claims verify` with the site allowed."""
        return self.run("verify", "--allow-host", self.site.host, *words, code=code)

    def checks(self, *words: str) -> dict[str, Any]:
        """Verify and return the checks by claim slug."""
        result = self.verify("--format", "json", *words)
        return {check["claim_id"].partition("/")[2]: check for check in result.json["checks"]}


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


@pytest.fixture
def workspace(tmp_path: Path, site: Site) -> Workspace:
    root = tmp_path / "project"
    root.mkdir()
    (root / "claims.toml").write_text("host_delay = 0\ntimeout = 10\n", encoding="utf-8")
    return Workspace(root, site)
