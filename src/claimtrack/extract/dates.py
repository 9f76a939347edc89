"""When a page was published: dates as pages write them, brought to ISO 8601, and what stands about it on pages that do not say.

What a page declares and is ambiguous (03/04/2026) is no date.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

_DATE_CHARS = 10
"""Length of `2026-05-04`."""
_MAX_CHARS = 40
"""Longest text that is a date."""
_FIRST_YEAR = 1400
_MAX_MARKUP = 500_000
"""Characters of a page that is searched for its date."""
_DIGIT = re.compile(r"\d")
_REDUCED = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?")
"""A date with slashes, as scholarly pages write it, or one to the month or the year (ISO 8601's reduced precision)."""


def iso_date(text: str) -> str | None:
    """Return a date or time as ISO 8601, no more precise than it is written; None for what is no date, or ambiguous.

    Args:
        text: ISO 8601 in any of its forms, RFC 2822 ("Mon, 04 May 2026 06:30:00 GMT"), or year, month and day in this order.
    """
    text = text.strip()
    if not text or len(text) > _MAX_CHARS:
        return None
    try:
        return _iso(text) or _reduced(text) or _rfc_2822(text)
    except (ValueError, OverflowError):
        return None


def find_published(markup: str, *, url: str, seen_at: datetime) -> str | None:
    """Look for the day on which a page was published, where its metadata say nothing: in its URL, its bylines, its text.

    By htmldate (https://doi.org/10.21105/joss.02439) without its extensive search, which takes any date for the page's.

    Args:
        markup: The page; one of more than half a million characters is not searched.
        url: Where it came from.
        seen_at: When. A page is not published after that.
    """
    if len(markup) > _MAX_MARKUP or not (_DIGIT.search(url) or _DIGIT.search(markup)):
        return None
    # Heavy, and nine of ten pages say when they were published.
    from htmldate import find_date  # noqa: PLC0415
    from lxml import etree, html  # noqa: PLC0415

    try:
        # A tree: for text that looks like a URL it would go to the network.
        tree = html.document_fromstring(
            markup.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8")
        )
        return find_date(
            tree, extensive_search=False, original_date=True, url=url, max_date=seen_at.date().isoformat()
        )
    except (etree.LxmlError, ValueError, TypeError, AttributeError, LookupError, OverflowError):
        # What a library that guesses trips over on a broken page is no date.
        return None


def _iso(text: str) -> str | None:
    try:
        if len(text) <= _DATE_CHARS:
            # Four digits are a year, and eight may be a number.
            return _checked(date.fromisoformat(text)).isoformat() if "-" in text else None
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    _checked(moment)
    return moment.isoformat(timespec="seconds").removesuffix("+00:00") + ("Z" if _is_utc(moment) else "")


def _is_utc(moment: datetime) -> bool:
    offset = moment.utcoffset()
    return offset is not None and not offset


def _reduced(text: str) -> str | None:
    match = _REDUCED.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    whole = _checked(date(year or 0, month or 1, day or 1)).isoformat()
    return whole if day else whole[:7] if month else whole[:4]


def _rfc_2822(text: str) -> str | None:
    return _iso(parsedate_to_datetime(text).isoformat())


def _checked(day: date) -> date:
    if day.year < _FIRST_YEAR:
        raise ValueError(f"{day.year} is no year of a page or of a work")
    return day
