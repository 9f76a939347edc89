"""One claim held against one source, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from claimtrack.models.claim import Claim, Source
from claimtrack.models.problem import Problem
from claimtrack.models.snapshot import Snapshot
from claimtrack.models.verdict import Label, Verdict


class Cause(StrEnum):
    """Why a check differs from the one before it."""

    PAGE = "page"
    """The text of the source."""
    CLAIM = "claim"
    """The claim's text, or the words it expects on the page."""
    EXTRACTOR = "extractor"
    """A release of what turns bytes into text and passages."""
    SCORER = "scorer"
    """A release of the scorer, or another scorer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What a verdict was found from: where nothing of it changes, neither does the verdict."""

    claim_text: str
    quote: str | None
    """The words that the claim expects on the page."""
    document_sha256: str
    """`Document.text_sha256`."""
    snapshot_sha256: str
    """Of the page's bytes."""
    extractor: str
    """`Check.extractor`."""
    scorer: str
    """`name@version`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How a check differs from the last one of the same claim and source that had a verdict."""

    causes: tuple[Cause, ...]
    label_before: Label
    score_before: float
    passage_before: str
    """The evidence of then, verbatim; empty where there was none."""
    passage_after: str
    """The evidence of now, verbatim; empty where there is none."""


class Basis(StrEnum):
    """What a verdict rests on this time."""

    SCORED = "scored"
    """The scorer read the page."""
    UNCHANGED = "unchanged"
    """Nothing the verdict depends on changed since it was scored: same key."""
    CARRIED = "carried"
    """The page changed elsewhere; the evidence and the words around it did not, and nothing new bears on the claim."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastKnown:
    """The newest verdict of a claim and a source: what stands while the source cannot be checked."""

    label: Label
    checked_at: datetime
    """When the claim was last held against the source."""
    seen_at: datetime | None
    """When the site last gave or confirmed the page it rests on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One claim held against one source, once: a verdict or a problem, never both."""

    id: str
    """Sortable by time, unique."""
    run: str
    """Id of the run that made it."""
    claim: Claim
    source: Source | None
    """None only where the claim needs a source."""
    snapshot: Snapshot | None = None
    document_sha256: str | None = None
    """`Document.text_sha256` of what was scored."""
    verdict: Verdict | None = None
    problem: Problem | None = None
    checked_at: datetime
    key: str = ""
    """Tagged hash of everything the verdict depends on: same key, same verdict. Empty for a problem."""
    extractor: str = ""
    """`name@version` of all that turned the page into text and passages, joined by `+`. Empty for a problem."""
    basis: Basis = Basis.SCORED
    reused_from: str | None = None
    """Id of the scored check whose verdict still stands; set where `basis` is `unchanged`."""
    change: Change | None = None
    last_known: LastKnown | None = None
    """For a problem, what was found before; None where nothing was."""

    def __post_init__(self) -> None:
        if (self.verdict is None) == (self.problem is None):
            raise ValueError("a check has a verdict or a problem, and never both")

    @property
    def grounds(self) -> Grounds | None:
        """What the verdict was found from; None for a problem."""
        if self.verdict is None:
            return None
        return Grounds(
            claim_text=self.claim.text,
            quote=self.claim.quote,
            document_sha256=self.document_sha256 or "",
            snapshot_sha256=self.snapshot.sha256 if self.snapshot else "",
            extractor=self.extractor,
            scorer=self.verdict.scorer,
        )
