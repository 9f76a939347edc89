"""Read the quantities of a text: numerals with their units, comparators and counted nouns, and dates."""

from __future__ import annotations

from collections.abc import Sequence

from claimtrack.scoring.quantities.comparators import comparator_before, comparator_behind, low
from claimtrack.scoring.quantities.dates import Date, find_dates
from claimtrack.scoring.quantities.measures import (
    CURRENCY_ADJECTIVES,
    CURRENCY_PREFIXES,
    FACTORS,
    GLUED_ONLY,
    SPANS,
    SYMBOLS,
    UNIT_WORDS,
    Dimension,
    Unit,
)
from claimtrack.scoring.quantities.model import Comparator, Quantity
from claimtrack.scoring.quantities.numerals import (
    BEGINNINGS,
    PARTS,
    SCALES,
    Lexeme,
    Numeral,
    lexemes,
    read_numeral,
)
from claimtrack.scoring.quantities.ranges import join_ranges
from claimtrack.scoring.quantities.screening import may_count
from claimtrack.scoring.words import STOP_WORDS, stem, tokens

_BEGINNINGS = BEGINNINGS | SYMBOLS.keys() | FACTORS.keys()
_CURRENCY_ADJECTIVES: dict[str, list[tuple[list[str], str]]] = {}
for _words, _currency in CURRENCY_ADJECTIVES.items():
    _parts = _words.split()
    _CURRENCY_ADJECTIVES.setdefault(_parts[0], []).append((_parts, _currency))
_ARTICLES = frozenset({"a", "an"})
_BEHIND_ARTICLES = frozenset({*SCALES, *PARTS, *SPANS, "-"})
"""What makes a quantity of an article: "a hundred", "a third", "a decade"."""
_NOUN_REACH = 4
"""How many words behind a number may name what it counts."""
_CLAUSE_END = frozenset('.,;:!?()[]"“”—–')


def read_quantities(text: str) -> list[Quantity]:
    """Return the quantities of a text in order of place. Linear in the length of the text."""
    if not any(map(may_count, tokens(text))):
        return []
    items = lexemes(text)
    found = [_date_quantity(text, date) for date in find_dates(text)]
    dated = [(quantity.start, quantity.end) for quantity in found]
    at = day = 0
    while at < len(items):
        while day < len(dated) and dated[day][1] <= items[at].start:
            day += 1
        if day < len(dated) and dated[day][0] <= items[at].start:
            at += 1
            continue
        if not _may_begin(items, at):
            at += 1
            continue
        quantity, after = _read(text, items, at)
        if quantity is not None:
            found.append(quantity)
        at = max(after, at + 1)
    found.sort(key=lambda quantity: quantity.start)
    return join_ranges(text, found)


def _may_begin(items: Sequence[Lexeme], at: int) -> bool:
    word = items[at].low
    if word in _ARTICLES:
        return low(items, at + 1) in _BEHIND_ARTICLES
    return word in _BEGINNINGS or word[0].isdecimal()


def _date_quantity(text: str, date: Date) -> Quantity:
    value = float(date.year or date.decade or 0)
    return Quantity(
        start=date.start, end=date.end, text=text[date.start : date.end], dimension=Dimension.DATE, value=value, step=1.0,
        bare=value if date.year and not date.month else float("nan"), date=date,
    )  # fmt: skip


def _read(text: str, items: Sequence[Lexeme], at: int) -> tuple[Quantity | None, int]:
    """The quantity that begins at lexeme `at`, and the index behind it."""
    special = _money(text, items, at) or _factor(text, items, at) or _one_span(text, items, at)
    if special is not None:
        return special
    numeral = read_numeral(items, at)
    if numeral is None:
        return None, at + 1
    return _with_unit(text, items, numeral)


def _factor(text: str, items: Sequence[Lexeme], at: int) -> tuple[Quantity | None, int] | None:
    """A factor by itself: "doubled", "twice"; not "double-decker"."""
    factor = FACTORS.get(items[at].low)
    if factor is None or "-" in (low(items, at - 1), low(items, at + 1)):
        return None
    return _build(
        text, items, at, at + 1, value=factor, step=factor / 10, unit=Unit(Dimension.TIMES, ""), bare=factor
    ), at + 1


