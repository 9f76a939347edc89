"""Predictions made ready to be counted."""

from __future__ import annotations

from collections.abc import Sequence

from claimtrack.evaluation.evidence import is_hit
from claimtrack.evaluation.labels import Gold, Judged, Prediction
from claimtrack.models import Label


def judged(predictions: Sequence[Prediction]) -> list[Judged]:
    """Return the predictions that have a verdict. In a set of two classes every label but `supported` is `not-supported`."""
    two_classes = any(one.claim.gold is Gold.NOT_SUPPORTED for one in predictions)
    return [
        Judged(
            claim=one.claim,
            label=_among(one.verdict.label, two_classes=two_classes),
            score=one.verdict.score,
            passages=len(one.verdict.evidence),
            hit=is_hit(one.claim, [item.exact for item in one.verdict.evidence]),
        )
        for one in predictions
        if one.verdict is not None
    ]


def _among(label: Label, *, two_classes: bool) -> Gold:
    return Gold.NOT_SUPPORTED if two_classes and label is not Label.SUPPORTED else Gold(label.value)
