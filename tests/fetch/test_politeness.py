"""One request at a time to a host, spaced, and none when it says so. No clock decides these tests."""

from __future__ import annotations

import itertools
import threading
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from claimtrack.fetch.addresses import AllowHosts
from claimtrack.fetch.headers import retry_after
from claimtrack.fetch.politeness import Job, Lane, Pacer, Schedule, backoff_s
from claimtrack.fetch.problems import Failure

if TYPE_CHECKING:
    import socket

    from tests.fetch.conftest import Client, Request, Server

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def pacer(spacing_s: float = 1.0, *allowed: str) -> Pacer:
    return Pacer(spacing_s=spacing_s, allowed=AllowHosts(allowed))


def lane(host: str, jobs: int = 1) -> Lane:
    return Lane(host=host, jobs=deque(Job(url=f"http://{host}/{number}") for number in range(jobs)))


def test_a_host_is_its_name_whatever_the_port_or_scheme() -> None:
    manners = pacer()
    keys = {
        manners.key(url) for url in ("http://a.example/", "https://a.example/x", "http://a.example:8080/")
    }
    assert keys == {"a.example"}
    assert manners.key("http://[2606:4700::1]:8080/") == "[2606:4700::1]"


def test_the_next_request_is_spaced_from_the_start_of_the_last() -> None:
    manners = pacer(60)
    before = time.monotonic()
    manners.enter("https://a.example/")
    assert before + 60 <= manners.not_before("a.example") <= time.monotonic() + 60
    assert manners.not_before("b.example") == 0


def test_a_host_that_was_allowed_by_name_is_not_spaced() -> None:
    manners = pacer(60, "127.0.0.1:8000")
    manners.enter("http://127.0.0.1:8000/")
    assert manners.not_before("127.0.0.1:8000") == 0


def test_a_paused_host_may_not_be_entered_not_even_by_a_redirect() -> None:
    manners = pacer(0)
    manners.pause("https://a.example/page", 60)
    with pytest.raises(Failure) as caught:
        manners.enter("http://a.example/other")
    assert caught.value.problem.slug == "rate-limited"
    assert caught.value.passing
    assert 0 < (caught.value.pause_s or 0) <= 60


def test_a_closed_host_is_not_asked_again() -> None:
    manners = pacer()
    manners.close("https://a.example/page")
    with pytest.raises(Failure) as caught:
        manners.enter("https://a.example/other")
    assert not caught.value.passing
    assert manners.not_before("a.example") == 0


def test_lanes_come_up_when_due_and_begun_ones_before_fresh_ones() -> None:
    due = {"a": 0.0, "b": 0.0, "c": 0.0}
    schedule = Schedule([lane("a", 2), lane("b", 2), lane("c")], due.__getitem__)
    first = schedule.take()
    assert first
    assert first.host == "a"
    first.jobs.popleft()
    schedule.give_back(first)
    second = schedule.take()
    assert second is first
    second.jobs.popleft()
    schedule.give_back(second)
    third = schedule.take()
    assert third
    assert third.host == "b"
    due["b"] = time.monotonic() + 3600
    schedule.give_back(third)
    fourth = schedule.take()
    assert fourth
    assert fourth.host == "c"


def test_workers_go_home_when_all_work_is_done() -> None:
    schedule = Schedule([lane("a")], lambda _host: 0.0)
    taken = schedule.take()
    assert taken
    found: list[Lane | None] = []
    waiting = threading.Thread(target=lambda: found.append(schedule.take()))
    waiting.start()
    taken.jobs.popleft()
    schedule.give_back(taken)
    waiting.join(30)
    assert found == [None]


def test_a_stopped_schedule_hands_out_nothing() -> None:
    later = time.monotonic() + 3600
    schedule = Schedule([lane("a")], lambda _host: later)
    found: list[Lane | None] = []
    waiting = threading.Thread(target=lambda: found.append(schedule.take()))
    waiting.start()
    schedule.stop()
    waiting.join(30)
    assert found == [None]


