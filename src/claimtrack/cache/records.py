"""What is written about a fetch: small JSON files that a person can read, and that notice when they were changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
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

_encode = json.JSONEncoder(ensure_ascii=False).encode
_END = b"\n}\n"
_SEAL = b',\n  "check": "%b"\n}\n'
_SEAL_BYTES = len(_SEAL % bytes(64))
"""How a record ends without its seal, and with it."""


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
    return sealed({"format": FORMAT, **_plain(snapshot)})


def encode_text(note: TextNote) -> bytes:
    """The bytes of a note about a text."""
    return sealed({"format": FORMAT, **_plain(note)})


def decode(data: bytes, where: str) -> Snapshot:
    """The snapshot that `encode` wrote.

    Args:
        data: as read.
        where: the file, for the message.

    Raises:
        CacheError: it is no record, was changed since it was written, or is of a later format.
    """
    found = _unsealed(data, where)
    try:
        values = _values(found, _SNAPSHOT)
        values["redirects"] = tuple(map(str, values["redirects"]))
        values["origin"] = Origin(values["origin"])
        headers = {str(name): str(value) for name, value in found["headers"].items()}
        return Snapshot(**values, headers=headers)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise CacheError(f"{where} is no snapshot record: {error}", hint=_HINT) from error


def decode_text(data: bytes, where: str) -> TextNote:
    """The note that `encode_text` wrote.

    Raises:
        CacheError: as for `decode`.
    """
    found = _unsealed(data, where)
    try:
        return TextNote(**_values(found, _TEXT_NOTE))
    except (KeyError, TypeError, ValueError) as error:
        raise CacheError(f"{where} is no note about a text: {error}", hint="delete it") from error


def _plain(value: Snapshot | TextNote) -> dict[str, Any]:
    values = {one.name: getattr(value, one.name) for one in fields(value)}
    for name in _TIMES:
        if moment := values.get(name):
            values[name] = moment.astimezone(UTC).isoformat(timespec="microseconds")
    return values


def _values(found: Mapping[str, Any], types: _Types) -> dict[str, Any]:
    for name, accepted in types.items():
        if not isinstance(found[name], accepted):
            raise TypeError(f"{name} has a value of the wrong kind")
    values = {name: found[name] for name in types}
    for name in _TIMES:
        if text := values.get(name):
            values[name] = datetime.fromisoformat(text).astimezone(UTC)
    return values


def sealed(found: Mapping[str, Any]) -> bytes:
    """A record as JSON, its last line the SHA-256 of the record without that line."""
    record = f"{_indented(found)}\n".encode()
    return record.removesuffix(_END) + _seal_of(record)


def _indented(value: object, line: str = "\n") -> str:
    """As `json.dumps` with an indent of two, which is five times slower because it then does without its C code."""
    inner = f"{line}  "
    if isinstance(value, Mapping) and value:
        parts = (f"{inner}{_encode(name)}: {_indented(part, inner)}" for name, part in value.items())
        return f"{{{','.join(parts)}{line}}}"
    if isinstance(value, list | tuple) and value:
        return f"[{','.join(f'{inner}{_indented(part, inner)}' for part in value)}{line}]"
    return _encode(value)


def _seal_of(record: bytes) -> bytes:
    return _SEAL % hashlib.sha256(record).hexdigest().encode()


def _unsealed(data: bytes, where: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(data)
        del found["check"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise CacheError(f"{where} is no snapshot record", hint=_HINT) from error
    record = data[:-_SEAL_BYTES] + _END
    if data[-_SEAL_BYTES:] != _seal_of(record):
        raise CacheError(f"{where} was changed after it was written", hint=_HINT)
    if found.get("format") != FORMAT:
        raise CacheError(f"{where} has a format that this version cannot read", hint="upgrade claimtrack")
    return found
