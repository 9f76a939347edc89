"""What one host may cost a run."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from claimtrack.errors import ConfigError
from claimtrack.fetch import FetchSettings
from claimtrack.fetch.addresses import AllowHosts
from claimtrack.fetch.politeness import Pacer
from claimtrack.fetch.problems import Failure
from claimtrack.interfaces import FetchRequest

if TYPE_CHECKING:
    from tests.fetch.conftest import Client, Request, Server

URL = "https://orrin.example/a"


def pacer(**settings: float) -> Pacer:
    return Pacer(**{"spacing_s": 1.0, "allowed": AllowHosts([]), **settings})  # type: ignore[arg-type]


def slug_of_entering(one: Pacer, url: str = URL) -> str:
    try:
        one.enter(url)
    except Failure as failure:
        return failure.problem.slug
    return "ok"


def test_requests_are_counted_for_each_host() -> None:
    one = pacer(max_requests=2)
    assert [slug_of_entering(one) for _ in range(3)] == ["ok", "ok", "budget"]
    assert slug_of_entering(one, "https://velda.example/") == "ok"


def test_the_time_that_answers_took_is_counted() -> None:
    one = pacer(budget_s=10)
    one.note_time(URL, 9.0)
    assert slug_of_entering(one) == "ok"
    one.note_time(URL, 1.0)
    assert slug_of_entering(one) == "budget"


def test_pauses_that_a_host_asks_for_are_counted_once() -> None:
    one = pacer(budget_s=100)
    for _ in range(50):
        one.pause(URL, 50)
    assert slug_of_entering(one) == "rate-limited"
    one.pause(URL, 101)
    assert slug_of_entering(one) == "budget"


def test_a_crawl_delay_is_counted_and_our_own_spacing_is_not() -> None:
    patient, slow = pacer(budget_s=100), pacer(budget_s=100)
    slow.slow_down(URL, 51.0)
    assert [slug_of_entering(patient) for _ in range(200)] == ["ok"] * 200
    assert [slug_of_entering(slow) for _ in range(3)] == ["ok", "ok", "budget"]


def test_the_lane_of_a_host_that_is_spent_ends_at_once() -> None:
    one = pacer(max_requests=1, spacing_s=3600)
    one.enter(URL)
    assert one.not_before("orrin.example") == 0.0


def test_one_host_cannot_hold_up_a_run(server: Server, other: Server, client: Client) -> None:
    def slow(connection: socket.socket, _request: Request) -> None:
        server.stopping.wait(0.3)
        connection.sendall(server.answer(b"<p>late</p>"))

    server.script("/", slow)
    other.page("/")
    urls = [server.url(f"/?{n}") for n in range(20)]
    outcomes = client(*urls, other.url("/"), allow_hosts=(server.host, other.host), host_budget_s=0.5)
    found = [outcome.problem.slug if outcome.problem else "ok" for outcome in outcomes]
    assert found.count("ok") == 1 + len(server.requests)
    assert found.count("budget") == 20 - len(server.requests)
    assert 1 <= len(server.requests) <= 2


def test_the_number_of_requests_is_bounded(server: Server, client: Client) -> None:
    server.page("/")
    outcomes = client(*(server.url(f"/?{n}") for n in range(9)), max_requests_per_host=4)
    found = [outcome.problem.slug if outcome.problem else "ok" for outcome in outcomes]
    assert sorted(found) == ["budget"] * 5 + ["ok"] * 4
    assert len(server.requests) == 4


def test_the_next_run_begins_where_the_budget_ended_this_one(server: Server, client: Client) -> None:
    server.page("/")
    urls = [server.url(f"/?{n}") for n in range(6)]

    def run() -> set[str]:
        requests = [FetchRequest(url=url, known=client.cache.latest(url)) for url in urls]
        return {outcome.url for outcome in client(*requests, max_requests_per_host=3) if outcome.snapshot}

    assert run() | run() == set(urls)


@pytest.mark.parametrize(
    "setting", [{"host_budget_s": 0}, {"max_requests_per_host": 0}, {"full_refetch_after_s": -1}]
)
def test_limits_that_make_no_sense_are_refused(setting: dict[str, float]) -> None:
    with pytest.raises(ConfigError):
        FetchSettings(**setting)  # type: ignore[arg-type]
