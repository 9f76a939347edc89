"""The table model: which columns each cell of a table covers, in which rows.

The HTML standard's algorithm for forming a table (https://html.spec.whatwg.org/multipage/tables.html#forming-a-table). Cells are held
as intervals of columns, never slot by slot, so that a cell that spans a thousand columns costs what any other does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

MAX_COLSPAN, MAX_ROWSPAN = 1000, 65_534
"""Bounds of the standard; more counts as so many."""
_REACH = 20
"""Slots that cells may cover below their own row, for each cell so far; no honest table comes near."""
_REACH_AT_LEAST = 1000
_WHOLE_NUMBER = re.compile(r"\s*\+?(\d{1,9})")


class RawCell(NamedTuple):
    """A `td` or `th` as it is written. A tuple, as a slot is: there are many of them."""

    text: str
    """As a reader sees it, cleaned; empty for an empty cell and for one whose text is not read as a value."""
    is_header: bool = False
    """Whether it is a `th`."""
    is_strong: bool = False
    """Whether all of its text is bold."""
    scope: str = ""
    colspan: int = 1
    rowspan: int = 1
    """0: down to the end of the row group."""
    name: str = ""
    """Its `id`."""
    headers: tuple[str, ...] = ()
    """Ids of the cells that name it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRow:
    """A `tr` as it is written."""

    cells: tuple[RawCell, ...]
    group: int = 0
    """Number of its row group (`thead`, `tbody`, `tfoot`), from 0: no cell reaches over the end of its group."""
    in_head: bool = False
    """Whether that group is a `thead`."""
    is_layout: bool = False
    """Whether its cells hold parts of a page rather than values."""


class Slot(NamedTuple):
    """A cell in its place in the grid."""

    left: int
    """Half-open interval of columns, from 0."""
    right: int
    cell: RawCell
    key: tuple[int, int]
    """Number of the row it is written in, and of the cell in that row."""


@dataclass(slots=True, kw_only=True)
class GridRow:
    """A row of the grid: what stands in it, and what names each value."""

    slots: list[Slot]
    """From left to right, cells from the rows above that reach into it included; without the empty ones."""
    headers: list[str] = field(default_factory=list)
    """For each slot what names it, outermost first; empty where nothing does."""
    titles: tuple[str, ...] = ()
    """Lone cells above that the row stands under: the table's title, that of the section."""
    is_header: bool = False
    """Whether the row names others and holds no values itself."""


def span(written: str | None, most: int) -> int:
    """Read `colspan` or `rowspan` as the standard does: 1 where it is missing or no number, `most` where it is more."""
    match = _WHOLE_NUMBER.match(written or "")
    return min(int(match[1]), most) if match else 1


class Grid:
    """Lays out the cells of a table, row by row: the standard's algorithms for processing rows and for cells that grow downwards."""

    def __init__(self) -> None:
        self.rows: list[RawRow] = []
        self.lines: list[GridRow] = []
        self._growing: list[tuple[Slot, int]] = []
        """Cells from above, from left to right, with the number of the last row that they reach into."""
        self._reach = _REACH_AT_LEAST

    def add(self, row: RawRow) -> GridRow:
        """Lay out the next row."""
        number = len(self.rows)
        growing = [(slot, last) for slot, last in self._growing if last >= number]
        if self.rows and row.group != self.rows[-1].group:
            growing = []
        self._reach += _REACH * len(row.cells) - len(growing)
        if self._reach < 0:
            growing = []
        above = [slot for slot, _ in growing]
        own = list(_placed(row, number, above))
        growing += [
            (slot, number + slot.cell.rowspan - 1 if slot.cell.rowspan else number + MAX_ROWSPAN)
            for slot in own
            if slot.cell.rowspan != 1
        ]
        self._growing = sorted(growing, key=_left_of_growing)
        slots = [slot for slot in (*above, *own) if slot.cell.text]
        line = GridRow(slots=sorted(slots, key=_left) if above else slots)
        self.rows.append(row)
        self.lines.append(line)
        return line


def _left(slot: Slot) -> int:
    return slot.left


def _left_of_growing(item: tuple[Slot, int]) -> int:
    return item[0].left


def _placed(row: RawRow, number: int, taken: Sequence[Slot]) -> Iterator[Slot]:
    """Put each cell of a row in the first column that is free."""
    column = passed = 0
    for index, cell in enumerate(row.cells):
        while passed < len(taken) and taken[passed].left <= column:
            column = max(column, taken[passed].right)
            passed += 1
        yield Slot(column, column + cell.colspan, cell, (number, index))
        column += cell.colspan
