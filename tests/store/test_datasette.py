"""Plain Datasette, without any plugin or configuration of ours, shows a store so that people can read it."""

from __future__ import annotations

import asyncio
import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from datasette.app import Datasette  # type: ignore[import-untyped]

from claimtrack.models import Label
from claimtrack.store import Store

if TYPE_CHECKING:
    from tests.store.conftest import World


def html(path: Path, url: str) -> str:
    """Return one page of the database, as Datasette serves it."""

    async def get() -> str:
        datasette = Datasette([str(path)])
        await datasette.invoke_startup()
        response = await datasette.client.get(f"/claims/{url}".rstrip("/"))
        assert response.status_code == 200, response.text
        return str(response.text)

    return asyncio.run(get())


def page(path: Path, url: str) -> str:
    """Return the words of one page: what stands between the tags."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html(path, url))).split())


@pytest.fixture
def filled(path: Path, world: World) -> Path:
    with Store.open(path) as store:
        length = world.claim()
        tram = world.claim("tram", text="The tram crosses the bridge at night.")
        bare = world.claim("bare", text="It is the oldest of its kind.", sources=(), cited_as="Orrin Archive")
        store.sync([world.article(length, tram, bare)], now=world.now)
        run = world.begin(store)
        store.save(world.check(run, length), world.document(title="The bridge in figures"))
        partial = world.verdict(Label.PARTIAL, 0.5)
        store.save(world.check(run, tram, verdict=partial), world.document())
        store.save(world.check(run, tram, problem=world.problem()), None)
        store.end_run(run, world.now, 3, {"supported": 1, "partial": 1, "problem": 1})
    return path


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", ["claim_status", "stale_claims", "source_health", "check_history"]),
        ("claims", ["The Orrin bridge is 412 metres long.", "The bridge at Orrin"]),
        ("claims/bridge~2Ftram", ["The tram crosses the bridge at night.", "2 rows from claim_id in checks"]),
        ("checks", ["The Orrin bridge is 412 metres long.", "The bridge in figures", "partial", "timeout"]),
        ("checks", ["2026-11-01 09:30 verify", "supported", "2026-11-01 10:30 200 velda.example/bridge"]),
        ("checks/000001", ["supported", "1 row from check_id in evidence"]),
        (
            "evidence",
            ["supported: The Orrin bridge is 412 metres long.", "It is 412 metres long", "supports"],
        ),
        ("reasons", ["partial: The tram crosses the bridge at night.", "412 metres in both"]),
        ("citations", ["The tram crosses the bridge at night.", "The bridge in figures", "Velda Courier"]),
        ("snapshots", ["2026-11-01 10:30 200 velda.example/bridge", "The bridge in figures"]),
        ("snapshot_texts", ["The bridge in figures", "carries the tram to Velda"]),
        ("runs", ["2026-11-01 09:30 verify"]),
        ("reviews", ["0 rows"]),
        (
            "claim_status",
            ["supported", "It is 412 metres long", "412 metres in both", "timeout: no answer within 20 s"],
        ),
        ("claim_status", ["needs-source: cited as Orrin Archive, without a URL", "partial on 2026-11-01"]),
        ("stale_claims", ["could not be checked", "needs a source", "The bridge at Orrin"]),
        ("source_health", ["The bridge in figures", "timeout: no answer within 20 s", "Velda Courier"]),
        ("citation_status", ["supported", "partial on 2026-11-01", "https://velda.example/bridge"]),
        ("check_history", ["supported", "timeout: no answer within 20 s", "412 metres in both"]),
        ("due_dates", ["due by age", "2026-12-01 10:30:00Z"]),
    ],
)
def test_every_page_reads_in_words(filled: Path, url: str, words: list[str]) -> None:
    text = page(filled, url)
    assert [word for word in words if word not in text] == []


def test_verdicts_can_be_filtered_by_their_word(filled: Path) -> None:
    text = page(filled, "claim_status?verdict=supported")
    assert "1 row" in text
    assert "The Orrin bridge is 412 metres long." in text
    assert "oldest of its kind" not in text


@pytest.mark.parametrize(
    ("table", "query", "found"),
    [
        ("claims", "oldest", "It is the oldest of its kind."),
        ("claims", "TRAM night", "The tram crosses the bridge at night."),
        ("evidence", "metres", "It is 412 metres long"),
    ],
)
def test_full_text_search_finds_claims_and_evidence(filled: Path, table: str, query: str, found: str) -> None:
    assert found in page(filled, f"{table}?_search={quote(query)}")
    assert "0 rows" in page(filled, f"{table}?_search=zeppelin")


@pytest.mark.parametrize("query", ['"unbalanced', "alpha AND", "NEAR(", "*", "'); drop table claims; --"])
def test_search_words_are_no_syntax(filled: Path, query: str) -> None:
    assert "0 rows" in page(filled, f"claims?_search={quote(query)}")


def test_page_text_is_shown_as_text(path: Path, world: World) -> None:
    with Store.open(path) as store:
        claim = world.claim(text="<script>alert(1)</script> & more")
        store.sync([world.article(claim, title='<img src=x onerror="alert(1)">')])
        store.save(
            world.check(world.begin(store), claim), world.document("<b>bold</b>", title="<i>slanted</i>")
        )
    for url in ("claims", "claim_status", "source_health", "snapshot_texts", "checks"):
        served = html(path, url)
        assert not re.search(r"<script>alert|<img src=x|<b>bold|<i>slanted", served)
        assert re.search(r"&lt;(script|img|b|i)\b", served)
