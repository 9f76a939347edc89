"""What leaves the machine, and where it may go."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from claimtrack.cache import SnapshotCache
from claimtrack.errors import ConfigError
from claimtrack.fetch import FetchSettings, HttpFetcher
from claimtrack.fetch.deadline import Watchdog
from claimtrack.fetch.door import Resolver
from claimtrack.interfaces import FetchOutcome, FetchRequest

if TYPE_CHECKING:
    from tests.fetch.conftest import Certificates, Client, Server

Start = Callable[..., AbstractContextManager["Server"]]

LOOPBACK_FORMS = (
    "http://127.0.0.1:{}/",
    "http://127.1:{}/",
    "http://2130706433:{}/",
    "http://0x7f000001:{}/",
    "http://0x7f.1:{}/",
    "http://0177.0.0.1:{}/",
    "http://0:{}/",
    "http://0.0.0.0:{}/",
    "http://localhost:{}/",
    "http://LOCALHOST:{}/",
    "http://localhost.:{}/",
    "http://127.0.0.2:{}/",
    "http://[::1]:{}/",
    "http://[::]:{}/",
    "http://[::ffff:127.0.0.1]:{}/",
    "http://[::ffff:7f00:1]:{}/",
    "http://[::127.0.0.1]:{}/",
    "http://[64:ff9b::7f00:1]:{}/",
    "http://reader:pw@127.0.0.1:{}/",
    "http://１２７.0.0.1:{}/",
    "http://①②⑦.0.0.1:{}/",
    "http://127.0.0.1:{}\\@page.example/",
)


def fetch(fetcher: HttpFetcher, cache: SnapshotCache, *urls: str) -> list[FetchOutcome]:
    return list(fetcher.fetch([FetchRequest(url=url) for url in urls], cache))


@pytest.mark.parametrize("form", LOOPBACK_FORMS)
def test_no_spelling_of_loopback_reaches_a_server_that_was_not_allowed(
    server: Server, other: Server, client: Client, form: str
) -> None:
    address = form.format(other.port)
    server.redirect("/from", address)
    refused = {"blocked-address", "bad-url", "bad-redirect", "network"}
    assert client.slug(address) in refused
    assert client.slug(server.url("/from")) in refused
    assert other.connections == 0


def test_a_refused_address_is_named_with_its_kind_and_the_way_to_allow_it(
    other: Server, client: Client
) -> None:
    problem = client.one(other.url("/")).problem
    assert problem
    assert problem.detail == f"{other.host} is at 127.0.0.1 (loopback)"
    assert "HOST:PORT" in problem.hint


@pytest.mark.parametrize(
    "addresses", [["8.8.8.8", "127.0.0.1"], ["127.0.0.1", "8.8.8.8"], ["2606:4700::1111", "10.0.0.1"]]
)
def test_one_private_address_among_public_ones_refuses_the_host(
    server: Server, cache: SnapshotCache, addresses: list[str]
) -> None:
    fetcher = HttpFetcher(lookup=lambda _host, _port: addresses)
    (outcome,) = fetch(fetcher, cache, server.url("/", host="page.example"))
    assert outcome.problem
    assert outcome.problem.slug == "blocked-address"
    assert server.connections == 0


def test_a_name_is_looked_up_once_so_that_no_second_answer_matters(
    server: Server, cache: SnapshotCache
) -> None:
    answers = iter([["127.0.0.1"], ["127.0.0.99"], ["127.0.0.98"]])
    host = f"rebinding.example:{server.port}"
    server.page("/a")
    server.raw("/b", server.answer(b"<p>b</p>", Connection="close"))
    server.page("/c")
    settings = FetchSettings(allow_hosts=(host,), spacing_s=0)
    outcomes = fetch(
        HttpFetcher(settings, lookup=lambda _host, _port: next(answers)),
        cache,
        *(server.url(path, host="rebinding.example") for path in ("/a", "/b", "/c")),
    )
    assert all(outcome.snapshot for outcome in outcomes)
    assert len(list(answers)) == 2
    assert {request.headers["host"] for request in server.requests} == {host}


def test_a_resolver_forgets_nothing_within_a_run() -> None:
    answers = iter([["203.0.113.1", "203.0.113.1", "2606:4700::1111"], ["127.0.0.1"]])
    resolver = Resolver(lambda _host, _port: next(answers))
    with Watchdog() as watchdog, watchdog.deadline(30) as deadline:
        first = resolver.addresses("page.example", 80, deadline)
        assert resolver.addresses("page.example", 443, deadline) == first
    assert [str(address) for address in first] == ["203.0.113.1", "2606:4700::1111"]


@pytest.mark.parametrize("error", [OSError("no such name"), UnicodeError("label too long")])
def test_a_name_without_an_address_is_a_network_problem_that_names_the_host(
    cache: SnapshotCache, error: Exception
) -> None:
    def lookup(_host: str, _port: int) -> list[str]:
        raise error

    (outcome,) = fetch(HttpFetcher(lookup=lookup), cache, "http://nowhere.example/")
    assert outcome.problem
    assert outcome.problem.slug == "network"
    assert "nowhere.example" in outcome.problem.detail


def test_an_empty_answer_to_a_look_up_is_a_network_problem(cache: SnapshotCache) -> None:
    (outcome,) = fetch(HttpFetcher(lookup=lambda _host, _port: []), cache, "http://nowhere.example/")
    assert outcome.problem
    assert outcome.problem.slug == "network"


def test_the_next_address_is_tried_where_the_first_does_not_answer(
    server: Server, cache: SnapshotCache
) -> None:
    server.page("/")
    settings = FetchSettings(allow_hosts=(f"page.example:{server.port}",))
    fetcher = HttpFetcher(settings, lookup=lambda _host, _port: ["127.0.0.77", "127.0.0.1"])
    (outcome,) = fetch(fetcher, cache, server.url("/", host="page.example"))
    assert outcome.snapshot


def test_an_ipv6_host_is_asked_by_its_address(cache: SnapshotCache) -> None:
    try:
        listener = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("this machine has no IPv6 loopback")
    asked: list[bytes] = []

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            asked.append(connection.recv(65_536))
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n<p/>")

    with listener:
        host = f"[::1]:{listener.getsockname()[1]}"
        serving = threading.Thread(target=serve)
        serving.start()
        (outcome,) = fetch(
            HttpFetcher(FetchSettings(allow_hosts=(host,), robots=False)), cache, f"http://{host}/"
        )
        serving.join()
    assert outcome.snapshot
    assert f"Host: {host}\r\n".encode() in asked[0]


def test_a_closed_port_is_a_network_problem(cache: SnapshotCache, start: Start) -> None:
    with start() as gone:
        host = gone.host
    settings = FetchSettings(allow_hosts=(host,), retry_delay_s=0.01)
    (outcome,) = fetch(HttpFetcher(settings), cache, f"http://{host}/")
    assert outcome.problem
    assert outcome.problem.slug == "network"


def test_proxies_in_the_environment_are_not_heeded(
    server: Server, other: Server, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://{other.host}")
    server.page("/")
    assert client.slug(server.url("/")) == "ok"
    assert other.connections == 0


def test_netrc_is_not_read(
    server: Server, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login reader password SECRETPW\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(netrc))
    server.page("/", status="401 Unauthorized", WWW_Authenticate="Basic realm=x")
    assert client.slug(server.url("/")) == "blocked"
    assert all("authorization" not in request.headers for request in server.requests)


def test_no_cookie_is_ever_sent_back(server: Server, other: Server, client: Client) -> None:
    server.page("/set", Set_Cookie="visit=1; Path=/")
    server.page("/again")
    server.redirect("/away", other.url("/page"))
    server.redirect("/localhost", server.url("/again", host="localhost"))
    other.page("/page")
    outcomes = client(
        *(server.url(path) for path in ("/set", "/again", "/away", "/localhost")),
        allow_hosts=(server.host, other.host, f"localhost:{server.port}"),
    )
    assert all(outcome.snapshot for outcome in outcomes)
    assert all("cookie" not in request.headers for request in server.requests + other.requests)


def test_every_request_says_who_asks(server: Server, client: Client) -> None:
    server.page("/")
    client(server.url("/"), contact="https://desk.example/bot")
    client(server.url("/"))
    assert [request.headers["user-agent"] for request in server.requests] == [
        "claimtrack/0.1.0 (+https://desk.example/bot)",
        "claimtrack/0.1.0",
    ]


def test_a_contact_cannot_smuggle_a_header() -> None:
    with pytest.raises(ConfigError, match="contact"):
        FetchSettings(contact="desk@a.example\r\nX-Evil: 1")


def test_tls_is_verified_against_the_named_authorities(
    certificates: Certificates, client: Client, start: Start
) -> None:
    with start(certificates.good) as secure:
        secure.page("/")
        allow = (secure.host, f"localhost:{secure.port}")
        trusting = {"allow_hosts": allow, "ca_file": certificates.authority}
        assert client.slug(secure.url("/"), **trusting) == "ok"
        assert client.slug(secure.url("/", host="localhost"), **trusting) == "ok"
        assert client.slug(secure.url("/"), allow_hosts=allow) == "tls"


def test_a_connection_that_cannot_be_verified_is_never_made_unverified(
    certificates: Certificates, client: Client, start: Start
) -> None:
    for context, why in ((certificates.wrong_host, "mismatch"), (certificates.self_signed, "self-signed")):
        with start(context) as secure:
            secure.page("/")
            problem = client.one(
                secure.url("/"), allow_hosts=(secure.host,), ca_file=certificates.authority
            ).problem
            assert problem
            assert problem.slug == "tls"
            assert why in problem.detail
            assert secure.requests == []


def test_plain_text_where_tls_was_expected_is_a_tls_problem(cache: SnapshotCache) -> None:
    def greet(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            connection.recv(65_536)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        host = f"127.0.0.1:{listener.getsockname()[1]}"
        greeter = threading.Thread(target=greet, args=(listener,))
        greeter.start()
        (outcome,) = fetch(HttpFetcher(FetchSettings(allow_hosts=(host,))), cache, f"https://{host}/")
        greeter.join()
    assert outcome.problem
    assert outcome.problem.slug == "tls"


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_certificate_file_that_cannot_be_used_is_a_configuration_error(
    tmp_path: Path, content: str | None
) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_text(content)
    with pytest.raises(ConfigError, match=r"ca\.pem"):
        HttpFetcher(FetchSettings(ca_file=path))


def test_the_environment_cannot_replace_the_authorities(
    certificates: Certificates, client: Client, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.setenv(name, str(certificates.authority))
    with start(certificates.good) as secure:
        secure.page("/")
        assert client.slug(secure.url("/"), allow_hosts=(secure.host,)) == "tls"
