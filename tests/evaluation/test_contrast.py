from __future__ import annotations

from typing import Any

import pytest

from claimtrack.evaluation.contrast import contrast, contrast_by_kind, labelled_pairs, made_pairs
from claimtrack.evaluation.judging import judged
from claimtrack.evaluation.labels import Prediction

from .conftest import make_claim, make_verdict


def scored(number: int, gold: str, said: str, score: float, **keys: Any) -> Prediction:
    return Prediction(claim=make_claim(number, gold, **keys), verdict=make_verdict(said, score))


@pytest.fixture
def pairs():
    """Two originals, one of which passes, with two wrong versions each."""
    return labelled_pairs(
        judged(
            [
                scored(1, "supported", "supported", 0.9),
                scored(2, "supported", "partial", 0.4),
                scored(3, "contradicted", "partial", 0.3, kind="number", pair_of="c1"),
                scored(4, "contradicted", "supported", 0.9, kind="name", pair_of="c1"),
                scored(5, "contradicted", "partial", 0.4, kind="number", pair_of="c2"),
                scored(6, "contradicted", "contradicted", 0.1, kind="number", pair_of="c2"),
            ]
        )
    )


def test_of_the_originals_that_pass_the_share_of_versions_rejected(pairs):
    found = contrast(pairs)
    assert (found.pairs, found.passed) == (4, 2)
    assert found.rejected == pytest.approx(1 / 2)


def test_a_tie_is_not_in_order(pairs):
    assert contrast(pairs).ordered == pytest.approx(2 / 4)


def test_by_kind_the_most_frequent_first(pairs):
    found = contrast_by_kind(pairs)
    assert list(found) == ["number", "name"]
    assert found["number"].rejected == 1
    assert found["name"].rejected == 0


def test_without_pairs_there_is_no_figure():
    nothing = contrast([])
    assert nothing.rejected is nothing.ordered is None


def test_a_pair_whose_original_was_not_checked_is_left_out():
    rows = judged([scored(3, "contradicted", "partial", 0.3, pair_of="c1")])
    assert labelled_pairs(rows) == []


def test_versions_made_by_code_count_for_supported_claims(predictions):
    made = made_pairs(
        predictions(
            ("supported", "supported", 0.8, [0.3, 0.8]),
            ("supported", "partial", 0.4, [0.1]),
            ("contradicted", "supported", 0.9, [0.2]),
            ("supported", "problem", 0, []),
        )
    )
    found = contrast(made)
    assert (found.pairs, found.passed) == (3, 2)
    assert found.rejected == pytest.approx(1 / 2)
    assert found.ordered == pytest.approx(2 / 3)
