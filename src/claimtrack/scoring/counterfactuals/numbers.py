"""Another number: far enough off that no rounding and no bound makes it right, written as the first one was."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimtrack.scoring.counterfactuals.model import Change, Counterfactual, PageWords, changed
from claimtrack.scoring.quantities import Comparator, Dimension, Quantity, Relation, compare, read_quantities
from claimtrack.scoring.quantities.model import LOWER_BOUNDS, UPPER_BOUNDS
from claimtrack.scoring.quantities.numerals import ONES, ORDINALS, PARTS, TENS, parse_digits

_FACTORS = (1.4, 0.6, 1.8, 0.4, 2.5, 3.0)
_FACTORS_UP = (4.0, 6.0, 9.0)
"""For "more than": what a page gives is at most three times as much, or says nothing about it (`quantities.comparison`)."""
_FACTORS_DOWN = (1 / 4, 1 / 6, 1 / 9)
_TOKEN = re.compile(r"\d[\d.,]*\d|\d|[^\W\d_]+")
_GROUPED_FROM = 10_000
"""Numbers from here on are written with separators where the first one was, or had no need of them."""
_WITHIN = re.compile(r"\b(?:within|inside)(?: the)? $", re.IGNORECASE)
"""In front of a number that is a bound: what is done within four days is done within six."""
_WHOLE = 100
"""Per cent."""
_FEWEST = 2
"""One is left alone: "one sites" is no English, and "one" is often a pronoun."""
_SPELLED = {word: float(value) for table in (ONES, TENS) for word, value in table.items() if value >= _FEWEST}
_RANKS = {word: float(value) for word, value in ORDINALS.items() if value <= 10}  # noqa: PLR2004 - "eleventh" is rare


def other_numbers(claim: str, page: PageWords) -> Iterator[Counterfactual]:
    """Yield versions of a claim in which a number is another, dates aside; the likeliest first."""
    for quantity in read_quantities(claim):
        if quantity.dimension is Dimension.DATE or quantity.comparator is Comparator.RANGE:
            continue
        numeral = _numeral(claim, quantity)
        if numeral is None:
            continue
        start, end, value = numeral
        if _WITHIN.search(claim[:start]):
            continue
        for factor in _factors(quantity):
            after = _written(claim[start:end], value, factor, quantity)
            if after is None:
                continue
            made = changed(Change.NUMBER, claim, start, end, after)
            if _is_wrong(made.text, quantity, page):
                yield made


def _factors(quantity: Quantity) -> tuple[float, ...]:
    if quantity.comparator in LOWER_BOUNDS:
        return _FACTORS_UP
    return _FACTORS_DOWN if quantity.comparator in UPPER_BOUNDS else _FACTORS


def _numeral(claim: str, quantity: Quantity) -> tuple[int, int, float] | None:
    """Where the one number of a quantity is written, and its value there; None for fractions, ratios and the like."""
    found: list[tuple[int, int, float]] = []
    table = _RANKS if quantity.dimension is Dimension.ORDINAL else _SPELLED
    for match in _TOKEN.finditer(claim, quantity.start, quantity.end):
        word = match[0].lower()
        if word in PARTS and quantity.dimension is not Dimension.ORDINAL:
            return None
        if word[0].isdecimal():
            parsed = parse_digits(word)
            if parsed is None or quantity.dimension is Dimension.ORDINAL:
                return None
            found.append((*match.span(), parsed[0]))
        elif word in table:
            found.append((*match.span(), table[word]))
    return found[0] if len(found) == 1 and found[0][2] != 1 else None


def _written(before: str, value: float, factor: float, quantity: Quantity) -> str | None:
    """Return a number of about `factor` times the value, in the way that the first is written; None where there is none."""
    if before[0].isdecimal():
        return _digits(before, value * factor, quantity)
    table = _RANKS if quantity.dimension is Dimension.ORDINAL else _SPELLED
    wanted = max(float(_FEWEST), round(value * factor))
    word = min(table, key=lambda word: abs(table[word] - wanted))
    if table[word] == value:
        return None
    return word.capitalize() if before[0].isupper() else word


def _digits(before: str, wanted: float, quantity: Quantity) -> str | None:
    parsed = parse_digits(before)
    if parsed is None:
        return None
    value, step = parsed
    places = (
        round(1 / step).bit_length() and len(before.rpartition(".")[2]) if step < 1 and "." in before else 0
    )
    if step < 1 and not places:
        return None  # a decimal comma
    number = round(wanted / step) * step
    if number == value or number < (_FEWEST if not places else step):
        return None
    if quantity.dimension is Dimension.PERCENT and value <= _WHOLE < number:
        return None
    grouped = "," in before or (number >= _GROUPED_FROM > value)
    return f"{number:,.{places}f}" if grouped else f"{number:.{places}f}"


def _is_wrong(text: str, before: Quantity, page: PageWords) -> bool:
    """Tell whether the number that was put in is read as one, at odds with the first, and nowhere on the page."""
    after = next((one for one in read_quantities(text) if one.start == before.start), None)
    if after is None or after.dimension is not before.dimension or after.unit != before.unit:
        return False
    return compare(after, before) is Relation.AT_ODDS and not page.gives(after)
