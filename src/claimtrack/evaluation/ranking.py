"""How well scores tell claims apart, whatever the threshold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from claimtrack.evaluation.labels import Gold, Judged


def auroc(positive: Iterable[float], negative: Iterable[float]) -> float | None:
    """Return the area under the ROC curve: the probability that a positive scores above a negative, ties counted by half.

    Computed as the Mann-Whitney statistic from mean ranks (Hanley and McNeil 1982); n log n.

    Args:
        positive: Scores of those that ought to be high.
        negative: Scores of those that ought to be low.

    Returns:
        0 to 1, half for a score that says nothing; None where one side is empty.
    """
    ranked = sorted([(score, True) for score in positive] + [(score, False) for score in negative])
    wins = 0.0
    positives = negatives_below = 0
    first = 0
    while first < len(ranked):
        behind = first
        tied = 0
        while behind < len(ranked) and ranked[behind][0] == ranked[first][0]:
            tied += ranked[behind][1]
            behind += 1
        others = behind - first - tied
        wins += tied * (negatives_below + others / 2)
        positives += tied
        negatives_below += others
        first = behind
    return wins / (positives * negatives_below) if positives and negatives_below else None


def auroc_supported(rows: Sequence[Judged], against: Gold | None = None) -> float | None:
    """Return the AUROC of supported claims against those of one other label, or against all others."""
    return auroc(
        (row.score for row in rows if row.gold is Gold.SUPPORTED),
        (row.score for row in rows if row.gold is not Gold.SUPPORTED and against in {None, row.gold}),
    )
