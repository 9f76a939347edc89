"""What is stored, and which requests it answers (RFC 9111, sections 3, 4.1 and 5.2).

Over HTTP, through the shim. Nothing here waits for a response to age: the origin says how old it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.fetch.caching.conftest import Exchange

DAY = 86_400
CC, EXPIRES, DATE, AGE, VARY, ETAG = "Cache-Control", "Expires", "Date", "Age", "Vary", "ETag"
MODIFIED = "Last-Modified"
TAG = ((ETAG, '"v1"'),)
FRESH = ((CC, "max-age=3600"),)

DIRECTIVES = [
    ("no-store", [(CC, "no-store")], "origin"),
    ("no-store in any case", [(CC, "No-StOrE")], "origin"),
    ("no-store beside max-age", [(CC, "max-age=3600, no-store"), *TAG], "origin"),
    ("no-store on another line", [(CC, "max-age=3600"), (CC, "no-store"), *TAG], "origin"),
    ("no-store within quotes", [(CC, 'x="no-store", max-age=3600')], "cache"),
    ("no-cache", [(CC, "no-cache")], "origin"),
    ("no-cache in any case", [(CC, "max-age=3600, No-CaChE")], "origin"),
    ("no-cache with a validator", [(CC, "no-cache"), *TAG], "validated"),
    ("no-cache beside freshness", [(CC, "max-age=3600, no-cache"), *TAG], "validated"),
    ("no-cache beside Expires", [(CC, "no-cache"), (EXPIRES, "@7200"), *TAG], "validated"),
    ("no-cache of one field", [(CC, 'no-cache="a", max-age=3600')], "cache"),
    ("no-cache of one field and of all", [(CC, 'no-cache="a", no-cache, max-age=3600')], "origin"),
    ("no-cache with an empty value", [(CC, 'no-cache="", max-age=3600')], "origin"),
    ("must-revalidate while fresh", [(CC, "max-age=3600, must-revalidate"), *TAG], "cache"),
    ("must-revalidate when stale", [(CC, "max-age=60, must-revalidate"), (AGE, "90"), *TAG], "validated"),
    ("immutable when stale", [(CC, "max-age=60, immutable"), (AGE, "90"), *TAG], "validated"),
    ("must-understand of a status that is", [(CC, "max-age=3600, must-understand, no-store")], "cache"),
    ("a cookie does not hinder", [*FRESH, ("Set-Cookie", "a=b")], "cache"),
    ("Vary of everything", [*FRESH, (VARY, "*")], "origin"),
    ("Vary of everything among others", [*FRESH, (VARY, "Foo, *")], "origin"),
    ("Vary of everything before others", [*FRESH, (VARY, "*, Foo")], "origin"),
    ("Vary of everything twice", [*FRESH, (VARY, "*, *")], "origin"),
    ("Vary of everything on the second line", [*FRESH, (VARY, ""), (VARY, "*")], "origin"),
    ("Vary of what neither sent", [*FRESH, (VARY, "Foo, Bar")], "cache"),
    ("an empty Vary", [*FRESH, (VARY, "")], "cache"),
]


@pytest.mark.parametrize(("given", "expected"), [pytest.param(*case[1:], id=case[0]) for case in DIRECTIVES])
def test_directives(exchange: Exchange, given: list[tuple[str, str]], expected: str) -> None:
    assert exchange.outcome(*given) == expected


REQUESTS = [
    ("no-cache", [*FRESH], "no-cache", "origin"),
    ("no-cache with a validator", [*FRESH, *TAG], "no-cache", "validated"),
    ("no-store", [*FRESH], "no-store", "origin"),
    ("max-age of zero", [*FRESH], "max-age=0", "origin"),
    ("max-age within", [*FRESH, (AGE, "600")], "max-age=700", "cache"),
    ("max-age exceeded", [*FRESH, (AGE, "1800")], "max-age=600", "origin"),
    ("min-fresh within", [*FRESH], "min-fresh=1000", "cache"),
    ("min-fresh exceeded", [*FRESH, (AGE, "3000")], "min-fresh=1000", "origin"),
    ("max-stale within", [*FRESH, (AGE, "4000")], "max-stale=1000", "cache"),
    ("max-stale exceeded", [*FRESH, (AGE, "9000")], "max-stale=1000", "origin"),
    ("max-stale without a limit", [*FRESH, (AGE, "9000")], "max-stale", "cache"),
    (
        "max-stale ruled out",
        [(CC, "max-age=60, must-revalidate"), (AGE, "90"), *TAG],
        "max-stale",
        "validated",
    ),
    ("only-if-cached", [*FRESH], "only-if-cached", "cache"),
    ("an unknown directive", [*FRESH], "nothing-of-note", "cache"),
]


@pytest.mark.parametrize(
    ("given", "directive", "expected"), [pytest.param(*case[1:], id=case[0]) for case in REQUESTS]
)
def test_request_directives(
    exchange: Exchange, given: list[tuple[str, str]], directive: str, expected: str
) -> None:
    assert exchange.outcome(*given, Cache_Control=directive) == expected


def test_only_if_cached_is_never_sent_on(exchange: Exchange) -> None:
    assert exchange.ask(*FRESH, Cache_Control="only-if-cached").status == 504
    assert exchange.seen == []


@pytest.mark.parametrize("status", [200, 203, 299, 301, 302, 307, 308, 400, 404, 410, 499, 500, 503, 599])
def test_explicit_freshness_holds_for_every_status(exchange: Exchange, status: int) -> None:
    assert exchange.outcome(*FRESH, status=status) == "cache"


@pytest.mark.parametrize("status", [200, 204, 301, 404, 503, 599])
def test_no_status_outlives_its_freshness(exchange: Exchange, status: int) -> None:
    assert exchange.outcome(*FRESH, (AGE, "7200"), status=status) == "origin"


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (203, "cache"),
        (404, "cache"),
        (410, "cache"),
        (501, "cache"),
        (201, "validated"),
        (302, "validated"),
        (403, "validated"),
        (502, "validated"),
        (599, "validated"),
    ],
)
def test_a_guess_is_for_some_statuses_only(exchange: Exchange, status: int, expected: str) -> None:
    assert exchange.outcome((MODIFIED, f"@{-10 * DAY}"), (DATE, "@0"), status=status) == expected


def test_public_permits_a_guess_for_any_status(exchange: Exchange) -> None:
    given = ((MODIFIED, f"@{-10 * DAY}"), (DATE, "@0"), (CC, "public"))
    assert exchange.outcome(*given, status=599) == "cache"


def test_must_understand_rules_out_a_status_that_is_not(exchange: Exchange) -> None:
    assert exchange.outcome((CC, "max-age=3600, must-understand"), status=599) == "origin"


def test_a_part_is_not_stored_as_the_whole(exchange: Exchange) -> None:
    exchange.ask(*FRESH, ("Content-Range", "bytes 0-5/99"), status=206, Range="bytes=0-5")
    assert exchange.ask(*FRESH).body == "step 1"


@pytest.mark.parametrize(
    ("vary", "first", "second", "expected"),
    [
        ("Foo", {"Foo": "1"}, {"Foo": "1"}, "cache"),
        ("Foo", {"Foo": "1"}, {"Foo": "2"}, "origin"),
        ("Foo", {"Foo": "1"}, {}, "origin"),
        ("Foo", {}, {"Foo": "1"}, "origin"),
        ("Foo", {}, {"Foo": ""}, "origin"),
        ("FOO", {"Foo": "1"}, {"foo": "1"}, "cache"),
        ("Foo", {"Foo": "1,2"}, {"Foo": " 1, 2 "}, "cache"),
        ("Foo", {"Foo": "a"}, {"Foo": "A"}, "origin"),
        ("Foo", {"Foo": "1", "Bar": "1"}, {"Foo": "1", "Bar": "2"}, "cache"),
        ("Foo, Bar", {"Foo": "1", "Bar": "1"}, {"Foo": "1", "Bar": "1"}, "cache"),
        ("Foo, Bar", {"Foo": "1", "Bar": "1"}, {"Foo": "1", "Bar": "2"}, "origin"),
        ("Foo, Bar, Baz", {"Foo": "1", "Baz": "3"}, {"Foo": "1", "Baz": "3"}, "cache"),
        ("Foo, Bar, Baz", {"Foo": "1", "Baz": "3"}, {"Foo": "1", "Bar": "3"}, "origin"),
    ],
)
def test_vary(
    exchange: Exchange, vary: str, first: dict[str, Any], second: dict[str, Any], expected: str
) -> None:
    exchange.ask(*FRESH, (VARY, vary), **first)
    reply = exchange.ask(*FRESH, (VARY, vary), **second)
    assert reply.body == ("step 0" if expected == "cache" else "step 1")


def test_two_variants_are_stored_side_by_side(exchange: Exchange) -> None:
    for foo in ("1", "2", "1", "2"):
        reply = exchange.ask(*FRESH, (VARY, "Foo"), Foo=foo)
    assert reply.body == "step 1"
    assert len(exchange.seen) == 2


def test_the_query_is_part_of_the_name(exchange: Exchange) -> None:
    exchange.ask(*FRESH, path=exchange.path + "?a")
    assert exchange.ask(*FRESH, path=exchange.path + "?b").body == "step 1"
    assert exchange.ask(*FRESH, path=exchange.path + "?a").body == "step 0"
