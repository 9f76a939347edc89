"""Quotes are looked up on the page, by their words, and nothing else counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.judge.protocol import Excerpt
from claimtrack.judge.quotes import FEWEST_CHARS, QuoteFinder, find_words

TEXT = "The “Orrin” bridge\xa0opened —\nlate— in  1932.\nIts three spans carry the road. 47.1"


def finder(*spans: tuple[int, int], text: str = TEXT) -> QuoteFinder:
    spans = spans or ((0, len(text)),)
    return QuoteFinder(
        [Excerpt(id=f"P{at}", start=start, end=end, text=text[start:end]) for at, (start, end) in enumerate(spans)],
        text,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("Its three spans carry the road.", "Its three spans carry the road"),
        ('The "Orrin" bridge opened -- no', None),
        ('The "Orrin" bridge opened - late- in 1932', "The “Orrin” bridge\xa0opened —\nlate— in  1932"),
        ("“Its three spans carry the road”", "Its three spans carry the road"),
        ("its THREE spans carry the road", "Its three spans carry the road"),
        ("ITS THREE SPANS CARRY the roa", None),
        ("ts three spans carry the road", None),
        ("Its four spans carry the road", None),
        ("the road", None),
        ("", None),
        ("…", None),
        ("“”", None),
    ],
)
def test_a_quote_is_found_whatever_its_white_space_marks_and_case(quote, found):
    spans = finder().find(quote)
    assert [TEXT[start:end] for start, end in spans] == ([found] if found else [])


def test_parts_between_ellipses_are_found_one_by_one_and_all_of_them_must_be():
    both = finder().find("bridge opened - late … three spans carry")
    assert [TEXT[slice(*span)] for span in both] == ["bridge\xa0opened —\nlate", "three spans carry"]
    assert not finder().find("bridge opened - late [...] four spans carry")
    assert not finder().find("bridge opened - late ... road")


def test_a_short_quote_counts_where_it_is_all_of_an_excerpt():
    start = TEXT.index("47.1")
    assert finder((0, start - 1), (start, len(TEXT))).find("47.1") == ((start, len(TEXT)),)
    assert not finder().find("47.1")


def test_only_what_was_shown_counts():
    start = TEXT.index("Its")
    assert not finder((0, start - 1)).find("Its three spans carry the road")


def test_a_quote_may_go_across_excerpts_that_touch_and_not_across_a_gap():
    first, second = TEXT.index("\nlate"), TEXT.index("Its")
    touching = finder((0, first), (first + 1, second - 1), (second, len(TEXT)))
    assert touching.find("bridge opened - late- in 1932. Its three spans")
    assert not finder((0, first), (second, len(TEXT))).find("bridge opened - Its three spans")


def test_what_nobody_sees_does_not_hide_words():
    text = "The brid\xadge was op\u200bened in 1932."
    assert finder(text=text).find("The bridge was opened in 1932.") == ((0, len(text) - 1),)


def test_few_words_have_a_place_too():
    assert TEXT[slice(*(finder().place("Road") or (0, 0)))] == "road"
    assert finder().place("roa") is None
    assert finder().place(" ") is None
    assert find_words("bridge", "The Bridge.") == (4, 10)


@pytest.mark.parametrize(
    "text", ["a" * 100_000, "a " * 50_000, "\xad" * 100_000, "“" * 100_000, "… " * 50_000]
)
def test_odd_pages_and_quotes_take_no_time(text):
    finder(text=text).find(text)
    finder(text=text).find("ab " * 30_000)


@given(st.text(max_size=80), st.text(min_size=0, max_size=20), st.text(max_size=20))
def test_what_is_found_is_what_was_quoted(quote, before, after):
    text = f"{before} {quote} {after}"
    for start, end in finder(text=text).find(quote):
        assert 0 <= start < end <= len(text)
        assert end - start >= FEWEST_CHARS or text[start:end].strip()
