"""From the bytes of a page to its words: `PageExtractor` picks the reader by what the bytes are.

It reads in the process that calls it. `claimtrack.reading` does so in one that can be killed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.extract.version import VERSION

if TYPE_CHECKING:
    from claimtrack.extract.page import PageExtractor

__all__ = ["VERSION", "PageExtractor"]


def __getattr__(name: str) -> object:
    """Load the parsers only where pages are read: a parent of workers needs none of them."""
    if name == "PageExtractor":
        from claimtrack.extract.page import PageExtractor  # noqa: PLC0415 - see above

        return PageExtractor
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
