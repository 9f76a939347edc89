"""A page made ready for many claims: its rows, where each word stands, which rows are worth a look."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from claimtrack.models import BlockKind, Document, Passage
from claimtrack.scoring.cells import CellRow
from claimtrack.scoring.labels import Labels
from claimtrack.scoring.names import acronym_of, find_names, initials, introduced_aliases
from claimtrack.scoring.polarity import denied, targets
from claimtrack.scoring.postings import Postings
from claimtrack.scoring.quantities import Quantity, may_count, read_quantities
from claimtrack.scoring.words import Word, words

_DIGITS = re.compile(r"\d+")
MOST_IN_A_ROW = 64
"""Numbers in one passage beyond which they rank nothing: no sentence has so many, and each costs time."""
MOST_ON_A_PAGE = 20_000
"""Quantities of a page that rank its passages; those after them are still compared where words lead to them."""
_NO_HEADING = -1


class Row:
    """One passage with its words; what is costly is worked out when first asked for."""

    def __init__(self, passage: Passage, heading: frozenset[str]) -> None:
        self.passage = passage
        self.heading = heading
        """Stems of the heading above it and of its block's context."""

    @cached_property
    def text(self) -> str:
        """What the passage is read as."""
        return _read_as(self.passage)

    @cached_property
    def words(self) -> list[Word]:
        """The words of the passage."""
        return words(self.text)

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Stem to the places of its words."""
        places: dict[str, list[int]] = {}
        for at, word in enumerate(self.words):
            places.setdefault(word.stem, []).append(at)
        return places

    @cached_property
    def cells(self) -> CellRow | None:
        """Where the cells of a table's row stand in its text; None for any other passage."""
        return CellRow(self.passage) if self.passage.cells else None

    @cached_property
    def quantities(self) -> list[Quantity]:
        """Quantities of the passage; of a table's row, in the units that its headers give."""
        return self.cells.quantities() if self.cells is not None else read_quantities(self.text)

    @cached_property
    def denied(self) -> list[bool]:
        """For each word, whether it is denied."""
        return denied(self.text, self.words)

    @cached_property
    def denial_targets(self) -> frozenset[int]:
        """The words that its negations aim at."""
        return frozenset(targets(self.words, self.denied))

    @cached_property
    def folds(self) -> frozenset[str]:
        """The words as names are compared."""
        return frozenset(word.fold for word in self.words)

    def has_acronym(self, short: str) -> bool:
        """Whether a name of two words or more in the passage has these initials."""
        return len(short) > 1 and short in self._initials and short in self._acronyms

    @cached_property
    def _initials(self) -> str:
        return initials(self.text, self.words)

    @cached_property
    def _acronyms(self) -> frozenset[str]:
        return frozenset(acronym_of(name.folds) for name in find_names(self.text, self.words))


class PageIndex:
    """The rows of a page. A `Row` is made when a claim first leads to it: most rows of a page are never looked at."""

    def __init__(self, document: Document, passages: Sequence[Passage]) -> None:
        self.document = document
        self.passages = passages
        tables = frozenset(number for number, passage in enumerate(passages) if passage.cells)
        self.postings = Postings(map(_read_as, passages), tables)
        title = words(document.title or "")
        self.title = frozenset(word.stem for word in title if not word.is_stop)
        """Stems of the page's title."""
        self._title_folds = frozenset(word.fold for word in title)
        self._rows: dict[int, Row] = {}
        self._headings = _headings(passages)
        self._stems: dict[str, frozenset[str]] = {}

    def __len__(self) -> int:
        """How many rows the page has."""
        return len(self.passages)

    def row(self, number: int) -> Row:
        """The row of a passage, by its place among the page's passages."""
        found = self._rows.get(number)
        if found is None:
            passage, above = self.passages[number], self._headings[number]
            heading = self._stems_of(self.passages[above].text) if above != _NO_HEADING else frozenset()
            found = self._rows[number] = Row(passage, heading | self._stems_of(passage.context))
        return found

    def _stems_of(self, text: str) -> frozenset[str]:
        """Stems of a heading or a context, which many rows share."""
        found = self._stems.get(text)
        if found is None:
            found = self._stems[text] = frozenset(word.stem for word in words(text) if not word.is_stop)
        return found

    def has_word(self, fold: str) -> bool:
        """Whether a word stands on the page or in its title, as names are compared."""
        return fold in self._title_folds or self.postings.has_word(fold)

    @cached_property
    def labels(self) -> Labels:
        """What names the rows of its tables."""
        return Labels(self.passages)

    def mentions(self, stem: str) -> bool:
        """Whether a stem stands on the page, the contexts of its passages included."""
        return stem in self.postings or stem in self._context_stems

    @cached_property
    def _context_stems(self) -> frozenset[str]:
        contexts = {passage.context for passage in self.passages}
        return frozenset().union(*map(self._stems_of, contexts))

    @cached_property
    def aliases(self) -> Mapping[str, frozenset[str]]:
        """Short names that the page introduces."""
        return introduced_aliases(self.document.text)

    @cached_property
    def quantities(self) -> list[tuple[int, Quantity]]:
        """Every quantity of the page with its row."""
        found: list[tuple[int, Quantity]] = []
        for number in self._counting_rows():
            if len(_DIGITS.findall(self.passages[number].text)) > MOST_IN_A_ROW:
                continue
            found += [(number, quantity) for quantity in self.row(number).quantities]
            if len(found) > MOST_ON_A_PAGE:
                break
        return found

    def _counting_rows(self) -> Iterator[int]:
        """The rows that have a word which can be part of a quantity, in order."""
        numbers: set[int] = set()
        for written, rows in self.postings.written.items():
            if may_count(written):
                numbers.update(rows)
        return iter(sorted(numbers))


def _read_as(passage: Passage) -> str:
    """What a passage is read as: its words; of a table's row, what the table is about and each value with its header."""
    if passage.cells and passage.context:
        return f"{passage.context}: {passage.reading}"
    return passage.reading


def _headings(passages: Sequence[Passage]) -> Sequence[int]:
    """For each passage, the number of the heading above it."""
    above = array("l")
    heading = _NO_HEADING
    for number, passage in enumerate(passages):
        above.append(heading)
        if passage.kind is BlockKind.HEADING:
            heading = number
    return above
