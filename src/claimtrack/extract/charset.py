"""Which encoding a page is in, by the order of the WHATWG standard.

Byte order mark, then the Content-Type header, then the prescan of the first 1,024 bytes for `meta`, then an XML declaration
(https://html.spec.whatwg.org/#determining-the-character-encoding), then UTF-8 where the bytes are UTF-8, then a guess, else
windows-1252. Only labels of the encoding standard are accepted (https://encoding.spec.whatwg.org/#names-and-labels), so no
page can reach another of Python's codecs: some never finish and others raise what nobody expects.

The standard obeys a declaration that the bytes disprove, and shows a reader broken letters. Words are compared here, so two
such lies are seen through: a page called UTF-8 that is none, and UTF-8 called Latin-1.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

import webencodings

from claimtrack.extract.charset_guess import guess
from claimtrack.extract.prescan import prescan

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([^\s;\"']{1,40})", re.IGNORECASE)
_XML_UTF16 = {b"<\0?\0x\0": "utf-16-le", b"\0<\0?\0x": "utf-16-be"}
"""What the standard's prescan takes for UTF-16 without a mark: the start of an XML declaration."""
_WINDOWS_1252 = webencodings.Encoding("windows-1252", codecs.lookup("cp1252"))
_REPLACEMENT = "\ufffd"
_PROOF = 4
"""Characters that must speak against a declaration before it is not believed."""
_MOSTLY = 10
"""A page is UTF-8 in spite of some bytes that are not where this many characters of it are, to one that is not."""


class Decoded(NamedTuple):
    """The text of a page."""

    text: str
    encoding: str
    """Name of the encoding it was read as."""
    lossy: bool
    """Some bytes meant nothing in that encoding, or were NUL: U+FFFD stands in their place."""


def decode(body: bytes, content_type: str) -> Decoded:
    """Return the text of `body`; nothing is dropped and nothing is raised.

    Args:
        body: The page after content decoding.
        content_type: The Content-Type header as sent, or an empty string.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return _decoded(body[len(mark) :], name, codecs.lookup(name))
    name = _XML_UTF16.get(body[:6], "")
    declared = _declared(content_type) or prescan(body)
    if name and not _declared(content_type):
        return _decoded(body, name, codecs.lookup(name))
    unicode = _decoded(body, "utf-8", codecs.lookup("utf-8"))
    # To look for a byte is much faster than to count it.
    good, bad = _counts(unicode, body.count(0) if 0 in body else 0)
    if declared is not None and not _is_disproved(declared.name, good, bad):
        if declared.name == "utf-8":
            return unicode
        return _decoded(body, declared.name, _codec(declared, body))
    if not bad or bad * _MOSTLY <= good:
        return unicode
    label = guess(body)
    encoding = (webencodings.lookup(label) if label else None) or _WINDOWS_1252
    return _decoded(body, encoding.name, encoding.codec_info)


def _declared(content_type: str) -> webencodings.Encoding | None:
    match = _HEADER_CHARSET.search(content_type)
    return webencodings.lookup(match[1]) if match else None


def _codec(declared: webencodings.Encoding, body: bytes) -> codecs.CodecInfo:
    """The codec of a declared encoding; of UTF-16 without a byte order mark the one whose letters are in the right half."""
    if declared.name == "utf-16le" and body[::2].count(0) > body[1::2].count(0):
        # RFC 2781, 4.3: the name alone means big-endian, where the encoding standard takes it for little-endian.
        return codecs.lookup("utf-16-be")
    return declared.codec_info


def _decoded(body: bytes, name: str, codec: codecs.CodecInfo) -> Decoded:
    try:
        text, lossy = codec.decode(body, "strict")[0], False
    except UnicodeError:
        text, lossy = codec.decode(body, "replace")[0], True
    return Decoded(text.replace("\0", _REPLACEMENT), name, lossy or "\0" in text)


def _is_disproved(name: str, good: int, bad: int) -> bool:
    """Tell whether the bytes speak against a declaration, by how many characters they are and are not in UTF-8."""
    if name == "utf-8":
        return bad >= _PROOF and bad > good
    # Bytes of another encoding are not valid UTF-8 by chance four times in a row.
    return name == "windows-1252" and good >= _PROOF and not bad


def _counts(unicode: Decoded, nuls: int) -> tuple[int, int]:
    """Characters beyond ASCII, and characters that could not be decoded; a NUL says nothing for or against an encoding."""
    if unicode.text.isascii():
        return 0, 0
    beyond = len(unicode.text) - len(unicode.text.encode("ascii", "ignore"))
    replaced = unicode.text.count(_REPLACEMENT) if _REPLACEMENT in unicode.text else 0
    return beyond - replaced, replaced - nuls if unicode.lossy else 0
