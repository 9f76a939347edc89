"""How sure a figure is: intervals by resampling pages."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from claimtrack.evaluation.labels import Judged

Metric = Callable[[Sequence[Judged]], float | None]

RESAMPLES = 1000
SEED = 1
_TAIL = 0.025


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Where a figure lies with 95 % confidence."""

    low: float
    high: float


def intervals(
    rows: Sequence[Judged], metrics: Mapping[str, Metric], *, resamples: int = RESAMPLES, seed: int = SEED
) -> dict[str, Interval]:
    """Return percentile bootstrap intervals (Efron 1979) that resample groups, not claims: those of one page hang together.

    Args:
        rows: What was judged.
        metrics: Figures by name, functions of rows.
        resamples: How often to draw; each draws as many groups as there are.
        seed: Of the draws: the same rows have the same intervals, on every machine.

    Returns:
        An interval for each figure that some resample has; nothing for fewer than two groups.
    """
    groups: dict[str, list[Judged]] = {}
    for row in rows:
        groups.setdefault(row.claim.group, []).append(row)
    names = sorted(groups)
    if len(names) < 2:  # noqa: PLR2004 - one group drawn again and again tells nothing
        return {}
    rng = random.Random(seed)  # noqa: S311 - a sample, no secret
    found: dict[str, list[float]] = {name: [] for name in metrics}
    for _ in range(resamples):
        drawn = [row for name in rng.choices(names, k=len(names)) for row in groups[name]]
        for name, metric in metrics.items():
            value = metric(drawn)
            if value is not None:
                found[name].append(value)
    return {name: _percentiles(values) for name, values in found.items() if values}


def _percentiles(values: list[float]) -> Interval:
    ranked = sorted(values)
    cut = int(_TAIL * len(ranked))
    return Interval(low=ranked[cut], high=ranked[len(ranked) - 1 - cut])
