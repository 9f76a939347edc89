"""PDF to blocks, with page numbers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from claimtrack.extract.blocks import BlockBuilder, TextTooLongError, clean
from claimtrack.extract.facts import count_words
from claimtrack.extract.pdf_layout import paragraphs
from claimtrack.extract.pdf_lines import Line, lines_of
from claimtrack.extract.problems import UnreadableError, needs_ocr, pdf_damaged, pdf_encrypted

_END = b"%%EOF"
_END_BYTES = 1024
"""Where the end marker stands, in a whole file: among its last bytes (ISO 32000-1, annex H, note 18)."""
_MAX_PAGES = 5_000
_FEWEST_WORDS = 20
"""A page of fewer words with a picture on it is a scan, or a cover."""
_LOCKED = frozenset({pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY})
_IMAGE_DEPTH = 3


def add_pdf(body: bytes, builder: BlockBuilder) -> tuple[str | None, bool]:
    """Append the paragraphs of a PDF; return its title, and whether letters of it could not be decoded.

    Raises:
        UnreadableError: it is encrypted, damaged (then none of it is read: no half document), or made of scans.
        TextTooLongError: it has more pages or text than is read.
    """
    if _END not in body.rstrip(b"\0\t\n\r ")[-_END_BYTES:]:
        raise UnreadableError(pdf_damaged("it breaks off, without the mark of its end"))
    with _opened(body) as document:
        count = len(document)
        if count == 0:
            raise UnreadableError(pdf_damaged("it has no pages"))
        if count > _MAX_PAGES:
            raise TextTooLongError(f"{count:,} pages; up to {_MAX_PAGES:,} are read")
        lines: list[Line] = []
        scans = 0
        for number in range(1, count + 1):
            with _page(document, number) as page:
                found = lines_of(page, number)
                scans += _is_scan(page, found)
            lines += found
        title = clean(document.get_metadata_dict().get("Title", ""))
    if 2 * scans > count:
        raise UnreadableError(needs_ocr(count))
    for paragraph in paragraphs(lines):
        builder.add(paragraph.text, paragraph.kind, page=paragraph.page)
    return title or None, any("\ufffd" in line.text for line in lines)


@contextmanager
def _opened(body: bytes) -> Iterator[pdfium.PdfDocument]:
    try:
        document = pdfium.PdfDocument(body)
    except pdfium.PdfiumError as error:
        if error.err_code in _LOCKED:
            raise UnreadableError(pdf_encrypted()) from error
        raise UnreadableError(pdf_damaged("its structure cannot be read")) from error
    with closing(document):
        yield document


@contextmanager
def _page(document: pdfium.PdfDocument, number: int) -> Iterator[pdfium.PdfPage]:
    try:
        page = document[number - 1]
    except pdfium.PdfiumError as error:
        raise UnreadableError(pdf_damaged(f"page {number} of {len(document)} cannot be read")) from error
    with closing(page):
        yield page


def _is_scan(page: pdfium.PdfPage, lines: list[Line]) -> bool:
    """Tell whether the words of a page are in a picture."""
    if sum(count_words(line.text) for line in lines) >= _FEWEST_WORDS:
        return False
    images = page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=_IMAGE_DEPTH)
    return next(iter(images), None) is not None
