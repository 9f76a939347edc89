"""What is asked for robots.txt, when, and what becomes of the pages."""

from __future__ import annotations

import gzip
import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from claimtrack.cache import RobotsCache, SnapshotCache
from claimtrack.fetch import FetchSettings, HttpFetcher
from claimtrack.interfaces import FetchOutcome, FetchRequest, RobotsFile

if TYPE_CHECKING:
    from tests.fetch.conftest import Client, Request, Server

FORBIDDEN = b"User-agent: *\nDisallow: /private\n"


def paths(server: Server) -> list[str]:
    return [request.path for request in server.requests]


@pytest.fixture
def obeying(client: Client) -> Callable[..., list[FetchOutcome]]:
    """The client of the other tests, with robots.txt obeyed."""
    return lambda *urls, **settings: client(*urls, **{"robots": True, **settings})


def slugs(outcomes: list[FetchOutcome]) -> list[str]:
    return sorted("ok" if outcome.problem is None else outcome.problem.slug for outcome in outcomes)


Obeying = Callable[..., list[FetchOutcome]]


def test_a_file_is_asked_for_once_and_first(server: Server, obeying: Obeying) -> None:
    server.page("/robots.txt", b"User-agent: *\nAllow: /\n")
    server.page("/a")
    server.page("/b")
    assert slugs(obeying(server.url("/a"), server.url("/b"))) == ["ok", "ok"]
    assert paths(server)[0] == "/robots.txt"
    assert sorted(paths(server)) == ["/a", "/b", "/robots.txt"]


def test_it_is_obeyed_by_default_and_by_allowed_hosts_too(server: Server, cache: SnapshotCache) -> None:
    server.page("/robots.txt", FORBIDDEN)
    server.page("/private")
    fetcher = HttpFetcher(FetchSettings(allow_hosts=(server.host,)))
    (outcome,) = fetcher.fetch([FetchRequest(url=server.url("/private"))], cache)
    assert outcome.problem
    assert outcome.problem.slug == "robots"
    assert "asks robots not to fetch" in outcome.problem.detail
    assert paths(server) == ["/robots.txt"]


def test_what_is_forbidden_is_not_asked_for_and_what_is_not_is(server: Server, obeying: Obeying) -> None:
    server.page("/robots.txt", FORBIDDEN)
    server.page("/public")
    outcomes = obeying(server.url("/private/page"), server.url("/public"))
    assert slugs(outcomes) == ["ok", "robots"]
    assert sorted(paths(server)) == ["/public", "/robots.txt"]


def test_it_can_be_set_aside(server: Server, obeying: Obeying) -> None:
    server.page("/robots.txt", FORBIDDEN)
    server.page("/private")
    assert slugs(obeying(server.url("/private"), robots=False)) == ["ok"]
    assert paths(server) == ["/private"]


@pytest.mark.parametrize(
    ("status", "slug"),
    [
        ("200 OK", "robots"),
        ("204 No Content", "ok"),
        ("400 Bad Request", "ok"),
        ("401 Unauthorized", "ok"),
        ("403 Forbidden", "ok"),
        ("404 Not Found", "ok"),
        ("410 Gone", "ok"),
        ("451 Unavailable For Legal Reasons", "ok"),
        ("429 Too Many Requests", "rate-limited"),
        ("500 Internal Server Error", "robots"),
        ("503 Service Unavailable", "robots"),
        ("599 Whatever", "robots"),
        ("700 What", "robots"),
    ],
)
def test_the_status_decides(server: Server, obeying: Obeying, status: str, slug: str) -> None:
    body = b"" if status.startswith("204") else FORBIDDEN
    server.page("/robots.txt", body, status=status)
    server.page("/private")
    assert slugs(obeying(server.url("/private"))) == [slug]


def test_a_server_that_fails_is_asked_again_and_then_left_alone_for_the_run(
    server: Server, obeying: Obeying
) -> None:
    server.page("/robots.txt", status="502 Bad Gateway")
    outcomes = obeying(*(server.url(f"/{name}") for name in "abcde"))
    assert slugs(outcomes) == ["robots"] * 5
    assert all("could not be read" in outcome.problem.detail for outcome in outcomes if outcome.problem)
    assert paths(server) == ["/robots.txt"] * 3


