"""The text of a document, built block by block."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from itertools import groupby, islice

from claimtrack.models import Block, BlockKind, Document, PageFacts

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
"""Soft hyphen, zero-width space, word joiner, byte order mark: marks for a typesetter, no part of any word."""
_MOST_MARKS = 30
_MANY_MARKS = re.compile(rf"[^\w\s!-~]{{{_MOST_MARKS + 1},}}")
"""Where a run of combining marks may be too long; they are neither letters nor white space."""
MAX_TEXT = 6_000_000
"""Longest text of a document, in characters, also when it is normalised: longer ones end in an error, not in half a page."""
_MAX_GROWN = 3_000_000
"""The same for the normal form of a text that more than doubles in it, which no language does."""
_MOST_OF_ONE = 18
"""Characters that one of them may become under NFKC (U+FDFA does)."""
_NORMALISED_AT_ONCE = 65_536


class TextTooLongError(ValueError):
    """The text passes `MAX_TEXT`."""


def clean(text: str) -> str:
    """Return `text` with every run of white space as one space and marks that nobody sees removed.

    Of the marks on one letter 30 are kept, as in the stream-safe text format (https://unicode.org/reports/tr15/#Stream_Safe_Text_Format):
    no language needs more, and to normalise a run of n takes n squared steps.
    """
    if not text.isascii():
        text = _MANY_MARKS.sub(_thinned, text.translate(_INVISIBLE))
    return " ".join(text.split())


def _thinned(match: re.Match[str]) -> str:
    runs = groupby(match[0], key=lambda letter: unicodedata.combining(letter) > 0)
    return "".join("".join(islice(run, _MOST_MARKS) if are_marks else run) for are_marks, run in runs)


def _grows_too_long(text: str) -> bool:
    """Tell whether the normal form (NFKC) of `text` is longer than is read, without ever making it whole."""
    if len(text) * _MOST_OF_ONE <= _MAX_GROWN or text.isascii():
        return False
    grown = 0
    for start in range(0, len(text), _NORMALISED_AT_ONCE):
        grown += len(unicodedata.normalize("NFKC", text[start : start + _NORMALISED_AT_ONCE]))
        if grown > MAX_TEXT:
            return True
    return grown > _MAX_GROWN and grown > 2 * len(text)


class BlockBuilder:
    """Collects blocks and knows their offsets; blocks are separated by one newline."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._blocks: list[Block] = []
        self._length = 0

    def add(self, text: str, kind: BlockKind, context: str = "", *, page: int | None = None) -> None:
        """Append one block; `text` is cleaned already. An empty one is left out.

        Raises:
            TextTooLongError: the document passes `MAX_TEXT`.
        """
        if not text:
            return
        start = self._length + 1 if self._parts else 0
        end = start + len(text)
        if end > MAX_TEXT:
            raise TextTooLongError(f"more than {MAX_TEXT:,} characters of text")
        self._parts.append(text)
        self._blocks.append(Block(start=start, end=end, kind=kind, context=context, page=page))
        self._length = end

    @property
    def text(self) -> str:
        """All blocks so far."""
        return "\n".join(self._parts)

    def last(self, *kinds: BlockKind) -> str:
        """The text of the newest block where it is of one of the kinds, else an empty string."""
        return self._parts[-1] if self._blocks and self._blocks[-1].kind in kinds else ""

    def document(
        self,
        *,
        sha256: str,
        extractor: str,
        title: str | None = None,
        published: str | None = None,
        lang: str | None = None,
        facts: PageFacts | None = None,
        lossy: bool = False,
    ) -> Document:
        """The finished document.

        Raises:
            TextTooLongError: its normal form (NFKC), which words are compared by, is longer than is read.
        """
        text = self.text
        if _grows_too_long(text):
            raise TextTooLongError(
                "letters that stand for so many others that its text in normal form is too long"
            )
        return Document(
            sha256=sha256,
            text=text,
            text_sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
            blocks=tuple(self._blocks),
            title=title,
            published=published,
            lang=lang,
            extractor=extractor,
            facts=facts,
            lossy=lossy,
        )
