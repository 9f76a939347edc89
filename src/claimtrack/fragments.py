"""Links that open a page at a passage: text fragments.

The syntax is `#:~:text=[prefix-,]start[,end][,-suffix]` (https://wicg.github.io/scroll-to-text-fragment/). A browser takes the first
match and says nothing where there is none. So a fragment is made only of whole words, each part of it from one block or
cell, and only where the first match is the passage: searched here as a browser does, but ignoring white space and word
boundaries, so that nothing a browser might take first is overlooked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

_WHOLE_UP_TO = 300
"""Longest passage quoted whole, in characters; longer ones are given by their first and last words."""
_MOST_QUOTED = 1_000
"""Most characters at one end of a passage; words that are longer are none, and no browser takes a link of any length."""
_ALONE_FROM = 20
"""Shortest passage that stands without the words around it, in characters."""
_WORD_COUNTS = (4, 8, 16)
"""Words at each end of a range, and before and after a passage: more where fewer leave it ambiguous."""
_CONTEXT_CHARS = 600
"""How far from a passage the words around it are looked for."""
_PIECE = re.compile(r"[^\n\t]+")
"""A block, a cell or a line: the words of one part of a directive must not cross its edge."""
_WORD = re.compile(r"\S+")
_JOINERS = frozenset("'’.,:;·_")
"""Between two letters or digits these make one word (`don't`, `3.14`), as in https://unicode.org/reports/tr29/."""


def link_to(url: str, text: str, start: int, end: int) -> str:
    """Return `url` with a text fragment for `text[start:end]`, or `url` alone where no fragment would find it.

    A passage that begins or ends inside a word is widened to the whole word.

    Args:
        url: The page, with or without a fragment of its own (which is dropped).
        text: The words that a reader of the page sees; newlines and tabs where a browser finds nothing across: between
            blocks, cells and lines.
        start: Half-open character offsets of the passage.
        end: See `start`.
    """
    base = url.partition("#")[0]
    whole = _whole_words(text, start, end) if _has_word(text, _Span(start, end)) else None
    if whole is None:
        return base
    pieces = _pieces(text, *whole)
    quotes = list(_quotes(text, pieces))
    chosen = next((item for item in quotes if _is_found(text, item)), None)
    if not chosen:
        # None of them stands only once: the first of its kind is found all the same.
        place = len(_fold(text[: pieces[0].start]))
        chosen = next((item for item in quotes if _is_found(text, item, place=place)), None)
    return f"{base}#:~:text={_directive(text, chosen)}" if chosen else base


class _Span(NamedTuple):
    """Half-open character offsets."""

    start: int
    end: int


class _Quote(NamedTuple):
    """One way to name a passage; prefix and suffix are what lies between `before` and it, and between it and `after`."""

    before: int
    first: _Span
    """The whole passage, or its first words where `last` has the last ones."""
    last: _Span | None
    after: int


def _quotes(text: str, pieces: list[_Span]) -> Iterator[_Quote]:
    """Ways to name a passage, the shortest first."""
    bodies = list(_bodies(text, pieces))
    # A short passage is easily said again by the time somebody follows the link.
    if pieces[-1].end - pieces[0].start >= _ALONE_FROM:
        for first, last in bodies:
            yield _Quote(first.start, first, last, (last or first).end)
    for count in _WORD_COUNTS:
        before, after = _words_before(text, pieces[0].start, count), _words_after(text, pieces[-1].end, count)
        for first, last in bodies:
            yield _Quote(before, first, last, after)
    for first, last in bodies:
        yield _Quote(first.start, first, last, (last or first).end)


def _bodies(text: str, pieces: list[_Span]) -> Iterator[tuple[_Span, _Span | None]]:
    """The passage whole, or as ranges of its first and last words; nothing where these are too long to quote."""
    first, last = _words(text, pieces[0]), _words(text, pieces[-1])
    length = pieces[0].end - pieces[0].start
    if len(pieces) == 1 and (length <= _WHOLE_UP_TO or len(first) == 1):
        if length <= _MOST_QUOTED:
            yield pieces[0], None
        return
    most = len(first) // 2 if len(pieces) == 1 else max(len(first), len(last))
    for count in sorted({min(count, most) for count in _WORD_COUNTS}):
        head, tail = first[:count], last[-count:]
        ends = _Span(head[0].start, head[-1].end), _Span(tail[0].start, tail[-1].end)
        if all(end - start <= _MOST_QUOTED for start, end in ends):
            yield ends


def _is_found(text: str, item: _Quote, *, place: int | None = None) -> bool:
    """Tell whether a browser that looks for a quote comes to the passage.

    Args:
        text: The document's text.
        item: The quote.
        place: Where in the folded text the passage begins, for a quote that need only be the first of its kind; None for
            one that must be the only one.
    """
    page = _folded(text)
    head = _fold(text[item.before : item.first.end if item.last else item.after])
    at = page.find(head)
    if place is None and page.find(head, at + 1) >= 0:
        return False
    if place is not None and at != place - len(_fold(text[item.before : item.first.start])):
        return False
    if item.last is None:
        return True
    tail = _fold(text[item.last.start : item.after])
    return page.find(tail, at + len(head)) == at + len(_fold(text[item.before : item.last.start]))


