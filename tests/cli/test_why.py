"""`claims why`: why a verdict is what it is, and why it is another one than before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from claimtrack.models import Basis, Label
from claimtrack.project import Project

if TYPE_CHECKING:
    from tests.conftest import Workspace

HARBOUR = (
    "The harbour board of Selby Quay met on Monday to go through the figures of the year that has passed."
)
FERRY = "The ferry to Orme carried 48,200 passengers in 2031, the board said, which was more than it had hoped for."
BOAT = "A second boat, the Marigold, is to join the line in spring and will call at the island twice a day."
CLAIM = "The ferry to Orme carried 48,200 passengers in 2031."
PATH = "/ferry"


@pytest.fixture
def quay(workspace: Workspace) -> Workspace:
    """A project with one claim, checked once."""
    url = put(workspace, HARBOUR, FERRY, BOAT)
    workspace.claim("passengers", CLAIM, url)
    workspace.claim("view", "It is the finest ferry of all.", kind="opinion")
    workspace.claim("unsourced", "The ferry was built in 2019.", cited_as="The Selby Courier")
    workspace.verify("passengers", code=0)
    return workspace


def put(workspace: Workspace, *paragraphs: str) -> str:
    return workspace.site.article(PATH, *paragraphs, title="Selby Quay")


def edit_claim(workspace: Workspace, old: str, new: str) -> None:
    path = workspace.root / "claims" / "moon.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def told(workspace: Workspace, code: int = 0) -> str:
    return workspace.run("why", "passengers", code=code).out


def episodes(workspace: Workspace, code: int = 0) -> list[dict[str, Any]]:
    (source,) = workspace.run("why", "passengers", "--format", "json", code=code).json["sources"]
    return list(source["episodes"])


def as_if_made_by(workspace: Workspace, *, extractor: str | None = None, scorer: str | None = None) -> None:
    """Put a check into the store as an earlier release would have made it: the newest one, found to be partial."""
    project = Project.open(workspace.root)
    (claim,) = project.select(project.articles(), ["passengers"])
    with project.open_store() as store:
        (check,) = store.latest_checks([claim])
        at = check.checked_at - timedelta(seconds=1)
        run = store.begin_run(command="verify", started_at=at, settings={})
        assert check.verdict
        verdict = replace(check.verdict, label=Label.PARTIAL, scorer=scorer or check.verdict.scorer)
        earlier = replace(
            check,
            id=f"{check.id}-before",
            run=run,
            checked_at=at,
            verdict=verdict,
            key="of an earlier release",
            extractor=extractor or check.extractor,
            basis=Basis.SCORED,
            reused_from=None,
        )
        store.save(earlier, None)


def test_the_first_check(quay: Workspace) -> None:
    out = told(quay)
    assert "✓ supported" in out
    assert "“48,200”" in out
    assert "carried_ _48" in out
    assert "- the first check of this source" in out


def test_checks_that_change_nothing_are_one_entry(quay: Workspace) -> None:
    quay.verify("passengers")
    put(quay, HARBOUR, FERRY, BOAT, "Readers may write to the editor until the end of the week.")
    quay.verify("passengers")
    out = told(quay)
    assert out.count("✓ supported") == 1
    assert "confirmed 2 times, last on" in out
    assert "the page had changed elsewhere in 1" in out
    (only,) = episodes(quay)
    assert (only["checks"], only["page_changed_elsewhere"], only["changed"]) == (3, 1, False)


def test_the_page_changed(quay: Workspace) -> None:
    put(quay, HARBOUR, FERRY.replace("48,200", "42,800"), BOAT)
    quay.verify("passengers", code=1)
    out = told(quay)
    assert out.index("✗ contradicted") < out.index("- was supported 0.") < out.index("✓ supported")
    assert "; the page changed\n" in out
    assert "passage: The ferry to Orme carried [-48,200-]{+42,800+} passengers" in out
    assert "the claim says “48,200”, the page says “42,800”" in out
    newest, before = episodes(quay)
    assert (newest["verdict"], newest["causes"]) == ("contradicted", ["page"])
    assert newest["before"]["verdict"] == before["verdict"] == "supported"
    assert newest["before"]["snapshot"] != newest["snapshot"]


def test_the_claim_was_edited(quay: Workspace) -> None:
    edit_claim(quay, "48,200", "84,200")
    before = told(quay)
    assert "the claim was edited since" in before
    assert "carried [-48,200-]{+84,200+} passengers" in before
    quay.verify("passengers", code=1)
    out = told(quay)
    assert "the claim was edited since" not in out
    assert "; the claim was edited\n" in out
    assert "claim: The ferry to Orme carried [-48,200-]{+84,200+} passengers in 2031." in out
    assert episodes(quay)[0]["causes"] == ["claim"]
    assert episodes(quay)[0]["before"]["claim"] == CLAIM


def test_the_expected_quote_was_edited(quay: Workspace) -> None:
    edit_claim(quay, 'id = "passengers"', 'id = "passengers"\nquote = "no such words on it"')
    assert "- the claim was edited since" in told(quay)
    quay.verify("passengers")
    out = told(quay)
    assert "the claim was edited since" not in out
    assert "; the claim was edited\n" in out or "result: the claim was edited\n" in out
    assert "quote expected: {+no such words on it+}" in out
    assert episodes(quay)[0]["causes"] == ["claim"]
    assert episodes(quay)[0]["before"]["quote"] is None


def test_a_release_reads_the_page_differently(quay: Workspace) -> None:
    as_if_made_by(quay, extractor="reader@0+splitter@0")
    quay.verify("passengers", "--offline", code=0)
    newest = episodes(quay)[0]
    assert newest["causes"] == ["extractor"]
    assert newest["before"]["extractor"] == "reader@0+splitter@0"
    out = told(quay)
    assert "- was partial 0." in out
    assert "; another release reads the page\n" in out
    assert f"release: reader@0, splitter@0 → {newest['extractor'].replace('+', ', ')}" in out


def test_a_release_scores_it_differently(quay: Workspace) -> None:
    as_if_made_by(quay, scorer="lexical@0")
    quay.verify("passengers", "--offline", code=0)
    newest = episodes(quay)[0]
    assert newest["causes"] == ["scorer"]
    assert f"release: lexical@0 → {newest['scorer']}" in told(quay)


def test_a_problem_leaves_the_verdict_before_standing(quay: Workspace) -> None:
    quay.site.pages.pop(PATH)
    quay.verify("passengers", code=3)
    (check,) = quay.verify("passengers", "-f", "json", code=3).json["checks"]
    (exported,) = quay.run("export", "passengers", code=0).json["checks"]
    assert (check["verdict"], check["last_verdict"]) == (None, "supported")
    assert exported["last_verdict"] == "supported"
    assert check["last_checked_at"] == exported["last_checked_at"] == episodes(quay, 3)[-1]["last_checked_at"]
    out = told(quay, code=3)
    assert "? problem      http-404\n" in out
    assert "- found again once, last on" in out
    assert "- the verdict before stands: supported by the snapshot of" in out
    assert out.index("? problem") < out.index("✓ supported")
    put(quay, HARBOUR, FERRY, BOAT)
    quay.verify("passengers", code=0)
    again = told(quay)
    assert "stands again: nothing that it rests on changed" in again
    assert [one["problem"] for one in episodes(quay)] == [None, "http-404", None]


def test_several_sources_are_summed_up(workspace: Workspace) -> None:
    silent = workspace.site.article("/boat", BOAT, HARBOUR)
    workspace.claim("passengers", CLAIM, put(workspace, HARBOUR, FERRY), silent, workspace.site.url("/gone"))
    workspace.verify()
    out = told(workspace, code=3)
    assert "✓ supported\n  - one source carries the claim, and one is enough\n" in out
    assert "- 1 of 3 sources could not be read" in out
    one = workspace.run("why", "passengers", "--source", silent, code=0).out
    assert "one is enough" not in one
    assert "✗ unsupported" in one


def test_where_nothing_was_checked(quay: Workspace) -> None:
    quay.claim("new", "The Marigold will call at the island twice a day.", quay.site.url(PATH))
    assert "not checked yet" in quay.run("why", "new", code=3).out
    assert "an opinion: never checked" in quay.run("why", "view", code=0).out
    assert "it needs a source" in quay.run("why", "unsourced", code=3).out
    assert "names 4 claims" in quay.run("why", "moon/*", code=5).err
