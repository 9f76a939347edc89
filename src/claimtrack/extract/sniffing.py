"""What a body is: its bytes decide first, its header second, the address of the page last."""

from __future__ import annotations

import mimetypes
import re
from enum import Enum, auto
from urllib.parse import urlsplit

from claimtrack.extract.problems import UnreadableError, wrong_type

_BINARY_MAGIC = {
    b"\x89PNG": "PNG image",
    b"\xff\xd8\xff": "JPEG image",
    b"GIF8": "GIF image",
    b"PK\x03\x04": "ZIP archive",
    b"\x1f\x8b": "gzip archive",
    b"RIFF": "RIFF media",
    b"OggS": "Ogg media",
    b"\x7fELF": "program",
}
_PDF_MAGIC = b"%PDF-"
_PDF_TYPE = "application/pdf"
_HTML_TYPES = ("text/html", "application/xhtml+xml", "application/xml", "text/xml")
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
_MARKDOWN_TYPES = ("text/markdown", "text/x-markdown")
_TEXT_TYPES = ("text/plain", "text/csv", "text/tab-separated-values", "text/x-rst")
_JSON_TYPES = ("application/json", "text/json")
_MARKDOWN_NAMES = (".md", ".markdown")
_SNIFF_BYTES = 512
_PDF_SNIFF_BYTES = 1024
"""Where a reader of PDFs looks for the magic (ISO 32000-1, annex H, note 13)."""
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_PADDING = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\x00 \t\r\n]*")
"""What may stand in front of the first character: byte order mark, white space, the other half of UTF-16."""
_HTML_PAGE = re.compile(rb"<html|<!doctype\s+html", re.IGNORECASE)
_FEED = re.compile(rb"(?:<\?[^>]{0,300}>\s*|<!--[^>]{0,300}-->\s*){0,5}<(?:rss|feed|rdf:RDF)[\s>]")
"""Root of RSS 2.0, Atom or RSS 1.0."""
_CONTROL_BYTES = bytes({*range(0x20)} - set(b"\t\n\f\r\x1b"))
"""What no text holds (https://mimesniff.spec.whatwg.org/#binary-data-byte); one byte in nine of compressed data."""
_UTF16_LETTERS = re.compile(rb"([ -~])\x00(?=[\t\n\r -~])")
"""Text in UTF-16 that nobody announced, which some pages hold a piece of: its NUL bytes make no page binary."""
_CONTROL_BYTE = re.compile(b"[" + re.escape(_CONTROL_BYTES) + b"]")
_TEXT_START = 128
"""Bytes without any control byte that only a text begins with: a tar archive begins with a name of up to 100, and 128 bytes of
compressed data hold none once in three million times."""
_FEWEST_CONTROL_BYTES = 8
_CONTROL_SHARE = 0.05


class Format(Enum):
    """What there is a reader for."""

    HTML = auto()
    FEED = auto()
    PDF = auto()
    JSON = auto()
    MARKDOWN = auto()
    TEXT = auto()


def sniff(body: bytes, content_type: str, url: str) -> Format:
    """Tell the format of a body.

    Args:
        body: The page after content decoding.
        content_type: The Content-Type header as sent, or an empty string.
        url: Where it came from: text files tell by their names that they are Markdown.

    Raises:
        UnreadableError: it is something else; the problem names what.
    """
    head = body[:_SNIFF_BYTES]
    start = _PADDING.sub(b"", head, count=1)
    media_type = content_type.partition(";")[0].strip().lower()
    if start.startswith(_PDF_MAGIC) or (media_type == _PDF_TYPE and _PDF_MAGIC in body[:_PDF_SNIFF_BYTES]):
        return Format.PDF
    told = _told(media_type)
    _refuse_other(head, start, content_type, media_type, told)
    if _FEED.match(start):
        return Format.FEED
    if told in {Format.HTML, Format.FEED} or (
        start.startswith(b"<") and (told is None or _HTML_PAGE.search(head))
    ):
        return Format.HTML
    if told is None and start.startswith((b"{", b"[")):
        return Format.JSON
    if told in {None, Format.TEXT} and urlsplit(url).path.lower().endswith(_MARKDOWN_NAMES):
        return Format.MARKDOWN
    return told or Format.TEXT


def saved_page_type(name: str, body: bytes) -> str:
    """Return what a server would say that a file is, by its first bytes and its name; may be empty."""
    if body.startswith(_PDF_MAGIC):
        return _PDF_TYPE
    guess = mimetypes.guess_type(name)[0] or ""
    return "text/html" if guess == "application/xhtml+xml" else guess


def _refuse_other(head: bytes, start: bytes, content_type: str, media_type: str, told: Format | None) -> None:
    """Raise `UnreadableError` for what no reader is there for, or what is not what its header says."""
    for magic, name in _BINARY_MAGIC.items():
        if start.startswith(magic):
            raise UnreadableError(wrong_type(name))
    unlike = " by its label only" if told is Format.JSON or media_type == _PDF_TYPE else ""
    if media_type and (told is None or (told is Format.JSON and start.startswith(b"<"))):
        raise UnreadableError(wrong_type(f"file of type {media_type}{unlike}"))
    if _is_binary(head, start, content_type):
        raise UnreadableError(wrong_type("binary file"))


def _told(media_type: str) -> Format | None:
    """What the header says; None where that is nothing, or nothing there is a reader for."""
    if media_type in _JSON_TYPES or media_type.endswith("+json"):
        return Format.JSON
    told = {_HTML_TYPES: Format.HTML, _FEED_TYPES: Format.FEED, _MARKDOWN_TYPES: Format.MARKDOWN}
    told[_TEXT_TYPES] = Format.TEXT
    return next((form for types, form in told.items() if media_type.startswith(types)), None)


def _is_binary(head: bytes, start: bytes, content_type: str) -> bool:
    """Tell whether the bytes are no text, whatever the header says.

    A stray control byte makes no page binary, nor do many after a page has begun: what they stood for is lost, not the rest.
    """
    if head.startswith(_UTF16_MARKS) or "utf-16" in content_type.lower():
        return False
    control = _CONTROL_BYTE.search(start)
    if control is None or control.start() >= _TEXT_START or _HTML_PAGE.match(start):
        return False
    head = _UTF16_LETTERS.sub(rb"\1", head)
    found = len(head) - len(head.translate(None, _CONTROL_BYTES))
    return found >= _FEWEST_CONTROL_BYTES and found > _CONTROL_SHARE * len(head)
