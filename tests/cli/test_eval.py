"""`claims eval`: labelled claims in, figures out."""

from __future__ import annotations

import json

import pytest

LENGTH = "The Marlow Pier is 310 metres long and was opened in 1897 by the town."
TEXT = (
    f"{LENGTH}\nCorvid Leisure has run the pier since 1988.\n"
    "The ferry on the other bank belongs to Sable Estates, and Sable Estates is selling it."
)


def line(number: int, claim: str, label: str, **keys: str) -> dict[str, str]:
    page = {} if {"url", "file"} & keys.keys() else {"text": TEXT, "title": "Marlow Pier"}
    return {"id": f"c{number}", "claim": claim, "label": label, **page, **keys}


LINES = [
    line(1, "The Marlow Pier is 310 metres long.", "supported", evidence=LENGTH),
    line(2, "The Marlow Pier is 430 metres long.", "contradicted", kind="number", pair_of="c1"),
    line(3, "Penguins nest in the chapel of Oreville.", "unsupported"),
    line(4, "Corvid Leisure has run the pier since 1988.", "supported"),
]


@pytest.fixture
def labelled(workspace):
    """Writes a labelled file into the project and returns its name."""

    def write(*lines, name="labelled.jsonl"):
        (workspace.root / name).write_text("".join(f"{json.dumps(one)}\n" for one in lines), encoding="utf-8")
        return name

    return write


def test_the_report_has_every_figure(workspace, labelled):
    result = workspace.run("eval", labelled(*LINES), code=0)
    assert result.out.startswith("4 claims on 1 page, 4 checked\nscored by ")
    for words in ("macro-F1", "AUROC", "calibration", "evidence hit rate", "pairs of the file", "ms a claim"):
        assert words in result.out
    assert max(map(len, result.out.splitlines())) <= 80


def test_json_for_programs(workspace, labelled):
    found = workspace.run("eval", labelled(*LINES), "--format", "json", code=0).json
    assert (found["claims"], found["checked"], found["problems"]) == (4, 4, {})
    assert found["figures"]["macro_f1"] == 1
    assert found["figures"]["auroc_contradicted"] == 1
    assert found["figures"]["evidence_hit_rate"] == 1
    assert found["contrast"]["number"] == {"pairs": 1, "passed": 1, "rejected": 1, "ordered": 1}
    assert found["speed"]["ms_per_claim"] > 0


def test_predictions_are_a_line_a_claim_in_the_order_of_the_file(workspace, labelled):
    workspace.run("eval", labelled(*LINES), "--predictions", "out.jsonl", code=0)
    lines = [json.loads(one) for one in (workspace.root / "out.jsonl").read_text().splitlines()]
    assert [one["id"] for one in lines] == ["c1", "c2", "c3", "c4"]
    assert lines[0]["verdict"] == "supported"
    assert lines[0]["evidence"][0] == LENGTH
    assert 0 <= lines[1]["score"] < 0.5


def test_a_page_of_the_web_is_fetched_as_verify_does_it(workspace, labelled):
    url = workspace.site.article("/pier", *TEXT.splitlines())
    claims = [line(1, LENGTH, "supported", url=url), line(2, "The pier is a tower.", "unsupported", url=url)]
    words = ("eval", labelled(*claims), "--allow-host", workspace.site.host, "--format", "json")
    found = workspace.run(*words, code=0).json
    assert found["pages"] == 1
    assert workspace.site.requests["/pier"] == 1
    assert found["confusion"][-1] == {"label": "unsupported", "called": "unsupported", "claims": 1}
    assert not (workspace.root / "claims.db").exists()
    workspace.run("eval", "labelled.jsonl", "--offline", code=0)
    assert workspace.site.requests["/pier"] == 1


def test_a_page_that_cannot_be_read_is_not_called_unsupported(workspace, labelled):
    gone = line(5, "The pier is closed.", "unsupported", url=workspace.site.url("/gone"))
    words = ("eval", labelled(*LINES, gone), "--allow-host", workspace.site.host)
    found = workspace.run(*words, "--format", "json", code=3).json
    assert (found["claims"], found["checked"], found["problems"]) == (5, 4, {"http-404": 1})
    assert found["labels"]["unsupported"] == 1
    report = workspace.run(*words, code=3).out
    assert "1 could not be checked, and count nowhere below: http-404 1" in report