class Crowd:
    """How many requests are under way at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._now = 0
        self.most = 0

    def script(self, server: Server, stay: Callable[[], object]) -> Callable[[socket.socket, Request], None]:
        def serve(connection: socket.socket, _request: Request) -> None:
            with self._lock:
                self._now += 1
                self.most = max(self.most, self._now)
            stay()
            with self._lock:
                self._now -= 1
            connection.sendall(server.answer(b"<p>here</p>"))

        return serve


def test_one_host_gets_one_request_at_a_time_over_one_connection(server: Server, client: Client) -> None:
    crowd = Crowd()
    server.script("/", crowd.script(server, lambda: time.sleep(0.01)))
    outcomes = client(*(server.url(f"/?{number}") for number in range(10)), jobs=8)
    assert all(outcome.snapshot for outcome in outcomes)
    assert crowd.most == 1
    assert server.connections == 1


def test_different_hosts_are_asked_at_once(server: Server, other: Server, client: Client) -> None:
    meeting = threading.Barrier(2)
    for one in (server, other):
        one.script("/", Crowd().script(one, lambda: meeting.wait(60)))
    outcomes = client(server.url("/"), other.url("/"), allow_hosts=(server.host, other.host))
    assert all(outcome.snapshot for outcome in outcomes)


def test_no_more_requests_are_under_way_than_jobs(server: Server, other: Server, client: Client) -> None:
    crowd = Crowd()
    for one in (server, other):
        one.script("/", crowd.script(one, lambda: time.sleep(0.01)))
    urls = [one.url(f"/?{number}") for number in range(5) for one in (server, other)]
    client(*urls, allow_hosts=(server.host, other.host), jobs=1)
    assert crowd.most == 1


def failing_first(server: Server, failures: int, answer: bytes) -> Callable[[socket.socket, Request], None]:
    left = itertools.count()

    def serve(connection: socket.socket, _request: Request) -> None:
        connection.sendall(answer if next(left) < failures else server.answer(b"<p>here</p>"))

    return serve


@pytest.mark.parametrize(("failures", "slug", "asked"), [(1, "ok", 2), (2, "ok", 3), (3, "http-5xx", 3)])
def test_what_may_pass_is_tried_twice_again(
    server: Server, client: Client, failures: int, slug: str, asked: int
) -> None:
    server.script("/", failing_first(server, failures, server.answer(b"", "502 Bad Gateway")))
    assert client.slug(server.url("/")) == slug
    assert len(server.requests) == asked


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden", "410 Gone", "400 Bad Request"])
def test_what_will_not_pass_is_not_tried_again(server: Server, client: Client, status: str) -> None:
    server.page("/", status=status)
    client.slug(server.url("/"))
    assert len(server.requests) == 1


def test_no_retries_means_none(server: Server, client: Client) -> None:
    server.page("/", status="500 Error")
    assert client.slug(server.url("/"), max_retries=0) == "http-5xx"
    assert len(server.requests) == 1


def test_a_short_wish_for_rest_is_granted(server: Server, client: Client) -> None:
    server.script("/", failing_first(server, 2, server.answer(b"", "429 Too Many", Retry_After="0")))
    assert client.slug(server.url("/")) == "ok"
    assert len(server.requests) == 3


def test_a_host_that_wants_a_long_rest_is_left_alone_and_the_others_are_not(
    server: Server, other: Server, client: Client
) -> None:
    server.page("/a", status="429 Too Many", Retry_After="999999999")
    server.page("/b")
    other.page("/c")
    outcomes = client(
        server.url("/a"), server.url("/b"), other.url("/c"), allow_hosts=(server.host, other.host)
    )
    found = {outcome.url: outcome.problem and outcome.problem.slug for outcome in outcomes}
    assert found == {
        server.url("/a"): "rate-limited",
        server.url("/b"): "rate-limited",
        other.url("/c"): None,
    }
    assert len(server.requests) == 1


def test_a_host_that_never_has_enough_of_rest_is_left_alone(server: Server, client: Client) -> None:
    server.page("/a", status="429 Too Many", Retry_After="0")
    server.page("/b")
    outcomes = client(server.url("/a"), server.url("/b"))
    assert [outcome.problem and outcome.problem.slug for outcome in outcomes] == ["rate-limited"] * 2
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("", None),
        ("120", 120),
        (" 0 ", 0),
        ("999999999", 999999999),
        ("-5", None),
        ("nan", None),
        ("1.5", None),
        ("soon", None),
        ("9" * 400, None),
        ("Tue, 24 Nov 2026 12:01:30 GMT", 90),
        ("Tue, 24 Nov 2026 12:01:30 -0000", 90),
        ("Tue, 24 Nov 2026 11:00:00 GMT", 0),
        ("Tue, 24 Nov 99999 11:00:00 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


def test_retry_after_in_the_far_future_is_a_number() -> None:
    assert (retry_after("Fri, 31 Dec 9999 23:59:59 GMT", NOW) or 0) > timedelta(days=365_000).total_seconds()


def test_backoff_doubles_and_never_comes_in_step() -> None:
    assert all(0.5 <= backoff_s(1, 1.0) <= 1.5 for _ in range(100))
    assert all(2.0 <= backoff_s(3, 1.0) <= 6.0 for _ in range(100))
    assert len({backoff_s(1, 1.0) for _ in range(20)}) > 1
