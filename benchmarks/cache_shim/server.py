"""The server: what a client is answered, from the memory or from the origin."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any
from urllib.parse import urljoin, urlsplit

from benchmarks.cache_shim.answers import Answer, Memory, folded, made_here
from benchmarks.cache_shim.decisions import condition_of, is_known_to, is_usable, stands_in, storable

from claimtrack.fetch.addresses import AllowHosts
from claimtrack.fetch.caching import directives, freshness, validation
from claimtrack.fetch.deadline import Watchdog
from claimtrack.fetch.door import Door, Resolver, tls_context
from claimtrack.fetch.problems import NETWORK_ERRORS, Failure
from claimtrack.urls import host_of

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
METHODS = ("GET", "HEAD", "OPTIONS", "TRACE", "POST", "PUT", "DELETE", "PATCH", "M-SEARCH")
NO_BODY = frozenset({204, 304})
TIMEOUT_S = 20.0


class Shim(ThreadingHTTPServer):
    """The cache; `origin` is the server behind it."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, port: int, origin: str, watchdog: Watchdog) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.origin = origin.rstrip("/")
        self.watchdog = watchdog
        self.memory = Memory()
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self._resolver = Resolver()
        self._allowed = AllowHosts([host_of(self.origin + "/")])
        self._tls = tls_context(None)

    def server_bind(self) -> None:
        """Bind without a reverse name lookup."""
        TCPServer.server_bind(self)

    def door(self) -> Door:
        """A way to the origin, for one client's connection."""
        return Door(
            resolver=self._resolver,
            allowed=self._allowed,
            tls=self._tls,
            user_agent="claimtrack-cache-shim",
            connect_timeout_s=TIMEOUT_S,
            read_timeout_s=TIMEOUT_S,
        )


class Handler(BaseHTTPRequestHandler):
    """One client's connection."""

    server: Shim
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def setup(self) -> None:
        """Open the way to the origin."""
        super().setup()
        self.door = self.server.door()

    def finish(self) -> None:
        """Close it."""
        self.door.close()
        super().finish()

    def answer(self) -> None:
        """Answer one request."""
        asked = folded(tuple(self.headers.items()))
        body = self.rfile.read(int(asked.get("content-length", 0)))
        is_plain = self.command == "GET" and "range" not in asked
        self._send(self._cached(asked) if is_plain else self._forwarded(asked, body))

    def _cached(self, asked: Mapping[str, str]) -> Answer:
        wanted = directives.parse(asked.get("cache-control"))
        held = self.server.memory.find(self.path, asked)
        if held and is_usable(held, wanted, datetime.now(UTC)):
            return self._from_memory(held, asked)
        if "only-if-cached" in wanted:
            return made_here(HTTPStatus.GATEWAY_TIMEOUT)
        own = {"if-none-match", "if-modified-since"} & asked.keys()
        condition = condition_of(held) if held and not own else {}
        answer = self._ask({**asked, **condition}, None)
        if held and condition and answer.status == HTTPStatus.NOT_MODIFIED:
            return self._from_memory(self._updated(held, answer), asked)
        if held and stands_in(held, answer):
            return self._from_memory(held, asked)
        if (
            not answer.is_ours
            and "no-store" not in wanted
            and (kept := storable(replace(answer, asked=asked)))
        ):
            self.server.memory.put(self.path, kept)
        return answer

    def _updated(self, held: Answer, answer: Answer) -> Answer:
        """What is held after a 304, which changes it only where it is about the same (section 4.3.4)."""
        if not validation.confirms(held.headers, answer.headers):
            return held
        updated = replace(
            held,
            fields=tuple(validation.merged(held.headers, answer.headers).items()),
            request_time=answer.request_time,
            response_time=answer.response_time,
        )
        self.server.memory.put(self.path, updated)
        return updated

    def _forwarded(self, asked: Mapping[str, str], body: bytes) -> Answer:
        """Ask for what is not looked up in the memory; a change that succeeded invalidates (section 4.4)."""
        answer = self._ask(asked, body or None)
        if self.command not in SAFE and answer.status < HTTPStatus.BAD_REQUEST:
            self.server.memory.forget(self.path)
            for name in ("location", "content-location"):
                target = urlsplit(urljoin(self.path, answer.headers.get(name, self.path)))
                if target.netloc in {"", asked.get("host", "")}:
                    self.server.memory.forget(target.path + (f"?{target.query}" if target.query else ""))
        return answer

    def _ask(self, asked: Mapping[str, str], body: bytes | None) -> Answer:
        try:
            return self._answer_of_origin(asked, body)
        except (Failure, *NETWORK_ERRORS):
            return made_here(HTTPStatus.BAD_GATEWAY)

    def _answer_of_origin(self, asked: Mapping[str, str], body: bytes | None) -> Answer:
        dropped = validation.HOP_BY_HOP | validation.connection_options(asked) | {"host", "content-length"}
        sent = {name: value for name, value in asked.items() if name not in dropped}
        request_time = datetime.now(UTC)
        with self.server.watchdog.deadline(TIMEOUT_S) as deadline:
            response = self.door.send(self.command, self.server.origin + self.path, sent, deadline, body)
            response_time = datetime.now(UTC)
            with contextlib.closing(response):
                content = b"".join(response.raw.stream(65_536, decode_content=False))
        return Answer(
            status=response.status_code,
            reason=response.reason or "",
            fields=tuple(response.raw.headers.items()),
            body=content,
            request_time=request_time,
            response_time=response_time,
        )

    def _from_memory(self, held: Answer, asked: Mapping[str, str]) -> Answer:
        age = ("Age", str(int(freshness.age_s(held.stored, datetime.now(UTC)))))
        fields = (*(line for line in held.fields if line[0].lower() != "age"), age)
        if is_known_to(held, asked):
            return replace(
                held, status=HTTPStatus.NOT_MODIFIED, reason="Not Modified", fields=fields, body=b""
            )
        return replace(held, fields=fields)

    def _send(self, answer: Answer) -> None:
        self.send_response_only(answer.status, answer.reason)
        for name, value in answer.fields:
            if name.lower() not in validation.HOP_BY_HOP | {"content-length"}:
                self.send_header(name, value)
        if answer.status not in NO_BODY:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD" and answer.status not in NO_BODY:
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 - the signature of http.server
        """Stay quiet."""


for method in METHODS:
    setattr(Handler, f"do_{method}", Handler.answer)
