"""Words that mix letters of two alphabets: they look like other words, and are not.

A page that writes "bridge" with a Cyrillic "е" shows a reader one thing and a program another. Nobody writes so by accident, so
a passage with such a word is never a plain pass. (Unicode Technical Standard 39 calls these mixed-script confusables; Latin with
Cyrillic is the pair that occurs, Greek letters stand beside Latin ones in honest units: μm, kΩ.)
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")


def mixed_words(text: str) -> tuple[str, ...]:
    """Return the words of a text that hold both Latin and Cyrillic letters, each once, in order."""
    if not _CYRILLIC.search(text):
        return ()
    found = (match[0] for match in _WORD.finditer(text))
    return tuple(dict.fromkeys(word for word in found if _LATIN.search(word) and _CYRILLIC.search(word)))
