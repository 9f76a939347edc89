"""Whether a scorer tells a right claim from the same claim with one thing changed.

A contrast set (Gardner and others 2020) holds pairs that differ in little but their label. A scorer that only weighs words
scores both sides alike, and does well on everything else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from claimtrack.evaluation.classification import share
from claimtrack.evaluation.labels import Gold, Judged, Prediction
from claimtrack.models import Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A right claim and a wrong version of it, both scored."""

    kind: str
    """What was changed."""
    passed: bool
    """The right one is called supported."""
    rejected: bool
    """The wrong one is not."""
    ordered: bool
    """The wrong one scores lower."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """The contrast test over some pairs."""

    pairs: int
    passed: int
    """Pairs whose right claim is called supported."""
    rejected: float | None
    """Of those, the share whose wrong version is not; None where none passed."""
    ordered: float | None
    """Of all pairs, the share whose wrong version scores lower; None without pairs."""


def labelled_pairs(rows: Sequence[Judged]) -> list[Pair]:
    """Return the pairs that the file names: every claim with a `pair_of`, beside that claim."""
    by_id = {row.claim.id: row for row in rows}
    return [
        Pair(
            kind=row.claim.kind or "other",
            passed=original.label is Gold.SUPPORTED,
            rejected=row.label is not Gold.SUPPORTED,
            ordered=row.score < original.score,
        )
        for row in rows
        if row.claim.pair_of is not None and (original := by_id.get(row.claim.pair_of)) is not None
    ]


def made_pairs(predictions: Iterable[Prediction], gold: Gold = Gold.SUPPORTED) -> list[Pair]:
    """Return the pairs of claims that have a label, and their versions changed by code."""
    return [
        Pair(
            kind=version.kind,
            passed=one.verdict.label is Label.SUPPORTED,
            rejected=version.label is not Label.SUPPORTED,
            ordered=version.score < one.verdict.score,
        )
        for one in predictions
        if one.verdict is not None and one.claim.gold is gold
        for version in one.wrong_versions
    ]


def contrast(pairs: Sequence[Pair]) -> Contrast:
    """Add pairs up."""
    passed = [pair for pair in pairs if pair.passed]
    return Contrast(
        pairs=len(pairs),
        passed=len(passed),
        rejected=share(sum(pair.rejected for pair in passed), len(passed)),
        ordered=share(sum(pair.ordered for pair in pairs), len(pairs)),
    )


def contrast_by_kind(pairs: Sequence[Pair]) -> dict[str, Contrast]:
    """Add pairs up by what was changed, the most frequent kind first."""
    by_kind: dict[str, list[Pair]] = {}
    for pair in pairs:
        by_kind.setdefault(pair.kind, []).append(pair)
    return {
        kind: contrast(members)
        for kind, members in sorted(by_kind.items(), key=lambda item: (-len(item[1]), item[0]))
    }
