"""Text of strangers made safe to print."""

from __future__ import annotations

import tracemalloc
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claimtrack.textsafe import one_line, printable, shorten

HOSTILE = {
    "colour": ("\x1b[31mred", r"\x1b[31mred"),
    "title": ("\x1b]0;owned\x07", r"\x1b]0;owned\x07"),
    "C1 control": ("\x9b31m", r"\x9b31m"),
    "return": ("good\rbad", r"good\rbad"),
    "backspace": ("no\x08\x08yes", r"no\x08\x08yes"),
    "delete": ("a\x7fb", r"a\x7fb"),
    "NUL": ("a\0b", r"a\x00b"),
    "bidi override": ("a\u202eb", r"a\u202eb"),
    "bidi isolate": ("a\u2066b", r"a\u2066b"),
    "zero width": ("a\u200bb", r"a\u200bb"),
    "tag character": ("a\U000e0041b", r"a\U000e0041b"),
    "line separator": ("a\u2028b", r"a\u2028b"),
    "surrogate": ("a\ud800b", r"a\ud800b"),
    "private use": ("a\ue000b", r"a\ue000b"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_drives_a_terminal_or_hides_is_shown_as_its_escape(name: str) -> None:
    text, shown = HOSTILE[name]
    assert printable(text) == shown
    assert one_line(text) == shown


def test_words_of_any_language_stay_as_they_are() -> None:
    text = "naïve „Grüße“ 漢字 עברית हिन्दी – 12 €\n\tnext"
    assert printable(text) == text


@given(st.text())
@example("\ud800")
def test_nothing_refused_is_left(text: str) -> None:
    shown = printable(text)
    shown.encode("utf-8")
    assert {unicodedata.category(ch) for ch in shown if ch not in "\n\t"}.isdisjoint(
        {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    )
    assert printable(shown) == shown
    assert len(one_line(text).splitlines()) <= 1


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("The ferry is back", 17, "The ferry is back"),
        ("The ferry is back", 16, "The ferry is…"),
        ("The ferry,  is back", 12, "The ferry…"),
        ("Longwordwithoutspace", 10, "Longwordw…"),
        ("a longwordwithoutspace", 10, "a longwor…"),
        ("The ferry", 1, "…"),
        ("The ferry", 0, ""),
        ("", 0, ""),
        ("a\n\nb", 10, "a b"),
    ],
)
def test_shorten(text: str, width: int, shown: str) -> None:
    assert shorten(text, width) == shown


@given(st.text(), st.integers(0, 60))
def test_shortened_text_fits(text: str, width: int) -> None:
    assert len(shorten(text, width)) <= width


@given(st.text(st.sampled_from("ab \n\t\r\x1c\x85\xa0\u2028\u3000\u202e,é漢")), st.integers(0, 20))
def test_shortened_text_is_cut_from_the_whole_line(text: str, width: int) -> None:
    assert shorten(text, width) == shorten(one_line(text), width)


def test_of_megabytes_only_the_beginning_is_looked_at() -> None:
    text = "\u202ebegins here, " * 1_000_000
    tracemalloc.start()
    try:
        assert shorten(text, 30) == "\\u202ebegins here…"
        assert tracemalloc.get_traced_memory()[1] < 100_000
    finally:
        tracemalloc.stop()
