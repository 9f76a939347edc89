"""Another date: one field of it is another, and the page does not have it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimtrack.scoring.counterfactuals.model import Change, Counterfactual, PageWords, changed
from claimtrack.scoring.quantities import Dimension, Quantity, Relation, compare, read_quantities
from claimtrack.scoring.quantities.dates import MONTHS, WEEKDAYS, Date

_YEARS_OFF = (-3, 4, -7, 9)
_DECADES_OFF = (-20, 20, -40)
_MONTHS_OFF = (5, 2, 7)
_DAYS_OFF = (2, 4, 5)
_YEAR = re.compile(r"\d{4}")
_NAMES = re.compile(r"[A-Z][a-z]+")
_LONG_MONTHS = "January February March April May June July August September October November December".split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_OPEN = re.compile(
    r"\b(?:before|after|by|until|till|between|and|to|through|than)\s+(?:the\s+)?(?:end\s+of\s+)?$",
    re.IGNORECASE,
)
"""Words that make a date a bound: another one may be as right."""

_SPANS = ("/", "-", "–")
"""Behind a date that begins a span."""


def other_dates(claim: str, page: PageWords) -> Iterator[Counterfactual]:
    """Yield versions of a claim in which a year, a month or a day of the week is another."""
    for quantity in read_quantities(claim):
        if (
            quantity.dimension is not Dimension.DATE
            or quantity.date is None
            or _OPEN.search(claim[: quantity.start])
            or claim[quantity.end : quantity.end + 1] in _SPANS
        ):
            continue
        for start, end, after in _fields(claim, quantity.date):
            made = changed(Change.DATE, claim, start, end, after)
            if _is_wrong(made.text, quantity, page):
                yield made


def _fields(claim: str, date: Date) -> Iterator[tuple[int, int, str]]:
    """Where a field of the date is written, and what to write there."""
    if date.year is not None or date.decade is not None:
        written = _YEAR.search(claim, date.start, date.end)
        offsets = _YEARS_OFF if date.year is not None else _DECADES_OFF
        if written:
            yield from ((*written.span(), str(int(written[0]) + offset)) for offset in offsets)
        return
    for written in _NAMES.finditer(claim, date.start, date.end):
        low = written[0].lower()
        if low in MONTHS and date.month is not None:
            yield from ((*written.span(), _LONG_MONTHS[(MONTHS[low] - 1 + off) % 12]) for off in _MONTHS_OFF)
        elif low in WEEKDAYS:
            yield from ((*written.span(), _WEEKDAYS[(WEEKDAYS[low] + off) % 7]) for off in _DAYS_OFF)


def _is_wrong(text: str, before: Quantity, page: PageWords) -> bool:
    after = next((one for one in read_quantities(text) if one.start == before.start and one.date), None)
    return after is not None and compare(after, before) is Relation.AT_ODDS and not page.gives(after)
