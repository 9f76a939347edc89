"""PDFs: a good one, and several that loop, explode, break off, or are not there."""

from __future__ import annotations

import zlib

from .catalogue import Kind, page_of
from .encodings import bomb
from .honest import CLAIM

pdf = Kind("pdf")
_TYPE = "application/pdf"
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
_PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"


def _file(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, the first its catalogue, with a right table of them."""
    out = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, table)
        + b"trailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, trailer, len(out))
    )


def _page_of(content: bytes, filters: bytes = b"") -> bytes:
    stream = b"<<%b/Length %d>>\nstream\n%b\nendstream" % (filters, len(content), content)
    return _file(b"<</Type/Catalog/Pages 2 0 R>>", _PAGES, _PAGE, stream, _FONT)


def _lines(*lines: str) -> bytes:
    shown = b" T* ".join(b"(%b) Tj" % line.encode() for line in lines)
    return b"BT /F1 11 Tf 14 TL 60 700 Td %b ET" % shown


GOOD = _page_of(
    _lines(
        "The harbour office of Lower Ombry keeps its ledgers in oak chests.",
        CLAIM,
        "Visitors may read them on weekdays, if they leave their umbrellas at the door.",
    )
)


def _bad(name: str, about: str, body: bytes, content_type: str = _TYPE) -> None:
    pdf.add(name, about, page_of(lambda: body, content_type))


_bad("good", "A good one.", GOOD)
_bad("as-page", "A good one under the name of a page.", GOOD, "text/html")
_bad("bomb", "Content that inflates to 256 MB.", _page_of(bomb(15, 256), b"/Filter/FlateDecode"))
_bad(
    "bomb-twice",
    "The same, deflated twice.",
    _page_of(zlib.compress(bomb(15, 256), 9), b"/Filter[/FlateDecode/FlateDecode]"),
)
_bad(
    "pages-loop",
    "A tree of pages that holds itself.",
    _file(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000>>"),
)
_bad(
    "many-pages",
    "A million pages, all the same one.",
    _file(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%b]/Count 1000000>>" % (b"3 0 R " * 1_000_000),
        _PAGE,
        b"<</Length 0>>\nstream\n\nendstream",
        _FONT,
    ),
)
_bad(
    "deep",
    "An array a hundred thousand deep.",
    _file(
        b"<</Type/Catalog/Pages 2 0 R/X %b%b>>" % (b"[" * 100_000, b"]" * 100_000),
        b"<</Type/Pages/Kids[]/Count 0>>",
    ),
)
_bad(
    "table-loop",
    "A table of objects that names itself as the one before.",
    GOOD.replace(b"/Root 1 0 R>>", b"/Root 1 0 R/Prev %d>>" % GOOD.rfind(b"xref\n0")),
)
_bad("cut", "The first half of a good one.", GOOD[: len(GOOD) // 2])
_bad("nothing", "No byte under the name of a PDF.", b"")
_bad("garbage", "The first line of a PDF, and noise.", b"%PDF-1.7\n" + zlib.compress(b"noise" * 10_000))
_bad(
    "encrypted",
    "One whose words need a password.",
    _file(
        b"<</Type/Catalog/Pages 2 0 R>>",
        _PAGES,
        _PAGE,
        b"<</Length 8>>\nstream\nxxxxxxxx\nendstream",
        _FONT,
        b"<</Filter/Standard/V 2/R 3/Length 128/P -3904/O<%b>/U<%b>>>" % (b"41" * 32, b"42" * 32),
        trailer=b"/Encrypt 6 0 R/ID[<00><00>]",
    ),
)
_bad("no-words", "A page without a word, as a scan is.", _page_of(b"0 0 612 792 re f"))
