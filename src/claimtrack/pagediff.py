"""What became of the passages of an earlier check on the newest text of their page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from claimtrack.anchoring import AnchorState, anchor
from claimtrack.models import Evidence, Stance
from claimtrack.rewording import Difference
from claimtrack.store import HistoryEntry
from claimtrack.worddiff import Piece, cut_out, is_reworded, number_changes, word_diff

_SHOWN = 160
"""Characters of the page kept on each side of a passage."""
_COMPARED = 3 * _SHOWN
"""Characters compared on each side: words that only left or entered the window at its far end are then not among those kept."""
_TELLING = {Difference.NAME: "a name changed", Difference.NEGATION: "a word that denies came or went"}
"""A number that changed is named itself."""


class Fate(StrEnum):
    """What became of a passage."""

    UNCHANGED = "unchanged"
    """Word for word in its place, and the words around it too."""
    MOVED = "moved"
    """The same at another place of the page."""
    SURROUNDINGS = "surroundings"
    """Word for word there; the words around it changed."""
    CHANGED = "changed"
    """There in other words."""
    GONE = "gone"
    """Nothing like it is there."""
    NEW = "new"
    """A passage that the newest verdict rests on and the earlier one did not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageDiff:
    """One passage then and now, between the words around it."""

    fate: Fate
    evidence: Evidence
    """As the earlier check kept it; for a new one, as the newest check keeps it."""
    start: int | None
    """Half-open character offsets into the newest text; None for a passage that is gone."""
    end: int | None
    similarity: float
    """0 to 1, of the passage then to the words there now."""
    lead: tuple[Piece, ...] = ()
    """What stands in front of it, then and now."""
    passage: tuple[Piece, ...] = ()
    trail: tuple[Piece, ...] = ()
    """What stands behind it."""
    numbers: tuple[tuple[str, str], ...] = ()
    """Numbers of the passage that changed, as written then and now; empty for one that came or went."""
    differs: frozenset[Difference] = frozenset()
    """What changed in the passage that may change what it says."""

    @property
    def message(self) -> str:
        """What became of the passage, in words."""
        what = "the closest passage" if self.evidence.stance is Stance.RELATED else "the passage"
        is_below = self.start is not None and self.start > self.evidence.start
        told = {
            Fate.UNCHANGED: f"the page changed elsewhere; {what} stands word for word",
            Fate.MOVED: f"the page changed elsewhere; {what} stands word for word, {'further down' if is_below else 'further up'}",
            Fate.SURROUNDINGS: f"{what} stands word for word; the words around it changed",
            Fate.CHANGED: f"the words of {what} changed",
            Fate.GONE: f"{what} is gone: nothing like it stands on the page any more",
            Fate.NEW: f"{what} of the newest verdict, which the one before did not rest on",
        }
        numbers = [
            f"{before} → {after}" if before and after else f"{before} went" if before else f"{after} came"
            for before, after in self.numbers
        ]
        signs = [words for difference, words in _TELLING.items() if difference in self.differs]
        return "; ".join([told[self.fate], *([", ".join(numbers)] if numbers else []), *signs])


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDiff:
    """One source of a claim: the newest text that was scored, and the newest before it that reads differently."""

    now: HistoryEntry | None
    """The newest check that has a verdict; None where there is none."""
    then: HistoryEntry | None
    """The newest check before it that rests on another text; None where the page always read the same."""
    since: HistoryEntry | None
    """The first check on the text of now, or None without one."""
    problem: HistoryEntry | None
    """The newest check of all, where it could not be made."""
    passages: tuple[PassageDiff, ...] = ()

    @property
    def is_read_anew(self) -> bool:
        """Whether the page itself is the same to the byte: a newer release reads other words out of it."""
        return bool(self.now and self.then and self.now.snapshot_sha256 == self.then.snapshot_sha256)


def page_diff(
    trail: Iterable[HistoryEntry],
    text_of: Callable[[str], str | None],
    is_then: Callable[[HistoryEntry], bool] = lambda _: True,
) -> PageDiff:
    """Compare the passages of a claim's earlier check with the newest text of the source.

    Args:
        trail: Its checks against one source, newest first; read no further than needed.
        text_of: The text of a document by its hash; None where it is lost.
        is_then: Whether a check that rests on another text will do as the earlier one.
    """
    newest = now = then = since = None
    for entry in trail:
        newest = newest or entry
        if entry.verdict is None:
            continue
        now = now or entry
        if entry.document_sha256 == now.document_sha256:
            since = entry
        elif is_then(entry):
            then = entry
            break
    found = PageDiff(now=now, then=then, since=since, problem=newest if newest and newest.problem else None)
    if not (now and then and now.document_sha256 and then.document_sha256):
        return found
    before, after = text_of(then.document_sha256), text_of(now.document_sha256)
    if before is None or after is None:
        return found
    return replace(found, passages=passage_diffs(then, now, text_before=before, text_now=after))


