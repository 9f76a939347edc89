"""Numbers that follow from others on the page: differences, sums, shares, factors, years between dates."""

from __future__ import annotations

from collections.abc import Sequence

from claimtrack.scoring.quantities.comparison import ABOUT_TOLERANCE
from claimtrack.scoring.quantities.dates import Date
from claimtrack.scoring.quantities.measures import Dimension
from claimtrack.scoring.quantities.model import Comparator, Quantity, close

_YEAR_S = 365.25 * 86400.0
_SHARE_SLACK = 0.6
"""Percentage points by which a share worked out from two numbers may be rounded."""
_FACTOR_SLACK = 0.12
"""Share by which a factor may be rounded: 2.1 times is "twice"."""


def derivable(claim: Quantity, page: Sequence[Quantity]) -> tuple[Quantity, ...] | None:
    """Find the quantities of the page that the claim's follows from: "£57m more" from £412m and £355m, "80%" from "a fifth".

    Differences, sums, ratios and shares of two quantities, the rest of a share, and whole years between two dates are tried.

    Returns:
        The one or two quantities, or None.
    """
    for index, first in enumerate(page):
        if claim.dimension is first.dimension is Dimension.PERCENT and close(
            claim.value, 100 - first.value, claim.step * 0.6
        ):
            return (first,)
        for second in page[index + 1 :]:
            if (
                _derives(claim, first, second)
                or _share_derives(claim, first, second)
                or _share_derives(claim, second, first)
            ):
                return first, second
    return None


def _share_derives(claim: Quantity, share: Quantity, whole: Quantity) -> bool:
    """Whether the claim's value is a share or a multiple of another: "half of 84", "twice 3%"."""
    if (claim.dimension, claim.unit) != (whole.dimension, whole.unit) or share.dimension not in (
        Dimension.PERCENT,
        Dimension.TIMES,
    ):
        return False
    factor = share.value / 100 if share.dimension is Dimension.PERCENT else share.value
    slack = _slack(claim)
    return factor > 0 and (
        close(claim.value, whole.value * factor, slack) or close(claim.value, whole.value / factor, slack)
    )


def _slack(claim: Quantity) -> float:
    return (
        max(claim.step / 2, ABOUT_TOLERANCE * claim.value)
        if claim.comparator is not Comparator.EXACT
        else claim.step * 0.2
    )


def _derives(claim: Quantity, first: Quantity, second: Quantity) -> bool:
    if first.dimension is not second.dimension or first.unit != second.unit:
        return False
    if first.date is not None and second.date is not None:
        return _years_between(claim, first.date, second.date)
    high, low = max(first.value, second.value), min(first.value, second.value)
    if low <= 0:
        return False
    slack = _slack(claim)
    if claim.dimension is first.dimension and claim.unit == first.unit:
        results = [(high - low, slack), (high + low, slack)]
    elif claim.dimension is Dimension.POINTS and first.dimension is Dimension.PERCENT:
        results = [(high - low, slack)]
    elif claim.dimension is Dimension.PERCENT and first.dimension is not Dimension.PERCENT:
        results = [
            (100 * share, max(slack, _SHARE_SLACK))
            for share in ((high - low) / low, (high - low) / high, low / high)
        ]
    elif claim.dimension is Dimension.TIMES:
        results = [(high / low, _FACTOR_SLACK * claim.value), (low / high, _FACTOR_SLACK * claim.value)]
    else:
        results = []
    return any(close(claim.value, result, tolerance) for result, tolerance in results)


def _years_between(claim: Quantity, first: Date, second: Date) -> bool:
    if claim.dimension is not Dimension.DURATION or first.year is None or second.year is None:
        return False
    years = abs(first.year - second.year)
    return years > 0 and close(
        claim.value / _YEAR_S, years, 0.5 if claim.comparator is Comparator.ABOUT else 0.01
    )
