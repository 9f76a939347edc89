"""The row of a table as it is read: which cell each word and number of it stands in, and in which unit its numbers are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from claimtrack.models import Cell, Passage
from claimtrack.scoring.quantities import Dimension, Quantity, read_quantities

OUTSIDE = -1
"""Number of no cell: the words of the caption."""
_FIGURE = re.compile(r"[^\w\s]{0,3}\s?(?:[A-Z]{1,3}[$£€]?\s?)?[^\w\s]{0,3}\d")
"""How a number begins, a sign or currency before it."""
_IN_BRACKETS = re.compile(r"\(([^()]{1,24})\)")
_BEHIND = re.compile(r"(?:,|\bin\b)\s*([^,;:()]{1,24})$")
_CURRENCY = re.compile(r"(US\$|[$£€¥]|[A-Z]{3}\b)\s*(.*)")
_SCALES = {
    "thousands": "thousand", "000": "thousand", "000s": "thousand", "'000": "thousand", "'000s": "thousand", "k": "thousand",
    "millions": "million", "mn": "million", "mln": "million", "mio": "million",
    "billions": "billion", "bn": "billion", "trillions": "trillion",
}  # fmt: skip
"""How headers write the words that numerals are read with."""
_MONEY_SCALES = {"m": "million", "b": "billion"}
"""Those that mean a scale only behind a currency."""
_MAX_LABEL = 80
"""A cell of more characters tells a story and names nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A cell in the text that its row is read as."""

    start: int
    """Half-open character offsets into that text, the header included."""
    end: int
    value: int
    """Where the cell's own text begins."""
    cell: Cell
    is_label: bool
    """Whether it names what the row is about, rather than holding a figure."""


class CellRow:
    """A row that has cells: its text, with the place of every cell in it."""

    def __init__(self, passage: Passage) -> None:
        self.context = passage.context
        start = len(self.context) + 2 if self.context else 0
        pieces: list[Piece] = []
        for cell in passage.named_cells:
            value = start + (len(cell.header) + 2 if cell.header else 0)
            end = value + len(cell.text)
            pieces.append(Piece(start=start, end=end, value=value, cell=cell, is_label=is_label(cell.text)))
            start = end + 2
        self.pieces: Sequence[Piece] = pieces
        named = {piece.cell for piece in pieces}
        self.labels: Sequence[str] = [
            cell.text for cell in passage.cells if cell not in named or is_label(cell.text)
        ]
        """The cells that name what the row is about."""

    def at(self, place: int) -> int:
        """Return the number of the cell that a character stands in, or `OUTSIDE`."""
        for number, piece in enumerate(self.pieces):
            if piece.start <= place < piece.end:
                return number
        return OUTSIDE

    def in_header(self, place: int) -> bool:
        """Tell whether a character stands in the header of a cell."""
        number = self.at(place)
        return number != OUTSIDE and place < self.pieces[number].value

    def quantities(self) -> list[Quantity]:
        """The quantities of the row, numbers that the header gives the unit of read with it."""
        found = read_quantities(self.context) if self.context else []
        for piece in self.pieces:
            cell = piece.cell
            found += [_moved(quantity, piece.start) for quantity in _in_header(cell.header)]
            found += [_moved(quantity, piece.value) for quantity in self._measured(cell)]
        return found

    def _measured(self, cell: Cell) -> list[Quantity]:
        bare = [_ambiguous(quantity) for quantity in read_quantities(cell.text)]
        if len(bare) != 1 or not bare[0].unitless or bare[0].dimension is not Dimension.COUNT:
            return bare
        for written in _units(cell.header, self.context):
            measured = read_quantities(written.format(bare[0].text))
            if len(measured) == 1 and _says_more(measured[0], bare[0]):
                return [replace(measured[0], start=bare[0].start, end=bare[0].end, text=bare[0].text)]
        return bare


@lru_cache(maxsize=4096)
def _in_header(header: str) -> Sequence[Quantity]:
    """The quantities of a header, which many rows share."""
    return read_quantities(header)


def is_label(text: str) -> bool:
    """Tell whether a cell names something: it is short, and is no figure; a date names a row as well as a word does."""
    if len(text) > _MAX_LABEL:
        return False
    if _FIGURE.match(text) is None:
        return True
    found = read_quantities(text)
    return not found or found[0].dimension in (Dimension.DATE, Dimension.ORDINAL)


def _ambiguous(quantity: Quantity) -> Quantity:
    """Take "88 m" for a number without a unit: in a table that is metres or millions."""
    return replace(quantity, nouns=(), unitless=True) if quantity.nouns == ("m",) else quantity


def _says_more(measured: Quantity, bare: Quantity) -> bool:
    return measured.dimension is not bare.dimension or measured.value != bare.value


def _moved(quantity: Quantity, by: int) -> Quantity:
    date = quantity.date
    moved = replace(date, start=date.start + by, end=date.end + by) if date is not None else None
    return replace(quantity, start=quantity.start + by, end=quantity.end + by, date=moved)


def _units(header: str, context: str) -> Iterator[str]:
    """The ways to write a number in the units that a header or, failing that, a caption names, with `{}` for the number."""
    for named in (header, context):
        found = [*_IN_BRACKETS.findall(named), *_BEHIND.findall(named)]
        if named.rstrip().endswith("%"):
            found.append("%")
        for unit in found:
            cleaned = unit.strip().removeprefix("in ").replace("{", "").replace("}", "")
            currency = _CURRENCY.fullmatch(cleaned)
            if currency is not None:
                scale = currency[2].strip().lower()
                yield f"{currency[1]}{{}} {_MONEY_SCALES.get(scale, _SCALES.get(scale, scale))}".rstrip()
            else:
                yield f"{{}} {_SCALES.get(cleaned.lower(), cleaned)}"
