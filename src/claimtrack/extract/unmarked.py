"""Headers of tables whose authors marked none: what a person takes for one, by how it looks against the rows below."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from claimtrack.extract.grid import GridRow, RawRow

_MIN_CONTRAST = 3
"""Rows and columns from which words above numbers are taken for headers that nobody marked as such."""
_MOST = 0.8
"""Share of the cells below that must be numbers; some hold a dash."""
_MAX_FIGURE = 40
"""Characters of a cell that can be no more than a number with its unit and a note."""
_NUMERIC = re.compile(r"[^\w\s]*\d[\d\s.,:/–-]*(?:[^\w\s]*|\s?[^\W\d]{1,4})(?:\s*[(\[][^)\]]*[)\]])*")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d(?:\s?[-–/]\s?\d{2,4})?")


def is_pairs(grid: Sequence[GridRow]) -> bool:
    """Tell whether a table without any header cell has two columns: names and their values."""
    slots = [slot for line in grid for slot in line.slots]
    return not any(slot.cell.is_header or slot.right > 2 for slot in slots)  # noqa: PLR2004


def unmarked_headers(rows: Sequence[RawRow], grid: Sequence[GridRow]) -> Collection[int]:
    """The numbers of the first rows that are headers in a table whose author marked none."""
    if any(row.in_head for row in rows) or any(cell.is_header for row in rows for cell in row.cells):
        return ()
    corner = _below_an_empty_corner(rows, grid)
    if corner:
        return corner
    filled = [
        number for number, line in enumerate(grid) if len(line.slots) > 1 and not rows[number].is_layout
    ]
    if len(filled) < 2:  # noqa: PLR2004 - a header and a row below it
        return ()
    return filled[:1] if _is_header(grid, filled[0], filled[1:]) else ()


def _below_an_empty_corner(rows: Sequence[RawRow], grid: Sequence[GridRow]) -> Collection[int]:
    """The first rows that leave out the column which names the rows below, and hold no figure."""
    found: list[int] = []
    for number, line in enumerate(grid):
        if not line.slots or rows[number].is_layout:
            continue
        if line.slots[0].left == 0:
            is_named = not is_figure(line.slots[0].cell.text) and len(line.slots) > 1
            return found if is_named else ()
        if any(is_figure(slot.cell.text) for slot in line.slots):
            return ()
        found.append(number)
    return ()


def _is_header(grid: Sequence[GridRow], first: int, below: Sequence[int]) -> bool:
    """Tell whether a first row is in bold and the others are not, or is of words above columns of numbers."""
    head = grid[first].slots
    if all(slot.cell.is_strong for slot in head) and not all(
        slot.cell.is_strong for number in below for slot in grid[number].slots
    ):
        return True
    if len(head) < _MIN_CONTRAST or len(below) + 1 < _MIN_CONTRAST:
        return False
    if any(is_figure(slot.cell.text) for slot in head):
        return False
    columns = {slot.left for slot in head}
    figures = dict.fromkeys(columns, 0)
    for number in below:
        for slot in grid[number].slots:
            if slot.left in figures and is_figure(slot.cell.text):
                figures[slot.left] += 1
    return max(figures.values()) >= _MOST * len(below)


def is_figure(text: str) -> bool:
    """Tell whether a cell holds a number; years name columns as often as they fill them, and are none."""
    return len(text) <= _MAX_FIGURE and _NUMERIC.fullmatch(text) is not None and _YEAR.fullmatch(text) is None