def test_a_failure_that_passes_is_forgiven(server: Server, obeying: Obeying) -> None:
    answers = iter(["503 Busy", "503 Busy", "200 OK"])
    server.script(
        "/robots.txt", lambda connection, _: connection.sendall(server.answer(FORBIDDEN, next(answers)))
    )
    server.page("/a")
    assert slugs(obeying(server.url("/a"))) == ["ok"]


def redirects(server: Server, count: int) -> None:
    server.redirect("/robots.txt", "/r1")
    for n in range(1, count):
        server.redirect(f"/r{n}", f"/r{n + 1}")
    server.page(f"/r{count}", FORBIDDEN)


@pytest.mark.parametrize(("count", "slug"), [(1, "robots"), (5, "robots"), (6, "ok")])
def test_five_redirects_are_followed_and_more_mean_no_file(
    server: Server, obeying: Obeying, count: int, slug: str
) -> None:
    redirects(server, count)
    server.page("/private")
    assert slugs(obeying(server.url("/private"))) == [slug]


def test_a_file_at_another_host_speaks_for_the_one_that_named_it(
    server: Server, other: Server, obeying: Obeying
) -> None:
    server.redirect("/robots.txt", other.url("/rules"))
    other.page("/rules", FORBIDDEN)
    other.page("/private")
    outcomes = obeying(
        server.url("/private"), other.url("/private"), allow_hosts=(server.host, other.host), jobs=1
    )
    found = {outcome.url: outcome.problem and outcome.problem.slug for outcome in outcomes}
    assert found == {server.url("/private"): "robots", other.url("/private"): None}


@pytest.mark.parametrize("location", ["", "ftp://orrin.example/robots.txt", "/robots.txt"])
def test_redirects_that_lead_nowhere_mean_no_file(server: Server, obeying: Obeying, location: str) -> None:
    server.redirect("/robots.txt", location)
    server.page("/private")
    assert slugs(obeying(server.url("/private"))) == ["ok"]


def test_a_file_that_redirects_to_a_private_address_is_not_followed(
    server: Server, other: Server, obeying: Obeying
) -> None:
    server.redirect("/robots.txt", other.url("/robots.txt"))
    server.page("/a")
    (outcome,) = obeying(server.url("/a"), allow_hosts=(server.host,))
    assert outcome.problem
    assert outcome.problem.slug == "robots"
    assert "127.0.0.1 (loopback)" in outcome.problem.detail
    assert other.requests == []


def test_a_page_that_redirects_is_held_against_the_rules_of_every_host_on_its_way(
    server: Server, other: Server, obeying: Obeying
) -> None:
    server.redirect("/page", other.url("/private/page"))
    other.page("/robots.txt", FORBIDDEN)
    other.page("/private/page")
    assert slugs(obeying(server.url("/page"), allow_hosts=(server.host, other.host))) == ["robots"]
    assert paths(other) == ["/robots.txt"]


def test_a_file_in_gzip_is_read(server: Server, obeying: Obeying) -> None:
    server.page("/robots.txt", gzip.compress(FORBIDDEN), Content_Encoding="gzip")
    assert slugs(obeying(server.url("/private"))) == ["robots"]


def test_of_an_endless_file_the_start_is_read(server: Server, obeying: Obeying) -> None:
    def endless(connection: socket.socket, _request: Request) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n" + FORBIDDEN)
        while not server.stopping.is_set():
            connection.sendall(b"# more\n" * 1000)

    server.script("/robots.txt", endless)
    server.page("/a")
    assert slugs(obeying(server.url("/private"), server.url("/a"))) == ["ok", "robots"]


def test_of_a_bomb_the_start_is_read(server: Server, obeying: Obeying) -> None:
    bomb = gzip.compress(FORBIDDEN + b"#" * 50_000_000)
    server.page("/robots.txt", bomb, Content_Encoding="gzip")
    server.page("/a")
    assert slugs(obeying(server.url("/private"), server.url("/a"))) == ["ok", "robots"]


