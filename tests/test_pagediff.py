"""What became of a passage on the newest text: unchanged, moved, among other words, in other words, gone, or new."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from claimtrack.models import Basis, Evidence, Label, Problem, ProblemSlug, Stance, Verdict
from claimtrack.pagediff import Fate, PageDiff, PassageDiff, page_diff
from claimtrack.store import HistoryEntry
from claimtrack.worddiff import Piece

FIRST = "The harbour board of Selby Quay met on Monday to go through the figures of the year that has passed."
PASSAGE = "The ferry to Orme carried 48,200 passengers in 2031, the board said after the meeting."
LAST = "A second boat, the Marigold, is to join the line in spring and will call at the island twice a day."
BEFORE = f"{FIRST}\n{PASSAGE}\n{LAST}"


def evidence(exact: str, text: str, stance: Stance = Stance.SUPPORTS) -> Evidence:
    start = text.index(exact)
    end = start + len(exact)
    return Evidence(
        exact=exact,
        prefix=text[max(0, start - 64) : start],
        suffix=text[end : end + 64],
        start=start,
        end=end,
        stance=stance,
    )


def entry(number: int, text: str | None, *passages: Evidence, **fields: Any) -> HistoryEntry:
    """A check `number` days in; its text is its own hash."""
    verdict = Verdict(label=Label.SUPPORTED, score=0.9, evidence=passages, reasons=(), scorer="s@1")
    problem = Problem(slug=ProblemSlug.NOT_FOUND, detail="not there")
    values: dict[str, Any] = {
        "check_id": str(number),
        "run_id": "r",
        "checked_at": datetime(2031, 3, 1, tzinfo=UTC) + timedelta(days=number),
        "claim_text": "The ferry to Orme carried 48,200 passengers in 2031.",
        "quote": None,
        "source_url": "https://quay.example/",
        "verdict": None if text is None else verdict,
        "problem": problem if text is None else None,
        "basis": Basis.SCORED,
        "reused_from": None,
        "change": None,
        "key": "",
        "document_sha256": text,
        "snapshot_sha256": None if text is None else f"bytes of {text}",
        "seen_at": None,
        "extractor": "e@1",
    }
    return HistoryEntry(**values | fields)


def compared(now: str, *, passage: Evidence | None = None, found: tuple[Evidence, ...] = ()) -> PageDiff:
    then = entry(0, BEFORE, passage or evidence(PASSAGE, BEFORE))
    return page_diff([entry(1, now, *found), then], lambda text: text)


def only(found: PageDiff) -> PassageDiff:
    (one,) = found.passages
    return one


def side(pieces: tuple[Piece, ...], name: str) -> str:
    return "".join(getattr(piece, name) for piece in pieces)


def changes(pieces: tuple[Piece, ...]) -> list[tuple[str, str]]:
    return [(piece.before.strip(), piece.after.strip()) for piece in pieces if piece.changed]


def test_the_end_of_the_page_changed() -> None:
    one = only(compared(f"{BEFORE}\nRead more about boats."))
    assert one.fate is Fate.UNCHANGED
    assert one.message == "the page changed elsewhere; the passage stands word for word"
    assert side(one.passage, "after") == PASSAGE
    assert changes(one.passage) == []


def test_something_came_above() -> None:
    now = f"Weather: rain is expected over the quay tonight.\n{BEFORE}"
    one = only(compared(now))
    assert one.fate is Fate.MOVED
    assert one.message.endswith("word for word, further down")
    assert now[one.start : one.end] == PASSAGE


def test_something_went_above() -> None:
    with_more = "\n".join((LAST[::-1], BEFORE))
    then = entry(0, with_more, evidence(PASSAGE, with_more))
    one = only(page_diff([entry(1, BEFORE), then], lambda text: text))
    assert one.message.endswith("word for word, further up")


def test_a_number_of_the_passage_changed() -> None:
    one = only(compared(BEFORE.replace("48,200", "42,800")))
    assert one.fate is Fate.CHANGED
    assert one.numbers == (("48,200", "42,800"),)
    assert changes(one.passage) == [("48,200", "42,800")]
    assert one.message == "the words of the passage changed; 48,200 → 42,800"
    assert changes(one.lead) == changes(one.trail) == []


def test_the_passage_was_reworded() -> None:
    one = only(compared(BEFORE.replace("after the meeting", "once the meeting was over")))
    assert one.fate is Fate.CHANGED
    assert changes(one.passage) == [("after", "once"), ("", "was over")]
    assert one.message == "the words of the passage changed"


def test_a_denial_came_in() -> None:
    one = only(compared(BEFORE.replace("Orme carried", "Orme never carried")))
    assert one.fate is Fate.CHANGED
    assert one.message == "the words of the passage changed; a word that denies came or went"


def test_a_denial_came_in_beside_it() -> None:
    one = only(compared(BEFORE.replace("The ferry to Orme", "It is not true: The ferry to Orme")))
    assert one.fate is Fate.SURROUNDINGS
    assert one.message == (
        "the passage stands word for word; the words around it changed; a word that denies came or went"
    )
    assert changes(one.lead) == [("", "It is not true:")]


def test_the_words_in_front_changed() -> None:
    now = BEFORE.replace(FIRST, "The weather was fine all through the week, and the quay was full of people.")
    one = only(compared(now))
    assert one.fate is Fate.SURROUNDINGS
    assert one.message == "the passage stands word for word; the words around it changed"
    assert changes(one.passage) == []
    assert changes(one.lead)
    assert changes(one.trail) == []


def test_the_passage_is_gone() -> None:
    one = only(compared(f"{FIRST}\n{LAST}"))
    assert one.fate is Fate.GONE
    assert (one.start, one.end, one.similarity) == (None, None, 0.0)
    assert changes(one.passage) == [(PASSAGE, "")]
    assert one.message == "the passage is gone: nothing like it stands on the page any more"
    assert side(one.lead, "after").strip() == FIRST
    assert side(one.trail, "after").strip() == LAST


def test_a_passage_that_only_the_newest_verdict_rests_on_is_told_too() -> None:
    now = f"{FIRST}\n{LAST}"
    gone, new = compared(now, found=(evidence(LAST, now),)).passages
    assert (gone.fate, new.fate) == (Fate.GONE, Fate.NEW)
    assert side(new.passage, "after") == LAST


def test_a_passage_that_was_found_again_is_told_once() -> None:
    now = f"Weather.\n{BEFORE}"
    assert only(compared(now, found=(evidence(PASSAGE, now),))).fate is Fate.MOVED


def test_the_closest_words_are_not_called_evidence() -> None:
    related = evidence(PASSAGE, BEFORE, Stance.RELATED)
    one = only(compared(f"{FIRST}\n{LAST}", passage=related))
    assert one.message.startswith("the closest passage is gone")


@pytest.mark.parametrize("count", [0, 1, 7, 60])
def test_what_stands_around_is_bounded(count: int) -> None:
    filler = "Boats came and went over the quay. " * count
    before = f"{filler}{PASSAGE} {filler}"
    then = entry(0, before, evidence(PASSAGE, before))
    one = only(page_diff([entry(1, before.replace("48,200", "42,800")), then], lambda text: text))
    for pieces in (one.lead, one.trail):
        assert len(side(pieces, "after")) <= 200
        assert changes(pieces) == []


# --- which checks are compared ---


def test_a_source_that_was_never_checked() -> None:
    assert page_diff([], lambda text: text) == PageDiff(now=None, then=None, since=None, problem=None)


def test_a_page_that_always_read_the_same() -> None:
    first = entry(0, BEFORE)
    newest = entry(1, BEFORE)
    found = page_diff([newest, first], lambda text: text)
    assert (found.now, found.since, found.then, found.passages) == (newest, first, None, ())


def test_the_last_check_before_the_newest_text_is_the_earlier_one() -> None:
    trail = [entry(3, "c"), entry(2, "c"), entry(1, "b"), entry(0, "a")]
    found = page_diff(trail, lambda text: text)
    assert (found.now, found.since, found.then) == (trail[0], trail[1], trail[2])


def test_an_earlier_one_may_be_asked_for() -> None:
    trail = [entry(3, "c"), entry(2, "c"), entry(1, "b"), entry(0, "a")]
    found = page_diff(trail, lambda text: text, lambda one: one.check_id == "0")
    assert found.then is trail[3]


def test_problems_are_told_and_passed_over() -> None:
    trail = [entry(3, None), entry(2, "b"), entry(1, None), entry(0, "a")]
    found = page_diff(trail, lambda text: text)
    assert (found.problem, found.now, found.then) == (trail[0], trail[1], trail[3])


def test_a_problem_that_is_over_is_none() -> None:
    assert page_diff([entry(1, "a"), entry(0, None)], lambda text: text).problem is None


def test_the_same_bytes_read_differently_are_told_as_that() -> None:
    trail = [entry(1, "b", snapshot_sha256="same"), entry(0, "a", snapshot_sha256="same")]
    assert page_diff(trail, lambda text: text).is_read_anew
    assert not compared("other").is_read_anew
