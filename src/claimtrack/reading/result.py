"""What a worker makes of a page."""

from __future__ import annotations

from dataclasses import dataclass

from claimtrack.models import Document, Finding, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class PageResult:
    """A page that may be scored, with what it says about the claims it was held against."""

    document: Document
    finding: Finding | None
    """What limits what the page may say; a page that something else replaces is a problem and no result."""
    verdicts: tuple[Verdict, ...]
    """One for each claim, in their order; each piece of evidence with its link."""
