"""`claims verify` from claim files over real HTTP to the store and back."""

from __future__ import annotations

import csv
import io
import json

import pytest

DISTANCE = "The Moon is on average 384,400 km from Earth."
CRATER = "The Tycho crater is 85 km wide."


@pytest.fixture
def moon(workspace):
    """Two claims on one page, one on another."""
    page = workspace.site.article(
        "/moon",
        "The Moon is the only natural satellite of our planet.",
        "The Moon is on average 384,400 km from Earth, which light crosses in 1.3 seconds.",
        "It keeps the same face turned to us, and people have drawn that face for as long as they have drawn anything at all.",
        "Far to the south, the Tycho crater is 85 km wide and nearly 5 km deep.",
        title="All about the Moon",
    )
    tides = workspace.site.article("/tides", "Spring tides follow the full moon by one or two days.")
    workspace.claim("distance", DISTANCE, page)
    workspace.claim("crater", CRATER, page)
    workspace.claim("tides", "Spring tides follow the full moon by one or two days.", tides)
    return workspace


def test_a_supported_claim_shows_the_verbatim_passage(moon):
    check = moon.checks()["distance"]
    assert check["verdict"] == "supported"
    assert check["score"] > 0.5
    (evidence,) = check["evidence"]
    assert "384,400 km from Earth" in evidence["exact"]
    assert check["source"] == moon.site.url("/moon")
    assert evidence["link"].startswith(moon.site.url("/moon#:~:text="))
    assert check["problem"] is None


def test_all_supported_exits_0_and_each_page_is_asked_for_once(moon):
    result = moon.verify(code=0)
    assert moon.site.requests["/moon"] == 1
    assert "3 checks of 3 planned checks: every claim passes" in result.err
    assert result.out.count("supported") == 3


def test_claims_in_are_checks_out(workspace):
    """Many claims on one URL, many URLs on one claim, with problems and missing sources among them."""
    pages = [workspace.site.article(f"/p{n}", f"Number {n} is mentioned here.") for n in range(4)]
    for n in range(25):
        workspace.claim(f"same-{n}", f"Number {n} is mentioned here.", pages[0])
    workspace.claim("many", "Number 2 is mentioned here.", *pages, workspace.site.url("/gone"))
    workspace.claim("none", "Nobody says where this stands.")
    workspace.claim("view", "Numbers are lovely.", kind="opinion")
    result = workspace.verify("--format", "json")
    found = [(check["claim_id"], check["source"]) for check in result.json["checks"]]
    expected = [(f"moon/same-{n}", pages[0]) for n in range(25)]
    expected += [("moon/many", url) for url in [*pages, workspace.site.url("/gone")]] + [("moon/none", None)]
    assert sorted(found, key=str) == sorted(expected, key=str)
    assert result.json["run"]["opinions"] == ["moon/view"]


def test_could_not_check_is_a_problem_and_exit_3(workspace):
    workspace.claim("gone", DISTANCE, workspace.site.url("/gone"))
    result = workspace.verify("--format", "json", code=3)
    (check,) = result.json["checks"]
    assert (check["verdict"], check["score"], check["problem"]) == (None, None, "http-404")
    assert check["problem_hint"]


def test_a_contradiction_is_a_finding_that_names_both_numbers(workspace):
    page = workspace.site.article(
        "/m", "Inflation in the county rose to 4.3 percent in May, the office said."
    )
    workspace.claim("inflation", "Inflation in the county rose to 4.7 percent in May.", page)
    result = workspace.verify("--format", "json", code=1)
    (check,) = result.json["checks"]
    assert check["verdict"] == "contradicted"
    assert any("4.7" in reason["message"] and "4.3" in reason["message"] for reason in check["reasons"])


def test_private_addresses_are_refused_unless_named(moon):
    result = moon.run("verify", "--format", "json", code=3)
    assert {check["problem"] for check in result.json["checks"]} == {"blocked-address"}
    assert not moon.site.requests


def test_the_second_run_asks_conditionally_and_scores_nothing(moon):
    first = moon.checks()
    second = moon.verify("--format", "json", code=0)
    assert moon.site.answers == {200: 2, 304: 2}
    checks = {check["claim_id"].partition("/")[2]: check for check in second.json["checks"]}
    for slug, check in checks.items():
        assert check["basis"] == "unchanged"
        assert not check["changed"]
        for name in ("verdict", "score", "evidence", "reasons"):
            assert check[name] == first[slug][name]
    assert "2 not modified; claims: nothing scored again, 3 unchanged" in second.err


def test_an_edited_sentence_changes_only_its_own_claim(moon):
    moon.checks()
    page = moon.site.pages["/moon"]
    page.body = page.body.replace("85 km wide", "58 km wide")
    result = moon.verify("--format", "json")
    checks = {check["claim_id"].partition("/")[2]: check for check in result.json["checks"]}
    assert checks["crater"]["changed"]
    assert checks["crater"]["basis"] == "scored"
    assert checks["crater"]["change"]["verdict_before"] == "supported"
    assert "85 km wide" in checks["crater"]["change"]["passage_before"]
    assert "58 km wide" in checks["crater"]["change"]["passage_after"]
    assert checks["crater"]["change"]["causes"] == ["page"]
    assert checks["distance"]["basis"] == "carried"
    assert not checks["distance"]["changed"]
    assert checks["tides"]["basis"] == "unchanged"
    assert "then: " in result.err
    assert "now:  " in result.err


