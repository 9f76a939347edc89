"""From the bytes of a page to its words.

`PooledExtractor` reads each page in a process that can be killed; `PageExtractor` reads it here, and picks the reader by what
the bytes are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.extract.limits import ReadingLimits
from claimtrack.extract.pool import PooledExtractor

if TYPE_CHECKING:
    from claimtrack.extract.page import PageExtractor

__all__ = ["PageExtractor", "PooledExtractor", "ReadingLimits"]


def __getattr__(name: str) -> object:
    """Load the parsers only where pages are read in this process: a parent of workers needs none of them."""
    if name == "PageExtractor":
        from claimtrack.extract.page import PageExtractor  # noqa: PLC0415 - see above

        return PageExtractor
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
