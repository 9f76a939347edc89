"""How values of the models are written in a column: times, lists, labels of rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from claimtrack.textsafe import shorten

TITLE_WIDTH = 100
"""Longest label of a row, in characters: what Datasette shows in place of an id."""


def time_text(at: datetime) -> str:
    """Return an aware datetime as UTC to the second: `2026-11-24 14:51:07Z`. Of one width, so that text order is time order."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ", timespec="seconds") + "Z"


def optional_time_text(at: datetime | None) -> str | None:
    """Return `time_text`, or None for None."""
    return None if at is None else time_text(at)


def parse_time(text: str) -> datetime:
    """Return the aware datetime, in UTC, that `time_text` wrote."""
    return datetime.fromisoformat(text)


def parse_optional_time(text: str | None) -> datetime | None:
    """Return `parse_time`, or None for None."""
    return None if text is None else parse_time(text)


def json_text(value: Iterable[object] | Mapping[str, object]) -> str:
    """Return a list or an object as JSON, readable in any script."""
    return json.dumps(value if isinstance(value, Mapping) else list(value), ensure_ascii=False)


def parse_strings(text: str) -> tuple[str, ...]:
    """Return the strings of a JSON list."""
    return tuple(json.loads(text))


def parse_object(text: str) -> dict[str, Any]:
    """Return a JSON object."""
    value: dict[str, Any] = json.loads(text)
    return value


def title_of(text: str) -> str:
    """Return a short text that stands for `text` as the label of its row."""
    return shorten(text, TITLE_WIDTH)


def site_of(url: str) -> str:
    """Return the host of a canonical URL, with the port where it is no default one."""
    return urlsplit(url).netloc


def bare_url(url: str) -> str:
    """Return the label of a page whose title nobody knows: its URL without the scheme."""
    return title_of(url.partition("://")[2].rstrip("/"))
