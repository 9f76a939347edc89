"""The headers that travel: what is asked conditionally, and what of an answer is kept."""

from __future__ import annotations

import email.utils
import re
from collections.abc import Mapping
from datetime import UTC, datetime

from claimtrack.models import Snapshot

KEPT = (
    "age",
    "cache-control",
    "content-disposition",
    "content-encoding",
    "content-language",
    "content-length",
    "content-type",
    "date",
    "etag",
    "expires",
    "last-modified",
    "link",
    "pragma",
    "server",
    "vary",
    "x-robots-tag",
)
"""Names of the headers worth keeping beside a body."""

MAX_VALUE = 1024
"""Most characters kept of a value."""

_VALIDATORS = ("etag", "last-modified")
_CONDITIONS_OF_USE = ("cache-control", "vary")
_FRESHNESS = ("cache-control", "expires", "vary")
_PRINTABLE = re.compile(r"[\x20-\x7e\xa0-\xff]+")


def kept(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers worth keeping, each at most 1 KB.

    A validator that is longer is left out, because cut it is another. Where the conditions under which the answer may
    be used again are longer, all freshness is left out: what was cut off may have forbidden it.

    Args:
        headers: names in any case.
    """
    found = {name.lower(): value.strip() for name, value in headers.items() if name.lower() in KEPT}
    for name in _VALIDATORS:
        value = found.get(name)
        if value is not None and (len(value) > MAX_VALUE or not _PRINTABLE.fullmatch(value)):
            del found[name]
    if any(len(found.get(name, "")) > MAX_VALUE for name in _CONDITIONS_OF_USE):
        found = {name: value for name, value in found.items() if name not in _FRESHNESS}
    return {name: found[name][:MAX_VALUE] for name in KEPT if name in found}


def conditional(known: Snapshot | None, url: str) -> dict[str, str]:
    """Request headers that let the server answer 304 where `known` still stands (RFC 9110, section 13).

    Args:
        known: the newest snapshot, or None.
        url: to be asked now. A validator belongs to the URL that sent it, so none goes to an earlier redirect.
    """
    if known is None or known.final_url != url:
        return {}
    asked = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in asked.items() if value}


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for, at least 0; None where it is missing or makes no sense.

    Args:
        value: delta-seconds or an HTTP-date (RFC 9110, section 10.2.3).
        now: aware.
    """
    text = (value or "").strip()
    if re.fullmatch(r"[0-9]{1,18}", text):
        return float(text)
    try:
        then = email.utils.parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return max(0.0, (then.replace(tzinfo=then.tzinfo or UTC) - now).total_seconds())
