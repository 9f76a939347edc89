"""Text of pages and claims made safe to print: nothing in it can drive a terminal or hide what it says."""

from __future__ import annotations

import unicodedata

_REFUSED = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Control, format (bidirectional overrides, zero-width), surrogate, private-use, line and paragraph separator."""
_ALLOWED = frozenset("\n\t")


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
    line = one_line(text)
    if len(line) <= width:
        return line
    if width <= 0:
        return ""
    cut = line[: width - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > width // 2 else cut).rstrip(" ,;:") + "…"


def _escape(ch: str) -> str:
    return ch.encode("unicode_escape", "surrogatepass").decode("ascii")
