"""Plain text, a line per check in the shape that editors make clickable: `path:line: verdict: message`."""

from __future__ import annotations

from typing import TextIO

from claimtrack.exporters.base import PLACES
from claimtrack.models import Check, Label
from claimtrack.report import RunReport
from claimtrack.textsafe import one_line, shorten

_QUOTE_WIDTH = 160
_TABLE_ROW = "table-row"
_AGREEING = frozenset({"stated", "numbers-agree", "number-derived", "quote-found", _TABLE_ROW})
"""Findings for the claim: where others speak against it, those are what a reader wants to know."""
_MOST_FINDINGS = 3
"""On one line; `claims show` lists all."""


class TextExporter:
    """Writes as checks are decided; the summary is the command's, on stderr."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def add(self, check: Check) -> None:
        """Write one line."""
        where, claim_id = one_line(check.claim.where), one_line(check.claim.id)
        self._out.write(f"{where}: {verdict_words(check)}: {claim_id}: {why(check)}\n")
        self._out.flush()

    def finish(self, report: RunReport) -> None:
        """Nothing: every line is written already."""


def verdict_words(check: Check) -> str:
    """Return the verdict with its score, or the problem's name: `supported (0.94)`, `problem (http-404)`."""
    if check.verdict:
        return f"{check.verdict.label.value} ({check.verdict.score:.2f})"
    return f"problem ({check.problem.slug.value})" if check.problem else ""


def why(check: Check) -> str:
    """Return in one line why the check came out as it did: the findings, or the passage that carries the claim."""
    if check.problem:
        return one_line(check.problem.detail)
    if check.verdict is None:
        return ""
    told = [reason for reason in check.verdict.reasons if reason.message]
    against = [reason for reason in told if reason.slug not in _AGREEING]
    findings = [one_line(reason.message) for reason in against or told]
    if findings and check.verdict.label is not Label.SUPPORTED:
        more = len(findings) - _MOST_FINDINGS
        return "; ".join(findings[:_MOST_FINDINGS]) + (f"; and {more} more" if more > 0 else "")
    if check.verdict.evidence:
        best = check.verdict.evidence[0]
        place = f" ({PLACES[best.part]})" if best.part in PLACES else ""
        row = next((reason.message for reason in told if reason.slug == _TABLE_ROW), "")
        # The cells of a row mean little without their headers.
        shown = shorten(one_line(row), _QUOTE_WIDTH) if row else f"“{shorten(best.exact, _QUOTE_WIDTH)}”"
        return f"{shown}{place}"
    return "; ".join(findings)
