"""A page as the rules look at it: its words, its headlines, its short blocks, each folded for comparison."""

from __future__ import annotations

import re
from dataclasses import dataclass

from claimtrack.models import BlockKind, Document, PageFacts, Snapshot

FEW_WORDS = 50
"""Fewer words than this are hardly an article."""
SHORT_WORDS = 150
"""Error pages and walls are shorter than this."""
PROSE_BLOCK_WORDS = 15
"""A block of fewer words is more likely furniture than a paragraph."""
_LITTLE_PROSE = 60
_MUCH_FURNITURE = 800
_BANNER_WORDS = 40
"""A block of more words is prose; what a wall says to its visitor is shorter."""
_MAX_BANNER = 600
"""Characters looked at of a block: a word may be as long as a page."""
_FIRST_BLOCKS = 4
_TITLE_PARTS = re.compile(r" (?:[|·•»«›/–—-]|::?) ")
"""Between the name of a page and that of its site; a title holds single spaces only."""
_SAME = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "…": "...", "\u2011": "-", "\u00a0": " "}
)


def fold(text: str) -> str:
    """Return `text` in the form in which phrases are compared: no case, plain quotes and dots."""
    return text.translate(_SAME).casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the rules need to know of a page of HTML."""

    snapshot: Snapshot
    document: Document
    facts: PageFacts
    headlines: tuple[str, ...]
    """Parts of the title and the `h1`s, without any the first block of a page of few words; folded, none empty."""
    openings: tuple[str, ...]
    """The first visible blocks, folded."""
    banners: str
    """Every short visible block, folded, a line each."""
    prose_words: int
    """Words of the visible blocks that are long enough to be sentences, not navigation."""

    @property
    def word_count(self) -> int:
        """Words that a reader sees."""
        return self.facts.word_count

    @property
    def is_short(self) -> bool:
        """Few words, or little but the navigation of a site: as short as an error page."""
        return self.word_count < SHORT_WORDS or (
            self.prose_words < _LITTLE_PROSE and self.word_count < _MUCH_FURNITURE
        )

    @property
    def was_redirected(self) -> bool:
        """Another address than the one asked for answered."""
        return self.snapshot.final_url != self.snapshot.url


def page_of(snapshot: Snapshot, document: Document) -> Page | None:
    """Return the page as the rules look at it; None for what is no HTML."""
    facts = document.facts
    if facts is None:
        return None
    visible = [
        document.text[block.start : block.end]
        for block in document.blocks
        if block.kind is not BlockKind.META
    ]
    lengths = [text.count(" ") + 1 for text in visible]
    openings = tuple(fold(text[:_MAX_BANNER]) for text in visible[:_FIRST_BLOCKS])
    headlines = [*_TITLE_PARTS.split(fold(facts.title)), *map(fold, facts.headings)]
    if facts.word_count < FEW_WORDS and not facts.headings:
        headlines += openings[:1]
    short = (
        text[:_MAX_BANNER] for text, words in zip(visible, lengths, strict=True) if words <= _BANNER_WORDS
    )
    return Page(
        snapshot=snapshot,
        document=document,
        facts=facts,
        headlines=tuple(dict.fromkeys(filter(None, map(str.strip, headlines)))),
        openings=openings,
        banners=fold("\n".join(short)),
        prose_words=sum(words for words in lengths if words >= PROSE_BLOCK_WORDS),
    )
