"""Could what is new on a page bear on a verdict that was given before?"""

from __future__ import annotations

import re

from claimtrack.models import Label, Verdict

_WORD = re.compile(r"\w+(?:[.,]\d+)*")
_MIN_LETTERS = 4
"""Shorter words say little about what a sentence is about; numbers always do."""
_UNSETTLING_SHARE = 0.5
"""Part of a claim's words that new text must hold before a claim that is supported is looked at again."""


def bears_on(claim_text: str, verdict: Verdict, text_before: str, text_now: str) -> bool:
    """Tell whether text that is new on the page could change the verdict.

    For a claim that is not supported, any new block that shares a telling word with it could: support may have been
    added anywhere. A supported claim is unsettled only by a new block that speaks of the same thing, such as a correction.
    """
    new_blocks = set(text_now.split("\n")) - set(text_before.split("\n"))
    wanted = _telling_words(claim_text)
    if not new_blocks or not wanted:
        return bool(new_blocks)
    most = max(len(wanted & _telling_words(block)) for block in new_blocks)
    return most >= _UNSETTLING_SHARE * len(wanted) if verdict.label is Label.SUPPORTED else most > 0


def bears_on_quote(quote: str, text_before: str, text_now: str) -> bool:
    """Tell whether words that are expected verbatim could have come to the page or gone from it.

    They could wherever a block that came or went shares a telling word with them.
    """
    changed = set(text_now.split("\n")) ^ set(text_before.split("\n"))
    wanted = _telling_words(quote)
    return any(not wanted or wanted & _telling_words(block) for block in changed)


def _telling_words(text: str) -> set[str]:
    words = {match[0].casefold() for match in _WORD.finditer(text)}
    return {word for word in words if len(word) >= _MIN_LETTERS or any(ch.isdigit() for ch in word)}
