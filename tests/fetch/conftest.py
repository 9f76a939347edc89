"""A scriptable server on loopback, and a fetcher that may reach it."""

from __future__ import annotations

import contextlib
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from claimtrack.cache import SnapshotCache
from claimtrack.fetch import FetchSettings, HttpFetcher
from claimtrack.interfaces import FetchOutcome, FetchRequest

PAGE = b"<p>The lamp of Orrin Point was lit in 1871.</p>"


@dataclass
class Request:
    path: str
    headers: dict[str, str]
    at: float = field(default_factory=time.monotonic)


Script = Callable[[socket.socket, Request], object]


class Server:
    """Answers each path by a script that has the socket in its hands; remembers what it was asked."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.requests: list[Request] = []
        self.connections = 0
        self.stopping = threading.Event()
        self._scripts: dict[str, Script] = {}
        self._context = context
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        self.host = f"127.0.0.1:{self.port}"
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"{'https' if self._context else 'http'}://{host}:{self.port}{path}"

    def script(self, path: str, script: Script) -> None:
        self._scripts[path] = script

    def raw(self, path: str, data: bytes) -> None:
        """Send these bytes and hang up."""

        def send(connection: socket.socket, _request: Request) -> None:
            connection.sendall(data)
            connection.close()

        self.script(path, send)

    def page(self, path: str, body: bytes = PAGE, *, status: str = "200 OK", **headers: str) -> None:
        """A well-formed answer over a connection that stays open; header names with `_` for `-`."""
        self.script(
            path, lambda connection, _request: connection.sendall(self.answer(body, status, **headers))
        )

    def redirect(self, path: str, location: str | bytes, status: str = "302 Found") -> None:
        text = location.encode() if isinstance(location, str) else location
        self.script(
            path,
            lambda connection, _request: connection.sendall(
                b"HTTP/1.1 %b\r\nLocation: %b\r\nContent-Length: 0\r\n\r\n" % (status.encode(), text)
            ),
        )

    @staticmethod
    def answer(body: bytes, status: str = "200 OK", **headers: str) -> bytes:
        """The bytes of a well-formed answer; header names with `_` for `-`."""
        fields = {"Content_Type": "text/html; charset=utf-8", "Content_Length": str(len(body)), **headers}
        head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in fields.items())
        return f"HTTP/1.1 {status}\r\n{head}\r\n".encode("latin-1") + body

    def asked(self, path: str) -> list[Request]:
        return [request for request in self.requests if request.path == path]

    def stop(self) -> None:
        self.stopping.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(10)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), contextlib.ExitStack() as stack:
            stack.callback(connection.close)
            if self._context:
                connection = self._context.wrap_socket(connection, server_side=True)
                stack.callback(connection.close)
            self._open.add(connection)
            stack.callback(self._open.discard, connection)
            while not self.stopping.is_set() and (request := _read_request(connection)):
                self.requests.append(request)
                script = self._scripts.get(request.path.partition("?")[0])
                if script is None:
                    connection.sendall(self.answer(b"", "404 Not Found"))
                else:
                    script(connection, request)
                if connection.fileno() < 0:
                    return


def _read_request(connection: socket.socket) -> Request | None:
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = connection.recv(65_536)
        if not chunk:
            return None
        data += chunk
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").strip().split("\r\n")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
    while len(body) < int(headers.get("content-length", 0)):
        body += connection.recv(65_536)
    return Request(path=first.split(" ")[1], headers=headers)


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as one:
        yield one


@pytest.fixture
def other() -> Iterator[Server]:
    """Another server, on another port."""
    with running() as one:
        yield one


@contextlib.contextmanager
def running(context: ssl.SSLContext | None = None) -> Iterator[Server]:
    one = Server(context)
    try:
        yield one
    finally:
        one.stop()


@pytest.fixture
def start() -> Callable[..., contextlib.AbstractContextManager[Server]]:
    """For tests that need servers of their own: `with start(context) as server`."""
    return running


@pytest.fixture
def cache(tmp_path: Path) -> SnapshotCache:
    return SnapshotCache(tmp_path / "cache")


class Client:
    """A fetcher with settings for loopback: no spacing, quick retries, patient enough for a busy machine."""

    def __init__(self, cache: SnapshotCache, allow: tuple[str, ...]) -> None:
        self.cache = cache
        self._allow = allow

    def fetcher(self, **settings: object) -> HttpFetcher:
        usual = {
            "allow_hosts": self._allow,
            "spacing_s": 0,
            "retry_delay_s": 0.01,
            "read_timeout_s": 20,
            "total_timeout_s": 30,
            "robots": False,  # test_robots_gate.py has it on; here each request that a server gets was asked for by name
        }
        return HttpFetcher(FetchSettings(**{**usual, **settings}))  # type: ignore[arg-type]

    def __call__(self, *wanted: str | FetchRequest, **settings: object) -> list[FetchOutcome]:
        requests = [one if isinstance(one, FetchRequest) else FetchRequest(url=one) for one in wanted]
        return list(self.fetcher(**settings).fetch(requests, self.cache))

    def one(self, wanted: str | FetchRequest, **settings: object) -> FetchOutcome:
        (outcome,) = self(wanted, **settings)
        return outcome

    def slug(self, url: str, **settings: object) -> str:
        """What went wrong, `ok` where nothing did."""
        outcome = self.one(url, **settings)
        assert (outcome.problem is None) != (outcome.snapshot is None)
        return outcome.problem.slug if outcome.problem else "ok"

    def text(self, url: str, **settings: object) -> bytes:
        outcome = self.one(url, **settings)
        assert outcome.snapshot, outcome.problem
        return self.cache.body(outcome.snapshot)


@pytest.fixture
def client(server: Server, cache: SnapshotCache) -> Client:
    return Client(cache, (server.host, f"localhost:{server.port}"))


@pytest.fixture
def eventually() -> Callable[[Callable[[], bool]], None]:
    """Wait until something holds, for as long as a very busy machine may take."""

    def wait(holds: Callable[[], bool]) -> None:
        for _ in range(1200):
            if holds():
                return
            time.sleep(0.05)
        pytest.fail("it never came to hold")

    return wait


@dataclass(frozen=True)
class Certificates:
    """An authority, and what it vouches for."""

    authority: Path
    good: ssl.SSLContext
    """For 127.0.0.1 and localhost."""
    wrong_host: ssl.SSLContext
    self_signed: ssl.SSLContext


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    if shutil.which("openssl") is None:
        pytest.skip("the openssl command makes the certificates of these tests")
    folder = tmp_path_factory.mktemp("tls")

    def run(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2")
    run("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Test authority")

    def context(name: str, host: str, *signer: str) -> ssl.SSLContext:
        names = ("-subj", f"/CN={name}", "-addext", f"subjectAltName={host}")
        run("req", "-x509", *key, *signer, "-keyout", f"{name}.key", "-out", f"{name}.pem", *names)
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(folder / f"{name}.pem", folder / f"{name}.key")
        return made

    signed = ("-CA", "ca.pem", "-CAkey", "ca.key", "-addext", "basicConstraints=critical,CA:FALSE")
    return Certificates(
        authority=folder / "ca.pem",
        good=context("good", "IP:127.0.0.1,DNS:localhost", *signed),
        wrong_host=context("wrong", "DNS:elsewhere.example", *signed),
        self_signed=context("self", "IP:127.0.0.1"),
    )
