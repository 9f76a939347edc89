"""Hold a claim against a window of the page: which of its terms, names and quantities stand there, and where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from claimtrack.scoring.cells import OUTSIDE
from claimtrack.scoring.claim_view import Term
from claimtrack.scoring.index import PageIndex, Row
from claimtrack.scoring.lexicon import RELATED, similarity
from claimtrack.scoring.lookup import Lookup
from claimtrack.scoring.names import Name, coverage, stands_for
from claimtrack.scoring.quantities import Quantity, Relation, derivable
from claimtrack.scoring.words import Word

_SHORT_NAME = 0.95
"""Strength of a first name where the page has the surname only."""
_IN_TITLE = 0.8
"""How far a word counts as said because the title has it."""
_BEFORE, _BEFORE_WORD = 0.75, 0.4
"""The same for the heading above and the sentence before; a name is remembered for longer, as "he" or "the company"."""
_MEMORY = 3
"""For how many sentences."""
_TOPIC = 0.5
"""The same for a name that the page has all over."""
_TOPIC_ROWS = 3
"""A name in this many passages is what the page is about."""
_CHANCE = 0.45
"""Affinity below which counts of nothing in particular are not held against each other."""
_SMALL = 12
"""Counts up to this one are found on any page."""
_NEAR = 6
"""Words around a quantity that say what it is about."""


class Place(NamedTuple):
    """A word of a window. A tuple, as `Aligned`: a claim is held against dozens of windows."""

    row: int
    """Index into the window's rows."""
    at: int
    """Index into that row's words."""


class Aligned(NamedTuple):
    """A term of the claim and the word of the window that stands for it best."""

    term: Term
    strength: float
    """0 where nothing stands for it."""
    place: Place | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A quantity of the claim against those of the window."""

    quantity: Quantity
    relation: Relation
    """MATCH and FIRMER win over AT_ODDS."""
    page: Quantity | None
    """The quantity of the page that the relation is to."""
    row: int
    derived: bool
    """Whether it is a difference, sum or ratio of two quantities of the window."""
    match_affinity: float
    """Share of the words around the claim's quantity that stand around the matching one; 0 without a match."""
    odds_affinity: float
    """The same for the quantity at odds whose surroundings fit best; 0 without one."""
    odds: Quantity | None
    same_noun: float
    """1 where the matching quantity counts the same thing, less where it counts another or a small number proves little."""


