"""Durations: what people write, what comes back, and what is refused with which remedy."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimtrack.durations import MAX_SECONDS, BadDurationError, format_duration, parse_duration


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2d", 172_800),
        ("90s", 90),
        ("6h", 21_600),
        ("1w", 604_800),
        ("30m", 1_800),
        ("1d12h", 129_600),
        ("1w1d1h1m1s", 694_861),
        ("0s", 0),
        (" 2D ", 172_800),
        ("007m", 420),
        ("36525d", MAX_SECONDS),
    ],
)
def test_reads_what_people_write(text: str, seconds: int) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "30",
        "d",
        "-2d",
        "+2d",
        "1.5h",
        "2 d",
        "12h1d",
        "1d1d",
        "1y",
        "1mo",
        "2d!",
        "٣d",
        "2d\n2d",
        "9" * 5_000 + "s",
    ],
)
def test_refuses_anything_else_and_says_how_to_write_it(text: str) -> None:
    with pytest.raises(BadDurationError, match="1d12h") as caught:
        parse_duration(text)
    assert "no duration" in caught.value.message
    assert "number and a unit" in caught.value.hint
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("text", ["36525d1s", "999999999999w"])
def test_refuses_more_than_a_hundred_years(text: str) -> None:
    with pytest.raises(ValueError, match="at most 100 years"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0s"), (90, "1m30s"), (129_600, "1d12h"), (2_592_000, "30d"), (1_209_600, "2w"), (691_200, "8d")],
)
def test_writes_the_way_people_say_it(seconds: int, text: str) -> None:
    assert format_duration(seconds) == text


def test_no_negative_duration_is_written() -> None:
    with pytest.raises(ValueError, match="-1"):
        format_duration(-1)


@settings(deadline=None)
@given(st.integers(0, MAX_SECONDS))
def test_reads_back_what_it_writes(seconds: int) -> None:
    assert parse_duration(format_duration(seconds)) == seconds
