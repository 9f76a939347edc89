"""The ports of the server: one for each site, a canary that nobody may reach, and a record of who asked for what."""

from __future__ import annotations

import contextlib
import functools
import json
import socket
import threading
from collections import Counter
from collections.abc import Callable, Sequence

from .catalogue import attacks, sites
from .honest import CLAIM
from .manners import robots_txt
from .wire import Exchange, read_request, shut

INSIDE = "a secret of the inside"
_MAX_LOG = 20_000


class Listeners:
    """Everything that listens. `start` returns at once; the threads end with the process."""

    def __init__(self) -> None:
        self.origins: dict[str, str] = {}
        """`HOST:PORT` of each site, and of the canary."""
        self._attacks = attacks()
        self._counts: Counter[str] = Counter()
        self._log: list[dict[str, object]] = []
        self._canary: list[str] = []
        self._lock = threading.Lock()
        self._stopping = threading.Event()

    def start(
        self, *, host: str = "127.0.0.1", canaries: Sequence[tuple[str, int]] = (("127.0.0.1", 0),)
    ) -> None:
        """Open a port for every site on `host`, and the canary on every address given.

        The first canary's port is its name in `origins`; one with port 0 takes any free port, and later ones the same.
        """
        port = 0
        for address, wanted in canaries:
            port = self._listen(address, wanted or port, self._serve_canary)
            self.origins.setdefault("canary", f"{address}:{port}")
        for site in sites():
            found = self._listen(host, 0, functools.partial(self._serve, site))
            self.origins[site] = f"{host}:{found}"

    def serve_site(self, address: str, port: int, site: str = "honest") -> None:
        """Open one more port for a site."""
        self._listen(address, port, functools.partial(self._serve, site))

    def record(self) -> str:
        """JSON of all requests so far, and of where the canary was reached."""
        with self._lock:
            return json.dumps({"requests": self._log, "canary": self._canary})

    def _listen(self, address: str, port: int, serve: Callable[[socket.socket], None]) -> int:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        listener = socket.create_server((address, port), family=family, backlog=128)

        def accept() -> None:
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=serve, args=(connection,), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        found: int = listener.getsockname()[1]
        return found

    def _serve(self, site: str, connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            try:
                request = read_request(connection)
                if request is not None:
                    self._answer(site, connection, *request)
            finally:
                shut(connection)

    def _answer(
        self, site: str, connection: socket.socket, method: str, target: str, headers: dict[str, str]
    ) -> None:
        path = target.partition("?")[0]
        with self._lock:
            self._counts[path] += 1
            count = self._counts[path]
            if len(self._log) < _MAX_LOG:
                self._log.append({"site": site, "target": target[:5000], "headers": headers})
        exchange = Exchange(
            connection=connection,
            method=method,
            target=target,
            headers=headers,
            origins=self.origins,
            count=count,
            stopping=self._stopping,
        )
        connection.settimeout(60)
        if path == "/robots.txt":
            robots_txt(site, exchange)
        elif path == "/":
            exchange.page(
                "<!doctype html><title>Home</title><h1>The Ombry Mail</h1><p>News of the harbour.</p>"
            )
        elif path in self._attacks:
            self._attacks[path].script(exchange)
        else:
            exchange.page("<!doctype html><title>Not found</title><p>not here</p>", "404 Not Found")

    def _serve_canary(self, connection: socket.socket) -> None:
        """Anything that arrives here is a hit: even a connection without a byte."""
        with contextlib.suppress(OSError):
            connection.settimeout(2)
            with self._lock:
                self._canary.append(connection.getsockname()[0])
            with contextlib.suppress(TimeoutError):
                connection.recv(4096)
            body = f"<p>{INSIDE}</p><p>{CLAIM}</p>".encode()
            connection.sendall(
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%b"
                % (len(body), body)
            )
        shut(connection)
