from __future__ import annotations

import pytest

from claimtrack.evaluation.evidence import hit_rate, is_hit, token_f1
from claimtrack.evaluation.judging import judged
from claimtrack.evaluation.labels import Prediction

from .conftest import make_claim, make_verdict

LENGTH = "The pier is 310 metres long."
COST = "It cost €4.5 million, a fifth more than planned."


def test_token_f1_by_hand():
    # Of 6 and 4 words they share "the pier is": precision 3/4, recall 3/6.
    assert token_f1("The pier is closed", LENGTH) == pytest.approx(2 * 3 / (6 + 4))
    assert token_f1(LENGTH, LENGTH) == 1
    assert token_f1("", LENGTH) == token_f1("", "") == 0


def test_words_that_come_twice_count_twice():
    assert token_f1("very very long", "very long") == pytest.approx(2 * 2 / 5)


def test_typography_tells_no_passages_apart():
    assert token_f1("the pier’s length is 310\u00adm", "THE PIER'S LENGTH IS 310m") == 1


@pytest.mark.parametrize(
    ("marked", "shown", "hit"),
    [
        ([LENGTH], [LENGTH], True),
        ([LENGTH], ["Something else entirely.", "The pier is 310 metres."], True),
        ([LENGTH], ["Nobody said how long it was."], False),
        ([LENGTH], [], False),
        ([LENGTH, COST], [COST], True),
        ([LENGTH, COST], [f"{LENGTH} {COST}"], True),
        ([], [LENGTH], None),
    ],
)
def test_any_passage_shown_may_be_any_passage_marked(marked, shown, hit):
    assert is_hit(make_claim(evidence=marked), shown) is hit


def test_two_marked_passages_shown_as_one_are_a_hit_where_neither_is():
    short, long = "It opened in May.", f"{LENGTH} {COST}"
    claim = make_claim(evidence=[short, f"{long} {long}"])
    assert is_hit(claim, [f"{short} {long} {long}"])


@pytest.mark.parametrize("gold", ["partial", "unsupported", "not-supported"])
def test_only_labels_with_one_place_count(gold):
    assert is_hit(make_claim(gold=gold, evidence=[LENGTH]), [LENGTH]) is None


def test_hit_rate_leaves_out_what_nobody_marked():
    shown = [
        (make_claim(1, evidence=[LENGTH]), LENGTH),
        (make_claim(2, "contradicted", evidence=[COST]), LENGTH),
        (make_claim(3), LENGTH),
    ]
    rows = judged(
        [Prediction(claim=claim, verdict=make_verdict("supported", 0.9, words)) for claim, words in shown]
    )
    assert hit_rate(rows) == pytest.approx(1 / 2)
    assert hit_rate(rows[2:]) is None
