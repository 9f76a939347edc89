"""Marks in a claim and its passage: what is on the page, what is missing, where the evidence begins and ends.

Text is marked with control characters first (it has none of its own once it is printable), wrapped to the terminal, and only
then are the marks turned into colour, or into signs where there is no colour.
"""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Iterable

from claimtrack.cli.console import has_colour, out, width
from claimtrack.models import Evidence
from claimtrack.textsafe import printable
from claimtrack.worddiff import Piece

_CONTEXT = 240
"""Characters of the page shown on each side of the evidence."""
_WORD = re.compile(r"[^\W_]+(?:[.,'’-][^\W_]+)*%?")
_MIN_LETTERS = 3
_EVIDENCE, _EVIDENCE_END = "\x01", "\x02"
_MISSING, _MISSING_END = "\x03", "\x04"
_MATCHED, _MATCHED_END = "\x05", "\x06"
# As many characters as the signs have columns, which show in colour too: a line is wrapped where it will end.
_REMOVED, _REMOVED_END = "\x0e\x0f", "\x10\x11"
_INSERTED, _INSERTED_END = "\x12\x13", "\x14\x15"
_COLOURED = {
    _EVIDENCE: "\x1b[1m",
    _EVIDENCE_END: "\x1b[22m",
    _MISSING: "\x1b[31;4m",
    _MISSING_END: "\x1b[39;24m",
    _MATCHED: "\x1b[32m",
    _MATCHED_END: "\x1b[39m",
    **dict(zip(_REMOVED + _REMOVED_END, ("\x1b[31m[", "-", "-", "]\x1b[39m"), strict=True)),
    **dict(zip(_INSERTED + _INSERTED_END, ("\x1b[32m{", "+", "+", "}\x1b[39m"), strict=True)),
}
_PLAIN = {
    _EVIDENCE: "»",
    _EVIDENCE_END: "«",
    _MISSING: "[",
    _MISSING_END: "]",
    _MATCHED: "_",
    _MATCHED_END: "_",
    **dict(zip(_REMOVED + _REMOVED_END, "[--]", strict=True)),
    **dict(zip(_INSERTED + _INSERTED_END, "{++}", strict=True)),
}
LEGEND = "[word]: missing on the page or at odds with it; »passage«: the evidence; _word_: also in the claim"
"""What the signs mean, where there is no colour."""
DIFF_LEGEND = "[-word-]: gone since; {+word+}: new since; »passage«: the evidence"
"""The same for differences; the signs are those of `git diff --word-diff`."""
_INDENT = "    "
_ITEM = "  - "
_LEAST_COLUMNS = 40


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


def marked_diff(pieces: Iterable[Piece]) -> str:
    """Return two wordings as one text, with the words marked that went and came."""
    return "".join(map(_marked_piece, pieces))


def marked_passage_diff(lead: Iterable[Piece], passage: Iterable[Piece], trail: Iterable[Piece]) -> str:
    """Return a passage then and now between the words around it, as `marked_diff`."""
    inside = marked_diff(passage)
    words = inside.rstrip()
    return f"{marked_diff(lead)}{_EVIDENCE}{words}{_EVIDENCE_END}{inside[len(words) :]}{marked_diff(trail)}"


def paragraph(marked: str, first: str = _INDENT) -> None:
    """Print marked text indented and wrapped to the terminal; where there is none each block of the page is one line.

    Args:
        marked: The text, with marks of this module.
        first: What stands in front of its first line, as wide as the indent.
    """
    signs = _COLOURED if has_colour(sys.stdout) else _PLAIN
    columns = max(width(), _LEAST_COLUMNS) if sys.stdout.isatty() else None
    lead = first
    for block in marked.split("\n"):
        text = block.expandtabs(2)
        lines = (
            textwrap.wrap(text, columns, initial_indent=lead, subsequent_indent=_INDENT)
            if columns
            else [lead + text]
        )
        for line in lines if text.strip() else ():
            out("".join(signs.get(ch, ch) for ch in line))
            lead = _INDENT


def item(text: str) -> None:
    """Print one item of a list as a paragraph."""
    paragraph(text, first=_ITEM)


def _marked_piece(piece: Piece) -> str:
    if not piece.changed:
        return printable(piece.after)
    gone, come = printable(piece.before.rstrip()), printable(piece.after.rstrip())
    behind = piece.after or piece.before
    space = behind[len(behind.rstrip()) :]
    removed = f"{_REMOVED}{gone}{_REMOVED_END}" if gone else ""
    inserted = f"{_INSERTED}{come}{_INSERTED_END}" if come else ""
    return removed + inserted + space


def _words(text: str) -> set[str]:
    return {
        match[0].casefold()
        for match in _WORD.finditer(text)
        if len(match[0]) >= _MIN_LETTERS or match[0].isdigit()
    }


def _mark(text: str, wanted: set[str], begin: str, end: str) -> str:
    return _WORD.sub(lambda m: f"{begin}{m[0]}{end}" if m[0].casefold() in wanted else m[0], text)
