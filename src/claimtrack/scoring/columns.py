"""Numbers of a claim against the row of a table: a number counts only in the column that the claim speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from claimtrack.scoring.cells import OUTSIDE, CellRow
from claimtrack.scoring.claim_view import ClaimView
from claimtrack.scoring.labels import Labels
from claimtrack.scoring.quantities import Dimension, Quantity, Relation, compare
from claimtrack.scoring.wanted import Name, Wanted, WantedHeaders

_SCALES = (1e3, 1e6, 1e9)
"""What a table may count in without saying so where the text around it does."""
_TELLING_DIGITS = 10
"""A number without a unit must have two digits before it may be read in thousands or millions."""
_FITS = 0.5
"""Share of a header that the claim must have for another number below it to be a conflict, whatever it counts."""

Related = list[tuple[Relation, Quantity]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Misplaced:
    """A number of the claim that stands in a column the claim does not speak of."""

    found: int
    """The cell it stands in, by its number in the row."""
    meant: int | None
    """The cell that the claim speaks of; None where the row has none in that column."""
    header: str
    """The header of that column."""


@dataclass(slots=True, kw_only=True)
class Columns:
    """What a row says about each quantity of a claim."""

    related: list[Related] = field(default_factory=list)
    misplaced: dict[int, Misplaced] = field(default_factory=dict)
    """By the number of the quantity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Value:
    """A quantity of the row and where it stands."""

    quantity: Quantity
    relation: Relation
    cell: int
    is_value: bool
    """Whether it stands in the cell itself, not in its header or the caption."""


class _Row:
    def __init__(
        self, claim: ClaimView, wanted: Wanted, cells: CellRow, quantities: Sequence[Quantity], labels: Labels
    ) -> None:
        self.claim = claim
        self.wanted = WantedHeaders(places=wanted.places, telling=wanted.telling, measured=wanted.measured)
        self.cells = cells
        self.labels = labels
        self.headers: Sequence[str] = [piece.cell.header for piece in cells.pieces]
        self.names: Sequence[Name] = [labels.name_of(header) for header in self.headers]
        self.found = [[self._held(mine, other) for other in quantities] for mine in claim.quantities]
        self.kinds: list[set[Dimension | None]] = [set() for _ in self.names]
        """For each cell what its values measure; None where one has no unit."""
        for other in quantities:
            cell = self.cells.at(other.start)
            if self._is_value(other, cell):
                self.kinds[cell] |= {other.dimension, None} if other.unitless else {other.dimension}
        self.matched = [
            {one.cell for one in row if one.is_value and one.relation in (Relation.MATCH, Relation.FIRMER)}
            for row in self.found
        ]

    def _is_value(self, quantity: Quantity, cell: int) -> bool:
        """Whether a quantity stands in a cell itself, not in its header or the caption."""
        return cell != OUTSIDE and quantity.start >= self.cells.pieces[cell].value

    def _held(self, mine: Quantity, other: Quantity) -> _Value:
        cell = self.cells.at(other.start)
        is_value = self._is_value(other, cell)
        relation = compare(mine, other)
        if is_value and relation is Relation.UNRELATED:
            relation = self._without_unit(mine, other, cell)
        elif not is_value and mine.dimension is not other.dimension:
            relation = Relation.UNRELATED
        return _Value(quantity=other, relation=relation, cell=cell, is_value=is_value)

    def _without_unit(self, mine: Quantity, other: Quantity, cell: int) -> Relation:
        """A number whose unit stands neither in its cell nor above it."""
        if Dimension.DATE in (mine.dimension, other.dimension) or Dimension.ORDINAL in (
            mine.dimension,
            other.dimension,
        ):
            return Relation.UNRELATED
        if mine.dimension is not other.dimension and not other.unitless:
            return Relation.UNRELATED
        if (
            other.unitless
            and other.value >= _TELLING_DIGITS
            and any(abs(other.value * scale - mine.value) <= mine.step / 2 for scale in _SCALES)
        ):
            return Relation.MATCH
        return Relation.AT_ODDS if self.wanted.share(self.names[cell]) > _FITS else Relation.UNRELATED

    def nearest(self, quantity: Quantity, name: Name) -> float:
        """How many words of the claim lie between a quantity and the nearest word of a name."""
        at = [
            index
            for index, word in enumerate(self.claim.words)
            if quantity.start <= word.start < quantity.end
        ]
        if not at:
            return float("inf")
        places = self.wanted.hits(name) - frozenset(at)
        return min((max(at[0] - place, place - at[-1]) for place in places), default=float("inf"))

    def misplaced(self, number: int, cell: int) -> Misplaced | None:
        """Where a claim means a quantity to stand, rather than in a cell; None where it may mean that one."""
        other = self._meant(number, cell)
        if other is not None:
            return Misplaced(found=cell, meant=other, header=self.headers[other])
        for header in self.labels.empty_columns(self.headers):
            if self.wanted.means(self.labels.name_of(header), self.names[cell]):
                return Misplaced(found=cell, meant=None, header=header)
        return None

    def _meant(self, number: int, cell: int) -> int | None:
        mine = self.claim.quantities[number]
        taken = {at for other, cells in enumerate(self.matched) if other != number for at in cells}
        for other in dict.fromkeys(one.cell for one in self.found[number] if one.is_value):
            if other in self.matched[number] or not self._comparable(number, cell, other):
                continue
            if other not in taken and self.wanted.means(self.names[other], self.names[cell]):
                return other
            if other in taken and self._crossed(number, mine, cell, other):
                return other
        return None

    def _comparable(self, number: int, cell: int, other: int) -> bool:
        """Whether two cells may hold the same sort of value: not where one has the unit that the claim gives, and the other none."""
        dimension = self.claim.quantities[number].dimension
        has_unit = dimension is not Dimension.COUNT and dimension in self.kinds[cell]
        return dimension in self.kinds[other] or (None in self.kinds[other] and not has_unit)

    def _crossed(self, number: int, mine: Quantity, cell: int, other: int) -> bool:
        """Whether two numbers of the claim stand in each other's columns: the words of both columns lie nearer that way."""
        here, there = self.names[cell] - self.names[other], self.names[other] - self.names[cell]
        partners = [
            theirs
            for at, theirs in enumerate(self.claim.quantities)
            if at != number and self.matched[at] == {other} and theirs.dimension is mine.dimension
        ]
        return any(
            self.nearest(mine, there) + self.nearest(theirs, here)
            < self.nearest(mine, here) + self.nearest(theirs, there)
            for theirs in partners
        )


