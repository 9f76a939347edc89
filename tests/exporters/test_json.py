"""JSON and JSON Lines: the shape that `docs/json.md` promises, field by field."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from claimtrack.exporters import FORMATS
from claimtrack.exporters.base import SCHEMA_VERSION, check_record
from claimtrack.models import Basis, Cause, Check, Label, Stance
from claimtrack.report import RunReport

DOCUMENT = (Path(__file__).parents[2] / "docs" / "json.md").read_text(encoding="utf-8")
TYPES: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "number": (int, float),
    "time": (str,),
    "null": (type(None),),
    "boolean": (bool,),
    "list": (list,),
    "list of text": (list,),
    "object": (dict,),
}


def _documented(heading: str) -> dict[str, str]:
    """Fields of a section with their types, in order."""
    section = re.split(rf"^#+ {heading}$", DOCUMENT, flags=re.MULTILINE)[1].split("\n#", 1)[0]
    return dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|", section, re.MULTILINE))


def _assert_documented(record: dict[str, Any], heading: str) -> None:
    fields = _documented(heading)
    assert list(record) == list(fields)
    for name, types in fields.items():
        allowed = tuple(kind for part in types.split(" or ") for kind in TYPES[part])
        assert type(record[name]) in allowed, name


def _written(name: str, report: RunReport) -> str:
    out = io.StringIO()
    exporter = FORMATS[name](out)
    for check in report.checks:
        exporter.add(check)
    exporter.finish(report)
    return out.getvalue()


def test_every_field_is_documented_and_every_documented_field_is_there(report: RunReport) -> None:
    whole = json.loads(_written("json", report))
    assert list(whole) == ["schema_version", "run", "checks"]
    assert whole["schema_version"] == SCHEMA_VERSION == 1
    assert f"`schema_version` is {SCHEMA_VERSION}" in DOCUMENT
    _assert_documented(whole["run"], "A run")
    assert len(whole["checks"]) == 4
    for check in whole["checks"]:
        _assert_documented(check, "A check")
        for reason in check["reasons"]:
            _assert_documented(reason, "A reason")
        for evidence in check["evidence"]:
            _assert_documented(evidence, "A piece of evidence")
        if check["change"]:
            _assert_documented(check["change"], "A change")
    assert any(check["change"] for check in whole["checks"])


def test_a_problem_tells_what_was_last_known(problem: Check, supported: Check) -> None:
    record = check_record(problem)
    assert (record["last_verdict"], record["last_checked_at"]) == ("partial", "2026-11-22T14:51:30Z")
    assert check_record(supported)["last_verdict"] is None


@pytest.mark.parametrize("words", [Label, Stance, Cause, Basis])
def test_every_word_that_can_occur_is_documented(words: type[Label]) -> None:
    assert [word for word in words if f"`{word}`" not in DOCUMENT] == []


def test_checks_come_in_the_order_of_the_files_whichever_page_answered_first(report: RunReport) -> None:
    first = _written("json", report)
    assert [check["check_id"] for check in json.loads(first)["checks"]] == ["c1", "c2", "c3", "c4"]
    report.checks.reverse()
    assert json.loads(_written("json", report))["checks"] == json.loads(first)["checks"]


def test_a_verdict(contradicted: Check) -> None:
    record = check_record(contradicted)
    assert {
        name: record[name]
        for name in ("claim_id", "where", "source", "publisher", "verdict", "score", "problem")
    } == {
        "claim_id": "news/ferry",
        "where": "claims/news.toml:4",
        "source": "https://b.example/",
        "publisher": "The Skerry Post",
        "verdict": "contradicted",
        "score": 0.02,
        "problem": None,
    }
    assert record["changed"] is True
    assert record["change"] == {
        "causes": ["page", "scorer"],
        "verdict_before": "supported",
        "score_before": 0.9124,
        "passage_before": "It carried 212 passengers.",
        "passage_after": "It carried 213 passengers.",
    }
    assert record["reasons"][0]["page_words"] == ["213"]
    assert record["final_url"] == "https://a.example/moved"
    assert record["checked_at"] == "2026-11-24T14:51:30Z"


def test_a_problem_has_no_verdict(problem: Check, sourceless: Check) -> None:
    record = check_record(problem)
    assert (record["verdict"], record["score"], record["basis"], record["scorer"]) == (None, None, None, None)
    assert (record["problem"], record["problem_detail"], record["problem_hint"]) == (
        "http-404",
        "the server says 404",
        "find another copy",
    )
    assert (record["reasons"], record["evidence"], record["changed"]) == ([], [], False)
    assert check_record(sourceless)["source"] is None
    assert check_record(sourceless)["publisher"] == "Quay Radio"


def test_a_run(report: RunReport) -> None:
    run = json.loads(_written("json", report))["run"]
    assert run["exit_code"] == 3
    assert run["counts"] == {"contradicted": 1, "supported": 1, "problem": 2}
    assert run["problems"] == {"needs-source": 1, "http-404": 1}
    assert run["opinions"] == ["news/opinion"]
    assert (run["fetched"], run["not_modified"], run["interrupted"]) == (3, 2, False)


def test_a_run_that_is_not_over(report: RunReport) -> None:
    report.finished_at, report.interrupted = None, True
    run = json.loads(_written("json", report))["run"]
    assert (run["finished_at"], run["interrupted"], run["exit_code"]) == (None, True, 130)


def test_lines_stand_alone_and_come_as_checks_are_decided(report: RunReport) -> None:
    out = io.StringIO()
    exporter = FORMATS["jsonl"](out)
    for count, check in enumerate(report.checks, start=1):
        exporter.add(check)
        assert out.getvalue().count("\n") == count
    exporter.finish(report)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [line["type"] for line in lines] == ["check"] * 4 + ["run"]
    assert {line["schema_version"] for line in lines} == {1}
    whole = json.loads(_written("json", report))
    for line in lines:
        kind, _ = line.pop("type"), line.pop("schema_version")
        assert line in (whole["checks"] if kind == "check" else [whole["run"]])


@pytest.mark.parametrize("name", ["json", "jsonl"])
def test_hostile_text_is_ascii_on_the_wire_and_itself_when_read(
    name: str, hostile: Check, report: RunReport
) -> None:
    report.add(hostile)
    text = _written(name, report)
    assert text.isascii()
    assert all(ch.isprintable() or ch == "\n" for ch in text)
    lines = text.splitlines()
    checks = json.loads(text)["checks"] if name == "json" else [json.loads(line) for line in lines[:-1]]
    found = next(check for check in checks if check["check_id"] == "c5")
    assert hostile.verdict
    assert found["evidence"][0]["exact"] == hostile.verdict.evidence[0].exact
    assert found["claim"] == hostile.claim.text
    if name == "jsonl":
        assert len(lines) == 6
