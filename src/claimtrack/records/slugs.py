"""Ids of claims: short, stable, and easy to type on a command line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from itertools import count

MAX_SLUG_LENGTH = 80
SLUG_RULE = f"lower-case letters a-z, digits and hyphens, at most {MAX_SLUG_LENGTH}, no hyphen first"

_SLUG = re.compile(rf"[a-z0-9][a-z0-9-]{{0,{MAX_SLUG_LENGTH - 1}}}")
_WORD = re.compile(r"[a-z0-9]+")
_APOSTROPHES = re.compile("['’ʼ]")
_MADE_LENGTH = 48
"""Longest slug made from a text: enough to tell claims apart, short enough for one column of a table."""


def is_slug(text: str) -> bool:
    """Tell whether `text` may be the id of a claim in its file; `SLUG_RULE` says in words what is asked."""
    return _SLUG.fullmatch(text) is not None


def slugify(text: str, taken: Collection[str] = ()) -> str:
    """Return a slug made of the first words of `text`, numbered from 2 where it is `taken`.

    Accents are dropped and other scripts left out; `claim` stands where nothing is left.
    """
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text.casefold()))
    slug = ""
    for match in _WORD.finditer(plain.encode("ascii", "ignore").decode("ascii")):
        longer = f"{slug}-{match[0]}" if slug else match[0][:_MADE_LENGTH]
        if len(longer) > _MADE_LENGTH:
            break
        slug = longer
    slug = slug or "claim"
    if slug not in taken:
        return slug
    return next(numbered for number in count(2) if (numbered := f"{slug}-{number}") not in taken)