def passage_diffs(
    then: HistoryEntry, now: HistoryEntry, *, text_before: str, text_now: str
) -> tuple[PassageDiff, ...]:
    """Return what became of each passage of an earlier check, then the passages that only the newest one rests on."""
    earlier = then.verdict.evidence if then.verdict else ()
    known = [_known(item, text_before, text_now) for item in earlier]
    new = [
        _new(item, text_now)
        for item in (now.verdict.evidence if now.verdict else ())
        if not any(_overlap(item, one) for one in known)
    ]
    return (*known, *new)


def _known(item: Evidence, text_before: str, text_now: str) -> PassageDiff:
    found = anchor(item, text_before=text_before, text_now=text_now)
    place = (found.start, found.end) if found.start is not None and found.end is not None else found.closest
    if place is None:
        return PassageDiff(
            fate=Fate.GONE,
            evidence=item,
            start=None,
            end=None,
            similarity=0.0,
            lead=_same(text_before[: item.start], _last),
            passage=word_diff(item.exact, ""),
            trail=_same(text_before[item.end :], _first),
        )
    start, end = place
    front, behind = (
        text_before[max(0, item.start - _COMPARED) : item.start],
        text_before[item.end :][:_COMPARED],
    )
    front_now, behind_now = text_now[max(0, start - _COMPARED) : start], text_now[end:][:_COMPARED]
    if text_now[start:end] == item.exact:
        lead, passage, trail = (
            word_diff(front, front_now),
            word_diff(item.exact, item.exact),
            word_diff(behind, behind_now),
        )
    else:
        # Where other words begin and end is a guess: the words around them are aligned too, and have the last say.
        pieces = word_diff(f"{front}{item.exact}{behind}", f"{front_now}{text_now[start:end]}{behind_now}")
        lead, passage, trail = cut_out(pieces, len(front), len(front) + len(item.exact))
    return PassageDiff(
        fate=_fate(found.state, is_reworded=is_reworded(passage)),
        evidence=item,
        start=start,
        end=end,
        similarity=found.similarity,
        lead=_last(lead),
        passage=passage,
        trail=_first(trail),
        numbers=number_changes(passage),
        differs=found.differs,
    )


def _fate(state: AnchorState, *, is_reworded: bool) -> Fate:
    if state is AnchorState.EXACT:
        return Fate.UNCHANGED
    if state is AnchorState.MOVED:
        return Fate.MOVED
    return Fate.CHANGED if is_reworded else Fate.SURROUNDINGS


def _new(item: Evidence, text_now: str) -> PassageDiff:
    return PassageDiff(
        fate=Fate.NEW,
        evidence=item,
        start=item.start,
        end=item.end,
        similarity=0.0,
        lead=_same(text_now[: item.start], _last),
        passage=(Piece(before=item.exact, after=item.exact, changed=False),),
        trail=_same(text_now[item.end :], _first),
    )


def _overlap(item: Evidence, one: PassageDiff) -> bool:
    return one.start is not None and one.end is not None and item.start < one.end and one.start < item.end


def _same(text: str, cut: Callable[[Sequence[Piece]], tuple[Piece, ...]]) -> tuple[Piece, ...]:
    return cut((Piece(before=text, after=text, changed=False),)) if text else ()


def _first(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The pieces in the characters kept, up to the word where they end."""
    return tuple(_within(pieces, _head))


def _last(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces in the characters kept at the end, from the word where they begin."""
    return tuple(_within(reversed(pieces), _tail))[::-1]


def _within(pieces: Iterable[Piece], cut: Callable[[str, int], str]) -> Iterator[Piece]:
    room = _SHOWN
    for piece in pieces:
        longest = max(len(piece.before), len(piece.after))
        if longest > room:
            yield replace(piece, before=cut(piece.before, room), after=cut(piece.after, room))
            return
        yield piece
        room -= longest


def _head(text: str, room: int) -> str:
    if len(text) <= room:
        return text
    head, space, _ = text[: room + 1].rpartition(" ")
    return f"{head if space else text[:room]} …"


def _tail(text: str, room: int) -> str:
    if len(text) <= room:
        return text
    _, space, tail = text[len(text) - room - 1 :].partition(" ")
    return f"… {tail if space else text[len(text) - room :]}"
