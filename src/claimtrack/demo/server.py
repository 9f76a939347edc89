"""The server of the sample pages: loopback only, a few publishers' bad manners included (see `claimtrack.demo.routes`)."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from claimtrack.demo.pages import read_page
from claimtrack.demo.routes import Action, Route, route
from claimtrack.errors import UsageError

LOOPBACK = "127.0.0.1"
HTML = "text/html; charset=utf-8"

_STUCK_S = 120.0
"""How long a request that gets no answer is held open, in seconds: beyond any fetcher's patience, yet not for ever."""

_NOTICE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{title}</title></head>
<body><h1>{title}</h1><p>{text}</p></body>
</html>
"""
_MISSING = _NOTICE.format(
    title="Page not found", text="What you are looking for has been removed, or was never here."
)
_WALL = _NOTICE.format(
    title="Just a moment...", text="Checking that you are a person. Please sign in to read on."
)


class DemoServer(ThreadingHTTPServer):
    """Serves `<folder>/pages` on 127.0.0.1 from entering the `with` block to leaving it.

    Pages are read at each request, so an edit shows at once, and carry an ETag and a Last-Modified date.

    Attributes:
        base_url: `http://127.0.0.1:PORT`, without a slash at the end; known from the constructor on.
        port: The port in use.
    """

    daemon_threads = True  # a browser's idle connection must not hold up the end

    def __init__(
        self,
        folder: Path,
        *,
        port: int = 0,
        slow_s: float = 1.5,
        on_request: Callable[[str], None] | None = None,
    ) -> None:
        """Bind the port.

        Args:
            folder: The project folder; its `pages` need not be there yet.
            port: 0 takes any free one.
            slow_s: How long the slow pages take, in seconds.
            on_request: Told of each answer in one printable line, such as `GET /pages/article.html 304`; called from
                the threads that answer.

        Raises:
            UsageError: The port cannot be had.
        """
        self.pages = folder.absolute() / "pages"
        self.slow_s = slow_s
        self.on_request = on_request
        self.stopping = threading.Event()
        try:
            super().__init__((LOOPBACK, port), _Handler)
        except (OSError, OverflowError) as error:
            raise UsageError(
                f"cannot serve on {LOOPBACK}:{port}: {getattr(error, 'strerror', None) or error}",
                hint="name another port, or 0 for any free one",
            ) from error
        self.port = int(self.server_address[1])
        self.base_url = f"http://{LOOPBACK}:{self.port}"
        self._thread = threading.Thread(
            target=self.serve_forever, args=(0.1,), name="demo-server", daemon=True
        )

    def server_bind(self) -> None:
        """Bind without the reverse name lookup that HTTPServer makes: it can hang where there is no network."""
        TCPServer.server_bind(self)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopping.set()
        self.shutdown()
        self._thread.join()
        self.server_close()

    def wait(self) -> None:
        """Block until the server stops, or the person presses Ctrl-C (KeyboardInterrupt)."""
        while not self.stopping.wait(1.0):  # a wait without an end cannot be interrupted on Windows
            pass

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - the signature of socketserver
        """Stay quiet where a client hung up; anything else is a fault of ours, and shows."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """Answers one request, then closes the connection."""

    server: DemoServer
    protocol_version = "HTTP/1.1"
    server_version = "claimtrack-demo"
    sys_version = ""
    timeout = 10  # seconds for the request to arrive

    def do_GET(self) -> None:
        self._answer(route(self.path))

    do_HEAD = do_GET  # noqa: N815 - the name that http.server looks for; `_send` leaves the body out

    def _answer(self, found: Route) -> None:
        match found.action:
            case Action.PAGE:
                self._send_page(found.name)
            case Action.SLOW:
                self.server.stopping.wait(self.server.slow_s)
                self._send_page(found.name)
            case Action.STUCK:
                self.server.stopping.wait(_STUCK_S)
                self.close_connection = True
            case Action.MOVED:
                self._send(HTTPStatus.MOVED_PERMANENTLY, b"", Location=f"/pages/{found.name}")
            case Action.START:
                self._send(HTTPStatus.FOUND, b"", Location=f"/pages/{found.name}")
            case Action.WALL:
                self._send(HTTPStatus.FORBIDDEN, _WALL.encode(), Content_Type=HTML)
            case Action.ROBOTS:
                self._send(
                    HTTPStatus.OK, b"User-agent: *\nAllow: /\n", Content_Type="text/plain; charset=utf-8"
                )
            case Action.MISSING:
                self._send(HTTPStatus.NOT_FOUND, _MISSING.encode(), Content_Type=HTML)

    def _send_page(self, name: str) -> None:
        page = read_page(self.server.pages, name)
        if page is None:
            self._send(HTTPStatus.NOT_FOUND, _MISSING.encode(), Content_Type=HTML)
            return
        validators = {"ETag": page.etag, "Last_Modified": page.last_modified, "Cache_Control": "no-cache"}
        if page.unchanged_for(
            if_none_match=self.headers["If-None-Match"], if_modified_since=self.headers["If-Modified-Since"]
        ):
            self._send(HTTPStatus.NOT_MODIFIED, b"", **validators)
        else:
            self._send(HTTPStatus.OK, page.body, Content_Type=HTML, **validators)

    def _send(self, status: HTTPStatus, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:  # noqa: ARG002 - http.server's
        """Tell the observer; what the client sent is made printable first."""
        if self.server.on_request is not None:
            status = code.value if isinstance(code, HTTPStatus) else code
            self.server.on_request(f"{self.command} {quote(self.path, safe='/?&=%')} {status}")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the signature of http.server
        """Write nothing to the terminal."""
