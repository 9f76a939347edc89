"""Collecting what is wrong with one claim file."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

from claimtrack.errors import Fault

MAX_FAULTS = 1000
"""Faults listed for one file. More help nobody, and a hostile file could hold a million."""


class StopReadingError(Exception):
    """What was found makes looking at the rest of the file pointless."""


class FaultList:
    """The faults of one file, in the order in which they are found."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._faults: list[Fault] = []

    def add(self, line: int, message: str, hint: str = "") -> None:
        """Keep one fault; `line` is 1-based, 0 for the file as a whole.

        Raises:
            StopReadingError: the list was full, which its last entry then says.
        """
        if len(self._faults) == MAX_FAULTS:
            line, message = 0, f"more than {MAX_FAULTS:,} faults"
            hint = "mend those listed, then the rest are looked at"
        self._faults.append(Fault(path=self._path, line=line, message=message, hint=hint))
        if len(self._faults) > MAX_FAULTS:
            raise StopReadingError

    def fatal(self, line: int, message: str, hint: str = "") -> NoReturn:
        """Keep a fault after which nothing else of the file can be read.

        Raises:
            StopReadingError: always.
        """
        self.add(line, message, hint)
        raise StopReadingError

    def in_file_order(self) -> tuple[Fault, ...]:
        """Return what was found, by line; faults of the file as a whole last."""
        return tuple(sorted(self._faults, key=lambda fault: fault.line or float("inf")))
