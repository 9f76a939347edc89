from __future__ import annotations

import json

import pytest

from claimtrack.evaluation import Speed, figures, figures_json, prediction_json, report_lines
from claimtrack.evaluation.labels import Gold

SPEED = Speed(elapsed_s=1.25, ms_per_claim=12.5)


@pytest.fixture
def found(predictions):
    return figures(
        predictions(
            ("supported", "supported", 0.9, [0.95, 0.1]),
            ("supported", "supported", 0.7, [0.2]),
            ("partial", "supported", 0.6, [0.1]),
            ("contradicted", "contradicted", 0.1, [0.1]),
            ("unsupported", "problem", 0, []),
            ("supported", "problem", 0, []),
        ),
        SPEED,
    )


def test_what_could_not_be_checked_counts_nowhere(found):
    """A page that could not be read is never "unsupported": neither right nor wrong."""
    assert (found.claims, found.checked) == (6, 4)
    assert found.problems == {"timeout": 2}
    assert found.golds == {Gold.SUPPORTED: 2, Gold.PARTIAL: 1, Gold.CONTRADICTED: 1}
    assert found.main["accuracy"] == pytest.approx(3 / 4)
    assert found.main["auroc_unsupported"] is None


def test_how_often_a_wrong_version_scores_as_high(found):
    assert found.not_discriminating == {Gold.SUPPORTED: 1 / 2, Gold.PARTIAL: 0}


def test_a_set_of_two_classes_knows_supported_and_not(predictions):
    found = figures(
        predictions(
            ("supported", "supported", 0.9, []),
            ("not-supported", "contradicted", 0.1, []),
            ("not-supported", "partial", 0.4, []),
        ),
        SPEED,
    )
    assert found.main["macro_f1"] == 1
    assert found.f1.keys() == {Gold.SUPPORTED, Gold.NOT_SUPPORTED}
    assert any("not-supported" in line for line in report_lines(found))


def test_the_report_fits_a_narrow_terminal_and_says_what_was_not_checked(found):
    lines = list(report_lines(found))
    assert max(map(len, lines)) <= 80
    assert lines[0] == "6 claims on 6 pages, 4 checked"
    assert any("2 could not be checked" in line and "timeout 2" in line for line in lines)


def test_a_report_of_nothing_has_no_figures(predictions):
    lines = list(report_lines(figures(predictions(("supported", "problem", 0, [])), SPEED)))
    assert not any("macro-F1" in line for line in lines)


def test_json_has_null_for_what_cannot_be_counted(found):
    document = json.loads(figures_json(found))
    assert document["figures"]["auroc_unsupported"] is None
    assert document["figures"]["evidence_hit_rate"] is None
    assert document["confusion"][0].keys() == {"label", "called", "claims"}
    assert sum(row["claims"] for row in document["confusion"]) == 4
    assert document["wrong_versions"]["number"]["pairs"] == 3


def test_a_prediction_without_a_verdict_says_why(predictions):
    (one,) = predictions(("supported", "problem", 0, []))
    line = json.loads(prediction_json(one))
    assert (line["verdict"], line["score"], line["evidence"]) == (None, None, [])
    assert line["problem"] == "timeout"
