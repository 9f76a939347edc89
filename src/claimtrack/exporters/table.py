"""CSV that a spreadsheet can open without running anything."""

from __future__ import annotations

import csv
import unicodedata
from typing import TextIO

from claimtrack.exporters.base import check_record
from claimtrack.models import Check
from claimtrack.report import RunReport
from claimtrack.textsafe import printable

_COLUMNS = (
    "claim_id",
    "claim",
    "verdict",
    "score",
    "problem",
    "problem_detail",
    "why",
    "passage",
    "link",
    "source",
    "publisher",
    "changed",
    "where",
    "checked_at",
)
_TRIGGERS = frozenset("=+-@\t\r\n＝＋－＠")
"""First characters that make a cell a formula (https://owasp.org/www-community/attacks/CSV_Injection), full-width too."""
_PASSED_OVER = frozenset({"Cf", "Zs", "Mn", "Me"})
"""Invisible characters and accents: a spreadsheet may drop them and look at what comes next."""


class CsvExporter:
    """One row per check. Cells that a spreadsheet would run as a formula get a quote in front (OWASP, CSV injection)."""

    def __init__(self, out: TextIO) -> None:
        self._writer = csv.writer(out, lineterminator="\r\n")
        self._writer.writerow(_COLUMNS)

    def add(self, check: Check) -> None:
        """Write one row."""
        record = check_record(check)
        record["why"] = "; ".join(reason["message"] for reason in record["reasons"])
        record["passage"] = " … ".join(item["exact"] for item in record["evidence"])
        record["link"] = record["evidence"][0]["link"] if record["evidence"] else ""
        self._writer.writerow([safe_cell(record[name]) for name in _COLUMNS])

    def finish(self, report: RunReport) -> None:
        """Nothing: every row is written already."""


def safe_cell(value: object) -> str:
    """Return a cell's text; one that starts like a formula, also behind invisible characters, is quoted."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else str(value)
    first = next((ch for ch in text if unicodedata.category(ch) not in _PASSED_OVER), "")
    return f"'{printable(text)}" if first in _TRIGGERS else printable(text)
