"""Files below one folder: read within bounds, never through a symbolic link. `batch` writes them.

Where thousands of files are at stake, paths are strings with `/` between their parts: a path object costs more than most
calls to the system.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
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
        self._root = os.fspath(root)

    def prepare(self) -> None:
        """Make the root and see that it can be written, before any work is done whose result would go there.

        Raises:
            CacheError: it cannot; names the path and what to do.
        """
        probe = self.root / temporary_name()
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            os.close(create(probe))
            probe.unlink()
        except OSError as error:
            raise explained(error, "write", self.root) from error

    def read(self, relative: str | Path, limit: int) -> bytes | None:
        """The bytes of a plain file, or None where there is none.

        Args:
            relative: path below the root.
            limit: largest size accepted, in bytes.

        Raises:
            CacheError: it is no plain file, is larger, lies behind a symbolic link or cannot be read.
        """
        path = f"{self._root}/{relative}"
        try:
            self.refuse_links(os.fspath(relative).rpartition("/")[0])
            descriptor = os.open(path, os.O_RDONLY | _NO_SURPRISES)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise explained(error, "read", path) from error
        try:
            facts = os.fstat(descriptor)
            if not stat.S_ISREG(facts.st_mode):
                raise CacheError(
                    f"{path} is no plain file", hint="remove it: the cache holds plain files only"
                )
            data = _read(descriptor, min(facts.st_size, limit) + 1)
        except OSError as error:
            raise explained(error, "read", path) from error
        finally:
            os.close(descriptor)
        if len(data) > limit:
            raise CacheError(
                f"{path} is larger than it can rightly be", hint="delete it and fetch the page again"
            )
        return data

    def names(self, relative: str | Path) -> list[str]:
        """The names in a folder, in no order; none where there is no such folder.

        Raises:
            CacheError: it lies behind a symbolic link or cannot be read.
        """
        path = f"{self._root}/{relative}"
        try:
            self.refuse_links(relative)
            return os.listdir(path)  # noqa: PTH208 - names are wanted, not paths
        except FileNotFoundError:
            return []
        except OSError as error:
            raise explained(error, "read", path) from error

    def entries(self, relative: Path) -> list[Entry]:
        """What is in a folder, by name; none where there is no such folder.

        Raises:
            CacheError: it lies behind a symbolic link or cannot be read.
        """
        path = self.root / relative
        found = []
        try:
            self.refuse_links(relative)
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
            raise explained(error, "read", path) from error
        return sorted(found, key=lambda entry: entry.name)

    def append(self, relative: Path, line: bytes) -> None:
        """Add one line to a file, made with its first; lines of processes that append at once do not mix.

        Raises:
            CacheError: there is no such folder, or it cannot be written.
        """
        path = self.root / relative
        try:
            self.refuse_links(relative.parent)
            append_line(path, line)
        except OSError as error:
            raise explained(error, "write", path) from error

    def touch(self, relative: str | Path) -> None:
        """Mark a file as used now, where it is there: `prune` leaves alone what was used lately."""
        with contextlib.suppress(OSError):
            self.refuse_links(os.fspath(relative).rpartition("/")[0])
            os.utime(f"{self._root}/{relative}", follow_symlinks=os.utime not in os.supports_follow_symlinks)

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
            self.refuse_links(relative.parent)
            if unless_used_since is None or path.lstat().st_mtime < unless_used_since:
                path.unlink(missing_ok=True)
        except FileNotFoundError:
            return
        except OSError as error:
            raise explained(error, "remove", path) from error

    def refuse_links(self, relative: str | Path) -> None:
        """Raise OSError where a folder below the root, or one above it, is a symbolic link or not there."""
        folder = self._root
        for part in filter(None, os.fspath(relative).split("/")):
            folder = f"{folder}/{part}"  # a path object would cost more than the question
            if stat.S_ISLNK(os.lstat(folder).st_mode):
                raise OSError(errno.ELOOP, "symbolic link", folder)


_OWN = secrets.token_hex(8)
_NUMBERS = itertools.count()


def temporary_name() -> str:
    """A name that no other process, and no other call, makes."""
    return f"{TEMPORARY}{_OWN}-{os.getpid()}-{next(_NUMBERS)}"


def create(path: str | Path) -> int:
    """Make a file that was not there and return its descriptor, to be written; raises OSError."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_SURPRISES, 0o666)


def _read(descriptor: int, most: int) -> bytes:
    data = os.read(descriptor, most)
    while len(data) < most and (more := os.read(descriptor, most - len(data))):
        data += more
    return data


def append_line(path: str | Path, line: bytes) -> None:
    """Add a line to a file, made with its first, in one piece; raises OSError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | _NO_SURPRISES, 0o666)
    try:
        if os.write(descriptor, line) < len(line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    finally:
        os.close(descriptor)


def explained(error: OSError, doing: str, path: str | Path) -> CacheError:
    """What it means that something cannot be done to a file, and what may help."""
    why = error.strerror or str(error)
    hint = _HINTS.get(error.errno or 0, "check the disk and the folder's permissions")
    return CacheError(f"cannot {doing} {path}: {why}", hint=hint)
