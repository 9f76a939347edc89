"""The values that travel through the pipeline. No input or output happens here.

All are frozen, slotted, keyword-only dataclasses. Datetimes are aware and in UTC; units stand in the names.
"""

from __future__ import annotations

from claimtrack.models.check import Basis, Cause, Change, Check, Grounds, LastKnown
from claimtrack.models.claim import Article, Claim, Kind, Source
from claimtrack.models.document import Block, BlockKind, Cell, Document, PageFacts, Part, Passage
from claimtrack.models.problem import Finding, Problem, ProblemSlug, Severity
from claimtrack.models.snapshot import Origin, Snapshot
from claimtrack.models.verdict import JUDGED_BY, Evidence, Label, Reason, Stance, Verdict

__all__ = [
    "JUDGED_BY",
    "Article",
    "Basis",
    "Block",
    "BlockKind",
    "Cause",
    "Cell",
    "Change",
    "Check",
    "Claim",
    "Document",
    "Evidence",
    "Finding",
    "Grounds",
    "Kind",
    "Label",
    "LastKnown",
    "Origin",
    "PageFacts",
    "Part",
    "Passage",
    "Problem",
    "ProblemSlug",
    "Reason",
    "Severity",
    "Snapshot",
    "Source",
    "Stance",
    "Verdict",
]
