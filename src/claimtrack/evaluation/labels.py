"""What a person says is true of a claim and a page, and what the scorer said."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from claimtrack.models import Label, Problem, Verdict


class Gold(StrEnum):
    """The label a person gave: one of the four verdicts, or only that the page does not support the claim."""

    SUPPORTED = "supported"
    PARTIAL = "partial"
    UNSUPPORTED = "unsupported"
    CONTRADICTED = "contradicted"
    NOT_SUPPORTED = "not-supported"
    """Of a set of two classes, which labels its claims `true` and `false`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPage:
    """A page given as text: a paragraph a line."""

    text: str
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePage:
    """A page saved as a file."""

    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class WebPage:
    """A page to fetch."""

    url: str
    """Canonical."""


PageSource = TextPage | FilePage | WebPage


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledClaim:
    """One line of a labelled file."""

    id: str
    """Unique among all claims of an evaluation."""
    text: str
    gold: Gold
    page: PageSource
    evidence: tuple[str, ...] = ()
    """Passages, verbatim, any of which shows what the page says about the claim; empty where nobody marked one."""
    group: str
    """What the claim shares its fate with when figures are resampled: its page, unless the file says otherwise."""
    kind: str = ""
    """What sort of claim it is, in the words of whoever labelled it."""
    pair_of: str | None = None
    """Id of the supported claim that this one is a wrong version of."""
    path: Path
    """The labelled file."""
    line: int
    """1-based."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongVersion:
    """A claim changed by code so that it is wrong, and scored again."""

    kind: str
    """What was changed: see `claimtrack.scoring.counterfactuals`."""
    text: str
    label: Label
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """What came of a labelled claim: a verdict or a problem, never both."""

    claim: LabelledClaim
    verdict: Verdict | None = None
    problem: Problem | None = None
    wrong_versions: tuple[WrongVersion, ...] = ()
    """Empty unless they were asked for, or where nothing in the claim could be changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A prediction with a verdict: all that figures are made of."""

    claim: LabelledClaim
    label: Gold
    """The verdict's label, among the labels that the set has."""
    score: float
    passages: int
    """How many are shown."""
    hit: bool | None
    """Whether one of them is the evidence that a person marked; None where none is marked, or that would tell nothing."""

    @property
    def gold(self) -> Gold:
        """The label a person gave."""
        return self.claim.gold
