"""Which header cells name each cell of a table.

After the HTML standard (https://html.spec.whatwg.org/multipage/tables.html#header-and-data-cell-semantics), which says what a table
means. Where authors leave out what the standard asks for, a table is read as a person reads it: `td` in a `thead` are headers, a
lone cell across the table is the title of the rows below it, and see `unmarked`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimtrack.extract.grid import GridRow, RawRow, Slot
from claimtrack.extract.unmarked import is_figure, is_pairs, unmarked_headers

_MAX_LEVELS = 8
"""Header rows that may stand above one cell; of more, the first and the newest count."""
_MAX_HEADERS = 4
"""Columns of one level whose headers a cell takes that spans several."""
_MOST_NAMES = 6
"""Headers that name one cell, of all levels together."""
_MOST_BESIDE = 3
"""Row headers next to each other that name a value, beside the nearest."""
_MOST_CHARACTERS = 3_000_000
"""Characters of headers on the cells of a table, so that long headers over short cells cost no more than a long page."""
_MAX_NAME = 100
"""Characters of a header cell that name a value; longer ones are cut at a word."""
_MAX_TITLE = 160
"""A lone cell of more characters is a note, not a title of the rows below."""


def assign_headers(rows: Sequence[RawRow], lines: Sequence[GridRow]) -> None:
    """Give each row of a table its headers and titles, in time linear in the number of cells.

    Args:
        rows: The rows as they are written.
        lines: The same rows laid out, see `Grid`.
    """
    _Reader(rows, lines).run()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Level:
    """A row of column headers."""

    slots: Sequence[Slot]
    lefts: Sequence[int]
    block: int
    """Header rows without a row of values between them are one block."""

    def over(self, slot: Slot) -> Sequence[Slot]:
        """The header cells above a cell."""
        first = max(0, bisect_right(self.lefts, slot.left) - 1)
        return [
            above for above in self.slots[first : first + _MAX_HEADERS + 1]
            if above.left < slot.right and slot.left < above.right
        ][:_MAX_HEADERS]  # fmt: skip


class _Reader:
    """Goes down a table once and gives each row its headers and titles."""

    def __init__(self, rows: Sequence[RawRow], grid: Sequence[GridRow]) -> None:
        self._rows = rows
        self._grid = grid
        self._names = {cell.name: cell.text for row in rows for cell in row.cells if cell.name and cell.text}
        self._levels: list[_Level] = []
        self._block = 0
        self._after_values = False
        self._titles: list[str] = []
        self._section: list[str] = []
        self._after_title = False
        self._left = _MOST_CHARACTERS
        self._unmarked = frozenset(unmarked_headers(rows, grid))
        self._has_values = any(not slot.cell.is_header for line in grid for slot in line.slots)
        self._is_wide = any(len(line.slots) > 1 for line in grid)
        self._is_pairs = not self._unmarked and is_pairs(grid)

    def run(self) -> None:
        for number, line in enumerate(self._grid):
            line.titles = (*self._titles, *self._section)
            if self._rows[number].is_layout:
                continue
            if self._is_title(line):
                self._put_title(line.slots[0].cell.text)
                continue
            self._after_title = False
            line.is_header = self._is_header_row(number, line)
            line.headers = [self._spent(_joined(names)) for names in self._named_by(line)]
            above = [slot for slot in line.slots if self._heads_column(slot, in_header_row=line.is_header)]
            if above:
                self._put_level(above)
            if line.slots and not line.is_header:
                self._begin_values()

    def _is_title(self, line: GridRow) -> bool:
        if len(line.slots) != 1 or not self._is_wide:
            return False
        slot = line.slots[0]
        cell = slot.cell
        stands_out = cell.is_header or cell.is_strong or slot.right - slot.left > 1
        return stands_out and len(cell.text) <= _MAX_TITLE and (cell.is_header or not cell.text.endswith("."))

    def _put_title(self, text: str) -> None:
        if not self._levels and not self._after_values:
            self._titles = [*self._titles, text][-2:]
            return
        self._section = [*self._section, text][-2:] if self._after_title else [text]
        self._after_title = True

    def _begin_values(self) -> None:
        """Values follow. A title right above the first of them, with no header between, is that of a section like those to come."""
        if not self._after_values and not self._levels and not self._section:
            self._titles, self._section = self._titles[:-1], self._titles[-1:]
        self._after_values = True

    def _is_header_row(self, number: int, line: GridRow) -> bool:
        row = self._rows[number]
        if not line.slots or number in self._unmarked:
            return bool(line.slots)
        if row.in_head:
            return True
        if any(not slot.cell.is_header or slot.cell.scope.startswith("row") for slot in line.slots):
            return False
        if self._levels and not self._has_values:
            return False
        figures = sum(is_figure(slot.cell.text) for slot in line.slots)
        return not (self._after_values and 2 * figures >= len(line.slots))

    @staticmethod
    def _heads_column(slot: Slot, *, in_header_row: bool) -> bool:
        if slot.cell.scope:
            return slot.cell.is_header and slot.cell.scope.startswith("col")
        return in_header_row

    def _put_level(self, above: Sequence[Slot]) -> None:
        """Add a row of headers. One that covers the same columns as a row of an earlier block takes its place."""
        if self._after_values:
            self._block += 1
            self._after_values = False
        columns = [(slot.left, slot.right) for slot in above]
        self._levels = [
            level
            for level in self._levels
            if level.block == self._block or [(slot.left, slot.right) for slot in level.slots] != columns
        ]
        if len(self._levels) >= _MAX_LEVELS:
            del self._levels[1]
        self._levels.append(_Level(slots=above, lefts=[slot.left for slot in above], block=self._block))

    def _spent(self, header: str) -> str:
        """A header, or nothing where the table has had too many characters of them."""
        self._left -= len(header)
        return header if self._left >= 0 else ""

    def _named_by(self, line: GridRow) -> Iterator[Sequence[str]]:
        """For each cell of a row what names it: the cells that it lists, the headers above, or else those on its left."""
        in_row = {slot.cell.name for slot in line.slots}
        for slot, beside in zip(line.slots, self._beside(line), strict=True):
            listed = [
                self._names[name] for name in slot.cell.headers if name in self._names and name not in in_row
            ]
            yield listed or self._above(slot) or (() if line.is_header else beside)

    def _above(self, slot: Slot) -> list[str]:
        """Text of the column headers over a cell, from the top down.

        Of two in different blocks that cover the same columns the nearer one counts, as the standard has it.
        """
        found: list[str] = []
        nearest: dict[tuple[int, int], int] = {}
        for level in reversed(self._levels):
            over = [
                header
                for header in level.over(slot)
                if nearest.setdefault((header.left, header.right), level.block) == level.block
            ]
            found[:0] = [header.cell.text for header in over]
        return found

    def _beside(self, line: GridRow) -> Iterator[Sequence[str]]:
        """For each cell of a row its row headers: the nearest `th` on its left, with those next to it; a `th` has none."""
        nearest: list[str] = []
        is_run = False
        for at, slot in enumerate(line.slots):
            text = slot.cell.text
            yield () if slot.cell.is_header else nearest
            if slot.cell.is_header or (self._is_pairs and at == 0 and text[0].isalpha()):
                nearest = [*nearest[-_MOST_BESIDE:], text] if is_run else [text]
                is_run = True
            else:
                is_run = False


def _joined(names: Sequence[str]) -> str:
    if len(names) == 1:
        return _short(names[0])
    return ", ".join(list(dict.fromkeys(_short(name) for name in names))[:_MOST_NAMES])


def _short(name: str) -> str:
    return name if len(name) <= _MAX_NAME else name[:_MAX_NAME].rsplit(" ", 1)[0]
