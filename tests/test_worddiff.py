"""A word diff is both wordings, whole and in order, and marks what a reader would mark."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.worddiff import Piece, cut_out, is_reworded, number_changes, word_diff


def marked(pieces: Iterable[Piece]) -> str:
    """Changes as `[before|after]`, all else as it is after."""
    return "".join(
        f"[{piece.before.strip()}|{piece.after.strip()}] " if piece.changed else piece.after
        for piece in pieces
    ).strip()


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("The ferry sails daily.", "The ferry sails daily.", "The ferry sails daily."),
        ("The ferry sails daily.", "The ferry sails weekly.", "The ferry sails [daily|weekly] ."),
        ("It may sail.", "It may not sail.", "It may [|not] sail."),
        ("Sales rose 3.4% in May.", "Sales rose 3.9% in May.", "Sales rose [3.4%|3.9%] in May."),
        ("It cost $4.2bn.", "It cost €4.2bn.", "It cost [$|€] 4.2bn."),
        ("one  two\nthree", "one two three", "one two three"),
        ("", "It came.", "[|It came.]"),
        ("It went.", "", "[It went.|]"),
        ("船票384元", "船票428元", "船票[384|428] 元"),
        (
            "It was agreed that the deal would close in March.",
            "Regulators said on Monday that the deal might never close.",
            "[It was agreed|Regulators said on Monday] that the deal [would close in March|might never close] .",
        ),
    ],
)
def test_what_is_marked(before: str, after: str, shown: str) -> None:
    assert marked(word_diff(before, after)) == shown


TEXTS = st.text(st.sampled_from("ab1 .,-\n\té月\u0301'’_%"), max_size=40)


@given(TEXTS, TEXTS)
def test_the_pieces_are_both_texts(before: str, after: str) -> None:
    pieces = word_diff(before, after)
    assert "".join(piece.before for piece in pieces) == before
    assert "".join(piece.after for piece in pieces) == after
    assert all(piece.changed or _letters(piece.before) == _letters(piece.after) for piece in pieces)
    assert all(one.changed != other.changed for one, other in pairwise(pieces))


@given(TEXTS, TEXTS, st.integers(0, 40), st.integers(0, 40))
def test_a_stretch_cut_out_leaves_the_rest_whole(before: str, after: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(before)), min(other, len(before))))
    parts = cut_out(word_diff(before, after), start, end)
    assert "".join(piece.before for part in parts for piece in part) == before
    assert "".join(piece.after for part in parts for piece in part) == after


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        (
            "It sails. The ferry is new. Boats wait.",
            "It sails. The ferry is old. Boats wait.",
            "The ferry is [new|old] .",
        ),
        ("It sails. The ferry is new. Boats wait.", "The ferry is new. Boats rust.", "The ferry is new."),
        (
            "It sails. The ferry is new. Boats wait.",
            "It sails. Not so: The ferry is new. Ha! Boats wait.",
            "The ferry is new.",
        ),
        ("It sails. The ferry is new. Boats wait.", "It sails. Boats wait.", "[The ferry is new.|]"),
        (
            "It sails. The ferry is new. Boats wait.",
            "It sails. The ferry is new and fast. Boats wait.",
            "The ferry is new [|and fast] .",
        ),
    ],
)
def test_what_became_of_a_stretch(before: str, after: str, shown: str) -> None:
    stretch = "The ferry is new. "
    start = before.index(stretch)
    _, middle, _ = cut_out(word_diff(before, after), start, start + len(stretch))
    assert marked(middle) == shown


@given(TEXTS)
def test_a_text_is_no_rewording_of_itself(text: str) -> None:
    assert not is_reworded(word_diff(text, text))


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ("48,200 passengers in 2031", "42,800 passengers in 2031", (("48,200", "42,800"),)),
        ("up 12% to $4.2bn", "up 14% to $4.7bn", (("12%", "14%"), ("4.2bn", "4.7bn"))),
        ("about forty boats", "about 40 boats", (("", "40"),)),
        ("from 3 to 5 boats", "from some to many boats", (("3", ""), ("5", ""))),
        ("the boat sails", "the boat sinks", ()),
        ("12 boats", "12 ships", ()),
    ],
)
def test_numbers_that_changed(before: str, after: str, changes: tuple[tuple[str, str], ...]) -> None:
    assert number_changes(word_diff(before, after)) == changes


def test_a_wording_of_any_length_is_compared_whole() -> None:
    before = " ".join(f"w{number}" for number in range(12_000))
    after = before.replace("w11000 ", "")
    pieces = word_diff(before, after)
    assert "".join(piece.before for piece in pieces) == before
    assert "".join(piece.after for piece in pieces) == after
    assert [piece.changed for piece in pieces] == [False, True]


def _letters(text: str) -> str:
    return "".join(text.split())
