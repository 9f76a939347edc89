"""Dates as pages write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from claimtrack.extract.dates import find_published, iso_date

SEEN = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2026-05-04", "2026-05-04"),
        (" 2026-05-04 ", "2026-05-04"),
        ("2026-05-04T06:30:00Z", "2026-05-04T06:30:00Z"),
        ("2026-05-04T06:30:00+00:00", "2026-05-04T06:30:00Z"),
        ("2026-05-04 06:30:00.123456+0530", "2026-05-04T06:30:00+05:30"),
        ("2026-05-04T06:30", "2026-05-04T06:30:00"),
        ("20260504T063000Z", "2026-05-04T06:30:00Z"),
        ("Mon, 04 May 2026 06:30:00 +0200", "2026-05-04T06:30:00+02:00"),
        ("2026/5/4", "2026-05-04"),
        ("2026-05", "2026-05"),
        ("1998", "1998"),
    ],
)
def test_what_is_a_date(written: str, date: str) -> None:
    assert iso_date(written) == date


@pytest.mark.parametrize(
    "written",
    [
        "",
        "soon",
        "03/04/2026",
        "2026-02-30",
        "2026-13",
        "0026-05-04",
        "1100",
        "20260504",
        "99999999999",
        "2026-05-04" * 9,
        "4 May",
    ],
)
def test_what_is_none(written: str) -> None:
    assert iso_date(written) is None


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "<p>No figures.",
        "<p>7</p>",
        "<!-- 2026 -->",
        "\x00 7",
        "http://page.example/2026",
        "<p class=date>" + "1 " * 300_000,
    ],
)
def test_a_page_without_a_date_has_none(markup: str) -> None:
    assert find_published(markup, url="https://page.example/", seen_at=SEEN) is None
