"""Marks in a claim and its passage: what is on the page, what is missing, where the evidence begins and ends.

Text is marked with control characters first (it has none of its own once it is printable), wrapped to the terminal, and only
then are the marks turned into colour, or into signs where there is no colour.
"""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Iterable

from claimtrack.cli.console import has_colour
from claimtrack.models import Evidence
from claimtrack.textsafe import printable

_CONTEXT = 240
"""Characters of the page shown on each side of the evidence."""
_WORD = re.compile(r"[^\W_]+(?:[.,'’-][^\W_]+)*%?")
_MIN_LETTERS = 3
_EVIDENCE, _EVIDENCE_END = "\x01", "\x02"
_MISSING, _MISSING_END = "\x03", "\x04"
_MATCHED, _MATCHED_END = "\x05", "\x06"
_COLOURED = {
    _EVIDENCE: "\x1b[1m",
    _EVIDENCE_END: "\x1b[22m",
    _MISSING: "\x1b[31;4m",
    _MISSING_END: "\x1b[39;24m",
    _MATCHED: "\x1b[32m",
    _MATCHED_END: "\x1b[39m",
}
_PLAIN = {
    _EVIDENCE: "»",
    _EVIDENCE_END: "«",
    _MISSING: "[",
    _MISSING_END: "]",
    _MATCHED: "_",
    _MATCHED_END: "_",
}
LEGEND = "[word]: missing on the page or at odds with it; »passage«: the evidence; _word_: also in the claim"
"""What the signs mean, where there is no colour."""


def marked_claim(text: str, missing: Iterable[str]) -> str:
    """Return a claim with the words marked that its verdicts call missing or at odds."""
    wanted = {word for phrase in missing for word in _words(phrase)}
    return _mark(printable(text), wanted, _MISSING, _MISSING_END)


def marked_passage(evidence: Evidence, document: str | None, claim_text: str) -> str:
    """Return a passage between the words around it, with the claim's words marked in it.

    Args:
        evidence: The passage.
        document: The text it stands in; None where only the evidence's own prefix and suffix are known.
        claim_text: The claim.
    """
    if document is not None and document[evidence.start : evidence.end] == evidence.exact:
        before = document[max(0, evidence.start - _CONTEXT) : evidence.start]
        after = document[evidence.end : evidence.end + _CONTEXT]
        lead = "… " if evidence.start > _CONTEXT else ""
        trail = " …" if evidence.end + _CONTEXT < len(document) else ""
    else:
        before, after, lead, trail = evidence.prefix, evidence.suffix, "… ", " …"
    if lead:
        before = before.partition(" ")[2]
    if trail:
        after = after.rpartition(" ")[0]
    exact = _mark(printable(evidence.exact), _words(claim_text), _MATCHED, _MATCHED_END)
    return f"{lead}{printable(before)}{_EVIDENCE}{exact}{_EVIDENCE_END}{printable(after)}{trail}"


def wrapped(marked: str, columns: int, indent: str) -> str:
    """Return marked text wrapped and indented, its marks shown; blocks of the page keep their lines."""
    signs = _COLOURED if has_colour(sys.stdout) else _PLAIN
    lines = [
        line
        for block in marked.split("\n")
        for line in textwrap.wrap(
            block.expandtabs(2), columns, initial_indent=indent, subsequent_indent=indent
        )
    ]
    return "\n".join("".join(signs.get(ch, ch) for ch in line) for line in lines)


def _words(text: str) -> set[str]:
    return {
        match[0].casefold()
        for match in _WORD.finditer(text)
        if len(match[0]) >= _MIN_LETTERS or match[0].isdigit()
    }


def _mark(text: str, wanted: set[str], begin: str, end: str) -> str:
    return _WORD.sub(lambda m: f"{begin}{m[0]}{end}" if m[0].casefold() in wanted else m[0], text)
