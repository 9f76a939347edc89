"""What a text directive finds, step by step as the specification has it. Shares nothing with the code under test.

https://wicg.github.io/scroll-to-text-fragment/#finding-ranges-in-a-document ("find a range from a text directive" and "find a string in
range"), over a page whose blocks are lines and whose cells are separated by tabs. Strings are compared by their base characters
(UTS 10, primary level): here without case, accents and format characters, and with quotation marks of one shape.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote

_EDGES = "\n\t"
"""Between two blocks: no string is found across one."""
_QUOTES = str.maketrans("‘’“”", "''\"\"")


@dataclass(frozen=True)
class Directive:
    """https://wicg.github.io/scroll-to-text-fragment/#parse-a-text-directive"""

    prefix: str | None
    start: str
    end: str | None
    suffix: str | None

    @classmethod
    def parse(cls, written: str) -> Directive:
        parts = written.split(",")
        prefix = unquote(parts.pop(0)[:-1]) if parts[0].endswith("-") else None
        suffix = unquote(parts.pop()[1:]) if parts[-1].startswith("-") else None
        assert 1 <= len(parts) <= 2, written
        return cls(prefix, unquote(parts[0]), unquote(parts[1]) if len(parts) > 1 else None, suffix)


class Page:
    """A text in base characters, each with the place it came from."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.bases: list[str] = []
        self.places: list[int] = []
        for place, character in enumerate(text):
            for base in unicodedata.normalize("NFKD", character.translate(_QUOTES)).casefold():
                if unicodedata.category(base) not in {"Mn", "Me", "Cf", "Cc"} or base in _EDGES:
                    self.bases.append(base)
                    self.places.append(place)

    def find_range(self, written: str) -> tuple[int, int] | None:
        """Return the half-open offsets of what is marked, or None where nothing is."""
        found = self._range_of(Directive.parse(written))
        return found and (self.places[found[0]], self.places[found[1] - 1] + 1)

    def _range_of(self, parsed: Directive) -> tuple[int, int] | None:
        search_start = 0
        bounded = parsed.end is not None or parsed.suffix is None
        while search_start < len(self.bases):
            if parsed.prefix is not None:
                prefix = self._find(parsed.prefix, search_start, start_bounded=True, end_bounded=False)
                if prefix is None:
                    return None
                search_start = prefix[0] + 1
                match_start = self._past_white_space(prefix[1])
                match = self._find(parsed.start, match_start, start_bounded=False, end_bounded=bounded)
                if match is None:
                    return None
                if match[0] != match_start:
                    continue
            else:
                match = self._find(parsed.start, search_start, start_bounded=True, end_bounded=bounded)
                if match is None:
                    return None
                search_start = match[0] + 1
            until = self._until(parsed, match[1])
            if until is not None:
                return match[0], until
            if parsed.end is not None:
                return None
        return None

    def _until(self, parsed: Directive, match_end: int) -> int | None:
        """Where the range ends that begins with a match of `start`: the steps over rangeEndSearchRange."""
        end = match_end
        while end < len(self.bases) or parsed.end is None:
            if parsed.end is not None:
                last = self._find(parsed.end, end, start_bounded=True, end_bounded=parsed.suffix is None)
                if last is None:
                    return None
                end = last[1]
            if parsed.suffix is None:
                return end
            suffix_start = self._past_white_space(end)
            suffix = self._find(parsed.suffix, suffix_start, start_bounded=False, end_bounded=True)
            if suffix is None:
                return None
            if suffix[0] == suffix_start:
                return end
            if parsed.end is None:
                return None
        return None

    def _find(
        self, query: str, start: int, *, start_bounded: bool, end_bounded: bool
    ) -> tuple[int, int] | None:
        """Find a string in range: whole within one block, beginning and ending at words where that is asked."""
        wanted = Page(query).bases
        for begin in range(start, len(self.bases) - len(wanted) + 1):
            end = begin + len(wanted)
            if (
                self.bases[begin:end] == wanted
                and (not start_bounded or self._is_boundary(begin))
                and (not end_bounded or self._is_boundary(end))
            ):
                return begin, end
        return None

    def _past_white_space(self, at: int) -> int:
        while at < len(self.bases) and self.bases[at].isspace():
            at += 1
        return at

    def _is_boundary(self, at: int) -> bool:
        """Tell whether a word begins or ends here: rules WB1 to WB13b of https://unicode.org/reports/tr29/ without Katakana."""
        if at in {0, len(self.bases)}:
            return True
        second, left, right, next_ = (
            self.bases[place] if 0 <= place < len(self.bases) else " "
            for place in (at - 2, at - 1, at, at + 1)
        )
        if _is_word(left) and _is_word(right):
            return False
        if _joins(left, right, next_):
            return False
        return not _joins(right, left, second)


def _joins(word: str, mark: str, far: str) -> bool:
    """WB6, WB7, WB11, WB12: a mark between two letters, or between two digits."""
    letters = mark in "'’.:·" and word.isalpha() and far.isalpha()
    digits = mark in "'’.,;" and word.isdigit() and far.isdigit()
    return letters or digits


def _is_word(base: str) -> bool:
    return base.isalnum() or base == "_"
