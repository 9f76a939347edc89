"""Every decision, as a table: what is fetched, what still stands, what changed, what fails, what the shell is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.interfaces import PastCheck
from claimtrack.keys import check_key
from claimtrack.models import (
    Basis,
    Cause,
    Check,
    Claim,
    Evidence,
    Kind,
    Label,
    Problem,
    ProblemSlug,
    Snapshot,
    Source,
    Stance,
    Verdict,
)
from claimtrack.policy import (
    BEST_FIRST,
    WORST_LAST,
    ExitCode,
    FailOn,
    FetchReason,
    Freshness,
    Outcome,
    change_since,
    claim_outcome,
    combine,
    exit_code,
    is_checked,
    plan_fetch,
    standing,
)

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
URL = "https://page.example/"
CLAIM = Claim(
    id="news/ferry",
    text="The Morwenna ferry carried 212 passengers.",
    sources=(Source(url=URL),),
    path=Path("claims/news.toml"),
    line=4,
)
SUPPORTED, PARTIAL, UNSUPPORTED, CONTRADICTED = (
    Label.SUPPORTED,
    Label.PARTIAL,
    Label.UNSUPPORTED,
    Label.CONTRADICTED,
)


def _snapshot(age: timedelta, confirmed: timedelta | None = None) -> Snapshot:
    return Snapshot(
        url=URL,
        final_url=URL,
        fetched_at=NOW - age,
        confirmed_at=None if confirmed is None else NOW - confirmed,
        status=200,
        content_type="text/html",
        sha256="0" * 64,
        size_bytes=1,
    )


HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SIX_HOURS = Freshness(max_age_s=6 * 3600)


@pytest.mark.parametrize(
    ("claim_age", "snapshot", "wanted", "fetch", "conditional", "reason"),
    [
        pytest.param(None, None, Freshness(), True, False, FetchReason.NEVER_FETCHED, id="never fetched"),
        pytest.param(
            None, None, SIX_HOURS, True, False, FetchReason.NEVER_FETCHED, id="never fetched, any age allowed"
        ),
        pytest.param(
            None,
            None,
            Freshness(refresh=True),
            True,
            False,
            FetchReason.NEVER_FETCHED,
            id="refresh of nothing",
        ),
        pytest.param(
            None,
            None,
            Freshness(offline=True),
            False,
            False,
            FetchReason.OFFLINE,
            id="offline without snapshot",
        ),
        pytest.param(
            None, _snapshot(DAY), Freshness(offline=True), False, False, FetchReason.OFFLINE, id="offline"
        ),
        pytest.param(None, _snapshot(HOUR), Freshness(), True, True, FetchReason.DUE, id="no age allowed"),
        pytest.param(None, _snapshot(HOUR), SIX_HOURS, False, False, FetchReason.YOUNG, id="young"),
        pytest.param(None, _snapshot(6 * HOUR), SIX_HOURS, True, True, FetchReason.DUE, id="just old enough"),
        pytest.param(
            None,
            _snapshot(6 * HOUR - timedelta(seconds=1)),
            SIX_HOURS,
            False,
            False,
            FetchReason.YOUNG,
            id="not quite",
        ),
        pytest.param(
            None,
            _snapshot(DAY, HOUR),
            SIX_HOURS,
            False,
            False,
            FetchReason.YOUNG,
            id="old but confirmed lately",
        ),
        pytest.param(
            None, _snapshot(30 * DAY, DAY), SIX_HOURS, True, True, FetchReason.DUE, id="confirmed long ago"
        ),
        pytest.param(None, _snapshot(-HOUR), SIX_HOURS, True, True, FetchReason.DUE, id="from the future"),
        pytest.param(
            None, _snapshot(timedelta(0)), SIX_HOURS, False, False, FetchReason.YOUNG, id="just now"
        ),
        pytest.param(
            None,
            _snapshot(HOUR),
            Freshness(refresh=True, max_age_s=10**6),
            True,
            False,
            FetchReason.ASKED,
            id="refresh",
        ),
        pytest.param(
            2 * 86_400, _snapshot(DAY), SIX_HOURS, False, False, FetchReason.YOUNG, id="the claim allows more"
        ),
        pytest.param(60, _snapshot(HOUR), SIX_HOURS, True, True, FetchReason.DUE, id="the claim allows less"),
        pytest.param(
            0, _snapshot(HOUR), SIX_HOURS, True, True, FetchReason.DUE, id="the claim allows nothing"
        ),
    ],
)
def test_plan_fetch(  # noqa: PLR0917 - a table
    claim_age: int | None,
    snapshot: Snapshot | None,
    wanted: Freshness,
    fetch: bool,  # noqa: FBT001 - a table
    conditional: bool,  # noqa: FBT001
    reason: FetchReason,
) -> None:
    plan = plan_fetch(replace(CLAIM, max_age_s=claim_age), snapshot, NOW, wanted)
    assert (plan.fetch, plan.conditional, plan.reason) == (fetch, conditional, reason)


def test_opinions_are_never_checked() -> None:
    assert is_checked(CLAIM)
    assert not is_checked(replace(CLAIM, kind=Kind.OPINION))


# --- does an earlier verdict stand? ---

EXACT = "The Morwenna ferry carried 212 passengers."
BEFORE = f"Harbour news\n{EXACT}\nSeals were counted."


def _verdict(
    label: Label = SUPPORTED, score: float = 0.9, text: str = BEFORE, exact: str = EXACT, scorer: str = "s@1"
) -> Verdict:
    start = text.find(exact)
    end = start + len(exact)
    evidence = Evidence(
        exact=exact,
        prefix=text[:start][-64:],
        suffix=text[end:][:64],
        start=start,
        end=end,
        stance=Stance.SUPPORTS,
    )
    return Verdict(label=label, score=score, evidence=(evidence,) if exact else (), reasons=(), scorer=scorer)


KEY_PARTS: dict[str, Any] = {
    "claim_text": CLAIM.text,
    "quote": None,
    "extractor": "e@1",
    "splitter": "p@1",
    "scorer": "s@1",
}


def _past(verdict: Verdict | None = None, /, **parts: str) -> PastCheck:
    known = {**KEY_PARTS, **parts}
    return PastCheck(
        check_id="1",
        checked_at=NOW - DAY,
        key=check_key(**known, document_sha256="before"),
        claim_text=known["claim_text"],
        document_sha256="before",
        snapshot_sha256="0" * 64,
        quote=known["quote"],
        extractor=known["extractor"],
        verdict=verdict or _verdict(),
    )


def _stands(past: PastCheck | None, now: str, *, before: str | None = BEFORE, **parts: str) -> Basis | None:
    known = {**KEY_PARTS, **parts}
    found = standing(
        past,
        key_of=lambda sha256: check_key(**known, document_sha256=sha256),
        claim_text=known["claim_text"],
        document_sha256="before" if now == before else "now",
        text_before=before,
        text_now=now,
        quote=known["quote"],
    )
    if found is None:
        return None
    for item in found.verdict.evidence:
        assert now[item.start : item.end] == item.exact
    return found.basis


ELSEWHERE = f"Weather\n{BEFORE}\nThe council met."


def test_what_was_never_scored_does_not_stand() -> None:
    assert _stands(None, BEFORE) is None


def test_a_verdict_stands_where_nothing_it_depends_on_changed() -> None:
    assert _stands(_past(), BEFORE) is Basis.UNCHANGED


def test_a_verdict_is_carried_where_the_page_changed_elsewhere() -> None:
    assert _stands(_past(), ELSEWHERE) is Basis.CARRIED


def test_a_verdict_is_carried_with_all_it_says() -> None:
    found = standing(
        _past(),
        key_of=lambda sha256: check_key(**KEY_PARTS, document_sha256=sha256),
        claim_text=CLAIM.text,
        document_sha256="now",
        text_before=BEFORE,
        text_now=ELSEWHERE,
    )
    assert found
    before = _verdict()
    moved = tuple(replace(item, start=item.start + 8, end=item.end + 8) for item in before.evidence)
    assert found.verdict == replace(before, evidence=moved)


@pytest.mark.parametrize("now", [BEFORE, ELSEWHERE])
@pytest.mark.parametrize(
    "parts",
    [
        {"claim_text": "The Morwenna ferry carried 213 passengers."},
        {"quote": "212 passengers"},
        {"extractor": "e@2"},
        {"splitter": "p@2"},
        {"scorer": "s@2"},
    ],
    ids=str,
)
def test_it_is_scored_again_where_more_than_the_page_changed(parts: dict[str, str], now: str) -> None:
    assert _stands(_past(), now, **parts) is None
    assert _stands(_past(**parts), now) is None


@pytest.mark.parametrize(
    ("now", "before", "why"),
    [
        (ELSEWHERE, None, "the text of then is lost"),
        (BEFORE.replace("212", "213"), BEFORE, "the evidence changed"),
        (BEFORE.replace(EXACT, f"It is not true: {EXACT}"), BEFORE, "something came in front of it"),
        (BEFORE.replace("Seals", "No seals"), BEFORE, "the words beside it changed"),
        (
            f"{BEFORE}\nCorrection: the Morwenna ferry carried only 12 passengers.",
            BEFORE,
            "a correction came",
        ),
    ],
)
def test_it_is_scored_again_where_the_page_changed_about_it(now: str, before: str | None, why: str) -> None:
    assert _stands(_past(), now, before=before) is None, why


def test_a_claim_that_found_nothing_is_scored_again_when_anything_about_it_comes() -> None:
    past = _past(_verdict(UNSUPPORTED, exact=""))
    assert _stands(past, ELSEWHERE) is Basis.CARRIED
    assert _stands(past, f"{BEFORE}\nPassengers waited.") is None


def test_an_expected_quote_that_comes_or_goes_unsettles_the_verdict() -> None:
    past = _past(quote="the council met")
    assert _stands(past, f"{BEFORE}\nIt rained.", quote="the council met") is Basis.CARRIED
    assert _stands(past, ELSEWHERE, quote="the council met") is None
    gone = _past(_verdict(text=ELSEWHERE), quote="the council met")
    assert _stands(gone, f"Weather\n{BEFORE}\nIt rained.", before=ELSEWHERE, quote="the council met") is None


# --- what changed ---


def _check(verdict: Verdict, /, **fields: Any) -> Check:
    """A check of the claim that `_past` is of, on the same page and by the same code, but for `fields`."""
    values: dict[str, Any] = {
        "extractor": "e@1",
        "document_sha256": "before",
        "bytes": "0" * 64,
        "text": CLAIM.text,
        "quote": None,
    }
    values |= fields
    return Check(
        id="2",
        run="r",
        claim=replace(CLAIM, text=values["text"], quote=values["quote"]),
        source=None,
        snapshot=replace(_snapshot(HOUR), sha256=values["bytes"]),
        document_sha256=values["document_sha256"],
        verdict=verdict,
        checked_at=NOW,
        extractor=values["extractor"],
    )


EDITED = {"document_sha256": "now", "bytes": "1" * 64}


@pytest.mark.parametrize(
    ("fields", "scorer", "causes"),
    [
        pytest.param(EDITED, "s@1", {Cause.PAGE}, id="page"),
        pytest.param({"text": "other words"}, "s@1", {Cause.CLAIM}, id="claim"),
        pytest.param({"quote": "212 passengers"}, "s@1", {Cause.CLAIM}, id="expected quote"),
        pytest.param({}, "s@2", {Cause.SCORER}, id="scorer"),
        pytest.param({"extractor": "e@2"}, "s@1", {Cause.EXTRACTOR}, id="only the version"),
        pytest.param(
            {"extractor": "e@2", "document_sha256": "now"},
            "s@1",
            {Cause.EXTRACTOR},
            id="same bytes, read as other words",
        ),
        pytest.param(
            EDITED | {"extractor": "e@2"}, "s@1", {Cause.PAGE, Cause.EXTRACTOR}, id="page and extractor"
        ),
        pytest.param({"document_sha256": "now"}, "s@1", {Cause.PAGE}, id="same bytes, sent as another type"),
        pytest.param({"bytes": "1" * 64, "text": "x"}, "s@1", {Cause.CLAIM}, id="other bytes, same words"),
        pytest.param(EDITED | {"text": "x", "extractor": "e@2"}, "s@2", set(Cause), id="all"),
        pytest.param({}, "s@1", {Cause.PAGE}, id="answered differently"),
    ],
)
def test_change_since_names_every_cause(fields: dict[str, str], scorer: str, causes: set[Cause]) -> None:
    verdict = _verdict(PARTIAL, 0.4, scorer=scorer)
    change = change_since(_past(), _check(verdict, **fields))
    assert change
    assert set(change.causes) == causes
    assert (change.label_before, change.score_before) == (SUPPORTED, 0.9)
    assert (change.passage_before, change.passage_after) == (EXACT, EXACT)


def test_another_passage_is_a_change_though_the_verdict_stays() -> None:
    change = change_since(_past(), _check(_verdict(exact="Seals"), **EDITED))
    assert change
    assert (change.passage_before, change.passage_after) == (EXACT, "Seals")


def test_nothing_changed_since_nothing() -> None:
    assert change_since(None, _check(_verdict())) is None


def test_same_verdict_and_same_passage_are_no_change_whatever_else_changed() -> None:
    verdict = _verdict(score=0.7, scorer="s@2")
    assert change_since(_past(), _check(verdict, text="other words", extractor="e@2", **EDITED)) is None


# --- what the checks of a claim add up to ---


def test_one_source_that_carries_the_claim_is_enough_and_a_conflict_outweighs_silence() -> None:
    assert combine([]) is None
    for count in range(1, 5):
        for labels in permutations(Label, count):
            best = next(label for label in (SUPPORTED, PARTIAL, CONTRADICTED, UNSUPPORTED) if label in labels)
            assert combine(labels) is best


def test_both_orders_hold_every_label() -> None:
    assert set(BEST_FIRST) == set(WORST_LAST) == set(Label)


def _checks(*results: Label | tuple[Label, float] | ProblemSlug) -> list[Check]:
    made = []
    for result in results:
        problem = Problem(slug=result, detail="it broke") if isinstance(result, ProblemSlug) else None
        label, score = result if isinstance(result, tuple) else (result, 0.9)
        verdict = None if problem else _verdict(Label(label), score)
        made.append(
            Check(
                id="1",
                run="1",
                claim=CLAIM,
                source=CLAIM.sources[0],
                verdict=verdict,
                problem=problem,
                checked_at=NOW,
            )
        )
    return made


DEFAULT, STRICT, NONE = (
    FailOn(),
    FailOn(labels=frozenset({PARTIAL, UNSUPPORTED, CONTRADICTED})),
    FailOn(labels=frozenset()),
)
WITH_PROBLEMS, WITH_THRESHOLD = FailOn(problems=True), FailOn(threshold=0.8)
GONE = ProblemSlug.NOT_FOUND
PASS, FAIL, INCOMPLETE = Outcome.PASS, Outcome.FAIL, Outcome.INCOMPLETE


@pytest.mark.parametrize(
    ("results", "fail_on", "outcome"),
    [
        ([SUPPORTED], DEFAULT, PASS),
        ([PARTIAL], DEFAULT, PASS),
        ([UNSUPPORTED], DEFAULT, FAIL),
        ([CONTRADICTED], DEFAULT, FAIL),
        ([GONE], DEFAULT, INCOMPLETE),
        ([GONE, GONE], DEFAULT, INCOMPLETE),
        ([], DEFAULT, INCOMPLETE),
        ([SUPPORTED, UNSUPPORTED], DEFAULT, PASS),
        ([SUPPORTED, CONTRADICTED], DEFAULT, PASS),
        ([PARTIAL, CONTRADICTED], DEFAULT, PASS),
        ([UNSUPPORTED, CONTRADICTED], DEFAULT, FAIL),
        ([SUPPORTED, GONE], DEFAULT, PASS),
        ([PARTIAL, GONE], DEFAULT, INCOMPLETE),
        ([UNSUPPORTED, GONE], DEFAULT, INCOMPLETE),
        ([CONTRADICTED, GONE], DEFAULT, FAIL),
        ([PARTIAL], STRICT, FAIL),
        ([PARTIAL, GONE], STRICT, INCOMPLETE),
        ([SUPPORTED, PARTIAL], STRICT, PASS),
        ([UNSUPPORTED], NONE, PASS),
        ([CONTRADICTED], NONE, PASS),
        ([CONTRADICTED, GONE], NONE, INCOMPLETE),
        ([GONE], NONE, INCOMPLETE),
        ([SUPPORTED, GONE], WITH_PROBLEMS, FAIL),
        ([GONE], WITH_PROBLEMS, FAIL),
        ([SUPPORTED], WITH_PROBLEMS, PASS),
        ([(SUPPORTED, 0.8)], WITH_THRESHOLD, PASS),
        ([(SUPPORTED, 0.79)], WITH_THRESHOLD, FAIL),
        ([(SUPPORTED, 0.79), (SUPPORTED, 0.81)], WITH_THRESHOLD, PASS),
        ([(SUPPORTED, 0.79), GONE], WITH_THRESHOLD, INCOMPLETE),
        ([(PARTIAL, 0.1)], WITH_THRESHOLD, PASS),
    ],
)
def test_claim_outcome(results: Sequence[Any], fail_on: FailOn, outcome: Outcome) -> None:
    for order in permutations(results):
        assert claim_outcome(_checks(*order), fail_on) is outcome


RESULTS = st.lists(st.sampled_from([*Label, ProblemSlug.TIMEOUT]), min_size=1, max_size=5)


@given(RESULTS, st.sampled_from([DEFAULT, STRICT, NONE, WITH_THRESHOLD]))
def test_could_not_check_is_never_unsupported(results: list[Any], fail_on: FailOn) -> None:
    outcome = claim_outcome(_checks(*results), fail_on)
    if ProblemSlug.TIMEOUT in results and outcome is FAIL:
        assert CONTRADICTED in results
        assert SUPPORTED not in results


@pytest.mark.parametrize(
    ("outcomes", "selected", "code"),
    [
        ([], 0, ExitCode.NOTHING_SELECTED),
        ([], 3, ExitCode.OK),
        ([PASS, PASS], 2, ExitCode.OK),
        ([PASS, FAIL, INCOMPLETE], 3, ExitCode.FINDINGS),
        ([PASS, INCOMPLETE], 2, ExitCode.INCOMPLETE),
        ([FAIL], 1, ExitCode.FINDINGS),
    ],
)
def test_exit_code(outcomes: list[Outcome], selected: int, code: ExitCode) -> None:
    assert exit_code({str(n): outcome for n, outcome in enumerate(outcomes)}, selected=selected) is code


def test_exit_codes_are_what_scripts_rely_on() -> None:
    assert {code.name: code.value for code in ExitCode} == {
        "OK": 0,
        "FINDINGS": 1,
        "ERROR": 2,
        "INCOMPLETE": 3,
        "NOTHING_SELECTED": 5,
        "INTERRUPTED": 130,
    }
