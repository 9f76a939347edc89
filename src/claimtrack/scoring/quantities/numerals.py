"""Numbers as they are written: digits, number words, scale words, fractions. No units, no comparators."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_GROUPED_BY_STOPS = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}\.\d{3}(?:\.\d{3})+")
_SIMPLE = re.compile(r"\d+(?:[.,]\d+)?")
_LEXEME = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?|[^\w\s]")


class Lexeme(NamedTuple):
    """A digit group, a word or a sign of a text. A tuple, for there are many of them."""

    start: int
    """Half-open character offsets into the text."""
    end: int
    text: str
    """As written."""
    low: str
    """In lower case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeral:
    """A number read from consecutive lexemes."""

    value: float
    step: float
    """The last place that is written: 0.1 for "4.3", 1e8 for "1.2 billion", 100 for "1,200"."""
    first: int
    """Index of its first lexeme."""
    after: int
    """Index behind its last lexeme."""
    form: str
    """`digits`, `words`, `fraction` or `ordinal`."""
    scaled: bool = False
    """Whether a scale word ("million", "bn") was read."""


def lexemes(text: str) -> list[Lexeme]:
    """Cut a text into digit groups, words and signs."""
    return [Lexeme._make((*match.span(), match[0], match[0].lower())) for match in _LEXEME.finditer(text)]


ONES = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen".split()
    )
}
TENS = {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
SCALES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "millions": 1e6, "mn": 1e6, "mln": 1e6, "mio": 1e6,
    "billion": 1e9, "billions": 1e9, "bn": 1e9, "bln": 1e9, "trillion": 1e12, "tn": 1e12, "trn": 1e12, "lakh": 1e5, "crore": 1e7,
    "dozen": 12.0,
}  # fmt: skip
MONEY_SCALES = {"m": 1e6, "b": 1e9, "t": 1e12}
"""Letters that are scales only where the number is money: "100m" may be metres."""
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17,
    "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50, "hundredth": 100,
}  # fmt: skip
PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5, "sixth": 6,
    "sixths": 6, "seventh": 7, "sevenths": 7, "eighth": 8, "eighths": 8, "ninth": 9, "ninths": 9, "tenth": 10, "tenths": 10,
}  # fmt: skip
_EVERY = frozenset({"every", "each"})
_AFTER_FRACTION = frozenset(
    "of the its their his her our that as more less higher lower larger bigger smaller off".split()
)
_HALF_OF_A_YEAR = frozenset("first second latter last other this that better".split())
_MAX_WORDS = 12
"""Longest number in words that is read; keeps a page of number words linear."""
_GLYPHS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}


BEGINNINGS = frozenset({*ONES, *TENS, *ORDINALS, *_GLYPHS, "a", "an", "half"})
"""What a numeral without digits begins with."""


def read_numeral(items: Sequence[Lexeme], at: int, *, money: bool = False) -> Numeral | None:
    """Read the number that begins at lexeme `at`, or return None. `money` allows "m", "b", "t" as scales."""
    return (
        _glyph(items, at)
        or _fraction(items, at)
        or _ordinal(items, at)
        or _digits(items, at, money=money)
        or _spelled(items, at)
    )


def _low(items: Sequence[Lexeme], at: int) -> str:
    return items[at].low if 0 <= at < len(items) else ""


def _glyph(items: Sequence[Lexeme], at: int) -> Numeral | None:
    share = _GLYPHS.get(items[at].text)
    if share is None:
        return None
    return Numeral(value=share, step=0.01, first=at, after=at + 1, form="fraction")


_MAX_DIGITS = 18


def parse_digits(text: str) -> tuple[float, float] | None:
    """Value and last written place of a digit group: "1,234.5" is (1234.5, 0.1); None where the separators make no sense."""
    if _GROUPED.fullmatch(text):
        whole, _, places = text.replace(",", "").partition(".")
    elif _GROUPED_BY_STOPS.fullmatch(text):
        whole, _, places = text.replace(".", "").partition(",")
    elif _SIMPLE.fullmatch(text):
        whole, _, places = text.replace(",", ".").partition(".")
    else:
        return None
    if len(whole) + len(places) > _MAX_DIGITS:
        return None
    if places:
        return int(whole + places) / 10 ** len(places), 10.0 ** -len(places)
    zeros = len(whole) - len(whole.rstrip("0"))
    return float(int(whole)), 10.0 ** min(zeros, len(whole) - 1)


def _digits(items: Sequence[Lexeme], at: int, *, money: bool) -> Numeral | None:
    if not items[at].text[0].isdecimal():
        return None
    parsed = parse_digits(items[at].text)
    if parsed is None:
        return None
    value, step = parsed
    after = at + 1
    glued = after < len(items) and items[after].start == items[at].end
    if glued and items[after].low in {"st", "nd", "rd", "th"}:
        return Numeral(value=value, step=1, first=at, after=after + 1, form="ordinal")
    value, step, after, scaled = _scaled(items, after, value, step, money=money and glued)
    return Numeral(value=value, step=step, first=at, after=after, form="digits", scaled=scaled)


def _scaled(
    items: Sequence[Lexeme], after: int, value: float, step: float, *, money: bool
) -> tuple[float, float, int, bool]:
    scaled = False
    if _low(items, after) == "-" and _low(items, after + 1) in {"million", "billion", "thousand", "trillion"}:
        after += 1
    for _ in range(2):  # "3.5 hundred thousand"
        scale = SCALES.get(_low(items, after)) or (MONEY_SCALES.get(_low(items, after)) if money else None)
        if scale is None:
            break
        if not scaled:
            step = min(step, 1.0)  # a zero in "30 million" is written on purpose
        value, step, after, scaled = value * scale, step * scale, after + 1, True
    return value, step, after, scaled


