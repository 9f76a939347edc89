"""A claim made ready to be looked up: weighted terms, names, quantities, clauses, negation and modality."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from claimtrack.scoring.lexicon import rarity, related
from claimtrack.scoring.modality import Modality, read_modality
from claimtrack.scoring.names import Name, find_names
from claimtrack.scoring.polarity import denied, targets
from claimtrack.scoring.quantities import Dimension, Quantity, read_quantities
from claimtrack.scoring.words import Word, words

_CLAUSE = re.compile(
    r"[;:—–]|,(?! (?:Inc|Jr|Sr)\b)|\b(?:and|but|while|whereas|although|though|because|since|after|before|when|which|who|that|so that|"
    r"where|as|until|unless|if|despite|with|including)\b",
    re.IGNORECASE,
)
_NAME_WEIGHT = 1.15
"""Names weigh a little more than other rare words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word of a claim that must be found on the page."""

    at: int
    """Index into `ClaimView.words`."""
    word: Word
    weight: float
    """How much it tells, in (0, 1.2)."""
    in_name: bool
    alternatives: dict[str, float]
    """Other stems that can stand for it, with strengths in (0, 1)."""
    clause: int
    """Number of the clause it stands in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """What a claim says, cut up."""

    text: str
    words: tuple[Word, ...]
    terms: tuple[Term, ...]
    quantities: tuple[Quantity, ...]
    names: tuple[Name, ...]
    denied: tuple[bool, ...]
    """For each word, whether it is denied."""
    denial_targets: frozenset[int]
    """The words that its negations aim at."""
    modality: Modality

    @property
    def total(self) -> float:
        """Weight of all terms."""
        return sum(term.weight for term in self.terms)


@lru_cache(maxsize=512)
def view_claim(text: str, known: frozenset[str] = frozenset()) -> ClaimView:
    """Cut a claim up. `known` are capitalised words of the page, which make a name of a word that begins the claim."""
    cut = words(text)
    quantities = tuple(read_quantities(text))
    names = tuple(find_names(text, cut, known=known))
    named = {at for name in names for at in range(name.first, name.after)}
    starts = _clause_starts(text)
    state = denied(text, cut)
    measured = _measured(cut, quantities)
    terms = tuple(
        Term(
            at=at,
            word=word,
            weight=rarity(word.stem) * _NAME_WEIGHT if at in named else rarity(word.stem),
            in_name=at in named,
            alternatives={} if at in named else related(word.stem),
            clause=bisect_right(starts, word.start) - 1,
        )
        for at, word in enumerate(cut)
        if not word.is_stop and at not in measured
    )
    return ClaimView(
        text=text, words=tuple(cut), terms=terms, quantities=quantities, names=names,
        denied=tuple(state), denial_targets=frozenset(targets(cut, state)), modality=read_modality(text),
    )  # fmt: skip


def _clause_starts(text: str) -> list[int]:
    return [0, *(match.start() for match in _CLAUSE.finditer(text) if match.start())]


def _measured(cut: Sequence[Word], quantities: Sequence[Quantity]) -> frozenset[int]:
    """Words that are part of a quantity, which is compared by value; both sequences are in order of place."""
    found: set[int] = set()
    at = 0
    for quantity in quantities:
        while at < len(cut) and cut[at].start < quantity.start:
            at += 1
        while at < len(cut) and cut[at].start < quantity.end:
            if quantity.dimension is not Dimension.ORDINAL:
                found.add(at)
            at += 1
    return frozenset(found)
