"""What the network was asked in a run."""

from __future__ import annotations

from dataclasses import dataclass

from claimtrack.interfaces import FetchOutcome


@dataclass(slots=True, kw_only=True)
class FetchTally:
    """What the network was asked in a run; counted as outcomes arrive."""

    fetched: int = 0
    """Pages that came whole."""
    not_modified: int = 0
    """Pages the server confirmed as unchanged: no body crossed the network."""
    fresh: int = 0
    """Pages not asked for: what their server said last time still holds."""
    stale: int = 0
    """Pages whose server failed, and had allowed that the known snapshot stands in: not confirmed by this run."""
    failed: int = 0

    def count(self, outcome: FetchOutcome) -> None:
        """Take in one outcome."""
        if outcome.snapshot is None:
            self.failed += 1
        elif outcome.stale_because:
            self.stale += 1
        elif outcome.fresh:
            self.fresh += 1
        elif outcome.not_modified:
            self.not_modified += 1
        else:
            self.fetched += 1
