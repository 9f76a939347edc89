"""An inverted index over the passages of a page: which words stand in which, and BM25 over their stems."""

from __future__ import annotations

import heapq
import math
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence

from claimtrack.scoring.words import STEM_BEGINS, fold_of, forms, stem, stem_begins, tokens

K1 = 1.2
"""BM25's saturation of repeated words (Robertson and Zaragoza 2009)."""
B = 0.5
"""BM25's normalisation for length: passages are short already, so less than the usual 0.75."""
_LEAST_IDF = 0.05
"""What a word that stands in every passage still tells."""


class Postings:
    """Where the words of a page stand. One list of row numbers for each word as written; stems are looked up through it.

    A row's number stands in a word's list once for every time the word stands in the row, so that the list holds the
    frequencies too. It costs one pointer a word of the page, and only words that begin as a word of the claim does are stemmed.
    """

    def __init__(self, texts: Iterable[str], tables: Container[int] = frozenset()) -> None:
        """Index texts, one row each, in order.

        Args:
            texts: The rows.
            tables: Numbers of those that are rows of tables: a cell begins with a capital whatever stands in it.
        """
        rows: defaultdict[str, list[int]] = defaultdict(list)
        lengths = array("I")
        first_words: Counter[str] = Counter()
        for number, text in enumerate(texts):
            cut = tokens(text)
            lengths.append(len(cut))
            if number in tables:
                first_words.update(cut)
            elif cut:
                first_words[cut[0]] += 1
            for written in cut:
                rows[written].append(number)
        self._rows: Mapping[str, Sequence[int]] = rows
        self._lengths = lengths
        self._mean = sum(lengths) / len(lengths) if lengths else 1.0
        self._beginning: defaultdict[str, list[str]] = defaultdict(list)
        self._stems: dict[str, Mapping[str, Sequence[str]]] = {}
        surplus: dict[str, int] = {}
        small: list[tuple[str, str]] = []
        for written in rows:
            plain = written.islower() and written.isascii() and written.isalpha()
            folded = written if plain else fold_of(written)  # most words are as they are compared
            self._beginning[stem_begins(folded)].append(written)
            if written[0].isupper():
                surplus[folded] = surplus.get(folded, 0) + len(rows[written]) - first_words.get(written, 0)
            else:
                small.append((folded, written))
        for folded, written in small:
            if folded in surplus:
                surplus[folded] -= len(rows[written]) - first_words.get(written, 0)
        self.capitals = frozenset(folded for folded, count in surplus.items() if count > 0)
        """Folded words that the page, behind the first word of a row, writes with a capital more often than without."""
        self._idf: dict[str, float] = {}

    def _beside(self, stemmed: str) -> Mapping[str, Sequence[str]]:
        """The stems that begin as a stem does, with the ways in which the page writes them."""
        begins = stemmed[:STEM_BEGINS]
        found = self._stems.get(begins)
        if found is None:
            ways: defaultdict[str, list[str]] = defaultdict(list)
            for written in self._beginning.get(begins, ()):
                ways[forms(written)[1]].append(written)
            found = self._stems[begins] = dict(ways)
        return found

    def __contains__(self, stemmed: str) -> bool:
        """Whether a stem stands on the page."""
        return stemmed in self._beside(stemmed)

    @property
    def written(self) -> Mapping[str, Sequence[int]]:
        """Every word as written, with the rows it stands in, in order; a row once for every time."""
        return self._rows

    def has_word(self, fold: str) -> bool:
        """Whether a folded word stands on the page."""
        stemmed = stem(fold)
        return any(forms(written)[0] == fold for written in self._beside(stemmed).get(stemmed, ()))

    def has_capital(self, stemmed: str) -> bool:
        """Whether the page writes a word of a stem with a capital somewhere."""
        return any(written[0].isupper() for written in self._beside(stemmed).get(stemmed, ()))

    def beginning_with(self, letters: str) -> Sequence[str]:
        """The stems that begin with some letters, two or more."""
        return [other for other in self._beside(letters) if other.startswith(letters)]

    def rows(self, stemmed: str) -> Mapping[int, int]:
        """The rows that a stem stands in, with how often it does."""
        ways = self._beside(stemmed).get(stemmed, ())
        return Counter(
            self._rows[ways[0]] if len(ways) == 1 else [row for way in ways for row in self._rows[way]]
        )

    def stands_in(self, stemmed: str, rows: range) -> bool:
        """Whether a stem stands in one of some neighbouring rows."""
        for written in self._beside(stemmed).get(stemmed, ()):
            where = self._rows[written]
            at = bisect_left(where, rows.start)
            if at < len(where) and where[at] < rows.stop:
                return True
        return False

    def length(self, row: int) -> int:
        """How many words a row has."""
        return self._lengths[row]

    def spread(self, stemmed: str) -> int:
        """In how many rows a stem stands."""
        ways = self._beside(stemmed).get(stemmed, ())
        return len({row for way in ways for row in self._rows[way]})

    def idf(self, stemmed: str) -> float:
        """Inverse passage frequency of a stem, in [0, 1]."""
        found = self._idf.get(stemmed)
        if found is None:
            total = len(self._lengths)
            found = math.log((total + 1) / (self.spread(stemmed) + 0.5)) / math.log(total + 3)
            self._idf[stemmed] = found
        return found

    def scores(self, wanted: Iterable[tuple[Sequence[tuple[str, float]], float]]) -> dict[int, float]:
        """Return the BM25 scores of the rows that have a wanted stem.

        Args:
            wanted: For each term, the stems that can stand for it with their strengths, and the term's weight. A row's best stem
                for a term counts.
        """
        scores: dict[int, float] = {}
        lengths, scale = self._lengths, K1 * B / self._mean
        for stems, weight in wanted:
            best: dict[int, float] = {}
            for stemmed, strength in stems:
                gain = strength * max(self.idf(stemmed), _LEAST_IDF) * (K1 + 1)
                for number, count in self.rows(stemmed).items():
                    value = gain * count / (count + K1 * (1 - B) + scale * lengths[number])
                    if value > best.get(number, 0.0):
                        best[number] = value
            for number, value in best.items():
                scores[number] = scores.get(number, 0.0) + weight * value
        return scores


def leading(scores: Mapping[int, float], size: int) -> list[int]:
    """Return the rows that score best, best first; ties keep the order of the page."""
    return heapq.nsmallest(size, scores, key=lambda number: (-scores[number], number))
