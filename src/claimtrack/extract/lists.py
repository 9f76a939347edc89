"""What introduces a list: "The firm has:" belongs to each of its items, which say little without it."""

from __future__ import annotations

import re

from claimtrack.models import BlockKind

_LONGEST = 240
"""Characters of what introduces a list; a longer text is about something else, or about more."""
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[^a-z\s])")
_CLOSED = re.compile(r"[.!?…。！？][\"'”’)\]]*$")
_POINTS_AHEAD = re.compile(r"\b(?:following|as follows|listed below|these are)\b", re.IGNORECASE)


def lead_in(before: str, kind: BlockKind) -> str:
    """Return what of the block directly in front of a list introduces it, else an empty string.

    A heading does, and so does a sentence that is left open ("Three firms did so:", "The firm has") or points ahead ("The
    following firms took part."). Of a paragraph that is its last sentence.
    """
    if kind is BlockKind.HEADING:
        return before if len(before) <= _LONGEST else ""
    if kind is not BlockKind.PARAGRAPH:
        return ""
    starts = [match.end() for match in _SENTENCE_END.finditer(before)]
    last = before[starts[-1] :] if starts else before
    introduces = _CLOSED.search(last) is None or _POINTS_AHEAD.search(last) is not None
    return last if introduces and len(last) <= _LONGEST else ""
