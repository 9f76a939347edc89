"""Where the words of one claim stand on one page; worked out once per passage and shared by every window over it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from claimtrack.scoring.claim_view import ClaimView, Term
from claimtrack.scoring.columns import Misplaced, relate
from claimtrack.scoring.index import PageIndex
from claimtrack.scoring.lexicon import RELATED
from claimtrack.scoring.names import matching_name_words
from claimtrack.scoring.opposites import negated_form, same_side
from claimtrack.scoring.quantities import Quantity, Relation, compare
from claimtrack.scoring.wanted import Wanted, mentions
from claimtrack.scoring.words import STEM_BEGINS

SAME_SIDE = 0.5
"""Strength of a word at the same end of an axis of opposites ("rose" for "climbed")."""
_ROOT = 5
"""Letters from the start by which relatives of a word are looked up."""
_ROOT_SHARE = 0.75
_LONGER_BY = 5

Match = tuple[float, Sequence[int]]
"""How well a passage's best word stands for a term, and the places of that word in the passage."""


class Lookup:
    """A claim on a page."""

    def __init__(self, claim: ClaimView, index: PageIndex) -> None:
        self.claim = claim
        self.index = index
        self._stand_ins = [_stand_ins(term, index) for term in claim.terms]
        self._matches: dict[int, tuple[Match, ...]] = {}
        self._strengths: dict[int, Sequence[float]] = {}
        self._relations: dict[int, list[list[tuple[Relation, Quantity]]]] = {}
        self._misplaced: dict[int, Mapping[int, Misplaced]] = {}
        self._rivals: dict[int, int | None] = {}

    def matches(self, row: int) -> tuple[Match, ...]:
        """Return for each term of the claim the best word of a row; strength 0 and no place where there is none."""
        found = self._matches.get(row)
        if found is None:
            places = self.index.row(row).places
            found = self._matches[row] = tuple(_match(stems, places) for stems in self._stand_ins)
        return found

    def strengths(self, row: int) -> Sequence[float]:
        """Return how well a row's best word stands for each term, without cutting the row into words."""
        known = self._matches.get(row)
        if known is not None:
            return [strength for strength, _ in known]
        found = self._strengths.get(row)
        if found is None:
            found = self._strengths[row] = [self._strength(stems, row) for stems in self._stand_ins]
        return found

    def _strength(self, stand_ins: Sequence[tuple[str, float]], row: int) -> float:
        here = range(row, row + 1)
        return next(
            (strength for stem, strength in stand_ins if self.index.postings.stands_in(stem, here)), 0.0
        )

    def wanted(self) -> list[tuple[Sequence[tuple[str, float]], float]]:
        """Return for each term the stems that can stand for it, best first, and its weight."""
        return [(stems, term.weight) for stems, term in zip(self._stand_ins, self.claim.terms, strict=True)]

    def relations(self, row: int) -> list[list[tuple[Relation, Quantity]]]:
        """Return for each quantity of the claim the quantities of a row that say something about it."""
        found = self._relations.get(row)
        if found is None:
            theirs, cells = self.index.row(row).quantities, self.index.row(row).cells
            if cells is not None:
                columns = relate(self.claim, self._mentions, cells, theirs, self.index.labels)
                found, self._misplaced[row] = columns.related, columns.misplaced
            else:
                found = [
                    [
                        (relation, other)
                        for other in theirs
                        if (relation := compare(mine, other)) is not Relation.UNRELATED
                    ]
                    for mine in self.claim.quantities
                ]
            self._relations[row] = found
        return found

    @property
    def seen(self) -> Iterable[int]:
        """The rows that were looked at so far, in order."""
        return sorted(self._relations)

    def misplaced(self, row: int) -> Mapping[int, Misplaced]:
        """Return the quantities of the claim, by number, that stand in a table's row but in another column than is meant."""
        self.relations(row)
        return self._misplaced.get(row, {})

    def rival(self, row: int) -> int | None:
        """Return the row of a table that the claim means rather than this one; None where there is none, or no table."""
        if self.index.row(row).cells is None:
            return None
        if row not in self._rivals:
            self._rivals[row] = self.index.labels.rival(self._mentions, row)
        return self._rivals[row]

    def stray(self, row: int) -> tuple[str, int] | None:
        """Return a column of a table's row in which the claim has the name of another row instead; see `Labels.stray`."""
        return self.index.labels.stray(self._mentions, row)

    def is_unnamed(self, row: int) -> bool:
        """Tell whether the claim has no name of a table's row; see `Labels.is_unnamed`."""
        topic = self.index.title | self.index.row(row).heading
        return self.index.labels.is_unnamed(self._mentions, row, topic)

    @cached_property
    def _mentions(self) -> Wanted:
        stand_ins = {
            term.at: [stem for stem, strength in stems if strength >= RELATED]
            for term, stems in zip(self.claim.terms, self._stand_ins, strict=True)
        }
        return mentions(self.claim, stand_ins)


def _match(stand_ins: Sequence[tuple[str, float]], places: Mapping[str, Sequence[int]]) -> Match:
    for stem, strength in stand_ins:
        if stem in places:
            return strength, places[stem]
    return 0.0, ()


def _stand_ins(term: Term, index: PageIndex) -> tuple[tuple[str, float], ...]:
    """The stems of the page that can stand for a term, best first."""
    stem, page = term.word.stem, index.postings
    found = {stem: 1.0} if stem in page else {}
    if term.in_name:
        mine = term.word.fold
        alike = matching_name_words(mine, page.beginning_with(mine[:STEM_BEGINS]))
        found |= {other: 1.0 for other in alike if page.has_capital(other)}
    else:
        found |= {
            other: RELATED
            for other in (page.beginning_with(stem[:_ROOT]) if len(stem) >= _ROOT else ())
            if other != stem and _relatives(stem, other)
        }
        found |= {
            other: SAME_SIDE
            for other in same_side(stem)
            if other in page and found.get(other, 0.0) < SAME_SIDE
        }
        for other, strength in term.alternatives.items():
            if other in page and strength > found.get(other, 0.0) and not negated_form(stem, other):
                found[other] = strength
    return tuple(sorted(found.items(), key=lambda item: (-item[1], item[0] != stem, item[0])))


def _relatives(first: str, second: str) -> bool:
    """Whether two stems share so long a beginning that one comes from the other."""
    common = 0
    for mine, theirs in zip(first, second, strict=False):
        if mine != theirs:
            break
        common += 1
    return (
        common >= _ROOT
        and common >= _ROOT_SHARE * min(len(first), len(second))
        and abs(len(first) - len(second)) <= _LONGER_BY
    )
