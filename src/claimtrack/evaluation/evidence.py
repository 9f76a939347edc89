"""Whether the passage shown is the one a person marked."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from claimtrack.evaluation.classification import share
from claimtrack.evaluation.labels import Gold, Judged, LabelledClaim

HIT_FROM = 0.5
"""Token F1 from which a passage is the one that was marked."""
_TOKEN = re.compile(r"\w+(?:[.,']\w+)*%?")
_SAME = str.maketrans({"’": "'", "‘": "'", "\u00ad": None})
_MARKED = frozenset({Gold.SUPPORTED, Gold.CONTRADICTED})
"""Labels whose evidence is one place of the page; what is partly there, or not, has none that all would mark."""


def token_f1(shown: str, marked: str) -> float:
    """Return the F1 of the words that two passages share, as multisets (Rajpurkar and others 2016, SQuAD)."""
    found, wanted = _tokens(shown), _tokens(marked)
    return 2 * (found & wanted).total() / ((found.total() + wanted.total()) or 1)


def is_hit(claim: LabelledClaim, shown: Sequence[str]) -> bool | None:
    """Tell whether one of the passages shown for a claim is its marked evidence.

    The best pair of a passage shown and a passage marked counts; where several are marked, all of them in a row are one more.

    Returns:
        None where nothing is marked, or the label is one whose evidence is no one place of the page.
    """
    if not claim.evidence or claim.gold not in _MARKED:
        return None
    marked = claim.evidence if len(claim.evidence) == 1 else (*claim.evidence, " ".join(claim.evidence))
    return any(token_f1(one, wanted) >= HIT_FROM for one in shown for wanted in marked)


def hit_rate(rows: Sequence[Judged]) -> float | None:
    """Share of the supported and contradicted claims with marked evidence for which a passage shown is that evidence."""
    hits = [row.hit for row in rows if row.hit is not None]
    return share(sum(hits), len(hits))


def _tokens(text: str) -> Counter[str]:
    return Counter(_TOKEN.findall(unicodedata.normalize("NFKC", text).lower().translate(_SAME)))
