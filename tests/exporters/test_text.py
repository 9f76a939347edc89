"""Plain text: a line per check that editors make clickable."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest

from claimtrack.exporters import FORMATS, TextExporter
from claimtrack.models import Check, Part, Reason
from claimtrack.report import RunReport


def _lines(*checks: Check) -> list[str]:
    out = io.StringIO()
    exporter = TextExporter(out)
    for count, check in enumerate(checks, start=1):
        exporter.add(check)
        assert out.getvalue().count("\n") == count
    return out.getvalue().splitlines()


def test_path_line_verdict_claim_and_why(report: RunReport) -> None:
    assert _lines(*report.checks) == [
        "claims/news.toml:20: problem (needs-source): news/bare: the claim cites no page",
        "claims/news.toml:12: problem (http-404): news/gone: the server says 404",
        "claims/news.toml:4: contradicted (0.02): news/ferry: the claim says 212, the page says 213",
        "claims/news.toml:4: supported (0.95): news/ferry: “It carried 212 passengers.”",
    ]


def test_what_fails_without_a_finding_shows_the_closest_words(contradicted: Check) -> None:
    assert contradicted.verdict
    verdict = replace(contradicted.verdict, reasons=())
    assert _lines(replace(contradicted, verdict=verdict))[0].endswith(": “It carried 213 passengers.”")
    assert _lines(replace(contradicted, verdict=replace(verdict, evidence=())))[0].endswith("news/ferry: ")


def test_a_supported_claim_without_evidence_says_its_findings(contradicted: Check, supported: Check) -> None:
    assert contradicted.verdict
    assert supported.verdict
    verdict = replace(supported.verdict, evidence=(), reasons=contradicted.verdict.reasons)
    assert _lines(replace(supported, verdict=verdict))[0].endswith(": the claim says 212, the page says 213")


@pytest.mark.parametrize(
    ("part", "place"),
    [
        (Part.ARTICLE, ""),
        (Part.RELATED, " (in the page's related stories)"),
        (Part.COMMENTS, " (in the page's comments)"),
    ],
)
def test_words_around_the_article_are_named_as_such(supported: Check, part: Part, place: str) -> None:
    assert supported.verdict
    evidence = replace(supported.verdict.evidence[0], part=part)
    (line,) = _lines(replace(supported, verdict=replace(supported.verdict, evidence=(evidence,))))
    assert line.endswith(f": “It carried 212 passengers.”{place}")


def test_a_long_passage_is_cut(supported: Check) -> None:
    assert supported.verdict
    evidence = replace(supported.verdict.evidence[0], exact="word " * 400)
    (line,) = _lines(replace(supported, verdict=replace(supported.verdict, evidence=(evidence,))))
    assert line.endswith("word…”")
    assert len(line) < 240


def test_hostile_text_is_one_plain_line(hostile: Check, hostile_problem: Check) -> None:
    lines = _lines(hostile, hostile_problem)
    assert len(lines) == 2
    for line in lines:
        assert line.isprintable()
        assert re.match(r"claims/\S+:\d+: (partial \(0\.50\)|problem \(network\)): \S+: ", line)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_takes_every_check(
    name: str, report: RunReport, hostile: Check, hostile_problem: Check
) -> None:
    out = io.StringIO(newline="")
    exporter = FORMATS[name](out)
    report.add(hostile)
    report.add(hostile_problem)
    for check in report.checks:
        exporter.add(check)
    exporter.finish(report)
    text = out.getvalue()
    text.encode("utf-8")
    assert text.endswith("\n")
    assert all(ch.isprintable() or ch in "\r\n\t" for ch in text)


def test_a_row_of_a_table_is_shown_with_its_headers(supported: Check) -> None:
    assert supported.verdict
    message = "the row of the table reads “Town: Hollin; Passengers: 212”"
    verdict = replace(supported.verdict, reasons=(Reason(slug="table-row", message=message),))
    (line,) = _lines(replace(supported, verdict=verdict))
    assert line.endswith(f": {message}")
