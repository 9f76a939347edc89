"""JSON, whole at the end, and JSON Lines, a line per check as it is decided."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TextIO

from claimtrack.exporters.base import SCHEMA_VERSION, check_record, run_record
from claimtrack.models import Check
from claimtrack.report import RunReport


class JsonExporter:
    """One JSON object, checks in the order of the claim files and of the sources in a claim."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def add(self, check: Check) -> None:
        """Nothing yet: the object is written whole, so that no reader sees half of one."""

    def finish(self, report: RunReport) -> None:
        """Write the object."""
        in_file_order = sorted(report.checks, key=_place)
        record = {
            "schema_version": SCHEMA_VERSION,
            "run": run_record(report),
            "checks": [check_record(check) for check in in_file_order],
        }
        self._out.write(dumped(record, indent=2) + "\n")


class JsonLinesExporter:
    """A `check` object per line, then one `run` object; each line stands alone."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def add(self, check: Check) -> None:
        """Write one line."""
        self._line({"schema_version": SCHEMA_VERSION, "type": "check", **check_record(check)})

    def finish(self, report: RunReport) -> None:
        """Write the last line."""
        self._line({"schema_version": SCHEMA_VERSION, "type": "run", **run_record(report)})

    def _line(self, record: dict[str, object]) -> None:
        self._out.write(dumped(record) + "\n")
        self._out.flush()


def _place(check: Check) -> tuple[str, int, int]:
    """Where a check stands in the claim files: pages answer in any order, the output must not depend on it."""
    cited = [None, *(source.url for source in check.claim.sources)]
    return str(check.claim.path), check.claim.line, cited.index(check.source.url if check.source else None)


def dumped(record: Mapping[str, object], indent: int | None = None) -> str:
    """Return an object as JSON in printable ASCII: `ensure_ascii` escapes every control character but one."""
    return json.dumps(record, ensure_ascii=True, allow_nan=False, indent=indent).replace("\x7f", "\\u007f")
