"""Which snapshot is meant: `URL`, or `URL@WHEN` for the page as it was then."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC

from claimtrack.errors import SelectionError
from claimtrack.models import Snapshot
from claimtrack.urls import redact

_TIME = re.compile(r"\d{4}(-\d\d(-\d\d([T ]\d\d(:\d\d(:\d\d)?)?)?)?)?Z?")
_HASH = re.compile(r"[0-9a-f]{6,64}")


def split(text: str) -> tuple[str, str | None]:
    """Return the URL and the WHEN of `URL@WHEN`; None where nothing that can be a WHEN stands behind an `@`."""
    url, at, when = text.rpartition("@")
    return (url, when) if at and _is_when(when) else (text, None)


def pick(history: Sequence[Snapshot], when: str | None = None) -> Snapshot:
    """Return the snapshot that is meant.

    Args:
        history: of one page, oldest first, at least one.
        when: a time in UTC, `2026`, `2026-11-24` or `2026-11-24T09:31`: the newest snapshot from then or before. Or the
            first digits of the SHA-256 of a body. None for the newest.

    Raises:
        SelectionError: there is none, or `when` makes no sense.
    """
    if when is None:
        return history[-1]
    if not _is_when(when):
        raise SelectionError(
            f"{when!r} is no time of a snapshot",
            hint="write 2026-11-24, 2026-11-24T09:31, or 6 digits of its hash",
        )
    wanted = when.rstrip("Z").replace(" ", "T")
    if _TIME.fullmatch(when):
        found = [snapshot for snapshot in history if _moment(snapshot)[: len(wanted)] <= wanted]
    else:
        found = [snapshot for snapshot in history if snapshot.sha256.startswith(when)]
    if not found:
        raise SelectionError(
            f"no snapshot of {redact(history[0].url)} is from {when} or before",
            hint=f"the first is from {_moment(history[0])}; `claims cache ls --all` lists them",
        )
    return found[-1]


def before(history: Sequence[Snapshot], snapshot: Snapshot) -> Snapshot:
    """Return the newest snapshot older than this one that has another body.

    Raises:
        SelectionError: there is none.
    """
    at = max(place for place, one in enumerate(history) if one == snapshot)
    older = [one for one in history[:at] if one.sha256 != snapshot.sha256]
    if not older:
        raise SelectionError(
            f"no earlier snapshot of {redact(snapshot.url)} has other content",
            hint="`claims cache ls --all` lists them",
        )
    return older[-1]


def _is_when(text: str) -> bool:
    return bool(_TIME.fullmatch(text) or _HASH.fullmatch(text))


def _moment(snapshot: Snapshot) -> str:
    return snapshot.seen_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
