"""The cells of table rows, collected from the events of a walk for `TableWriter`.

The text of a row is written as blocks like any other, and collected cell by cell at the same time. Where the row turns out to
hold values, the blocks are taken back and the row is one block: no part of a page is read twice, however tables are nested.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from claimtrack.extract.blocks import BlockBuilder, clean
from claimtrack.extract.events import Attributes
from claimtrack.extract.tables import CELL_SEPARATOR, MAX_ROW, RawCell, RawRow, TableWriter

SECTIONS = frozenset({"thead", "tbody", "tfoot"})
"""Row groups."""


@dataclass(slots=True)
class OpenCell:
    """A `td` or `th` while it is read."""

    name: str
    attributes: Attributes
    texts: list[str] = field(default_factory=list)
    """Its text, piece by piece."""
    light: list[str] = field(default_factory=list)
    """What of it is not bold."""


@dataclass(slots=True)
class OpenRow:
    """A `tr` while it is read."""

    mark: int
    """Number of blocks in front of it."""
    region: int
    cells: list[RawCell] = field(default_factory=list)
    is_layout: bool = False
    """Whether a cell holds parts of a page."""

    def take(self, cell: OpenCell) -> None:
        """A cell ends."""
        text = clean("".join(cell.texts))
        strong = bool(text) and not "".join(cell.light).strip()
        self.cells.append(RawCell(name=cell.name, attributes=cell.attributes, text=text, strong=strong))

    @property
    def length(self) -> int:
        """Characters of all cells, with what separates them."""
        return sum(len(cell.text) + len(CELL_SEPARATOR) for cell in self.cells)


class OpenTable:
    """A `table` while it is read."""

    def __init__(self, builder: BlockBuilder) -> None:
        self.caption: list[str] = []
        """Text of its `caption`, piece by piece."""
        self._builder = builder
        self._writer = TableWriter(builder)
        self._group = 0
        self._section = ""

    def open_section(self, name: str) -> None:
        """A row group begins; an empty name ends it."""
        self._group += 1
        self._section = name

    def end_caption(self) -> None:
        """A caption ends."""
        self._writer.caption(clean("".join(self.caption)))

    def take(self, row: OpenRow) -> None:
        """A row ends: where it holds values, it becomes one block in place of those that were written while it was read."""
        is_layout = row.is_layout or row.length > MAX_ROW
        raw = RawRow(cells=row.cells, section=self._section, group=self._group, is_layout=is_layout)
        if self._writer.take(raw):
            linked = self._builder.take_back(row.mark)
            self._writer.write(region=row.region, linked=linked)

    def close(self) -> None:
        """The table ends."""
        self._writer.close()
