"""Dates as they are written, whole or in part: years, months, days of the month, weekdays, decades."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MONTH_NAMES = (
    "january february march april may june july august september october november december "
    "jan feb mar apr may jun jul aug sep oct nov dec"
).split()
MONTHS = {name: 1 + index % 12 for index, name in enumerate(_MONTH_NAMES)} | {"sept": 9}
WEEKDAYS = {
    name: index
    for index, names in enumerate(
        ("monday", "tuesday tues", "wednesday", "thursday thurs", "friday", "saturday", "sunday")
    )
    for name in names.split()
}
_MONTH = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_YEAR = r"(?P<year>1[0-9]{3}|20[0-9]{2})"
_DAY = r"(?P<day>3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?"

_ISO = re.compile(r"\b" + _YEAR + r"-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12][0-9]|3[01])\b")
_DAY_FIRST = re.compile(
    r"\b" + _DAY + r"(?: of)?[ \u00a0]" + _MONTH + r"(?!\w)(?:,?[ \u00a0]" + _YEAR + r"\b)?"
)
_MONTH_FIRST = re.compile(
    r"\b" + _MONTH + r"[ \u00a0]" + _DAY + r"\b(?!:|%|,\d|\.\d)(?:,?[ \u00a0]" + _YEAR + r"\b)?"
)
_MONTH_ONLY = re.compile(r"\b" + _MONTH + r"(?!\w)(?:,?(?: of)?[ \u00a0]" + _YEAR + r"\b)?")
_DECADE = re.compile(
    r"(?P<part>\b(?:early|mid|late)[- ])?\b(?P<decade>1[0-9]{2}|20[0-9])0['’]?s\b|['’](?P<short>[2-9])0s\b"
)
_BARE_YEAR = re.compile(r"(?<![\w$£€¥.,/-])(?P<year>1[5-9][0-9]{2}|20[0-9]{2})(?![\w%]|[.,]\d)")
_YEAR_SPAN = re.compile(
    r"(?<![\w$£€¥.,/-])(?P<year>1[5-9][0-9]{2}|20[0-9]{2})[-–/](?P<to>1[5-9][0-9]{2}|20[0-9]{2}|[0-9]{2})(?![\w%])"
)
_TWO_DIGITS = re.compile(r"[0-9]{2}")
_MONTH_BEGINS = re.compile(r"Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec")
_WEEKDAY = re.compile(r"\b(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)s?\b")
_BEFORE_MAY = re.compile(
    r"(?:\b(?:in|last|this|next|by|since|until|till|from|to|of|early|mid|late|and|or|before|after|during)[ -])$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """A date as far as it is written."""

    start: int
    """Half-open character offsets into the text."""
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    """0 is Monday."""
    decade: int | None = None
    """First year of the decade."""


def find_dates(text: str) -> list[Date]:
    """Return the dates of a text in order of place; a longer reading wins over a shorter one at the same place."""
    found: list[Date] = []
    taken: list[tuple[int, int]] = []
    for date in _candidates(text):
        if not any(date.start < end and start < date.end for start, end in taken[-64:]):
            found.append(date)
            taken.append((date.start, date.end))
    return sorted(found, key=lambda date: date.start)


def _candidates(text: str) -> Iterator[Date]:
    """Dates in the order of the patterns; those that a text cannot match, for want of a digit or a month, are not tried."""
    digits, months = _TWO_DIGITS.search(text) is not None, _MONTH_BEGINS.search(text) is not None
    if digits:
        yield from map(_date, _ISO.finditer(text))
    if months:
        yield from map(_date, _DAY_FIRST.finditer(text))
        yield from map(_date, _MONTH_FIRST.finditer(text))
        for match in _MONTH_ONLY.finditer(text):
            if not _is_modal_may(text, match):
                yield _date(match)
    if digits:
        yield from _years(text)
    if "day" in text:
        for match in _WEEKDAY.finditer(text):
            yield Date(start=match.start(), end=match.end(), weekday=WEEKDAYS[match["weekday"].lower()])


def _years(text: str) -> Iterator[Date]:
    for match in _DECADE.finditer(text):
        start = int(match["decade"]) * 10 if match["decade"] else 1900 + 10 * int(match["short"])
        yield Date(start=match.start(), end=match.end(), decade=start)
    for match in _YEAR_SPAN.finditer(text):
        year = int(match["year"])
        to = int(match["to"]) if len(match["to"]) == 4 else year // 100 * 100 + int(match["to"])  # noqa: PLR2004
        if year < to:
            yield Date(start=match.start("year"), end=match.end("year"), year=year)
            yield Date(start=match.start("to"), end=match.end("to"), year=to)
    for match in _BARE_YEAR.finditer(text):
        yield Date(start=match.start(), end=match.end(), year=int(match["year"]))


def _is_modal_may(text: str, match: re.Match[str]) -> bool:
    """Whether it is no month: "May" is one behind a preposition or before a number, not in "May I" or "Theresa May"."""
    return (
        match["month"] == "May"
        and match["year"] is None
        and _BEFORE_MAY.search(text, max(0, match.start() - 8), match.start()) is None
    )


def _date(match: re.Match[str]) -> Date:
    groups = match.groupdict()
    month = groups["month"]
    return Date(
        start=match.start(),
        end=match.end(),
        year=int(groups["year"]) if groups["year"] else None,
        month=int(month) if month.isdecimal() else MONTHS[month.lower().rstrip(".")],
        day=int(groups["day"]) if groups.get("day") else None,
    )


def agree(claim: Date, page: Date) -> bool | None:
    """Whether two dates say the same as far as both are written: None where they share no field.

    A claim may say less than the page (a month for a day) and a year falls into its decade; "agree" with a claim that says
    more than the page is for the caller to judge by `says_more`.
    """
    pairs = [
        (claim.year, page.year),
        (claim.month, page.month),
        (claim.day, page.day),
        (claim.weekday, page.weekday),
    ]
    shared = [mine == theirs for mine, theirs in pairs if mine is not None and theirs is not None]
    claim_decade, page_decade = _decade(claim), _decade(page)
    if (
        (claim.decade is not None or page.decade is not None)
        and claim_decade is not None
        and page_decade is not None
    ):
        shared.append(claim_decade == page_decade)
    return all(shared) if shared else None


def _decade(date: Date) -> int | None:
    if date.decade is not None:
        return date.decade
    return None if date.year is None else date.year // 10 * 10


def says_more(claim: Date, page: Date) -> bool:
    """Whether the claim's date has a field that the page's date has not."""
    return any(
        mine is not None and theirs is None
        for mine, theirs in ((claim.year, page.year), (claim.month, page.month), (claim.day, page.day))
    )
