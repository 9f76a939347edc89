"""Whether a score means what it says: of the claims scored 0.8, are eight in ten supported?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claimtrack.evaluation.labels import Gold, Judged

BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliabilityBin:
    """The claims whose scores lie in one tenth of the range."""

    low: float
    high: float
    """Scores from `low` on and below `high`; the last bin holds 1 too."""
    count: int
    mean_score: float
    """What the scorer promises."""
    supported: float
    """Share of the claims that are supported: what it keeps."""


def reliability(rows: Sequence[Judged]) -> tuple[ReliabilityBin, ...]:
    """Return the reliability table in `BINS` bins of equal width; bins without claims are left out."""
    bins: list[list[Judged]] = [[] for _ in range(BINS)]
    for row in rows:
        bins[min(int(row.score * BINS), BINS - 1)].append(row)
    return tuple(
        ReliabilityBin(
            low=number / BINS,
            high=(number + 1) / BINS,
            count=len(members),
            mean_score=sum(row.score for row in members) / len(members),
            supported=sum(row.gold is Gold.SUPPORTED for row in members) / len(members),
        )
        for number, members in enumerate(bins)
        if members
    )


def expected_calibration_error(rows: Sequence[Judged]) -> float | None:
    """Return the expected calibration error of P(supported): the mean gap of the reliability table, weighted by claims.

    After Naeini, Cooper and Hauskrecht 2015, with the probability of one class in bins of equal width; None without claims.
    """
    if not rows:
        return None
    return sum(one.count * abs(one.mean_score - one.supported) for one in reliability(rows)) / len(rows)
