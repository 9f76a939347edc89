"""What new text on a page could change about an earlier verdict."""

from __future__ import annotations

import pytest

from claimtrack.bearing import bears_on, bears_on_quote
from claimtrack.models import Label, Verdict

BEFORE = "Harbour news\nIt was cold. The ferry came back on Monday. It was full.\nSeals were counted."
CLAIM = "The Morwenna ferry carried 212 passengers to Hollin."


def _verdict(label: Label) -> Verdict:
    return Verdict(label=label, score=0.5, evidence=(), reasons=(), scorer="test@1")


@pytest.mark.parametrize(
    ("block", "supported", "others"),
    [
        pytest.param("The council met at noon.", False, False, id="something else"),
        pytest.param("It was on and off to the sea.", False, False, id="short words say nothing"),
        pytest.param("A Hollin baker retires.", False, True, id="one telling word"),
        pytest.param("It had 212 rooms.", False, True, id="a number"),
        pytest.param(
            "Correction: the MORWENNA ferry did not carry 212 passengers.", True, True, id="the same thing"
        ),
    ],
)
def test_what_new_text_bears_on(block: str, supported: bool, others: bool) -> None:  # noqa: FBT001 - a table
    for now in (f"{BEFORE}\n{block}", f"{block}\n{BEFORE}"):
        assert bears_on(CLAIM, _verdict(Label.SUPPORTED), BEFORE, now) is supported
        for label in set(Label) - {Label.SUPPORTED}:
            assert bears_on(CLAIM, _verdict(label), BEFORE, now) is others


@pytest.mark.parametrize("label", Label)
def test_text_that_moved_or_went_is_not_new(label: Label) -> None:
    before = f"One\n{CLAIM}\nTwo"
    assert not bears_on(CLAIM, _verdict(label), before, f"{CLAIM}\nTwo\nOne\n{CLAIM}")
    assert not bears_on(CLAIM, _verdict(label), before, "One\nTwo")


@pytest.mark.parametrize("label", Label)
def test_a_claim_without_telling_words_is_borne_on_by_anything_new(label: Label) -> None:
    assert bears_on("It is so.", _verdict(label), "One", "One\nTwo")
    assert not bears_on("It is so.", _verdict(label), "One\nTwo", "Two\nOne")


@pytest.mark.parametrize(
    ("quote", "now", "expected"),
    [
        ("two seals", "Harbour news\nTwo seals", True),
        ("two seals", "Whales", False),
        ("harbour news", "Weather", True),
        ("harbour news", "Harbour news", False),
        ("so it is", "Weather", True),
        ("so it is", "Harbour news", False),
    ],
)
def test_an_expected_quote_can_come_and_go(quote: str, now: str, expected: bool) -> None:  # noqa: FBT001 - a table
    assert bears_on_quote(quote, "Harbour news", now) is expected
    assert bears_on_quote(quote, now, "Harbour news") is expected
