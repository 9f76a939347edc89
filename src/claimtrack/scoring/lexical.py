"""The embedded scorer: what a page says about a claim, decided from words, numbers and names alone."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Sequence
from operator import attrgetter

from claimtrack.models import (
    BlockKind,
    Claim,
    Document,
    Evidence,
    Label,
    Part,
    Passage,
    Reason,
    Stance,
    Verdict,
)
from claimtrack.scoring import reasons
from claimtrack.scoring.alignment import Alignment
from claimtrack.scoring.around import label_from
from claimtrack.scoring.claim_view import view_claim
from claimtrack.scoring.decision import JUST_BELOW, conflicts, decide
from claimtrack.scoring.features import features
from claimtrack.scoring.finding import CONFLICTS, MISPLACED
from claimtrack.scoring.findings import find
from claimtrack.scoring.index import PageIndex
from claimtrack.scoring.lookalikes import mixed_words
from claimtrack.scoring.quotes import find_quote
from claimtrack.scoring.version import VERSION
from claimtrack.scoring.windows import Windows, choose

CONTEXT_CHARS = 64
"""Length of an evidence's prefix and suffix, in characters."""
EVIDENCE_AT_MOST = 3
"""Passages shown for a claim, unless what carries it is more."""
PAGES_KEPT = 2
"""How many page indices are kept for the next claim on the same page."""
_STANCES = {
    Label.SUPPORTED: Stance.SUPPORTS,
    Label.PARTIAL: Stance.SUPPORTS,
    Label.CONTRADICTED: Stance.CONTRADICTS,
    Label.UNSUPPORTED: Stance.RELATED,
}


class LexicalScorer:
    """Scores claims offline in a few milliseconds (implements `interfaces.Scorer`). Safe to share between threads."""

    version = VERSION

    def __init__(self) -> None:
        self._pages: OrderedDict[tuple[int, int], PageIndex] = OrderedDict()
        self._lock = threading.Lock()

    def score(self, claim: Claim, document: Document, passages: Sequence[Passage]) -> Verdict:
        """Judge one claim against one page.

        Args:
            claim: What is claimed; `text` and `quote` are looked at.
            document: The page.
            passages: Its passages, as a splitter returned them. Pass the same object for every claim on a page: the index over it
                is kept.

        Returns:
            A verdict with at least one reason. Evidence is empty only where the page shares nothing with the claim.
        """
        index = self._index(document, passages)
        windows = choose(view_claim(claim.text, index.postings.capitals), index)
        quote = find_quote(claim.quote, document.text) if claim.quote else None
        label, score, why, evidence = (
            _judge(windows, index)
            if windows is not None
            else (Label.UNSUPPORTED, 0.0, (reasons.nothing_found(),), ())
        )
        mixed = tuple(
            word for item in evidence if item.stance is _STANCES[label] for word in mixed_words(item.exact)
        )
        if mixed:
            why = (reasons.look_alikes(mixed), *why)
            if label is Label.SUPPORTED:
                label, score = Label.PARTIAL, min(score, JUST_BELOW)
        if claim.quote:
            why = (reasons.quote_reason(claim.quote, found=quote is not None), *why)
            if quote is None and label is Label.SUPPORTED:
                label, score = Label.PARTIAL, min(score, JUST_BELOW)
            elif quote is not None:
                evidence = (_cut(document, *quote, _STANCES[label]), *evidence)
        return Verdict(
            label=label, score=round(score, 6), evidence=evidence, reasons=why, scorer=self.version
        )

    def _index(self, document: Document, passages: Sequence[Passage]) -> PageIndex:
        """The index of a page, by identity: it holds both objects, so that their ids stay theirs while it is kept."""
        key = id(document), id(passages)
        with self._lock:
            index = self._pages.get(key)
            if index is None:
                index = self._pages[key] = PageIndex(document, passages)
                if len(self._pages) > PAGES_KEPT:
                    self._pages.popitem(last=False)
            self._pages.move_to_end(key)
        return index


def _judge(
    windows: Windows, index: PageIndex
) -> tuple[Label, float, tuple[Reason, ...], tuple[Evidence, ...]]:
    found = find(windows.best)
    measured = features(windows, index, found)
    label, score = decide(measured, found)
    part = windows.best.rows[0].passage.part
    allowed = label_from(part, label)
    if allowed is not label:
        label, score = allowed, min(score, JUST_BELOW)
    if label is Label.CONTRADICTED:
        named = conflicts(measured, found)
    elif label is Label.SUPPORTED:
        named = []
    else:
        named = [finding for finding in found if finding.slug not in CONFLICTS - MISPLACED]
    why = reasons.ordered(named, reasons.from_alignment(windows.best))
    if part is not Part.ARTICLE:
        why = (reasons.furniture(part), *why)
    return label, score, why, _evidence(windows, label, index.document)


def _evidence(windows: Windows, label: Label, document: Document) -> tuple[Evidence, ...]:
    """The best window, what another place adds, then the next closest places, which a person should see before believing either.

    Where text is not visible on the page, visible text is shown beside it.
    """
    chosen = [_span(windows.best)]
    if windows.pair is not None:
        added = [number for number in windows.pair.numbers if number not in windows.best.numbers]
        chosen += [
            (row.passage.start, row.passage.end)
            for row in (windows.pair.index.row(number) for number in added)
        ]
    if windows.best.rows[0].passage.kind is BlockKind.META:
        visible = next((one for one in windows.near if one.rows[0].passage.kind is not BlockKind.META), None)
        chosen += [_span(visible)] if visible is not None else []
    stance = _STANCES[label]
    found = [_cut(document, start, end, stance) for start, end in dict.fromkeys(chosen)]
    others = [_cut(document, *_span(one), Stance.RELATED) for one in windows.others]
    apart = [
        one for one in others if not any(one.start < item.end and item.start < one.end for item in found)
    ]
    return (*found, *apart[: max(0, EVIDENCE_AT_MOST - len(found))])


def _span(alignment: Alignment) -> tuple[int, int]:
    return alignment.rows[0].passage.start, alignment.rows[-1].passage.end


def _cut(document: Document, start: int, end: int, stance: Stance) -> Evidence:
    text = document.text
    return Evidence(
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT_CHARS) : start],
        suffix=text[end : end + CONTEXT_CHARS],
        start=start,
        end=end,
        stance=stance,
        part=_part_at(document, start),
    )


def _part_at(document: Document, offset: int) -> Part:
    """The part of the block that a character stands in."""
    number = bisect_right(document.blocks, offset, key=attrgetter("start"))
    return document.blocks[number - 1].part if number else Part.ARTICLE
