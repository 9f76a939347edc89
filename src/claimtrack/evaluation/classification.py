"""Figures of labels: how often the verdict is the one a person gave. Each is None where there is nothing to count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from claimtrack.evaluation.labels import Gold, Judged

Confusion = Mapping[tuple[Gold, Gold], int]
"""Claims by the label a person gave and the verdict's."""


def confusion(rows: Sequence[Judged]) -> Confusion:
    """Count claims by (gold, said)."""
    return Counter((row.gold, row.label) for row in rows)


def accuracy(rows: Sequence[Judged]) -> float | None:
    """Share of verdicts that are right."""
    return share(sum(row.gold is row.label for row in rows), len(rows))


def f1_by_label(rows: Sequence[Judged]) -> dict[Gold, float]:
    """Return the F1 of each label that a person gave: 2 TP / (2 TP + FP + FN)."""
    counts = confusion(rows)
    gold, said = _margins(counts)
    return {
        label: 2 * counts.get((label, label), 0) / (gold[label] + said[label])
        for label in Gold
        if gold[label]
    }


def macro_f1(rows: Sequence[Judged]) -> float | None:
    """Mean of the labels' F1, each label with the same weight however rare: the "averaged F1" of Opitz and Burst 2019.

    Labels that no person gave do not count by themselves; verdicts that use them are wrong.
    """
    scores = f1_by_label(rows).values()
    return sum(scores) / len(scores) if scores else None


def balanced_accuracy(rows: Sequence[Judged]) -> float | None:
    """Mean of the shares of right answers on supported claims and on all others (Brodersen and others 2010)."""
    recall, specificity = supported_recall(rows), supported_specificity(rows)
    return None if recall is None or specificity is None else (recall + specificity) / 2


def supported_recall(rows: Sequence[Judged]) -> float | None:
    """Share of the supported claims that are called so."""
    return called(rows, Gold.SUPPORTED, Gold.SUPPORTED)


def supported_specificity(rows: Sequence[Judged]) -> float | None:
    """Share of the other claims that are not called supported."""
    rest = [row for row in rows if row.gold is not Gold.SUPPORTED]
    return share(sum(row.label is not Gold.SUPPORTED for row in rest), len(rest))


def supported_precision(rows: Sequence[Judged]) -> float | None:
    """Share of the claims called supported that are."""
    named = [row for row in rows if row.label is Gold.SUPPORTED]
    return share(sum(row.gold is Gold.SUPPORTED for row in named), len(named))


def called(rows: Sequence[Judged], gold: Gold, said: Gold) -> float | None:
    """Share of the claims of one label that are given another."""
    of_label = [row for row in rows if row.gold is gold]
    return share(sum(row.label is said for row in of_label), len(of_label))


def share(part: float, whole: float) -> float | None:
    """Return a part of a whole, or None of nothing."""
    return part / whole if whole else None


def _margins(counts: Confusion) -> tuple[Counter[Gold], Counter[Gold]]:
    gold: Counter[Gold] = Counter()
    said: Counter[Gold] = Counter()
    for (truth, verdict), count in counts.items():
        gold[truth] += count
        said[verdict] += count
    return gold, said
