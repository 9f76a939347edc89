"""`URL@WHEN` means what a person expects it to mean."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from claimtrack.cache import SnapshotCache
from claimtrack.cache.moments import before, pick, split
from claimtrack.errors import SelectionError

if TYPE_CHECKING:
    from tests.cache.conftest import Pages

URL = "https://velda.example/news/bridge?page=2"


@pytest.mark.parametrize(
    ("text", "url", "when"),
    [
        (URL, URL, None),
        (f"{URL}@2026-11-24", URL, "2026-11-24"),
        (f"{URL}@2026-11-24T09:31", URL, "2026-11-24T09:31"),
        (f"{URL}@2026-11-24 09:31:07Z", URL, "2026-11-24 09:31:07Z"),
        (f"{URL}@0a1b2c", URL, "0a1b2c"),
        ("https://velda.example/@orrin", "https://velda.example/@orrin", None),
        ("https://velda.example/@orrin@2026", "https://velda.example/@orrin", "2026"),
        ("https://velda.example/a@2026-1", "https://velda.example/a@2026-1", None),
    ],
)
def test_the_part_behind_the_last_at_sign_is_a_time_or_belongs_to_the_url(
    text: str, url: str, when: str | None
) -> None:
    assert split(text) == (url, when)


def test_a_time_means_the_page_as_it_was_then(cache: SnapshotCache, page: Pages) -> None:
    first, second, third = (cache.keep(page(body)) for body in (b"1", b"2", b"3"))  # 09:31, 09:32, 09:33
    history = cache.history(URL)
    assert pick(history) == third
    assert pick(history, "2026-11-24T09:31") == first
    assert pick(history, "2026-11-24T09:32:00Z") == second
    assert pick(history, "2026-11-24T09:32:59") == second
    for when in ("2026", "2026-11", "2026-11-24", "2026-11-24T09", "2030-01-01"):
        assert pick(history, when) == third
    assert pick(history, second.sha256[:8]) == second


@pytest.mark.parametrize(
    "when", ["2025", "2026-11-23", "2026-11-24T09:30", "ffffffff", "yesterday", "2026-1"]
)
def test_where_there_is_no_such_snapshot_the_error_says_what_to_do(
    cache: SnapshotCache, page: Pages, when: str
) -> None:
    cache.keep(page(b"1"))
    with pytest.raises(SelectionError) as caught:
        pick(cache.history(URL), when)
    assert caught.value.hint


def test_the_one_before_is_the_newest_with_other_content(cache: SnapshotCache, page: Pages) -> None:
    first = cache.keep(page(b"1"))
    second = cache.keep(page(b"2"))
    confirmed = cache.keep(replace(page(b""), status=304, confirms=second))
    again = cache.keep(page(b"2"))
    history = cache.history(URL)
    for snapshot in (second, confirmed, again):
        assert before(history, snapshot) == first
    with pytest.raises(SelectionError, match="no earlier"):
        before(history, first)
