"""What is written about a fetch: small JSON files that a person can read, and that notice when they were changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from types import NoneType
from typing import Any

from claimtrack.errors import CacheError
from claimtrack.models import Origin, Snapshot

FORMAT = 1
MAX_BYTES = 1 << 20
"""Largest record accepted."""

_Types = Mapping[str, type | tuple[type, ...]]
_TIMES = ("fetched_at", "confirmed_at", "read_at")
_TEXT_OR_NONE = (str, NoneType)
_SNAPSHOT: _Types = {
    "url": str,
    "final_url": str,
    "redirects": list,
    "fetched_at": str,
    "status": int,
    "content_type": str,
    "sha256": str,
    "size_bytes": int,
    "etag": _TEXT_OR_NONE,
    "last_modified": _TEXT_OR_NONE,
    "elapsed_ms": int,
    "confirmed_at": _TEXT_OR_NONE,
    "fetcher": str,
    "origin": str,
    "supplied_by": str,
    "file_name": str,
}
_TEXT_NOTE: _Types = {"url": str, "sha256": str, "text_sha256": str, "extractor": str, "read_at": str}
_HINT = "delete it and fetch the page again"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextNote:
    """Which text an extractor made of a body."""

    url: str
    sha256: str
    """Of the body."""
    text_sha256: str
    """`Document.text_sha256`."""
    extractor: str
    """`name@version`."""
    read_at: datetime


def encode(snapshot: Snapshot) -> bytes:
    """The bytes of the record of a fetch, or of a 304 that confirmed one."""
    return _sealed({"format": FORMAT, **_plain(snapshot)})


def encode_text(note: TextNote) -> bytes:
    """The bytes of a note about a text."""
    return _sealed({"format": FORMAT, **_plain(note)})


def decode(data: bytes, where: str) -> Snapshot:
    """The snapshot that `encode` wrote.

    Args:
        data: as read.
        where: the file, for the message.

    Raises:
        CacheError: it is no record, was changed since it was written, or is of a later format.
    """
    fields = _unsealed(data, where)
    try:
        values = _values(fields, _SNAPSHOT)
        values["redirects"] = tuple(map(str, values["redirects"]))
        values["origin"] = Origin(values["origin"])
        headers = {str(name): str(value) for name, value in fields["headers"].items()}
        return Snapshot(**values, headers=headers)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise CacheError(f"{where} is no snapshot record: {error}", hint=_HINT) from error


def decode_text(data: bytes, where: str) -> TextNote:
    """The note that `encode_text` wrote.

    Raises:
        CacheError: as for `decode`.
    """
    fields = _unsealed(data, where)
    try:
        return TextNote(**_values(fields, _TEXT_NOTE))
    except (KeyError, TypeError, ValueError) as error:
        raise CacheError(f"{where} is no note about a text: {error}", hint="delete it") from error


def seal(fields: Mapping[str, Any]) -> str:
    """SHA-256 over everything in the record but itself."""
    return hashlib.sha256(_dump(fields)).hexdigest()


def _plain(value: Snapshot | TextNote) -> dict[str, Any]:
    fields = asdict(value)
    for name in _TIMES:
        if moment := fields.get(name):
            fields[name] = moment.astimezone(UTC).isoformat(timespec="microseconds")
    return fields


def _values(fields: Mapping[str, Any], types: _Types) -> dict[str, Any]:
    for name, accepted in types.items():
        if not isinstance(fields[name], accepted):
            raise TypeError(f"{name} has a value of the wrong kind")
    values = {name: fields[name] for name in types}
    for name in _TIMES:
        if text := values.get(name):
            values[name] = datetime.fromisoformat(text).astimezone(UTC)
    return values


def _unsealed(data: bytes, where: str) -> dict[str, Any]:
    try:
        fields: dict[str, Any] = json.loads(data)
        del fields["check"]
        untouched = _sealed(fields) == data
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise CacheError(f"{where} is no snapshot record", hint=_HINT) from error
    if not untouched:
        raise CacheError(f"{where} was changed after it was written", hint=_HINT)
    if fields.get("format") != FORMAT:
        raise CacheError(f"{where} has a format that this version cannot read", hint="upgrade claimtrack")
    return fields


def _sealed(fields: Mapping[str, Any]) -> bytes:
    return _dump({**fields, "check": seal(fields)})


def _dump(fields: Mapping[str, Any]) -> bytes:
    return (json.dumps(fields, ensure_ascii=False, indent=2) + "\n").encode()
