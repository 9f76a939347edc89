"""Stretches of a text that are most like a passage."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.likeness import SIMILAR, likeness, similar_stretches

TEXT = "Weather\nIt was cold. The ferry came home on Monday, full of goats. It left.\nThe ferry stayed away on Friday."


def _found(passage: str, text: str = TEXT) -> list[str]:
    return [text[span.start : span.end] for span in similar_stretches(passage, text, near=0)]


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("The ferry came back on Monday, full of sheep.", "The ferry came home on Monday, full of goats."),
        ("The ferry stayed home on Friday.", "The ferry stayed away on Friday."),
        ("It was very cold.", "It was cold."),
    ],
)
def test_the_stretch_is_the_sentence_that_is_like_it(passage: str, expected: str) -> None:
    found = _found(passage)
    assert max(found, key=lambda words: likeness(passage, words)) == expected


def test_what_is_like_nothing_is_not_found() -> None:
    assert _found("Seals were counted by volunteers near Ossery.") == []
    assert _found("") == _found("", "") == _found("ferry", "") == []


def test_likeness_does_not_see_white_space() -> None:
    assert likeness("the  ferry\ncame", " the ferry came") == 1
    assert likeness("the ferry came", "the ferry cane") < 1


@given(
    st.text(alphabet="abc .\n", max_size=60), st.text(alphabet="abc .\n", max_size=200), st.integers(0, 200)
)
def test_stretches_are_whole_words_of_the_text(passage: str, text: str, near: int) -> None:
    for span in similar_stretches(passage, text, near=near):
        assert 0 <= span.start < span.end <= len(text)
        assert text[span.start : span.end].strip() == text[span.start : span.end]
        assert span.start == 0 or text[span.start - 1].isspace()
        assert span.end == len(text) or text[span.end].isspace()


def test_a_passage_that_stands_there_is_found_as_it_is() -> None:
    passage = "The ferry came home on Monday, full of goats."
    assert passage in _found(passage)
    assert likeness(passage, passage) > SIMILAR
