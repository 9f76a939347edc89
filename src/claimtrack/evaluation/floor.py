"""A floor under figures: a TOML file that says how good a scorer must be, and that is lowered by hand alone.

::

    [at_least]
    macro_f1 = 0.5

    [at_most]
    ece = 0.08
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from claimtrack.errors import UsageError
from claimtrack.evaluation.figures import LOW_IS_GOOD, MAIN, PAIR_FIGURES, Figures

_TABLES = ("at_least", "at_most")
_NAMES = frozenset({*MAIN, *PAIR_FIGURES})
_DEFAULT = ("macro_f1", "auroc", "contrast")
"""What a new floor holds."""
_PLACES = 3
"""Decimals of a floor that is written."""
_ENTRY = re.compile(r"\A(?P<name>[a-z_0-9]+)(?P<equals>\s*=\s*)(?P<value>[^\s#]+)(?P<rest>.*)", re.DOTALL)
_TABLE = re.compile(r"\A\s*\[\s*(?P<name>\w+)\s*\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """What one figure must keep."""

    name: str
    value: float
    is_ceiling: bool
    """The figure must be at most the value, not at least."""

    def breach(self, figures: Figures) -> str:
        """Say how the figure breaks its bound; empty where it keeps it."""
        got = figures.main.get(self.name)
        wanted = f"at {'most' if self.is_ceiling else 'least'} {self.value:g}"
        if got is None:
            return f"{self.name} must be {wanted}, and there is nothing to count it from"
        kept = got <= self.value if self.is_ceiling else got >= self.value
        return "" if kept else f"{self.name} is {_shown(got, self)}, and must be {wanted}"


def read_floor(path: Path) -> tuple[Bound, ...]:
    """Read a floor.

    Raises:
        UsageError: it cannot be read, is no TOML, or names a figure that there is not.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(
            f"{path}: cannot be read: {error.strerror}", hint="--write-floor makes one"
        ) from error
    except ValueError as error:
        raise UsageError(f"{path}: no TOML: {error}", hint="see docs/eval.md for what a floor is") from error
    bounds = [
        _bound(path, table, name, value)
        for table, entries in tables.items()
        for name, value in _entries(path, table, entries).items()
    ]
    if not bounds:
        raise UsageError(f"{path}: holds no figure", hint="write [at_least] and a line like macro_f1 = 0.5")
    return tuple(bounds)


def breaches(bounds: tuple[Bound, ...], figures: Figures) -> list[str]:
    """Say which bounds are broken, in sentences; empty where none is."""
    return list(filter(None, (bound.breach(figures) for bound in bounds)))


def raised(text: str, figures: Figures) -> str:
    """Return the text of a floor with every bound tightened to where its figure is now, and none loosened.

    Everything else in the text stays, comments too. A floor without text gets the figures that matter first.
    """
    if not text.strip():
        lines = [
            f"{name} = {_written(value, ceiling=False)}"
            for name in _DEFAULT
            if (value := figures.main.get(name)) is not None
        ]
        return "\n".join(["[at_least]", *lines]) + "\n"
    table = ""
    lines = []
    for line in text.splitlines(keepends=True):
        heading = _TABLE.match(line)
        table = heading["name"] if heading else table
        lines.append(line if heading else _tightened(line, figures, ceiling=table == "at_most"))
    return "".join(lines)


def _tightened(line: str, figures: Figures, *, ceiling: bool) -> str:
    entry = _ENTRY.match(line)
    got = figures.main.get(entry["name"]) if entry else None
    if entry is None or got is None:
        return line
    now = _written(got, ceiling=ceiling)
    is_tighter = float(now) < float(entry["value"]) if ceiling else float(now) > float(entry["value"])
    return f"{entry['name']}{entry['equals']}{now}{entry['rest']}" if is_tighter else line


def _written(value: float, *, ceiling: bool) -> str:
    """Return a bound that the figure keeps, with few decimals."""
    scaled = value * 10**_PLACES
    return f"{(math.ceil(scaled) if ceiling else math.floor(scaled)) / 10**_PLACES:.{_PLACES}f}"


def _shown(value: float, bound: Bound) -> str:
    """A figure with as many decimals as it takes to tell it from its bound."""
    return next(
        (text for places in (3, 4, 6) if float(text := f"{value:.{places}f}") != bound.value), repr(value)
    )


def _entries(path: Path, table: str, entries: object) -> Mapping[str, object]:
    if table not in _TABLES or not isinstance(entries, dict):
        raise UsageError(
            f"{path}: {table} is no table of a floor",
            hint=f"write {' or '.join(f'[{one}]' for one in _TABLES)}",
        )
    return entries


def _bound(path: Path, table: str, name: str, value: object) -> Bound:
    if name not in _NAMES:
        raise UsageError(
            f"{path}: there is no figure {name}", hint=f"the figures are {', '.join(sorted(_NAMES))}"
        )
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise UsageError(f"{path}: {name} is no number", hint="write a number between 0 and 1")
    if (name in LOW_IS_GOOD) is not (table == "at_most"):
        right = "at_most" if name in LOW_IS_GOOD else "at_least"
        raise UsageError(f"{path}: {name} stands under [{table}]", hint=f"put it under [{right}]")
    return Bound(name=name, value=float(value), is_ceiling=table == "at_most")