def relate(
    claim: ClaimView, wanted: Wanted, cells: CellRow, quantities: Sequence[Quantity], labels: Labels
) -> Columns:
    """Hold every quantity of a claim against those of a row, and leave out what stands in columns that the claim does not mean."""
    row = _Row(claim, wanted, cells, quantities, labels)
    columns = Columns()
    for number, found in enumerate(row.found):
        places = {cell: row.misplaced(number, cell) for cell in sorted(row.matched[number])}
        kept = [cell for cell, misplaced in places.items() if misplaced is None]
        wrong = next((misplaced for misplaced in places.values() if misplaced is not None), None)
        if wrong is not None and not kept:
            columns.misplaced[number] = wrong
            columns.related.append(
                [
                    (Relation.AT_ODDS, one.quantity)
                    for one in found
                    if one.is_value and one.cell == wrong.meant
                ]
            )
        else:
            columns.related.append(list(_kept(row, number, found, kept)))
    return columns


def _kept(
    row: _Row, number: int, found: Sequence[_Value], kept: Sequence[int]
) -> Iterator[tuple[Relation, Quantity]]:
    agrees = bool(kept) or any(one.relation is Relation.MATCH and not one.is_value for one in found)
    for one in found:
        if one.relation is Relation.UNRELATED:
            continue
        if one.relation is Relation.AT_ODDS:
            # One of several columns that differ is no conflict where another agrees, nor is a header.
            if agrees or (one.cell != OUTSIDE and not one.is_value):
                continue
            if one.is_value and row.misplaced(number, one.cell) is not None:
                continue
        elif one.is_value and one.cell not in kept:
            continue
        yield one.relation, one.quantity
