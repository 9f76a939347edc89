"""Several connections at once, for hosts that the person allowed by name and for no other. No clock decides these tests."""

from __future__ import annotations

import itertools
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import socket

    from tests.fetch.conftest import Client, Request, Server

AT_ONCE = 4


class Meeting:
    """A page that answers the first request at once, and each later one when so many have come."""

    def __init__(self, server: Server, people: int) -> None:
        self._server = server
        self._numbers = itertools.count()
        self._barrier = threading.Barrier(people)

    def __call__(self, connection: socket.socket, _request: Request) -> None:
        if next(self._numbers):
            self._barrier.wait(60)
        connection.sendall(self._server.answer(b"<p>here</p>"))


class Crowd:
    """A page that takes its time, and knows how many asked for it at once."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._lock = threading.Lock()
        self._now = 0
        self.most = 0

    def __call__(self, connection: socket.socket, _request: Request) -> None:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        time.sleep(0.01)
        with self._lock:
            self._now -= 1
        connection.sendall(self._server.answer(b"<p>here</p>"))


def pages(server: Server, count: int) -> list[str]:
    return [server.url(f"/?{number}") for number in range(count)]


def test_a_host_allowed_by_name_gets_as_many_as_it_may_have(server: Server, client: Client) -> None:
    server.script("/", Meeting(server, AT_ONCE))
    outcomes = client(*pages(server, 1 + 3 * AT_ONCE), host_jobs=AT_ONCE)
    assert all(outcome.snapshot for outcome in outcomes)
    assert server.connections == AT_ONCE


def test_all_hosts_together_get_no_more_than_jobs(server: Server, other: Server, client: Client) -> None:
    crowd = Crowd(server)
    for one in (server, other):
        one.script("/", crowd)
    client(
        *pages(server, 12),
        *pages(other, 12),
        allow_hosts=(server.host, other.host),
        jobs=2,
        host_jobs=8,
    )
    assert 1 <= crowd.most <= 2


def test_a_host_that_asks_for_pauses_gets_one_at_a_time(server: Server, client: Client) -> None:
    crowd = Crowd(server)
    server.page("/robots.txt", b"User-agent: *\nCrawl-delay: 0.01\n", Content_Type="text/plain")
    server.script("/", crowd)
    outcomes = client(*pages(server, 8), host_jobs=8, robots=True)
    assert all(outcome.snapshot for outcome in outcomes)
    assert crowd.most == 1
    assert len(server.asked("/robots.txt")) == 1


def test_its_robots_txt_is_asked_for_once_before_anything_else(server: Server, client: Client) -> None:
    server.page("/robots.txt", b"User-agent: *\nDisallow: /?3\n", Content_Type="text/plain")
    server.page("/")
    outcomes = client(*pages(server, 8), host_jobs=8, robots=True)
    found = {outcome.url: outcome.problem and outcome.problem.slug for outcome in outcomes}
    assert [url for url, slug in found.items() if slug] == [server.url("/?3")]
    assert Counter(request.path for request in server.requests) == {
        "/robots.txt": 1,
        **{f"/?{number}": 1 for number in range(8) if number != 3},
    }
    assert server.requests[0].path == "/robots.txt"


def test_any_other_host_gets_one_at_a_time(server: Server, client: Client) -> None:
    """Through a proxy, which is the only way to a host that nobody allowed by name on loopback."""
    crowd = Crowd(server)
    server.script("http://velda.example/", crowd)
    wanted = [f"http://velda.example/?{number}" for number in range(8)]
    outcomes = client(*wanted, proxy=f"http://{server.host}", host_jobs=8)
    assert all(outcome.snapshot for outcome in outcomes)
    assert crowd.most == 1


@pytest.mark.parametrize("host_jobs", [1, 3])
def test_what_is_tried_again_has_one_outcome_like_the_rest(
    server: Server, client: Client, host_jobs: int
) -> None:
    seen: Counter[str] = Counter()
    lock = threading.Lock()

    def fail_first(connection: socket.socket, request: Request) -> None:
        with lock:
            seen[request.path] += 1
            fails = seen[request.path] == 1
        connection.sendall(server.answer(b"", "502 Bad Gateway") if fails else server.answer(b"<p>here</p>"))

    server.script("/", fail_first)
    wanted = pages(server, 10)
    outcomes = client(*wanted, host_jobs=host_jobs)
    assert Counter(outcome.url for outcome in outcomes) == Counter(wanted)
    assert all(outcome.snapshot for outcome in outcomes)
    assert set(seen.values()) == {2}


def test_a_run_that_is_left_early_closes_all_its_connections(
    server: Server, client: Client, eventually: Callable[[Callable[[], bool]], None]
) -> None:
    numbers = itertools.count()

    def first_only(connection: socket.socket, _request: Request) -> None:
        if next(numbers):
            server.stopping.wait(300)
        connection.sendall(server.answer(b"<p>here</p>"))

    server.script("/", first_only)
    running = client.fetcher(host_jobs=AT_ONCE, total_timeout_s=300, read_timeout_s=300).fetch(
        [*map(_request, pages(server, 10))], client.cache
    )
    assert next(running).snapshot
    eventually(lambda: server.connections == AT_ONCE)
    running.close()  # type: ignore[attr-defined]
    eventually(lambda: not any(thread.name.startswith("claimtrack-") for thread in threading.enumerate()))


def _request(url: str):
    from claimtrack.interfaces import FetchRequest

    return FetchRequest(url=url)
