"""Validation, invalidation, and what stands in for an error (RFC 9111, sections 3.2, 4.2.4, 4.3 and 4.4).

Over HTTP, through the shim. Nothing here waits for a response to age: the origin says how old it is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.fetch.caching.conftest import Exchange

CC, EXPIRES, DATE, AGE, VARY, ETAG = "Cache-Control", "Expires", "Date", "Age", "Vary", "ETag"
MODIFIED = "Last-Modified"
TAG = ((ETAG, '"v1"'),)
FRESH = ((CC, "max-age=3600"),)


def test_a_validation_sends_both_validators(exchange: Exchange) -> None:
    exchange.ask(*TAG, (MODIFIED, "Mon, 02 Nov 2026 08:00:00 GMT"), (CC, "no-cache"))
    exchange.ask(status=304)
    asked = exchange.seen[1][1]
    assert (asked["if-none-match"], asked["if-modified-since"]) == ('"v1"', "Mon, 02 Nov 2026 08:00:00 GMT")


def test_a_304_brings_the_stored_body(exchange: Exchange) -> None:
    exchange.ask(*TAG)
    reply = exchange.ask(*TAG, status=304)
    assert (reply.status, reply.body) == (200, "step 0")


def test_a_200_takes_the_place_of_what_was_stored(exchange: Exchange) -> None:
    exchange.ask(*TAG)
    assert exchange.ask((ETAG, '"v2"'), *FRESH).body == "step 1"
    assert exchange.ask().body == "step 1"


def test_a_304_makes_fresh_again(exchange: Exchange) -> None:
    exchange.ask(*TAG, *FRESH, (AGE, "7200"))
    exchange.ask(*TAG, *FRESH, (DATE, "@0"), status=304)
    assert exchange.ask().body == "step 0"
    assert len(exchange.seen) == 2


@pytest.mark.parametrize(
    ("name", "first", "second", "updated"),
    [
        ("X-Thing", "1", "2", True),
        ("Content-Foo", "1", "2", True),
        ("Content-Type", "text/plain", "text/plain; charset=utf-8", True),
        ("Content-Location", "/a", "/b", True),
        ("Content-Security-Policy", "default-src 'self'", "default-src 'none'", True),
        ("X-Frame-Options", "deny", "sameorigin", True),
        ("Set-Cookie", "a=b", "a=c", True),
        ("Expires", "Fri, 01 Jan 2038 01:01:01 GMT", "Mon, 11 Jan 2038 11:11:11 GMT", True),
        ("Content-Encoding", "x-one", "x-two", False),
        ("Content-MD5", "one", "two", False),
        ("Content-Range", "one", "two", False),
    ],
)
def test_what_a_304_updates(exchange: Exchange, name: str, first: str, second: str, *, updated: bool) -> None:
    exchange.ask(*TAG, (CC, "max-age=0"), (name, first))
    expected = second if updated else first
    assert (
        exchange.ask(*TAG, (CC, "max-age=3600"), (name, second), status=304).headers[name.lower()] == expected
    )
    assert exchange.ask().headers[name.lower()] == expected
    assert len(exchange.seen) == 2


def test_a_304_keeps_what_it_does_not_name(exchange: Exchange) -> None:
    exchange.ask(*TAG, ("X-Thing", "1"))
    assert exchange.ask(*TAG, status=304).headers["x-thing"] == "1"


def test_a_304_about_another_version_updates_nothing(exchange: Exchange) -> None:
    exchange.ask(*TAG, ("X-Thing", "1"))
    reply = exchange.ask((ETAG, '"v2"'), ("X-Thing", "2"), *FRESH, status=304)
    assert (reply.headers["etag"], reply.headers["x-thing"]) == ('"v1"', "1")
    exchange.ask(*TAG, status=304)
    assert exchange.seen[2][1]["if-none-match"] == '"v1"'


@pytest.mark.parametrize(
    "name", ["Connection", "Keep-Alive", "Proxy-Authenticate", "TE", "Upgrade", "X-Listed"]
)
def test_what_is_about_the_connection_is_not_stored(exchange: Exchange, name: str) -> None:
    exchange.ask(
        *FRESH, ("X-Kept", "1"), ("Connection", "x-listed"), *([] if name == "Connection" else [(name, "v")])
    )
    headers = exchange.ask().headers
    assert headers["x-kept"] == "1"
    assert name.lower() not in headers


def test_fields_named_by_no_cache_are_not_stored(exchange: Exchange) -> None:
    exchange.ask((CC, 'no-cache="a, B", max-age=3600'), ("A", "1"), ("B", "2"), ("C", "3"))
    headers = exchange.ask().headers
    assert headers["c"] == "3"
    assert not {"a", "b"} & headers.keys()


@pytest.mark.parametrize(
    ("stored", "asked", "status"),
    [
        ('"v1"', '"v1"', 304),
        ('"v1"', '"v2"', 200),
        ('"v1"', "*", 304),
        ('"v1"', '"x", "v1", "y"', 304),
        ('"v1"', 'W/"v1"', 304),
        ('W/"v1"', 'W/"v1"', 304),
        ('W/"v1"', '"v1"', 304),
        ('W/"v1"', 'W/"v2"', 200),
    ],
)
def test_a_condition_of_the_client_is_answered_from_what_is_fresh(
    exchange: Exchange, stored: str, asked: str, status: int
) -> None:
    exchange.ask(*FRESH, (ETAG, stored))
    reply = exchange.ask(If_None_Match=asked)
    assert reply.status == status
    assert reply.headers["etag"] == stored
    assert len(exchange.seen) == 1


@pytest.mark.parametrize(
    ("since", "status"), [("@-3600", 304), ("@-1800", 304), ("@-9000", 200), ("then", 200)]
)
def test_so_is_one_by_date(exchange: Exchange, since: str, status: int) -> None:
    exchange.ask(*FRESH, (MODIFIED, "@-3600"))
    assert exchange.ask(If_Modified_Since=since).status == status


def test_an_entity_tag_comes_before_a_date(exchange: Exchange) -> None:
    exchange.ask(*FRESH, *TAG, (MODIFIED, "@-3600"))
    assert exchange.ask(If_None_Match='"v2"', If_Modified_Since="@0").status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "M-SEARCH"])
@pytest.mark.parametrize(
    ("status", "kept"), [(200, False), (204, False), (303, False), (400, True), (500, True)]
)
def test_a_change_that_succeeds_invalidates(
    exchange: Exchange, method: str, status: int, *, kept: bool
) -> None:
    exchange.ask(*FRESH)
    exchange.ask(method=method, status=status)
    assert exchange.ask(*FRESH).body == ("step 0" if kept else "step 2")


@pytest.mark.parametrize("name", ["Location", "Content-Location"])
@pytest.mark.parametrize(
    ("prefix", "kept"), [("", False), ("http://{shim}", False), ("http://elsewhere.example", True)]
)
def test_a_change_invalidates_what_it_names_on_the_same_host(
    new: Callable[[], Exchange], shim: str, name: str, prefix: str, *, kept: bool
) -> None:
    page, form = new(), new()
    page.ask(*FRESH)
    form.ask((name, prefix.format(shim=shim) + page.path), method="POST")
    assert page.ask(*FRESH).body == ("step 0" if kept else "step 1")


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS"])
def test_what_changes_nothing_invalidates_nothing(exchange: Exchange, method: str) -> None:
    exchange.ask(*FRESH)
    exchange.ask(method=method)
    assert exchange.ask(*FRESH).body == "step 0"


ERRORS = [
    ("stale-if-error", "max-age=60, stale-if-error=600", 90, 503, 200),
    ("stale-if-error for 500", "max-age=60, stale-if-error=600", 90, 500, 200),
    ("stale-if-error for 502", "max-age=60, stale-if-error=600", 90, 502, 200),
    ("stale-if-error for 504", "max-age=60, stale-if-error=600", 90, 504, 200),
    ("not for 404", "max-age=60, stale-if-error=600", 90, 404, 404),
    ("not for 429", "max-age=60, stale-if-error=600", 90, 429, 429),
    ("not beyond its window", "max-age=60, stale-if-error=600", 900, 503, 503),
    ("not with a bad window", "max-age=60, stale-if-error=x", 90, 503, 503),
    ("not without it", "max-age=60", 90, 503, 503),
    ("not against must-revalidate", "max-age=60, stale-if-error=600, must-revalidate", 90, 503, 503),
    ("not against no-cache", "no-cache, stale-if-error=600", 0, 503, 503),
    ("when cut off", "max-age=60", 90, None, 200),
    ("cut off against must-revalidate", "max-age=60, must-revalidate", 90, None, 502),
    ("cut off against proxy-revalidate", "max-age=60, proxy-revalidate", 90, None, 502),
    ("cut off against s-maxage", "max-age=60, s-maxage=60", 90, None, 502),
    ("cut off against no-cache", "max-age=60, no-cache", 90, None, 502),
    ("cut off with nothing stored", "no-store", 0, None, 502),
]


@pytest.mark.parametrize(
    ("control", "age", "status", "expected"), [pytest.param(*case[1:], id=case[0]) for case in ERRORS]
)
def test_errors(exchange: Exchange, control: str, age: int, status: int | None, expected: int) -> None:
    exchange.ask((CC, control), (AGE, str(age)), *TAG)
    reply = exchange.ask(status=status or 200, hangs_up=status is None)
    assert reply.status == expected
    if expected == 200:
        assert reply.body == "step 0"
        assert int(reply.headers["age"]) >= age


def test_an_answer_from_the_cache_says_how_old_it_is(exchange: Exchange) -> None:
    exchange.ask(*FRESH, (AGE, "30"), (DATE, "@-40"))
    reply = exchange.ask()
    assert 40 <= int(reply.headers["age"]) < 1000
    assert "age" in reply.headers
    assert reply.body == "step 0"


def test_the_date_of_a_stored_answer_stays(exchange: Exchange) -> None:
    date = exchange.ask(*FRESH, (DATE, "@-60")).headers["date"]
    assert exchange.ask().headers["date"] == date


def test_a_change_is_passed_on_with_its_body(exchange: Exchange) -> None:
    assert exchange.ask(method="POST", status=201).status == 201
    method, headers = exchange.seen[0]
    assert (method, headers["content-length"]) == ("POST", "3")
