"""Numbers of a claim that stand in a table, but in the row or column of something else."""

from __future__ import annotations

from collections.abc import Iterator

from claimtrack.models import Cell
from claimtrack.scoring.alignment import Alignment, Held
from claimtrack.scoring.cells import OUTSIDE, CellRow
from claimtrack.scoring.columns import Misplaced
from claimtrack.scoring.finding import Finding, Slug
from claimtrack.scoring.quantities import Dimension, Quantity, Relation

_CONFLICT = 1.0
_GAP = 0.3
"""Where the page says nothing about what the claim means: too little to contradict, and enough not to support."""
_MOST_NAMED = 3
"""How many cells a row is named by."""
_AGREES = (Relation.MATCH, Relation.FIRMER)


def find_misplaced(alignment: Alignment) -> Iterator[Finding]:
    """Return a finding for each number of the claim that the window's table has for another row or column, and not for this."""
    here, number = alignment.rows[0].cells, alignment.numbers[0]
    if here is None:
        return
    misplaced = alignment.lookup.misplaced(number)
    for at, held in enumerate(alignment.held):
        if at in misplaced:
            yield _other_column(held.quantity, here, misplaced[at])
        elif held.relation not in _AGREES and held.quantity.dimension is not Dimension.DATE:
            yield from _in_other_rows(alignment, here, at, held)
    yield from _whose_row(alignment, number, here)


def _whose_row(alignment: Alignment, number: int, here: CellRow) -> Iterator[Finding]:
    """The window's own row may be that of something else."""
    lookup = alignment.lookup
    rival, stray = lookup.rival(number), lookup.stray(number)
    meant = alignment.index.row(rival).cells if rival is not None else None
    if meant is not None:
        mine, theirs = _apart(here, meant)
        yield _gap(mine, f"this row is that of “{mine}”, and the claim speaks of “{theirs}”")
    elif stray is not None:
        column, other = stray
        mine, theirs = _in_column(alignment, number, column), _in_column(alignment, other, column)
        yield _gap(mine, f"in the column “{column}” the row has “{mine}”, and the claim has “{theirs}”")
    elif lookup.is_unnamed(number):
        yield _gap(_name(here), f"this row is that of “{_name(here)}”, which the claim does not name")


def _gap(mine: str, detail: str) -> Finding:
    return Finding(slug=Slug.OTHER_ROW, strength=_GAP, page_words=(mine,), detail=detail)


def _in_column(alignment: Alignment, number: int, header: str) -> str:
    """What a row has in a column."""
    cells = alignment.index.passages[number].named_cells
    return next((cell.text for cell in cells if cell.header == header), "")


def _other_column(mine: Quantity, row: CellRow, misplaced: Misplaced) -> Finding:
    found = row.pieces[misplaced.found].cell
    meant = row.pieces[misplaced.meant].cell if misplaced.meant is not None else None
    says = f"stands “{meant.text}”" if meant is not None else "stands nothing"
    return Finding(
        slug=Slug.OTHER_COLUMN,
        strength=_CONFLICT if meant is not None else _GAP,
        claim_words=(mine.text,),
        page_words=(meant.text,) if meant is not None else (),
        detail=f"“{mine.text}” stands in the column “{found.header}”; in the column “{misplaced.header}” {says}",
    )


def _in_other_rows(alignment: Alignment, here: CellRow, at: int, held: Held) -> Iterator[Finding]:
    """The first row with the number that the claim does not speak of."""
    for number in alignment.lookup.seen:
        there = alignment.index.row(number).cells
        if there is None or alignment.lookup.rival(number) is None:
            continue
        for relation, quantity in alignment.lookup.relations(number)[at]:
            cell = there.at(quantity.start)
            if relation in _AGREES and cell != OUTSIDE:
                yield _other_row(held.quantity, here, there, cell)
                return


def _other_row(mine: Quantity, here: CellRow, there: CellRow, cell: int) -> Finding:
    instead = _same_column(here, there.pieces[cell].cell)
    meant, found = _apart(here, there)
    says = f"stands “{instead.text}”" if instead is not None else "it does not"
    return Finding(
        slug=Slug.OTHER_ROW,
        strength=_CONFLICT if instead is not None else _GAP,
        claim_words=(mine.text,),
        page_words=(instead.text,) if instead is not None else (),
        detail=f"“{mine.text}” stands in the row of “{found}”; in that of “{meant}” {says}",
    )


def _same_column(row: CellRow, cell: Cell) -> Cell | None:
    """The cell of a row that stands in the column of a cell of another; its only value where names and values stand side by side."""
    values = [piece.cell for piece in row.pieces if not piece.is_label]
    same = [value for value in values if value.header == cell.header]
    return same[0] if same else values[0] if len(values) == 1 else None


def _apart(first: CellRow, second: CellRow) -> tuple[str, str]:
    """What two rows are named by, with the captions where their cells name them alike."""
    mine, theirs = _name(first), _name(second)
    if mine == theirs:
        return f"{first.context}, {mine}", f"{second.context}, {theirs}"
    return mine, theirs


def _name(row: CellRow) -> str:
    return ", ".join(row.labels[:_MOST_NAMED])
