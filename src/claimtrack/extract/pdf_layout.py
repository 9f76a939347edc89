"""Lines of a PDF to paragraphs.

A PDF holds lines, not paragraphs. A line ends one where its author broke it on purpose: the next word would have fitted on
it, or the next line is set apart. Lines that stand on every page (its number, the title above it) interrupt nothing: a
sentence that goes on over the page is one sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from claimtrack.extract.blocks import clean
from claimtrack.extract.pdf_lines import Line
from claimtrack.models import BlockKind

_SENTENCE_END = re.compile(r"[.!?:…。！？][\"'”’»)\]]*$")
_ITEM = re.compile(r"[•◦▪‣●○■–—*-]\s|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]\s")
_PAGE_NUMBER = re.compile(
    r"(?:page\s*)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?|[-–]\s*\d{1,4}\s*[-–]", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST_LETTERS = re.compile(r"(?<![^\W\d_])[^\W\d_]+$")
_FIRST_LETTERS = re.compile(r"[^\W\d_]+")
_OPEN_HYPHEN = re.compile(r"[^\W_]-$")
"""A hyphen at the end of a line that is part of the word: `1914-`."""
_UNSPACED = re.compile("[\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]")
"""Scripts whose lines are joined without a space."""
_EDGE_LINES = 2
"""Lines at the top and bottom of a page that may stand on every page."""
_OFTEN = 3
_WIDE_GAP = 1.3
_INDENT = 0.8
_SPACE = 0.3
_OTHER_SIZE = 1.15
_USUAL_PITCH = 1.2
_HEADING_LENGTH = 200
_LONGEST_WORD = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Lines that belong together."""

    text: str
    kind: BlockKind
    page: int
    """1-based page on which it begins."""


def paragraphs(lines: Sequence[Line]) -> Iterator[Paragraph]:
    """Join the lines of a document, given in reading order."""
    running = _running(lines)
    body = [line for line in lines if id(line) not in running]
    layout = _Layout(body)
    words = Counter(word.lower() for line in body for word in _WORD.findall(line.text))
    opened: list[Line] = []
    waiting: list[Line] = []
    for line in lines:
        if id(line) in running:
            waiting.append(line)
            continue
        if opened and layout.breaks(opened[-1], line):
            yield from _closed(opened, waiting, words, layout)
        opened.append(line)
    yield from _closed(opened, waiting, words, layout)


def _closed(
    opened: list[Line], waiting: list[Line], words: Counter[str], layout: _Layout
) -> Iterator[Paragraph]:
    if opened:
        text = _joined(opened, words)
        large = len(text) <= _HEADING_LENGTH and opened[0].size > _OTHER_SIZE * layout.size
        kind = BlockKind.HEADING if large else BlockKind.PARAGRAPH
        yield Paragraph(text=text, kind=kind, page=opened[0].page)
    for line in waiting:
        yield Paragraph(text=clean(line.text), kind=BlockKind.PARAGRAPH, page=line.page)
    opened.clear()
    waiting.clear()


class _Layout:
    """What is usual in a document: the size of its letters, the pitch of its lines, the right edge of each column."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.size = _weighted_median((line.size, len(line.text)) for line in lines)
        steps = [
            (above.baseline - line.baseline) / above.size
            for above, line in pairwise(lines)
            if above.page == line.page and above.baseline > line.baseline
        ]
        self._pitch = median(steps) if steps else _USUAL_PITCH
        self._edges: dict[int, float] = {}
        for column in _columns(lines):
            edge = max(line.right for line in column)
            self._edges.update((id(line), edge) for line in column)

    def breaks(self, above: Line, line: Line) -> bool:
        """Tell whether `line` begins a paragraph of its own."""
        if above.divided or _OPEN_HYPHEN.search(above.text):
            return False
        ended = _SENTENCE_END.search(above.text) is not None
        goes_on = not ended and line.text[0].islower()
        if above.page != line.page or line.baseline > above.baseline + above.size:
            # The next page or column: only words tell.
            return ended or not (goes_on or self._is_full(above, line))
        if not 1 / _OTHER_SIZE < above.size / line.size < _OTHER_SIZE:
            return True
        return not goes_on and (
            self._is_set_apart(above, line, ended=ended) or not self._is_full(above, line)
        )

    def _is_set_apart(self, above: Line, line: Line, *, ended: bool) -> bool:
        if above.baseline - line.baseline > _WIDE_GAP * self._pitch * above.size or _ITEM.match(line.text):
            return True
        return ended and line.left > above.left + _INDENT * line.size

    def _is_full(self, above: Line, line: Line) -> bool:
        """Tell whether the first word of a line had no room on the line above."""
        word = line.text.split(maxsplit=1)[0]
        width = (line.right - line.left) * len(word) / len(line.text)
        return above.right + width + _SPACE * above.size > self._edges[id(above)]


def _columns(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Runs of lines that go down one page."""
    column: list[Line] = []
    for line in lines:
        if column and (column[-1].page != line.page or line.baseline > column[-1].baseline + line.size):
            yield column
            column = []
        column.append(line)
    if column:
        yield column


def _running(lines: Sequence[Line]) -> set[int]:
    """`id` of the lines that stand on many pages: at its top or bottom, at one height, alike but for numbers."""
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    edges = [
        line for page in pages.values() for line in (*page[:_EDGE_LINES], *page[_EDGE_LINES:][-_EDGE_LINES:])
    ]
    alike = Counter(map(_likeness, edges))
    outermost = {id(page[at]) for page in pages.values() for at in (0, -1)}
    return {
        id(line)
        for line in edges
        if alike[_likeness(line)] >= _OFTEN
        or (id(line) in outermost and len(pages) > 1 and _PAGE_NUMBER.fullmatch(line.text))
    }


def _likeness(line: Line) -> tuple[int, str]:
    return round(line.baseline), _DIGITS.sub("0", line.text)


def _joined(lines: Sequence[Line], words: Counter[str]) -> str:
    text = lines[0].text
    for above, line in pairwise(lines):
        if above.divided:
            text += _hyphen(text, line.text, words)
        elif not (_OPEN_HYPHEN.search(above.text) and line.text[0].isalnum()) and not (
            _UNSPACED.match(text[-1]) and _UNSPACED.match(line.text)
        ):
            text += " "
        text += line.text
    # Where the document ends inside a word, its hyphen is all there is.
    return clean(text + "-" if lines[-1].divided else text)


def _hyphen(text: str, following: str, words: Counter[str]) -> str:
    """What stands between the halves of a divided word: nothing, or the hyphen that it has anyway."""
    left, right = _LAST_LETTERS.search(text[-_LONGEST_WORD:]), _FIRST_LETTERS.match(following)
    if left is None or right is None or not (text[-1].islower() and following[0].islower()):
        return "-"
    whole, hyphenated = (f"{left[0]}{mark}{right[0]}".lower() for mark in ("", "-"))
    return "-" if words[hyphenated] > words[whole] else ""


def _weighted_median(values: Iterable[tuple[float, int]]) -> float:
    ordered = sorted(values)
    half = sum(weight for _, weight in ordered) / 2
    for value, weight in ordered:
        half -= weight
        if half <= 0:
            return value
    return 1.0