def test_a_saved_page_is_looked_for_beside_the_labelled_file(workspace, labelled):
    folder = workspace.root / "sets"
    folder.mkdir()
    (folder / "pier.html").write_text(f"<!doctype html><title>Pier</title><p>{LENGTH}</p>", encoding="utf-8")
    name = labelled(line(1, LENGTH, "supported", file="pier.html"), name="sets/one.jsonl")
    assert workspace.run("eval", name, "--format", "json", code=0).json["figures"]["supported_recall"] == 1


def test_wrong_versions_are_made_and_scored(workspace, labelled):
    found = workspace.run("eval", labelled(*LINES), "--contrast", "--format", "json", code=0).json
    assert {"number", "name", "date"} <= found["wrong_versions"].keys()
    assert found["wrong_versions"]["number"] == {"pairs": 1, "passed": 1, "rejected": 1, "ordered": 1}
    assert found["not_discriminating"]["supported"] <= 1
    assert found["speed"]["ms_per_wrong_version"] > 0
    assert "wrong versions" in workspace.run("eval", "labelled.jsonl", "--contrast", code=0).out


def test_a_figure_below_the_floor_is_exit_1_and_says_which(workspace, labelled):
    floor = workspace.root / "floor.toml"
    floor.write_text("[at_least]\nmacro_f1 = 1.0\n", encoding="utf-8")
    workspace.run("eval", labelled(*LINES), "--floor", "floor.toml", code=0)
    wrong = line(6, "The Marlow Pier is 310 metres long.", "contradicted")
    result = workspace.run("eval", labelled(*LINES, wrong), "--floor", "floor.toml", code=1)
    assert "macro_f1 is 0." in result.err
    assert "at least 1" in result.err
    assert "floor.toml" in result.err


def test_the_floor_is_raised_when_asked_and_never_lowered(workspace, labelled):
    floor = workspace.root / "floor.toml"
    workspace.run("eval", labelled(*LINES), "--floor", "floor.toml", "--write-floor", code=0)
    made = floor.read_text(encoding="utf-8")
    assert "macro_f1 = 1.000" in made
    assert "contrast = 1.000" in made
    wrong = line(6, "The Marlow Pier is 310 metres long.", "contradicted")
    workspace.run("eval", labelled(*LINES, wrong), "--floor", "floor.toml", "--write-floor", code=0)
    assert floor.read_text(encoding="utf-8") == made


def test_what_is_wrong_with_a_file_is_said_before_anything_is_done(workspace, labelled):
    bad = [{**LINES[0], "label": "perhaps"}, {"claim": "x"}]
    result = workspace.run("eval", labelled(*bad), code=2)
    assert 'labelled.jsonl:1: the label "perhaps" is not known' in result.err
    assert "labelled.jsonl:2: " in result.err
    assert "2 errors in the labelled files; nothing was done" in result.err
    assert not result.out


def test_a_file_without_claims_is_exit_5(workspace, labelled):
    assert "no claims" in workspace.run("eval", labelled(), code=5).err


def test_a_floor_that_makes_no_sense_is_refused_before_anything_is_done(workspace, labelled):
    (workspace.root / "floor.toml").write_text("[at_least]\nmacro_f2 = 1\n", encoding="utf-8")
    result = workspace.run("eval", labelled(*LINES), "--floor", "floor.toml", code=2)
    assert "there is no figure macro_f2" in result.err
    assert not result.out
    assert workspace.run("eval", "labelled.jsonl", "--write-floor", code=2).err.count("--floor FILE") == 1


def test_a_text_that_breaks_its_reader_costs_itself_alone(workspace, labelled):
    """Hostile text is read in a process with bounds, as pages are."""
    flood = line(7, "The pier is closed.", "unsupported", text="a1 " * 3_000_000)
    found = workspace.run("eval", labelled(*LINES, flood), "--format", "json", code=3).json
    assert found["checked"] == 4
    assert sum(found["problems"].values()) == 1
