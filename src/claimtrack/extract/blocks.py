"""The text of a document, built block by block."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby, islice
from typing import NamedTuple

from claimtrack.extract.parts import NOWHERE, Placed, Regions, label
from claimtrack.models import Block, BlockKind, Cell, Document, PageFacts

_INVISIBLE = dict.fromkeys(
    [0xAD, 0x61C, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF]
)
"""Soft hyphen, zero-width space, word joiner, byte order mark, marks of the writing direction: for a typesetter, no part of any word."""
_MOST_MARKS = 30
_MANY_MARKS = re.compile(rf"[^\w\s!-~]{{{_MOST_MARKS + 1},}}")
"""Where a run of combining marks may be too long; they are neither letters nor white space."""
_COMPOSED = re.compile("[\u0300-\u1fff\u2126-\u212b\u2329\u232a\u2adc\u2c00-\U0010ffff]")
"""What may have a mark, be one, or have another form in NFC: not Latin letters, nor the usual punctuation."""
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
    """Return `text` with every run of white space as one space, marks that nobody sees removed, letters composed (NFC).

    Of the marks on one letter 30 are kept, as in the stream-safe text format (https://unicode.org/reports/tr15/#Stream_Safe_Text_Format):
    no language needs more, and to normalise a run of n takes n squared steps.
    """
    text = " ".join(text.split())
    if text.isascii():
        return text
    if not text.isprintable():
        text = " ".join(text.translate(_INVISIBLE).split())
    if _COMPOSED.search(text):
        text = unicodedata.normalize("NFC", _MANY_MARKS.sub(_thinned, text))
    return text


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


class _Details(NamedTuple):
    """What of a block does not decide about its part."""

    context: str
    page: int | None
    cells: tuple[Cell, ...]
    breaks: tuple[int, ...]


class BlockBuilder:
    """Collects blocks and knows their offsets; blocks are separated by one newline."""

    def __init__(self) -> None:
        self.regions = Regions()
        """The elements that the blocks stand in; whoever walks a page opens them."""
        self._placed: list[Placed] = []
        self._details: list[_Details] = []
        self._next = 0

    def add(
        self,
        text: str,
        kind: BlockKind,
        context: str = "",
        *,
        page: int | None = None,
        cells: tuple[Cell, ...] = (),
        region: int = NOWHERE,
        linked: int = 0,
        breaks: tuple[int, ...] = (),
    ) -> None:
        """Append one block. An empty one is left out.

        Args:
            text: Its words, cleaned already.
            kind: What it is.
            context: Words that belong to it and stand elsewhere.
            page: 1-based page of a PDF.
            cells: Of a table row; their offsets count from the start of the document.
            region: What it stands in, of `regions`.
            linked: How many of its characters are a link's.
            breaks: Offsets into `text` of the white space across which a browser finds no words.

        Raises:
            TextTooLongError: the document passes `MAX_TEXT`.
        """
        if not text:
            return
        end = self._next + len(text)
        if end > MAX_TEXT:
            raise TextTooLongError(f"more than {MAX_TEXT:,} characters of text")
        self._placed.append(Placed(text, kind, region, min(linked, len(text))))
        if breaks:
            breaks = tuple(self._next + at for at in breaks)
        self._details.append(_Details(context, page, cells, breaks))
        self._next = end + 1

    def take_back(self, count: int) -> int:
        """Keep only the first `count` blocks; return how many characters of the others were a link's."""
        linked = 0
        for placed in self._placed[count:]:
            linked += placed.linked
            self._next -= len(placed.text) + 1
        del self._placed[count:], self._details[count:]
        return linked

    @property
    def text(self) -> str:
        """All blocks so far."""
        return "\n".join([placed.text for placed in self._placed])

    def __len__(self) -> int:
        """How many blocks there are."""
        return len(self._placed)

    def describe(self, number: int, context: str, cells: tuple[Cell, ...]) -> None:
        """Put on a block what is known only when more of the page is read: the context and the cells of a table's row."""
        self._details[number] = self._details[number]._replace(context=context, cells=cells)

    @property
    def position(self) -> int:
        """Where the next block will start in the document."""
        return self._next

    def last(self, *kinds: BlockKind) -> str:
        """The text of the newest block where it is of one of the kinds, else an empty string."""
        return self._placed[-1].text if self._placed and self._placed[-1].kind in kinds else ""

    def document(
        self,
        *,
        sha256: str,
        extractor: str,
        title: str | None = None,
        author: str | None = None,
        publisher: str | None = None,
        published: str | None = None,
        modified: str | None = None,
        canonical: str | None = None,
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
            blocks=tuple(self._blocks()),
            title=title,
            author=author,
            publisher=publisher,
            published=published,
            modified=modified,
            canonical=canonical,
            lang=lang,
            extractor=extractor,
            facts=facts,
            lossy=lossy,
        )

    def _blocks(self) -> Iterator[Block]:
        start = 0
        parts = label(self.regions, self._placed)
        for placed, details, part in zip(self._placed, self._details, parts, strict=True):
            end = start + len(placed.text)
            yield Block(
                start=start,
                end=end,
                kind=placed.kind,
                context=details.context,
                page=details.page,
                part=part,
                cells=details.cells,
                breaks=details.breaks,
            )
            start = end + 1
