"""A changed claim, and what of the page a change may not hit upon."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from claimtrack.scoring.names import Name, find_names
from claimtrack.scoring.quantities import Dimension, Quantity, Relation, compare, read_quantities
from claimtrack.scoring.words import words


class Change(StrEnum):
    """What was changed."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    POLARITY = "polarity"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterfactual:
    """A wrong version of a claim."""

    kind: Change
    text: str
    before: str
    """The words of the claim that were changed; empty where some were put in."""
    after: str
    """What stands in their place; empty where they were taken out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWords:
    """Numbers and names of a page, read once for all claims on it."""

    quantities: tuple[Quantity, ...]
    sentences: tuple[tuple[Name, ...], ...]
    """The names of each sentence that has any."""
    frequency: Counter[tuple[str, ...]]
    """How often each name stands on the page, by its folded words, where it does not begin a sentence: what does may be any word."""

    @classmethod
    def of(cls, sentences: Iterable[str]) -> Self:
        """Read a page, or the part of it that matters to a claim. Linear in its length."""
        quantities: list[Quantity] = []
        named: list[tuple[Name, ...]] = []
        for sentence in sentences:
            quantities += read_quantities(sentence)
            names = tuple(find_names(sentence, words(sentence)))
            if names:
                named.append(names)
        frequency = Counter(name.folds for names in named for name in names if name.first)
        return cls(quantities=tuple(quantities), sentences=tuple(named), frequency=frequency)

    def gives(self, quantity: Quantity) -> bool:
        """Tell whether the page has a number or date that agrees with one."""
        return any(
            (one.dimension is Dimension.DATE) is (quantity.dimension is Dimension.DATE)
            and compare(quantity, one) in {Relation.MATCH, Relation.FIRMER}
            for one in self.quantities
        )


def changed(kind: Change, claim: str, start: int, end: int, after: str) -> Counterfactual:
    """Return the claim with the characters from `start` to `end` replaced."""
    return Counterfactual(
        kind=kind,
        text=f"{claim[:start]}{after}{claim[end:]}",
        before=claim[start:end].strip(),
        after=after.strip(),
    )
