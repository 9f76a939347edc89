"""What a second run asks of a server, by what the server said in the first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest

from claimtrack.fetch.headers import MAX_VALUE, kept
from claimtrack.fetch.reuse import Course, bridges, course
from claimtrack.fetch.visit import VERSION
from claimtrack.interfaces import FetchOutcome, FetchRequest
from claimtrack.models import ProblemSlug, Snapshot

if TYPE_CHECKING:
    import socket

    from tests.fetch.conftest import Client, Request, Server

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
MONTH_S = 30 * 86_400


def snapshot(age: timedelta = timedelta(hours=1), /, **headers: str) -> Snapshot:
    """A page that was fetched a while ago; header names with `_` for `-`."""
    return Snapshot(
        url="https://orrin.example/lamp",
        final_url="https://orrin.example/lamp",
        fetched_at=NOW - age,
        status=200,
        content_type="text/html",
        sha256="0" * 64,
        size_bytes=4,
        etag='"v1"',
        elapsed_ms=200,
        fetcher=VERSION,
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )


def date(moment: datetime) -> str:
    return format_datetime(moment, usegmt=True)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, "validate"),
        ({"cache_control": "max-age=7200"}, "reuse"),
        ({"cache_control": "max-age=3600"}, "validate"),
        ({"cache_control": "max-age=7200", "age": "3600"}, "validate"),
        ({"cache_control": "max-age=7200", "date": date(NOW - timedelta(hours=3))}, "validate"),
        ({"cache_control": "s-maxage=7200"}, "validate"),
        ({"cache_control": "max-age=7200, no-cache"}, "validate"),
        ({"cache_control": "max-age=7200, no-store"}, "whole"),
        ({"cache_control": "no-store"}, "whole"),
        ({"expires": date(NOW + timedelta(hours=1))}, "reuse"),
        ({"expires": date(NOW - timedelta(minutes=1))}, "validate"),
        ({"last_modified": "Mon, 02 Nov 2020 08:00:00 GMT"}, "validate"),
        ({"cache_control": "max-age=7200", "vary": "Accept-Encoding"}, "reuse"),
        ({"cache_control": "max-age=7200", "vary": "accept, Cookie, Origin"}, "reuse"),
        ({"cache_control": "max-age=7200", "vary": "User-Agent"}, "validate"),
        ({"cache_control": "max-age=7200", "vary": "*"}, "validate"),
    ],
)
def test_the_course_follows_what_the_server_said(headers: dict[str, str], expected: str) -> None:
    assert course(snapshot(**headers), NOW, full_refetch_after_s=MONTH_S) == expected


def test_without_a_snapshot_the_whole_page_is_asked_for() -> None:
    assert course(None, NOW, full_refetch_after_s=MONTH_S) is Course.WHOLE


def test_a_page_that_was_varied_for_another_version_of_ours_is_validated() -> None:
    known = replace(snapshot(cache_control="max-age=7200", vary="Accept"), fetcher="http@0")
    assert course(known, NOW, full_refetch_after_s=MONTH_S) is Course.VALIDATE


def test_how_long_redirects_hold_is_not_known() -> None:
    known = replace(snapshot(cache_control="max-age=7200"), redirects=("https://orrin.example/old",))
    assert course(known, NOW, full_refetch_after_s=MONTH_S) is Course.VALIDATE


@pytest.mark.parametrize(
    ("days", "expected"), [(29, "validate"), (30, "whole"), (400, "whole"), (-1, "whole")]
)
def test_now_and_then_a_page_is_fetched_whole_however_often_it_was_confirmed(
    days: int, expected: str
) -> None:
    known = replace(snapshot(timedelta(days=days)), confirmed_at=NOW - timedelta(minutes=5))
    assert course(known, NOW, full_refetch_after_s=MONTH_S) == expected


def test_a_confirmation_makes_fresh_again() -> None:
    known = snapshot(timedelta(days=3), cache_control="max-age=7200")
    assert course(known, NOW, full_refetch_after_s=MONTH_S) is Course.VALIDATE
    known = replace(known, confirmed_at=NOW - timedelta(hours=1))
    assert course(known, NOW, full_refetch_after_s=MONTH_S) is Course.REUSE


@pytest.mark.parametrize("slug", ["network", "dns", "timeout", "deadline", "reset", "http-5xx", "truncated"])
def test_a_snapshot_stands_in_where_its_server_fails(slug: str) -> None:
    known = snapshot(cache_control="max-age=60, stale-if-error=86400")
    assert bridges(known, ProblemSlug(slug), NOW)


@pytest.mark.parametrize(
    "slug", ["http-404", "gone", "blocked", "rate-limited", "robots", "tls", "blocked-address"]
)
def test_it_does_not_where_the_server_means_it(slug: str) -> None:
    known = snapshot(cache_control="max-age=60, stale-if-error=86400")
    assert not bridges(known, ProblemSlug(slug), NOW)


@pytest.mark.parametrize(
    "control",
    [
        "max-age=60",
        "max-age=60, stale-if-error=60",
        "stale-if-error=86400, must-revalidate",
        "stale-if-error=9, no-cache",
    ],
)
def test_it_does_not_where_the_server_did_not_allow_it(control: str) -> None:
    assert not bridges(snapshot(cache_control=control), ProblemSlug.TIMEOUT, NOW)
    assert not bridges(None, ProblemSlug.TIMEOUT, NOW)


def twice(server: Server, client: Client, **settings: object) -> FetchOutcome:
    """Fetch `/page`, then ask for it again with the snapshot of the first time."""
    first = client.one(server.url("/page"), **settings).snapshot
    assert first
    assert first == client.cache.latest(server.url("/page"))
    return client.one(
        FetchRequest(url=server.url("/page"), known=client.cache.latest(server.url("/page"))), **settings
    )


def test_what_is_fresh_is_not_asked_for_again(server: Server, client: Client) -> None:
    server.page("/page", Cache_Control="max-age=3600")
    outcome = twice(server, client)
    assert (outcome.fresh, outcome.not_modified) == (True, True)
    assert outcome.snapshot
    assert len(server.requests) == 1
    assert len(client.cache.history(server.url("/page"))) == 1


def test_a_refresh_asks_all_the_same(server: Server, client: Client) -> None:
    server.page("/page", Cache_Control="max-age=3600")
    client.one(server.url("/page"))
    assert not client.one(FetchRequest(url=server.url("/page"), known=None)).fresh
    assert len(server.requests) == 2


def test_without_freshness_the_server_is_asked_conditionally(server: Server, client: Client) -> None:
    server.page("/page", ETag='"v1"', Last_Modified="Mon, 02 Nov 2020 08:00:00 GMT")
    assert not twice(server, client).fresh
    asked = server.asked("/page")[1].headers
    assert (asked["if-none-match"], asked["if-modified-since"]) == ('"v1"', "Mon, 02 Nov 2020 08:00:00 GMT")


def test_what_must_not_be_stored_is_kept_as_evidence_and_not_built_upon(
    server: Server, client: Client
) -> None:
    server.page("/page", ETag='"v1"', Cache_Control="no-store")
    outcome = twice(server, client)
    assert outcome.snapshot
    assert not outcome.not_modified
    assert "if-none-match" not in server.asked("/page")[1].headers


def confirming(server: Server, **headers: str) -> None:
    """Answer 200 once and 304 from then on, with these headers each time."""

    def serve(connection: socket.socket, request: Request) -> None:
        if "if-none-match" in request.headers:
            connection.sendall(server.answer(b"", "304 Not Modified", **{**headers, "Content_Length": "0"}))
        else:
            connection.sendall(server.answer(b"<p>one</p>", ETag='"v1"', X="1", Server="Velda"))

    server.script("/page", serve)


def test_a_304_updates_the_headers_that_are_kept(server: Server, client: Client) -> None:
    confirming(server, ETag='"v1"', Cache_Control="max-age=3600")
    outcome = twice(server, client)
    assert outcome.not_modified
    assert outcome.snapshot
    assert outcome.snapshot.headers["cache-control"] == "max-age=3600"
    assert outcome.snapshot.headers["server"] == "Velda"
    known = client.cache.latest(server.url("/page"))
    assert client.one(FetchRequest(url=server.url("/page"), known=known)).fresh
    assert len(server.requests) == 2


def test_a_304_about_another_version_leads_to_a_whole_fetch(server: Server, client: Client) -> None:
    confirming(server, ETag='"v2"')
    outcome = twice(server, client)
    assert not outcome.not_modified
    assert outcome.snapshot
    assert ["if-none-match" in request.headers for request in server.requests] == [False, True, False]


def test_a_page_is_fetched_whole_when_it_is_old(server: Server, client: Client) -> None:
    confirming(server, ETag='"v1"')
    assert not twice(server, client, full_refetch_after_s=0).not_modified
    assert all("if-none-match" not in request.headers for request in server.requests)


def test_a_failing_server_that_allowed_it_is_bridged(server: Server, client: Client) -> None:
    server.page("/page", Cache_Control="max-age=0, stale-if-error=3600")
    first = client.one(server.url("/page")).snapshot
    server.page("/page", status="503 Busy")
    outcome = client.one(FetchRequest(url=server.url("/page"), known=first), max_retries=0)
    assert outcome.problem is None
    assert outcome.snapshot == first
    assert outcome.stale_because
    assert outcome.stale_because.slug == "http-5xx"
    assert not outcome.not_modified
    assert client.cache.history(server.url("/page")) == [first]


def test_one_that_did_not_is_a_problem(server: Server, client: Client) -> None:
    server.page("/page", Cache_Control="max-age=0")
    first = client.one(server.url("/page")).snapshot
    server.page("/page", status="500 Error")
    outcome = client.one(FetchRequest(url=server.url("/page"), known=first), max_retries=0)
    assert outcome.snapshot is None
    assert outcome.problem


@pytest.mark.parametrize("name", ["cache-control", "vary"])
def test_conditions_of_use_that_are_too_long_to_keep_leave_no_freshness(name: str) -> None:
    headers = {"Cache-Control": "max-age=60", "Expires": "x", "Vary": "a", "Server": "s"}
    long = {key: "x" * (MAX_VALUE + 1) if key.lower() == name else value for key, value in headers.items()}
    assert kept(headers).keys() == {"cache-control", "expires", "vary", "server"}
    assert kept(long) == {"server": "s"}
