from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from claimtrack.evaluation.labels import Gold, Judged, LabelledClaim, Prediction, TextPage, WrongVersion
from claimtrack.models import Evidence, Label, Problem, ProblemSlug, Stance, Verdict

PAGE = TextPage(text="The pier is 310 metres long.")


def make_claim(
    number: int = 1,
    gold: str = "supported",
    *,
    evidence: Sequence[str] = (),
    group: str = "page",
    kind: str = "",
    pair_of: str | None = None,
) -> LabelledClaim:
    return LabelledClaim(
        id=f"c{number}",
        text="The pier is 310 metres long.",
        gold=Gold(gold),
        page=PAGE,
        evidence=tuple(evidence),
        group=group,
        kind=kind,
        pair_of=pair_of,
        path=Path("claims.jsonl"),
        line=number,
    )


def make_verdict(label: str, score: float, *passages: str) -> Verdict:
    evidence = tuple(
        Evidence(exact=one, prefix="", suffix="", start=0, end=len(one), stance=Stance.RELATED)
        for one in passages
    )
    return Verdict(label=Label(label), score=score, evidence=evidence, reasons=(), scorer="stub@1")


@pytest.fixture
def rows() -> Callable[..., list[Judged]]:
    """Judged claims from (gold, said, score) and, where it matters, their group."""

    def make(*cases: tuple[str, str, float] | tuple[str, str, float, str]) -> list[Judged]:
        return [
            Judged(
                claim=make_claim(number, case[0], group=case[3] if len(case) > 3 else f"page{number}"),
                label=Gold(case[1]),
                score=case[2],
                passages=1,
                hit=None,
            )
            for number, case in enumerate(cases)
        ]

    return make


@pytest.fixture
def predictions() -> Callable[..., list[Prediction]]:
    """Predictions from (gold, said, score) and the scores of wrong versions called partial; "problem" for no verdict."""

    def make(*cases: tuple[str, str, float, Sequence[float]]) -> list[Prediction]:
        made = []
        for number, (gold, said, score, wrong) in enumerate(cases):
            claim = make_claim(number, gold, group=f"page{number}")
            if said == "problem":
                problem = Problem(slug=ProblemSlug.TIMEOUT, detail="no answer", hint="try again")
                made.append(Prediction(claim=claim, problem=problem))
                continue
            versions = tuple(
                WrongVersion(
                    kind="number",
                    text="The pier is 430 metres long.",
                    label=Label.SUPPORTED if one >= 0.5 else Label.PARTIAL,
                    score=one,
                )
                for one in wrong
            )
            made.append(
                Prediction(
                    claim=claim, verdict=make_verdict(said, score, "A passage."), wrong_versions=versions
                )
            )
        return made

    return make
