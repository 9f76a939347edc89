"""Negation: which words of a sentence are denied. Only the clause of a word counts, never the rest of the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claimtrack.scoring.words import Word

_NEGATORS = frozenset(
    "not no never none nobody nothing neither nor cannot without hardly scarcely barely n't nowhere unable isn't aren't wasn't weren't "
    "don't doesn't didn't won't wouldn't can't couldn't shouldn't hasn't haven't hadn't mustn't needn't ain't".split()
)
_DENYING = {
    "fail": ("to",), "failed": ("to",), "fails": ("to",), "failing": ("to",), "refuse": ("to",), "refused": ("to",),
    "refuses": ("to",), "refusing": ("to",), "declined": ("to",), "declines": ("to",), "rather": ("than",), "instead": ("of",),
    "stopped": (), "denied": (), "denies": (), "deny": (), "denying": (), "lacks": (), "lack": (), "lacked": (), "lacking": (),
    "avoid": (), "avoided": (), "avoids": (), "avoiding": (), "ruled": ("out",), "rules": ("out",), "far": ("from",),
    "unlikely": ("to",), "prevented": (), "yet": ("to",), "except": (), "free": ("of", "from"),
}  # fmt: skip
"""Words that deny what follows; where followers are given, only in front of one of them."""

_NO_NEGATION = frozenset(
    [
        ("not", "only"), ("not", "just"), ("not", "merely"), ("not", "least"), ("no", "doubt"), ("no", "fewer"), ("no", "less"),
        ("no", "more"), ("no", "later"), ("no", "earlier"), ("not", "more"), ("not", "less"), ("not", "fewer"), ("no", "matter"),
        ("not", "to"), ("no", "sooner"), ("nothing", "but"), ("none", "other"), ("not", "surprisingly"), ("no", "other"),
        ("never", "before"), ("no", "wonder"), ("not", "later"),
    ]
)  # fmt: skip
"""Pairs that begin with a negator and deny nothing by themselves ("not to mention", "no fewer than")."""

_UNTRUE = frozenset("false untrue wrong incorrect".split())
"""In front of "that" they deny the whole statement behind it."""
_SHORT_REACH = 3
"""The same for "without", "rather than" and other words that deny a noun or two."""
_REACH = 6
"""How many words behind a negator it can deny."""
_BREAKS = frozenset(
    "but although though while whereas because which who that when if unless and or so since".split()
)
"""Words that end the reach of a negator."""


def denied(text: str, words: Sequence[Word]) -> list[bool]:
    """Say for each word whether it is denied, double negations resolved.

    A negator reaches over the words behind it up to a conjunction, a mark of punctuation or `_REACH` words. The subject in front
    of "no one" or "none" is not touched. "Neither" and "nor" start anew behind "and" and "or".
    """
    state = [False] * len(words)
    for at, word in enumerate(words):
        first = _denied_statement(words, at)
        if first is not None:
            for place in _statement(text, words, first):
                state[place] = not state[place]
            continue
        if not _denies(words, at):
            continue
        reach = (
            _REACH
            if (word.fold in _NEGATORS and word.fold not in {"without", "no", "none"})
            or word.fold.endswith("n't")
            else _SHORT_REACH
        )
        for place in range(at + 1, min(len(words), at + 1 + reach)):
            gap = text[words[place - 1].end : words[place].start]
            if any(mark in gap for mark in ".,;:!?()—–"):
                break
            if words[place].fold in _BREAKS and place > at + 1:
                break
            state[place] = not state[place]
    return state


def _denied_statement(words: Sequence[Word], at: int) -> int | None:
    """Where a statement begins that is said not to be so: behind "it is false that", "it is not true that"; else None."""
    here = [word.fold for word in words[at : at + 3]]
    if here[0] in _UNTRUE and here[1:2] == ["that"]:
        return at + 2
    negated = here[0] in _NEGATORS or here[0].endswith("n't")
    return at + 3 if negated and here[1:] in (["true", "that"], ["correct", "that"]) else None


def _statement(text: str, words: Sequence[Word], first: int) -> Iterator[int]:
    """The words from `first` to the end of the sentence."""
    for place in range(first, len(words)):
        if place > first and any(mark in text[words[place - 1].end : words[place].start] for mark in ".;!?"):
            return
        yield place


def _denies(words: Sequence[Word], at: int) -> bool:
    here = words[at].fold
    following = words[at + 1].fold if at + 1 < len(words) else ""
    if here in _NEGATORS or here.endswith("n't"):
        return (here, following) not in _NO_NEGATION
    followers = _DENYING.get(here)
    return followers is not None and (not followers or following in followers)


def targets(words: Sequence[Word], state: Sequence[bool]) -> list[int]:
    """Return the words that negations aim at: the first word of meaning behind each negator, where it is denied."""
    found = []
    for at in range(len(words)):
        first = _denied_statement(words, at)
        if first is not None:
            found += [
                place for place in range(first, len(words)) if state[place] and not words[place].is_stop
            ]
        elif _denies(words, at):
            target = next(
                (place for place in range(at + 1, min(len(words), at + 4)) if not words[place].is_stop), None
            )
            if target is not None and state[target]:
                found.append(target)
    return found
