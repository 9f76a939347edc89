"""Measures a scorer on claims that people have labelled.

`read_labelled` reads the claims, `EvaluationRun` puts them through the pipeline of `claims verify`, and `figures` says how well it
did. Each metric is a pure function in a module of its own.
"""

from __future__ import annotations

from claimtrack.evaluation.encoding import figures_json, prediction_json
from claimtrack.evaluation.figures import Figures, Speed, figures
from claimtrack.evaluation.floor import breaches, raised, read_floor
from claimtrack.evaluation.labels import LabelledClaim, Prediction
from claimtrack.evaluation.pages import PageShelf
from claimtrack.evaluation.reading import read_labelled
from claimtrack.evaluation.running import EvaluationRun
from claimtrack.evaluation.tables import report_lines

__all__ = [
    "EvaluationRun",
    "Figures",
    "LabelledClaim",
    "PageShelf",
    "Prediction",
    "Speed",
    "breaches",
    "figures",
    "figures_json",
    "prediction_json",
    "raised",
    "read_floor",
    "read_labelled",
    "report_lines",
]
