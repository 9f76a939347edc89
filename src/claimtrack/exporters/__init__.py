"""Where results go: one class per format, all fed the same stream of checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TextIO

from claimtrack.exporters.base import Exporter
from claimtrack.exporters.json import JsonExporter, JsonLinesExporter
from claimtrack.exporters.table import CsvExporter
from claimtrack.exporters.text import TextExporter

FORMATS: Mapping[str, Callable[[TextIO], Exporter]] = {
    "text": TextExporter,
    "json": JsonExporter,
    "jsonl": JsonLinesExporter,
    "csv": CsvExporter,
}
"""By the name that `--format` takes."""

__all__ = ["FORMATS", "CsvExporter", "Exporter", "JsonExporter", "JsonLinesExporter", "TextExporter"]
