"""What a second opinion adds to the reasons of a verdict. No word of the judge's own is in them, only ours, the claim's and the page's."""

from __future__ import annotations

from collections.abc import Sequence

from claimtrack.models import Label, Reason

CONFLICT_STANDS = "judge-conflict-stands"
QUOTE_NOT_FOUND = "judge-quote-not-found"
INCONSISTENT = "judge-inconsistent"
CAPPED = "judge-capped"
ERROR = "judge-error"
NOT_ASKED = "judge-not-asked"
SLUGS: tuple[str, ...] = (
    *(f"judge-{label}" for label in Label),
    CONFLICT_STANDS,
    QUOTE_NOT_FOUND,
    INCONSISTENT,
    CAPPED,
    ERROR,
    NOT_ASKED,
)
"""Every slug that a second opinion can add."""

_WORDS_NAMED = 6
_MEANINGS = {
    Label.SUPPORTED: "the judge finds the claim on the page",
    Label.PARTIAL: "the judge finds a part of the claim on the page",
    Label.CONTRADICTED: "the judge finds that the page contradicts the claim",
    Label.UNSUPPORTED: "the judge does not find the claim on the page",
}


def judged(
    label: Label, *, quotes: Sequence[str], missing: Sequence[str], conflicts: Sequence[tuple[str, str]]
) -> Reason:
    """Return the reason for a label that the judge gave.

    Args:
        label: It.
        quotes: Words that it rests on, as they stand on the page.
        missing: Words of the claim that the judge misses on the page.
        conflicts: Words of the claim and of the page that it holds against each other.
    """
    parts = [f"{_MEANINGS[label]} in {_quoted(quotes)}" if quotes else _MEANINGS[label]]
    parts += [f"the claim says {_quoted([mine])}, the page {_quoted([theirs])}" for mine, theirs in conflicts]
    if missing:
        parts.append(f"it misses {_quoted(missing)}")
    return Reason(
        slug=f"judge-{label}",
        claim_words=tuple(dict.fromkeys([*(mine for mine, _ in conflicts), *missing])),
        page_words=tuple(dict.fromkeys([*(theirs for _, theirs in conflicts), *quotes])),
        message="; ".join(parts),
    )


def conflict_stands(label: Label) -> Reason:
    """Return the reason why a contradiction stays one, whatever the judge says."""
    return Reason(
        slug=CONFLICT_STANDS,
        message=f"the judge says “{label}”; a conflict that was found word by word is never lifted by it",
    )


def capped(label: Label, why: Reason) -> Reason:
    """Return the reason why the judge's label does not come to pass: what was found in the place that it points to."""
    return Reason(
        slug=CAPPED,
        claim_words=why.claim_words,
        page_words=why.page_words,
        message=f"the judge says “{label}”; against it stands: {why.message}",
    )


def quote_not_found(label: Label) -> Reason:
    """Return the reason why the judge's word counts for nothing: it rests on words that are not on the page."""
    return Reason(
        slug=QUOTE_NOT_FOUND,
        message=f"the judge says “{label}” and quotes no words that stand on the page: it does not count",
    )


def inconsistent(label: Label) -> Reason:
    """Return the reason why the judge's word counts for nothing: it says the same of the claim and of its denial."""
    return Reason(
        slug=INCONSISTENT,
        message=f"the judge says “{label}” of the claim and of its opposite: it does not count",
    )


def error(message: str) -> Reason:
    """Return the reason for a judge that gave no answer, or none that can be used."""
    return Reason(slug=ERROR, message=f"the judge gave no usable answer: {message}")


def not_asked(message: str) -> Reason:
    """Return the reason for a judge that was not asked."""
    return Reason(slug=NOT_ASKED, message=f"the judge was not asked: {message}")


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in words[:_WORDS_NAMED])
