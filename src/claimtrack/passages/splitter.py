"""From blocks to passages.

A passage never crosses a block, is verbatim (`document.text[start:end]`), and is at most `MAX_PASSAGE_CHARS` long:
longer sentences, and blocks without a full stop, are cut at clause boundaries.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from claimtrack.models import Block, BlockKind, Cell, Document, Passage
from claimtrack.passages.sentences import sentence_spans

MAX_PASSAGE_CHARS = 600
"""Longest passage, in characters."""
_WHOLE = frozenset({BlockKind.HEADING, BlockKind.TABLE_ROW})
"""Kinds of block that are one passage, whatever stops they hold."""

_CLAUSE = re.compile(r"[;:]\s|\s[—–-]\s|,\s")


class SentenceSplitter:
    """Splits documents into sentences, table rows, list items and headings (implements `interfaces.Splitter`)."""

    version = "sentences@2"

    def split(self, document: Document) -> Sequence[Passage]:
        """Return the passages of a document in order: verbatim, none overlapping, none across blocks."""
        return [
            Passage(
                start=start,
                end=end,
                text=document.text[start:end],
                kind=block.kind,
                block=index,
                context=block.context,
                part=block.part,
                cells=_cells_of(block, start, end),
            )
            for index, block in enumerate(document.blocks)
            for start, end in _spans(document.text, block, document.lang or "")
        ]


def _cells_of(block: Block, start: int, end: int) -> tuple[Cell, ...]:
    """The cells of a piece of a row. What names the row (its first cell, those from rows above) goes with every piece."""
    if start == block.start and end == block.end:
        return block.cells
    return tuple(
        cell
        for at, cell in enumerate(block.cells)
        if at == 0 or cell.start < block.start or (cell.start < end and start < cell.end)
    )


def _spans(text: str, block: Block, lang: str) -> Iterator[tuple[int, int]]:
    for start, end in _between_cells(block) if block.cells else _sentences(text, block, lang):
        for piece in _capped(text, start, end):
            trimmed = _trimmed(text, *piece)
            if trimmed is not None:
                yield trimmed


def _sentences(text: str, block: Block, lang: str) -> Iterator[tuple[int, int]]:
    if block.kind in _WHOLE:
        return iter([(block.start, block.end)])
    if block.kind is BlockKind.CODE:
        return _lines(text, block)
    return sentence_spans(text, block.start, block.end, lang)


def _between_cells(block: Block) -> Iterator[tuple[int, int]]:
    """Cut a row that is longer than a passage between its cells."""
    begin = block.start
    for cell in block.cells:
        if begin < cell.start and cell.end - begin > MAX_PASSAGE_CHARS:
            yield begin, cell.start
            begin = cell.start
    yield begin, block.end


def _lines(text: str, block: Block) -> Iterator[tuple[int, int]]:
    begin = block.start
    while begin < block.end:
        newline = text.find("\n", begin, block.end)
        end = block.end if newline < 0 else newline
        yield begin, end
        begin = end + 1


def _capped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut what is longer than `MAX_PASSAGE_CHARS`: after the last clause mark that fits, else at a space, else anywhere."""
    while end - start > MAX_PASSAGE_CHARS:
        limit = start + MAX_PASSAGE_CHARS
        cut = limit
        for match in _CLAUSE.finditer(text, start + MAX_PASSAGE_CHARS // 3, limit):
            cut = match.end()
        if cut == limit:
            space = text.rfind(" ", start + MAX_PASSAGE_CHARS // 3, limit)
            cut = limit if space < 0 else space + 1
        yield start, cut
        start = cut
    yield start, end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span without white space at its ends; None where no letter or digit is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if any(ch.isalnum() for ch in text[start:end]) else None
