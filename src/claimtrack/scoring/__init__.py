"""Decides what a page says about a claim, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtrack.scoring.version import VERSION

if TYPE_CHECKING:
    from claimtrack.scoring.lexical import LexicalScorer

__all__ = ["VERSION", "LexicalScorer"]


def __getattr__(name: str) -> object:
    """Load the scorer only where claims are scored: a parent of workers needs its version alone."""
    if name == "LexicalScorer":
        from claimtrack.scoring.lexical import LexicalScorer  # noqa: PLC0415 - see above

        return LexicalScorer
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
