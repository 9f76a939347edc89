"""Pages that say a thing and take it back, or that only look as if they said it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from claimtrack.models import Block, BlockKind, Claim, Document, Label, Verdict
from claimtrack.passages import SentenceSplitter
from claimtrack.scoring import LexicalScorer

CLAIM = "The Ombry bridge is 214 metres long."


def judge(page: str, claim: str = CLAIM) -> Verdict:
    text_sha256 = hashlib.sha256(page.encode()).hexdigest()
    blocks = (Block(start=0, end=len(page), kind=BlockKind.PARAGRAPH),)
    document = Document(sha256=text_sha256, text=page, text_sha256=text_sha256, blocks=blocks)
    made = Claim(id="bridges/ombry", text=claim, path=Path("claims/bridges.toml"), line=1)
    return LexicalScorer().score(made, document, SentenceSplitter().split(document))


@pytest.mark.parametrize(
    "page",
    [
        f"It is false that: {CLAIM} That figure was retracted.",
        "It is false that the Ombry bridge is 214 metres long.",
        "It is not true that the Ombry bridge is 214 metres long.",
        "It isn't true that the Ombry bridge is 214 metres long.",
    ],
)
def test_a_statement_called_false_contradicts(page):
    assert judge(page).label is Label.CONTRADICTED


@pytest.mark.parametrize(
    "page",
    [
        f"It is false that the mill was sold. {CLAIM}",
        f"{CLAIM} It is not true that it was closed.",
        f"The figure was long thought to be false. {CLAIM}",
    ],
)
def test_another_statement_called_false_does_not(page):
    assert judge(page).label is Label.SUPPORTED


def test_letters_of_another_alphabet_are_never_a_plain_pass():
    verdict = judge(CLAIM.replace("bridge", "bridg\u0435"))
    assert verdict.label is not Label.SUPPORTED
    assert "look-alike-letters" in {reason.slug for reason in verdict.reasons}


def test_greek_letters_in_units_are_honest():
    assert judge("The lens is 40 μm wide.", "The lens is 40 μm wide.").label is Label.SUPPORTED


def test_the_second_half_of_a_claim_that_the_page_lacks_makes_it_partial():
    claim = (
        "Volunteers counted 412 grey seals in Harrow Sound, and a new rescue centre for orphaned pups opened."
    )
    assert judge("Volunteers counted 412 grey seals in Harrow Sound this year.", claim).label is Label.PARTIAL
