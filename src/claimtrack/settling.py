"""What remains of a verdict on a page about which something was found."""

from __future__ import annotations

from claimtrack.models import (
    BlockKind,
    Document,
    Evidence,
    Finding,
    Label,
    Problem,
    Severity,
    Stance,
    Verdict,
)


def settle(finding: Finding | None, verdict: Verdict, document: Document) -> Verdict | Problem:
    """Return the verdict where it may stand, else the problem of the page.

    Only a page that arrived whole and is the page may be called unsupported or contradicted. Of a page that is perhaps
    not whole, what a reader can see there still supports a claim; a description in its head does not.

    Args:
        finding: About the page; None for one that is what it seems.
        verdict: Of the scorer, on the same page.
        document: The page.
    """
    if finding is None:
        return verdict
    if finding.severity is Severity.LIMITS and verdict.label is Label.SUPPORTED:
        carrying = [item for item in verdict.evidence if item.stance is Stance.SUPPORTS]
        if any(_is_visible(item, document) for item in carrying):
            return verdict
    return finding.problem


def _is_visible(item: Evidence, document: Document) -> bool:
    return any(
        block.kind is not BlockKind.META and block.start <= item.start < block.end
        for block in document.blocks
    )
