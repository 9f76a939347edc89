"""Text of pages and claims made safe to print: nothing in it can drive a terminal or hide what it says."""

from __future__ import annotations

import re
import unicodedata

_REFUSED = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Control, format (bidirectional overrides, zero-width), surrogate, private-use, line and paragraph separator."""
_ALLOWED = frozenset("\n\t")
_WORD = re.compile(r"[^\t\n \xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
"""What stands between the white space that `one_line` collapses: other white space is written as its escape."""


def printable(text: str) -> str:
    r"""Return `text` with every character that is no plain text written as its escape (`\x1b`, `\u202e`)."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        ch if ch in _ALLOWED or unicodedata.category(ch) not in _REFUSED else _escape(ch) for ch in text
    )


def one_line(text: str) -> str:
    """Return `printable` text on one line, white space collapsed."""
    return " ".join(printable(text).split())


def shorten(text: str, width: int) -> str:
    """Return `one_line` text of at most `width` characters, cut at a word with an ellipsis."""
    words: list[str] = []
    length = -1
    for match in _WORD.finditer(text):  # a page may call megabytes its title
        words.append(text[match.start() : min(match.end(), match.start() + width + 1)])
        length += 1 + len(words[-1])
        if length > width:
            break
    line = printable(" ".join(words))
    if len(line) <= width:
        return line
    if width <= 0:
        return ""
    cut = line[: width - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > width // 2 else cut).rstrip(" ,;:") + "…"


def _escape(ch: str) -> str:
    return ch.encode("unicode_escape", "surrogatepass").decode("ascii")
