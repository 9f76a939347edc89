"""`claims fetch`: pages come, nothing is scored."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

CLAIM = "The bridge of Velda opened in 1931."


@pytest.fixture
def bridge(workspace, site):
    workspace.claim("bridge", CLAIM, site.article("/bridge", CLAIM))
    workspace.claim("length", "It is 200 metres long.", site.url("/bridge"))
    workspace.claim("mill", "The mill of Velda stands.", site.article("/mill", "The mill of Velda stands."))
    workspace.claim("view", "It is a fine bridge.", site.url("/bridge"), kind="opinion")
    return workspace


def fetch(workspace: Any, *words: str, code: int | None = None) -> Any:
    return workspace.run("fetch", "--allow-host", workspace.site.host, *words, code=code)


def test_each_page_is_a_line_and_asked_for_once(bridge, site):
    result = fetch(bridge, code=0)
    lines = sorted(result.out.splitlines())
    assert [line.split()[:2] for line in lines] == [
        ["fetched", site.url("/bridge")],
        ["fetched", site.url("/mill")],
    ]
    assert "pages: 2 asked for, 0 failed" in result.err
    assert site.requests["/bridge"] == 1
    assert not (bridge.root / "claims.db").exists()


def test_what_was_fetched_is_scored_offline(bridge):
    fetch(bridge, code=0)
    checks = {
        check["claim_id"]: check["verdict"]
        for check in bridge.run("verify", "--offline", "--format", "json").json["checks"]
    }
    assert checks["moon/bridge"] == "supported"
    assert checks["moon/mill"] == "supported"


def test_a_page_that_did_not_change_is_not_sent_again(bridge, site):
    fetch(bridge, code=0)
    again = fetch(bridge, code=0)
    assert again.out.count("not modified") == 2
    assert site.answers[304] == 2
    assert fetch(bridge, "--refresh", code=0).out.count("fetched") == 2


def test_a_young_page_is_not_asked_for(bridge, site):
    fetch(bridge, code=0)
    result = fetch(bridge, "--max-age", "1h", code=0)
    assert (result.out, site.requests["/bridge"]) == ("", 1)
    assert "2 young enough" in result.err


def test_a_page_that_does_not_come_is_a_problem_and_exit_3(bridge, site):
    site.pages["/mill"] = replace(site.pages["/mill"], status=410)
    result = fetch(bridge, code=3)
    assert any(line.startswith("gone") and site.url("/mill") in line for line in result.out.splitlines())
    assert "1 failed" in result.err


def test_select_and_dry_run(bridge, site):
    assert fetch(bridge, "--dry-run", "mill", code=0).out.startswith("fetch")
    assert not site.requests
    fetch(bridge, "mill", code=0)
    assert site.requests["/bridge"] == 0
    fetch(bridge, "no-such-claim", code=5)


def test_a_private_host_is_refused_unless_allowed(bridge, site):
    result = bridge.run("fetch", code=3)
    assert result.out.count("blocked-address") == 2
    assert not site.requests


def test_secrets_in_urls_are_not_printed(workspace, site):
    workspace.claim("x", CLAIM, f"{site.article('/x', CLAIM)}?token=SECRETPW")
    result = fetch(workspace)
    assert "SECRETPW" not in result.out + result.err


def test_a_cache_that_cannot_be_written_is_said_before_anything_is_asked(bridge, site):
    (bridge.root / "cache").write_text("", encoding="utf-8")
    fetch(bridge, code=2)
    assert not site.requests


def test_without_claims_nothing_is_selected(workspace):
    workspace.claims_file('[article]\ntitle = "Empty"\n')
    fetch(workspace, code=5)
