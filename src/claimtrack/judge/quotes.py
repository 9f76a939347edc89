"""Words that a judge says it read, looked up on the page: only what stands there counts, and by its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from claimtrack.judge.protocol import Excerpt

FEWEST_CHARS = 12
"""A shorter quote could stand anywhere, unless it is a whole excerpt."""
_GAP = re.compile(r"(?<!\s)\s*+[\[(]?(?:…|\.\.\.)[\])]?\s*")
"""What judges write for words that they leave out."""
_AROUND = "\"'“”‘’«»` "
_ENDS = ".,;: "
"""Judges end quotes as sentences end."""
_ALIKE = str.maketrans("‘’‚‛′“”„‟″«»‐‑‒–—―−", '\'\'\'\'\'"""""""-------')
"""Judges straighten what typographers bent."""


class Span(NamedTuple):
    """Half-open character offsets into `Document.text`."""

    start: int
    end: int


@dataclass(frozen=True)
class _Run:
    """Excerpts that follow each other without a gap, as one text in which white space and the form of quotes play no part."""

    start: int
    text: str

    @cached_property
    def plain(self) -> tuple[str, list[int]]:
        """The text as it is compared, and for each of its characters where it stands in `text`."""
        chars: list[str] = []
        places: list[int] = []
        for place, char in enumerate(self.text):
            plain = _plain(char)
            if plain == " " and (not chars or chars[-1] == " "):
                continue
            if plain:
                chars.append(plain)
                places.append(place)
        return "".join(chars), places

    def find(self, wanted: str) -> Span | None:
        """Where words stand for the first time, whole words only."""
        plain, places = self.plain
        at = plain.find(wanted)
        while at >= 0:
            end = at + len(wanted)
            if not (_joined(plain, at) or _joined(plain, end)):
                return Span(self.start + places[at], self.start + places[end - 1] + 1)
            at = plain.find(wanted, at + 1)
        return None


class QuoteFinder:
    """Looks quotes up in what a judge was shown."""

    def __init__(self, excerpts: Sequence[Excerpt], text: str) -> None:
        """Join excerpts that touch.

        Args:
            excerpts: In the order of the page.
            text: `Document.text`.
        """
        self._runs: list[_Run] = []
        self._whole = {normalised(excerpt.text) for excerpt in excerpts}
        start = end = -1
        for excerpt in excerpts:
            if end < 0 or text[end : excerpt.start].strip():
                if end >= 0:
                    self._runs.append(_Run(start, text[start:end]))
                start = excerpt.start
            end = excerpt.end
        if end >= 0:
            self._runs.append(_Run(start, text[start:end]))

    def find(self, quote: str) -> tuple[Span, ...]:
        """Return where a quote stands, one span for each part between ellipses; nothing unless all parts are there.

        Too short a quote is no quote: it could stand anywhere.
        """
        parts = [normalised(part) for part in _GAP.split(quote)]
        parts = [part for part in parts if part]
        if not parts or not all(len(part) >= FEWEST_CHARS or part in self._whole for part in parts):
            return ()
        found = [self.place(part) for part in parts]
        return tuple(span for span in found if span) if all(found) else ()

    def place(self, words: str) -> Span | None:
        """Return where words stand for the first time, however few they are."""
        wanted = normalised(words)
        spans: Iterable[Span | None] = (run.find(wanted) for run in self._runs if wanted)
        return next((span for span in spans if span), None)


def find_words(words: str, text: str) -> Span | None:
    """Return where words stand in a text for the first time."""
    wanted = normalised(words)
    return _Run(0, text).find(wanted) if wanted else None


def normalised(text: str) -> str:
    """Return text as it is compared: white space, marks around it, the form of quotes and dashes, and case do not tell it apart."""
    return _Run(0, text.strip(_AROUND)).plain[0].strip(_AROUND).rstrip(_ENDS)


def _plain(char: str) -> str:
    """How one character is compared: one character, or none for what nobody sees."""
    if char.isspace():
        return " "
    if char.isascii():
        return char.lower()
    if unicodedata.category(char) in {"Cf", "Cc", "Cs"}:
        return ""
    lower = char.translate(_ALIKE).lower()
    return lower if len(lower) == 1 else char


def _joined(text: str, at: int) -> bool:
    """Tell whether a word goes on across a place."""
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
