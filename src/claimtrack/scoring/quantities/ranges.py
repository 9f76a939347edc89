"""Ranges: two quantities of a text that are the ends of one."""

from __future__ import annotations

from dataclasses import replace

from claimtrack.scoring.quantities.measures import Dimension
from claimtrack.scoring.quantities.model import Comparator, Quantity

_DASHES = frozenset("-–—")
_NO_RANGE = ("from", "by", "down", "up")
"""Words in front of "5 to 10" that make a change of it."""


def join_ranges(text: str, found: list[Quantity]) -> list[Quantity]:
    """Join "between 10 and 15 percent", "10-15%" and "$5 to $6 million" into ranges."""
    out: list[Quantity] = []
    for quantity in found:
        joined = _joined(text, out[-1], quantity) if out else None
        if joined is None:
            out.append(quantity)
        else:
            out[-1] = joined
    return out


def _joined(text: str, first: Quantity, second: Quantity) -> Quantity | None:
    if Dimension.DATE in (first.dimension, second.dimension) or Dimension.ORDINAL in (
        first.dimension,
        second.dimension,
    ):
        return None
    if not first.unitless and (first.dimension, first.unit) != (second.dimension, second.unit):
        return None
    link = text[first.end : second.start].strip().lower()
    before = text[max(0, first.start - 9) : first.start].lower().rstrip()
    dashed = link in _DASHES and second.dimension is not Dimension.COUNT
    to = link == "to" and second.dimension is not Dimension.COUNT and not before.endswith(_NO_RANGE)
    between = link == "and" and before.endswith("between")
    if not (dashed or to or between):
        return None
    factor = second.value / second.bare if second.bare else 1.0
    if first.dimension is second.dimension and not first.unitless:
        low = first.value
        if (
            low * 1000 < second.value and first.step <= 1 <= second.step
        ):  # "$5 to $6 million": the scale stands once
            low *= (
                second.value / second.bare
                if second.bare != second.value
                else 10.0 ** round(_magnitude(second) - _magnitude(first))
            )
    else:
        low = first.bare * factor
    if not low < second.value:
        return None
    return replace(
        second,
        start=first.start,
        text=text[first.start : second.end],
        value=low,
        high=second.value,
        comparator=Comparator.RANGE,
    )


def _magnitude(quantity: Quantity) -> float:
    return float(len(str(int(abs(quantity.value)))))