def _spelled(items: Sequence[Lexeme], at: int) -> Numeral | None:
    """Number words: "twenty-one", "two hundred and five", "a hundred", "one and a half million"."""
    total, group, after, seen, step = 0.0, 0.0, at, False, 1.0
    scaled = False
    if _low(items, at) in {"a", "an"}:
        if _low(items, at + 1) not in SCALES or _low(items, at + 1) == "k":
            return None
        group, after = 1.0, at + 1
    while after < len(items) and after - at < _MAX_WORDS:
        low = items[after].low
        if low in ONES or low in TENS:
            if seen and _low(items, after - 1) not in {"-", "and", "hundred", "thousand", "million", *TENS}:
                break
            group, step = group + ONES.get(low, TENS.get(low, 0)), 1.0
        elif low in SCALES and (seen or group):
            scale = SCALES[low]
            if scale in {100.0, 12.0}:
                group = (group or 1) * scale
            else:
                total, group = total + (group or 1) * scale, 0.0
            step, scaled = step * scale, True
        elif seen and low == "and" and _low(items, after + 1) == "a" and _low(items, after + 2) == "half":
            group, step, after = group + 0.5, 0.1, after + 2
        elif not (
            seen
            and low in {"-", "and"}
            and (_low(items, after + 1) in ONES or _low(items, after + 1) in TENS)
            and _joins(items, after)
        ):
            break
        seen, after = True, after + 1
    if not seen:
        return None
    return Numeral(
        value=total + group,
        step=min(step, total + group) or 1.0,
        first=at,
        after=after,
        form="words",
        scaled=scaled,
    )


def _joins(items: Sequence[Lexeme], at: int) -> bool:
    """Whether the "-" or "and" at `at` joins two parts of one number: "twenty-one", "hundred and five"; not "two and three"."""
    before = _low(items, at - 1)
    return before in TENS if items[at].low == "-" else before in SCALES


def _ordinal(items: Sequence[Lexeme], at: int) -> Numeral | None:
    tens = TENS.get(items[at].low)
    if tens is not None and _low(items, at + 1) == "-" and _low(items, at + 2) in ORDINALS:
        return Numeral(
            value=tens + ORDINALS[_low(items, at + 2)], step=1, first=at, after=at + 3, form="ordinal"
        )
    rank = ORDINALS.get(items[at].low)
    return None if rank is None else Numeral(value=rank, step=1, first=at, after=at + 1, form="ordinal")


def _fraction(items: Sequence[Lexeme], at: int) -> Numeral | None:
    """Fractions: "half of", "a third of", "two-thirds", "two in five", "3 out of 4"; value is the share."""
    ratio = _one_in(items, at)
    if ratio is not None:
        return ratio
    low = items[at].low
    if (
        low == "half"
        and _low(items, at - 1) not in _HALF_OF_A_YEAR
        and _low(items, at + 1) not in {"-", "time"}
    ):
        return _half(items, at)
    count = 1 if low in {"a", "an", "one"} else ONES.get(low, 0)
    if not count:
        return None
    part_at = at + 2 if _low(items, at + 1) == "-" else at + 1
    part = PARTS.get(_low(items, part_at))
    if part is None or count >= part:
        return None
    plural = _low(items, part_at).endswith("s") and low not in {"a", "an", "one"}
    follows = _low(items, part_at + 1)
    settled = (
        plural or (part_at == at + 2 and low == "one") or follows in _AFTER_FRACTION or not follows.isalnum()
    )
    if not settled and _low(items, at - 1) != "by":
        return None
    return Numeral(value=count / part, step=_share_step(part), first=at, after=part_at + 1, form="fraction")


def _share_step(part: int) -> float:
    return 0.01 if part in {2, 4, 5, 10} else 0.02


def _half(items: Sequence[Lexeme], at: int) -> Numeral:
    if _low(items, at + 1) in {"a", "an"} and _low(items, at + 2) in SCALES:
        scale = SCALES[_low(items, at + 2)]
        return Numeral(value=scale / 2, step=scale / 10, first=at, after=at + 3, form="words", scaled=True)
    return Numeral(value=0.5, step=0.01, first=at, after=at + 1, form="fraction")


def _one_in(items: Sequence[Lexeme], at: int) -> Numeral | None:
    first = _small(items, at)
    link = at + 1
    if first is None or _low(items, link) not in {"in", "out"}:
        return None
    words = (_low(items, link), _low(items, link + 1), _low(items, link + 2))
    if words[:2] == ("out", "of"):
        link += 3 if words[2] in _EVERY else 2
    else:
        link += 2 if words[1] in _EVERY else 1
    second = _small(items, link)
    if second is None or not 0 < first < second or second > 100 or not math.isfinite(second):  # noqa: PLR2004
        return None
    if _low(items, link + 1).isdecimal():
        return None
    return Numeral(value=first / second, step=0.01, first=at, after=link + 1, form="fraction")


def _small(items: Sequence[Lexeme], at: int) -> float | None:
    low = _low(items, at)
    if low.isdecimal() and len(low) <= 3:  # noqa: PLR2004
        return float(low)
    value = ONES.get(low) or TENS.get(low)
    return None if value is None else float(value)