class Alignment:
    """A claim aligned with one to three rows of a page. Everything is worked out when first asked for."""

    def __init__(self, lookup: Lookup, numbers: Sequence[int]) -> None:
        self.lookup = lookup
        self.claim = lookup.claim
        self.index = lookup.index
        self.numbers = tuple(numbers)
        """Indices of the rows in the page."""
        self.rows: tuple[Row, ...] = tuple(self.index.row(number) for number in numbers)

    @cached_property
    def aligned(self) -> tuple[Aligned, ...]:
        """One entry per term of the claim; of several words that fit equally, the one next to the term before wins.

        Where the page writes only the surname or the acronym of a name, the whole name counts as found.
        """
        found = {
            at
            for name, share in zip(self.claim.names, self.names, strict=True)
            if share >= 1
            for at in range(name.first, name.after)
        }
        return tuple(
            Aligned(pair.term, _SHORT_NAME, pair.place)
            if pair.strength < _SHORT_NAME and pair.term.at in found
            else pair
            for pair in self._word_by_word
        )

    @cached_property
    def _word_by_word(self) -> tuple[Aligned, ...]:
        out: list[Aligned] = []
        before: Place | None = None
        matches = [self.lookup.matches(number) for number in self.numbers]
        for number, term in enumerate(self.claim.terms):
            best, place = 0.0, None
            for row, found in enumerate(matches):
                strength, places = found[number]
                if not strength or strength < best:
                    continue
                beside = before is not None and before.row == row
                if strength > best or beside:
                    near = before.at + 1 if before is not None and beside else 0
                    best, place = strength, Place(row, _nearest(places, near))
            out.append(Aligned(term, best, place))
            before = place if best >= RELATED else before
        return tuple(out)

    @cached_property
    def covered(self) -> float:
        """Weight of the claim's terms that the window carries."""
        return sum(pair.term.weight * pair.strength for pair in self.aligned)

    def in_context(self, term: Term) -> float:
        """How far a term may be taken as said because the page is about it, in [0, 1).

        It stands in the title, in the heading above, in the sentence before, or all over the page.
        """
        stem = term.word.stem
        if stem in self.index.title:
            return _IN_TITLE
        first = self.numbers[0]
        if stem in self.rows[0].heading:
            return _BEFORE if term.in_name else _BEFORE_WORD
        if self.rows[0].cells is not None:
            return 0.0  # the rows above are about something else
        before = range(max(0, first - (_MEMORY if term.in_name else 1)), first)
        if self.index.postings.stands_in(stem, before):
            return _BEFORE if term.in_name else _BEFORE_WORD
        return _TOPIC if term.in_name and self.index.postings.spread(stem) >= _TOPIC_ROWS else 0.0

    def said(self, pair: Aligned) -> float:
        """How far a term of the claim is said: by a word of the window, or by what the page is about."""
        return (
            pair.strength if pair.strength >= _SHORT_NAME else max(pair.strength, self.in_context(pair.term))
        )

    @cached_property
    def taken(self) -> frozenset[Place]:
        """Words of the window that stand for a term."""
        return frozenset(
            pair.place for pair in self.aligned if pair.place is not None and pair.strength >= RELATED
        )

    @cached_property
    def folds(self) -> frozenset[str]:
        """Folded words of the window."""
        return frozenset().union(*(row.folds for row in self.rows))

    @cached_property
    def names(self) -> tuple[float, ...]:
        """For each name of the claim, how much of it the window has."""
        strengths = {pair.term.at: pair.strength for pair in self._word_by_word}
        return tuple(
            coverage(
                name,
                [strengths[at] == 1.0 for at in range(name.first, name.after) if at in strengths],
                self,
            )
            for name in self.claim.names
        )

    @property
    def aliases(self) -> Mapping[str, frozenset[str]]:
        """Short names that the page introduces."""
        return self.index.aliases

    def has_acronym(self, short: str) -> bool:
        """Whether a name in the window has these initials."""
        return any(row.has_acronym(short) for row in self.rows)

    def surname_alone(self, name: Name) -> bool:
        """Whether the last word of a name may be short for it in the window."""
        last = self.claim.words[name.after - 1].stem
        return any(stands_for(name, row.words, row.places.get(last, ())) for row in self.rows)

    @cached_property
    def held(self) -> tuple[Held, ...]:
        """One entry per quantity of the claim."""
        return tuple(self._hold(place, quantity) for place, quantity in enumerate(self.claim.quantities))

    def _hold(self, place: int, quantity: Quantity) -> Held:
        span = _span(self.claim.words, quantity)
        match: tuple[float, Quantity, int, Relation] | None = None
        odds: tuple[float, Quantity, int] | None = None
        for number, row in enumerate(self.rows):
            for relation, other in self.lookup.relations(self.numbers[number])[place]:
                affinity = self.affinity(span, number, _span(row.words, other))
                if relation is Relation.AT_ODDS:
                    if quantity.unitless and affinity < _CHANCE:
                        continue
                    if odds is None or affinity > odds[0]:
                        odds = affinity, other, number
                elif match is None or (relation is Relation.MATCH, affinity) > (
                    match[3] is Relation.MATCH,
                    match[0],
                ):
                    match = affinity, other, number, relation
        if (
            match is not None
            and odds is not None
            and _same_noun(quantity, match[1]) < 1
            and odds[0] >= match[0]
        ):
            match = None  # the number stands for something else there, and another one for this
        derived = (
            match is None
            and derivable(quantity, [other for row in self.rows for other in row.quantities]) is not None
        )
        return Held(
            quantity=quantity,
            relation=match[3] if match else Relation.AT_ODDS if odds else Relation.UNRELATED,
            page=match[1] if match else odds[1] if odds else None,
            row=match[2] if match else odds[2] if odds else 0,
            derived=derived,
            match_affinity=match[0] if match else 0.0,
            odds_affinity=odds[0] if odds else 0.0,
            odds=odds[1] if odds else None,
            same_noun=_same_noun(quantity, match[1]) if match else 0.0,
        )

    def affinity(self, claim_span: tuple[int, int], row: int, page_span: tuple[int, int]) -> float:
        """Return how well the words around a place of the claim are found around a place of the window, in [0, 1].

        Nearer words of the claim count for more. Spans are half-open, in words.
        """
        total = shared = 0.0
        for pair in self.aligned:
            distance = max(claim_span[0] - pair.term.at, pair.term.at - claim_span[1] + 1)
            if not 0 < distance <= _NEAR:
                continue
            weight = pair.term.weight / (1 + distance / 3)
            total += weight
            place = pair.place
            if place is not None and place.row == row and self._is_near(place, page_span):
                shared += weight * pair.strength
            elif pair.term.word.stem in self.rows[row].heading:
                shared += weight * 0.7
        return shared / total if total else 0.0

    def _is_near(self, place: Place, span: tuple[int, int]) -> bool:
        """Whether a word stands around a place of its row; in a table, whether it names the row or stands in the same cell."""
        row = self.rows[place.row]
        if row.cells is None or span[0] >= len(row.words):
            return span[0] - _NEAR - 2 <= place.at < span[1] + _NEAR + 2
        cell = row.cells.at(row.words[place.at].start)
        return (
            cell == OUTSIDE
            or row.cells.pieces[cell].is_label
            or cell == row.cells.at(row.words[span[0]].start)
        )

    def page_word(self, place: Place) -> Word:
        """The word at a place."""
        return self.rows[place.row].words[place.at]

    def page_text(self, place: Place) -> str:
        """The word at a place, as written."""
        word = self.page_word(place)
        return self.rows[place.row].text[word.start : word.end]


def context_ceiling(term: Term, index: PageIndex) -> float:
    """Return the most that a term can count as said in any window that has no word for it."""
    if term.in_name:
        return _SHORT_NAME
    stem = term.word.stem
    if stem in index.title:
        return _IN_TITLE
    return _BEFORE_WORD if index.mentions(stem) else 0.0


def _nearest(places: Sequence[int], near: int) -> int:
    return min(places, key=lambda at: abs(at - near))


def _same_noun(mine: Quantity, theirs: Quantity) -> float:
    if not mine.nouns or not theirs.nouns or not set(mine.nouns).isdisjoint(theirs.nouns):
        return 1.0
    if any(similarity(one, other) >= RELATED for one in mine.nouns for other in theirs.nouns):
        return 1.0
    return 0.3 if mine.value <= _SMALL or mine.step >= mine.value else 0.6


def _span(cut: Sequence[Word], quantity: Quantity) -> tuple[int, int]:
    """The words that a quantity is written with, as a half-open range."""
    first = next((at for at, word in enumerate(cut) if word.end > quantity.start), len(cut))
    after = next((at for at, word in enumerate(cut[first:], first) if word.start >= quantity.end), len(cut))
    return first, after