def test_carried_evidence_has_its_offsets_on_the_new_text(moon):
    before = moon.checks()["distance"]["evidence"][0]
    page = moon.site.pages["/moon"]
    page.body = page.body.replace("<body>", "<body><p>Updated on Tuesday with a picture gallery.</p>")
    after = moon.checks()["distance"]["evidence"][0]
    assert after["exact"] == before["exact"]
    assert after["start"] > before["start"]


def test_an_edited_claim_is_scored_again(moon):
    moon.checks()
    path = moon.root / "claims" / "moon.toml"
    path.write_text(path.read_text().replace("85 km", "95 km"))
    check = moon.checks()["crater"]
    assert check["basis"] == "scored"
    assert check["change"]["causes"] == ["claim"]


def test_offline_uses_snapshots_and_touches_no_network(moon):
    moon.checks()
    asked = moon.site.requests.total()
    assert moon.checks("--offline")["distance"]["verdict"] == "supported"
    assert moon.site.requests.total() == asked


def test_offline_without_a_snapshot_is_not_cached(moon):
    assert {check["problem"] for check in moon.checks("--offline").values()} == {"not-cached"}


def test_max_age_spares_the_server_and_refresh_asks_for_everything(moon):
    moon.checks()
    moon.verify("--max-age", "1h", code=0)
    assert moon.site.answers[304] == 0
    moon.verify("--refresh", code=0)
    assert moon.site.answers == {200: 4}


def test_dry_run_does_nothing(moon):
    result = moon.verify("--dry-run", code=0)
    assert f"fetch  {moon.site.url('/moon')}  (never fetched; 2 claims)" in result.out
    assert not moon.site.requests
    assert not (moon.root / "claims.db").exists()


@pytest.mark.parametrize("selector", ["moon/crater", "crater", "moon/c*", "URL"])
def test_select(moon, selector):
    selector = moon.site.url("/tides") if selector == "URL" else selector
    checks = moon.checks(selector)
    assert list(checks) == ["tides" if "tides" in selector else "crater"]


def test_a_selector_that_matches_nothing_exits_5(moon):
    result = moon.verify("moon/carter", code=5)
    assert "moon/crater" in result.err


def test_fail_on_and_exit_zero(workspace):
    page = workspace.site.article("/m", "Bread is baked in the old mill on the river every morning.")
    workspace.claim("absent", "The mayor of Norwick plays the tuba in a brass band.", page)
    workspace.verify(code=1)
    workspace.verify("--exit-zero", code=0)
    workspace.verify("--fail-on", "contradicted", code=0)
    workspace.verify("--fail-on", "none", code=0)
    workspace.claim("gone", DISTANCE, workspace.site.url("/gone"))
    workspace.verify("gone", "--fail-on", "problem", code=1)


def test_threshold_fails_a_supported_claim_below_it(moon):
    moon.verify("distance", "--threshold", "1.0", code=1)


def test_jsonl_streams_checks_and_ends_with_the_run(moon):
    lines = [json.loads(line) for line in moon.verify("-f", "jsonl").out.splitlines()]
    assert [line["type"] for line in lines] == ["check", "check", "check", "run"]


def test_csv_has_a_row_per_check(moon):
    rows = list(csv.DictReader(io.StringIO(moon.verify("-f", "csv").out)))
    assert {row["verdict"] for row in rows} == {"supported"}
    assert len(rows) == 3


def test_output_goes_to_a_file_whole(moon):
    result = moon.verify("-f", "json", "-o", "out.json", code=0)
    assert result.out == ""
    assert json.loads((moon.root / "out.json").read_text())["schema_version"] == 1
    assert not list(moon.root.glob(".out.json*"))


def test_text_lines_name_file_and_line(moon):
    assert "claims/moon.toml:4: supported (" in moon.verify(code=0).out


def test_another_store(moon):
    moon.verify("--db", "other.db", code=0)
    assert (moon.root / "other.db").exists()
    assert not (moon.root / "claims.db").exists()


def test_two_publishers_of_one_url_keep_their_names(workspace):
    page = workspace.site.article("/m", "Light takes 1.3 seconds to the Moon.")
    for name in ("one", "two"):
        workspace.claims_file(
            f'[article]\ntitle = "{name}"\n[[claim]]\nid = "light"\ntext = "Light takes 1.3 seconds to the Moon."\n'
            f'source = {{ url = "{page}", publisher = "The {name}" }}\n',
            name,
        )
    publishers = {check["publisher"] for check in workspace.verify("-f", "json").json["checks"]}
    assert publishers == {"The one", "The two"}


def test_no_network_is_a_problem_named_network(workspace):
    workspace.claim("far", DISTANCE, "https://no-such-host.invalid/page")
    (check,) = workspace.run("verify", "-f", "json", code=3).json["checks"]
    assert check["problem"] == "network"
    assert check["verdict"] is None


def test_a_page_that_is_still_fresh_is_not_asked_for(moon):
    moon.site.pages["/moon"].headers["Cache-Control"] = "max-age=3600"
    moon.checks()
    run = moon.verify("--format", "json", code=0).json["run"]
    assert (run["fresh"], run["not_modified"], run["fetched"]) == (1, 1, 0)
    assert moon.site.requests["/moon"] == 1


def test_stale_if_error_keeps_the_verdict_and_says_so(moon):
    moon.site.pages["/moon"].headers["Cache-Control"] = "max-age=0, stale-if-error=86400"
    moon.checks()
    moon.site.pages["/moon"].status = 500
    result = moon.verify("--format", "json")
    checks = {check["claim_id"]: check for check in result.json["checks"]}
    assert checks["moon/distance"]["verdict"] == "supported"
    assert result.json["run"]["stale"] == 1
    assert "kept although the server failed" in result.err
