"""A page made ready for many claims: words of every passage, where each stem stands, which passages are worth a look."""

from __future__ import annotations

import heapq
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from claimtrack.models import BlockKind, Document, Passage
from claimtrack.scoring.names import acronym_of, find_names, introduced_aliases
from claimtrack.scoring.polarity import denied, targets
from claimtrack.scoring.quantities import Quantity, read_quantities
from claimtrack.scoring.words import Word, words

K1 = 1.2
"""BM25's saturation of repeated words (Robertson and Zaragoza 2009)."""
B = 0.5
"""BM25's normalisation for length: passages are short already, so less than the usual 0.75."""


ROOT = 5
"""Letters from the start by which relatives of a word are looked up."""


_DIGITS = re.compile(r"\d+")
MOST_IN_A_ROW = 64
"""Numbers in one passage beyond which they rank nothing: no sentence has so many, and each costs time."""
MOST_ON_A_PAGE = 20_000
"""Quantities of a page that rank its passages; those after them are still compared where words lead to them."""


class Row:
    """One passage with its words; what is costly is worked out when first asked for."""

    def __init__(self, passage: Passage, heading: frozenset[str]) -> None:
        self.passage = passage
        self.heading = heading
        """Stems of the heading above it and of its block's context."""

    @cached_property
    def words(self) -> list[Word]:
        """The words of the passage. Kept for the rows that a claim leads to: all words of a long page would be a burden."""
        return words(self.passage.text)

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Stem to the places of its words."""
        places: dict[str, list[int]] = {}
        for at, word in enumerate(self.words):
            places.setdefault(word.stem, []).append(at)
        return places

    @cached_property
    def quantities(self) -> list[Quantity]:
        """Quantities of the passage; of a table row, with the header's words as nouns."""
        return read_quantities(self.passage.text)

    @cached_property
    def denied(self) -> list[bool]:
        """For each word, whether it is denied."""
        return denied(self.passage.text, self.words)

    @cached_property
    def denial_targets(self) -> frozenset[int]:
        """The words that its negations aim at."""
        return frozenset(targets(self.words, self.denied))

    @cached_property
    def folds(self) -> frozenset[str]:
        """The words as names are compared."""
        return frozenset(word.fold for word in self.words)

    @cached_property
    def acronyms(self) -> frozenset[str]:
        """Initials of the names in the passage."""
        return frozenset(acronym_of(name.folds) for name in find_names(self.passage.text, self.words)) - {""}


class PageIndex:
    """The rows of a page, with BM25 over their stems."""

    def __init__(self, document: Document, passages: Sequence[Passage]) -> None:
        self.document = document
        self.passages = passages
        self.title = frozenset(word.stem for word in words(document.title or "") if not word.is_stop)
        self.rows = list(_rows(passages))
        self.postings: dict[str, list[tuple[int, int]]] = {}
        """Stem to (row, how often), in row order."""
        upper: Counter[str] = Counter()
        lower: Counter[str] = Counter()
        capital_stems: set[str] = set()
        folds = {word.fold for word in words(document.title or "")}
        lengths = []
        for number, row in enumerate(self.rows):
            cut = words(row.passage.text)
            lengths.append(len(cut))
            for stem, count in Counter(word.stem for word in cut).items():
                self.postings.setdefault(stem, []).append((number, count))
            folds.update(word.fold for word in cut)
            capital_stems.update(word.stem for word in cut if word.capital)
            for word in cut[1:]:
                (upper if word.capital else lower)[word.fold] += 1
        self.folds = frozenset(folds)
        """Every word of the page, as names are compared."""
        self.capital_stems = frozenset(capital_stems)
        """Stems of the words that the page writes with a capital somewhere."""
        self.capitals = frozenset(word for word, count in upper.items() if count > lower[word])
        """Folded words that the page writes with a capital inside a sentence, and never in lower case."""
        mean = sum(lengths) / len(lengths) if lengths else 1.0
        self._norms = [K1 * (1 - B + B * length / mean) for length in lengths]

    @cached_property
    def aliases(self) -> Mapping[str, frozenset[str]]:
        """Short names that the page introduces."""
        return introduced_aliases(self.document.text)

    @cached_property
    def roots(self) -> Mapping[str, list[str]]:
        """The page's stems by their first five letters; shorter ones are left out."""
        found: dict[str, list[str]] = {}
        for stem in self.postings:
            if len(stem) >= ROOT:
                found.setdefault(stem[:ROOT], []).append(stem)
        return found

    @cached_property
    def quantities(self) -> list[tuple[int, Quantity]]:
        """Every quantity of the page with its row."""
        found: list[tuple[int, Quantity]] = []
        for number, row in enumerate(self.rows):
            if len(_DIGITS.findall(row.passage.text)) > MOST_IN_A_ROW:
                continue
            found += [(number, quantity) for quantity in row.quantities]
            if len(found) > MOST_ON_A_PAGE:
                break
        return found

    def spread(self, stem: str) -> int:
        """In how many rows a stem stands."""
        return len(self.postings.get(stem, ()))

    def idf(self, stem: str) -> float:
        """Inverse passage frequency of a stem, in [0, 1]."""
        count = len(self.postings.get(stem, ()))
        return math.log((len(self.rows) + 1) / (count + 0.5)) / math.log(len(self.rows) + 3)

    def shortlist(
        self,
        wanted: Iterable[tuple[Sequence[tuple[str, float]], float]],
        bonus: Mapping[int, float],
        size: int,
    ) -> list[int]:
        """Return the rows that match best, best first; ties keep the order of the page.

        Args:
            wanted: For each term, the stems that can stand for it with their strengths, and the term's weight.
            bonus: What rows have beside their words.
            size: How many rows at most.
        """
        scores: dict[int, float] = dict(bonus)
        for stems, weight in wanted:
            best: dict[int, float] = {}
            for stem, strength in stems:
                gain = strength * max(self.idf(stem), 0.05)
                for number, count in self.postings.get(stem, ()):
                    value = gain * count * (K1 + 1) / (count + self._norms[number])
                    if value > best.get(number, 0.0):
                        best[number] = value
            for number, value in best.items():
                scores[number] = scores.get(number, 0.0) + weight * value
        return heapq.nsmallest(size, scores, key=lambda number: (-scores[number], number))


def _rows(passages: Sequence[Passage]) -> Iterable[Row]:
    heading: frozenset[str] = frozenset()
    for passage in passages:
        context = frozenset(word.stem for word in words(passage.context) if not word.is_stop)
        row = Row(passage, heading | context)
        yield row
        if passage.kind is BlockKind.HEADING:
            heading = frozenset(word.stem for word in row.words if not word.is_stop)
