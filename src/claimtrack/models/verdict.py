"""What a scorer concludes, with the words it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from claimtrack.models.document import Part

JUDGED_BY = "+judge:"
"""What stands between the name of a scorer and that of the judge that gave a second opinion."""


class Label(StrEnum):
    """The four verdicts, best first."""

    SUPPORTED = "supported"
    PARTIAL = "partial"
    UNSUPPORTED = "unsupported"
    CONTRADICTED = "contradicted"


class Stance(StrEnum):
    """What a piece of evidence does to the claim."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    RELATED = "related"
    """The closest words on the page, which neither carry nor deny the claim."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A verbatim stretch of the page: W3C TextQuoteSelector and TextPositionSelector in one."""

    exact: str
    prefix: str
    """Up to 64 characters before, verbatim."""
    suffix: str
    """Up to 64 characters after, verbatim."""
    start: int
    """Half-open character offsets into `Document.text`."""
    end: int
    stance: Stance
    link: str = ""
    """The live page opened at the passage, by a text fragment."""
    part: Part = Part.ARTICLE
    """What the words are to the page: what stands in its furniture is named as such."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One finding behind a verdict: a stable slug and the words it is about."""

    slug: str
    """See `docs/scoring.md` for the list."""
    claim_words: tuple[str, ...] = ()
    """Words of the claim, as written there."""
    page_words: tuple[str, ...] = ()
    """Words of the page that stand against or for them, as written there."""
    message: str = ""
    """The finding in words: `the claim says 4.7%, the page says 4.3%`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the scorer concludes from one page about one claim."""

    label: Label
    score: float
    """0 to 1: the probability that the page fully supports the claim."""
    evidence: tuple[Evidence, ...]
    """Best first; may be empty only for `unsupported`."""
    reasons: tuple[Reason, ...]
    scorer: str
    """`name@version`; with `+judge:BACKEND/MODEL` behind it where a judge gave a second opinion."""
    unsure: bool = False
    """The margin was too small to rely on: worth a second opinion, or a person's look."""

    @property
    def judge(self) -> str:
        """`BACKEND/MODEL` of the judge that gave a second opinion; empty where none did."""
        return self.scorer.partition(JUDGED_BY)[2]
