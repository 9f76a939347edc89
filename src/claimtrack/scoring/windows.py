"""Choose the stretch of the page that says most about a claim: one sentence where one suffices, else two or three."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from claimtrack.models import BlockKind
from claimtrack.scoring.alignment import Alignment
from claimtrack.scoring.claim_view import ClaimView
from claimtrack.scoring.index import PageIndex
from claimtrack.scoring.lookup import Lookup
from claimtrack.scoring.quantities import Relation, compare

SHORTLIST = 10
"""Rows looked at closely."""
_LONGER = 0.09
"""Share of the claim that one more sentence must add."""
_QUANTITY_WEIGHT = 1.0
"""A quantity weighs as much as a rare word."""
_EVERYWHERE = 0.1
"""What a word that every passage of the page has still weighs when passages compete."""
_LENGTH = 0.015
"""What a passage loses for every doubling of its length beyond `_USUAL_WORDS`: long ones hold any word by chance."""
_USUAL_WORDS = 20
_HIDDEN = 0.02
"""What text that is not visible on the page loses against text that is."""
_FURNITURE = 0.03
"""What headings and captions lose against running text and table rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Windows:
    """The stretches chosen for a claim."""

    single: Alignment
    """The best single passage."""
    best: Alignment
    """The best window of one to three neighbouring passages."""
    pair: Alignment | None
    """The best window with the passage that adds most to it from elsewhere on the page, where one adds enough."""
    near: tuple[Alignment, ...]
    """Every shortlisted passage by itself, best first."""


def choose(claim: ClaimView, index: PageIndex) -> Windows | None:
    """Return the best windows of a page for a claim, or None where the page shares no word with it."""
    lookup = Lookup(claim, index)
    numbers = index.shortlist(lookup.wanted(), _quantity_bonus(claim, index), SHORTLIST)
    if not numbers:
        return None
    singles = sorted((Alignment(lookup, [number]) for number in numbers), key=_order)
    candidates = [
        *singles[:5],
        *(Alignment(lookup, span) for span in _spans(index, [one.numbers[0] for one in singles[:5]])),
    ]
    best = min(candidates, key=_order)
    return Windows(single=singles[0], best=best, pair=_with_more(lookup, best, singles), near=tuple(singles))


def _quantity_bonus(claim: ClaimView, index: PageIndex) -> dict[int, float]:
    """What each row gains for quantities that agree with the claim's; rare ones gain more."""
    bonus: dict[int, float] = {}
    for quantity in claim.quantities:
        rows = {number for number, other in index.quantities if compare(quantity, other) is Relation.MATCH}
        for number in rows:
            bonus[number] = bonus.get(number, 0.0) + 2 * _QUANTITY_WEIGHT / (1 + math.log(len(rows)))
    return bonus


def _spans(index: PageIndex, numbers: list[int]) -> Iterator[tuple[int, ...]]:
    """Runs of two and three neighbours around each row, each once."""
    seen: set[tuple[int, ...]] = set()
    for number in numbers:
        for first, last in (
            (number - 1, number),
            (number, number + 1),
            (number - 1, number + 1),
            (number, number + 2),
            (number - 2, number),
        ):
            span = tuple(range(first, last + 1))
            if first >= 0 and last < len(index.rows) and span not in seen:
                seen.add(span)
                yield span


def worth(alignment: Alignment) -> float:
    """The share of a claim that a window carries: words by weight, quantities beside them."""
    total = gained = 0.0
    for pair in alignment.aligned:
        weight = pair.term.weight * (
            _EVERYWHERE + (1 - _EVERYWHERE) * alignment.index.idf(pair.term.word.stem)
        )
        total += weight
        gained += weight * alignment.said(pair)
    for held in alignment.held:
        total += _QUANTITY_WEIGHT
        if held.relation in (Relation.MATCH, Relation.FIRMER):
            gained += _QUANTITY_WEIGHT * (0.3 + 0.4 * held.same_noun + 0.3 * held.match_affinity)
        elif held.derived:
            gained += _QUANTITY_WEIGHT * 0.7
        elif held.relation is Relation.AT_ODDS:
            gained += _QUANTITY_WEIGHT * (0.1 + 0.5 * held.odds_affinity)
    return gained / total if total else 0.0


def _order(alignment: Alignment) -> tuple[float, tuple[int, ...]]:
    score = worth(alignment) - _LONGER * (len(alignment.rows) - 1)
    score -= _LENGTH * math.log2(max(1.0, sum(len(row.words) for row in alignment.rows) / _USUAL_WORDS))
    kinds = {row.passage.kind for row in alignment.rows}
    if BlockKind.META in kinds:
        score -= _HIDDEN
    if kinds & {BlockKind.HEADING, BlockKind.CAPTION}:
        score -= _FURNITURE
    return -round(score, 9), alignment.numbers


def _with_more(lookup: Lookup, best: Alignment, singles: list[Alignment]) -> Alignment | None:
    pairs = [
        Alignment(lookup, sorted({*best.numbers, *other.numbers}))
        for other in singles[:8]
        if not set(other.numbers) <= set(best.numbers)
    ]
    pair = min(pairs, key=_order, default=None)
    return pair if pair is not None and worth(pair) >= worth(best) + _LONGER else None
