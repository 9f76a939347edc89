"""How common an English word is, and which words mean nearly the same or the opposite. Data in `lexicon.txt.gz`.

Made by `training/build_lexicon.py` from WordNet 3.1 (Princeton University) and GloVe 6B vectors (public domain).
"""

from __future__ import annotations

import gzip
import math
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

SYNONYM, RELATED, NEIGHBOUR = 0.85, 0.6, 0.3
"""How much of a word a synonym, a related word (kind of, derived from) and a mere neighbour in use carry."""

_STRENGTHS = {"=": SYNONYM, "~": RELATED, "?": NEIGHBOUR}
_COMMON = 60.0
"""Words up to about this rank weigh next to nothing."""


class Lexicon(NamedTuple):
    """The tables, by stem."""

    rank: dict[str, int]
    related: dict[str, dict[str, float]]
    """Stem to stems that can stand for it, with strengths in (0, 1)."""
    antonyms: dict[str, frozenset[str]]


@cache
def lexicon() -> Lexicon:
    """Return the lexicon, read once per process."""
    raw = gzip.decompress(files(__package__).joinpath("lexicon.txt.gz").read_bytes()).decode()
    rank: dict[str, int] = {}
    related: dict[str, dict[str, float]] = {}
    antonyms: dict[str, frozenset[str]] = {}
    for place, line in enumerate(raw.splitlines()):
        name, *rest = line.split(" ")
        rank[name] = place
        links = {word[1:]: _STRENGTHS[word[0]] for word in rest if word[0] != "!"}
        if links:
            related[name] = links
        opposite = frozenset(word[1:] for word in rest if word[0] == "!")
        if opposite:
            antonyms[name] = opposite
    return Lexicon(rank, related, antonyms)


@lru_cache(maxsize=65536)
def rarity(stem: str) -> float:
    """How much a word tells, from its frequency rank in English by Zipf's law: 0 for the commonest, 1 for unlisted ones."""
    tables = lexicon()
    place = tables.rank.get(stem)
    if place is None:
        return 1.0
    return max(0.05, math.log((place + _COMMON) / _COMMON) / math.log((len(tables.rank) + _COMMON) / _COMMON))


def related(stem: str) -> dict[str, float]:
    """Return the stems that can stand for `stem`, with strengths in (0, 1)."""
    return lexicon().related.get(stem, {})


def similarity(first: str, second: str) -> float:
    """How well one stem stands for another: 1 for the same, a strength of the lexicon, else 0."""
    if first == second:
        return 1.0
    links = lexicon().related
    return max(links.get(first, {}).get(second, 0.0), links.get(second, {}).get(first, 0.0))
