"""What changed between two wordings, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz.distance import Indel

_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]"  # scripts that set no spaces: a character is as good as a word
    r"|(?:[^\W_\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff][\u0300-\u036f]*)+"
    r"(?:[.,'’-](?:[^\W_\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff][\u0300-\u036f]*)+)*%?"
    r"|\S"
)
_NUMBER = re.compile(r"[$£€¥]?(?<![^\W_])[^\W\d_]*+\d[^\W_]*+(?:[.,:][^\W_]++)*+%?")
_MOST_WORDS = 5_000
"""Words of each wording that are aligned; what lies beyond is compared as one. The cost grows with their product."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch that is the same in both wordings, or was put in the place of another; both verbatim, with the space behind."""

    before: str
    """Empty for what was inserted."""
    after: str
    """Empty for what was removed."""
    changed: bool
    """Whether the words differ; white space alone makes no difference."""


def word_diff(before: str, after: str) -> tuple[Piece, ...]:
    """Return how one wording became another, as pieces in reading order.

    Their `before` in a row is the first text, their `after` the second. The alignment is that of a longest common
    subsequence of words; a stretch that stayed but is shorter than the changes on both its sides is taken into them, so that
    a rewritten phrase reads as one (the semantic clean-up of https://neil.fraser.name/writing/diff/).

    Args:
        before: The earlier wording.
        after: The later one. The cost is bounded however long they are.
    """
    old, new = _words(before), _words(after)
    pieces = [
        Piece(
            before="".join(old[code.src_start : code.src_end]),
            after="".join(new[code.dest_start : code.dest_end]),
            changed=code.tag != "equal",
        )
        for code in Indel.opcodes(_bare(old[:_MOST_WORDS]), _bare(new[:_MOST_WORDS]))
    ]
    rest_before, rest_after = "".join(old[_MOST_WORDS:]), "".join(new[_MOST_WORDS:])
    if rest_before or rest_after:
        pieces.append(Piece(before=rest_before, after=rest_after, changed=rest_before != rest_after))
    return tuple(_joined(_without_islands(list(_joined(pieces)))))


def cut_out(pieces: Iterable[Piece], start: int, end: int) -> tuple[tuple[Piece, ...], ...]:
    """Return the pieces in front of a stretch of the earlier wording, those of it, and those behind.

    What was put in at either end of the stretch is no part of it; what replaced words across an end is.

    Args:
        pieces: Of a word diff.
        start: Half-open offsets of the stretch, in characters of the earlier wording.
        end: Where it ends.
    """
    front: list[Piece] = []
    middle: list[Piece] = []
    back: list[Piece] = []
    place = 0
    for piece in pieces:
        to = place + len(piece.before)
        if to <= start:
            front.append(piece)
        elif place >= end:
            back.append(piece)
        else:
            head, rest = _cut(piece, start - place, changed_goes_left=False)
            inside, tail = _cut(rest, end - place - len(head.before), changed_goes_left=True)
            front.append(head)
            middle.append(inside)
            back.append(tail)
        place = to
    return tuple(
        tuple(piece for piece in part if piece.before or piece.after) for part in (front, middle, back)
    )


def _cut(piece: Piece, at: int, *, changed_goes_left: bool) -> tuple[Piece, Piece]:
    """A piece in two, so many characters of the earlier wording in; unchanged words stay whole, and left where cut."""
    at = max(at, 0)
    if piece.changed:
        there = len(piece.after) if changed_goes_left and at else 0
    else:
        words, count, width = _words(piece.before), 0, 0
        while width < at and count < len(words):
            width += len(words[count])
            count += 1
        at, there = width, len("".join(_words(piece.after)[:count]))
    return (
        Piece(before=piece.before[:at], after=piece.after[:there], changed=piece.changed),
        Piece(before=piece.before[at:], after=piece.after[there:], changed=piece.changed),
    )


def is_reworded(pieces: Iterable[Piece]) -> bool:
    """Tell whether any word differs."""
    return any(piece.changed for piece in pieces)


def number_changes(pieces: Iterable[Piece]) -> tuple[tuple[str, str], ...]:
    """Return the numbers that changed, as written before and after; empty for one that came or went."""
    found: list[tuple[str, str]] = []
    for piece in pieces:
        if not piece.changed:
            continue
        old, new = _NUMBER.findall(piece.before), _NUMBER.findall(piece.after)
        if len(old) == len(new):
            found += [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]]
        else:
            gone = [(number, "") for number in old if number not in new]
            found += gone + [("", number) for number in new if number not in old]
    return tuple(found)


def _words(text: str) -> list[str]:
    """The words of a text, each with the space behind it and the first with that before it; together they are the text."""
    starts = [match.start() for match in _WORD.finditer(text)]
    if not starts:
        return [text] if text else []
    starts[0] = 0
    return [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def _bare(words: Sequence[str]) -> list[str]:
    return [word.strip() for word in words]


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbours that are both changed, or both not, as one piece."""
    for changed, group in groupby(pieces, key=lambda piece: piece.changed):
        run = list(group)
        yield Piece(
            before="".join(piece.before for piece in run),
            after="".join(piece.after for piece in run),
            changed=changed,
        )


def _without_islands(pieces: Sequence[Piece]) -> Iterator[Piece]:
    for at, piece in enumerate(pieces):
        between = not piece.changed and 0 < at < len(pieces) - 1
        is_island = between and len(piece.after.strip()) <= min(
            _extent(pieces[at - 1]), _extent(pieces[at + 1])
        )
        yield Piece(before=piece.before, after=piece.after, changed=True) if is_island else piece


def _extent(piece: Piece) -> int:
    return max(len(piece.before.strip()), len(piece.after.strip()))
