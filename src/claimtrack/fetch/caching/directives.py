"""Cache-Control: a list of directives with optional arguments (RFC 9111, section 5.2)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

MAX_SECONDS = 2**31
"""What every larger number of seconds means (RFC 9111, section 1.2.2)."""

_MEMBER = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*"?)+')
"""One member of a list: a comma within quotes is part of it. Never fails once begun, so its time is linear."""
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ESCAPED = re.compile(r"\\(.)")
_DIGITS = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Directives:
    """The directives of one message; unknown ones are kept and mean nothing."""

    arguments: Mapping[str, tuple[str | None, ...]]
    """By name in lower case, in the order in which they came; None for a directive without an argument."""

    def __contains__(self, name: str) -> bool:
        return name in self.arguments

    def seconds(self, name: str) -> int | None:
        """The argument of a directive that holds seconds.

        Returns:
            None where the directive is absent; 0 where its argument is no number, or where it comes twice with two
            values: such a response counts as stale (section 4.2.1).
        """
        if name not in self.arguments:
            return None
        values = {whole_seconds(value or "") or 0 for value in self.arguments[name]}
        return values.pop() if len(values) == 1 else 0

    def fields(self, name: str) -> frozenset[str] | None:
        """The header fields that a directive is limited to: `no-cache="set-cookie"`.

        Returns:
            Names in lower case; None where the directive is absent or holds for the whole response.
        """
        values = self.arguments.get(name, ())
        if not values or not all(values):
            return None
        return frozenset(
            field.strip().lower() for value in values for field in (value or "").split(",") if field.strip()
        )


def whole_seconds(text: str) -> int | None:
    """A number of seconds as HTTP writes it, at most `MAX_SECONDS`; None for what is no such number."""
    if not _DIGITS.fullmatch(text):
        return None
    return min(int(text.lstrip("0")[:19] or "0"), MAX_SECONDS)  # Python refuses to read endless numbers


def parse(value: str | None) -> Directives:
    """Read a Cache-Control header, whatever it holds.

    Args:
        value: lines joined with commas; None where there is no such header.
    """
    found: defaultdict[str, list[str | None]] = defaultdict(list)
    for member in _MEMBER.findall(value or ""):
        name, equals, argument = member.strip().partition("=")
        if _TOKEN.fullmatch(name):
            found[name.lower()].append(_unquoted(argument) if equals else None)
    return Directives({name: tuple(arguments) for name, arguments in found.items()})


def _unquoted(argument: str) -> str:
    quoted = _QUOTED.fullmatch(argument)
    return _ESCAPED.sub(r"\1", quoted[1]) if quoted else argument
