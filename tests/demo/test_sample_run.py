"""The sample project through the real pipeline, over real HTTP."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from claimtrack.demo import ARTICLE_ID, DemoServer
from claimtrack.models import Basis, Check, Label, Stance
from claimtrack.policy import ExitCode, Freshness
from claimtrack.project import Project
from claimtrack.report import RunReport

EXPECTED = tomllib.loads(Path(__file__).with_name("expected.toml").read_text(encoding="utf-8"))

Verify = Callable[..., RunReport]


@pytest.fixture
def verify(server: DemoServer) -> Verify:
    """`claims verify SELECT...` in the sample project, with its own settings."""

    def run(*slugs: str) -> RunReport:
        project = Project.open(server.pages.parent, environment={})
        articles = project.articles()
        claims = project.select(articles, [f"{ARTICLE_ID}/{slug}" for slug in slugs])
        with project.open_store() as store:
            store.sync(articles, now=project.clock())
            under_way = project.verify(project.plan(claims, Freshness()), store)
            for _ in under_way:
                pass
        return under_way.report

    return run


def found(check: Check) -> str:
    """The verdict, or why there is none."""
    return (check.verdict.label if check.verdict else check.problem.slug).value  # type: ignore[union-attr]


def by_claim(report: RunReport) -> dict[str, Check]:
    """The only check of each claim, by the second part of its id."""
    checks = {check.claim.id.partition("/")[2]: check for check in report.checks}
    assert len(checks) == len(report.checks)
    return checks


def passages(check: Check) -> str:
    assert check.verdict is not None
    return " ".join(item.exact for item in check.verdict.evidence)


def said(check: Check) -> str:
    """Everything the reasons say in words."""
    assert check.verdict is not None
    return " ".join(reason.message for reason in check.verdict.reasons)


def test_each_claim_is_judged_as_a_person_would(verify: Verify) -> None:
    report = verify()
    got: dict[str, dict[str, str]] = {}
    for check in report.checks:
        url = urlsplit(check.source.url).path if check.source else ""
        got.setdefault(check.claim.id.partition("/")[2], {})[url] = found(check)
    wrong = {
        f"{slug} {url}": f"{got.get(slug, {}).get(url)}, not {' or '.join(right)}"
        for slug, sources in EXPECTED.items()
        for url, right in sources.items()
        if got.get(slug, {}).get(url) not in right
    }
    assert wrong == {}
    assert {slug: set(urls) for slug, urls in got.items()} == {
        slug: set(urls) for slug, urls in EXPECTED.items()
    }
    assert [claim.id for claim in report.opinions] == [f"{ARTICLE_ID}/asked-first"]
    assert {check.verdict.label for check in report.checks if check.verdict} == set(Label)
    assert len({check.problem.slug for check in report.checks if check.problem}) >= 4
    assert report.exit_code is ExitCode.FINDINGS


def test_the_passage_shown_is_the_one_a_person_would_point_at(verify: Verify) -> None:
    checks = by_claim(
        verify(
            "council-vote",
            "first-ferry",
            "great-skerry-passengers",
            "charging-station",
            "fishers",
            "seals",
            "cost",
        )
    )
    assert "approved the Harbour Plan by 11 votes to 4" in passages(checks["council-vote"])
    assert "$312" in passages(checks["first-ferry"])
    assert "spring 2028" in passages(checks["first-ferry"])
    assert "Great Skerry" in passages(checks["great-skerry-passengers"])
    assert "642,500" in passages(checks["great-skerry-passengers"])
    assert "Little Skerry" not in passages(checks["great-skerry-passengers"])
    assert "charging station at Pier 4" in passages(checks["charging-station"])
    assert "has not signed" in passages(checks["fishers"])
    assert "412 grey seals" in passages(checks["seals"])
    assert "2,400 million dollars over ten years" in passages(checks["cost"])


def test_each_verdict_says_why_in_words(verify: Verify) -> None:
    checks = by_claim(
        verify("bond-interest", "ferry-builder", "diesel", "fishers", "seals", "little-skerry-passengers")
    )
    assert "4.7" in said(checks["bond-interest"])
    assert "4.3" in said(checks["bond-interest"])
    assert "Brightwater Marine" in said(checks["ferry-builder"])
    assert "Kestrel Yard" in said(checks["ferry-builder"])
    assert "could" in said(checks["diesel"])
    assert "signed" in said(checks["fishers"])
    assert "pups" in said(checks["seals"])
    assert "655,300" in said(checks["little-skerry-passengers"])


def test_a_redirect_is_followed_and_kept_on_record(server: DemoServer, verify: Verify) -> None:
    snapshot = by_claim(verify("charging-station"))["charging-station"].snapshot
    assert snapshot is not None
    assert snapshot.url == f"{server.base_url}/moved/power-charging-station.html"
    assert snapshot.final_url == f"{server.base_url}/pages/power-charging-station.html"
    assert snapshot.redirects == (snapshot.url,)


def test_a_second_run_asks_again_and_moves_no_page(verify: Verify) -> None:
    slugs = ("council-vote", "cost", "fishers")
    first, second = verify(*slugs), verify(*slugs)
    assert (first.tally.fetched, second.tally.fetched, second.tally.not_modified) == (3, 0, 3)
    assert {slug: found(check) for slug, check in by_claim(first).items()} == {
        slug: found(check) for slug, check in by_claim(second).items()
    }
    assert all(check.basis is Basis.UNCHANGED for check in second.checks)


def test_an_edit_as_the_readme_suggests_turns_the_verdict(pages: Path, verify: Verify) -> None:
    slugs = ("bond-interest", "fishers", "council-vote")
    before = by_claim(verify(*slugs))
    for name, old, new in (
        ("ledger-harbour-bond.html", "4.3 percent", "4.7 percent"),
        ("quayside-fishers.html", "has not signed", "has signed"),
    ):
        text = (pages / name).read_text(encoding="utf-8")
        assert text.count(old) == 1
        (pages / name).write_text(text.replace(old, new), encoding="utf-8")
    report = verify(*slugs)
    after = by_claim(report)
    assert (report.tally.fetched, report.tally.not_modified) == (2, 1)
    assert {slug: found(check) for slug, check in before.items()} == {
        "bond-interest": "contradicted",
        "fishers": "contradicted",
        "council-vote": "supported",
    }
    assert {found(check) for check in after.values()} == {"supported"}
    change = after["bond-interest"].change
    assert change is not None
    assert change.label_before is Label.CONTRADICTED
    assert "4.3 percent" in change.passage_before
    assert "4.7 percent" in change.passage_after


def test_evidence_is_words_of_the_page_that_a_reader_sees(verify: Verify) -> None:
    report = verify("council-vote", "square-screen", "sea-level")
    for check in report.checks:
        assert check.verdict is not None
        best = check.verdict.evidence[0]
        assert best.stance is Stance.SUPPORTS
        assert "\u00ad" not in best.exact
        assert "#:~:text=" in best.link, "hidden words cannot be linked to"


def test_every_command_that_the_readme_names_is_there(server: DemoServer) -> None:
    readme = (server.pages.parent / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^claims (\w+)", readme, flags=re.MULTILINE)) | set(
        re.findall(r"`claims (\w+)", readme)
    )
    assert {"verify", "show", "status", "demo"} <= named
    for name in named:
        done = subprocess.run(
            [sys.executable, "-m", "claimtrack", name, "-h"], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"claims {name}: {done.stderr}"


def test_the_readme_and_the_claims_name_each_other_rightly(server: DemoServer) -> None:
    readme = (server.pages.parent / "README.md").read_text(encoding="utf-8")
    slugs = {*EXPECTED, "asked-first"}
    assert set(re.findall(rf"{ARTICLE_ID}/([a-z0-9-]+)", readme)) <= slugs
    for name in re.findall(r"`pages/([a-z0-9-]+\.html)`", readme):
        assert (server.pages / name).is_file()
