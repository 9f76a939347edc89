"""Opening the database file: what is ours, what is not, and how a new one comes to be."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from sqlite_utils import Database

from claimtrack.errors import StoreError
from claimtrack.store.migrations import SCHEMA_VERSION, migrate

APPLICATION_ID = int.from_bytes(b"CLMT", "big")
"""`PRAGMA application_id`: tells a store of ours from any other SQLite database."""

_MAGIC = b"SQLite format 3\x00"
_HEADER_SIZE = 100
"""Bytes of the database header: https://www.sqlite.org/fileformat.html#the_database_header"""
_USER_VERSION_AT = 60
_APPLICATION_ID_AT = 68


def open_database(path: Path, *, create: bool, read_only: bool, busy_timeout_s: float) -> Database:
    """Open the store at `path`, made new or brought to the newest schema where it may be written.

    Nothing is written to a file that is not a store of ours.

    Raises:
        StoreError: it is not there and may not be made, or is no store of ours, or of a newer schema.
        sqlite3.Error: SQLite cannot open, lock or read it.
        OSError: the file system refuses.
    """
    if path.is_dir():
        raise StoreError(f"{path}: this is a folder, not a database", hint="name a file")
    if not path.exists():
        if read_only or not create:
            raise StoreError(f"{path}: there is no database here", hint="`claims verify` makes it")
        _make(path)
    _require_ours(path)
    database = _connect(path, read_only=read_only, busy_timeout_s=busy_timeout_s)
    try:
        _prepare(database, path, read_only=read_only)
    except BaseException:
        database.close()
        raise
    return database


def _make(path: Path) -> None:
    """Build a whole new store aside and link it into place, so that no one ever sees half of one.

    Two processes may do so at once: the second finds the name taken, drops its own, and uses the first one's.
    """
    if not path.parent.is_dir():
        raise StoreError(f"{path}: the folder {path.parent} is not there", hint="make it first")
    aside = path.with_name(f".{path.name}.{token_hex(6)}.new")
    try:
        aside.touch(exist_ok=False)
        database = _connect(aside, read_only=False, busy_timeout_s=0)
        try:
            database.execute("begin immediate")
            migrate(database)
            _set_pragma(database, "application_id", APPLICATION_ID)
            database.execute("commit")
            database.enable_wal()
        finally:
            database.close()
        with suppress(FileExistsError):
            _publish(aside, path)
    finally:
        aside.unlink(missing_ok=True)


def _publish(aside: Path, path: Path) -> None:
    try:
        os.link(aside, path)
    except FileExistsError:
        raise
    except OSError:
        # No hard links on this file system: whoever makes the empty file may replace it.
        path.touch(exist_ok=False)
        aside.replace(path)
    with suppress(OSError):  # some systems open no folders; there the name is as durable as they make it
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _require_ours(path: Path) -> None:
    """Judge the header before SQLite sees the file: opening another program's database may already change it."""
    with path.open("rb") as file:
        header = file.read(_HEADER_SIZE)
    if not header:
        raise StoreError(
            f"{path}: the database is a file of zero bytes; what was in it is lost (store-empty)",
            hint="if nothing was in it, delete the file and run again; "
            "else restore a backup, or delete it and run `claims rebuild`",
        )
    if not header.startswith(_MAGIC) or len(header) < _HEADER_SIZE:
        raise StoreError(f"{path}: this file is no SQLite database (store-foreign)", hint="name another file")
    if _number(header, _APPLICATION_ID_AT) != APPLICATION_ID:
        raise StoreError(
            f"{path}: this SQLite database belongs to another program (store-foreign)",
            hint="name another file",
        )
    _require_known_schema(path, _number(header, _USER_VERSION_AT))


def _number(header: bytes, at: int) -> int:
    return int.from_bytes(header[at : at + 4], "big")


def _require_known_schema(path: Path, version: int) -> None:
    if version > SCHEMA_VERSION:
        raise StoreError(
            f"{path}: the database has schema {version}; this claimtrack knows up to {SCHEMA_VERSION} (store-newer)",
            hint="update claimtrack, or name another file",
        )


def _connect(path: Path, *, read_only: bool, busy_timeout_s: float) -> Database:
    mode = "ro" if read_only else "rw"
    if read_only and _is_on_read_only_ground(path):
        mode += "&immutable=1"
    # isolation_level None: transactions begin where we say so and never by surprise.
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=busy_timeout_s, isolation_level=None
    )
    database = Database(connection, execute_plugins=False)
    database.execute("pragma foreign_keys = on")
    # In the mode that the journal is in, a process that dies loses nothing, and a machine that loses power loses at most the
    # checks since the last checkpoint, whole ones: `Store.end_run` makes one.
    database.execute("pragma synchronous = normal")
    return database


def _is_on_read_only_ground(path: Path) -> bool:
    """Tell whether SQLite could not even make the index of its log, which it needs to read beside a writer.

    Where nobody can write there is no writer, so it may do without (`immutable`), unless a log was left behind.
    """
    return not os.access(path.parent, os.W_OK) and not path.with_name(f"{path.name}-wal").exists()


def _prepare(database: Database, path: Path, *, read_only: bool) -> None:
    # The header on disk may be older than the log beside it, so the version is asked for again through SQLite.
    version = _version(database)
    _require_known_schema(path, version)
    if read_only:
        if version < SCHEMA_VERSION:
            raise StoreError(
                f"{path}: the database has the old schema {version} and is opened for reading only (store-older)",
                hint="any command that writes, such as `claims verify`, brings it up to date",
            )
        return
    database.enable_wal()
    # Writing shows now, before anything is fetched, whether results can be saved later. (On a file that may only be read
    # `begin immediate` alone succeeds.) What is written here is taken back.
    database.execute("begin immediate")
    try:
        if _version(database) < SCHEMA_VERSION:
            migrate(database)
            database.execute("commit")
        else:
            _set_pragma(database, "application_id", APPLICATION_ID)
    finally:
        database.rollback()


def _version(database: Database) -> int:
    (version,) = database.execute("pragma user_version").fetchone()
    return int(version)


def _set_pragma(database: Database, name: str, value: int) -> None:
    # Pragmas take no parameters; both parts are constants of this package.
    database.execute(f"pragma {name} = {value}")
