"""All figures of an evaluation, from its predictions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from claimtrack.evaluation.bootstrap import Interval, Metric, intervals
from claimtrack.evaluation.calibration import ReliabilityBin, expected_calibration_error, reliability
from claimtrack.evaluation.classification import (
    Confusion,
    accuracy,
    balanced_accuracy,
    called,
    confusion,
    f1_by_label,
    macro_f1,
    supported_precision,
    supported_recall,
    supported_specificity,
)
from claimtrack.evaluation.contrast import Contrast, contrast, contrast_by_kind, labelled_pairs, made_pairs
from claimtrack.evaluation.evidence import hit_rate
from claimtrack.evaluation.judging import judged
from claimtrack.evaluation.labels import Gold, Prediction
from claimtrack.evaluation.ranking import auroc_supported
from claimtrack.models import Label

MAIN: Mapping[str, Metric] = {
    "macro_f1": macro_f1,
    "accuracy": accuracy,
    "balanced_accuracy": balanced_accuracy,
    "supported_recall": supported_recall,
    "supported_precision": supported_precision,
    "rest_specificity": supported_specificity,
    "auroc": auroc_supported,
    "auroc_partial": partial(auroc_supported, against=Gold.PARTIAL),
    "auroc_unsupported": partial(auroc_supported, against=Gold.UNSUPPORTED),
    "auroc_contradicted": partial(auroc_supported, against=Gold.CONTRADICTED),
    "contradicted_called_supported": partial(called, gold=Gold.CONTRADICTED, said=Gold.SUPPORTED),
    "supported_called_contradicted": partial(called, gold=Gold.SUPPORTED, said=Gold.CONTRADICTED),
    "ece": expected_calibration_error,
    "evidence_hit_rate": hit_rate,
}
"""Figures by the names they have in JSON and in floors."""
_WITH_INTERVAL = (
    "macro_f1",
    "balanced_accuracy",
    "auroc",
    "auroc_contradicted",
    "contradicted_called_supported",
    "evidence_hit_rate",
)
"""Those for which pages are drawn again; it takes the time of a thousand evaluations."""
PAIR_FIGURES = ("contrast", "contrast_ordered", "wrong_versions_rejected", "wrong_versions_ordered")
"""Those of pairs, which not every evaluation has."""
LOW_IS_GOOD = frozenset({"contradicted_called_supported", "supported_called_contradicted", "ece"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """What the evaluation took."""

    elapsed_s: float
    """On the clock, fetching and the start of workers included."""
    ms_per_claim: float | None
    """Median time of a worker for a claim, in milliseconds, its share of reading the page included."""
    ms_per_wrong_version: float | None = None
    """The same for a wrong version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What an evaluation found."""

    claims: int
    """Labelled claims; `checked` of them have a verdict."""
    checked: int
    pages: int
    """Groups of claims, by which intervals are drawn."""
    problems: Mapping[str, int]
    """Claims that could not be checked, by the problem's slug. They count in no other figure."""
    golds: Mapping[Gold, int]
    """Checked claims by label."""
    scorers: tuple[str, ...]
    """`name@version` of what judged."""
    main: Mapping[str, float | None]
    """See `MAIN` and `PAIR_FIGURES`. None where there is nothing to count."""
    intervals: Mapping[str, Interval]
    """Where some of them lie with 95 % confidence."""
    f1: Mapping[Gold, float]
    confusion: Confusion
    reliability: tuple[ReliabilityBin, ...]
    contrast: Mapping[str, Contrast]
    """Pairs that the files name, by kind."""
    wrong_versions: Mapping[str, Contrast]
    """Versions made by code of supported claims, by what was changed; empty unless they were asked for."""
    not_discriminating: Mapping[Gold, float]
    """Of the claims of each label called supported, the share that has a wrong version which scores as high; empty as above."""
    passages_shown: float | None
    """Mean number of passages of a verdict: the hit rate counts the best of them."""
    speed: Speed


def figures(predictions: Sequence[Prediction], speed: Speed) -> Figures:
    """Work out every figure of an evaluation."""
    rows = judged(predictions)
    pairs = labelled_pairs(rows)
    made = made_pairs(predictions)
    main = {name: metric(rows) for name, metric in MAIN.items()}
    totals = (contrast(members) for members in (pairs, made))
    of_pairs = [figure for total in totals for figure in (total.rejected, total.ordered)]
    main |= dict(zip(PAIR_FIGURES, of_pairs, strict=True))
    return Figures(
        claims=len(predictions),
        checked=len(rows),
        pages=len({one.claim.group for one in predictions}),
        problems=Counter(one.problem.slug.value for one in predictions if one.problem),
        golds=Counter(row.gold for row in rows),
        scorers=tuple(sorted({one.verdict.scorer for one in predictions if one.verdict})),
        main=main,
        intervals=intervals(rows, {name: MAIN[name] for name in _WITH_INTERVAL}),
        f1=f1_by_label(rows),
        confusion=confusion(rows),
        reliability=reliability(rows),
        contrast=contrast_by_kind(pairs),
        wrong_versions=contrast_by_kind(made),
        not_discriminating=_not_discriminating(predictions),
        passages_shown=sum(row.passages for row in rows) / len(rows) if rows else None,
        speed=speed,
    )


def _not_discriminating(predictions: Sequence[Prediction]) -> dict[Gold, float]:
    named: Counter[Gold] = Counter()
    fooled: Counter[Gold] = Counter()
    for one in predictions:
        if one.verdict and one.verdict.label is Label.SUPPORTED and one.wrong_versions:
            named[one.claim.gold] += 1
            score = one.verdict.score
            fooled[one.claim.gold] += any(version.score >= score for version in one.wrong_versions)
    return {gold: fooled[gold] / named[gold] for gold in Gold if named[gold]}
