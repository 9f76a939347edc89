"""What a page may say about its encoding: the truth, lies, and names of codecs that no page should reach."""

from __future__ import annotations

from .catalogue import Kind, page_of
from .honest import CLAIM

charsets = Kind("charsets")

_TEXT = f"<html><body><p>Crème brûlée — “naïve”. {CLAIM}</p></body></html>"
_UTF8 = _TEXT.encode()
_1252 = _TEXT.encode("cp1252")


def _page(name: str, about: str, content_type: str, body: bytes) -> None:
    charsets.add(name, about, page_of(lambda: body, content_type))


_page("untold", "UTF-8, named nowhere.", "text/html", _UTF8)
_page("untold-1252", "windows-1252, named nowhere.", "text/html", _1252)
_page("header-lies", "Called UTF-8, but windows-1252.", "text/html; charset=utf-8", _1252)
_page(
    "meta-disagrees",
    "The header says Latin-1, meta and bytes UTF-8.",
    "text/html; charset=iso-8859-1",
    b"<meta charset=utf-8>" + _UTF8,
)
_page("utf-16-marked", "UTF-16 with its mark.", "text/html", b"\xff\xfe" + _TEXT.encode("utf-16-le"))
_page(
    "utf-16-big",
    "UTF-16, big end first, the header says so.",
    "text/html; charset=utf-16be",
    _TEXT.encode("utf-16-be"),
)
_page(
    "utf-8-marked",
    "UTF-8 with its mark, called windows-1252.",
    "text/html; charset=windows-1252",
    b"\xef\xbb\xbf" + _UTF8,
)
_page(
    "mixed",
    "UTF-8, UTF-16 and bytes of no encoding in one page.",
    "text/html; charset=utf-8",
    _UTF8 + _TEXT.encode("utf-16-le") + b"\xff\xfe\x80\xc3(" + _1252,
)
_page("unknown", "An encoding that does not exist.", "text/html; charset=klingon-8", _UTF8)
_page(
    "utf-7",
    "UTF-7 that hides a script.",
    "text/html; charset=utf-7",
    b"+ADw-script+AD4-alert(1)+ADw-/script+AD4- " + CLAIM.encode(),
)
_page("undefined", "A codec of Python that always raises.", "text/html; charset=undefined", _UTF8)
_page("idna", "A codec of Python that accepts no errors.", "text/html; charset=idna", _UTF8)
_page("hexadecimal", "A codec of Python that yields no text.", "text/html; charset=hex_codec", _UTF8)
_page(
    "unicode-escape",
    "A codec of Python that turns text into tags.",
    "text/html; charset=unicode_escape",
    b"\\u003cscript\\u003ealert(1)\\u003c/script\\u003e " + CLAIM.encode(),
)
_page(
    "punycode",
    "A codec of Python that takes minutes.",
    "text/html; charset=punycode",
    CLAIM.encode() + b" -" + b"b9" * (1 << 20),
)
_page(
    "punycode-meta",
    "The same, named by meta.",
    "text/html",
    b"<meta charset=punycode><p>" + CLAIM.encode() + b"</p> -" + b"b9" * (1 << 18),
)
_page("zlib", "A codec of Python that inflates.", "text/html; charset=zlib_codec", _UTF8)
_page(
    "badly-quoted", "A Content-Type that is no Content-Type.", "text/html; charset=\"utf-8'; x=\x1b[2J", _UTF8
)
_page(
    "nul-in-a-word",
    "NUL inside a word of the claim.",
    "text/html; charset=utf-8",
    _TEXT.replace("lamplighters", "lamp\0lighters").encode(),
)
_page(
    "overlong",
    "Overlong and surrogate bytes beside the claim.",
    "text/html; charset=utf-8",
    _UTF8.replace(b"na\xc3\xafve", b"na\xc0\xafve \xed\xa0\x80"),
)
_page(
    "iso-2022-jp",
    "An encoding with states that escapes switch.",
    "text/html; charset=iso-2022-jp",
    b"\x1b(B" + CLAIM.encode() + b"\x1b$B",
)
_page(
    "replacement",
    "A name that the standard maps to refusal.",
    "text/html; charset=iso-2022-kr",
    CLAIM.encode(),
)
