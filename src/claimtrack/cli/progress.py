"""How far a run is, on one line of the terminal; nothing at all where nobody looks on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

_CLEAR_LINE = "\r\x1b[K"


class Progress:
    """A line on stderr that is taken away before data is printed, and at the end."""

    def __init__(self, *, total: int, quiet: bool) -> None:
        self._shown = sys.stderr.isatty() and not quiet
        self._total = total
        self._done = 0

    def __enter__(self) -> Self:
        self._draw()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._clear()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Print one check's data; the line comes back one further."""
        self._clear()
        yield
        self._done += 1
        self._draw()

    def _draw(self) -> None:
        if self._shown:
            sys.stderr.write(f"{_CLEAR_LINE}checked {self._done} of {self._total} …")
            sys.stderr.flush()

    def _clear(self) -> None:
        if self._shown:
            sys.stderr.write(_CLEAR_LINE)
            sys.stderr.flush()
