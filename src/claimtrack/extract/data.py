"""JSON to blocks: an object's short values are a row, long ones paragraphs, the names above them their context."""

from __future__ import annotations

import json
from typing import NamedTuple

from claimtrack.extract.blocks import BlockBuilder, clean
from claimtrack.extract.embedded import paragraphs
from claimtrack.extract.tables import CELL_SEPARATOR
from claimtrack.extract.text import add_plain
from claimtrack.models import BlockKind

_LONG = 120
"""Characters from which a value is prose."""
_MAX_ROW = 1000
_MAX_CONTEXT = 200


class _Node(NamedTuple):
    """A value and the names that lead to it."""

    value: object
    names: tuple[str, ...]


def add_json(text: str, builder: BlockBuilder) -> None:
    """Append the values of a JSON text, numbers as they are written; what is no JSON is plain text."""
    try:
        root = json.loads(text, strict=False, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        add_plain(text, builder)
        return
    pending = [_Node(root, ())]
    while pending:
        node = pending.pop()
        if isinstance(node.value, dict):
            pending += reversed(_add_object(node.value, node.names, builder))
        elif isinstance(node.value, list):
            pending += reversed(_add_list(node.value, node.names, builder))
        else:
            _add_value(node, builder)


def _add_object(members: dict[str, object], names: tuple[str, ...], builder: BlockBuilder) -> list[_Node]:
    """Append a row of the short values; return the others."""
    short = {name: shown for name, value in members.items() if (shown := _short(value))}
    _add_row([f"{clean(name)}: {shown}" for name, shown in short.items()], names, builder)
    return [_Node(value, (*names, name)) for name, value in members.items() if name not in short]


def _add_list(values: list[object], names: tuple[str, ...], builder: BlockBuilder) -> list[_Node]:
    """Append a row where all values are short; otherwise return them all."""
    row = [_short(value) for value in values]
    if not all(row):
        return [_Node(value, names) for value in values]
    _add_row(row, names, builder)
    return []


def _add_row(cells: list[str], names: tuple[str, ...], builder: BlockBuilder) -> None:
    """Append cells as one row, or as several where they would be longer than a row may be."""
    row: list[str] = []
    length = 0
    for cell in cells:
        if row and length + len(cell) > _MAX_ROW:
            builder.add(CELL_SEPARATOR.join(row), BlockKind.TABLE_ROW, _context(names))
            row, length = [], 0
        row.append(cell)
        length += len(cell) + 1
    builder.add(CELL_SEPARATOR.join(row), BlockKind.TABLE_ROW, _context(names))


def _add_value(node: _Node, builder: BlockBuilder) -> None:
    if isinstance(node.value, str):
        for paragraph in paragraphs(node.value):
            builder.add(paragraph, BlockKind.PARAGRAPH, _context(node.names))
    else:
        builder.add(_short(node.value), BlockKind.PARAGRAPH, _context(node.names))


def _short(value: object) -> str:
    """A value as a cell shows it; empty where it is none, prose or a structure."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str) or len(value) > _LONG or "<" in value or "\n" in value:
        return ""
    return clean(value)


def _context(names: tuple[str, ...]) -> str:
    return clean(" ".join(names))[-_MAX_CONTEXT:]
