"""HTTP dates (RFC 9110, section 5.6.7)."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_CLOCK = r"(?P<hour>\d{2}):(?P<minute>\d{2}):(?P<second>\d{2})"
_FORMS = (
    re.compile(
        rf"[A-Za-z]{{3}}, (?P<day>\d{{2}}) (?P<month>[A-Za-z]{{3}}) (?P<year>\d{{4}}) {_CLOCK} GMT", re.ASCII
    ),
    re.compile(
        rf"[A-Za-z]{{6,9}}, (?P<day>\d{{2}})-(?P<month>[A-Za-z]{{3}})-(?P<year>\d{{2}}) {_CLOCK} GMT",
        re.ASCII,
    ),
    re.compile(
        rf"[A-Za-z]{{3}} (?P<month>[A-Za-z]{{3}}) (?P<day>[ \d]\d) {_CLOCK} (?P<year>\d{{4}})", re.ASCII
    ),
)
"""The form of today, that of RFC 850 and that of asctime: a recipient accepts all three."""

_CENTURY = 100
_FUTURE_YEARS = 50
"""A two-digit year that seems further ahead means the past (RFC 9110, section 5.6.7)."""


def parse(value: str | None, now: datetime) -> datetime | None:
    """The moment that an HTTP date names, in UTC; None where it is missing or is none.

    Args:
        value: as sent.
        now: aware; settles which century a two-digit year is in.
    """
    for form in _FORMS:
        if match := form.fullmatch((value or "").strip()):
            return _moment(match.groupdict(), now)
    return None


def _moment(parts: dict[str, str], now: datetime) -> datetime | None:
    year = int(parts["year"])
    if len(parts["year"]) == 2:  # noqa: PLR2004 - RFC 850 writes two digits
        year += now.year // _CENTURY * _CENTURY
        year -= _CENTURY if year > now.year + _FUTURE_YEARS else 0
    try:
        return datetime(
            year,
            _MONTHS.index(parts["month"].title()) + 1,
            int(parts["day"]),
            int(parts["hour"]),
            int(parts["minute"]),
            min(int(parts["second"]), 59),  # a leap second
            tzinfo=UTC,
        )
    except ValueError:  # no such month, or the thirtieth of February
        return None
