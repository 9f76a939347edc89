"""What stands around a page's article: looked at, and never before the article itself."""

from __future__ import annotations

from collections.abc import Sequence

from claimtrack.models import Label, Part
from claimtrack.scoring.index import PageIndex

PASSED_OVER = 20
"""Rows from around the article that may match better than its own and yet be passed over."""
LOSS = 0.3
"""What text around the article loses against text of it: as much as three sentences more, and half of a short claim."""
_FEWEST = 2
"""Rows from around the article that are looked at beside as many of its own as there are."""
_SAYS_NOTHING = frozenset({Part.NAVIGATION, Part.RELATED, Part.COMMENTS, Part.REFERENCES})
"""Parts of a page whose words are somebody else's: they alone neither carry a claim nor deny it."""
_WITHOUT_ARTICLE = {Label.SUPPORTED: Label.PARTIAL, Label.CONTRADICTED: Label.UNSUPPORTED}


def is_around(index: PageIndex, number: int) -> bool:
    """Tell whether a row stands around the article."""
    return index.passages[number].part is not Part.ARTICLE


def article_first(index: PageIndex, found: Sequence[int], size: int) -> list[int]:
    """Of rows in their order, keep those of the article, and from around it as many as there is room for, at least two.

    The headline of a story stands in every list of a page about such stories: they must not crowd its article out.

    Args:
        index: The page.
        found: Rows, best first.
        size: How many of them are looked at closely.
    """
    article = [number for number in found if not is_around(index, number)][:size]
    around = [number for number in found if is_around(index, number)]
    kept = {*article, *around[: max(_FEWEST, size - len(article))]}
    return [number for number in found if number in kept]


def label_from(part: Part, label: Label) -> Label:
    """Return what may be said of a claim for words of that part: those of others neither carry a claim nor deny it."""
    return _WITHOUT_ARTICLE.get(label, label) if part in _SAYS_NOTHING else label
