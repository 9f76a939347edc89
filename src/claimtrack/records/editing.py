"""Replacing a claim file as a whole, so that a crash or a second command never leaves half of one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from claimtrack.errors import Fault, RecordError
from claimtrack.records.reading import read_bytes


class Edit:
    """A claim file that nobody else changes meanwhile."""

    def __init__(self, target: Path, draft: Path, old: bytes, *, is_new: bool) -> None:
        self.old = old
        """The file's content."""
        self.is_new = is_new
        """Whether there is no such file yet; `old` is empty then."""
        self.saved = False
        self._target = target
        self._draft = draft

    def save(self, content: bytes) -> None:
        """Put `content` in the place of the file, all of it or nothing. To be called once."""
        with self._draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if not self.is_new:
            self._draft.chmod(self._target.stat().st_mode & 0o7777)
        self._draft.replace(self._target)
        self.saved = True
        _sync_folder(self._target.parent)


@contextmanager
def editing(path: Path, shown: Path, *, may_be_new: bool) -> Iterator[Edit]:
    """Keep a claim file, or one to be made, to oneself; it stays as it is unless `Edit.save` is called.

    The new content is written beside the file under its name and `.lock`, and renamed. That file is made only where
    there is none, which keeps a second command out: git guards its index the same way.

    Args:
        path: the file; where it is a symbolic link, what it points to is changed.
        shown: the file, as faults are to name it.
        may_be_new: whether a missing file, and its folder, are to be made.

    Raises:
        RecordError: another command is changing the file, or it cannot be read or written.
    """
    target = Path(os.path.realpath(path))
    draft = target.with_name(f"{target.name}.lock")
    try:
        if may_be_new:
            target.parent.mkdir(parents=True, exist_ok=True)
        _make_lock(draft, shown)
        edit: Edit | None = None
        try:
            is_new = may_be_new and not os.path.lexists(target)
            edit = Edit(target, draft, b"" if is_new else read_bytes(target, shown), is_new=is_new)
            yield edit
        finally:
            if edit is None or not edit.saved:  # once saved, a file of that name is somebody else's
                draft.unlink(missing_ok=True)
    except OSError as error:
        hint = "check space and permissions; the file is as it was"
        raise _fault(shown, f"cannot be written: {error.strerror}", hint) from error


def _make_lock(draft: Path, shown: Path) -> None:
    try:
        draft.touch(exist_ok=False)
    except FileExistsError as error:
        hint = f"wait for it; where none is running, delete {draft.name} beside it"
        raise _fault(shown, "another command is changing it", hint) from error


def _sync_folder(folder: Path) -> None:
    """Make a rename outlive a power cut, where the system lets a folder be opened for that."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _fault(path: Path, message: str, hint: str) -> RecordError:
    return RecordError((Fault(path=path, line=0, message=message, hint=hint),))
