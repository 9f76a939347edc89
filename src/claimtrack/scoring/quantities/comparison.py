"""How a quantity of the page stands to one of the claim: the same, firmer, at odds, or about something else."""

from __future__ import annotations

import math

from claimtrack.scoring.quantities import dates
from claimtrack.scoring.quantities.measures import Dimension
from claimtrack.scoring.quantities.model import (
    LOWER_BOUNDS,
    UPPER_BOUNDS,
    Comparator,
    Quantity,
    Relation,
    close,
)

ABOUT_TOLERANCE = 0.05
_NEARLY_FLOOR = 0.85
_CONVERSION_TOLERANCE = 0.012
_FAR = 3.0
"""A page's value beyond this factor of a bound says nothing about it: "more than 100" is not about 5,000."""


def compare(claim: Quantity, page: Quantity) -> Relation:
    """Say how the page's quantity stands to the claim's."""
    if Dimension.DATE in (claim.dimension, page.dimension):
        return _compare_dates(claim, page)
    if claim.dimension is not page.dimension or claim.unit != page.unit:
        return _compare_bare(claim, page)
    relation = _compare_values(claim, page)
    if relation is Relation.AT_ODDS and not may_be_at_odds(claim, page):
        return Relation.UNRELATED
    return relation


def may_be_at_odds(claim: Quantity, page: Quantity) -> bool:
    """Whether the two measure the same sort of thing, so that different values are a conflict.

    Counts need a noun in common, or none at all on both sides ("from eight that submitted"); other dimensions do not.
    """
    if claim.dimension in (Dimension.COUNT, Dimension.ORDINAL):
        return claim.unitless is page.unitless and (
            claim.unitless or not set(claim.nouns).isdisjoint(page.nouns)
        )
    return True


def _compare_dates(claim: Quantity, page: Quantity) -> Relation:
    if claim.date is None or page.date is None:
        same_number = close(claim.bare, page.bare, 0) and Dimension.COUNT in (
            claim.dimension,
            page.dimension,
        )
        return Relation.MATCH if same_number else Relation.UNRELATED
    agreed = dates.agree(claim.date, page.date)
    if agreed is None:
        return Relation.UNRELATED
    if agreed:
        return Relation.MATCH
    same_grain = (claim.date.weekday is None) == (page.date.weekday is None)
    return Relation.AT_ODDS if same_grain else Relation.UNRELATED


def _compare_bare(claim: Quantity, page: Quantity) -> Relation:
    """A number without a unit agrees with the same number with one: the unit stands in a table's header, or is left out."""
    if not (claim.unitless or page.unitless) or math.isnan(claim.bare) or math.isnan(page.bare):
        return Relation.UNRELATED
    mantissas = (_mantissa(claim.bare), _mantissa(page.bare))
    if close(claim.bare, page.bare, 0) or (_digits(claim.bare) >= 2 and close(*mantissas, 0)):  # noqa: PLR2004
        return Relation.MATCH
    return Relation.UNRELATED


def _compare_values(claim: Quantity, page: Quantity) -> Relation:
    if Comparator.RANGE in (claim.comparator, page.comparator):
        return _compare_ranges(claim, page)
    if page.comparator in LOWER_BOUNDS:
        return _against_lower_bound(claim, page)
    if page.comparator in UPPER_BOUNDS:
        return _against_upper_bound(claim, page)
    return _against_point(claim, page)


def _against_point(claim: Quantity, page: Quantity) -> Relation:
    """The page gives a value: exact, "about" or "nearly"."""
    slack = ABOUT_TOLERANCE * abs(page.value) if page.comparator is not Comparator.EXACT else 0.0
    if claim.comparator in LOWER_BOUNDS:
        floor = claim.value * (1 - 1e-9)
        if page.value + slack < floor or (claim.comparator is Comparator.MORE and page.value < floor):
            return Relation.AT_ODDS
        return Relation.MATCH if page.value <= _FAR * claim.value else Relation.UNRELATED
    if claim.comparator in UPPER_BOUNDS:
        if page.value - slack > claim.value * (1 + 1e-9):
            return Relation.AT_ODDS
        return Relation.MATCH if page.value * _FAR >= claim.value else Relation.UNRELATED
    if claim.comparator is Comparator.NEARLY:
        near = _NEARLY_FLOOR * claim.value <= page.value <= claim.value * 1.005 + slack
        return Relation.MATCH if near else Relation.AT_ODDS
    tolerance = max(slack, _rounding(claim, page))
    if claim.comparator is Comparator.ABOUT:
        tolerance = max(tolerance, ABOUT_TOLERANCE * abs(claim.value))
    return Relation.MATCH if close(claim.value, page.value, tolerance) else Relation.AT_ODDS


