"""SQLite's errors in words that say which file is meant and what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from claimtrack.errors import StoreError

_PRIMARY_CODE = 0xFF
"""The low byte of an extended result code: https://www.sqlite.org/rescode.html"""
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_NOT_WRITABLE = frozenset(
    {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}
)
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})

START_OVER = (
    "move it away and run `claims rebuild`: the claim files and the cache are enough to make it again"
)
"""What to do about a store that is beyond reading."""


@contextmanager
def explained(path: Path, busy_timeout_s: float) -> Iterator[None]:
    """Turn what SQLite and the file system raise inside the block into `StoreError`.

    Args:
        path: The store, for the message.
        busy_timeout_s: How many seconds SQLite waits for a lock, for the message.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise _explain(error, path, busy_timeout_s) from error
    except OSError as error:
        raise StoreError(
            f"{path}: the database cannot be used: {error.strerror or error}",
            hint="choose a place that can be read and written",
        ) from error


def _explain(error: sqlite3.Error, path: Path, busy_timeout_s: float) -> StoreError:
    # Errors of the Python module itself (a closed connection) carry no code.
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY_CODE
    if code in _BUSY:
        return StoreError(
            f"{path}: another program has held the database locked for more than {busy_timeout_s:g} s (store-busy)",
            hint="wait until it is done, or close it",
        )
    if code in _NOT_WRITABLE:
        return StoreError(
            f"{path}: the database cannot be opened for writing: {error} (store-read-only)",
            hint="make the file and its folder writable: SQLite keeps its log beside the file",
        )
    if code == sqlite3.SQLITE_FULL:
        return StoreError(
            f"{path}: the disk is full (store-full)",
            hint="make room and run again: everything saved so far is kept",
        )
    if code in _DAMAGED:
        return StoreError(f"{path}: the database is damaged: {error} (store-damaged)", hint=START_OVER)
    return StoreError(f"{path}: the database failed: {error}")
