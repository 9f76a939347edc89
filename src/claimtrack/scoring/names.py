"""Names: which words of a text are part of one, and whether a name of the claim stands in a stretch of the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Protocol

from claimtrack.scoring.lexicon import lexicon
from claimtrack.scoring.words import STOP_WORDS, Word, fold, words

_JOINERS = frozenset("of the de la le van von der den del di da du al bin ibn for and y et".split())
_ALIASES: dict[str, str] = {
    form: country
    for country, forms in {
        "unitedstates": "usa american americans america",
        "unitedkingdom": "uk britain british briton britons",
        "netherlands": "dutch holland netherlands", "germany": "german germans germany", "france": "french france",
        "spain": "spanish spaniard spaniards spain", "greece": "greek greeks greece", "poland": "polish poles poland",
        "denmark": "danish danes denmark", "sweden": "swedish swedes sweden", "finland": "finnish finns finland",
        "switzerland": "swiss switzerland", "wales": "welsh wales", "ireland": "irish ireland", "turkey": "turkish turks turkey türkiye",
        "china": "chinese china beijing", "eu": "eu", "un": "un", "iraq": "iraqi iraqis iraq", "iran": "iranian iranians iran",
        "peru": "peruvian peruvians peru", "norway": "norwegian norwegians norway", "portugal": "portuguese portugal",
        "philippines": "filipino filipinos philippine philippines", "afghanistan": "afghan afghans afghanistan",
        "thailand": "thai thais thailand", "czechia": "czech czechs czechia",
    }.items()
    for form in forms.split()
}  # fmt: skip
_ALIASES_OF: dict[str, set[str]] = {}
for _form, _country in _ALIASES.items():
    _ALIASES_OF.setdefault(_country, set()).add(_form)
_COUNTRIES_OF_TWO_WORDS = {
    frozenset({"united", "states"}): "unitedstates",
    frozenset({"united", "kingdom"}): "unitedkingdom",
    frozenset({"great", "britain"}): "unitedkingdom",
}
_MONTHS_AND_DAYS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct "
    "nov dec monday tuesday wednesday thursday friday saturday sunday".split()
)
_INTRODUCED = re.compile(r"\((?:the )?[\"“']?(?P<short>[A-Z][A-Za-z&.]{1,9})[\"”']?\)")
_LONG_FORM_CHARS = 100
"""How far in front of "(AWS)" its long form may begin."""
_LOOK_BACK = 4
"""How far back of a word the end of the sentence before it is looked for."""
_LONGEST_INITIAL = 2
"""Letters of what may stand before a full stop inside a name: "J. Smith", "St. Louis"."""
_MIN_COMMON_PREFIX = 4
_TITLES = frozenset(
    "mr mrs ms dr prof sir lady lord president governor gov senator sen chief executive minister prime coach".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name in a text."""

    first: int
    """Index of its first word."""
    after: int
    """Index behind its last word."""
    text: str
    """As written."""
    folds: tuple[str, ...]
    """Its words in lower case, without joiners and titles."""


def find_names(text: str, cut: Sequence[Word], *, known: frozenset[str] = frozenset()) -> list[Name]:
    """Return the names of a text: runs of capitalised words, acronyms, words with inner capitals.

    A word that begins a sentence counts only where it is no common English word, or is `known` (a capitalised word of the page).
    """
    names: list[Name] = []
    at = 0
    while at < len(cut):
        if not _in_name(text, cut, at, known):
            at += 1
            continue
        after = at + 1
        while after < len(cut) and _adjacent(text, cut[after - 1], cut[after]):
            if _in_name(text, cut, after, known):
                after += 1
            elif (
                cut[after].fold in _JOINERS
                and after + 1 < len(cut)
                and _in_name(text, cut, after + 1, known)
                and _adjacent(text, cut[after], cut[after + 1])
                and cut[after].fold not in {"and", "for"}
            ):
                after += 2
            else:
                break
        folds = tuple(
            word.fold for word in cut[at:after] if word.fold not in _JOINERS and word.fold not in _TITLES
        )
        if folds:
            names.append(
                Name(first=at, after=after, text=text[cut[at].start : cut[after - 1].end], folds=folds)
            )
        at = after
    return names


def _adjacent(text: str, left: Word, right: Word) -> bool:
    gap = text[left.end : right.start]
    possessive = text[left.start : left.end].endswith(("'s", "’s"))
    return (
        not possessive
        and gap in {" ", "-", ". ", "\u00a0", "&", " & "}
        and not (gap == ". " and left.end - left.start > _LONGEST_INITIAL)
    )


def _in_name(text: str, cut: Sequence[Word], at: int, known: frozenset[str]) -> bool:
    word = cut[at]
    if word.is_number or word.fold in _MONTHS_AND_DAYS:
        return False
    raw = text[word.start : word.end]
    if any(char.isupper() for char in raw[1:]):
        return True
    if not word.capital or word.is_stop:
        return False
    if at == 0 or text[max(0, word.start - _LOOK_BACK) : word.start].rstrip(" \"'“‘([")[-1:] in {
        ".",
        "!",
        "?",
        ":",
        "\n",
        "",
    }:
        return word.fold in known or word.stem not in lexicon().rank
    return True


