"""Files written together: each whole or not at all, and all of them on the disk before anybody is told.

A batch writes all its files aside, forces them to the disk, puts
each in place in one step and forces their folders, each once. A process that is killed in the middle leaves whole files
under their names and `.tmp-` files beside them; a machine that loses power loses nothing of a batch that was left.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from claimtrack.cache.disk import sync_files, sync_folders
from claimtrack.cache.files import Folder, append_line, create, explained, temporary_name


@dataclass(slots=True, kw_only=True)
class _Staged:
    """A file that is written and has not got its name yet."""

    temporary: str
    path: str
    descriptor: int | None
    """Open until the file was forced to the disk."""


class Batch:
    """A context manager: what was written in the block is in place, and on the disk, once the block was left.

    Files get their names in the order in which they were written, and lines are appended when all of them have. An exception in
    the block leaves none of them; where the disk fails at the end, the first of them may be there, whole. For one thread.
    """

    def __init__(self, folder: Folder) -> None:
        """Nothing is touched yet.

        Args:
            folder: below which all of it is.
        """
        self._folder = folder
        self._root = os.fspath(folder.root)
        self._staged: deque[_Staged] = deque()
        self._lines: list[tuple[str, bytes]] = []
        self._ready: set[str] = set()
        """Folders that are there, and lie behind no link."""
        self._device: int | None = None
        self._is_one_disk = True
        """Whether no folder below the root is the place of another file system."""
        self._changed: dict[str, None] = {}
        """Folders that got new names, in order."""

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, kind: object, *_rest: object) -> None:
        """Put everything in place; nothing where the block failed.

        Raises:
            CacheError: it cannot be written; names the path and what to do.
        """
        try:
            if kind is None:
                self._commit()
        finally:
            self._discard()

    def write(self, relative: str, chunks: Iterable[bytes]) -> None:
        """Write a file, in place of the one that may be there.

        Args:
            relative: path below the root, its parts joined by `/`, as of all paths here.
            chunks: what is in it.

        Raises:
            CacheError: it cannot be written; names the path and what to do.
        """
        folder = self._path(_folder_of(relative))
        self.make_folder(_folder_of(relative))
        staged = _Staged(temporary=f"{folder}/{temporary_name()}", path=self._path(relative), descriptor=None)
        try:
            staged.descriptor = create(staged.temporary)
            self._staged.append(staged)
            for chunk in chunks:
                _write_all(staged.descriptor, chunk)
        except OSError as error:
            raise explained(error, "write", staged.path) from error
        self._changed[folder] = None

    def append(self, relative: str, line: bytes) -> None:
        """Add a line to a file once all files of the batch are in place; see `Folder.append`.

        Raises:
            CacheError: its folder cannot be made, or a link is in the way.
        """
        self.make_folder(_folder_of(relative))
        self._lines.append((relative, line))

    def make_folder(self, relative: str) -> bool:
        """See that a folder is there and lies behind no link; whether it is new.

        Raises:
            CacheError: it cannot be made, or a link is in the way.
        """
        if relative in self._ready:
            return False
        path = self._path(relative)
        if relative:
            self.make_folder(_folder_of(relative))
        try:
            is_new = self._made(path) if relative else self._made_root()
        except OSError as error:
            raise explained(error, "write", path) from error
        self._ready.add(relative)
        return is_new

    def names(self, relative: str) -> list[str]:
        """The names in a folder, which is made where it is missing; those of files still to be put in place are not yet among them.

        Raises:
            CacheError: it cannot be made or read.
        """
        if self.make_folder(relative):
            return []
        try:
            return os.listdir(self._path(relative))  # noqa: PTH208 - names are wanted, not paths
        except OSError as error:
            raise explained(error, "read", self._path(relative)) from error

    def _made_root(self) -> bool:
        """Make the root, which may be reached through a link of the person's own."""
        self._folder.root.mkdir(parents=True, exist_ok=True)
        self._device = os.stat(self._root).st_dev  # noqa: PTH116
        return False

    def _made(self, path: str) -> bool:
        try:
            found = os.lstat(path)
        except FileNotFoundError:
            with contextlib.suppress(FileExistsError):  # another process was quicker
                os.mkdir(path)  # noqa: PTH102
                self._changed[path.rpartition("/")[0]] = None
                return True
            found = os.lstat(path)
        if stat.S_ISLNK(found.st_mode):
            raise OSError(errno.ELOOP, "symbolic link", path)
        self._is_one_disk &= found.st_dev == self._device
        return False

    def _commit(self) -> None:
        path = self._root
        try:
            open_files = [staged.descriptor for staged in self._staged if staged.descriptor is not None]
            sync_files(self._root, open_files, is_one_disk=self._is_one_disk)
            for staged in self._staged:
                if staged.descriptor is not None:
                    os.close(staged.descriptor)
                    staged.descriptor = None
            while self._staged:
                path = self._staged[0].path
                os.replace(self._staged[0].temporary, path)  # noqa: PTH105 - a string serves here
                self._staged.popleft()
            path = self._root
            sync_folders(self._root, self._changed, is_one_disk=self._is_one_disk)
            for relative, line in self._lines:
                path = self._path(relative)
                append_line(path, line)
        except OSError as error:
            raise explained(error, "write", path) from error

    def _discard(self) -> None:
        for staged in self._staged:
            with contextlib.suppress(OSError):
                if staged.descriptor is not None:
                    os.close(staged.descriptor)
                os.unlink(staged.temporary)  # noqa: PTH108
        self._staged.clear()

    def _path(self, relative: str) -> str:
        return f"{self._root}/{relative}" if relative else self._root


def _folder_of(relative: str) -> str:
    return relative.rpartition("/")[0]


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
