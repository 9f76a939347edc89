"""Which words can be part of a quantity: a text that has none of them need not be read for quantities."""

from __future__ import annotations

import re
from functools import lru_cache

from claimtrack.scoring.quantities.dates import MONTHS, WEEKDAYS
from claimtrack.scoring.quantities.measures import FACTORS, SPANS
from claimtrack.scoring.quantities.numerals import ONES, ORDINALS, PARTS, SCALES, TENS

_APOSTROPHE = re.compile("['’]")
_NUMBER_WORDS = frozenset({*ONES, *TENS, *ORDINALS, *PARTS, *SCALES, *FACTORS, *SPANS})
"""Words that a quantity without digits has; what begins with "a" or "an" has one of them behind it."""
_CALENDAR = frozenset({*MONTHS, *WEEKDAYS, *(f"{day}s" for day in WEEKDAYS)})


@lru_cache(maxsize=65536)
def may_count(written: str) -> bool:
    """Whether a word, as written, can be part of a quantity or a date: it has a digit, or is a number word or a month."""
    if not written.isalpha():
        parts = _APOSTROPHE.split(written)
        return any(not part.isalpha() or may_count(part) for part in parts if part)
    low = written.lower()
    return low in _NUMBER_WORDS or (low in _CALENDAR and written[0].isupper())