def _one_span(text: str, items: Sequence[Lexeme], at: int) -> tuple[Quantity | None, int] | None:
    """One span of time: "a decade", "in a year"; "twice a year" and "$5 a month" are no spans of one year and are skipped."""
    if items[at].low not in {"a", "an"} or low(items, at + 1) not in SPANS:
        return None
    if not _is_span(items, at):
        return None, at + 2
    span = SPANS[low(items, at + 1)]
    return _build(
        text, items, at, at + 2, value=span, step=span, unit=Unit(Dimension.DURATION, "", span), bare=1.0
    ), at + 2


def _with_unit(text: str, items: Sequence[Lexeme], numeral: Numeral) -> tuple[Quantity | None, int]:
    if numeral.form == "ordinal":
        return _counted(text, items, numeral, Dimension.ORDINAL), numeral.after
    if numeral.form == "fraction":
        return _share(text, items, numeral), numeral.after
    if _is_pronoun(items, numeral):
        return None, numeral.after
    unit_after = _unit(items, numeral)
    if unit_after is None:
        return _counted(text, items, numeral, Dimension.COUNT), numeral.after
    unit, after = unit_after
    return _build(
        text, items, numeral.first, after, value=numeral.value * unit.factor, step=numeral.step * unit.factor, unit=unit, bare=numeral.value,
    ), after  # fmt: skip


def _is_span(items: Sequence[Lexeme], at: int) -> bool:
    before = low(items, at - 1)
    longer = low(items, at + 1) in {"decade", "century"} or low(items, at + 2) in {
        "ago",
        "earlier",
        "before",
        "later",
    }
    return longer or before in {
        "for",
        "in",
        "within",
        "than",
        "over",
        "about",
        "nearly",
        "almost",
        "takes",
        "took",
        "lasted",
        "under",
        "least",
    }


def _is_pronoun(items: Sequence[Lexeme], numeral: Numeral) -> bool:
    """Whether it is no number: "one" is one only in front of a noun, not in "one of them", "the new one", "no one"."""
    if items[numeral.first].low != "one" or numeral.after != numeral.first + 1:
        return False
    follows = low(items, numeral.after)
    return (
        not follows.isalpha()
        or follows in STOP_WORDS
        or low(items, numeral.first - 1) in {"no", "the", "this", "that", "any", "every"}
    )


def _money(text: str, items: Sequence[Lexeme], at: int) -> tuple[Quantity | None, int] | None:
    """An amount with its sign in front: "$1.2bn", "HK$5", "£30m"."""
    currency = SYMBOLS.get(items[at].text)
    if currency is None or at + 1 >= len(items) or not items[at + 1].text[0].isdecimal():
        return None
    numeral = read_numeral(items, at + 1, money=True)
    if numeral is None:
        return None, at + 1
    first = at
    if (
        items[at].text == "$"
        and at
        and items[at - 1].end == items[at].start
        and items[at - 1].low in CURRENCY_PREFIXES
    ):
        currency, first = CURRENCY_PREFIXES[items[at - 1].low], at - 1
    unit = Unit(Dimension.MONEY, currency)
    quantity = _build(
        text,
        items,
        first,
        numeral.after,
        value=numeral.value,
        step=numeral.step,
        unit=unit,
        bare=numeral.value,
    )
    return quantity, numeral.after


def _share(text: str, items: Sequence[Lexeme], numeral: Numeral) -> Quantity:
    """A fraction as a percentage, or as a span of time or a length where a unit follows: "half an hour", "half a mile"."""
    if low(items, numeral.after) in {"a", "an"} and low(items, numeral.after + 1) in UNIT_WORDS:
        unit = UNIT_WORDS[low(items, numeral.after + 1)]
        return _build(
            text, items, numeral.first, numeral.after + 2, value=numeral.value * unit.factor, step=0.1 * unit.factor, unit=unit,
            bare=numeral.value,
        )  # fmt: skip
    unit = Unit(Dimension.PERCENT, "", 100.0)
    return _build(
        text, items, numeral.first, numeral.after, value=100 * numeral.value, step=100 * numeral.step, unit=unit, bare=100 * numeral.value,
        nouns=_nouns_behind(items, numeral.after),
    )  # fmt: skip


