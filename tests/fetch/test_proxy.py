"""Everything through a proxy that the person named: what it is asked, and what it is never asked."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from claimtrack.errors import ConfigError
from claimtrack.fetch import FetchSettings

if TYPE_CHECKING:
    from tests.fetch.conftest import Certificates, Client, Server

Start = Callable[..., AbstractContextManager["Server"]]

REFUSED = (
    "http://127.0.0.1/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://0177.0.0.1/",
    "http://127%2e0.0.1/",
    "http://１２７.0.0.1/",
    "http://localhost/",
    "http://LOCALHOST./",
    "http://db.localhost/",
    "http://10.0.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "https://127.0.0.1/",
    "https://192.168.0.1:8443/",
)


@dataclass(frozen=True)
class Asked:
    method: str
    target: str
    host: str


class LoopbackProxy:
    """A proxy on loopback for which every name is at 127.0.0.1; it refuses where `refusal` is a status line."""

    def __init__(self, address: str = "127.0.0.1") -> None:
        self.asked: list[Asked] = []
        self.refusal = b""
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self._listener = socket.create_server((address, 0), family=family)
        port = self._listener.getsockname()[1]
        self.host = f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
        self.url = f"http://{self.host}"
        self._open: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def stop(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self._open:
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
            self._open.append(connection)
            self._threads.append(threading.Thread(target=self._serve, args=(connection,)))
            self._threads[-1].start()

    def _serve(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError), client:
            while head := _head(client):
                first, *lines = head.split(b"\r\n")
                method, target, _ = first.decode().split(" ")
                headers = dict(line.decode().lower().split(": ", 1) for line in lines if line)
                self.asked.append(Asked(method, target, headers["host"]))
                if self.refusal:
                    client.sendall(b"HTTP/1.1 %b\r\nContent-Length: 0\r\n\r\n" % self.refusal)
                elif method == "CONNECT":
                    with socket.create_connection(("127.0.0.1", int(target.rpartition(":")[2]))) as server:
                        self._open.append(server)
                        client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                        back = threading.Thread(target=_pump, args=(server, client))
                        back.start()
                        _pump(client, server)
                        back.join(10)
                    return
                else:
                    self._forward(client, target, lines)

    def _forward(self, client: socket.socket, target: str, lines: list[bytes]) -> None:
        parts = urlsplit(target)
        lines = [line for line in lines if line and not line.lower().startswith(b"connection:")]
        request = [f"GET {parts.path} HTTP/1.1".encode(), *lines, b"Connection: close", b"", b""]
        with socket.create_connection(("127.0.0.1", parts.port or 80)) as server:
            server.sendall(b"\r\n".join(request))
            head = _head(server)
            length = next(
                int(line[15:]) for line in head.split(b"\r\n") if line.startswith(b"Content-Length:")
            )
            client.sendall(head)
            while length and (data := server.recv(min(length, 65_536))):
                length -= len(data)
                client.sendall(data)


def _head(connection: socket.socket) -> bytes:
    """Up to the empty line, byte by byte so that nothing behind it is taken."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        byte = connection.recv(1)
        if not byte:
            return b""
        head += byte
    return head


