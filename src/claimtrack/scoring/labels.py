"""What names the rows of a page's tables: two rows that differ in a name say nothing about each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property

from claimtrack.models import Passage
from claimtrack.scoring.cells import is_label
from claimtrack.scoring.wanted import Name, Wanted
from claimtrack.scoring.words import words

_CAPTION = "\n"
"""The column of what stands above the whole table; no header holds a line break."""
_MOST_RIVALS = 256
"""Rows with one word of the claim that are held against a row."""
_MOST_COLUMNS = 64
"""Columns of a table that are known by their headers where a row has nothing in them."""
_OF_ALL = frozenset(
    word.stem for word in words("total overall all altogether sum everyone value number figure amount")
)
"""Words that name a row which is about everything."""


class Labels:
    """The names of all rows of a page's tables, by the header of their column."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages
        self._names: dict[str, Name] = {}
        self._rows: dict[int, Mapping[str, Name]] = {}

    def of(self, number: int) -> Mapping[str, Name]:
        """The names of a row, by the header of the column that each stands in."""
        found = self._rows.get(number)
        if found is None:
            passage = self._passages[number]
            found = {
                cell.header: self.name_of(cell.text) for cell in passage.named_cells if is_label(cell.text)
            }
            labels = [cell for cell in passage.cells if cell not in passage.named_cells]
            if labels:
                found[""] = self.name_of(labels[0].text)
            if passage.context:
                found[_CAPTION] = self.name_of(passage.context)
            self._rows[number] = found
        return found

    def name_of(self, text: str) -> Name:
        """The words of a header, a cell or a caption that carry meaning."""
        found = self._names.get(text)
        if found is None:
            cut = words(text)
            # "D" is a word of grammar, and the header of the games that were drawn.
            found = frozenset(word.stem for word in cut if not word.is_stop) or frozenset(
                word.stem for word in cut
            )
            self._names[text] = found
        return found

    @cached_property
    def _named(self) -> Mapping[tuple[str, str], Sequence[int]]:
        """Column and stem to the first rows that have it there."""
        found: dict[tuple[str, str], list[int]] = {}
        for number, passage in enumerate(self._passages):
            if not passage.cells:
                continue
            for column, name in self.of(number).items():
                for stem in name:
                    rows = found.setdefault((column, stem), [])
                    if len(rows) < _MOST_RIVALS:
                        rows.append(number)
        return found

    @cached_property
    def _beside(self) -> Mapping[str, Collection[str]]:
        """For each header the other headers of its tables."""
        found: dict[str, dict[str, None]] = {}
        for headers in dict.fromkeys(
            tuple(cell.header for cell in passage.cells[:_MOST_COLUMNS])
            for passage in self._passages
            if passage.cells
        ):
            for header in filter(None, headers):
                others = found.setdefault(header, {})
                if len(others) < _MOST_COLUMNS:
                    others.update(dict.fromkeys(headers))
        return found

    def empty_columns(self, headers: Sequence[str]) -> Sequence[str]:
        """Return the headers of a row's table under which the row has nothing."""
        beside = [self._beside[header] for header in headers if header in self._beside]
        every = dict.fromkeys(header for others in beside for header in others)
        return [header for header in every if header and header not in headers]

    @cached_property
    def _often(self) -> Counter[tuple[str, Name]]:
        """How many rows have a name in a column."""
        return Counter(
            named
            for number, passage in enumerate(self._passages)
            if passage.cells
            for named in self.of(number).items()
        )

    def _keys(self, number: int) -> Mapping[str, Name]:
        """The names by which a row is told from the others: those on the left, as many as it takes."""
        found: dict[str, Name] = {}
        is_alone = False
        for column, name in self.of(number).items():
            if column == _CAPTION or not is_alone:
                found[column] = name
                # A year may be the only one of its kind by chance.
                is_alone |= self._often[column, name] == 1 and _has_words(name)
        return found

    def is_unnamed(self, wanted: Wanted, number: int, topic: Name) -> bool:
        """Tell whether a claim has no name of a row: then it may be about any of them.

        Args:
            wanted: The words of the claim.
            number: The row.
            topic: What the page is about at this place: a row of that name need not be named.
        """
        names = [name for column, name in self.of(number).items() if column != _CAPTION and _has_words(name)]
        return bool(names) and not any(wanted.hits(name) or name & topic or name & _OF_ALL for name in names)

    def rival(self, wanted: Wanted, number: int) -> int | None:
        """Return the first row that a claim means rather than this one: it has all names that the claim and this one share, and more."""
        keys = self._keys(number)
        hits = self._hits(wanted, number)
        for other in self._rivals(wanted, keys):
            theirs = self.of(other)
            if hits <= self._hits(wanted, other) and any(
                wanted.means(theirs[column], name) for column, name in keys.items() if column in theirs
            ):
                return other
        return None

    def _hits(self, wanted: Wanted, number: int) -> frozenset[int]:
        """The words of the claim that a row is named by; a date or number beside the row's key is a value of the row."""
        keys = self._keys(number)
        named = frozenset().union(*map(wanted.hits, keys.values()))
        beside = frozenset().union(
            *(wanted.hits(name) for column, name in self.of(number).items() if column not in keys)
        )
        return named | (beside - wanted.measured)

    def stray(self, wanted: Wanted, number: int) -> tuple[str, int] | None:
        """Return a column in which the claim has the name of another row and not that of this one, with that row."""
        for column, name in self.of(number).items():
            if column == _CAPTION or wanted.hits(name):
                continue
            for other in self._rivals(wanted, {column: name}):
                theirs = self.of(other)[column]
                if not wanted.hits(theirs) <= wanted.measured and wanted.means(theirs, name):
                    return column, other
        return None

    def _rivals(self, wanted: Wanted, mine: Mapping[str, Name]) -> Iterator[int]:
        """Rows that share a column with a row and have a word of the claim there."""
        found = {
            number
            for column in mine
            for stem in wanted.places
            for number in self._named.get((column, stem), ())
        }
        return iter(sorted(found))


def _has_words(name: Name) -> bool:
    return any(not stem[:1].isdecimal() for stem in name)
