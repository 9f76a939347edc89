"""Quantities of a text: read, compared by value, unit and comparator, and derived from each other."""

from __future__ import annotations

from claimtrack.scoring.quantities.comparison import compare
from claimtrack.scoring.quantities.derivation import derivable
from claimtrack.scoring.quantities.measures import Dimension
from claimtrack.scoring.quantities.model import Comparator, Quantity, Relation
from claimtrack.scoring.quantities.reader import read_quantities
from claimtrack.scoring.quantities.screening import may_count

__all__ = [
    "Comparator",
    "Dimension",
    "Quantity",
    "Relation",
    "compare",
    "derivable",
    "may_count",
    "read_quantities",
]
