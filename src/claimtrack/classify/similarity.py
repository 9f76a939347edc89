"""How alike two texts are, by their shingles.

Source: A. Broder, "On the resemblance and containment of documents", Compression and Complexity of Sequences, 1997.
"""

from __future__ import annotations

import re
from collections.abc import Collection

SHINGLE_WORDS = 4
_WORD = re.compile(r"[^\W_]+")
_MAX_WORDS = 20_000
"""Words compared of a text: two pages that agree in as many are alike."""


def resemblance(first: str, second: str, ignoring: Collection[str] = ()) -> float:
    """Return the share of shingles (runs of four words) that two texts have in common, from 0 to 1.

    Args:
        first: A text.
        second: Another one.
        ignoring: Words left out of both: each text may repeat the address it was asked for.
    """
    left, right = _shingles(first, ignoring), _shingles(second, ignoring)
    return len(left & right) / len(left | right) if left or right else 1.0


def _shingles(text: str, ignoring: Collection[str]) -> set[tuple[str, ...]]:
    left_out = {part for word in ignoring for part in _WORD.findall(word.casefold())}
    words = [word for word in _WORD.findall(text.casefold()) if word not in left_out][:_MAX_WORDS]
    if len(words) < SHINGLE_WORDS:
        return {tuple(words)} if words else set()
    return {tuple(words[at : at + SHINGLE_WORDS]) for at in range(len(words) - SHINGLE_WORDS + 1)}
