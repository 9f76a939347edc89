"""Every error that claimtrack raises on purpose.

::

    ClaimtrackError
    ├── UsageError            a command was called in a way that makes no sense
    ├── ConfigError           claims.toml, an environment variable or a flag holds a bad value
    ├── RecordError           one or more claim files are invalid (carries every Fault found)
    │   └── LabelledFileError the same of files of labelled claims
    ├── SelectionError        a SELECT argument matches nothing
    ├── CacheError            a snapshot is missing, changed on disk or cannot be written
    └── StoreError            the database cannot be opened, read or written

A page that cannot be fetched or read is *not* an error: it is a `claimtrack.models.Problem`, a result like any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


class ClaimtrackError(Exception):
    """Base of all; `hint` is one sentence that says what to do about it, or empty."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(ClaimtrackError):
    """A command was called in a way that makes no sense."""


class ConfigError(ClaimtrackError):
    """A setting holds a bad value; the message names where the setting came from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong in a claim file, or in a file of labelled claims."""

    path: Path
    """The file."""
    line: int
    """1-based line; 0 where the fault is the file as a whole."""
    message: str
    """What is wrong."""
    hint: str = ""
    """What to do about it."""

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else str(self.path)
        return f"{where}: {self.message}" + (f" ({self.hint})" if self.hint else "")


class RecordError(ClaimtrackError):
    """One or more claim files are invalid; `faults` lists all of them, in file order."""

    files = "claim files"
    """What sort of files they are."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


class LabelledFileError(RecordError):
    """One or more files of labelled claims are invalid; see `RecordError`."""

    files = "labelled files"


class SelectionError(ClaimtrackError):
    """A SELECT argument matches nothing."""


class CacheError(ClaimtrackError):
    """A snapshot is missing, was changed on disk, or cannot be written."""


class StoreError(ClaimtrackError):
    """The database cannot be opened, read or written; the message names the file."""
