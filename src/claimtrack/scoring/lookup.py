"""Where the words of one claim stand on one page; worked out once per passage and shared by every window over it."""

from __future__ import annotations

from collections.abc import Sequence

from claimtrack.scoring.claim_view import ClaimView, Term
from claimtrack.scoring.index import ROOT, PageIndex
from claimtrack.scoring.lexicon import RELATED
from claimtrack.scoring.names import name_word_matches
from claimtrack.scoring.opposites import negated_form, same_side
from claimtrack.scoring.quantities import Quantity, Relation, compare

SAME_SIDE = 0.5
"""Strength of a word at the same end of an axis of opposites ("rose" for "climbed")."""
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
        self._matches: dict[tuple[int, int], Match] = {}
        self._relations: dict[int, list[list[tuple[Relation, Quantity]]]] = {}

    def match(self, term: int, row: int) -> Match:
        """Return the best word of a row for the claim's term number `term`; strength 0 and no place where there is none."""
        key = term, row
        found = self._matches.get(key)
        if found is None:
            found = self._matches[key] = self._match(term, row)
        return found

    def _match(self, term: int, row: int) -> Match:
        places = self.index.rows[row].places
        for stem, strength in self._stand_ins[term]:
            if stem in places:
                return strength, places[stem]
        return 0.0, ()

    def wanted(self) -> list[tuple[Sequence[tuple[str, float]], float]]:
        """Return for each term the stems that can stand for it, best first, and its weight."""
        return [(stems, term.weight) for stems, term in zip(self._stand_ins, self.claim.terms, strict=True)]

    def relations(self, row: int) -> list[list[tuple[Relation, Quantity]]]:
        """Return for each quantity of the claim the quantities of a row that say something about it."""
        found = self._relations.get(row)
        if found is None:
            theirs = self.index.rows[row].quantities
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


def _stand_ins(term: Term, index: PageIndex) -> tuple[tuple[str, float], ...]:
    """The stems of the page that can stand for a term, best first."""
    stem = term.word.stem
    found = {stem: 1.0} if stem in index.postings else {}
    if term.in_name:
        found |= {other: 1.0 for other in index.capital_stems if name_word_matches(term.word.fold, other)}
    else:
        found |= {
            other: RELATED
            for other in index.roots.get(stem[:ROOT], ())
            if other != stem and _relatives(stem, other)
        }
        found |= {
            other: SAME_SIDE
            for other in same_side(stem)
            if other in index.postings and found.get(other, 0.0) < SAME_SIDE
        }
        for other, strength in term.alternatives.items():
            if other in index.postings and strength > found.get(other, 0.0) and not negated_form(stem, other):
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
        common >= ROOT
        and common >= _ROOT_SHARE * min(len(first), len(second))
        and abs(len(first) - len(second)) <= _LONGER_BY
    )
