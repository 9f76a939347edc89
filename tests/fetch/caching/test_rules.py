"""The rules themselves, for whatever a server may send."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.fetch.caching import dates, directives, freshness, stale, storing, validation

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
STAMP = "Tue, 24 Nov 2026 12:00:00 GMT"


def stored(now: datetime = NOW, **headers: str) -> freshness.Stored:
    """A response that came at once, just now; header names with `_` for `-`."""
    return freshness.Stored(
        status=200,
        headers={name.replace("_", "-"): value for name, value in headers.items()},
        request_time=now,
        response_time=now,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sun, 06 Nov 1994 08:49:37 GMT", datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)),
        ("Sunday, 06-Nov-94 08:49:37 GMT", datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)),
        ("Sun Nov  6 08:49:37 1994", datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)),
        (" Sun, 06 Nov 1994 08:49:37 GMT ", datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)),
        ("Saturday, 31-Dec-76 23:59:59 GMT", datetime(2076, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("Saturday, 31-Dec-77 23:59:59 GMT", datetime(1977, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("Sat, 31 Dec 2016 23:59:60 GMT", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("Fri, 31 Dec 9999 23:59:59 GMT", datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("Sun, 06 Nov 1994 08:49:37", None),
        ("Sun, 06 Nov 1994 08:49:37 UTC", None),
        ("Sun, 06 Nov 1994 08:49:37 +0000", None),
        ("Sun, 6 Nov 1994 08:49:37 GMT", None),
        ("Sun, 06 Nov 94 08:49:37 GMT", None),
        ("Sun, 06 Foo 1994 08:49:37 GMT", None),
        ("Sun, 31 Nov 1994 08:49:37 GMT", None),
        ("Sun, 06 Nov 1994 25:49:37 GMT", None),
        ("Sun, 06 Nov 0000 08:49:37 GMT", None),
        ("Sun, ０6 Nov 1994 08:49:37 GMT", None),
        ("0", None),
        ("", None),
        (None, None),
    ],
)
def test_dates(text: str | None, expected: datetime | None) -> None:
    assert dates.parse(text, NOW) == expected


@given(st.text())
def test_anything_may_stand_in_a_date(text: str) -> None:
    dates.parse(text, NOW)


@given(st.text(alphabet='ab=",\\ \tmax-age0123456789;'))
def test_anything_may_stand_in_cache_control(text: str) -> None:
    read = directives.parse(text)
    for name in read.arguments:
        assert 0 <= (read.seconds(name) or 0) <= directives.MAX_SECONDS
        read.fields(name)


@given(
    st.dictionaries(st.sampled_from(["a", "no-cache", "max-age", "x-y"]), st.text(max_size=20), min_size=1)
)
def test_what_is_written_is_read_whatever_the_quotes_hold(written: dict[str, str]) -> None:
    def quoted(text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'

    text = ", ".join(f"{name}={quoted(value)}" for name, value in written.items())
    expected = {name: (value.replace("\n", " "),) for name, value in written.items()}
    assert directives.parse(text).arguments == expected


@pytest.mark.parametrize(
    "bait", ['"' * 200_000, '="' * 100_000, "," * 200_000, '"\\' * 100_000, "a," * 100_000]
)
def test_reading_is_linear(bait: str) -> None:
    started = time.process_time()
    directives.parse(bait)
    assert time.process_time() - started < 5


@given(
    st.integers(0, 10**12),
    st.integers(0, 10**7),
    st.integers(-(10**8), 10**8),
    st.integers(0, 10**8),
)
def test_age_never_shrinks_and_freshness_never_returns(
    max_age: int, age: int, date_s: int, later: int
) -> None:
    date = (NOW + timedelta(seconds=date_s)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    one = stored(cache_control=f"max-age={max_age}", age=str(age), date=date)
    first, then = NOW, NOW + timedelta(seconds=later)
    assert freshness.age_s(one, then) >= freshness.age_s(one, first) + later - 0.001
    assert freshness.age_s(one, first) >= age
    if freshness.is_fresh(one, then, heuristic=True):
        assert freshness.is_fresh(one, first, heuristic=True)


def test_the_time_that_the_answer_took_is_part_of_its_age() -> None:
    slow = freshness.Stored(
        status=200,
        headers={"age": "10", "date": STAMP},
        request_time=NOW - timedelta(seconds=30),
        response_time=NOW,
    )
    assert freshness.age_s(slow, NOW + timedelta(seconds=5)) == 45


def test_a_clock_that_was_set_back_makes_nothing_fresh() -> None:
    one = stored(cache_control="max-age=3600, stale-if-error=3600")
    before = NOW - timedelta(seconds=1)
    assert freshness.is_fresh(one, NOW, heuristic=False)
    assert not freshness.is_fresh(one, before, heuristic=False)
    assert not stale.bridges_error(one, before)


def test_a_guess_is_made_only_where_it_is_asked_for() -> None:
    one = stored(last_modified="Tue, 24 Nov 2025 12:00:00 GMT", date=STAMP)
    assert freshness.lifetime_s(one, heuristic=True) == freshness.MAX_HEURISTIC_S
    assert freshness.lifetime_s(one, heuristic=False) == 0


@pytest.mark.parametrize(
    ("known", "answer", "same"),
    [
        ({"etag": '"a"'}, {"etag": '"a"'}, True),
        ({"etag": '"a"'}, {"etag": '"b"'}, False),
        ({"etag": 'W/"a"'}, {"etag": 'W/"a"'}, True),
        ({"etag": 'W/"a"'}, {"etag": '"a"'}, True),
        ({"etag": '"a"'}, {"etag": 'W/"b"'}, False),
        ({"etag": '"a"'}, {}, True),
        ({}, {"etag": '"a"'}, False),
        ({"last-modified": STAMP}, {"last-modified": STAMP}, True),
        ({"last-modified": STAMP}, {"last-modified": "Wed, 25 Nov 2026 12:00:00 GMT"}, False),
        ({"last-modified": STAMP}, {}, True),
        ({}, {}, True),
    ],
)
def test_what_a_304_is_about(known: dict[str, str], answer: dict[str, str], *, same: bool) -> None:
    assert validation.confirms(known, answer) is same


def test_a_304_starts_the_age_anew() -> None:
    old = {"etag": '"a"', "age": "500", "date": STAMP, "x": "1"}
    assert validation.merged(old, {"etag": '"a"'}) == {"etag": '"a"', "x": "1"}
    assert validation.merged(old, {"age": "7"})["age"] == "7"


@pytest.mark.parametrize(
    ("status", "control", "may"),
    [
        (200, None, True),
        (200, "no-store", False),
        (200, "private", True),
        (599, "", True),
        (599, "must-understand", False),
        (200, "must-understand, no-store", True),
        (206, "max-age=60", False),
        (304, "max-age=60", False),
    ],
)
def test_what_may_be_stored(status: int, control: str | None, *, may: bool) -> None:
    assert storing.may_store(status, {} if control is None else {"cache-control": control}) is may
