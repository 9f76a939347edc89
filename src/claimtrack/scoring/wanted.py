"""The words of a claim by which the rows and columns of a table are found."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from claimtrack.scoring.claim_view import ClaimView
from claimtrack.scoring.lexicon import rarity

_MOSTLY = 0.5
"""Share of the words by which two names differ, beyond which a claim that has them means the one and not the other."""
_LONGEST_SHORT, _SHORTEST_BEGINNING = 4, 3
"""Letters of a word that is cut short, and of one that is no more than the beginning of another."""
_VOWELS = frozenset("aeiou")
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
_NUMBER = 0.1

Name = frozenset[str]
"""Stems of the words of a cell or caption that carry meaning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The words of a claim that a row may be named by."""

    places: Mapping[str, frozenset[int]]
    """Each stem that can stand for words of the claim, with their indices."""
    telling: frozenset[int]
    """Indices of names and numbers: one of them says which row is meant."""
    measured: frozenset[int]
    """Indices of the words of its quantities."""

    def at(self, stem: str) -> frozenset[int]:
        """The words of the claim that a word of the page stands for."""
        return self.places.get(stem, frozenset())

    def hits(self, name: Name) -> frozenset[int]:
        """The words of the claim that a name has."""
        return frozenset().union(*map(self.at, name))

    def share(self, name: Name) -> float:
        """How much of a name the claim has, in [0, 1]."""
        total = sum(map(weight, name))
        return sum(weight(stem) for stem in name if self.at(stem)) / total if total else 0.0

    def means(self, name: Name, rather_than: Name) -> bool:
        """Whether the claim has what sets one name apart from another, and nothing of what sets that apart from it."""
        mine, theirs = name - rather_than, rather_than - name
        if any(map(self.at, theirs)):
            return False
        if not mine:
            return bool(name and theirs) and all(map(self.at, name))
        return self.share(mine) > _MOSTLY or not self.telling.isdisjoint(self.hits(mine))


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedHeaders(Wanted):
    """The same for columns, whose headers are cut short: "Pts" for points, "Feb" for February, "W" for won."""

    def at(self, stem: str) -> frozenset[int]:
        """The words of the claim that a word of the page stands for, or is short for."""
        found = self.places.get(stem)
        if found is None and len(stem) <= _LONGEST_SHORT:
            found = frozenset().union(*(at for word, at in self.places.items() if _is_short_for(stem, word)))
        return found or frozenset()


def _is_short_for(short: str, word: str) -> bool:
    """Whether a word may be cut down to a few letters: its beginning, or its first letter and consonants of the rest."""
    if len(short) >= len(word) or not short.isalpha() or not word.startswith(short[0]):
        return False
    if len(short) >= _SHORTEST_BEGINNING and word.startswith(short):
        return True
    rest = iter(word[1:])
    return _VOWELS.isdisjoint(short[1:]) and all(letter in rest for letter in short[1:])


def weight(stem: str) -> float:
    """How much a word tells; a year tells all, and any other number hardly anything."""
    if stem[:1].isdecimal():
        return 1.0 if _YEAR.fullmatch(stem) else _NUMBER
    return rarity(stem)


def mentions(claim: ClaimView, stand_ins: Mapping[int, Sequence[str]]) -> Wanted:
    """Return the words of a claim by which rows and columns are found.

    Args:
        claim: The claim.
        stand_ins: For words of the claim, by index, the stems of the page that can stand for them.
    """
    places: dict[str, set[int]] = {}
    for at, word in enumerate(claim.words):
        if not word.is_stop:
            for form in (word.stem, word.fold):
                places.setdefault(form, set()).add(at)
    for at, stems in stand_ins.items():
        for stem in stems:
            places.setdefault(stem, set()).add(at)
    named = {at for name in claim.names for at in range(name.first, name.after)}
    numbers = {at for at, word in enumerate(claim.words) if word.is_number}
    measured = {
        at
        for at, word in enumerate(claim.words)
        if any(quantity.start <= word.start < quantity.end for quantity in claim.quantities)
    }
    return Wanted(
        places={stem: frozenset(at) for stem, at in places.items()},
        telling=frozenset(named | numbers),
        measured=frozenset(measured),
    )
