"""`docs/database.md` names every table, view and column, in order, and its queries run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from claimtrack.models import Cause, Change, Label
from claimtrack.store import Store

if TYPE_CHECKING:
    from tests.store.conftest import World

PAGE = (Path(__file__).parents[2] / "docs" / "database.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### (\w+)\n(.*?)(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL))
QUERIES = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)


def test_every_table_and_view_has_a_section(store: Store) -> None:
    names = [*store._database.table_names(), *store._database.view_names()]
    ours = {name for name in names if "_fts" not in name and not name.startswith(("_", "sqlite_"))}
    assert set(SECTIONS) == ours


@pytest.mark.parametrize("name", SECTIONS)
def test_every_column_is_told_in_order(store: Store, name: str) -> None:
    told = re.findall(r"^\| (\w+) \|", SECTIONS[name], re.MULTILINE)
    assert told == ["column", *(column.name for column in store._database[name].columns)]


def test_every_useful_query_finds_something(store: Store, world: World) -> None:
    claim = world.claim()
    store.sync([world.article(claim)])
    change = Change(
        causes=(Cause.PAGE,),
        label_before=Label.SUPPORTED,
        score_before=0.9,
        passage_before="It is 412 metres long",
        passage_after="It is 142 metres long",
    )
    verdict = world.verdict(Label.CONTRADICTED, 0.1)
    # far ahead, so that it counts as recent whenever this test runs
    check = world.check(
        world.begin(store), claim, verdict=verdict, change=change, checked_at=world.now.replace(year=9000)
    )
    store.save(check, world.document())
    found = [list(store._database.query(query)) for query in QUERIES]
    assert [len(rows) for rows in found] == [1, 1, 1]
    assert found[0][0]["claim_id"] == claim.id
    assert found[1][0]["passage_after"] == "It is 142 metres long"
    assert found[2][0] == {
        "publisher": "Velda Courier",
        "citations": 1,
        "supported": 0,
        "not_carried": 1,
        "not_checked": 0,
    }