def _directive(text: str, item: _Quote) -> str:
    passage_end = (item.last or item.first).end
    parts = [
        f"{_encode(text[item.before : item.first.start])}-" if item.before < item.first.start else "",
        _encode(text[item.first.start : item.first.end]),
        _encode(text[item.last.start : item.last.end]) if item.last else "",
        f"-{_encode(text[passage_end : item.after])}" if passage_end < item.after else "",
    ]
    return ",".join(filter(None, parts))


def _encode(words: str) -> str:
    """Percent-encode everything; `-`, `&` and `,` mean something in the directive."""
    return quote(" ".join(words.split()), safe="").replace("-", "%2D")


def _pieces(text: str, start: int, end: int) -> list[_Span]:
    """The parts of a passage in single blocks or cells; those at its ends that hold no word are left out."""
    found = [_trimmed(text, _Span(match.start(), match.end())) for match in _PIECE.finditer(text, start, end)]
    worded = [index for index, piece in enumerate(found) if _has_word(text, piece)]
    return [piece for piece in found[worded[0] : worded[-1] + 1] if piece.start < piece.end]


def _trimmed(text: str, span: _Span) -> _Span:
    words = _words(text, span)
    return _Span(words[0].start, words[-1].end) if words else _Span(span.start, span.start)


def _words(text: str, span: _Span) -> list[_Span]:
    return [_Span(match.start(), match.end()) for match in _WORD.finditer(text, *span)]


def _has_word(text: str, span: _Span) -> bool:
    return any(ch.isalnum() for ch in text[span.start : span.end])


def _words_before(text: str, start: int, count: int) -> int:
    """Where the last words in front of a passage begin: of its own block or cell, else of the one before; else `start`."""
    from_ = max(0, start - _CONTEXT_CHARS)
    piece = re.split(r"[\n\t]", text[from_:start].rstrip())[-1]
    to = from_ + len(text[from_:start].rstrip())
    words = [word for word in _words(text, _Span(to - len(piece), to)) if _is_boundary(text, word.start)]
    return (
        words[-min(count, len(words))].start
        if words and _has_word(text, _Span(words[0].start, to))
        else start
    )


def _words_after(text: str, end: int, count: int) -> int:
    """Where the first words behind a passage end; see `_words_before`."""
    near = text[end : end + _CONTEXT_CHARS]
    from_ = end + len(near) - len(near.lstrip())
    piece = re.split(r"[\n\t]", near.lstrip())[0]
    words = [word for word in _words(text, _Span(from_, from_ + len(piece))) if _is_boundary(text, word.end)]
    return (
        words[min(count, len(words)) - 1].end
        if words and _has_word(text, _Span(from_, words[-1].end))
        else end
    )


def _whole_words(text: str, start: int, end: int) -> _Span | None:
    """The span, widened to the words it begins and ends in; None where one of them is too long to quote."""
    least, most = start - _MOST_QUOTED, end + _MOST_QUOTED
    while start > least and not _is_boundary(text, start):
        start -= 1
    while end < most and not _is_boundary(text, end):
        end += 1
    return _Span(start, end) if least < start and end < most else None


def _is_boundary(text: str, at: int) -> bool:
    """Tell whether a word surely begins or ends between two characters: less often than a browser finds it."""
    if at <= 0 or at >= len(text):
        return True
    left, right = text[at - 1], text[at]
    if left.isspace() or right.isspace():
        return True
    if any(unicodedata.category(ch) in _CLINGING for ch in (left, right)):
        return False
    if left.isalnum() and right in _JOINERS:
        return not text[at + 1 : at + 2].isalnum()
    if left in _JOINERS and right.isalnum():
        return not text[max(0, at - 2) : at - 1].isalnum()
    return not (left.isalnum() and right.isalnum())


class _Folding(dict[int, str]):
    """Translates each character to what is compared; works out every character once."""

    def __missing__(self, code: int) -> str:
        ch = chr(code)
        folded = "" if ch.isspace() or unicodedata.category(ch) in _IGNORED else _ALIKE.get(ch, ch)
        self[code] = folded
        return folded


_CLINGING = frozenset({"Mn", "Me", "Mc", "Cf"})
"""Accents and format characters: parts of the character beside them."""
_IGNORED = _CLINGING | {"Cc"}
_ALIKE = {
    **dict.fromkeys("‘’‚‛", "'"),
    **dict.fromkeys("“”„‟", '"'),
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ł": "l",
    "ħ": "h",
    "ı": "i",
    "ـ": "",
    **{chr(code): chr(code - 0x60) for code in range(ord("ァ"), ord("ヶ") + 1)},
}
"""What browsers compare as equal and Unicode does not decompose: letters with strokes, the Arabic kashida, the two kana."""
_FOLDING = _Folding()


def _fold(text: str) -> str:
    """As browsers compare, without case, accents and the shape of quotes, and without any white space."""
    return unicodedata.normalize("NFKD", text).casefold().translate(_FOLDING)


_folded = lru_cache(maxsize=2)(_fold)
"""The same for a whole page, which is asked for once per passage."""
