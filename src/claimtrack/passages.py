"""Cut a document into passages: sentences, table rows, list items, headings. Rules only, no model.

A passage never crosses a block, is verbatim (`document.text[start:end]`), and is at most `MAX_PASSAGE_CHARS` long:
longer sentences, and blocks without a full stop, are cut at clause boundaries.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from claimtrack.models import Block, BlockKind, Document, Passage

MAX_PASSAGE_CHARS = 600
"""Longest passage, in characters."""
MIN_SENTENCE_CHARS = 6
"""What is shorter ("No.") says nothing alone and is read with the sentence behind it."""

_WHOLE = frozenset({BlockKind.HEADING, BlockKind.TABLE_ROW})
"""Kinds of block that are one passage, whatever stops they hold."""

_STOP = re.compile(
    r"(?P<mark>[.!?…؟।]+)(?P<close>[\"'”’»)\]]*(?:\[[0-9a-z]{1,3}\])*)(?P<gap>\s+)"
    r"|(?P<wide>[。！？｡]+[」』”’）]*)"
)
_CLAUSE = re.compile(r"[;:]\s|\s[—–-]\s|,\s")
_OPENING = "\"'“‘«([¿¡-–—•*"
_LAST_WORD = re.compile(r"[^\s\"'“‘«(\[]+$")
_NEXT_WORD = re.compile(r"[^\W_]+")
_INITIALS = re.compile(r"[A-Z](?:\.[A-Z])*")
_TAIL_CHARS = 40
"""How far back of a stop its word is looked for; no abbreviation is longer."""

_NEVER_LAST = frozenset(
    "mr mrs ms mx dr prof rev hon pres gov sen rep gen col lt maj capt cmdr sgt adm brig supt det insp mgr msgr messrs "
    "mme mlle bd e.g i.e cf vs viz fig figs eq vol pp approx eds incl no nos nr dhr bzw z.b d.h u.a".split()
)
"""Abbreviations that a sentence does not end with: the next word belongs to them."""

_MAYBE_LAST = frozenset(
    "u.s u.k u.n e.u u.s.a d.c a.m p.m inc ltd co corp plc llc bros jr sr etc al b.c a.d ph.d m.d b.a m.a dept univ "
    "assn st mt ft ave blvd sec ch lb lbs oz sq yd km cm mm kg hr hrs".split()
)
"""Abbreviations that may end a sentence: it does where a word follows that starts one."""

_CALENDAR = frozenset(
    "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun".split()
)
"""The same for months and days, which are words of their own in lower case."""

_STARTERS = frozenset(
    "the a an this that these those he she it they we i you his her its their our my there here in on at by for from "
    "with after before when while if as but and or so yet however although though since because until during under "
    "over between among about according earlier later meanwhile then now today yesterday last next one two three some "
    "many most all both each every no not what who where why how is are was were do does did will would can could "
    "officials police critics analysts supporters".split()
)
"""Words that, in upper case after an abbreviation, start a sentence rather than go on with a name."""


class SentenceSplitter:
    """Splits documents into sentences, table rows, list items and headings (implements `interfaces.Splitter`)."""

    version = "sentences@1"

    def split(self, document: Document) -> Sequence[Passage]:
        """Return the passages of a document in order: verbatim, none overlapping, none across blocks."""
        return [
            Passage(
                start=start,
                end=end,
                text=document.text[start:end],
                kind=block.kind,
                block=index,
                context=block.context,
            )
            for index, block in enumerate(document.blocks)
            for start, end in _spans(document.text, block)
        ]


def _spans(text: str, block: Block) -> Iterator[tuple[int, int]]:
    for start, end in _sentences(text, block):
        for piece in _capped(text, start, end):
            trimmed = _trimmed(text, *piece)
            if trimmed is not None:
                yield trimmed


def _sentences(text: str, block: Block) -> Iterator[tuple[int, int]]:
    if block.kind in _WHOLE:
        yield block.start, block.end
        return
    if block.kind is BlockKind.CODE:
        yield from _lines(text, block)
        return
    begin = block.start
    for match in _STOP.finditer(text, block.start, block.end):
        if match["wide"] is None and match.start("gap") - begin < MIN_SENTENCE_CHARS:
            continue
        if match["wide"] is not None or _ends_sentence(text, begin, match):
            end = match.end() if match["wide"] is not None else match.start("gap")
            yield begin, end
            begin = match.end()
    yield begin, block.end


def _lines(text: str, block: Block) -> Iterator[tuple[int, int]]:
    begin = block.start
    while begin < block.end:
        newline = text.find("\n", begin, block.end)
        end = block.end if newline < 0 else newline
        yield begin, end
        begin = end + 1


def _ends_sentence(text: str, begin: int, stop: re.Match[str]) -> bool:
    """Whether the stop at `stop` ends the sentence that started at `begin`."""
    after = stop.end()
    while after < len(text) and text[after] in _OPENING:
        after += 1
    following = text[after : after + 1]
    if following.islower():
        return False
    if stop["mark"] != ".":
        return True
    word_match = _LAST_WORD.search(text, max(begin, stop.start() - _TAIL_CHARS), stop.start())
    if word_match is None:
        return True
    word = word_match.group()
    next_word = _NEXT_WORD.match(text, after)
    return _word_ends_sentence(
        word, at_start=word_match.start() == begin, following=next_word.group() if next_word else ""
    )


def _word_ends_sentence(word: str, *, at_start: bool, following: str) -> bool:
    bare = word.casefold()
    if bare in _NEVER_LAST:
        # "No." is an answer unless a number follows; the others always lead on to the next word.
        return bare == "no" and not following.isdecimal()
    if word.isdecimal() and at_start:
        return False  # "1. Introduction" is one passage
    if bare in _MAYBE_LAST or word in _CALENDAR or _INITIALS.fullmatch(word):
        return following.casefold() in _STARTERS
    return True


def _capped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut what is longer than `MAX_PASSAGE_CHARS`: after the last clause mark that fits, else at a space, else anywhere."""
    while end - start > MAX_PASSAGE_CHARS:
        limit = start + MAX_PASSAGE_CHARS
        cut = limit
        for match in _CLAUSE.finditer(text, start + MAX_PASSAGE_CHARS // 3, limit):
            cut = match.end()
        if cut == limit:
            space = text.rfind(" ", start + MAX_PASSAGE_CHARS // 3, limit)
            cut = limit if space < 0 else space + 1
        yield start, cut
        start = cut
    yield start, end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span without white space at its ends; None where no letter or digit is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if any(ch.isalnum() for ch in text[start:end]) else None
