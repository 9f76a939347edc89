"""Evidence with a link that opens the page at it."""

from __future__ import annotations

from dataclasses import replace

from claimtrack.fragments import link_to
from claimtrack.models import Block, BlockKind, Document, Evidence, Verdict


def linked(verdict: Verdict, url: str, document: Document) -> Verdict:
    """Return the verdict with a link on each piece of evidence.

    A text fragment where the words are visible, `#page=N` for a PDF, and the page alone where a reader would not see the words.
    """
    text = _shown(document)
    return replace(
        verdict,
        evidence=tuple(replace(item, link=_link(url, document, text, item)) for item in verdict.evidence),
    )


def _shown(document: Document) -> str:
    """The document's text as a browser searches it, offset for offset: newlines for what nobody sees and where lines end."""
    pieces = []
    done = 0
    for block in document.blocks:
        unseen = [(block.start, block.end)] if block.kind is BlockKind.META else []
        for start, end in unseen or ((at, at + 1) for at in block.breaks):
            pieces += [document.text[done:start], "\n" * (end - start)]
            done = end
    return "".join((*pieces, document.text[done:]))


def _link(url: str, document: Document, text: str, item: Evidence) -> str:
    block = _block_at(document, item.start)
    if block and block.page is not None:
        return f"{url.partition('#')[0]}#page={block.page}"
    if block and block.kind is BlockKind.META:
        return url
    return link_to(url, text, item.start, item.end)


def _block_at(document: Document, offset: int) -> Block | None:
    return next((block for block in document.blocks if block.start <= offset < block.end), None)