def _pump(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65_536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


@pytest.fixture
def proxy() -> Iterator[LoopbackProxy]:
    one = LoopbackProxy()
    try:
        yield one
    finally:
        one.stop()


def test_an_http_page_is_asked_of_the_proxy_by_its_whole_address(
    server: Server, client: Client, proxy: LoopbackProxy
) -> None:
    server.page("/page", b"<p>through</p>")
    url = server.url("/page", host="page.example")
    assert client.text(url, proxy=proxy.url) == b"<p>through</p>"
    assert proxy.asked == [Asked("GET", url, f"page.example:{server.port}")]
    assert [request.path for request in server.requests] == ["/page"]


def test_an_https_page_comes_through_a_tunnel_and_is_verified_end_to_end(
    certificates: Certificates, client: Client, start: Start, proxy: LoopbackProxy
) -> None:
    with start(certificates.good) as secure:
        secure.page("/a", b"<p>a</p>")
        secure.page("/b", b"<p>b</p>")
        settings = {
            "proxy": proxy.url,
            "allow_hosts": (f"localhost:{secure.port}",),
            "ca_file": certificates.authority,
        }
        outcomes = client(secure.url("/a", "localhost"), secure.url("/b", "localhost"), **settings)
        assert all(outcome.snapshot for outcome in outcomes)
        target = f"localhost:{secure.port}"
        assert proxy.asked == [Asked("CONNECT", target, target)]
        assert {request.path for request in secure.requests} == {"/a", "/b"}


def test_the_proxy_may_be_at_an_ipv6_address(
    certificates: Certificates, server: Server, client: Client, start: Start
) -> None:
    try:
        proxy = LoopbackProxy("::1")
    except OSError:
        pytest.skip("this machine has no IPv6 loopback")
    server.page("/")
    with contextlib.ExitStack() as stack:
        stack.callback(proxy.stop)
        secure = stack.enter_context(start(certificates.good))
        secure.page("/")
        settings = {
            "proxy": proxy.url,
            "allow_hosts": (secure.host, server.host),
            "ca_file": certificates.authority,
        }
        assert client.slug(server.url("/"), **settings) == "ok"
        assert client.slug(secure.url("/"), **settings) == "ok"
    assert {asked.method for asked in proxy.asked} == {"GET", "CONNECT"}


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_host_that_hides_a_line_break_is_never_told_to_the_proxy(
    client: Client, proxy: LoopbackProxy, scheme: str
) -> None:
    url = f"{scheme}://page.example%0d%0ax-evil%3a%201.example/"
    assert client.slug(url, proxy=proxy.url) == "bad-url"
    assert proxy.asked == []


@pytest.mark.parametrize("kind", ["wrong_host", "self_signed", "untrusted"])
def test_a_tunnel_to_a_server_that_cannot_be_verified_is_a_tls_problem(
    certificates: Certificates, client: Client, start: Start, proxy: LoopbackProxy, kind: str
) -> None:
    context = certificates.good if kind == "untrusted" else getattr(certificates, kind)
    trusted = {} if kind == "untrusted" else {"ca_file": certificates.authority}
    with start(context) as secure:
        secure.page("/")
        allowed = {"proxy": proxy.url, "allow_hosts": (secure.host,), **trusted}
        assert client.slug(secure.url("/"), **allowed) == "tls"
        assert secure.requests == []


def test_robots_and_redirects_go_through_the_proxy_too(
    server: Server, other: Server, client: Client, proxy: LoopbackProxy
) -> None:
    target = other.url("/to", host="other.example")
    server.redirect("/from", target)
    other.page("/to")
    assert client.slug(server.url("/from", host="page.example"), proxy=proxy.url, robots=True) == "ok"
    assert [asked.target for asked in proxy.asked] == [
        server.url("/robots.txt", host="page.example"),
        server.url("/from", host="page.example"),
        other.url("/robots.txt", host="other.example"),
        target,
    ]


@pytest.mark.parametrize("url", REFUSED)
def test_what_is_written_as_a_private_address_is_refused_here(
    server: Server, client: Client, proxy: LoopbackProxy, url: str
) -> None:
    assert client.slug(url, proxy=proxy.url) == "blocked-address"
    assert proxy.asked == []
    server.redirect("/from", url)
    assert client.slug(server.url("/from"), proxy=proxy.url) == "blocked-address"
    assert [asked.target for asked in proxy.asked] == [server.url("/from")]


def test_a_private_address_that_was_allowed_by_name_is_asked_of_the_proxy(
    server: Server, client: Client, proxy: LoopbackProxy
) -> None:
    server.page("/")
    assert client.slug(server.url("/"), proxy=proxy.url) == "ok"
    assert client.slug(server.url("/"), proxy=proxy.url, allow_hosts=()) == "blocked-address"
    assert len(proxy.asked) == 1


def test_a_proxy_in_the_environment_is_not_heeded_with_and_without_one_of_our_own(
    server: Server, client: Client, proxy: LoopbackProxy, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.page("/")
    with start() as decoy:
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, decoy.url("/"))
            monkeypatch.setenv(name.upper(), decoy.url("/"))
        monkeypatch.setenv("NO_PROXY", "*")
        assert client.slug(server.url("/")) == "ok"
        assert proxy.asked == []
        assert client.slug(server.url("/"), proxy=proxy.url) == "ok"
        assert len(proxy.asked) == 1
        assert decoy.connections == 0


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_cannot_be_reached_is_a_network_problem(
    client: Client, proxy: LoopbackProxy, scheme: str
) -> None:
    proxy.stop()
    problem = client.one(f"{scheme}://page.example/", proxy=proxy.url, robots=True).problem
    assert problem
    assert (problem.slug, problem.detail) == ("network", f"the proxy {proxy.host} could not be reached")


@pytest.mark.parametrize(
    ("scheme", "refusal"),
    [("http", b"407 Proxy Authentication Required"), ("https", b"407 No"), ("https", b"403 Forbidden")],
)
def test_a_proxy_that_refuses_is_a_network_problem_which_says_nothing_of_the_page(
    client: Client, proxy: LoopbackProxy, scheme: str, refusal: bytes
) -> None:
    proxy.refusal = refusal
    problem = client.one(f"{scheme}://page.example:99/", proxy=proxy.url).problem
    assert problem
    assert problem.slug == "network"
    status = refusal[:3].decode()
    assert problem.detail == (
        f"the proxy {proxy.host} refused to connect to page.example:99: it answered {status}"
    )
    assert len(proxy.asked) == 1


def test_a_proxy_that_hangs_up_on_a_tunnel_is_a_network_problem(client: Client) -> None:
    def hang_up(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(65_536)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        host = f"127.0.0.1:{listener.getsockname()[1]}"
        thread = threading.Thread(target=hang_up, args=(listener,))
        thread.start()
        problem = client.one("https://page.example/", proxy=f"http://{host}").problem
        thread.join()
    assert problem
    assert problem.slug == "network"
    assert problem.detail == f"the proxy {host} gave no answer when asked to connect to page.example:443"


@pytest.mark.parametrize(
    "url",
    [
        "https://proxy.example:3128",
        "socks5://proxy.example:1080",
        "proxy.example:3128",
        "proxy.example",
        "http://proxy.example",
        "http://proxy.example:0",
        "http://proxy.example:70000",
        "http://proxy.example:3128/path",
        "http://proxy.example:3128/?x=1",
        "http://:3128",
        "http://ann:hunter2@proxy.example:3128",
        "ann:hunter2@proxy.example:3128",
    ],
)
def test_a_bad_proxy_url_is_a_configuration_error_with_a_remedy(url: str) -> None:
    with pytest.raises(ConfigError, match=r"^proxy: ") as caught:
        FetchSettings(proxy=url)
    assert "write http://HOST:PORT" in caught.value.hint
    assert "hunter2" not in caught.value.message + caught.value.hint


@pytest.mark.parametrize("url", ["http://proxy.example:80", "HTTP://127.0.0.1:3128/", "http://[::1]:3128"])
def test_a_good_proxy_url_is_taken(url: str) -> None:
    assert FetchSettings(proxy=url).proxy == url