def _unit(items: Sequence[Lexeme], numeral: Numeral) -> tuple[Unit, int] | None:
    """The unit behind a numeral and the index behind the unit."""
    return _unit_sign(items, numeral) or _unit_word(items, numeral)


def _unit_sign(items: Sequence[Lexeme], numeral: Numeral) -> tuple[Unit, int] | None:
    """A sign: "%", a currency sign behind the number, or a letter glued to it: "5m"."""
    at = numeral.after
    if at >= len(items):
        return None
    if items[at].text == "%":
        return _points_or(Unit(Dimension.PERCENT, ""), items, at + 1)
    if items[at].text in SYMBOLS:
        return Unit(Dimension.MONEY, SYMBOLS[items[at].text]), at + 1
    glued = items[at].start == items[at - 1].end
    if glued and not numeral.scaled and items[at].text in GLUED_ONLY:
        return GLUED_ONLY[items[at].text], at + 1
    return None


def _unit_word(items: Sequence[Lexeme], numeral: Numeral) -> tuple[Unit, int] | None:
    at = numeral.after + (low(items, numeral.after) == "+")
    glued = at < len(items) and items[at].start == items[at - 1].end
    at += low(items, at) == "-"
    word = low(items, at)
    if word == "per" and low(items, at + 1) == "cent":
        return _points_or(Unit(Dimension.PERCENT, ""), items, at + 2)
    if word == "percentage" and low(items, at + 1).startswith("point"):
        return Unit(Dimension.POINTS, ""), at + 2
    for parts, currency in _CURRENCY_ADJECTIVES.get(word, ()):
        after = at + len(parts)
        if [item.low for item in items[at:after]] == parts and low(items, after) in {
            "dollar",
            "dollars",
            "francs",
        }:
            return Unit(Dimension.MONEY, currency), after + 1
    unit = UNIT_WORDS.get(word)
    if unit is None or (word == "p" and not glued):
        return None
    return _points_or(unit, items, at + 1) if unit.dimension is Dimension.PERCENT else (unit, at + 1)


def _points_or(unit: Unit, items: Sequence[Lexeme], after: int) -> tuple[Unit, int]:
    return (
        (Unit(Dimension.POINTS, ""), after + 1) if low(items, after) in {"point", "points"} else (unit, after)
    )


def _counted(text: str, items: Sequence[Lexeme], numeral: Numeral, dimension: Dimension) -> Quantity:
    nouns = _nouns_behind(items, numeral.after)
    return _build(
        text, items, numeral.first, numeral.after, value=numeral.value, step=numeral.step, unit=Unit(dimension, ""), bare=numeral.value,
        nouns=nouns, unitless=not nouns,
    )  # fmt: skip


def _nouns_behind(items: Sequence[Lexeme], at: int) -> tuple[str, ...]:
    nouns: list[str] = []
    for item in items[at : at + _NOUN_REACH + 3]:
        if item.text in _CLAUSE_END or item.text[0].isdecimal() or len(nouns) == _NOUN_REACH:
            break
        if item.low in STOP_WORDS and item.low not in {"of", "the", "other", "more", "its", "their", "such"}:
            break
        if item.low not in STOP_WORDS and item.text.isalnum():
            nouns.append(stem(item.low))
    return tuple(nouns)


def _build(
    text: str,
    items: Sequence[Lexeme],
    first: int,
    after: int,
    *,
    value: float,
    step: float,
    unit: Unit,
    bare: float,
    nouns: tuple[str, ...] = (),
    unitless: bool = False,
) -> Quantity:
    comparator, begin = comparator_before(items, first)
    end = after
    if comparator is Comparator.EXACT:
        comparator, end = comparator_behind(items, after)
    return Quantity(
        start=items[begin].start, end=items[end - 1].end, text=text[items[begin].start : items[end - 1].end],
        dimension=unit.dimension, value=value, step=step, comparator=comparator, unit=unit.name, bare=bare, nouns=nouns, unitless=unitless,
    )  # fmt: skip
