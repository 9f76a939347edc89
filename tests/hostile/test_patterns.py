"""Every regular expression of the package on texts made to slow such expressions down (row 50)."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from types import ModuleType

import pytest

import claimtrack

LENGTH = 10_000
"""Of a bait, in characters: what is not linear takes a second on it, what is takes a few milliseconds."""
LIMIT_S = 0.15
"""Of processor time, so that a busy machine changes nothing."""

UNITS = (
    *("1", "1,", "1.", ".1", "1 ", "9a", "a", "A", "Aa", "a ", "A.", "A. ", "a-", "a'", "b9"),
    *(" ", "\t", "\n", " \n", "\r\n", "\u00a0", "\u200b", "\u00ad", "\u0301", "\ufdfa", "é", "中"),
    *("$1", "$", "%", "-", "–", "—", "(", "((", ")", "[", "<", "<a", "<!", "</", ">", "&", "&a", "&#", ";"),
    *(
        '"',
        "'",
        "“",
        "”",
        "’",
        "\\",
        "/",
        "//",
        "http://",
        "a@",
        "@",
        "=",
        "a=",
        "?a=",
        "&key=",
        "#",
        ":",
        "*",
        "_",
        "|",
    ),
    *(
        "in ",
        "of ",
        "not ",
        "no. ",
        "may ",
        "and ",
        "1st ",
        "one ",
        "one hundred ",
        "Jan ",
        "2031-",
        "10:00 ",
    ),
)
BAITS = tuple(unit * (LENGTH // len(unit)) + end for unit in UNITS for end in ("", "\x00"))
"""Each unit over and over: all of it alike, and with an end that matches nothing."""


def _modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(claimtrack.__path__, f"{claimtrack.__name__}."):
        if not found.name.endswith("__main__"):
            try:
                yield importlib.import_module(found.name)
            except ImportError as error:  # an extra that is not installed
                print(f"NOT TESTED: {found.name}: {error}")


def _patterns_in(value: object, depth: int = 0) -> Iterator[re.Pattern[str]]:
    """The patterns for text in a value, those in containers and classes included."""
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif isinstance(value, str | bytes) or depth > 3:
        return
    elif isinstance(value, Mapping):
        for pair in value.items():
            yield from _patterns_in(pair, depth + 1)
    elif isinstance(value, tuple | list | set | frozenset):
        for item in value:
            yield from _patterns_in(item, depth + 1)
    elif isinstance(value, type) and value.__module__.startswith(claimtrack.__name__):
        yield from _patterns_in(dict(vars(value)), depth + 1)


def _uses(module: ModuleType) -> dict[str, set[str]]:
    """For each name in a module's source, the methods called on it."""
    found: dict[str, set[str]] = defaultdict(set)
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found[node.value.id].add(node.attr)
    return found


def patterns() -> dict[str, tuple[re.Pattern[str], bool]]:
    """Every pattern by where it stands, and whether it is only ever tried at one place of a text."""
    sites: dict[tuple[str, int], list[tuple[str, set[str]]]] = defaultdict(list)
    for module in _modules():
        uses = _uses(module)
        for name, value in vars(module).items():
            for pattern in _patterns_in(value):
                sites[pattern.pattern, pattern.flags].append((f"{module.__name__}.{name}", uses[name]))
    named: dict[str, tuple[re.Pattern[str], bool]] = {}
    for (source, flags), places in sorted(sites.items(), key=lambda item: (item[1][0][0], item[0])):
        methods = set().union(*(used for _, used in places))
        anchored = bool(methods) and methods <= {"match", "fullmatch", "pattern"}
        named[f"{places[0][0]}-{len(named)}"] = (re.compile(source, flags), anchored)
    return named


PATTERNS = patterns()


def test_there_are_patterns() -> None:
    assert len(PATTERNS) > 20


@pytest.mark.parametrize("name", PATTERNS)
def test_no_text_makes_a_pattern_slow(name: str) -> None:
    pattern, anchored = PATTERNS[name]
    for bait in BAITS:
        begun = time.process_time()
        if not anchored:
            for _ in pattern.finditer(bait):
                if time.process_time() - begun > LIMIT_S:
                    break
        pattern.match(bait)
        pattern.fullmatch(bait)
        spent = time.process_time() - begun
        assert spent < LIMIT_S, f"{spent:.1f} s for {bait[:12]!r} over and over: {pattern.pattern}"
