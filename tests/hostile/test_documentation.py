"""The table of docs/security.md names tests and attacks that exist."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

TESTS = Path(__file__).parent.parent
PAGE = TESTS.parent / "docs" / "security.md"
ROW = re.compile(r"^\| *(\d+) \|.*\| ([^|]+) \|$", re.MULTILINE)
WANTED = {0, *range(1, 60), 87, 94, 95, 96, 97, 98, 99, 100}


@cache
def functions(file: str) -> set[str]:
    tree = ast.parse((TESTS / file).read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def named() -> dict[int, list[str]]:
    return {
        int(number): re.findall(r"`([^`]+)`", cell) for number, cell in ROW.findall(PAGE.read_text("utf-8"))
    }


def test_every_threat_has_its_row() -> None:
    assert set(named()) == WANTED


def test_every_row_names_what_holds_it_and_that_exists() -> None:
    table = tomllib.loads((Path(__file__).parent / "expected.toml").read_text("utf-8"))
    for number, holders in named().items():
        assert holders, number
        for holder in holders:
            if holder.startswith("/"):
                kind, _, name = holder.strip("/").partition("/")
                assert name in table.get(kind, {}), f"row {number}: no attack {holder}"
            else:
                file, _, test = holder.partition("::")
                assert test in functions(file), f"row {number}: no test {holder}"
