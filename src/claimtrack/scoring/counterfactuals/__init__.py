"""Wrong versions of a claim, made by code: one number, date or name is another, or yes is no.

A scorer that gives a wrong version as much as the claim has weighed words and understood nothing. What is made depends on
claim and page alone, stays a sentence, and is never right by accident as far as numbers, dates and names of the page can tell.
"""

from __future__ import annotations

from collections.abc import Iterator

from claimtrack.scoring.counterfactuals.dates import other_dates
from claimtrack.scoring.counterfactuals.model import Change, Counterfactual, PageWords
from claimtrack.scoring.counterfactuals.names import other_names
from claimtrack.scoring.counterfactuals.numbers import other_numbers
from claimtrack.scoring.counterfactuals.polarity import other_polarity

__all__ = ["Change", "Counterfactual", "PageWords", "counterfactuals"]

_MOST_CHARS = 2_000
"""A claim is a sentence; nothing is made of what is longer."""


def counterfactuals(claim: str, page: PageWords) -> tuple[Counterfactual, ...]:
    """Return wrong versions of a claim, at most one of each kind.

    Args:
        claim: Its words.
        page: What stands on the page that it is held against.
    """
    if len(claim) > _MOST_CHARS:
        return ()
    return tuple(_firsts(claim, page))


def _firsts(claim: str, page: PageWords) -> Iterator[Counterfactual]:
    for make in (other_numbers, other_dates, other_names, other_polarity):
        made = next(make(claim, page), None)
        if made is not None:
            yield made