def test_half_a_file_is_none(server: Server, obeying: Obeying) -> None:
    server.raw("/robots.txt", b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nUser-agent: *\nDisallow: /pri")
    server.page("/a")
    assert slugs(obeying(server.url("/a"), max_retries=0)) == ["robots"]


def test_a_server_that_never_answers_for_its_file_is_not_asked_for_pages(
    server: Server, obeying: Obeying
) -> None:
    server.script("/robots.txt", lambda _connection, _request: server.stopping.wait(300))
    server.page("/a")
    assert slugs(obeying(server.url("/a"), total_timeout_s=0.5)) == ["robots"]
    assert paths(server) == ["/robots.txt"]


def test_a_host_that_is_not_there_is_a_network_problem(start: Callable[..., object], client: Client) -> None:
    with start() as gone:  # type: ignore[attr-defined]
        host, url = gone.host, gone.url("/a")
    outcome = client.one(url, robots=True, allow_hosts=(host,))
    assert outcome.problem
    assert outcome.problem.slug == "network"


@pytest.mark.parametrize(
    ("settings", "slug"), [({"connect_timeout_s": 0.3}, "timeout"), ({"total_timeout_s": 0.3}, "deadline")]
)
def test_a_host_that_lets_every_handshake_hang_is_late_and_not_a_matter_of_rules(
    client: Client, settings: dict[str, float], slug: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:  # the kernel takes connections, nobody answers
        host = f"127.0.0.1:{listener.getsockname()[1]}"
        outcome = client.one(f"https://{host}/a", robots=True, allow_hosts=(host,), max_retries=0, **settings)
    assert outcome.problem
    assert outcome.problem.slug == slug


def test_a_crawl_delay_spaces_even_an_allowed_host(server: Server, obeying: Obeying) -> None:
    server.page("/robots.txt", b"User-agent: *\nCrawl-delay: 0.3\n")
    for name in "abc":
        server.page(f"/{name}")
    started = time.monotonic()
    assert slugs(obeying(*(server.url(f"/{name}") for name in "abc"))) == ["ok"] * 3
    assert time.monotonic() - started >= 0.6


@pytest.fixture
def shelf(tmp_path: Path) -> RobotsCache:
    return RobotsCache(tmp_path / "cache")


def fetch_with(shelf: RobotsCache, server: Server, cache: SnapshotCache, path: str) -> str:
    settings = FetchSettings(allow_hosts=(server.host,), max_retries=0)
    fetcher = HttpFetcher(settings, robots=shelf)
    return slugs(list(fetcher.fetch([FetchRequest(url=server.url(path))], cache)))[0]


def test_the_next_run_does_not_ask_again_for_a_day(
    server: Server, cache: SnapshotCache, shelf: RobotsCache
) -> None:
    server.page("/robots.txt", FORBIDDEN)
    server.page("/a")
    assert fetch_with(shelf, server, cache, "/private") == "robots"
    assert fetch_with(shelf, server, cache, "/private") == "robots"
    assert fetch_with(shelf, server, cache, "/a") == "ok"
    assert paths(server) == ["/robots.txt", "/a"]


@pytest.mark.parametrize("age", [timedelta(days=1, seconds=1), timedelta(days=-1)])
def test_an_old_file_or_one_from_the_future_is_asked_for_anew(
    server: Server, cache: SnapshotCache, shelf: RobotsCache, age: timedelta
) -> None:
    origin = f"http://{server.host}"
    old = RobotsFile(origin=origin, fetched_at=datetime.now(UTC) - age, status=200, body=b"")
    shelf.keep_robots(old)
    server.page("/robots.txt", FORBIDDEN)
    assert fetch_with(shelf, server, cache, "/private") == "robots"
    kept = shelf.robots(origin)
    assert kept
    assert kept.body == FORBIDDEN


def test_that_there_is_no_file_is_kept_and_that_the_server_failed_is_not(
    server: Server, cache: SnapshotCache, shelf: RobotsCache
) -> None:
    server.page("/a")
    server.page("/robots.txt", status="500 Error")
    assert fetch_with(shelf, server, cache, "/a") == "robots"
    assert shelf.robots(f"http://{server.host}") is None
    server.page("/robots.txt", status="404 Not Found")
    assert fetch_with(shelf, server, cache, "/a") == "ok"
    assert fetch_with(shelf, server, cache, "/a") == "ok"
    assert paths(server).count("/robots.txt") == 2