def name_word_matches(mine: str, theirs: str) -> bool:
    """Whether two words of names stand for one: the same, a country and its adjective, or a shared root ("Iran", "Iranian")."""
    if mine == theirs:
        return True
    alias = _ALIASES.get(mine)
    if alias is not None and alias == _ALIASES.get(theirs):
        return True
    short, long = sorted((mine, theirs), key=len)
    if long == short + "s":
        return True
    root = short[:-1] if short.endswith(_OPEN_ENDS) else short
    return len(root) >= _MIN_COMMON_PREFIX and long.startswith(root) and long[len(root) :] in _ENDINGS


_ENDINGS = frozenset("s es n an ian ans ians ish ese i is in ean eans er ers ic a e y o ia ite ites".split())
_OPEN_ENDS = ("a", "e", "y", "s", "o")
"""Last letters that a root loses in front of an ending."""


def matching_name_words(mine: str, beside: Iterable[str]) -> list[str]:
    """Return the words of a page that `name_word_matches` takes for the same as `mine`, without trying each of the page's.

    Args:
        mine: A folded word of a name.
        beside: The words of the page that begin with its first two letters. Words that match otherwise are returned whether the
            page has them or not: other names of a country, a letter with or without its "s".
    """
    likely = {*beside, mine, mine + "s", mine[:-1], *_ALIASES_OF.get(_ALIASES.get(mine, ""), ())}
    return [word for word in likely if name_word_matches(mine, word)]


def countries(folds: Iterable[str]) -> frozenset[str]:
    """Return the countries that words name, as nouns or adjectives, as far as the short table of irregular ones knows them."""
    found = {_ALIASES[word] for word in folds if word in _ALIASES}
    here = frozenset(folds)
    found |= {country for pair, country in _COUNTRIES_OF_TWO_WORDS.items() if pair <= here}
    return frozenset(found)


def introduced_aliases(text: str) -> dict[str, frozenset[str]]:
    """Return the short names that a page introduces in brackets, with the words they stand for: "Amazon Web Services (AWS)"."""
    aliases: dict[str, frozenset[str]] = {}
    for match in _INTRODUCED.finditer(text):
        before = words(text[max(0, match.start() - _LONG_FORM_CHARS) : match.start()])
        short = fold(match["short"]).replace(".", "")
        long = [word.fold for word in before if word.fold not in STOP_WORDS][-len(short) :]
        if len(short) > 1 and "".join(word[0] for word in long) == short:
            aliases[short] = frozenset(long)
    return aliases


def acronym_of(folds: Sequence[str]) -> str:
    """Initials of a name of two words or more, else an empty string."""
    return "".join(word[0] for word in folds) if len(folds) > 1 else ""


def initials(text: str, cut: Sequence[Word]) -> str:
    """First letters of all words that could be part of a name; the initials of each name are a run of them."""
    return "".join(
        word.fold[0]
        for word in cut
        if not text[word.start : word.end].islower()
        and word.fold not in _JOINERS
        and word.fold not in _TITLES
    )


def stands_for(name: Name, row: Sequence[Word], places: Sequence[int]) -> bool:
    """Tell whether the last word of a name, where a passage has it, may be short for the whole name.

    "Brandt" may be Anna Brandt, and so may "Mr Brandt"; "Oona Brandt" is somebody else, and Great Skerry is no Little Skerry.

    Args:
        name: A name of two words or more.
        row: The words of the passage.
        places: Where among them the name's last word stands.
    """
    for at in places:
        before = row[at - 1] if at else None
        beside = before is not None and before.end + 1 >= row[at].start
        known = {*name.folds, *_TITLES, *STOP_WORDS}
        other = before is not None and before.capital and len(before.fold) > 1 and before.fold not in known
        if not (beside and other):
            return True
    return False


class Stretch(Protocol):
    """Some of a page's words, as a name is looked up in them."""

    @property
    def folds(self) -> AbstractSet[str]:
        """Its words, folded."""

    @property
    def aliases(self) -> Mapping[str, AbstractSet[str]]:
        """What the page introduced, see `introduced_aliases`."""

    def has_acronym(self, short: str) -> bool:
        """Whether a name in it has these initials."""

    def surname_alone(self, name: Name) -> bool:
        """Whether the last word of a name may be short for it there, see `stands_for`."""


def coverage(name: Name, found: Sequence[bool], stretch: Stretch) -> float:
    """Return how much of a name stands in a stretch of the page: 1 for the whole, its surname or its acronym, else a share.

    Args:
        name: A name of the claim.
        found: For each of its words, whether the stretch has it.
        stretch: The stretch.
    """
    if all(found) or (found[-1] and len(found) > 1 and stretch.surname_alone(name)):
        return 1.0
    land = countries(name.folds)
    if land and not land.isdisjoint(countries(stretch.folds)):
        return 1.0
    short = acronym_of(name.folds)
    if short and short in stretch.folds:
        return 1.0
    if len(name.folds) == 1:
        only = name.folds[0]
        expansion = stretch.aliases.get(only.replace(".", ""))
        if stretch.has_acronym(only) or (expansion is not None and expansion <= stretch.folds):
            return 1.0
    return sum(found) / len(found)
