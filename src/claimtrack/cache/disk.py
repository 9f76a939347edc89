"""Forcing what was written to the disk: in one call for many files where the system has one, else file by file.

`fsync` makes the disk empty its own memory each time, which on a busy disk takes longer than to write a hundred pages. Linux has
`syncfs(2)`, which does so once for everything that is waiting on one file system.
"""

from __future__ import annotations

import ctypes
import functools
import os
import sys
from collections.abc import Callable, Collection
from pathlib import Path

FEW = 8
"""Up to so many files are forced one by one: `syncfs` also waits for what other programs wrote."""


def sync_folder(path: str | Path) -> None:
    """Force the names in a folder to the disk, where folders can be opened (not on Windows); raises OSError."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_files(root: str, descriptors: Collection[int], *, is_one_disk: bool) -> None:
    """Force files to the disk.

    Args:
        root: a folder above all of them.
        descriptors: of the files.
        is_one_disk: whether all of them are on the file system of `root`.

    Raises:
        OSError: one of them cannot be.
    """
    if len(descriptors) > FEW and is_one_disk and _sync_all(root):
        return
    for descriptor in descriptors:
        os.fsync(descriptor)


def sync_folders(root: str, folders: Collection[str], *, is_one_disk: bool) -> None:
    """Force the names in folders to the disk; as `sync_files`."""
    if len(folders) > FEW and is_one_disk and _sync_all(root):
        return
    for folder in folders:
        sync_folder(folder)


def _sync_all(root: str) -> bool:
    """Force the whole file system of a folder to the disk; False where there is no call for that."""
    syncfs = _syncfs()
    if syncfs is None:
        return False
    descriptor = os.open(root, os.O_RDONLY)
    try:
        if syncfs(descriptor):
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
    finally:
        os.close(descriptor)
    return True


@functools.cache
def _syncfs() -> Callable[[int], int] | None:
    if sys.platform != "linux":
        return None
    try:
        function = ctypes.CDLL(None, use_errno=True).syncfs
    except (OSError, AttributeError):
        return None
    function.argtypes = [ctypes.c_int]
    return function
