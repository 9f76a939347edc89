"""From features and findings to a label and a score."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from claimtrack.models import Label
from claimtrack.scoring.finding import CONFLICTS, Finding, Slug
from claimtrack.scoring.weights import BIAS, WEIGHTS

SUPPORTED_FROM = 0.5
"""A claim is supported from this probability on."""
CONTRADICTED_AT_MOST = 0.2
"""Highest score of a contradicted claim: three of four conflicts of this strength are real."""
_CONFLICT_FROM: dict[Slug, float] = {
    Slug.NUMBER_DIFFERS: 0.4, Slug.DATE_DIFFERS: 0.4, Slug.NEGATION_DIFFERS: 0.4, Slug.OPPOSITE_WORD: 0.35, Slug.NAME_DIFFERS: 0.5,
    Slug.NUMBER_MISPLACED: 0.35, Slug.OTHER_ROW: 0.5, Slug.OTHER_COLUMN: 0.5,
}  # fmt: skip
"""Strength from which a conflict contradicts, where the window is about the claim at all."""
_ABOUT_IT = 0.5
"""Share of the claim's words that the window must carry for a conflict to contradict."""
_PARTIAL_FROM = 0.75
"""Share of the claim's words from which a claim that is not supported is partly supported."""
_CAPS: dict[Slug, float] = {
    Slug.BOUND_DROPPED: 0.0, Slug.HEDGE_HARDENED: 0.8, Slug.PLAN_AS_FACT: 0.7, Slug.NUMBER_MISSING: 1.0,
    Slug.OTHER_ROW: 0.0, Slug.OTHER_COLUMN: 0.0,
}  # fmt: skip
"""Findings, and the strength from which each keeps a claim from being supported: hardly any supported claim has one."""
_SOFT = (Slug.BOUND_DROPPED, Slug.HEDGE_HARDENED, Slug.PLAN_AS_FACT, Slug.QUANTIFIER_HARDENED)
_SOFT_PARTIAL_FROM = 0.6
"""The same where the claim only speaks more firmly than the page."""
JUST_BELOW = SUPPORTED_FROM - 0.01
"""Highest score of a claim that is not supported."""


def probability(features: Mapping[str, float]) -> float:
    """Return the probability that the page fully supports the claim."""
    total = BIAS + sum(weight * features[name] for name, weight in WEIGHTS.items())
    return 1 / (1 + math.exp(-total))


def conflicts(features: Mapping[str, float], findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings that contradict the claim, strongest first."""
    if features["covered_context"] < _ABOUT_IT:
        return []
    return [
        finding
        for finding in findings
        if finding.slug in CONFLICTS and finding.strength >= _CONFLICT_FROM[finding.slug]
    ]


def decide(features: Mapping[str, float], findings: Sequence[Finding]) -> tuple[Label, float]:
    """Return the verdict's label and score."""
    score = probability(features)
    if conflicts(features, findings):
        return Label.CONTRADICTED, min(score, CONTRADICTED_AT_MOST)
    covered = features["covered_context"]
    softer = any(finding.slug in _SOFT for finding in findings)
    capped = any(finding.strength >= _CAPS.get(finding.slug, math.inf) for finding in findings)
    if features["unsaid_clause"]:
        # "A and B", of which the page has A: partly supported, however much A outweighs B.
        return Label.PARTIAL, min(score, JUST_BELOW)
    if score >= SUPPORTED_FROM and not capped:
        return Label.SUPPORTED, score
    if covered >= _PARTIAL_FROM or (softer and covered >= _SOFT_PARTIAL_FROM):
        return Label.PARTIAL, min(score, JUST_BELOW)
    return Label.UNSUPPORTED, min(score, JUST_BELOW)
