"""Reading the keys of one TOML table, each with its type checked and every fault at its line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping
from datetime import date, datetime, time

from claimtrack.records.faults import FaultList
from claimtrack.records.positions import KeyPath, Positions
from claimtrack.urls import BadUrlError, canonical, redact

_LINE_BREAKING = re.compile(r"[ \t\r\n]+")
_LONGEST_SHOWN = 40
_MOST_LISTED = 12
_TYPE_NAMES: tuple[
    tuple[type, str], ...
] = (  # bool is an int and datetime a date: the narrow type comes first
    (bool, "a boolean"),
    (int, "an integer"),
    (float, "a number"),
    (str, "a string"),
    (list, "a list"),
    (dict, "a table"),
    (datetime, "a date and time"),
    (date, "a date"),
    (time, "a time"),
)


def type_name(value: object) -> str:
    """Return what a TOML value is called in a message: `an integer`."""
    return next(name for kind, name in _TYPE_NAMES if isinstance(value, kind))


def flowed(text: str) -> str:
    """Return `text` on one line: how a file wraps a sentence is no part of it."""
    return _LINE_BREAKING.sub(" ", text).strip(" ")


def did_you_mean(word: str, known: Collection[str]) -> str:
    """Return `did you mean 'text'?`, or the choice where no known word is close."""
    if len(word) <= _LONGEST_SHOWN:
        for match in difflib.get_close_matches(word.lower(), known, n=1):
            return f"did you mean {match!r}?"
    if len(known) <= _MOST_LISTED:
        return f"known are {', '.join(known)}"
    return "check the spelling"


def shortened(word: str) -> str:
    """Return a word of the file, cut where it is too long for a message."""
    return word if len(word) <= _LONGEST_SHOWN else f"{word[:_LONGEST_SHOWN]}…"


def shown(word: str) -> str:
    """Return a word of the file quoted, and cut where it is too long for a message."""
    return repr(shortened(word))


class Table:
    """One table of a file: its values, and where they stand."""

    def __init__(
        self, values: Mapping[str, object], path: KeyPath, *, positions: Positions, faults: FaultList
    ) -> None:
        self.values = values
        self.path = path
        self._positions = positions
        self._faults = faults

    @property
    def line(self) -> int:
        """1-based line on which the table begins."""
        return self._positions.line(self.path)

    def line_of(self, *keys: str | int) -> int:
        """Return the 1-based line of a value in the table, or of the table where it has no such value."""
        return self._positions.line((*self.path, *keys))

    def fault(self, message: str, hint: str = "", *, at: KeyPath = ()) -> None:
        """Report a fault of the table, or of the value `at` the keys given."""
        self._faults.add(self.line_of(*at), message, hint)

    def inner(self, values: Mapping[str, object], *keys: str | int) -> Table:
        """Return a table inside this one."""
        return Table(values, (*self.path, *keys), positions=self._positions, faults=self._faults)

    def refuse_unknown_keys(
        self, known: Collection[str], *, misplaced: Collection[str] = (), hint: str = ""
    ) -> None:
        """Report every key that is not `known`, with the one that was probably meant.

        Args:
            known: the keys of the table.
            misplaced: keys that have their place elsewhere.
            hint: where that is.
        """
        for key in self.values:
            if key not in known:
                hint_of_key = hint if key in misplaced else did_you_mean(key, known)
                self.fault(f"unknown key {shown(key)}", hint_of_key, at=(key,))

    def string(self, key: str, *, keep_lines: bool = False) -> str | None:
        """Return a string, flowed unless its lines are kept, or None where the key is missing or faulty."""
        if key not in self.values:
            return None
        value = self.values[key]
        if not isinstance(value, str):
            self.fault(
                f"{key}: expected a string, got {type_name(value)}", _quoting_hint(key, value), at=(key,)
            )
            return None
        text = value.strip() if keep_lines else flowed(value)
        if not text:
            self.fault(f"{key}: the string is empty", f"write something, or leave {key!r} out", at=(key,))
            return None
        return text

    def required(self, key: str, *, hint: str) -> str | None:
        """Return a string that has to be there, or None after reporting that it is missing or faulty."""
        if key not in self.values:
            self.fault(f"no {key!r}", hint)
        return self.string(key)

    def strings(self, key: str) -> tuple[str, ...]:
        """Return a list of strings, without the faulty ones."""
        value = self.values.get(key, [])
        if not isinstance(value, list):
            example = shortened(value) if isinstance(value, str) else "..."
            hint = f'write {key} = ["{example}"]'
            self.fault(f"{key}: expected a list of strings, got {type_name(value)}", hint, at=(key,))
            return ()
        texts: list[str] = []
        for number, item in enumerate(value):
            if isinstance(item, str) and flowed(item):
                texts.append(flowed(item))
            elif isinstance(item, str):
                self.fault(f"{key}: an empty string in the list", "take it out", at=(key, number))
            else:
                hint = "put each item in quotes"
                self.fault(
                    f"{key}: expected a string in the list, got {type_name(item)}", hint, at=(key, number)
                )
        return tuple(texts)

    def url(self, key: str) -> str | None:
        """Return the canonical form of a URL, or None where the key is missing or faulty."""
        text = self.string(key)
        return None if text is None else self.checked_url(text, key)

    def checked_url(self, text: str, *at: str | int) -> str | None:
        """Return the canonical form of `text`, or None after reporting what is wrong with it."""
        try:
            return canonical(text)
        except BadUrlError as error:
            name = next(key for key in reversed(at) if isinstance(key, str))
            self.fault(f"{name}: {redact(str(error))}", error.hint, at=at)
            return None


def _quoting_hint(key: str, value: object) -> str:
    if isinstance(value, list | dict):
        return f'{key} is a single text: {key} = "..."'
    return f'put it in quotes: {key} = "..."'
