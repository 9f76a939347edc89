"""Checks of every sort, and a report that holds them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from claimtrack.models import (
    Basis,
    Cause,
    Change,
    Check,
    Claim,
    Evidence,
    Kind,
    Label,
    LastKnown,
    Problem,
    ProblemSlug,
    Reason,
    Snapshot,
    Source,
    Stance,
    Verdict,
)
from claimtrack.policy import FailOn
from claimtrack.report import RunReport

NOW = datetime(2026, 11, 24, 14, 51, 30, 999_999, tzinfo=UTC)
HOSTILE = (
    "\x1b[31m\x1b]0;t\x07 \x00\x08\r\n\x7f\x9b2J \u202e\u2066\u200b\ufeff \u2028 </script><script>alert(1)</script> ::error::x "
    '=HYPERLINK("http://page.example") `;$(x) \ud800'
)


def _claim(slug: str, line: int, *urls: str, text: str = "The ferry carried 212 passengers.") -> Claim:
    return Claim(
        id=f"news/{slug}",
        text=text,
        sources=tuple(Source(url=url, publisher="The Skerry Post") for url in urls),
        cited_as=None if urls else "Quay Radio",
        path=Path("claims/news.toml"),
        line=line,
    )


def _verdict(label: Label, score: float, exact: str, message: str) -> Verdict:
    evidence = Evidence(
        exact=exact,
        prefix="On Monday ",
        suffix=" It was full.",
        start=10,
        end=10 + len(exact),
        stance=Stance.SUPPORTS,
        link="https://page.example/#:~:text=212",
    )
    reason = Reason(slug="number-differs", claim_words=("212",), page_words=("213",), message=message)
    return Verdict(label=label, score=score, evidence=(evidence,), reasons=(reason,), scorer="lexical@1")


def _snapshot(url: str) -> Snapshot:
    return Snapshot(
        url=url,
        final_url=f"{url}moved",
        fetched_at=NOW,
        status=200,
        content_type="text/html",
        sha256="ab" * 32,
        size_bytes=9,
    )


A, B = "https://a.example/", "https://b.example/"


@pytest.fixture
def supported() -> Check:
    claim = _claim("ferry", 4, A, B)
    return Check(
        id="c1",
        run="r1",
        claim=claim,
        source=claim.sources[0],
        snapshot=_snapshot(A),
        verdict=_verdict(Label.SUPPORTED, 0.94567, "It carried 212 passengers.", ""),
        checked_at=NOW,
        key="k",
    )


@pytest.fixture
def contradicted(supported: Check) -> Check:
    change = Change(
        causes=(Cause.PAGE, Cause.SCORER),
        label_before=Label.SUPPORTED,
        score_before=0.91239,
        passage_before="It carried 212 passengers.",
        passage_after="It carried 213 passengers.",
    )
    return replace(
        supported,
        id="c2",
        source=supported.claim.sources[1],
        verdict=_verdict(
            Label.CONTRADICTED, 0.02, "It carried 213 passengers.", "the claim says 212, the page says 213"
        ),
        basis=Basis.CARRIED,
        change=change,
    )


@pytest.fixture
def problem() -> Check:
    claim = _claim("gone", 12, A)
    return Check(
        id="c3",
        run="r1",
        claim=claim,
        source=claim.sources[0],
        problem=Problem(slug=ProblemSlug.NOT_FOUND, detail="the server says 404", hint="find another copy"),
        checked_at=NOW,
        last_known=LastKnown(label=Label.PARTIAL, checked_at=NOW - timedelta(days=2), seen_at=None),
    )


@pytest.fixture
def sourceless() -> Check:
    return Check(
        id="c4",
        run="r1",
        claim=_claim("bare", 20),
        source=None,
        problem=Problem(slug=ProblemSlug.NEEDS_SOURCE, detail="the claim cites no page"),
        checked_at=NOW,
    )


@pytest.fixture
def hostile() -> Check:
    """A check in which every text that a stranger can write is hostile."""
    claim = replace(
        _claim("evil", 30, A, text=HOSTILE), path=Path("claims/\x1b[31mnews.toml"), id="\x1b[31mnews/evil"
    )
    source = replace(claim.sources[0], publisher=HOSTILE)
    verdict = _verdict(Label.PARTIAL, 0.5, HOSTILE, HOSTILE)
    evidence = replace(verdict.evidence[0], prefix=HOSTILE, suffix=HOSTILE)
    return Check(
        id="c5",
        run="r1",
        claim=replace(claim, sources=(source,)),
        source=source,
        snapshot=_snapshot(A),
        verdict=replace(verdict, evidence=(evidence,)),
        checked_at=NOW,
        key="k",
    )


@pytest.fixture
def hostile_problem(problem: Check) -> Check:
    return replace(problem, problem=Problem(slug=ProblemSlug.NETWORK, detail=HOSTILE, hint=HOSTILE))


@pytest.fixture
def report(supported: Check, contradicted: Check, problem: Check, sourceless: Check) -> RunReport:
    """A finished run; its checks came in another order than the files have them."""
    opinion = replace(_claim("opinion", 40, A), kind=Kind.OPINION)
    report = RunReport(run="r1", started_at=NOW, finished_at=NOW, fail_on=FailOn(), opinions=(opinion,))
    for check in (sourceless, problem, contradicted, supported):
        report.add(check)
    report.tally.fetched, report.tally.not_modified = 3, 2
    return report
