"""Stretches of a text that are most like a passage, in time linear in the text.

Windows of the text that share most words with the passage are found first, by one pass; only in these the passage is aligned by its
letters (`rapidfuzz.fuzz.partial_ratio_alignment`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from heapq import nlargest
from typing import NamedTuple

from rapidfuzz import fuzz

SIMILAR = 0.5
"""Likeness, 0 to 1, from which words are worth showing beside a passage."""
_MOST_CHARS = 4_000
"""Longest passage that is looked for, in characters: the cost of an alignment grows with its square."""
_MOST_WEIGHED = 64
_MOST_WINDOWS = 5
"""Windows that are weighed against each other, and those in which the passage is aligned."""
_WORD = re.compile(r"\w+")
_MIN_LETTERS = 4
"""Shorter words stand everywhere."""
_LONGEST_WORD = 200
"""How far a word is followed, in characters."""
_GAP_END = re.compile(r"(?<=\s)\S")
_SENTENCE_END = re.compile(r"[.!?…][\"'’”)\]]*(?=\s)|[。！？]|\n")
_SOME_WORDS, _SOME_SENTENCES = 6, 2
"""By how many words or sentences the ends of an alignment may be off."""

_END = 0.1
"""What it weighs that two stretches both begin, or both end, as sentences do."""


class Span(NamedTuple):
    """Half-open character offsets."""

    start: int
    end: int


def likeness(passage: str, words: str) -> float:
    """Likeness of two wordings by their letters, 0 to 1, whatever white space separates them."""
    return fuzz.ratio(" ".join(passage.split()), " ".join(words.split())) / 100


def similar_stretches(passage: str, text: str, *, near: int) -> Iterator[Span]:
    """Yield the stretch most like the passage in each of a few windows of the text, whole words only.

    Args:
        passage: What is looked for.
        text: Where.
        near: An offset into the text; of windows alike, those near it are taken.
    """
    if len(passage) > _MOST_CHARS:
        return
    for window in _windows(passage, text, near):
        aligned = fuzz.partial_ratio_alignment(
            passage, text[window.start : window.end], score_cutoff=100 * SIMILAR
        )
        if aligned is not None:
            found = Span(window.start + aligned.dest_start, window.start + aligned.dest_end)
            core = _whole_words(text, found)
            if core.start < core.end:
                yield _fitted(passage, text, core)


def _fit(passage: str, words: str) -> float:
    """How well words stand for a passage that has been edited: their likeness by letters, by whole words, and at the ends.

    Letters alone find something of themselves in any sentence beside; words alone leave out an end that was edited.
    """
    by_words = fuzz.ratio(_WORD.findall(passage.casefold()), _WORD.findall(words.casefold())) / 100
    begins_alike = passage[:1].isupper() and words[:1].isupper()
    ends_alike = passage[-1:] == words[-1:] and not words[-1:].isalnum()
    return likeness(passage, words) + 2 * by_words + _END * (begins_alike + ends_alike)


def _fitted(passage: str, text: str, core: Span) -> Span:
    """The span with each end moved by some words, or to where a sentence or block begins or ends, as fits the passage best."""
    left, right = max(0, core.start - len(passage)), min(len(text), core.end + len(passage))
    words = [match.start() for match in _GAP_END.finditer(text, left, right)]
    sentences = [match.end() for match in _SENTENCE_END.finditer(text, left, right)]

    def edges(at: int) -> list[int]:
        return [at, left, right, *_beside(words, at, _SOME_WORDS), *_beside(sentences, at, _SOME_SENTENCES)]

    def fit(span: Span) -> float:
        return _fit(passage, text[span.start : span.end])

    best = max((_whole_words(text, Span(at, core.end)) for at in edges(core.start) if at < core.end), key=fit)
    return max(
        (_whole_words(text, Span(best.start, at)) for at in edges(core.end) if at > best.start), key=fit
    )


def _beside(places: list[int], at: int, count: int) -> list[int]:
    """The last places before `at` and the first ones from there on."""
    after = bisect_left(places, at)
    return places[max(0, after - count) : after + count]


def _windows(passage: str, text: str, near: int) -> list[Span]:
    """Stretches of up to twice the passage's length that hold most of its telling words; none overlaps another."""
    words = {match[0].casefold() for match in _WORD.finditer(passage)}
    wanted = {word for word in words if len(word) >= _MIN_LETTERS} or words
    hits = [
        (match.start(), word)
        for match in _WORD.finditer(text)
        if (word := match[0].casefold()) in wanted
    ]  # fmt: skip
    length = len(passage)
    inside: Counter[str] = Counter()
    distinct = first = 0
    scored = []
    for at, word in hits:
        distinct += not inside[word]
        inside[word] += 1
        while hits[first][0] < at - length:
            inside[hits[first][1]] -= 1
            distinct -= not inside[hits[first][1]]
            first += 1
        scored.append((distinct, -abs(hits[first][0] - near), hits[first][0], at))
    chosen: list[Span] = []
    for _, _, start, end in nlargest(_MOST_WEIGHED, scored):
        slack = max(length - (end - start), 0) // 2 + length // 4
        window = Span(max(0, start - slack), min(len(text), end + slack + length // 4))
        if all(window.end <= other.start or other.end <= window.start for other in chosen):
            chosen.append(window)
    return chosen[:_MOST_WINDOWS]


def _whole_words(text: str, span: Span) -> Span:
    """The span widened to white space, without any at its ends."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    least, most = max(0, start - _LONGEST_WORD), min(len(text), end + _LONGEST_WORD)
    while least < start < end and not text[start - 1].isspace():
        start -= 1
    while start < end < most and not text[end].isspace():
        end += 1
    return Span(start, end)
