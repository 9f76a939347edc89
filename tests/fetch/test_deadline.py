"""Nothing a server does can hold a run up. The servers here are slow for minutes; the deadlines are about a second."""

from __future__ import annotations

import itertools
import socket
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

import pytest

from claimtrack.cache import SnapshotCache
from claimtrack.fetch import FetchSettings, HttpFetcher
from claimtrack.fetch.deadline import Watchdog
from claimtrack.interfaces import FetchRequest

if TYPE_CHECKING:
    from tests.fetch.conftest import Certificates, Client, Request, Script, Server

OK = b"HTTP/1.1 200 OK\r\n"


def dripping(server: Server, first: bytes, drop: bytes) -> Script:
    """Send `first`, and then `drop` again and again: no pause is long, and there is no end."""

    def drip(connection: socket.socket, _request: Request) -> None:
        connection.sendall(first)
        while not server.stopping.wait(0.02):
            connection.sendall(drop)

    return drip


@pytest.mark.parametrize(
    ("first", "drop"),
    [
        pytest.param(OK + b"Content-Length: 100000\r\n\r\n", b"x", id="body"),
        pytest.param(OK + b"\r\n<p>", b"x", id="body without length"),
        pytest.param(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n", id="chunks"),
        pytest.param(OK + b"X-Slow: ", b"x", id="header"),
        pytest.param(b"HTTP/1.1 2", b"0", id="status line"),
        pytest.param(OK + b"Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n", b"X: y\r\n", id="trailers"),
    ],
)
def test_a_drip_ends_at_the_deadline(server: Server, client: Client, first: bytes, drop: bytes) -> None:
    server.script("/drip", dripping(server, first, drop))
    assert client.slug(server.url("/drip"), total_timeout_s=1) == "deadline"


def test_endless_interim_answers_end(server: Server, client: Client) -> None:
    server.script("/slow", dripping(server, b"", b"HTTP/1.1 100 Continue\r\n\r\n"))
    server.script("/fast", lambda connection, _: connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 5000))
    assert client.slug(server.url("/slow"), total_timeout_s=1) == "deadline"
    assert client.slug(server.url("/fast")) == "protocol"


def test_early_hints_are_no_page(server: Server, client: Client) -> None:
    server.raw("/hints", b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n" * 2)
    assert client.slug(server.url("/hints")) == "bad-status"


def test_the_deadline_is_over_all_hops_together(server: Server, client: Client) -> None:
    numbers = itertools.count(1)

    def slow(connection: socket.socket, _request: Request) -> None:
        server.stopping.wait(0.6)
        connection.sendall(server.answer(b"", "302 Found", Location=f"/slow?{next(numbers)}"))

    server.script("/slow", slow)
    assert client.slug(server.url("/slow?0"), total_timeout_s=1) == "deadline"


def test_silence_is_a_timeout(server: Server, client: Client) -> None:
    server.script("/silent", lambda _connection, _request: server.stopping.wait(60))
    assert client.slug(server.url("/silent"), read_timeout_s=0.5) == "timeout"


def test_silence_may_end_at_the_deadline_first(server: Server, client: Client) -> None:
    server.script("/silent", lambda _connection, _request: server.stopping.wait(60))
    assert client.slug(server.url("/silent"), total_timeout_s=0.5) == "deadline"


def chunked(server: Server, path: str, chunks: int, trailers: int) -> None:
    data = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"4\r\n<p/>\r\n" * chunks + b"0\r\n"
    server.raw(path, data + b"X-Trailer: y\r\n" * trailers + b"\r\n")


def test_trailers_are_bounded_and_chunks_are_not(server: Server, client: Client) -> None:
    chunked(server, "/many", chunks=5000, trailers=3)
    chunked(server, "/endless", chunks=3, trailers=5000)
    assert client.text(server.url("/many")) == b"<p/>" * 5000
    assert client.slug(server.url("/endless")) == "protocol"


def test_a_handshake_that_never_comes_is_a_timeout(server: Server, client: Client) -> None:
    url = server.url("/").replace("http:", "https:")  # the server waits for a line that TLS never ends
    assert client.slug(url, connect_timeout_s=0.5, max_retries=0) == "timeout"
    assert client.slug(url, total_timeout_s=0.5) == "deadline"


def test_a_connection_used_again_is_under_the_deadline_too(server: Server, client: Client) -> None:
    server.page("/first")
    server.script("/second", dripping(server, OK + b"Content-Length: 100000\r\n\r\n", b"x"))
    outcomes = client(server.url("/first"), server.url("/second"), total_timeout_s=1)
    assert [outcome.problem and outcome.problem.slug for outcome in outcomes] == [None, "deadline"]
    assert server.connections == 1


def test_tls_does_not_hide_a_connection_from_the_deadline(
    certificates: Certificates, client: Client, start: Callable[..., AbstractContextManager[Server]]
) -> None:
    with start(certificates.good) as secure:
        secure.script("/drip", dripping(secure, OK + b"Content-Length: 100000\r\n\r\n", b"x"))
        settings = {"allow_hosts": (secure.host,), "ca_file": certificates.authority}
        assert client.slug(secure.url("/drip"), total_timeout_s=1, **settings) == "deadline"


def test_a_name_server_that_never_answers_is_a_network_problem(cache: SnapshotCache) -> None:
    answered = threading.Event()

    def lookup(_host: str, _port: int) -> list[str]:
        answered.wait(60)
        return []

    fetcher = HttpFetcher(FetchSettings(total_timeout_s=0.5), lookup=lookup)
    (outcome,) = fetcher.fetch([FetchRequest(url="http://slow.example/")], cache)
    answered.set()
    assert outcome.problem
    assert outcome.problem.slug == "network"
    assert "name server" in outcome.problem.detail


def test_a_port_that_takes_no_connection_is_a_timeout(cache: SnapshotCache) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        port = listener.getsockname()[1]
        fillers = []
        for _ in range(8):  # nobody accepts, so the queue fills and the kernel drops what comes after
            filler = socket.socket()
            filler.setblocking(False)  # noqa: FBT003 - positional only
            filler.connect_ex(("127.0.0.1", port))
            fillers.append(filler)
        settings = FetchSettings(allow_hosts=(f"127.0.0.1:{port}",), connect_timeout_s=0.5, max_retries=0)
        (outcome,) = HttpFetcher(settings).fetch([FetchRequest(url=f"http://127.0.0.1:{port}/")], cache)
        for filler in fillers:
            filler.close()
    assert outcome.problem
    assert outcome.problem.slug == "timeout"


def test_what_is_put_under_a_deadline_that_has_passed_ends_at_once() -> None:
    left, right = socket.socketpair()
    over = threading.Event()
    with left, right, Watchdog() as watchdog, watchdog.deadline(60) as deadline:
        deadline.expire()
        deadline.watch(left)
        assert right.recv(1) == b""
        with pytest.raises(TimeoutError):
            deadline.call(lambda: over.wait(60))
    over.set()


def test_a_stopped_watchdog_lets_nothing_begin() -> None:
    with Watchdog() as watchdog:
        watchdog.stop()
        with watchdog.deadline(60) as deadline:
            assert deadline.expired


def test_a_deadline_that_was_kept_ends_nothing() -> None:
    left, right = socket.socketpair()
    with left, right, Watchdog() as watchdog:
        with watchdog.deadline(60) as deadline:
            deadline.watch(left)
        deadline.expire()
        left.sendall(b"x")
        assert right.recv(1) == b"x"
