"""What a judge's word does to a verdict. Decided by code alone, so that no page can talk a claim into being supported.

- A contradiction that the scorer found stays.
- A label that says the page speaks of the claim needs a quote that stands on the page.
- A better label than the scorer's must hold where the quote stands: there the scorer looks once more, for conflicts, for
  numbers that are missing, and for a place that shares no word with the claim.
- The same label for a claim and for its denial counts for nothing.
- A worse label than the scorer's needs no leave: a page can talk a judge out of support, which harms nobody but itself.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from claimtrack.judge import reasons
from claimtrack.judge.answer import Opinion
from claimtrack.judge.quotes import QuoteFinder, Span, find_words
from claimtrack.models import (
    JUDGED_BY,
    Claim,
    Document,
    Evidence,
    Label,
    Part,
    Reason,
    Stance,
    Verdict,
)

CONTEXT_CHARS = 64
"""Length of an evidence's prefix and suffix, in characters."""
EVIDENCE_AT_MOST = 3
_RANK = {Label.CONTRADICTED: 0, Label.UNSUPPORTED: 0, Label.PARTIAL: 1, Label.SUPPORTED: 2}
_RANGES = {
    Label.SUPPORTED: (0.5, 0.99),
    Label.PARTIAL: (0.01, 0.49),
    Label.UNSUPPORTED: (0.01, 0.49),
    Label.CONTRADICTED: (0.01, 0.2),
}
"""Scores that each label can have."""
_STANCES = {
    Label.SUPPORTED: Stance.SUPPORTS,
    Label.PARTIAL: Stance.SUPPORTS,
    Label.CONTRADICTED: Stance.CONTRADICTS,
    Label.UNSUPPORTED: Stance.RELATED,
}
_PARTIAL_AT_BEST = frozenset({"number-missing", "look-alike-letters", "nothing-found"})
"""Findings of the scorer, by the place that the judge points to, that leave a claim partly supported at best."""
_QUOTE_MISSING = "quote-missing"
"""The words that the claim expects on the page are not there: partly supported at best, whatever else is."""

LookAgain = Callable[[Claim, Document, Sequence[Span]], Verdict]
"""What the scorer says of a claim where it is shown nothing but the blocks in which some spans stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """Weighs opinions on one page."""

    document: Document
    finder: QuoteFinder
    """Over what the judge was shown."""
    look_again: LookAgain
    judge: str
    """`BACKEND/MODEL`."""

    def weigh(self, claim: Claim, verdict: Verdict, opinion: Opinion, denial: Opinion | None) -> Verdict:
        """Return what becomes of a verdict.

        Args:
            claim: What is claimed.
            verdict: Of the scorer.
            opinion: Of the judge, on the claim.
            denial: Of the judge, on its denial; None where that was not asked.
        """
        heard = replace(verdict, scorer=f"{verdict.scorer}{JUDGED_BY}{self.judge}")
        label = opinion.label
        if verdict.label is Label.CONTRADICTED and label is not Label.CONTRADICTED:
            return _with(heard, reasons.conflict_stands(label))
        if denial and denial.label is label and label is not Label.UNSUPPORTED:
            return _with(heard, reasons.inconsistent(label))
        found = {quote: spans for quote in opinion.quotes if (spans := self.finder.find(quote))}
        spans = tuple(dict.fromkeys(span for each in found.values() for span in each))
        if not spans and label is not Label.UNSUPPORTED and not _is_retreat(verdict.label, label):
            return _with(heard, reasons.quote_not_found(label))
        limits: list[Reason] = []
        if _RANK[label] > _RANK[verdict.label]:
            label, limits = self._limited(claim, verdict, label, spans)
            if _RANK[label] <= _RANK[verdict.label]:
                return _with(heard, *limits)
        low, high = _RANGES[label]
        return replace(
            heard,
            label=label,
            score=round(min(high, max(low, opinion.support)), 6),
            evidence=self._evidence(verdict, label, spans),
            reasons=(*limits, self._reason(claim, label, opinion, spans), *verdict.reasons),
            unsure=False,
        )

    def _limited(
        self, claim: Claim, verdict: Verdict, label: Label, spans: Sequence[Span]
    ) -> tuple[Label, list[Reason]]:
        """The best label that may be had, where the scorer looks once more at the place that the judge points to."""
        again = self.look_again(claim, self.document, spans)
        if again.label is Label.CONTRADICTED:
            return verdict.label, [reasons.capped(label, _conflict(again))]
        held_down = [reason for reason in again.reasons if reason.slug in _PARTIAL_AT_BEST]
        held_down += [reason for reason in verdict.reasons if reason.slug == _QUOTE_MISSING]
        if held_down and label is Label.SUPPORTED:
            return Label.PARTIAL, [reasons.capped(label, held_down[0])]
        return label, []

    def _reason(self, claim: Claim, label: Label, opinion: Opinion, spans: Sequence[Span]) -> Reason:
        """What the judge says, in words that stand in the claim and on the page."""
        text = self.document.text
        missing = [
            claim.text[slice(*place)] for one in opinion.missing if (place := find_words(one, claim.text))
        ]
        conflicts = [
            (claim.text[slice(*mine)], text[slice(*theirs)])
            for one, other in opinion.conflicts
            if (mine := find_words(one, claim.text)) and (theirs := self.finder.place(other))
        ]
        return reasons.judged(
            label, quotes=[text[slice(*span)] for span in spans], missing=missing, conflicts=conflicts
        )

    def _evidence(self, verdict: Verdict, label: Label, spans: Sequence[Span]) -> tuple[Evidence, ...]:
        """What the judge quotes, then what the scorer found."""
        stance = _STANCES[label]
        quoted = [self._cut(span, stance) for span in spans[:EVIDENCE_AT_MOST]]
        kept = [
            item if label is verdict.label else replace(item, stance=Stance.RELATED)
            for item in verdict.evidence
            if not any(item.start < one.end and one.start < item.end for one in quoted)
        ]
        return (*quoted, *kept[: EVIDENCE_AT_MOST - len(quoted)])

    def _cut(self, span: Span, stance: Stance) -> Evidence:
        text = self.document.text
        return Evidence(
            exact=text[span.start : span.end],
            prefix=text[max(0, span.start - CONTEXT_CHARS) : span.start],
            suffix=text[span.end : span.end + CONTEXT_CHARS],
            start=span.start,
            end=span.end,
            stance=stance,
            part=_part_at(self.document, span.start),
        )


def _with(verdict: Verdict, *more: Reason) -> Verdict:
    """The verdict as it was, and why the judge did not change it."""
    return replace(verdict, reasons=(*more, *verdict.reasons))


def _is_retreat(before: Label, after: Label) -> bool:
    """Tell whether less is said than before: nothing on the page needs to be shown for that."""
    return after is not Label.CONTRADICTED and _RANK[after] < _RANK[before]


def _conflict(verdict: Verdict) -> Reason:
    """What contradicts the claim: words of it against words of the page."""
    against = (reason for reason in verdict.reasons if reason.claim_words and reason.page_words)
    return next(against, verdict.reasons[0])


def _part_at(document: Document, offset: int) -> Part:
    number = bisect_right(document.blocks, offset, key=attrgetter("start"))
    return document.blocks[number - 1].part if number else Part.ARTICLE
