"""On which line of a TOML file each table, key and list item stands.

`tomllib` gives no line numbers, so the source is walked a second time. The walk knows just enough of TOML 1.0 to
find its way (strings, comments, brackets, dots), judges nothing, and stops quietly at text that is no TOML: saying
what is wrong there is the parser's job. It runs *before* the parser, because it is linear where `tomllib` is not: a
key of 16,000 dotted parts holds `tomllib` for 5 seconds, and 100,000 brackets end in a RecursionError.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from itertools import count

KeyPath = tuple[str | int, ...]
"""The way to a value from the top of the file: `("claim", 0, "source", 1, "url")`."""

MAX_DEPTH = 16
"""Deepest nesting accepted, in tables and lists; a claim file needs five."""

_BLANK = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_SPACE = re.compile(r"[ \t]*+")
_STRING = (
    r'"""(?:[^"\\]++|\\.|"{1,2}+(?!"))*+"{3,5}'
    r"|'''(?:[^']++|'{1,2}+(?!'))*+'{3,5}"
    r'|"(?:[^"\\\n]++|\\.)*+"'
    r"|'[^'\n]*+'"
)
_KEY_PART = re.compile(rf"[A-Za-z0-9_-]++|{_STRING}", re.DOTALL)
_SCALAR = re.compile(rf"{_STRING}|[^\[\]{{}},#\"'\n]++", re.DOTALL)


class TooDeepError(ValueError):
    """A file nested deeper than `MAX_DEPTH`; `line` is where."""

    def __init__(self, line: int) -> None:
        super().__init__(f"nested deeper than {MAX_DEPTH} levels")
        self.line = line


class _NotToml(Exception):  # noqa: N818 - a signal to stop walking, never seen outside
    """The text at hand is no TOML."""


class Positions:
    """The lines of a file, by key path."""

    def __init__(self, lines: Mapping[KeyPath, int]) -> None:
        self._lines = lines

    def line(self, path: KeyPath) -> int:
        """Return the 1-based line of a value, or of the nearest table around it; 1 for the file."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)


def locate(source: str) -> Positions:
    """Return where the tables, keys and list items of a TOML document stand.

    A table of a list of tables (`[[claim]]`) is known by its number, counted from 0. What follows the first text that
    is no TOML is not in the result.

    Raises:
        TooDeepError: nested deeper than `MAX_DEPTH`.
    """
    walk = _Walk(source)
    with suppress(_NotToml):  # tomllib says what is wrong
        walk.document()
    return Positions(walk.lines)


class _Walk:
    """One pass over a source, from the top to its end or to the first thing that is no TOML."""

    def __init__(self, source: str) -> None:
        self.lines: dict[KeyPath, int] = {}
        self._source = source
        self._at = 0
        self._line = 1
        self._counted_to = 0
        self._lengths: dict[KeyPath, int] = {}
        """Tables so far in each list of tables made by `[[...]]` headers."""

    def document(self) -> None:
        table: KeyPath = ()
        while True:
            self._skip(_BLANK)
            if self._at == len(self._source):
                return
            if self._source[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> KeyPath:
        line = self._line_here()
        is_list_item = self._source.startswith("[[", self._at)
        self._at += 2 if is_list_item else 1
        *parents, last = self._key()
        self._expect("]]" if is_list_item else "]")
        path: KeyPath = ()
        for part in parents:
            path = self._newest((*path, part))
            self.lines.setdefault(path, line)
        path = (*path, last)
        if is_list_item:
            self.lines.setdefault(path, line)
            self._lengths[path] = self._lengths.get(path, 0) + 1
        path = self._newest(path)
        self.lines.setdefault(path, line)
        return path

    def _newest(self, path: KeyPath) -> KeyPath:
        """The newest table of a list of tables: the one that a header without a number means."""
        length = self._lengths.get(path)
        return path if length is None else (*path, length - 1)

    def _pair(self, table: KeyPath) -> None:
        line = self._line_here()
        path = table
        for part in self._key():
            path = (*path, part)
            self.lines.setdefault(path, line)
        self._expect("=")
        self._value(path)

    def _key(self) -> list[str]:
        parts: list[str] = []
        while True:
            self._skip(_SPACE)
            match = _KEY_PART.match(self._source, self._at)
            if match is None:
                raise _NotToml
            parts.append(_unquoted(match[0]))
            self._at = match.end()
            if len(parts) > MAX_DEPTH:
                raise TooDeepError(self._line_here())
            self._skip(_SPACE)
            if not self._source.startswith(".", self._at):
                return parts
            self._at += 1

    def _value(self, path: KeyPath) -> None:
        if len(path) > MAX_DEPTH:
            raise TooDeepError(self._line_here())
        self._skip(_SPACE)
        if self._takes("["):
            self._items(path)
        elif self._takes("{"):
            self._pairs(path)
        else:
            match = _SCALAR.match(self._source, self._at)
            if match is None:
                raise _NotToml
            self._at = match.end()

    def _items(self, path: KeyPath) -> None:
        for number in count():
            self._skip(_BLANK)
            if self._takes("]"):
                return
            item = (*path, number)
            self.lines[item] = self._line_here()
            self._value(item)
            self._skip(_BLANK)
            if not self._takes(","):
                self._expect("]")
                return

    def _pairs(self, path: KeyPath) -> None:
        while True:
            self._skip(_BLANK)
            if self._takes("}"):
                return
            self._pair(path)
            self._skip(_BLANK)
            if not self._takes(","):
                self._expect("}")
                return

    def _skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self._source, self._at)
        if match is not None:
            self._at = match.end()

    def _takes(self, mark: str) -> bool:
        if not self._source.startswith(mark, self._at):
            return False
        self._at += len(mark)
        return True

    def _expect(self, mark: str) -> None:
        if not self._takes(mark):
            raise _NotToml

    def _line_here(self) -> int:
        self._line += self._source.count("\n", self._counted_to, self._at)
        self._counted_to = self._at
        return self._line


def _unquoted(part: str) -> str:
    if part[0] not in "\"'":
        return part
    try:
        return next(iter(tomllib.loads(f"{part} = 0")))
    except tomllib.TOMLDecodeError as error:
        raise _NotToml from error
