"""Another name: one of the page, in the place of the claim's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claimtrack.scoring.counterfactuals.model import Change, Counterfactual, PageWords, changed
from claimtrack.scoring.lexicon import lexicon
from claimtrack.scoring.names import Name, countries, find_names, name_word_matches
from claimtrack.scoring.words import Word, stem, words

_NOT_SWAPPED = frozenset("i usa english".split())


def other_names(claim: str, page: PageWords) -> Iterator[Counterfactual]:
    """Yield versions of a claim in which a name is another name of the page, in the order of the claim's names.

    The other name is of about the same make (as many words, an acronym for an acronym), no common word that somebody wrote with a
    capital once, and never stands in a sentence with the first one: what is said of the two together may be true of either.
    """
    cut = words(claim)
    mine = find_names(claim, cut)
    for name in mine:
        start, end = cut[name.first].start, cut[name.after - 1].end
        if not _NOT_SWAPPED.isdisjoint(name.folds) or not _is_surely_one(name, page):
            continue
        if _is_part_of_more(claim, cut, name):
            continue
        possessive = "'s" if claim[start:end].endswith(("'s", "’s")) else ""
        for other in _candidates(name, mine, page):
            yield changed(
                Change.NAME, claim, start, end, other.text.removesuffix("'s").removesuffix("’s") + possessive
            )


def _is_surely_one(name: Name, page: PageWords) -> bool:
    """Tell whether a word that begins the claim, and so has a capital whatever it is, is one of the page's names."""
    if name.first or len(name.folds) > 1:
        return True
    return any(_same(name, other) for sentence in page.sentences for other in sentence)


def _is_part_of_more(claim: str, cut: Sequence[Word], name: Name) -> bool:
    """Tell whether the name may be the end of a longer one: a word with a capital stands in front, or a dash joins them."""
    start = cut[name.first].start
    if name.first == 0:
        return False
    before = cut[name.first - 1]
    return claim[start - 1] in "-–/" or (before.capital and not before.is_stop and before.end == start - 1)


def _candidates(name: Name, mine: Sequence[Name], page: PageWords) -> list[Name]:
    """Names of the page that can stand for `name` and are not it, nor any other of the claim: the most frequent first."""
    seen: dict[tuple[str, ...], Name] = {}
    company: set[tuple[str, ...]] = set()
    for sentence in page.sentences:
        together = any(_same(name, other) for other in sentence)
        for other in sentence:
            if together:
                company.add(other.folds)
            seen.setdefault(other.folds, other)
    fitting = [
        other
        for folds, other in seen.items()
        if page.frequency[folds]
        and _is_like(name, other)
        and not (len(folds) == 1 and stem(folds[0]) in lexicon().rank and page.frequency[folds] == 1)
        and not any(_same(one, other) for one in mine)
        and not any(_shares_a_word(folds, near) for near in company)
    ]
    return sorted(fitting, key=lambda other: (-page.frequency[other.folds], other.text))


def _is_like(name: Name, other: Name) -> bool:
    """Tell whether two names look like names of the same sort of thing."""
    return (
        len(name.folds) == len(other.folds)
        and name.text.isupper() == other.text.isupper()
        and bool(countries(name.folds)) == bool(countries(other.folds))
        and any(char.isdecimal() for char in name.text) == any(char.isdecimal() for char in other.text)
    )


def _same(first: Name, second: Name) -> bool:
    """Tell whether two names may be one: they share a word, or one may be short for the other."""
    if _shares_a_word(first.folds, second.folds):
        return True
    short, long = sorted((first, second), key=lambda name: len(name.folds))
    return len(short.folds) == 1 and short.folds[0] == "".join(word[0] for word in long.folds)


def _shares_a_word(first: Sequence[str], second: Sequence[str]) -> bool:
    return any(name_word_matches(one, other) for one in first for other in second)
