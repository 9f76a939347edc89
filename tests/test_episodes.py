"""A trail of checks told as a story: what stood how long, and why the next verdict is another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import pytest

from claimtrack.episodes import Episode, episodes
from claimtrack.models import Basis, Cause, Change, Label, Problem, ProblemSlug, Verdict
from claimtrack.store import HistoryEntry

START = datetime(2031, 3, 1, 8, tzinfo=UTC)


class Trail:
    """Checks of one claim and source, a day apart, oldest first until they are asked for."""

    def __init__(self) -> None:
        self.entries: list[HistoryEntry] = []

    def add(self, **fields: Any) -> HistoryEntry:
        values: dict[str, Any] = {
            "check_id": str(len(self.entries)),
            "run_id": "r",
            "checked_at": START + timedelta(days=len(self.entries)),
            "claim_text": "The ferry sails daily.",
            "quote": None,
            "source_url": "https://quay.example/",
            "verdict": None,
            "problem": None,
            "basis": Basis.SCORED,
            "reused_from": None,
            "change": None,
            "key": "k",
            "document_sha256": "d",
            "snapshot_sha256": "s",
            "seen_at": START,
            "extractor": "e@1",
        }
        entry = HistoryEntry(**values | fields)
        self.entries.append(entry)
        return entry

    def verdict(
        self, basis: Basis = Basis.SCORED, label: Label = Label.SUPPORTED, scorer: str = "s@1", **fields: Any
    ) -> HistoryEntry:
        verdict = Verdict(label=label, score=0.9, evidence=(), reasons=(), scorer=scorer)
        return self.add(verdict=verdict, basis=basis, **fields)

    def problem(self, slug: ProblemSlug = ProblemSlug.NOT_FOUND) -> HistoryEntry:
        return self.add(problem=Problem(slug=slug, detail="not there"))

    def told(self) -> list[Episode]:
        return list(episodes(reversed(self.entries)))


def shape(story: list[Episode]) -> list[tuple[str, int, int]]:
    """Ids of the first check, how many, and how many were carried, newest first."""
    return [(one.first.check_id, one.count, one.carried) for one in story]


@pytest.fixture
def trail() -> Trail:
    return Trail()


def test_no_checks_are_no_story(trail: Trail) -> None:
    assert trail.told() == []


def test_checks_that_let_a_verdict_stand_belong_to_it(trail: Trail) -> None:
    first = trail.verdict()
    trail.verdict(Basis.UNCHANGED)
    trail.verdict(Basis.CARRIED)
    last = trail.verdict(Basis.UNCHANGED)
    (only,) = trail.told()
    assert (only.first, only.last, only.count, only.carried) == (first, last, 4, 1)
    assert (only.before, only.causes) == (None, ())


def test_a_check_that_was_scored_begins_another(trail: Trail) -> None:
    trail.verdict()
    before = trail.verdict(Basis.UNCHANGED)
    trail.verdict(scorer="s@2")
    story = trail.told()
    assert shape(story) == [("2", 1, 0), ("0", 2, 0)]
    assert story[0].before is before
    assert story[0].causes == (Cause.SCORER,)


def test_causes_that_were_written_down_are_told_as_they_were(trail: Trail) -> None:
    trail.verdict()
    change = Change(
        causes=(Cause.PAGE, Cause.EXTRACTOR),
        label_before=Label.SUPPORTED,
        score_before=0.9,
        passage_before="a",
        passage_after="b",
    )
    trail.verdict(label=Label.PARTIAL, change=change)
    trail.verdict(Basis.UNCHANGED, label=Label.PARTIAL)
    assert trail.told()[0].causes == (Cause.PAGE, Cause.EXTRACTOR)


@pytest.mark.parametrize(
    ("fields", "cause"),
    [
        ({"claim_text": "other"}, Cause.CLAIM),
        ({"quote": "daily"}, Cause.CLAIM),
        ({"document_sha256": "d2", "snapshot_sha256": "s2"}, Cause.PAGE),
        ({"extractor": "e@2"}, Cause.EXTRACTOR),
        ({"scorer": "s@2"}, Cause.SCORER),
        ({}, Cause.PAGE),
    ],
)
def test_why_a_verdict_was_found_again_and_stayed(trail: Trail, fields: dict[str, Any], cause: Cause) -> None:
    trail.verdict()
    trail.verdict(**fields)
    assert trail.told()[0].causes == (cause,)


def test_problems_of_one_kind_are_one_episode_and_the_verdict_stands_again_after(trail: Trail) -> None:
    trail.verdict()
    trail.problem()
    trail.problem()
    trail.problem(ProblemSlug.TIMEOUT)
    trail.verdict(Basis.UNCHANGED)
    trail.verdict(Basis.UNCHANGED)
    story = trail.told()
    assert shape(story) == [("4", 2, 0), ("3", 1, 0), ("1", 2, 0), ("0", 1, 0)]
    assert not story[0].is_scored
    assert story[0].causes == ()
    assert story[0].before is trail.entries[0]
    assert story[1].before is None


def test_a_verdict_found_after_a_problem_is_held_against_the_one_before_it(trail: Trail) -> None:
    before = trail.verdict()
    trail.problem()
    trail.verdict(document_sha256="d2", snapshot_sha256="s2")
    assert trail.told()[0].before is before
    assert trail.told()[0].causes == (Cause.PAGE,)


def test_a_first_check_that_fails(trail: Trail) -> None:
    trail.problem()
    trail.verdict()
    assert shape(trail.told()) == [("1", 1, 0), ("0", 1, 0)]
    assert trail.told()[0].before is None


def test_only_what_is_told_is_read(trail: Trail) -> None:
    for _ in range(100):
        trail.verdict()
    read = 0

    def reading() -> Any:
        nonlocal read
        for entry in reversed(trail.entries):
            read += 1
            yield entry

    assert len(list(islice(episodes(reading()), 5))) == 5
    assert read < 10
