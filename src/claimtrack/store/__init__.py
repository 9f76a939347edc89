"""The SQLite store: what was checked, when, with what result and why. People browse it with Datasette."""

from __future__ import annotations

from claimtrack.store.rows import (
    ClaimStatus,
    HistoryEntry,
    Imprint,
    RunSummary,
    SourceHealth,
    StaleClaim,
    StaleReason,
)
from claimtrack.store.store import DEFAULT_BUSY_TIMEOUT_S, Store

__all__ = [
    "DEFAULT_BUSY_TIMEOUT_S",
    "ClaimStatus",
    "HistoryEntry",
    "Imprint",
    "RunSummary",
    "SourceHealth",
    "StaleClaim",
    "StaleReason",
    "Store",
]
