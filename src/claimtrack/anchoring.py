"""Where the evidence of an earlier check stands on a newer text of the page.

An `Evidence` is a W3C TextPositionSelector and a TextQuoteSelector in one (https://www.w3.org/TR/annotation-model/#selectors): its
offsets count characters of one text, which the check names by its hash; its words, with those around them, find it in any other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rapidfuzz import fuzz

from claimtrack.likeness import SIMILAR, Span, likeness, similar_stretches
from claimtrack.models import Evidence
from claimtrack.rewording import Difference, compare, negations

_LIKE_ENOUGH = 0.8
"""Likeness from which words are taken for an earlier wording of the passage."""
_KEPT_ENOUGH = 2 / 3
"""Share of the words that must have stayed, in their order."""
_TELLS_ALONE = 20
"""Length, in characters, from which the same words elsewhere are the passage whatever stands around them."""
_NEAR = 64
"""How far around a passage, in characters, a word that denies may bear on it."""
_MOST_PLACES = 64
"""Places on the page that are looked at for the same words."""
_LONGEST_WORD = 200
"""How far a word is followed, in characters."""
_BETWEEN_DIGITS = frozenset(".,:/'’-−–+")
_BESIDE_DIGITS = _BETWEEN_DIGITS | frozenset("$£€¥%‰°")


class AnchorState(StrEnum):
    """How an earlier passage is found on a newer text."""

    EXACT = "exact"
    """Word for word in its place, and the words around it too."""
    MOVED = "moved"
    """The same at another place."""
    FUZZY = "fuzzy"
    """The passage in other words or among other words; no number, name or negation differs."""
    ORPHAN = "orphan"
    """Not there any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Where an earlier passage stands now, or that it stands nowhere."""

    state: AnchorState
    start: int | None = None
    """Half-open character offsets into the newer text; None for an orphan."""
    end: int | None = None
    similarity: float = 0.0
    """0 to 1, of the passage to the words at `start` or `closest`: 1 only where these are word for word the same."""
    closest: tuple[int, int] | None = None
    """For an orphan, the offsets of the words most like it, to be shown beside it; None where none are like it."""
    differs: frozenset[Difference] = frozenset()
    """Why `closest` is not taken for the passage, where it is not for its likeness alone."""


def anchor(item: Evidence, *, text_before: str, text_now: str) -> Anchor:
    """Find an earlier passage on a newer text of its page.

    What is found in other words is shown to a person and proves nothing: only `relocate` carries a verdict. The cost is
    linear in the text.

    Args:
        item: The passage.
        text_before: The text that its offsets count in.
        text_now: The text to find it in.
    """
    at = _in_context(item, text_before, text_now)
    if at is not None:
        state = AnchorState.EXACT if at == item.start else AnchorState.MOVED
        return Anchor(state=state, start=at, end=at + len(item.exact), similarity=1.0)
    seen: list[Anchor] = []
    for spans in (
        _same_words(item.exact, text_now),
        similar_stretches(item.exact, text_now, near=item.start),
    ):
        judged = [
            _judged(item, text_before, text_now, span) for span in spans if _tells(item, text_now, span)
        ]
        found = _best(item, [one for one in judged if one.state is AnchorState.FUZZY])
        if found:
            return found
        seen += judged
    return _best(item, seen) or Anchor(state=AnchorState.ORPHAN)


def relocate(evidence: Sequence[Evidence], *, text_before: str, text_now: str) -> tuple[Evidence, ...] | None:
    """Return the evidence with its offsets in `text_now`, or None where one of them or its surroundings changed.

    The words before and after (prefix and suffix) must be there too: "not" may have come in just in front. Where the text
    began or ended there, nothing may have been put in front or behind in the same block.
    """
    found = []
    for item in evidence:
        at = _in_context(item, text_before, text_now)
        if at is None:
            return None
        found.append(replace(item, start=at, end=at + len(item.exact)))
    return tuple(found)


def _in_context(item: Evidence, text_before: str, text_now: str) -> int | None:
    """Where the passage stands among the same words, the nearest place to its old one; None where it does not."""
    # With a newline around the text every block has one on both sides, and every offset is one more.
    framed = f"\n{text_now}\n"
    lead = "\n" if item.start == len(item.prefix) else ""
    trail = "\n" if item.end + len(item.suffix) == len(text_before) else ""
    words = lead + item.prefix + item.exact + item.suffix + trail
    inside = len(lead) + len(item.prefix)
    old = item.start + 1 - inside
    places = (framed.find(words, old), framed.rfind(words, 0, old + len(words)))
    at = min((place for place in places if place >= 0), key=lambda place: abs(place - old), default=None)
    return None if at is None else at + inside - 1


def _best(item: Evidence, found: Sequence[Anchor]) -> Anchor | None:
    """The likest, and of equally like ones the nearest to the old place."""

    def rank(one: Anchor) -> tuple[float, int]:
        start = one.start if one.start is not None else one.closest[0] if one.closest else 0
        return one.similarity, -abs(start - item.start)

    return max(found, key=rank, default=None)


def _judged(item: Evidence, text_before: str, text_now: str, span: Span) -> Anchor:
    """What words of the newer text are to the passage."""
    similarity = likeness(item.exact, text_now[span.start : span.end])
    change = compare(item.exact, text_now[slice(*_unbroken(text_now, span))])
    differs = change.differs
    if not _denied_alike(text_before, Span(item.start, item.end), text_now, span):
        differs |= {Difference.NEGATION}
    if not differs and similarity >= _LIKE_ENOUGH and change.kept >= _KEPT_ENOUGH:
        return Anchor(state=AnchorState.FUZZY, start=span.start, end=span.end, similarity=similarity)
    if similarity < SIMILAR:
        return Anchor(state=AnchorState.ORPHAN)
    return Anchor(
        state=AnchorState.ORPHAN, similarity=similarity, closest=(span.start, span.end), differs=differs
    )


def _tells(item: Evidence, text: str, span: Span) -> bool:
    """Tell whether words much like the passage can be it: short ones are said of many things, so those around them count."""
    if len(item.exact) >= _TELLS_ALONE:
        return True
    before, after = (
        text[max(0, span.start - len(item.prefix)) : span.start],
        text[span.end : span.end + len(item.suffix)],
    )
    then = [*item.prefix.split(), "", *item.suffix.split()]
    return fuzz.ratio(then, [*before.split(), "", *after.split()]) >= 100 * SIMILAR


def _same_words(passage: str, text: str) -> Iterator[Span]:
    """The first places where the same words stand, whatever is around them."""
    at = text.find(passage) if passage else -1
    for _ in range(_MOST_PLACES):
        if at < 0:
            return
        yield Span(at, at + len(passage))
        at = text.find(passage, at + len(passage))


def _unbroken(text: str, span: Span) -> Span:
    """The span widened to the words and figures it begins or ends in: 5% inside -1.5% is another number."""
    start, end = span
    least, most = max(0, start - _LONGEST_WORD), min(len(text), end + _LONGEST_WORD)
    while start > least and _hang_together(text[start - 1], text[start]):
        start -= 1
    while end < most and _hang_together(text[end], text[end - 1]):
        end += 1
    return Span(start, end)


def _hang_together(outer: str, inner: str) -> bool:
    """Tell whether a character outside a span belongs to the word or figure whose last character is inside."""
    if outer.isalnum():
        return inner.isalnum() or inner in _BETWEEN_DIGITS
    return outer in _BESIDE_DIGITS and inner.isdigit()


def _denied_alike(text_before: str, span_before: Span, text_now: str, span_now: Span) -> bool:
    """Tell whether the words that deny are the same close around a passage, then and now.

    What is close on one side is looked for twice as far on the other: words put in between push it away.
    """
    before, now = _around(text_before, span_before, _NEAR), _around(text_now, span_now, _NEAR)
    wide_before = _around(text_before, span_before, 2 * _NEAR)
    wide_now = _around(text_now, span_now, 2 * _NEAR)
    return before <= wide_now and now <= wide_before


def _around(text: str, span: Span, reach: int) -> Counter[str]:
    """The words that deny beside a span: in its block, up to `reach` characters away."""
    before = text[max(0, span.start - reach) : span.start].rpartition("\n")[2]
    after = text[span.end : span.end + reach].partition("\n")[0]
    return negations(before) + negations(after)
