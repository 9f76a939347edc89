"""A judge's answer, read strictly: it has the form that was asked for, or it counts for nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Never, TypeGuard

from claimtrack.judge.protocol import Prompt
from claimtrack.models import Label

MOST_CHARS = 200_000
"""Longest answer that is looked at."""
_MOST_ITEMS = 50
"""Most passages, quotes or words given for one statement."""
_FENCE = "```"
_KEYS = frozenset({"id", "label", "support", "passages", "quotes", "missing", "conflicts"})


class UnusableAnswerError(ValueError):
    """An answer that has not the form that was asked for; the message says what is wrong and repeats none of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What a judge says of one statement; not one word of it checked yet."""

    label: Label
    support: float
    """0 to 1: how likely the page states all of it."""
    quotes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    """Words of the statement that the page has nothing for."""
    conflicts: tuple[tuple[str, str], ...] = ()
    """Words of the statement, and words of the page that they cannot be true with."""


def read_answer(text: str, prompt: Prompt) -> Mapping[str, Opinion]:
    """Return the opinion on each statement of the prompt, by its id.

    Raises:
        UnusableAnswerError: it is no JSON of that form, a label is none, or a statement is left out, made up or there twice.
    """
    if len(text) > MOST_CHARS:
        _refuse(f"it has {len(text):,} characters")
    try:
        whole = json.loads(_unfenced(text))
    except (ValueError, RecursionError):
        _refuse("it is no JSON")
    if not isinstance(whole, dict) or whole.keys() != {"answers"} or not isinstance(whole["answers"], list):
        _refuse('it is no object with "answers"')
    known = {statement.id for statement in prompt.statements}
    excerpts = {excerpt.id for excerpt in prompt.excerpts}
    opinions: dict[str, Opinion] = {}
    for one in whole["answers"]:
        if not isinstance(one, dict) or one.keys() != _KEYS:
            _refuse("an answer has not the keys that were asked for")
        if not isinstance(one["id"], str) or one["id"] not in known or one["id"] in opinions:
            _refuse("it is about a statement that was not asked about, or twice about one")
        opinions[one["id"]] = _opinion(one, excerpts)
    if opinions.keys() != known:
        _refuse("it leaves out a statement")
    return opinions


def _unfenced(text: str) -> str:
    """The text without the code fence that many models put around JSON, however they are asked."""
    bare = text.strip()
    if bare.startswith(_FENCE) and bare.endswith(_FENCE):
        return bare.removesuffix(_FENCE).partition("\n")[2]
    return bare


def _opinion(one: Mapping[str, Any], excerpts: set[str]) -> Opinion:
    if one["label"] not in list(Label):
        _refuse("a label is none of the four")
    support = one["support"]
    if isinstance(support, bool) or not isinstance(support, int | float) or not 0 <= support <= 1:
        _refuse('"support" is no number from 0 to 1')
    if not set(_texts(one, "passages")) <= excerpts:
        _refuse("it names a passage that it was not shown")
    return Opinion(
        label=Label(one["label"]),
        support=float(support),
        quotes=_texts(one, "quotes"),
        missing=_texts(one, "missing"),
        conflicts=_conflicts(one["conflicts"]),
    )


def _texts(one: Mapping[str, Any], name: str) -> tuple[str, ...]:
    found = one[name]
    if not _is_list(found) or not all(isinstance(text, str) for text in found):
        _refuse(f'"{name}" is no list of texts')
    return tuple(found)


def _conflicts(found: object) -> tuple[tuple[str, str], ...]:
    if not _is_list(found):
        _refuse('"conflicts" is no list')
    pairs = []
    for one in found:
        if not isinstance(one, dict) or one.keys() != {"statement", "page"}:
            _refuse("a conflict has not the keys that were asked for")
        if not all(isinstance(words, str) for words in one.values()):
            _refuse("a conflict is no pair of texts")
        pairs.append((one["statement"], one["page"]))
    return tuple(pairs)


def _is_list(found: object) -> TypeGuard[list[Any]]:
    return isinstance(found, list) and len(found) <= _MOST_ITEMS


def _refuse(why: str) -> Never:
    raise UnusableAnswerError(why)
