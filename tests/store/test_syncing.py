"""Articles, claims, sources and citations follow the claim files, and nothing that was there is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from claimtrack.models import Kind, Source
from claimtrack.store import Store

if TYPE_CHECKING:
    from tests.store.conftest import World


def rows(store: Store, sql: str, **parameters: object) -> list[dict[str, Any]]:
    return list(store._database.query(sql, parameters))


def writes(store: Store) -> int:
    return int(store._database.conn.total_changes)


def test_a_claim_arrives_with_its_article_and_sources(store: Store, world: World) -> None:
    claim = world.claim(tags=("length", "tram"), quote="412 metres", max_age_s=60, note="ask the engineer")
    store.sync([world.article(claim, url="https://blog.example/bridge", author="Ada Quill")], now=world.now)
    (row,) = rows(store, "select * from claims")
    assert row == {
        "id": "bridge/length",
        "title": claim.text,
        "article_id": "bridge",
        "text": claim.text,
        "quote": "412 metres",
        "kind": "fact",
        "cited_as": None,
        "tags": '["length", "tram"]',
        "note": "ask the engineer",
        "max_age_s": 60,
        "path": "claims/bridge.toml",
        "line": 4,
        "added_at": "2026-11-01 09:30:00Z",
        "changed_at": "2026-11-01 09:30:00Z",
        "removed_at": None,
    }
    (source,) = rows(store, "select * from sources")
    assert source["title"] == "velda.example/bridge"
    assert source["host"] == "velda.example"
    assert source["publisher"] == "Velda Courier"


def test_syncing_again_writes_nothing(store: Store, world: World) -> None:
    shared = Source(url="https://velda.example/bridge", publisher="The Courier", title="A bridge")
    other = Source(url="https://velda.example/tram", archive_url="https://archive.example/tram")
    article = world.article(
        world.claim(), world.claim("tram", sources=(shared, other)), world.claim("none", sources=())
    )
    store.sync([article], whole_project=True, now=world.now)
    before = writes(store)
    store.sync([article], whole_project=True, now=world.now + timedelta(days=1))
    assert writes(store) == before


def test_only_the_changed_claim_is_written(store: Store, world: World) -> None:
    claims = [world.claim(f"c{number}") for number in range(50)]
    store.sync([world.article(*claims)], now=world.now)
    before = writes(store)
    claims[7] = world.reworded(claims[7], "The Orrin bridge is 421 metres long.")
    store.sync([world.article(*claims)], now=world.now + timedelta(days=1))
    # the row, and what the trigger does to keep the full-text index in step
    assert 1 <= writes(store) - before <= 12
    changed = rows(store, "select id, added_at, changed_at from claims where changed_at <> added_at")
    assert changed == [
        {"id": "bridge/c7", "added_at": "2026-11-01 09:30:00Z", "changed_at": "2026-11-02 09:30:00Z"}
    ]


def test_a_note_alone_is_no_change_of_the_claim(store: Store, world: World) -> None:
    store.sync([world.article(world.claim())], now=world.now)
    store.sync([world.article(world.claim(note="new"))], now=world.now + timedelta(days=1))
    (row,) = rows(store, "select note, changed_at from claims")
    assert row == {"note": "new", "changed_at": "2026-11-01 09:30:00Z"}


def test_a_claim_taken_out_of_its_file_is_kept_and_comes_back(store: Store, world: World) -> None:
    both = world.article(world.claim(), world.claim("tram"))
    store.sync([both], now=world.now)
    store.sync([world.article(world.claim())], now=world.now + timedelta(days=1))
    assert [status.id for status in store.claim_statuses()] == ["bridge/length"]
    assert rows(store, "select id, removed_at from claims where removed_at is not null") == [
        {"id": "bridge/tram", "removed_at": "2026-11-02 09:30:00Z"}
    ]
    store.sync([both], now=world.now + timedelta(days=2))
    assert [status.id for status in store.claim_statuses()] == ["bridge/length", "bridge/tram"]


def test_loading_one_file_says_nothing_about_the_others(store: Store, world: World) -> None:
    ferry = world.article(world.claim("speed", id="ferry/speed"), id="ferry", title="The ferry")
    store.sync([world.article(), ferry], whole_project=True, now=world.now)
    store.sync([ferry], now=world.now)
    assert len(store.claim_statuses()) == 2
    store.sync([ferry], whole_project=True, now=world.now)
    assert [status.id for status in store.claim_statuses()] == ["ferry/speed"]


def test_a_source_no_longer_cited_does_not_count(store: Store, world: World) -> None:
    old, new = Source(url="https://old.example/"), Source(url="https://new.example/")
    store.sync([world.article(world.claim(sources=(old, new)))], now=world.now)
    store.sync([world.article(world.claim(sources=(new,)))], now=world.now + timedelta(days=1))
    (status,) = store.claim_statuses()
    assert (status.sources, status.source_url) == (1, new.url)
    assert rows(store, "select removed_at from citations order by source_id") == [
        {"removed_at": "2026-11-02 09:30:00Z"},
        {"removed_at": None},
    ]
    store.sync([world.article(world.claim(sources=(old, new)))], now=world.now + timedelta(days=2))
    assert store.claim_statuses()[0].sources == 2


def test_sources_keep_the_order_of_the_author(store: Store, world: World) -> None:
    first, second = Source(url="https://a.example/"), Source(url="https://b.example/")
    store.sync([world.article(world.claim(sources=(first, second)))], now=world.now)
    assert store.claim_statuses()[0].source_url == first.url
    store.sync([world.article(world.claim(sources=(second, first)))], now=world.now)
    assert store.claim_statuses()[0].source_url == second.url


def test_what_one_article_leaves_open_about_a_page_another_fills_in(store: Store, world: World) -> None:
    url = "https://velda.example/bridge"
    named = Source(url=url, publisher="Velda Courier", title="A bridge to Velda")
    store.sync([world.article(world.claim(sources=(Source(url=url),)), world.claim("b", sources=(named,)))])
    store.sync([world.article(world.claim(sources=(Source(url=url),)))])
    (row,) = rows(store, "select title, publisher from sources")
    assert row == {"title": "A bridge to Velda", "publisher": "Velda Courier"}


def test_an_opinion_is_listed_and_asks_for_nothing(store: Store, world: World) -> None:
    store.sync([world.article(world.claim(kind=Kind.OPINION, sources=()))], now=world.now)
    (status,) = store.claim_statuses()
    assert (status.kind, status.problem, status.verdict) == (Kind.OPINION, None, None)
    assert store.stale(world.now + timedelta(days=400)) == ()
