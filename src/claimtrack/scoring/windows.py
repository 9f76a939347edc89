"""Choose the stretch of the page that says most about a claim: one sentence where one suffices, else two or three."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import mul
from typing import NamedTuple

from claimtrack.models import BlockKind
from claimtrack.scoring import around
from claimtrack.scoring.alignment import Alignment, Held, context_ceiling
from claimtrack.scoring.claim_view import ClaimView
from claimtrack.scoring.index import PageIndex
from claimtrack.scoring.lookup import Lookup
from claimtrack.scoring.postings import leading
from claimtrack.scoring.quantities import Relation, compare

_AGREEING = frozenset({Relation.MATCH, Relation.FIRMER})
_DERIVED = 0.7
"""How far a quantity is carried that follows from others of the window; more than one that is at odds."""
SHORTLIST = 10
"""Rows looked at closely."""
_NEARLY = 0.8
"""Share of the best passage's rank from which another one is worth showing beside it."""
_LEADING = 5
"""Of them, those whose neighbours are looked at too."""
_SECOND = 8
"""Of them, those that may be the second place a claim rests on."""
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
_OTHER_ROW = 0.5
"""What a row of a table loses where another is named as the claim has it."""
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
    others: tuple[Alignment, ...]
    """Those of them that are outside the best window and carry nearly as much of the claim as the best one."""


def choose(claim: ClaimView, index: PageIndex) -> Windows | None:
    """Return the best windows of a page for a claim, or None where the page shares no word with it."""
    lookup = Lookup(claim, index)
    numbers = shortlist(lookup)
    if not numbers:
        return None
    scale = _Scale(lookup)
    singles = sorted((scale.weigh((number,)) for number in numbers), key=_order)
    spans = _spans(index, [one.alignment.numbers[0] for one in singles[:_LEADING]])
    best = scale.best(spans, singles[0])
    return Windows(
        single=singles[0].alignment,
        best=best.alignment,
        pair=_with_more(scale, best, singles),
        near=tuple(one.alignment for one in singles),
        others=tuple(
            one.alignment
            for one in singles
            if one.rank >= _NEARLY * singles[0].rank
            and one.alignment.numbers[0] not in best.alignment.numbers
        ),
    )


def shortlist(lookup: Lookup) -> list[int]:
    """Return the rows of a page that are worth a close look for a claim, best first.

    BM25 over the words ranks them, and quantities that agree with the claim's; the rarer the number, the more it tells.
    """
    scores = lookup.index.postings.scores(lookup.wanted())
    for quantity in lookup.claim.quantities:
        agreeing = {
            row for row, other in lookup.index.quantities if compare(quantity, other) is Relation.MATCH
        }
        for row in agreeing:
            gain = 2 * _QUANTITY_WEIGHT / (1 + math.log(len(agreeing)))
            scores[row] = scores.get(row, 0.0) + gain
    return around.article_first(lookup.index, leading(scores, SHORTLIST + around.PASSED_OVER), SHORTLIST)


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
            if first >= 0 and last < len(index) and span not in seen and _may_be_joined(index, span):
                seen.add(span)
                yield span


def _may_be_joined(index: PageIndex, span: Sequence[int]) -> bool:
    """Whether a run says one thing: a row of a table lends its numbers to nothing beside it, nor an article to a teaser."""
    passages = [index.passages[number] for number in span]
    return not any(passage.cells for passage in passages) and len({passage.part for passage in passages}) == 1


class _Weighed(NamedTuple):
    """A window with what it is worth."""

    alignment: Alignment
    worth: float
    """The share of the claim that it carries: words by weight, quantities beside them."""
    rank: float
    """The same less what windows lose for their length and for what part of the page they are."""


def _order(window: _Weighed) -> tuple[float, tuple[int, ...]]:
    return -round(window.rank, 9), window.alignment.numbers


