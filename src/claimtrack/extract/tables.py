"""Table rows: a cell means nothing without its row, and a row little without the header above it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from bs4 import Tag
from bs4.element import NavigableString, PageElement

from claimtrack.extract.blocks import BlockBuilder, clean
from claimtrack.extract.elements import BLOCKS, is_hidden, is_text
from claimtrack.extract.foreign import shown_children
from claimtrack.models import BlockKind

CELL_SEPARATOR = "\t"
"""Between the cells of a row: white space on the page as well, so the row stays verbatim."""
_LAYOUT = frozenset("table tr ul ol h1 h2 h3 h4 h5 h6 article section form figure blockquote pre".split())
_MAX_ROW = 1000
"""A longer row, in characters, is a layout table: its cells hold paragraphs, not values."""
_SECTIONS = frozenset({"thead", "tbody", "tfoot"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Header:
    """The column headers of one table."""

    rows: frozenset[int]
    """`id` of the rows that are headers themselves."""
    text: str
    """Their cells, row by row: "Population" stands above "1951" and "2021"."""


_NO_HEADER = _Header(rows=frozenset(), text="")


class RowReader:
    """Appends the rows of a page's data tables. Finds the header of each table once, however many rows it has."""

    def __init__(self, builder: BlockBuilder) -> None:
        self._builder = builder
        self._headers: dict[int, _Header] = {}

    def add(self, row: Tag) -> bool:
        """Append a row as one block; return False where its table only lays out the page."""
        cells = _cells(row)
        if len(cells) < 2 or any(map(_lays_out, cells)):  # noqa: PLR2004 - one cell is no row
            return False
        text = _joined(cells)
        if len(text) > _MAX_ROW:
            return False
        header = self._header_of(row)
        self._builder.add(text, BlockKind.TABLE_ROW, "" if id(row) in header.rows else header.text)
        return True

    def _header_of(self, row: Tag) -> _Header:
        parent = row.parent
        table = parent.parent if parent and parent.name in _SECTIONS else parent
        if table is None or table.name != "table":
            return _NO_HEADER
        known = self._headers.get(id(table))
        if known is None:
            known = self._headers[id(table)] = _read_header(table)
        return known


def _read_header(table: Tag) -> _Header:
    """The rows of `thead`; without one, the first rows as far as they are made of `th` only."""
    head = _child_tags(table, "thead")
    rows = [row for part in head for row in _child_tags(part, "tr")]
    if not head:
        sections = [table, *_child_tags(table, *_SECTIONS)]
        every = (row for part in sections for row in _child_tags(part, "tr"))
        rows = list(takewhile(lambda row: _child_tags(row, "th") and not _child_tags(row, "td"), every))
    text = CELL_SEPARATOR.join(filter(None, (_joined(_cells(row)) for row in rows)))
    return _Header(rows=frozenset(map(id, rows)), text=text if len(text) <= _MAX_ROW else "")


def _child_tags(tag: Tag, *names: str) -> list[Tag]:
    return [child for child in tag.children if isinstance(child, Tag) and child.name in names]


def _cells(row: Tag) -> list[Tag]:
    return [cell for cell in _child_tags(row, "td", "th") if not is_hidden(cell)]


def _lays_out(cell: Tag) -> bool:
    """Tell whether a cell holds parts of a page."""
    # bs4's own search first walks to the end of the cell, however deep that is.
    pending = [cell]
    while pending:
        tags = [child for child in pending.pop().contents if isinstance(child, Tag)]
        if any(tag.name in _LAYOUT for tag in tags):
            return True
        pending += tags
    return False


def _joined(cells: list[Tag]) -> str:
    return CELL_SEPARATOR.join(filter(None, map(cell_text, cells)))


def cell_text(cell: Tag) -> str:
    """The text of one cell; its paragraphs and line breaks are separated by a space."""
    return clean("".join(_strings(cell)))


def _strings(cell: Tag) -> Iterator[str]:
    pending: list[PageElement] = [cell]
    while pending:
        node = pending.pop()
        if isinstance(node, Tag):
            if not is_hidden(node):
                gap = " " if node.name == "br" or node.name in BLOCKS else ""
                yield gap
                pending += [NavigableString(gap), *reversed(shown_children(node))]
        elif is_text(node):
            yield str(node)
