"""Files below one folder: written whole or not at all, read within bounds, never through a symbolic link."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from claimtrack.errors import CacheError

_NO_SURPRISES = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
"""Follow no link, hang on no pipe, leak into no child."""

TEMPORARY = ".tmp-"
"""How the name of a file begins that is being written; what is left of such a name, a killed run left."""

_HINTS = {
    errno.ENOSPC: "free some disk space, or set another folder for the cache",
    errno.EDQUOT: "free some disk space, or set another folder for the cache",
    errno.EACCES: "make the folder writable, or set another folder for the cache",
    errno.EPERM: "make the folder writable, or set another folder for the cache",
    errno.EROFS: "make the folder writable, or set another folder for the cache",
    errno.ELOOP: "remove the symbolic link: the cache holds plain files only",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One name in a folder, as it is without following links."""

    name: str
    is_file: bool
    is_folder: bool
    size_bytes: int
    modified: float
    """Seconds since 1970."""


class Folder:
    """A root folder and what is done below it. Paths are given relative to the root."""

    def __init__(self, root: Path) -> None:
        """Nothing is touched yet; the root itself may be reached through a link of the person's own."""
        self.root = root

    def prepare(self) -> None:
        """Make the root and see that it can be written, before any work is done whose result would go there.

        Raises:
            CacheError: it cannot; names the path and what to do.
        """
        probe = self.root / f"{TEMPORARY}{secrets.token_hex(8)}"
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            _write_new(probe, b"")
            probe.unlink()
        except OSError as error:
            raise _explained(error, "write", self.root) from error

    def write(self, relative: Path, data: bytes) -> None:
        """Put `data` there in one step: a reader, or whoever comes after a crash, sees all of it or nothing.

        The bytes go to a temporary name in the same folder, are forced to the disk and renamed.

        Raises:
            CacheError: it cannot be written; names the path and what to do.
        """
        path = self.root / relative
        temporary = path.with_name(f"{TEMPORARY}{secrets.token_hex(8)}")
        try:
            self._make_folders(relative.parent)
            try:
                _write_new(temporary, data)
                os.replace(temporary, path)  # noqa: PTH105 - beside the other os calls it must be read with
            except BaseException:
                with contextlib.suppress(OSError):
                    temporary.unlink(missing_ok=True)
                raise
            _sync_folder(path.parent)
        except OSError as error:
            raise _explained(error, "write", path) from error

    def read(self, relative: Path, limit: int) -> bytes | None:
        """The bytes of a plain file, or None where there is none.

        Args:
            relative: path below the root.
            limit: largest size accepted, in bytes.

        Raises:
            CacheError: it is no plain file, is larger, lies behind a symbolic link or cannot be read.
        """
        path = self.root / relative
        try:
            self._refuse_links(relative.parent)
            descriptor = os.open(path, os.O_RDONLY | _NO_SURPRISES)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _explained(error, "read", path) from error
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise CacheError(
                    f"{path} is no plain file", hint="remove it: the cache holds plain files only"
                )
            try:
                data = file.read(limit + 1)
            except OSError as error:
                raise _explained(error, "read", path) from error
        if len(data) > limit:
            raise CacheError(
                f"{path} is larger than it can rightly be", hint="delete it and fetch the page again"
            )
        return data

    def names(self, relative: Path) -> list[str]:
        """The names in a folder, in no order; none where there is no such folder.

        Raises:
            CacheError: it lies behind a symbolic link or cannot be read.
        """
        path = self.root / relative
        try:
            self._refuse_links(relative)
            return os.listdir(path)  # noqa: PTH208 - names are wanted, not paths
        except FileNotFoundError:
            return []
        except OSError as error:
            raise _explained(error, "read", path) from error

    def entries(self, relative: Path) -> list[Entry]:
        """What is in a folder, by name; none where there is no such folder.

        Raises:
            CacheError: it lies behind a symbolic link or cannot be read.
        """
        path = self.root / relative
        found = []
        try:
            self._refuse_links(relative)
            with os.scandir(path) as items:
                for item in items:
                    facts = item.stat(follow_symlinks=False)
                    found.append(
                        Entry(
                            name=item.name,
                            is_file=stat.S_ISREG(facts.st_mode),
                            is_folder=stat.S_ISDIR(facts.st_mode),
                            size_bytes=facts.st_size,
                            modified=facts.st_mtime,
                        )
                    )
        except FileNotFoundError:
            return []
        except OSError as error:
            raise _explained(error, "read", path) from error
        return sorted(found, key=lambda entry: entry.name)

    def append(self, relative: Path, line: bytes) -> None:
        """Add one line to a file, made with its first; lines of processes that append at once do not mix.

        Raises:
            CacheError: it cannot be written.
        """
        path = self.root / relative
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | _NO_SURPRISES
        try:
            self._make_folders(relative.parent)
            descriptor = os.open(path, flags, 0o666)
            try:
                if os.write(descriptor, line) < len(line):  # one call: the system appends it in one piece
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            finally:
                os.close(descriptor)
        except OSError as error:
            raise _explained(error, "write", path) from error

    def touch(self, relative: Path) -> None:
        """Mark a file as used now, where it is there: `prune` leaves alone what was used lately."""
        with contextlib.suppress(OSError):
            self._refuse_links(relative.parent)
            os.utime(self.root / relative, follow_symlinks=os.utime not in os.supports_follow_symlinks)

    def remove(self, relative: Path, *, unless_used_since: float | None = None) -> None:
        """Remove a file; nothing happens where it has gone already.

        Args:
            relative: path below the root.
            unless_used_since: seconds since 1970; leaves alone what was written or touched since.

        Raises:
            CacheError: it lies behind a symbolic link or cannot be removed.
        """
        path = self.root / relative
        try:
            self._refuse_links(relative.parent)
            if unless_used_since is None or path.lstat().st_mtime < unless_used_since:
                path.unlink(missing_ok=True)
        except FileNotFoundError:
            return
        except OSError as error:
            raise _explained(error, "remove", path) from error

    def _make_folders(self, relative: Path) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        folder = self.root
        for part in relative.parts:
            folder /= part
            with contextlib.suppress(FileExistsError):
                folder.mkdir()
                _sync_folder(folder.parent)
        self._refuse_links(relative)

    def _refuse_links(self, relative: Path) -> None:
        folder = self.root
        for part in relative.parts:
            folder /= part
            if stat.S_ISLNK(folder.lstat().st_mode):
                raise OSError(errno.ELOOP, "symbolic link", str(folder))


def _write_new(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_SURPRISES, 0o666)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(descriptor)


def _sync_folder(path: Path) -> None:
    """Force a new name in a folder to the disk, where folders can be opened (not on Windows)."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _explained(error: OSError, doing: str, path: Path) -> CacheError:
    why = error.strerror or str(error)
    hint = _HINTS.get(error.errno or 0, "check the disk and the folder's permissions")
    return CacheError(f"cannot {doing} {path}: {why}", hint=hint)
