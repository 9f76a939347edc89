"""The lines of a PDF's page, with where they stand: what pdfium knows about a page's text."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from contextlib import closing
from dataclasses import dataclass
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

_HYPHEN = "\ufffe"
"""What pdfium writes for a hyphen that divides a word at the end of a line."""
_LINE = re.compile(rf"([^\r\n{_HYPHEN}]*)(\r?\n|\r|{_HYPHEN}|$)")
_LETTERS = {
    **dict.fromkeys(range(0xE000, 0xF900), "\ufffd"),  # private use: means nothing outside its font
    **dict.fromkeys((0xF0A7, 0xF0B7), "•"),  # but for the bullets of the usual symbol fonts
    **{code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)},  # ligatures: ﬁ, ﬂ
    **dict.fromkeys([*range(0x09), *range(0x0E, 0x20), 0x7F]),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of text. Units are points (1/72 inch), the origin is at the lower left of the page as it is shown."""

    text: str
    divided: bool
    """It ends inside a word, at a hyphen that `text` leaves out."""
    page: int
    """1-based."""
    left: float
    right: float
    baseline: float
    size: float
    """Height of its letters, the font's ascent and descent included."""


def lines_of(page: pdfium.PdfPage, number: int) -> list[Line]:
    """Return the lines of a page in the order of its content, blank ones left out.

    Args:
        page: The page.
        number: Its number, 1-based.
    """
    with closing(page.get_textpage()) as letters:
        turn = _Turn(page)
        text = letters.get_text_range()
        found = []
        for match in _LINE.finditer(text):
            shown = match[1].translate(_LETTERS).strip()
            if shown:
                start = match.start() + len(match[1]) - len(match[1].lstrip())
                end = match.start() + len(match[1].rstrip()) - 1
                found.append(_line(letters, turn, shown, (start, end), number, divided=match[2] == _HYPHEN))
        return found


class _Turn:
    """How a page is turned when it is shown (`/Rotate`)."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._quarters = page.get_rotation() // 90 % 4
        shown_width, shown_height = page.get_size()
        upright = self._quarters % 2 == 0
        self._width, self._height = (shown_width, shown_height) if upright else (shown_height, shown_width)

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the page is shown."""
        match self._quarters:
            case 1:
                return y, self._width - x
            case 2:
                return self._width - x, self._height - y
            case 3:
                return self._height - y, x
            case _:
                return x, y


def _line(
    letters: pdfium.PdfTextPage, turn: _Turn, text: str, span: tuple[int, int], page: int, *, divided: bool
) -> Line:
    start, end = span
    left, baseline = turn(*_origin(letters, start))
    sizes = []
    right = left
    for index in (start, (start + end) // 2, end):
        box = _box(letters, index)
        corners = (turn(box.left, box.bottom), turn(box.right, box.top))
        sizes.append(abs(corners[1][1] - corners[0][1]))
        right = max(right, corners[0][0], corners[1][0])
    return Line(
        text=text,
        divided=divided,
        page=page,
        left=left,
        right=right,
        baseline=baseline,
        size=median(sizes) or 1.0,
    )


def _character(letters: pdfium.PdfTextPage, index: int) -> int:
    """The character of the page that stands at an index of its text."""
    return max(0, int(pdfium_c.FPDFText_GetCharIndexFromTextIndex(letters, index)))


def _origin(letters: pdfium.PdfTextPage, index: int) -> tuple[float, float]:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium_c.FPDFText_GetCharOrigin(letters, _character(letters, index), x, y)
    return x.value, y.value


def _box(letters: pdfium.PdfTextPage, index: int) -> pdfium_c.FS_RECTF:
    box = pdfium_c.FS_RECTF()
    pdfium_c.FPDFText_GetLooseCharBox(letters, _character(letters, index), box)
    return box
