"""The text of one block while it is read: pieces of it, and where a browser finds no words across."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TypeAlias

from claimtrack.extract.blocks import clean

GAP = " \n "
"""Stands for what ends a line or fills a part of it: `br`, a button. The text has a space there."""
MARK = ""
"""Stands for what is no text and takes no room between words, as a drawing of an arrow behind a link."""
_SPACE = re.compile(r"\s+")


Written: TypeAlias = tuple[str, int, tuple[int, ...]]
"""A finished line: its text, how many characters of it are inside links, and the offsets into it of the spaces across which a
browser finds no words."""


class Line:
    """Inline text that belongs together."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.linked: list[str] = []
        """Those of the texts that stand in links."""
        self._stops: list[int] = []
        """Numbers of the texts that are a `GAP` or `MARK`."""
        self._link_start = self._link_end = 0

    def stop(self, sign: str) -> None:
        """Put a `GAP` or `MARK` here, unless the line begins here."""
        if self.texts:
            self._stops.append(len(self.texts))
            self.texts.append(sign)

    def begin_link(self) -> None:
        """A link begins. Two links are never one word; between them a page has a gap that is no text."""
        if self._link_end and self._link_end == len(self.texts):
            self.stop(GAP)
        self._link_start = len(self.texts)

    def end_link(self) -> None:
        """A link ends."""
        if len(self.texts) > self._link_start:
            self._link_end = len(self.texts)

    def end(self) -> Written:
        """Return the line, and begin a new one."""
        linked = sum(map(len, self.linked)) if self.linked else 0
        written = self._with_breaks(linked) if self._stops else (clean("".join(self.texts)), linked, ())
        self._clear()
        return written

    def end_preformatted(self) -> list[Written]:
        """Return the lines of a preformatted text, and begin a new one."""
        linked = sum(map(len, self.linked))
        lines = [_preformatted(line, linked) for line in "".join(self.texts).splitlines()]
        self._clear()
        return lines

    def _clear(self) -> None:
        self.texts.clear()
        self.linked.clear()
        self._stops.clear()
        self._link_start = self._link_end = 0

    def _with_breaks(self, linked: int) -> Written:
        pieces: list[str] = []
        breaks: list[int] = []
        length = 0
        has_space = False
        for start, end in pairwise((0, *self._stops, len(self.texts))):
            raw = "".join(self.texts[start:end])
            piece = clean(raw)
            if piece:
                if pieces and (has_space or raw[0].isspace()):
                    breaks.append(length)
                    pieces.append(" ")
                    length += 1
                pieces.append(piece)
                length += len(piece)
                has_space = raw[-1].isspace()
            else:
                has_space = has_space or bool(raw)
        return "".join(pieces), linked, tuple(breaks)


def _preformatted(line: str, linked: int) -> Written:
    """A line in which white space is shown as it is written: a browser finds a single space only where there is one."""
    pieces: list[str] = []
    breaks: list[int] = []
    length = start = 0
    for space in _SPACE.finditer(line.rstrip()):
        if space[0] != " ":
            piece = clean(line[start : space.start()])
            if piece:
                length += len(piece)
                breaks.append(length)
                length += 1
                pieces.append(piece)
            start = space.end()
    if last := clean(line[start:]):
        pieces.append(last)
    return " ".join(pieces), linked, tuple(breaks[: len(pieces) - 1])
