"""Table rows: a cell means nothing without its row and column headers, and a row little without its table's caption."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from claimtrack.extract import grid
from claimtrack.extract.blocks import BlockBuilder
from claimtrack.extract.grid import MAX_COLSPAN, MAX_ROWSPAN, Grid, GridRow, Slot, span
from claimtrack.extract.headers import assign_headers
from claimtrack.extract.parts import NOWHERE
from claimtrack.models import BlockKind, Cell

CELL_SEPARATOR = "\t"
"""Between the cells of a row: white space on the page as well, so the row stays verbatim."""
LAYOUT = frozenset("table tr ul ol h1 h2 h3 h4 h5 h6 article section form figure blockquote pre".split())
"""Elements that make a layout row of the row around them: its cells hold parts of a page, not values."""
MAX_ROW = 1000
"""So does a row of more characters: its cells hold paragraphs."""
_MAX_CAPTION = 200
"""Characters of a caption that go with each row; a longer one is cut at a word."""
_MAX_LISTED = 8
"""Cells that one may list as its headers; the others count for nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawCell:
    """A cell as it is written."""

    name: str
    """`td` or `th`."""
    attributes: Mapping[str, str | None]
    text: str
    """As a reader sees it, cleaned."""
    strong: bool = False
    """Whether all of it is bold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRow:
    """A row as it is written, without the cells that nobody sees."""

    cells: list[RawCell]
    section: str = ""
    """`thead`, `tbody` or `tfoot`; empty where the page has none."""
    group: int = 0
    """Number of that section in its table."""
    is_layout: bool = False
    """Whether it holds an element of `LAYOUT`, or more than `MAX_ROW` characters; its texts count for nothing then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """A row that was written as a block."""

    block: int
    line: GridRow


class TableWriter:
    """Writes the rows of one table as blocks.

    A row is written at once, so that offsets never move; what names its cells is put on it at the end, when the whole table is
    known.
    """

    def __init__(self, builder: BlockBuilder) -> None:
        self._builder = builder
        self._grid = Grid()
        self._written: list[_Written] = []
        self._starts: dict[tuple[int, int], int] = {}
        """Where each cell that was written begins in the document, by its key in the grid."""
        self._caption = ""

    def caption(self, text: str) -> None:
        """Take the table's caption, cleaned; of several the first counts."""
        if len(text) > _MAX_CAPTION:
            text = text[:_MAX_CAPTION].rsplit(" ", 1)[0]
        self._caption = self._caption or text

    def take(self, row: RawRow) -> bool:
        """Lay out the next row of the table, and tell whether it holds data: then it is to be written, else its parts are."""
        line = self._grid.add(_as_laid_out(row))
        number = len(self._grid.rows) - 1
        is_row = len(line.slots) > 1 and any(slot.key[0] == number for slot in line.slots)
        return is_row and not row.is_layout

    def write(self, *, region: int = NOWHERE, linked: int = 0) -> None:
        """Write the row that was taken last as one block; the arguments are those of `BlockBuilder.add`."""
        number, line = len(self._grid.rows) - 1, self._grid.lines[-1]
        at = self._builder.position
        own = [slot for slot in line.slots if slot.key[0] == number]
        for slot in own:
            self._starts[slot.key] = at
            at += len(slot.cell.text) + len(CELL_SEPARATOR)
        self._written.append(_Written(block=len(self._builder), line=line))
        text = CELL_SEPARATOR.join(slot.cell.text for slot in own)
        self._builder.add(text, BlockKind.TABLE_ROW, region=region, linked=linked)

    def close(self) -> None:
        """Put headers, caption and the titles of sections on the rows that were written."""
        if not self._written:
            return
        assign_headers(self._grid.rows, self._grid.lines)
        for written in self._written:
            line = written.line
            context = ": ".join(dict.fromkeys(filter(None, (self._caption, *line.titles))))
            cells = () if line.is_header else self._cells(line)
            self._builder.describe(written.block, context, cells)

    def _cells(self, line: GridRow) -> tuple[Cell, ...]:
        return tuple(
            self._cell(slot, header)
            for slot, header in zip(line.slots, line.headers, strict=True)
            if slot.key in self._starts
        )

    def _cell(self, slot: Slot, header: str) -> Cell:
        start = self._starts[slot.key]
        return Cell(start=start, end=start + len(slot.cell.text), text=slot.cell.text, header=header)


def _as_laid_out(row: RawRow) -> grid.RawRow:
    """What of a row the table model looks at."""
    return grid.RawRow(
        cells=tuple(_cell_as_laid_out(cell, has_value=not row.is_layout) for cell in row.cells),
        group=row.group,
        in_head=row.section == "thead",
        is_layout=row.is_layout,
    )


def _cell_as_laid_out(cell: RawCell, *, has_value: bool) -> grid.RawCell:
    text, is_header, attributes = cell.text if has_value else "", cell.name == "th", cell.attributes
    if not attributes:
        return grid.RawCell(text, is_header, cell.strong)
    return grid.RawCell(
        text=text,
        is_header=is_header,
        is_strong=cell.strong,
        scope=(attributes.get("scope") or "").strip().lower(),
        colspan=span(attributes.get("colspan"), MAX_COLSPAN) or 1,
        rowspan=span(attributes.get("rowspan"), MAX_ROWSPAN),
        name=attributes.get("id") or "",
        headers=tuple((attributes.get("headers") or "").split()[:_MAX_LISTED]),
    )
