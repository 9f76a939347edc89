"""Figures and predictions for programs; `docs/eval.md` describes the fields."""

from __future__ import annotations

import json
from dataclasses import asdict

from claimtrack.evaluation.figures import Figures
from claimtrack.evaluation.labels import Prediction

SCHEMA_VERSION = 1


def figures_json(figures: Figures) -> str:
    """Return figures as one JSON object, ASCII; what could not be counted is null."""
    document = {
        "schema_version": SCHEMA_VERSION,
        "claims": figures.claims,
        "checked": figures.checked,
        "pages": figures.pages,
        "problems": figures.problems,
        "labels": {gold.value: count for gold, count in figures.golds.items()},
        "scorers": figures.scorers,
        "figures": figures.main,
        "intervals": {name: [one.low, one.high] for name, one in figures.intervals.items()},
        "f1": {gold.value: value for gold, value in figures.f1.items()},
        "confusion": [
            {"label": gold.value, "called": said.value, "claims": count}
            for (gold, said), count in sorted(figures.confusion.items())
        ],
        "reliability": [asdict(one) for one in figures.reliability],
        "contrast": {kind: asdict(one) for kind, one in figures.contrast.items()},
        "wrong_versions": {kind: asdict(one) for kind, one in figures.wrong_versions.items()},
        "not_discriminating": {gold.value: value for gold, value in figures.not_discriminating.items()},
        "passages_shown": figures.passages_shown,
        "speed": asdict(figures.speed),
    }
    return json.dumps(document, indent=2, allow_nan=False)


def prediction_json(prediction: Prediction) -> str:
    """Return what came of one claim as one line of JSON, ASCII."""
    verdict, problem = prediction.verdict, prediction.problem
    document: dict[str, object] = {
        "id": prediction.claim.id,
        "label": prediction.claim.gold.value,
        "verdict": verdict.label.value if verdict else None,
        "score": verdict.score if verdict else None,
        "evidence": [item.exact for item in verdict.evidence] if verdict else [],
        "problem": problem.slug.value if problem else None,
        "problem_detail": problem.detail if problem else None,
    }
    if prediction.wrong_versions:
        document["wrong_versions"] = [
            {"kind": one.kind, "claim": one.text, "verdict": one.label.value, "score": one.score}
            for one in prediction.wrong_versions
        ]
    return json.dumps(document)
