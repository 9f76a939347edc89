"""`robots.txt` files on disk, one per origin, so that a server is asked for its rules once a day and not in every run.

::

    cache/robots/<host>-<hash8>.json
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from datetime import UTC, datetime
from pathlib import Path

from claimtrack.cache.batch import Batch
from claimtrack.cache.files import Folder
from claimtrack.errors import CacheError
from claimtrack.interfaces import RobotsFile

MAX_BYTES = 2 << 20
"""Largest file accepted: 500 kB in base64 and some more."""

ROOT = Path("robots")
_MAX_HOST = 200


class RobotsCache:
    """Implements `claimtrack.interfaces.RobotsShelf` below one folder. Threads and processes may share it."""

    def __init__(self, root: Path) -> None:
        """Nothing is touched yet.

        Args:
            root: the cache folder.
        """
        self._folder = Folder(root)

    def robots(self, origin: str) -> RobotsFile | None:
        """The file of an origin; None where none is there, or where it cannot be trusted: it is then asked for anew."""
        try:
            data = self._folder.read(_path(origin), MAX_BYTES)
            file = _decode(data) if data else None
        except CacheError:
            return None
        return file if file and file.origin == origin else None

    def keep_robots(self, file: RobotsFile) -> None:
        """Put the file in place of the one before.

        Raises:
            CacheError: it cannot be written.
        """
        fields = {
            "origin": file.origin,
            "fetched_at": file.fetched_at.astimezone(UTC).isoformat(),
            "status": file.status,
            "sha256": hashlib.sha256(file.body).hexdigest(),
            "body": base64.b64encode(file.body).decode(),
        }
        with Batch(self._folder) as batch:
            batch.write(_path(file.origin).as_posix(), [(json.dumps(fields, indent=2) + "\n").encode()])


def _decode(data: bytes) -> RobotsFile | None:
    try:
        fields = json.loads(data)
        body = base64.b64decode(fields["body"], validate=True)
        if hashlib.sha256(body).hexdigest() != fields["sha256"]:
            return None
        return RobotsFile(
            origin=str(fields["origin"]),
            fetched_at=datetime.fromisoformat(fields["fetched_at"]).astimezone(UTC),
            status=int(fields["status"]),
            body=body,
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _path(origin: str) -> Path:
    host = re.sub(r"[^a-z0-9.]+", "-", origin.partition("://")[2].lower()).strip(".-")[:_MAX_HOST] or "host"
    return ROOT / f"{host}-{hashlib.sha256(origin.encode()).hexdigest()[:8]}.json"
