"""Each figure against examples worked out by hand, and against its definition on random ones."""

from __future__ import annotations

import math
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimtrack.evaluation.bootstrap import intervals
from claimtrack.evaluation.calibration import expected_calibration_error, reliability
from claimtrack.evaluation.classification import (
    accuracy,
    balanced_accuracy,
    called,
    f1_by_label,
    macro_f1,
    supported_precision,
)
from claimtrack.evaluation.labels import Gold
from claimtrack.evaluation.ranking import auroc, auroc_supported

SCORES = st.lists(st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.75, 1.0]), min_size=1, max_size=12)


def known(value: float | None) -> float:
    assert value is not None
    return value


@pytest.fixture
def six(rows):
    """Two supported claims, one called so; a partial one and two contradicted ones called supported once each; one unsupported."""
    return rows(
        ("supported", "supported", 0.9),
        ("supported", "partial", 0.4),
        ("partial", "supported", 0.6),
        ("contradicted", "contradicted", 0.1),
        ("contradicted", "supported", 0.7),
        ("unsupported", "unsupported", 0.2),
    )


def test_accuracy(six):
    assert accuracy(six) == pytest.approx(3 / 6)


def test_f1_of_each_label(six):
    assert f1_by_label(six) == {
        Gold.SUPPORTED: pytest.approx(2 / 5),  # 1 right, 2 there, 3 named
        Gold.PARTIAL: 0.0,
        Gold.UNSUPPORTED: 1.0,
        Gold.CONTRADICTED: pytest.approx(2 / 3),
    }
    assert macro_f1(six) == pytest.approx((2 / 5 + 0 + 1 + 2 / 3) / 4)


def test_a_label_that_nobody_gave_is_no_part_of_macro_f1(rows):
    some = rows(("supported", "supported", 0.9), ("contradicted", "partial", 0.1))
    assert f1_by_label(some).keys() == {Gold.SUPPORTED, Gold.CONTRADICTED}
    assert macro_f1(some) == pytest.approx(1 / 2)


def test_balanced_accuracy_weighs_both_sides_alike(rows):
    some = rows(("supported", "partial", 0.4), *[("unsupported", "unsupported", 0.1)] * 9)
    assert accuracy(some) == pytest.approx(0.9)
    assert balanced_accuracy(some) == pytest.approx(0.5)


def test_shares_of_what_is_called_supported(six):
    assert called(six, Gold.CONTRADICTED, Gold.SUPPORTED) == pytest.approx(1 / 2)
    assert called(six, Gold.SUPPORTED, Gold.CONTRADICTED) == 0
    assert supported_precision(six) == pytest.approx(1 / 3)


def test_what_cannot_be_counted_is_none_and_never_zero(rows):
    assert accuracy([]) is macro_f1([]) is expected_calibration_error([]) is auroc([], [0.1]) is None
    only_supported = rows(("supported", "supported", 0.9))
    assert balanced_accuracy(only_supported) is None
    assert called(only_supported, Gold.CONTRADICTED, Gold.SUPPORTED) is None


def test_auroc_by_hand():
    # Of the 6 pairs, (0.9, x) wins 3; 0.4 wins against 0.1, ties with 0.4 and loses against 0.6.
    assert auroc([0.9, 0.4], [0.6, 0.4, 0.1]) == pytest.approx((3 + 1.5) / 6)


@given(SCORES, SCORES)
def test_auroc_is_the_share_of_pairs_in_order(good, bad):
    wins = sum((mine > theirs) + (mine == theirs) / 2 for mine, theirs in product(good, bad))
    assert auroc(good, bad) == pytest.approx(wins / (len(good) * len(bad)))


@given(SCORES, SCORES)
def test_auroc_depends_on_the_order_of_scores_alone(good, bad):
    bent = [[math.exp(3 * score) for score in side] for side in (good, bad)]
    assert auroc(*bent) == pytest.approx(auroc(good, bad))
    assert auroc(bad, good) == pytest.approx(1 - known(auroc(good, bad)))


def test_auroc_by_pair_of_labels(six):
    assert auroc_supported(six, Gold.CONTRADICTED) == pytest.approx(3 / 4)  # 0.4 is below 0.7
    assert auroc_supported(six, Gold.UNSUPPORTED) == 1
    assert auroc_supported(six) == pytest.approx(6 / 8)


def test_calibration_by_hand(rows):
    some = rows(
        ("supported", "supported", 0.85),
        ("partial", "supported", 0.81),  # the same bin: promises 0.83, keeps 0.5
        ("unsupported", "unsupported", 0.0),
        ("supported", "supported", 1.0),  # the last bin holds 1
    )
    assert [(one.low, one.count) for one in reliability(some)] == [(0.0, 1), (0.8, 2), (0.9, 1)]
    assert reliability(some)[1].mean_score == pytest.approx(0.83)
    assert expected_calibration_error(some) == pytest.approx(2 / 4 * 0.33)


@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_claim_is_in_one_bin(rows, data):
    scores = data.draw(st.lists(st.floats(0, 1), min_size=1, max_size=30))
    judged = rows(
        *[("supported" if number % 2 else "partial", "partial", one) for number, one in enumerate(scores)]
    )
    table = reliability(judged)
    assert sum(one.count for one in table) == len(scores)
    assert all(one.low - 1e-12 <= one.mean_score <= one.high + 1e-12 for one in table)
    assert 0 <= known(expected_calibration_error(judged)) <= 1


def test_intervals_hold_the_figure_and_are_the_same_every_time(rows):
    cases = [
        ("supported", "supported" if number % 5 else "partial", 0.5, f"p{number // 4}")
        for number in range(60)
    ]
    found = intervals(rows(*cases), {"accuracy": accuracy})
    assert found == intervals(rows(*cases), {"accuracy": accuracy})
    assert found["accuracy"].low < known(accuracy(rows(*cases))) < found["accuracy"].high


def test_claims_of_one_page_are_drawn_together(rows):
    """Ten claims that share a page tell no more than one: all ten pages alike, the interval is as wide as with ten claims."""
    pages = [("supported", "supported" if page % 2 else "partial", 0.5, f"p{page}") for page in range(10)]
    once = intervals(rows(*pages), {"accuracy": accuracy})
    tenfold = intervals(rows(*[case for case in pages for _ in range(10)]), {"accuracy": accuracy})
    assert tenfold == once
    apart = [(*case[:3], f"{case[3]}-{number}") for case in pages for number in range(10)]
    alone = intervals(rows(*apart), {"accuracy": accuracy})["accuracy"]
    assert alone.high - alone.low < (once["accuracy"].high - once["accuracy"].low) / 2


def test_one_page_has_no_interval(rows):
    assert (
        intervals(
            rows(("supported", "supported", 0.5, "p"), ("partial", "partial", 0.5, "p")),
            {"accuracy": accuracy},
        )
        == {}
    )
