"""Text that a page carries and does not show by itself: hidden until a script shows it, shown where no script runs, or data for one.

Whole paragraphs that are hidden are there to be opened: the rest of an article, the answer to a question. A line or two are not: they
are a notice, a label, or meant for programs. Data are more than any reader gets to see, other articles too, so that they are the
page's text only where they hold more of it than the page shows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from claimtrack.extract.blocks import clean
from claimtrack.extract.embedded import paragraphs
from claimtrack.extract.notes import Notes

_MAX_SOURCE = 2_000_000
"""Characters looked at of each kind."""
_MAX_TEXTS = 1_000
_PROSE_CHARS = 60
"""Characters from which a paragraph is taken for prose; shorter ones are labels."""
_PROSE_WORDS = 6
_OPENED_CHARS = 500
"""Characters of prose from which a hidden part of a page is one to be opened."""
_STRING = re.compile(rf'"((?:[^"\\]|\\.){{{_PROSE_CHARS},}}+)"', re.DOTALL)
_SCRIPT_LIKE = re.compile(r"[{}]|=>|function\b|https?://\S+$")


def carried_texts(notes: Notes, visible: str, noscript: Sequence[str]) -> Iterator[str]:
    """Yield the paragraphs of prose that a page carries beside its visible text, as far as they are its own text.

    Args:
        notes: What the walk noted of the page.
        visible: The words that a reader sees.
        noscript: The paragraphs that are shown where scripts do not run.
    """
    for hidden in notes.hidden:
        yield from _prose(map(clean, hidden), visible, least=_OPENED_CHARS)
    yield from _prose(noscript, visible, least=_OPENED_CHARS)
    shown = sum(len(line) for line in visible.split("\n") if len(line) >= _PROSE_CHARS)
    yield from _prose(_data(notes, shown), visible, least=max(shown, _OPENED_CHARS))


def _prose(texts: Iterable[str], visible: str, *, least: int) -> list[str]:
    """Those of the texts that are prose and not shown, where they have at least `least` characters together."""
    prose = islice(dict.fromkeys(filter(_is_prose, texts)), _MAX_TEXTS)
    carried = [text for text in prose if text not in visible]
    return carried if sum(map(len, carried)) >= least else []


def noscript_texts(notes: Notes) -> list[str]:
    """The paragraphs that are shown where scripts do not run."""
    source = "\n<hr>\n".join("".join(pieces) for pieces in notes.noscript)
    return list(filter(None, paragraphs(source[:_MAX_SOURCE]))) if source else []


def frame_texts(notes: Notes) -> list[str]:
    """The paragraphs of pages that stand whole in the page, in frames of their own."""
    source = "\n<hr>\n".join(notes.frames)
    return list(filter(None, paragraphs(source[:_MAX_SOURCE]))) if source else []


def _data(notes: Notes, least: int) -> Iterable[str]:
    """The texts in data that the page's scripts read, however deep in it."""
    sources = ["".join(script.texts) for script in notes.head.scripts]
    if sum(map(len, sources)) <= least:
        return
    for source in sources:
        for match in _STRING.finditer(source[:_MAX_SOURCE]):
            if match[1].count(" ") >= _PROSE_WORDS:
                try:
                    yield from paragraphs(json.loads(match[0], strict=False))
                except ValueError:
                    continue


def _is_prose(text: str) -> bool:
    return len(text) >= _PROSE_CHARS and text.count(" ") >= _PROSE_WORDS and _SCRIPT_LIKE.search(text) is None
