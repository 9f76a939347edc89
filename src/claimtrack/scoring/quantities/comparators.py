"""Words that bound a number: "more than", "up to", "about", "+", "or so"."""

from __future__ import annotations

from collections.abc import Sequence

from claimtrack.scoring.quantities.model import Comparator
from claimtrack.scoring.quantities.numerals import Lexeme

_PHRASES: dict[Comparator, tuple[str, ...]] = {
    Comparator.AT_LEAST: ("at least", "no fewer than", "no less than", "not less than", "not fewer than", "a minimum of", "minimum of",
                          "minimum", "≥"),
    Comparator.AT_MOST: ("up to", "at most", "at the most", "no more than", "not more than", "as many as", "as much as", "as high as",
                         "a maximum of", "maximum of", "≤"),
    Comparator.ABOUT: ("about", "around", "roughly", "approximately", "some", "circa", "close to", "an estimated", "estimated", "~", "≈",
                       "more or less", "in the region of", "in the neighbourhood of", "in the neighborhood of", "near", "c .", "just over",
                       "a little over", "slightly over", "just above", "slightly more than", "a little more than", "just more than"),
    Comparator.NEARLY: ("nearly", "almost", "approaching", "shy of", "just under", "just below", "a little under", "slightly under",
                        "slightly less than", "a little less than", "just short of"),
    Comparator.MORE: ("more than", "over", "above", "exceeding", "exceeds", "exceeded", "exceed", "upwards of", "greater than",
                      "higher than", "in excess of", "north of", "beyond", "topped", "topping", "well over", "surpassed", "surpassing",
                      "longer than", ">"),
    Comparator.LESS: ("less than", "fewer than", "under", "below", "lower than", "well under", "shorter than", "within", "<"),
}  # fmt: skip
_BY_LAST_WORD: dict[str, list[tuple[tuple[str, ...], Comparator]]] = {}
for _comparator, _phrases in _PHRASES.items():
    for _phrase in _phrases:
        _words = tuple(_phrase.split())
        _BY_LAST_WORD.setdefault(_words[-1], []).append((_words, _comparator))
for _options in _BY_LAST_WORD.values():
    _options.sort(key=lambda option: -len(option[0]))

_BEHIND: tuple[tuple[tuple[str, ...], Comparator], ...] = (
    (("+",), Comparator.MORE),
    (("plus",), Comparator.MORE),
    (("or", "more"), Comparator.AT_LEAST),
    (("or", "higher"), Comparator.AT_LEAST),
    (("or", "above"), Comparator.AT_LEAST),
    (("and", "above"), Comparator.AT_LEAST),
    (("or", "less"), Comparator.AT_MOST),
    (("or", "fewer"), Comparator.AT_MOST),
    (("or", "under"), Comparator.AT_MOST),
    (("or", "so"), Comparator.ABOUT),
    (("-", "odd"), Comparator.ABOUT),
)
_BEHIND_BY_FIRST_WORD: dict[str, list[tuple[tuple[str, ...], Comparator]]] = {}
for _words, _comparator in _BEHIND:
    _BEHIND_BY_FIRST_WORD.setdefault(_words[0], []).append((_words, _comparator))
_NEGATORS = frozenset({"not", "no"})
_SKIPPED = frozenset("the a an only just us".split())
_MAX_SKIPPED = 2


def low(items: Sequence[Lexeme], at: int) -> str:
    """Return the lexeme at `at` in lower case, or an empty string outside the text."""
    return items[at].low if 0 <= at < len(items) else ""


def comparator_before(items: Sequence[Lexeme], first: int) -> tuple[Comparator, int]:
    """Return the comparator in front of the lexeme `first`, and the index where its words begin."""
    at = first - 1
    while at >= 0 and items[at].low in _SKIPPED and first - at <= _MAX_SKIPPED:
        at -= 1
    for end in (first - 1, at):
        for phrase, comparator in _BY_LAST_WORD.get(low(items, end), ()):
            begin = end - len(phrase) + 1
            if begin >= 0 and tuple(item.low for item in items[begin : end + 1]) == phrase:
                return _negated(items, begin, comparator)
    return Comparator.EXACT, first


def _negated(items: Sequence[Lexeme], begin: int, comparator: Comparator) -> tuple[Comparator, int]:
    """Turn a bound that is denied: "not more than" is an upper bound, "no fewer than" a lower one."""
    if low(items, begin - 1) in _NEGATORS and comparator in (Comparator.MORE, Comparator.LESS):
        return (Comparator.AT_MOST if comparator is Comparator.MORE else Comparator.AT_LEAST), begin - 1
    return comparator, begin


def comparator_behind(items: Sequence[Lexeme], after: int) -> tuple[Comparator, int]:
    """Return the comparator that begins at the lexeme `after`, and the index behind its words."""
    for phrase, comparator in _BEHIND_BY_FIRST_WORD.get(low(items, after), ()):
        if tuple(item.low for item in items[after : after + len(phrase)]) == phrase:
            return comparator, after + len(phrase)
    return Comparator.EXACT, after
