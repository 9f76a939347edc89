"""Keys and ids: everything a verdict depends on is in the key, and ids sort by time."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.keys import check_key, new_id

PARTS: dict[str, Any] = {
    "claim_text": "The ferry is back.",
    "quote": "is back",
    "document_sha256": "ab" * 32,
    "extractor": "bs4@1",
    "splitter": "sentences@1",
    "scorer": "lexical@1",
}


def test_the_same_parts_give_the_same_key_in_every_version() -> None:
    key = check_key(**PARTS)
    assert key == check_key(**PARTS)
    assert key == "d17d399eb7751f4725942e34d956ac9face3eee2daecab81d069030476103f05"


@pytest.mark.parametrize("part", PARTS)
def test_every_part_changes_the_key(part: str) -> None:
    assert check_key(**{**PARTS, part: PARTS[part] + "x"}) != check_key(**PARTS)


def test_a_quote_that_is_gone_changes_the_key() -> None:
    assert check_key(**{**PARTS, "quote": None}) != check_key(**PARTS)


@given(st.lists(st.text(max_size=4), min_size=6, max_size=6, unique=True), st.data())
def test_no_two_lists_of_parts_read_the_same(values: list[str], data: st.DataObject) -> None:
    moved = data.draw(st.permutations(values))
    key, other = (check_key(**dict(zip(PARTS, parts, strict=True))) for parts in (values, moved))
    assert (key == other) == (values == moved)


def test_words_moved_from_one_part_to_the_next_change_the_key() -> None:
    one = check_key(**{**PARTS, "claim_text": "ab", "quote": "c"})
    assert one != check_key(**{**PARTS, "claim_text": "a", "quote": "bc"})


def test_a_lone_surrogate_has_a_key() -> None:
    assert check_key(**{**PARTS, "claim_text": "\ud800"}) != check_key(**PARTS)


MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(9800, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - made aware


@given(MOMENTS, st.timedeltas(timedelta(milliseconds=1), timedelta(days=36_500)))
def test_ids_sort_by_time(moment: datetime, later: timedelta) -> None:
    assert new_id(moment) < new_id(moment + later)


def test_an_id_is_its_time_and_chance() -> None:
    moment = datetime(2026, 11, 24, 14, 51, tzinfo=UTC)
    ids = {new_id(moment) for _ in range(1_000)}
    assert len(ids) == 1_000
    assert {value[:12] for value in ids} == {f"{1795531860000:012x}"}
    assert all(re.fullmatch("[0-9a-f]{24}", value) for value in ids)
    assert new_id(moment.astimezone(timezone(timedelta(hours=9))))[:12] == f"{1795531860000:012x}"
