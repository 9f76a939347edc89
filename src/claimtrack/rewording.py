"""Do two wordings of a passage say the same numbers, name the same things and deny the same?

Rules only, and strict ones: what is reported as the same is; a difference that is reported may be none (`5%`, `five per cent`).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein


class Difference(StrEnum):
    """What sets one wording apart from another, whatever else is alike."""

    NUMBER = "number"
    """A figure, number word, unit or sign of a currency."""
    NAME = "name"
    """A capitalised word; any word of a script without capitals, where names cannot be told."""
    NEGATION = "negation"
    """A word that denies came or went."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewording:
    """How one wording became another."""

    differs: frozenset[Difference]
    kept: float
    """Share of the words of the longer one that both have, in the same order: 0 to 1."""


class _Token(NamedTuple):
    """A word or figure."""

    key: str
    """What is compared: without case."""
    weight: Difference | None
    """What it means when this word comes or goes."""


_TOKEN = re.compile(
    r"(?:(?<!\w)[+\-−–])?\d(?:[\d.,:/]*\d)?"  # a figure with its sign: -5, 1,204.50, 12:30
    r"|[^\W\d_]+?(?=n't\b)|n't\b"  # "did" and "n't" of "didn't"
    r"|[^\W\d_]+(?:'[^\W\d_]+)*"
    r"|[^\w\s]"
)
_SAME = {**dict.fromkeys("‘’‚‛", "'"), "−": "-", "–": "-"}
_SPELT = {"n't": "not", "wo": "will", "ca": "can", "%": "percent"}
_CANNOT = re.compile(r"\b(can)(not)\b", re.IGNORECASE)

_NUMBERS = frozenset(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million millions billion "
    "billions trillion trillions dozen dozens score half halves third thirds quarter quarters once twice thrice double doubled "
    "triple tripled first second fourth fifth sixth seventh eighth ninth tenth percent percentage bn tn".split()
)
_NEGATORS = frozenset(
    "not no never none nobody nothing neither nor cannot without hardly scarcely barely nowhere unable false untrue wrong incorrect "
    "false falsely deny denies denied denying denial fail fails failed failing refuse refuses refused refusing decline declines "
    "declined lack lacks lacked lacking instead rather except unlikely impossible prevent prevents prevented stopped avoid avoids "
    "avoided avoiding ruled unless "
    # The commonest ones of other languages.
    "nicht kein keine keinen keiner keinem nie niemals nichts ohne ne pas jamais aucun aucune rien sans non nunca jamás nada ningún "
    "ninguna sin não nem nenhum nenhuma sem niet geen nooit zonder inte ingen aldrig ikke aldri nie bez".split()
)
_FUNCTION_WORDS = frozenset(
    "a an the this that these those he she it they we i you his her its their our my there here in on at by for from with as and or "
    "but so if when while after before then now also however is are was were".split()
)
"""Capitalised at the start of a sentence, these are no names."""
_NUMBER_SIGNS = frozenset("%‰°§#№")
_NUMBER_CATEGORIES = frozenset({"Sc", "Sm", "No", "Nl"})
"""Currencies, mathematical signs, fractions and Roman numerals."""
_MARKS = frozenset({"Mn", "Mc"})
_DENYING_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "mis")
_SAME_WORD = 80.0
"""Likeness, 0 to 100, from which the word behind a figure counts as the same unit in another spelling (metres, meters)."""


def compare(before: str, now: str) -> Rewording:
    """Return what became of a wording.

    The words are aligned by the shortest edit path (Levenshtein); a number, name or negation off that path came, went or
    changed places, and either of these may change what is said.

    Args:
        before: The one wording.
        now: The other.
    """
    old, new = _tokens(before), _tokens(now)
    differs: set[Difference] = set()
    kept = 0
    for op in Levenshtein.opcodes([token.key for token in old], [token.key for token in new]):
        went, came = old[op.src_start : op.src_end], new[op.dest_start : op.dest_end]
        if op.tag == "equal":
            kept += len(went)
            continue
        differs |= {token.weight for token in (*went, *came) if token.weight}
        if op.tag == "replace":
            pairs = list(zip(went, came, strict=True))
            differs |= {Difference.NEGATION for one, other in pairs if _denies(one.key, other.key)}
            behind_figure = op.src_start > 0 and old[op.src_start - 1].weight is Difference.NUMBER
            if behind_figure and fuzz.ratio(pairs[0][0].key, pairs[0][1].key) < _SAME_WORD:
                differs.add(Difference.NUMBER)
    return Rewording(differs=frozenset(differs), kept=kept / max(len(old), len(new), 1))


def negations(text: str) -> Counter[str]:
    """Return the words of a text that deny, without case, each as often as it stands there."""
    return Counter(token.key for token in _tokens(text) if token.weight is Difference.NEGATION)


def _denies(one: str, other: str) -> bool:
    """Tell whether one word is the other with a denying prefix: lawful and unlawful."""
    short, long = sorted((one, other), key=len)
    return any(long == prefix + short for prefix in _DENYING_PREFIXES)


def _tokens(text: str) -> list[_Token]:
    folded = unicodedata.normalize("NFKC", text)
    folded = _CANNOT.sub(r"\1 \2", folded.translate(_TRANSLATION))
    return list(_weighed(folded))


_TRANSLATION = str.maketrans(_SAME)


def _weighed(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        word = match[0]
        key = word.casefold()
        key = _SPELT.get(key, key)
        weight = _weight(word, key)
        if weight or any(ch.isalnum() for ch in word):
            yield _Token(key, weight)


def _weight(word: str, key: str) -> Difference | None:
    if key in _NEGATORS or (key.endswith("less") and key != "less"):
        return Difference.NEGATION
    if key in _NUMBERS or any(ch.isdigit() or _is_number_sign(ch) for ch in word):
        return Difference.NUMBER
    if key in _FUNCTION_WORDS:
        return None
    if any(ch.isupper() or ch.istitle() or _is_caseless(ch) for ch in word):
        return Difference.NAME
    return None


def _is_number_sign(ch: str) -> bool:
    return ch in _NUMBER_SIGNS or unicodedata.category(ch) in _NUMBER_CATEGORIES


def _is_caseless(ch: str) -> bool:
    """Tell whether a character belongs to a script without capitals; vowel signs do too."""
    return unicodedata.category(ch) in _MARKS or (ch.isalpha() and ch.lower() == ch.upper())
