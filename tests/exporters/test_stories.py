"""The stories of a claim as JSON: the shape that `docs/json.md` promises, field by field."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from claimtrack.episodes import episodes
from claimtrack.exporters.stories import diff_record, why_record
from claimtrack.models import Basis, Cause, Change, Check, Label
from claimtrack.pagediff import Fate, page_diff
from claimtrack.rewording import Difference
from claimtrack.store import HistoryEntry

DOCUMENT = (Path(__file__).parents[2] / "docs" / "json.md").read_text(encoding="utf-8")
TEXTS = {
    "then": "On Monday The ferry carried 212 passengers. It was full.",
    "now": "On Monday it sailed with 213 aboard.",
}
ENTRY = ("verdict", "check_id")
"""First and last field of a check within a story."""


def fields_of(heading: str) -> list[str]:
    section = re.split(rf"^#+ {heading}$", DOCUMENT, flags=re.MULTILINE)[1].split("\n#", 1)[0]
    return re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)


def entry_fields() -> list[str]:
    names = fields_of("An episode")
    return names[names.index(ENTRY[0]) : names.index(ENTRY[1]) + 1]


def entry(check: Check, text: str, **fields: Any) -> HistoryEntry:
    values: dict[str, Any] = {
        "check_id": check.id,
        "run_id": check.run,
        "checked_at": check.checked_at,
        "claim_text": check.claim.text,
        "quote": None,
        "source_url": check.source.url if check.source else None,
        "verdict": check.verdict,
        "problem": check.problem,
        "basis": Basis.SCORED,
        "reused_from": None,
        "change": None,
        "key": check.key,
        "document_sha256": text,
        "snapshot_sha256": text,
        "seen_at": check.checked_at,
        "extractor": "reader@1",
    }
    return HistoryEntry(**values | fields)


def trail(supported: Check, problem: Check) -> list[HistoryEntry]:
    assert supported.verdict
    change = Change(
        causes=(Cause.PAGE,),
        label_before=Label.SUPPORTED,
        score_before=0.9,
        passage_before="a",
        passage_after="b",
    )
    verdict = replace(supported.verdict, label=Label.PARTIAL)
    return [
        entry(problem, "now"),
        entry(supported, "now", verdict=verdict, change=change),
        entry(supported, "then"),
    ]


def test_every_field_of_a_story_is_documented(supported: Check, problem: Check) -> None:
    assert supported.source
    story = list(episodes(trail(supported, problem)))
    record = why_record(supported.claim, [(supported.source, story), (supported.source, story[1:])])
    assert list(record) == ["schema_version", "claim_id", "claim", "where", "verdict", "sources"]
    assert record["verdict"] == "partial"
    assert len(record["sources"][0]["episodes"]) == 3
    for episode in record["sources"][0]["episodes"]:
        assert list(episode) == fields_of("An episode")
        assert episode["before"] is None or list(episode["before"]) == entry_fields()
    assert record["sources"][0]["episodes"][1]["causes"] == ["page"]


def test_every_field_of_a_diff_is_documented(supported: Check, problem: Check) -> None:
    assert supported.source
    found = page_diff(trail(supported, problem), TEXTS.get)
    record = diff_record(supported.claim, [(supported.source, found)])
    assert list(record) == ["schema_version", "claim_id", "claim", "where", "sources"]
    (source,) = record["sources"]
    assert list(source) == fields_of("A source then and now")
    for name in ("problem", "then", "now"):
        assert list(source[name]) == entry_fields(), name
    assert source["passages"]
    for passage in source["passages"]:
        assert list(passage) == fields_of("A passage then and now")


def test_every_word_that_can_occur_is_documented() -> None:
    assert [word for word in (*Fate, *Difference) if f"`{word}`" not in DOCUMENT] == []
