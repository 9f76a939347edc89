"""A check is kept whole, once, and read back as it was."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimtrack.errors import StoreError
from claimtrack.models import (
    Basis,
    Cause,
    Change,
    Evidence,
    Label,
    Part,
    ProblemSlug,
    Reason,
    Source,
    Stance,
    Verdict,
)
from claimtrack.store import Imprint, Store
from claimtrack.store.migrations import SCHEMA_VERSION

if TYPE_CHECKING:
    from tests.store.conftest import World


def rows_in(store: Store, table: str) -> int:
    return int(store._database.table(table).count)


@pytest.fixture
def run(store: Store, world: World) -> str:
    store.sync([world.article()], now=world.now)
    return str(world.begin(store))


def test_a_check_comes_back_as_the_past_of_its_claim(store: Store, world: World, run: str) -> None:
    claim, document = world.claim(), world.document()
    check = world.check(run, claim)
    store.save(check, document)
    pair = (claim.id, claim.sources[0].url)
    past = store.past_checks([pair, ("bridge/none", "https://nowhere.example/")])
    assert set(past) == {pair}
    assert past[pair].check_id == check.id
    assert past[pair].checked_at == check.checked_at
    assert past[pair].key == check.key
    assert past[pair].claim_text == claim.text
    assert past[pair].document_sha256 == document.text_sha256
    assert past[pair].snapshot_sha256 == document.sha256
    assert past[pair].verdict == check.verdict
    assert store.document_text(document.text_sha256) == document.text
    assert store.document_text("0" * 64) is None


@pytest.mark.parametrize("unsure", [False, True])
def test_a_verdict_that_is_not_sure_comes_back_as_such(
    store: Store, world: World, run: str, *, unsure: bool
) -> None:
    claim = world.claim()
    verdict = world.verdict(unsure=unsure, scorer="test@1+judge:openai/tiny")
    store.save(world.check(run, claim, verdict=verdict), world.document())
    (past,) = store.past_checks([(claim.id, claim.sources[0].url)]).values()
    (entry,) = store.latest_checks([claim])
    assert past.verdict == entry.verdict == verdict
    assert past.verdict.judge == "openai/tiny"


def test_saving_the_same_check_again_changes_nothing(store: Store, world: World, run: str) -> None:
    check = world.check(run, world.claim())
    store.save(check, world.document())
    before = store._database.conn.total_changes
    store.save(check, world.document())
    assert store._database.conn.total_changes == before


def test_a_page_read_for_many_claims_is_kept_once(store: Store, world: World) -> None:
    claims = [world.claim(f"c{number}") for number in range(5)]
    store.sync([world.article(*claims)])
    run = world.begin(store)
    snapshot = world.snapshot(claims[0].sources[0].url)
    for claim in claims:
        store.save(world.check(run, claim, snapshot=snapshot), world.document())
    assert [rows_in(store, table) for table in ("sources", "snapshots", "snapshot_texts", "checks")] == [
        1,
        1,
        1,
        5,
    ]


def test_a_page_confirmed_by_the_server_is_the_same_snapshot_confirmed(
    store: Store, world: World, run: str
) -> None:
    claim = world.claim()
    snapshot = world.snapshot(claim.sources[0].url)
    store.save(world.check(run, claim, snapshot=snapshot), world.document())
    confirmed = replace(snapshot, confirmed_at=snapshot.fetched_at + timedelta(days=2))
    store.save(world.check(run, claim, snapshot=confirmed), world.document())
    store.save(world.check(run, claim, snapshot=snapshot), world.document())
    (row,) = store._database.query("select fetched_at, confirmed_at from snapshots")
    assert row == {"fetched_at": "2026-11-01 09:30:00Z", "confirmed_at": "2026-11-03 09:30:00Z"}


def test_a_problem_keeps_no_verdict_and_hides_no_earlier_one(store: Store, world: World, run: str) -> None:
    claim = world.claim()
    good = world.check(run, claim)
    store.save(good, world.document())
    store.save(world.check(run, claim, problem=world.problem()), None)
    newest, before = store.history(claim.id)
    assert (newest.verdict, newest.problem) == (None, world.problem())
    assert (before.verdict, before.problem) == (good.verdict, None)
    (past,) = store.past_checks([(claim.id, claim.sources[0].url)]).values()
    assert past.check_id == good.id


def test_a_reused_verdict_is_stored_once_and_read_whole_each_time(
    store: Store, world: World, run: str
) -> None:
    claim = world.claim()
    scored = world.check(run, claim)
    store.save(scored, world.document())
    for _ in range(3):
        again = world.check(run, claim, basis=Basis.UNCHANGED, reused_from=scored.id, key=scored.key)
        store.save(again, None)
    assert (rows_in(store, "reasons"), rows_in(store, "evidence")) == (1, 1)
    assert {entry.verdict for entry in store.history(claim.id)} == {scored.verdict}
    (past,) = store.past_checks([(claim.id, claim.sources[0].url)]).values()
    assert (past.check_id, past.checked_at, past.verdict) == (scored.id, again.checked_at, scored.verdict)
    (status,) = store.claim_statuses()
    assert (status.passage, status.reasons) == ("It is 412 metres long", "412 metres in both")


def test_the_latest_check_of_each_source_comes_back_as_it_was_saved(store: Store, world: World) -> None:
    second = Source(url="https://orrin.example/tram")
    claim = world.claim(sources=(*world.claim().sources, second, Source(url="https://never.example/")))
    bare = world.claim("bare", sources=())
    store.sync([world.article(claim, bare)])
    run = world.begin(store)
    store.save(world.check(run, claim), world.document())
    fetched_at = world.now + timedelta(minutes=1)
    confirmed = world.snapshot(
        claim.sources[0].url,
        fetched_at=fetched_at,
        confirmed_at=fetched_at + timedelta(days=2),
        redirects=("https://velda.example/b",),
        etag='"1"',
    )
    newest = [
        world.check(run, claim, snapshot=confirmed),
        world.check(run, claim, source=second, problem=world.problem()),
        world.check(run, bare, problem=world.problem(ProblemSlug.NEEDS_SOURCE)),
    ]
    for check in newest:
        store.save(check, world.document() if check.verdict else None)
    assert list(store.latest_checks([claim, bare, world.claim("unknown")])) == newest
    assert list(store.latest_checks([bare, claim])) == [newest[2], newest[0], newest[1]]


def test_a_problem_knows_the_verdict_before_it(store: Store, world: World, run: str) -> None:
    claim = world.claim()
    assert not list(store.latest_checks([claim]))
    good = world.check(run, claim)
    store.save(good, world.document())
    store.save(world.check(run, claim, problem=world.problem()), None)
    (newest,) = store.latest_checks([claim])
    assert newest.problem
    assert newest.last_known
    assert newest.last_known.label is Label.SUPPORTED
    assert newest.last_known.checked_at == good.checked_at


def test_a_trail_is_newest_first_of_one_source_and_read_in_pages(
    store: Store, world: World, run: str
) -> None:
    other = Source(url="https://velda.example/other")
    claim = world.claim(sources=(*world.claim().sources, other))
    scored = world.check(run, claim)
    store.save(scored, world.document())
    for _ in range(120):
        again = world.check(run, claim, basis=Basis.UNCHANGED, reused_from=scored.id, key=scored.key)
        store.save(again, None)
    store.save(world.check(run, claim, source=other, problem=world.problem()), None)
    store.save(world.check(run, claim, problem=world.problem()), None)
    trail = list(store.trail(claim.id, claim.sources[0].url))
    assert [entry.check_id for entry in trail] == sorted((entry.check_id for entry in trail), reverse=True)
    assert len(trail) == 122
    assert trail[0].problem
    assert {entry.verdict for entry in trail[1:]} == {scored.verdict}
    assert [entry.source_url for entry in store.trail(claim.id, other.url)] == [other.url]
    assert list(store.trail(claim.id, "https://nowhere.example/")) == []


def test_what_a_verdict_was_found_from_is_kept(store: Store, world: World) -> None:
    claim = world.claim(quote="412 metres")
    store.sync([world.article(claim)])
    check = world.check(world.begin(store), claim, extractor="html@3+splitter@2")
    store.save(check, world.document())
    (past,) = store.past_checks([(claim.id, claim.sources[0].url)]).values()
    (entry,) = store.trail(claim.id, claim.sources[0].url)
    assert past.grounds == entry.grounds == check.grounds
    assert past.grounds.extractor == "html@3+splitter@2"
    assert past.grounds.quote == "412 metres"
    assert list(store.latest_checks([claim])) == [check]


def test_what_earlier_releases_did_not_note_is_filled_in(path: Path, world: World) -> None:
    claim = world.claim(quote="412 metres")
    with Store.open(path) as store:
        store.sync([world.article(claim)])
        run = world.begin(store)
        store.save(world.check(run, claim), replace(world.document(), extractor="html@2"))
        store.save(world.check(run, claim, problem=world.problem()), None)
    connection = sqlite3.connect(path)
    for column in ("extractor", "quote"):
        connection.execute(f"alter table checks drop column {column}")
    connection.execute("delete from _sqlite_migrations where name = '0007_what_a_verdict_was_found_from'")
    connection.execute(f"pragma user_version = {SCHEMA_VERSION - 1}")
    connection.commit()
    connection.close()
    with Store.open(path) as store:
        failed, found = store.trail(claim.id, claim.sources[0].url)
    assert (found.extractor, found.quote) == ("html@2", "412 metres")
    assert (failed.extractor, failed.quote) == ("", "412 metres")


def test_a_change_is_kept_with_both_passages(store: Store, world: World, run: str) -> None:
    change = Change(
        causes=(Cause.PAGE, Cause.SCORER),
        label_before=Label.SUPPORTED,
        score_before=0.97,
        passage_before="It is 412 metres long",
        passage_after="",
    )
    claim = world.claim()
    check = world.check(run, claim, verdict=world.verdict(Label.UNSUPPORTED, 0.1), change=change)
    store.save(check, world.document())
    assert store.history(claim.id)[0].change == change
    assert store.claim_statuses()[0].changed == "was supported 0.97, changed: page, scorer"


def test_a_claim_that_needs_a_source_has_a_check_without_one(store: Store, world: World) -> None:
    claim = world.claim(sources=(), cited_as="Velda Courier")
    store.sync([world.article(claim)])
    problem = world.problem(ProblemSlug.NEEDS_SOURCE, "no URL is known")
    store.save(world.check(world.begin(store), claim, problem=problem), None)
    (entry,) = store.history(claim.id)
    assert (entry.source_url, entry.problem) == (None, problem)


def test_history_is_newest_first_by_arrival_even_when_the_clock_goes_back(
    store: Store, world: World, run: str
) -> None:
    claim = world.claim()
    first = world.check(run, claim, id="b")
    second = world.check(run, claim, id="a", checked_at=first.checked_at - timedelta(days=3650))
    store.save(first, world.document())
    store.save(second, world.document())
    assert [entry.check_id for entry in store.history(claim.id)] == ["a", "b"]
    assert [entry.check_id for entry in store.history(claim.id, 1)] == ["a"]
    (past,) = store.past_checks([(claim.id, claim.sources[0].url)]).values()
    assert past.check_id == "a"


def test_a_source_is_called_by_the_title_of_its_page_until_an_article_names_it(
    store: Store, world: World, run: str
) -> None:
    claim = world.claim()
    store.save(world.check(run, claim), world.document(title="The bridge at a glance"))
    assert store.source_health()[0].source == "The bridge at a glance"
    named = Source(url=claim.sources[0].url, title="All about the bridge")
    store.sync([world.article(world.claim(sources=(named,)))])
    store.save(world.check(run, world.claim(sources=(named,))), world.document(title="Another title"))
    assert store.source_health()[0].source == "All about the bridge"


def test_a_check_of_an_unknown_claim_leaves_nothing_behind(store: Store, world: World, run: str) -> None:
    with pytest.raises(StoreError, match="FOREIGN KEY"):
        store.save(world.check(run, world.claim("unknown")), world.document("new text"))
    assert rows_in(store, "snapshot_texts") == 0


def test_a_verdict_whose_text_is_nowhere_is_refused(store: Store, world: World, run: str) -> None:
    with pytest.raises(StoreError, match="neither given nor kept"):
        store.save(world.check(run, world.claim()), None)
    assert rows_in(store, "checks") == 0


def test_runs_are_recorded_from_start_to_end(store: Store, world: World) -> None:
    first = store.begin_run(
        command="verify", started_at=world.now, settings={"scorer": "test"}, due_after_s=60
    )
    second = store.begin_run(command="fetch", started_at=world.now + timedelta(days=1), settings={})
    store.end_run(first, world.now + timedelta(minutes=2), 1, {"supported": 3, "problem": 1})
    newest, oldest = store.runs()
    assert (newest.id, newest.finished_at, newest.exit_code) == (second, None, None)
    assert first < second
    assert oldest.title == "2026-11-01 09:30 verify"
    assert oldest.exit_code == 1
    assert oldest.counts == {"supported": 3, "problem": 1}
    assert oldest.settings == {"scorer": "test"}
    assert oldest.due_after_s == 60
    assert oldest.finished_at == world.now + timedelta(minutes=2)


HOSTILE = [
    "'); drop table claims; --",
    '" OR 1=1 --',
    'alpha AND NOT "beta" NEAR(gamma, 2) *',
    "nul\x00inside\x00",
    "\u202eevil\u202c \u2066isolate\u2069",
    "=HYPERLINK(1) <script>alert(1)</script>",
    "%s {0} ${x} :name ? ?1",
    "\U0001f600 combining a\u0301\u0327",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_stored_and_searched_literally(store: Store, world: World, text: str) -> None:
    claim = world.claim(text=f"marker {text}", cited_as=text, note=text, tags=(text,))
    store.sync([world.article(claim, title=text)])
    evidence = Evidence(
        exact=text, prefix=text, suffix=text, start=0, end=len(text), stance=Stance.RELATED, link=text
    )
    reason = Reason(slug="s", claim_words=(text,), page_words=(text, text), message=text)
    verdict = Verdict(label=Label.PARTIAL, score=0.5, evidence=(evidence,), reasons=(reason,), scorer=text)
    store.save(world.check(world.begin(store), claim, verdict=verdict), world.document())
    assert store.history(claim.id)[0].verdict == verdict
    assert store.history(claim.id)[0].claim_text == claim.text
    (status,) = store.claim_statuses([claim.id])
    assert (status.claim, status.passage, status.reasons, status.article) == (claim.text, text, text, text)
    wanted = text.replace("\x00", " ")  # FTS5 takes no query that holds a NUL
    found = store._database.table("claims").search(wanted, quote=True)
    assert [row["id"] for row in found] == [claim.id]
    found = store._database.table("evidence").search(wanted, quote=True)
    assert [row["exact"] for row in found] == [text]


def test_search_follows_changed_and_returning_claims_and_survives_vacuum(store: Store, world: World) -> None:
    claims = [world.claim(f"c{n}", text=f"The tram number{n} stops here.") for n in range(4)]
    store.sync([world.article(*claims)])
    store.sync([world.article(*claims[2:])])
    store.sync([world.article(world.reworded(claims[0], "The ferry stops there."), *claims[2:])])
    store._database.vacuum()
    table = store._database.table("claims")
    assert [row["id"] for row in table.search("ferry")] == ["bridge/c0"]
    assert list(table.search("number0")) == []
    assert [row["id"] for row in table.search("number3")] == ["bridge/c3"]


def test_who_wrote_a_page_and_when_is_kept_with_its_text(store: Store, world: World, run: str) -> None:
    told: dict[str, Any] = {
        "author": "Ada Vane",
        "publisher": "Velda Courier",
        "published": "1931-05-04",
        "modified": "1931-05-06",
        "canonical": "https://velda.example/bridge",
        "lang": "en",
    }
    document = replace(world.document(), **told)
    store.save(world.check(run, world.claim()), document)
    assert store.imprint(document.text_sha256) == Imprint(title="The bridge", **told)
    assert store.imprint("0" * 64) is None


def test_what_a_later_reading_finds_of_a_page_is_added_to_its_text(
    store: Store, world: World, run: str
) -> None:
    first = replace(world.document(), author="Ada Vane")
    store.save(world.check(run, world.claim()), first)
    store.save(world.check(run, world.claim()), replace(first, author="Oren Pell", published="1931"))
    found = store.imprint(first.text_sha256)
    assert found is not None
    assert (found.author, found.published, found.modified) == ("Ada Vane", "1931", None)
    assert rows_in(store, "snapshot_texts") == 1


words = st.text(max_size=40)
evidence = st.builds(
    Evidence,
    exact=words,
    prefix=words,
    suffix=words,
    start=st.integers(0, 10**9),
    end=st.integers(0, 10**9),
    stance=st.sampled_from(Stance),
    link=words,
    part=st.sampled_from(Part),
)
reasons = st.builds(
    Reason,
    slug=words,
    claim_words=st.lists(words, max_size=3).map(tuple),
    page_words=st.lists(words, max_size=3).map(tuple),
    message=words,
)
verdicts = st.builds(
    Verdict,
    label=st.sampled_from(Label),
    score=st.floats(0, 1),
    evidence=st.lists(evidence, max_size=4).map(tuple),
    reasons=st.lists(reasons, max_size=4).map(tuple),
    scorer=words,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(verdict=verdicts, text=st.text(max_size=200))
def test_any_verdict_comes_back_as_it_was(store: Store, world: World, verdict: Verdict, text: str) -> None:
    claim = world.claim()
    store.sync([world.article(claim)], now=world.now)
    document = world.document(text)
    check = world.check(world.begin(store), claim, verdict=verdict, document_sha256=document.text_sha256)
    store.save(check, document)
    (past,) = store.past_checks([(claim.id, claim.sources[0].url)]).values()
    assert past.verdict == verdict
    assert store.history(claim.id, 1)[0].verdict == verdict
    assert store.document_text(document.text_sha256) == text
