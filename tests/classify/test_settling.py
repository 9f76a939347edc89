"""Only a page that arrived whole and is the page may be called unsupported or contradicted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from claimtrack.classify import PageClassifier
from claimtrack.models import (
    Document,
    Evidence,
    Finding,
    Label,
    Problem,
    ProblemSlug,
    Severity,
    Stance,
    Verdict,
)
from claimtrack.settling import settle

if TYPE_CHECKING:
    from tests.classify.conftest import Read

HTML = '<title>Bridge</title><meta name="description" content="It is 412 m long."><p>The bridge opened in 1931.</p>'


def finding(severity: Severity) -> Finding:
    return Finding(problem=Problem(slug=ProblemSlug.PAYWALL, detail="a wall"), severity=severity)


def verdict(
    document: Document, exact: str, label: Label = Label.SUPPORTED, stance: Stance = Stance.SUPPORTS
) -> Verdict:
    start = document.text.index(exact)
    evidence = Evidence(exact=exact, prefix="", suffix="", start=start, end=start + len(exact), stance=stance)
    return Verdict(label=label, score=0.9, evidence=(evidence,), reasons=(), scorer="test@1")


@pytest.fixture
def document(read: Read) -> Document:
    return read(HTML)[1]


@pytest.mark.parametrize("label", Label)
def test_a_page_that_is_what_it_seems_keeps_its_verdict(document: Document, label: Label) -> None:
    found = verdict(document, "opened in 1931", label)
    assert settle(None, found, document) is found


@pytest.mark.parametrize("label", Label)
def test_nothing_on_a_page_in_anothers_place_is_a_verdict(document: Document, label: Label) -> None:
    replaces = finding(Severity.REPLACES)
    assert settle(replaces, verdict(document, "opened in 1931", label), document) is replaces.problem


@pytest.mark.parametrize("label", [label for label in Label if label is not Label.SUPPORTED])
def test_what_is_missing_behind_a_wall_says_nothing(document: Document, label: Label) -> None:
    limits = finding(Severity.LIMITS)
    assert settle(limits, verdict(document, "opened in 1931", label), document) is limits.problem


def test_what_is_shown_before_the_wall_supports(document: Document) -> None:
    found = verdict(document, "opened in 1931")
    assert settle(finding(Severity.LIMITS), found, document) is found


def test_a_description_in_the_head_does_not(document: Document) -> None:
    limits = finding(Severity.LIMITS)
    assert settle(limits, verdict(document, "412 m"), document) is limits.problem
    related = verdict(document, "opened in 1931", stance=Stance.RELATED)
    assert settle(limits, related, document) is limits.problem
    nothing = replace(related, evidence=())
    assert settle(limits, nothing, document) is limits.problem


def test_a_wall_that_repeats_the_words_of_the_claim_supports_nothing(read: Read) -> None:
    snapshot, document = read(
        "<title>Just a moment...</title><p>The bridge opened in 1931.</p><p>Checking your browser before you go on.</p>"
    )
    found = PageClassifier().classify(snapshot, document)
    settled = settle(found, verdict(document, "opened in 1931"), document)
    assert isinstance(settled, Problem)
    assert settled.slug is ProblemSlug.BLOCKED