def _rounding(claim: Quantity, page: Quantity) -> float:
    """How far the values may lie apart because the claim writes fewer places, or another unit, than the page."""
    if claim.dimension in (Dimension.ORDINAL, Dimension.TIMES):
        return 0.0
    rounded = claim.step / 2 if claim.step > page.step and claim.value >= 10 * claim.step else 0.0
    converted = _CONVERSION_TOLERANCE * abs(claim.value) if _converted(claim, page) else 0.0
    fraction = 0.5 if claim.dimension is Dimension.PERCENT and claim.step >= 1 else 0.0
    return max(rounded, converted, fraction if claim.step > page.step else 0.0)


def _converted(claim: Quantity, page: Quantity) -> bool:
    """Whether the two are written in different units of one dimension."""
    if claim.dimension in (Dimension.COUNT, Dimension.MONEY, Dimension.PERCENT, Dimension.POINTS):
        return False
    if not claim.bare or not page.bare:
        return False
    return not close(claim.value / claim.bare, page.value / page.bare, 1e-9 * abs(claim.value))


def _against_lower_bound(claim: Quantity, page: Quantity) -> Relation:
    """The page says "more than" or "at least" a value."""
    if claim.comparator in UPPER_BOUNDS or claim.comparator is Comparator.NEARLY:
        return Relation.AT_ODDS if claim.value <= page.value * 1.001 else Relation.UNRELATED
    if close(
        claim.value,
        page.value,
        max(claim.step / 2 if claim.step > page.step else 0.0, 1e-9 * abs(page.value)),
    ):
        return (
            Relation.FIRMER
            if claim.comparator is Comparator.EXACT and page.comparator is Comparator.AT_LEAST
            else Relation.MATCH
        )
    if claim.comparator in LOWER_BOUNDS:
        return Relation.AT_ODDS if not page.value / 1.5 <= claim.value <= page.value else Relation.MATCH
    return Relation.AT_ODDS if claim.value < page.value else Relation.UNRELATED


def _against_upper_bound(claim: Quantity, page: Quantity) -> Relation:
    """The page says "up to", "at most" or "less than" a value."""
    same = close(
        claim.value, page.value, claim.step / 2 if claim.step > page.step else 1e-9 * abs(page.value)
    )
    if claim.comparator in LOWER_BOUNDS:
        return Relation.AT_ODDS if claim.value >= page.value * 0.999 else Relation.UNRELATED
    if claim.comparator in UPPER_BOUNDS or claim.comparator is Comparator.NEARLY:
        return Relation.MATCH if same or page.value <= claim.value <= page.value * 1.5 else Relation.AT_ODDS
    if same:
        return Relation.FIRMER
    return Relation.AT_ODDS if claim.value > page.value else Relation.UNRELATED


def _compare_ranges(claim: Quantity, page: Quantity) -> Relation:
    low, high = _interval(claim)
    page_low, page_high = _interval(page)
    if claim.comparator is page.comparator:
        same = close(low, page_low, claim.step / 2) and close(high, page_high, claim.step / 2)
        return Relation.MATCH if same else Relation.AT_ODDS
    inside = page_low >= low * 0.999 and page_high <= high * 1.001
    around = low >= page_low * 0.999 and high <= page_high * 1.001
    if claim.comparator is Comparator.RANGE:
        return Relation.MATCH if inside else Relation.AT_ODDS
    if claim.comparator in LOWER_BOUNDS | UPPER_BOUNDS:
        return Relation.MATCH if inside else Relation.UNRELATED
    return Relation.FIRMER if around else Relation.AT_ODDS


def _interval(quantity: Quantity) -> tuple[float, float]:
    if quantity.comparator is Comparator.RANGE and quantity.high is not None:
        return quantity.value, quantity.high
    if quantity.comparator in LOWER_BOUNDS:
        return quantity.value, math.inf
    if quantity.comparator in UPPER_BOUNDS:
        return 0.0, quantity.value
    return quantity.value, quantity.value


def _mantissa(value: float) -> float:
    if not value:
        return 0.0
    return value / 10.0 ** math.floor(math.log10(abs(value)) + 1e-12)


def _digits(value: float) -> int:
    return len(f"{_mantissa(value):.8f}".replace(".", "").strip("0"))
