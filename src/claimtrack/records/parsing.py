"""From the bytes of one claim file to an `Article`, or to everything that is wrong with it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from claimtrack.errors import RecordError
from claimtrack.models import Article
from claimtrack.records.faults import FaultList, StopReadingError
from claimtrack.records.positions import Positions, TooDeepError, locate
from claimtrack.records.schema import article_from
from claimtrack.records.slugs import slugify

MAX_FILE_BYTES = 5_000_000
"""Largest claim file read, in bytes; some 40,000 claims."""

_FILE_STEM = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_TOML_ERROR = re.compile(
    r"(?P<what>.*) \(at (?:line (?P<line>[0-9]+), column (?P<column>[0-9]+)|end of document)\)", re.DOTALL
)
_HINTS = {
    "Invalid value": 'text stands in quotes: key = "text"',
    "Cannot overwrite a value": "a key stands only once in its table; does a [[claim]] line miss above it?",
    "Unescaped '\\'": "write each backslash twice, or put the text in single quotes",
    "Illegal character '\\n'": 'close the quotes on the same line, or open and close with three: """',
    "Invalid initial character for a key part": "a key is missing here; a table in braces stands on one line",
    "Unterminated string": "a string is opened and never closed",
}
_ANY_HINT = "docs/claim-files.md shows how a claim file is written"


def parse(content: bytes, path: Path) -> Article:
    """Return the article that a claim file describes.

    Args:
        content: the whole file.
        path: the file, as it is to be shown; its stem becomes the id of the article. It is not opened.

    Raises:
        RecordError: the file is invalid; carries every fault found in it.
    """
    faults = FaultList(path)
    try:
        _check_name(path, faults)
        source = _decoded(content, faults)
        positions = _located(source, faults)
        article = article_from(_parsed(source, faults), path, positions=positions, faults=faults)
    except StopReadingError:
        raise RecordError(faults.in_file_order()) from None
    if found := faults.in_file_order():
        raise RecordError(found)
    return article


def _check_name(path: Path, faults: FaultList) -> None:
    if _FILE_STEM.fullmatch(path.stem) is None:
        hint = f"the name begins every id of the file: call it {slugify(path.stem)}.toml"
        faults.add(0, f"file name {path.name!r} has more than letters A-Z, digits, '-', '_' and '.'", hint)


def _decoded(content: bytes, faults: FaultList) -> str:
    if len(content) > MAX_FILE_BYTES:
        faults.fatal(0, *too_large(len(content)))
    nul = content.find(0)
    if nul >= 0:
        hint = "save it as UTF-8 text; UTF-16 and binary files look like this"
        faults.fatal(_line_at(content, nul), f"NUL byte at offset {nul:,}", hint)
    try:
        return content.decode("utf-8-sig")  # Windows editors put a byte order mark in front
    except UnicodeDecodeError as error:
        at = error.start
        faults.fatal(
            _line_at(content, at), f"not UTF-8: byte 0x{content[at]:02x} at offset {at:,}", "save it as UTF-8"
        )


def too_large(size_bytes: int) -> tuple[str, str]:
    """Return message and hint of the fault that a file of this size is."""
    return (
        f"{size_bytes:,} bytes, more than the {MAX_FILE_BYTES:,} that a claim file may have",
        "split it into several files",
    )


def _line_at(content: bytes, offset: int) -> int:
    return content.count(b"\n", 0, offset) + 1


def _located(source: str, faults: FaultList) -> Positions:
    try:
        return locate(source)
    except TooDeepError as error:
        faults.fatal(error.line, str(error), "a claim file needs no nesting beyond a list of source tables")


def _parsed(source: str, faults: FaultList) -> dict[str, object]:
    try:
        return tomllib.loads(source)
    except (
        ValueError
    ) as error:  # TOMLDecodeError is one; so is Python's refusal to read a number of 5,000 digits
        match = _TOML_ERROR.fullmatch(str(error))
        what = match["what"] if match else str(error)
        line = int(match["line"]) if match and match["line"] else source.rstrip("\n").count("\n") + 1
        column = f", column {match['column']}" if match and match["column"] else ""
        hint = next((hint for start, hint in _HINTS.items() if what.startswith(start)), _ANY_HINT)
        faults.fatal(line, f"not valid TOML{column}: {what[:1].lower()}{what[1:]}", hint)
