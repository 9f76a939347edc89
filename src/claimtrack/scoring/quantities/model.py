"""Quantities: a value with its comparator, unit and the noun it counts."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import Enum, StrEnum, auto

from claimtrack.scoring.quantities import dates
from claimtrack.scoring.quantities.measures import Dimension


class Comparator(StrEnum):
    """How the writer bounds a value."""

    EXACT = "exact"
    ABOUT = "about"
    NEARLY = "nearly"
    """A little less: "almost 100", "just under 100"."""
    MORE = "more than"
    AT_LEAST = "at least"
    LESS = "less than"
    AT_MOST = "at most"
    """Also "up to" and "as many as"."""
    RANGE = "range"


LOWER_BOUNDS = frozenset({Comparator.MORE, Comparator.AT_LEAST})
UPPER_BOUNDS = frozenset({Comparator.LESS, Comparator.AT_MOST})


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number of a text as it is meant."""

    start: int
    """Half-open character offsets into the text it was read from, comparator and unit included."""
    end: int
    text: str
    """As written."""
    dimension: Dimension
    value: float
    """In the dimension's base unit; a share is in percent."""
    step: float
    """The last place that is written, in the base unit."""
    comparator: Comparator = Comparator.EXACT
    high: float | None = None
    """Upper end of a range."""
    unit: str = ""
    """The currency."""
    nouns: tuple[str, ...] = ()
    """Stems of the words that say what is counted; empty where unknown."""
    bare: float = math.nan
    """The number as written, scale words applied, units not."""
    unitless: bool = False
    """No unit and no counted noun was read: the header of a table, or words further away, may hold it."""
    date: dates.Date | None = field(default=None)
    """Where the dimension is a date."""


class Relation(Enum):
    """How a quantity of the page stands to one of the claim."""

    MATCH = auto()
    FIRMER = auto()
    """The claim drops a bound that the page puts: "up to 100" cited as "100"."""
    AT_ODDS = auto()
    UNRELATED = auto()
    """Neither says anything about the other."""


def close(first: float, second: float, tolerance: float) -> bool:
    """Whether two values lie within a tolerance of each other, rounding of the machine aside."""
    return abs(first - second) <= tolerance + 1e-9 * max(abs(first), abs(second))
