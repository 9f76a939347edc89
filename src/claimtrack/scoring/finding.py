"""What a finding is: one thing that stands between a claim and the page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Slug(StrEnum):
    """Findings that a verdict can rest on; `docs/scoring.md` explains each."""

    NUMBER_DIFFERS = "number-differs"
    NUMBER_MISPLACED = "number-misplaced"
    NUMBER_MISSING = "number-missing"
    BOUND_DROPPED = "bound-dropped"
    DATE_DIFFERS = "date-differs"
    NEGATION_DIFFERS = "negation-differs"
    OPPOSITE_WORD = "opposite-word"
    NAME_DIFFERS = "name-differs"
    NAME_MISSING = "name-missing"
    OTHER_ROW = "other-row"
    OTHER_COLUMN = "other-column"
    HEDGE_HARDENED = "hedge-hardened"
    PLAN_AS_FACT = "plan-as-fact"
    PROMISE_ADDED = "promise-added"
    QUANTIFIER_HARDENED = "quantifier-hardened"
    ATTRIBUTION_DROPPED = "attribution-dropped"


CONFLICTS = frozenset(
    {
        Slug.NUMBER_DIFFERS,
        Slug.NUMBER_MISPLACED,
        Slug.DATE_DIFFERS,
        Slug.NEGATION_DIFFERS,
        Slug.OPPOSITE_WORD,
        Slug.NAME_DIFFERS,
        Slug.OTHER_ROW,
        Slug.OTHER_COLUMN,
    }
)
"""Findings that can make a claim contradicted."""
MISPLACED = frozenset({Slug.OTHER_ROW, Slug.OTHER_COLUMN})
"""Those that say where on the page a number stands; they are told even where they contradict nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that stands between a claim and its window."""

    slug: Slug
    strength: float
    claim_words: tuple[str, ...] = ()
    page_words: tuple[str, ...] = ()
    detail: str = ""
    """What is found, in words, where its slug and these words do not say it all."""
