"""The shape of the code: which way imports point, who may use which library, how long a file may be."""

from __future__ import annotations

import ast
import importlib
import signal
import tomllib
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

import pytest

import claimtrack

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "claimtrack"
MODULES = sorted(SOURCE.rglob("*.py"))

LAYERS = (
    "__init__ errors models urls textsafe durations linkformat bodies",
    "interfaces",
    "policy anchoring likeness rewording bearing fragments linking keys config settling sourcestate worddiff",
    "records fetch cache extract classify passages scoring judge store selection",
    "judging verify reviewing tally reading evaluation planning report exporters archives episodes pagediff",
    "project running evaluating demo",
    "cli",
    "__main__",
)
"""A part imports from its own layer and those above it in this list, a stage never from another stage."""
RANK = {part: rank for rank, parts in enumerate(LAYERS) for part in parts.split()}
STAGES = set(LAYERS[3].split())
LIBRARIES = {
    "requests": {"fetch"},
    "urllib3": {"fetch"},
    "socket": {"fetch"},
    "bs4": {"extract", "importers"},
    "selectolax": {"extract"},
    "lxml": {"extract", "importers"},
    "sqlite_utils": {"store"},
    "sqlite3": {"store"},
    "typer": {"cli"},
    "click": set(),
    "tomlkit": {"records"},
    "llm": {"judge"},
    "transformers": {"judge"},
    "torch": {"judge"},
    "safetensors": {"judge"},
}
MAX_LINES = 350


def _name(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


def _part(module: str) -> str:
    return module.partition(".")[0]


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def _imports(tree: ast.AST) -> Iterator[str]:
    """Full names of the modules imported; `from package import module` names the module, not the package."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if full.removeprefix("claimtrack.") in NAMES else node.module or ""


def _own(tree: ast.AST) -> set[str]:
    """Modules of claimtrack that a module imports."""
    imported = {name for name in _imports(tree) if _part(name) == "claimtrack"}
    return {name.removeprefix("claimtrack").lstrip(".") or "__init__" for name in imported}


NAMES = frozenset(map(_name, MODULES))


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_imports_point_one_way(path: Path) -> None:
    part = _part(_name(path))
    assert part in RANK, f"{part} has no layer: say in LAYERS what it may import"
    for module in _own(_tree(path)):
        other = _part(module)
        assert RANK[other] <= RANK[part], f"{part} imports {other}, which is built on it"
        assert not ({part, other} <= STAGES and part != other), f"stage {part} imports stage {other}"


def test_no_module_imports_itself_by_a_detour() -> None:
    graph = {}
    for path in MODULES:
        top = [node for node in _tree(path).body if isinstance(node, ast.Import | ast.ImportFrom)]
        imported = _own(ast.Module(body=list(top), type_ignores=[]))
        graph[_name(path)] = {name for name in imported & NAMES if name != "__init__"}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"import cycle: {' -> '.join(error.args[1])}")


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_library_is_used_where_it_belongs(path: Path) -> None:
    part = _part(_name(path))
    for library in map(_part, _imports(_tree(path))):
        assert part in LIBRARIES.get(library, {part}), f"{library} is not for {part}"


def test_the_linter_holds_the_same_fences() -> None:
    ruff: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "ruff"
    ]["lint"]
    banned = ruff["flake8-tidy-imports"]["banned-api"]
    assert LIBRARIES.keys() <= banned.keys()
    assert all(rule["msg"] for rule in banned.values())
    assert "ALL" in ruff["select"]
    open_to = {
        pattern
        for pattern, rules in ruff["per-file-ignores"].items()
        if "TID251" in rules and pattern.startswith("src")
    }
    used = {part for parts in LIBRARIES.values() for part in parts if (SOURCE / part).exists()}
    assert open_to == {f"src/claimtrack/{part}/**" for part in used}


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(_tree(path))


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_has_one_job(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_LINES


def test_the_public_names_are_sorted_and_there() -> None:
    assert claimtrack.__all__ == sorted(claimtrack.__all__)
    assert all(hasattr(claimtrack, name) for name in claimtrack.__all__)


def test_importing_changes_no_signal_handler() -> None:
    """A module that is imported must not decide what a signal does to the program that imports it."""
    handlers = {number: signal.getsignal(number) for number in signal.valid_signals()}
    for path in MODULES:
        name = _name(path)
        if name != "__main__":
            importlib.import_module("claimtrack" if name == "__init__" else f"claimtrack.{name}")
    assert {number: signal.getsignal(number) for number in signal.valid_signals()} == handlers