class _Scale:
    """Weighs windows of a page for one claim."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        idf = lookup.index.postings.idf
        self._weights = [
            term.weight * (_EVERYWHERE + (1 - _EVERYWHERE) * idf(term.word.stem))
            for term in lookup.claim.terms
        ]
        """What each term weighs when passages compete: less where every passage has it."""
        self._ceilings = [context_ceiling(term, lookup.index) for term in lookup.claim.terms]
        self._total = sum(self._weights) + _QUANTITY_WEIGHT * len(lookup.claim.quantities)

    def weigh(self, numbers: Sequence[int]) -> _Weighed:
        """Align the claim with some rows and say what they are worth."""
        alignment = Alignment(self._lookup, numbers)
        gained = sum(
            weight * alignment.said(pair)
            for pair, weight in zip(alignment.aligned, self._weights, strict=True)
        )
        gained += _QUANTITY_WEIGHT * sum(map(_held, alignment.held))
        worth = gained / self._total if self._total else 0.0
        return _Weighed(alignment, worth, worth - self._losses(numbers))

    def best(self, windows: Iterable[Sequence[int]], known: _Weighed) -> _Weighed:
        """Return the window that ranks best, a known one among them. Those that cannot beat the best so far are not aligned."""
        promising = sorted(((self.most(rows) - self._losses(rows), rows) for rows in windows), reverse=True)
        best = known
        for most, rows in promising:
            if round(most, 9) < round(best.rank, 9):
                break
            best = min(best, self.weigh(rows), key=_order)
        return best

    def most(self, numbers: Sequence[int]) -> float:
        """Return what a window can be worth at most, found without aligning it."""
        strongest = map(max, self._ceilings, *map(self._lookup.strengths, numbers))
        gained = sum(map(mul, self._weights, strongest))
        for at in range(len(self._lookup.claim.quantities)):
            gained += _QUANTITY_WEIGHT * max(self._most_held(number, at) for number in numbers)
        return gained / self._total if self._total else 0.0

    def _most_held(self, number: int, at: int) -> float:
        relations = {relation for relation, _ in self._lookup.relations(number)[at]}
        if not relations.isdisjoint(_AGREEING):
            return 1.0
        return _DERIVED if self._lookup.index.row(number).quantities else 0.0

    def _losses(self, numbers: Sequence[int]) -> float:
        """What a window loses for its length and for what part of the page it is."""
        index = self._lookup.index
        length = sum(map(index.postings.length, numbers))
        losses = _LONGER * (len(numbers) - 1)
        losses += _LENGTH * math.log2(max(1.0, length / _USUAL_WORDS))
        kinds = {index.passages[number].kind for number in numbers}
        if BlockKind.META in kinds:
            losses += _HIDDEN
        if kinds & {BlockKind.HEADING, BlockKind.CAPTION}:
            losses += _FURNITURE
        if around.is_around(index, numbers[0]):
            losses += around.LOSS
        losses += _OTHER_ROW * sum(self._lookup.rival(number) is not None for number in numbers)
        return losses


def _held(held: Held) -> float:
    """How far a window carries a quantity of the claim."""
    if held.relation in _AGREEING:
        return 0.3 + 0.4 * held.same_noun + 0.3 * held.match_affinity
    if held.derived:
        return _DERIVED
    return 0.1 + 0.5 * held.odds_affinity if held.relation is Relation.AT_ODDS else 0.0


def _with_more(scale: _Scale, best: _Weighed, singles: Sequence[_Weighed]) -> Alignment | None:
    """The best window with one more row from elsewhere, where that adds enough."""
    mine = best.alignment.numbers
    passages = best.alignment.index.passages
    pairs = [
        tuple(sorted({*mine, *other.alignment.numbers}))
        for other in singles[:_SECOND]
        if not set(other.alignment.numbers) <= set(mine)
        and passages[other.alignment.numbers[0]].part is passages[mine[0]].part
    ]
    if not any(scale.most(numbers) >= best.worth + _LONGER for numbers in pairs):
        return None
    pair = scale.best(pairs[1:], scale.weigh(pairs[0]))
    return pair.alignment if pair.worth >= best.worth + _LONGER else None
