"""Which stretches of a page a judge is shown: all of a short page, of a long one those that bear on the claims.

Only the article is shown. What nobody sees, and what stands around the article, is not for the judge to read.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from operator import attrgetter

from claimtrack.judge.protocol import Excerpt
from claimtrack.models import Block, BlockKind, Claim, Document, Part, Verdict

WHOLE_PAGE_CHARS = 6_000
"""A page with no more text than this is shown whole."""
MOST_CHARS = 12_000
"""Most text shown with one prompt, in characters."""
PIECES_PER_CLAIM = 6
"""Stretches looked up for each claim, beside those that the scorer found."""
OPENING_PIECES = 3
"""Stretches shown of the page's beginning, where there is room."""
_PIECE_CHARS = 1_200
"""Longer blocks are cut at the ends of sentences."""
_SECTION_CHARS = 120
_SENTENCE_END = re.compile(r"[.!?…][\"'’”)\]]*\s+|[。！？]")
_WORD = re.compile(r"\w+(?:[.,]\d+)*")
_STEM = 6
"""Words count as the same that begin with the same letters: "announce", "announced", "announcement"."""
_FEWEST_LETTERS = 3


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    block: Block
    section: str


def excerpts_for(document: Document, verdicts: Sequence[tuple[Claim, Verdict]]) -> tuple[Excerpt, ...]:
    """Return what to show of a page for some claims, in the order of the page.

    Args:
        document: The page.
        verdicts: The claims, and what the scorer says of each: its evidence is shown in any case.
    """
    pieces = list(_pieces(document))
    shown: Iterable[int]
    if sum(piece.end - piece.start for piece in pieces) <= WHOLE_PAGE_CHARS:
        shown = range(len(pieces))
    else:
        shown = sorted(_within(MOST_CHARS, pieces, _ranked(document, pieces, verdicts)))
    return tuple(
        Excerpt(
            id=f"P{number}",
            start=piece.start,
            end=piece.end,
            text=document.text[piece.start : piece.end],
            section=piece.section,
            context=piece.block.context,
        )
        for number, piece in enumerate((pieces[index] for index in shown), start=1)
    )


def _pieces(document: Document) -> Iterator[_Piece]:
    section = ""
    for block in document.blocks:
        if block.part is not Part.ARTICLE or block.kind is BlockKind.META or block.start == block.end:
            continue
        if block.kind is BlockKind.HEADING:
            section = document.text[block.start : min(block.end, block.start + _SECTION_CHARS)]
        for start, end in _cuts(document.text, block):
            yield _Piece(start, end, block, "" if block.kind is BlockKind.HEADING else section)


def _cuts(text: str, block: Block) -> Iterator[tuple[int, int]]:
    """Cut a block into stretches of bounded length, at the end of a sentence wherever there is one."""
    start = block.start
    while block.end - start > _PIECE_CHARS:
        most = start + _PIECE_CHARS
        ends = [match.end() for match in _SENTENCE_END.finditer(text, start, most)]
        end = ends[-1] if ends else most
        yield start, end
        start = end
    yield start, block.end


def _ranked(
    document: Document, pieces: Sequence[_Piece], verdicts: Sequence[tuple[Claim, Verdict]]
) -> Iterator[int]:
    """Yield pieces that bear on the claims, the most telling of each claim first; some come more than once."""
    stems = [set(_stems(document.text[piece.start : piece.end])) for piece in pieces]
    spread = Counter(stem for found in stems for stem in found)
    for_each = []
    for claim, verdict in verdicts:
        wanted = {
            stem: math.log(1 + len(pieces) / spread[stem]) for stem in _stems(claim.text) if spread[stem]
        }
        worth = [sum(wanted[stem] for stem in wanted.keys() & found) for found in stems]
        best = nlargest(PIECES_PER_CLAIM, range(len(pieces)), key=lambda index, worth=worth: worth[index])  # type: ignore[misc]
        evidence = [at for item in verdict.evidence if (at := _piece_at(pieces, item.start)) is not None]
        for_each.append([*evidence, *(index for index in best if worth[index])])
    # First the best of every claim, then what stands beside it, then the next best of every claim.
    for rank in range(max(map(len, for_each), default=0)):
        ranked = [found[rank] for found in for_each if rank < len(found)]
        yield from ranked
        for index in ranked:
            yield from (beside for beside in (index - 1, index + 1) if 0 <= beside < len(pieces))
    # How a page begins says what it is about, and there is something to show where no word of the claim is on the page.
    yield from range(min(OPENING_PIECES, len(pieces)))


def _piece_at(pieces: Sequence[_Piece], offset: int) -> int | None:
    index = bisect_right(pieces, offset, key=attrgetter("start")) - 1
    return index if index >= 0 and offset < pieces[index].end else None


def _within(most: int, pieces: Sequence[_Piece], ranked: Iterable[int]) -> set[int]:
    """The first of the ranked pieces that fit into so many characters."""
    chosen: set[int] = set()
    for index in ranked:
        length = pieces[index].end - pieces[index].start
        if index not in chosen and length <= most:
            chosen.add(index)
            most -= length
    return chosen


def _stems(text: str) -> Iterator[str]:
    for match in _WORD.finditer(text):
        word = match[0].casefold()
        if any(ch.isdigit() for ch in word):
            yield word.replace(",", "")
        elif len(word) >= _FEWEST_LETTERS:
            yield word[:_STEM]
