"""PDFs: their paragraphs and pages, and every way in which one may not be readable."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable

import fpdf
import pytest
from PIL import Image

from claimtrack.models import BlockKind, Document, Problem, ProblemSlug

Reader = Callable[..., Document]
Extract = Callable[..., Document | Problem]
TYPE = "application/pdf"


def _pdf(*pages: list[str], leading: float = 14, size: float = 11) -> bytes:
    """A PDF of these lines, each where it is put; an empty line leaves its room."""
    pdf = fpdf.FPDF(unit="pt", format="A4")
    pdf.set_font("Helvetica", size=size)
    for lines in pages:
        pdf.add_page()
        for number, line in enumerate(lines):
            pdf.text(72, 90 + leading * number, line)
    return bytes(pdf.output())


def _blocks(document: Document) -> list[tuple[int | None, str]]:
    return [(block.page, document.text[block.start : block.end]) for block in document.blocks]


STORY = [
    "The council of Lower Ombry met on Monday evening to discuss the old bridge over the",
    "river. It decided to close the bridge for three months, and to ask the county for the",
    "money that the repair will cost.",
    "",
    "Nobody spoke against it.",
]


def test_lines_become_paragraphs_with_their_page(read: Reader) -> None:
    document = read(_pdf(STORY, ["The second page is short."]), TYPE)
    assert _blocks(document) == [
        (1, " ".join(STORY[:3])),
        (1, "Nobody spoke against it."),
        (2, "The second page is short."),
    ]
    assert {block.kind for block in document.blocks} == {BlockKind.PARAGRAPH}
    assert document.facts is None
    assert not document.lossy


@pytest.mark.parametrize("content_type", ["text/html; charset=utf-8", "text/plain", "", "image/png"])
def test_a_pdf_is_known_by_its_bytes(read: Reader, content_type: str) -> None:
    assert "met on Monday" in read(_pdf(STORY), content_type).text


def test_white_space_and_junk_in_front_are_passed_over(read: Reader) -> None:
    assert "met on Monday" in read(b"\r\n" + _pdf(STORY), "text/html").text
    assert "met on Monday" in read(b"junk of a server\r\n" + _pdf(STORY), TYPE).text


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["The council is most dis-", "satisfied."], "The council is most dissatisfied."),
        (["Of 1914-", "1918 they knew."], "Of 1914-1918 they knew."),
        (["The Anglo-", "Saxon wall stands."], "The Anglo-Saxon wall stands."),
        (
            ["A well-known wall, and a well-", "known bridge stand."],
            "A well-known wall, and a well-known bridge stand.",
        ),
        (["They were 12dis-", "satisfied of 12."], "They were 12dissatisfied of 12."),
    ],
)
def test_words_divided_at_the_end_of_a_line_are_joined(read: Reader, lines: list[str], text: str) -> None:
    assert read(_pdf(lines), TYPE).text == text


def test_a_sentence_that_goes_on_over_the_page_is_one(read: Reader) -> None:
    first = [*STORY[:2], *["" for _ in range(40)], "Ombry Post 1"]
    second = ["money that the repair will cost, and more of it.", *["" for _ in range(41)], "Ombry Post 2"]
    third = ["Nobody spoke against it.", *["" for _ in range(41)], "Ombry Post 3"]
    document = read(_pdf(first, second, third), TYPE)
    assert _blocks(document) == [
        (1, f"{STORY[0]} {STORY[1]} money that the repair will cost, and more of it."),
        (1, "Ombry Post 1"),
        (2, "Ombry Post 2"),
        (3, "Nobody spoke against it."),
        (3, "Ombry Post 3"),
    ]


def test_items_and_short_lines_stay_apart(read: Reader) -> None:
    lines = [
        "Paid in the year:",
        "- 1,204 crowns for the bridge,",
        "- 77 crowns for lamps",
        "Total",
        "1,281 crowns",
    ]
    document = read(_pdf([*STORY[:3], "", *lines]), TYPE)
    assert [text for _, text in _blocks(document)][1:] == lines


def test_indented_first_lines_begin_paragraphs(read: Reader) -> None:
    pdf = fpdf.FPDF(unit="pt", format="A4")
    pdf.set_font("Helvetica", size=11)
    pdf.add_page()
    long = "The council of Lower Ombry met on Monday evening to discuss the bridge over the river."
    for number, (left, line) in enumerate([(84, long), (72, long), (84, long), (72, long)]):
        pdf.text(left, 90 + 14 * number, line)
    assert [text for _, text in _blocks(read(bytes(pdf.output()), TYPE))] == [f"{long} {long}"] * 2


def test_large_letters_are_headings(read: Reader) -> None:
    pdf = fpdf.FPDF(unit="pt", format="A4")
    pdf.add_page()
    pdf.set_font("Helvetica", size=20)
    pdf.text(72, 90, "The old bridge")
    pdf.set_font("Helvetica", size=11)
    for number, line in enumerate(STORY[:3]):
        pdf.text(72, 120 + 14 * number, line)
    document = read(bytes(pdf.output()), TYPE)
    assert [block.kind for block in document.blocks] == [BlockKind.HEADING, BlockKind.PARAGRAPH]


def test_two_columns_are_read_one_after_the_other(read: Reader) -> None:
    pdf = fpdf.FPDF(unit="pt", format="A4")
    pdf.set_font("Helvetica", size=11)
    pdf.add_page()
    for left, lines in (
        (72, ["The council met on Monday to", "close the old bridge and"]),
        (320, ["to ask for money.", "", "It ends here."]),
    ):
        for number, line in enumerate(lines):
            pdf.text(left, 90 + 14 * number, line)
    text = read(bytes(pdf.output()), TYPE).text
    assert text.split("\n")[0] == "The council met on Monday to close the old bridge and to ask for money."


def test_the_title_is_the_one_in_its_properties(read: Reader) -> None:
    pdf = fpdf.FPDF()
    pdf.set_title("Minutes of  Lower Ombry")
    pdf.set_font("Helvetica", size=11)
    pdf.add_page()
    pdf.text(30, 30, "The council met.")
    assert read(bytes(pdf.output()), TYPE).title == "Minutes of Lower Ombry"
    assert read(_pdf(STORY), TYPE).title is None


# What cannot be read.


def _objects(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, the first its catalogue, with a right table of them."""
    out = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table)
        + b"trailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, len(out))
    )


CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>"


def _with_content(content: bytes, filters: bytes) -> bytes:
    stream = b"<<%b/Length %d>>\nstream\n%b\nendstream" % (filters, len(content), content)
    return _objects(CATALOGUE, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", PAGE, stream)


def _encrypted(user_password: str) -> bytes:
    pdf = fpdf.FPDF()
    pdf.set_encryption(owner_password="owner", user_password=user_password)  # noqa: S106 - of no secret
    pdf.set_font("Helvetica", size=11)
    pdf.add_page()
    pdf.text(30, 30, "The council met.")
    return bytes(pdf.output())


def _scanned(pages: int, words: str = "") -> bytes:
    pdf = fpdf.FPDF()
    pdf.set_font("Helvetica", size=11)
    picture = io.BytesIO()
    Image.new("L", (40, 60), 200).save(picture, "PNG")
    for _ in range(pages):
        pdf.add_page()
        pdf.image(picture, 0, 0, 210, 297)
        if words:
            pdf.text(30, 30, words)
    return bytes(pdf.output())


GOOD = _pdf(STORY)
SPACES = zlib.compress(b" " * (64 << 20), 9)
BAD = {
    "cut in half": (GOOD[: len(GOOD) // 2], ProblemSlug.PDF_DAMAGED),
    "cut at its end": (GOOD[:-8], ProblemSlug.PDF_DAMAGED),
    "noise": (b"%PDF-1.7\n" + zlib.compress(b"noise" * 999) + b"\n%%EOF\n", ProblemSlug.PDF_DAMAGED),
    "no pages": (
        _objects(CATALOGUE, b"<</Type/Pages/Kids[]/Count 0>>"),
        ProblemSlug.PDF_DAMAGED,
    ),
    "deep array": (
        _objects(
            b"<</Type/Catalog/Pages 2 0 R/X %b%b>>" % (b"[" * 99_999, b"]" * 99_999),
            b"<</Type/Pages/Kids[]/Count 0>>",
        ),
        ProblemSlug.PDF_DAMAGED,
    ),
    "a page that is none": (
        _objects(
            CATALOGUE,
            b"<</Type/Pages/Kids[3 0 R 9 0 R]/Count 2>>",
            PAGE,
            b"<</Length 0>>\nstream\n\nendstream",
        ),
        ProblemSlug.PDF_DAMAGED,
    ),
    "password": (_encrypted("secret"), ProblemSlug.PDF_ENCRYPTED),
    "scan": (_scanned(3), ProblemSlug.NEEDS_OCR),
    "scan with its number on it": (_scanned(2, "Scanned by the Ombry archive, 4711"), ProblemSlug.NEEDS_OCR),
    "no words, no picture": (_with_content(b"0 0 595 842 re f", b""), ProblemSlug.NO_TEXT),
    "bomb": (_with_content(SPACES, b"/Filter/FlateDecode"), ProblemSlug.NO_TEXT),
    "bomb in a bomb": (
        _with_content(zlib.compress(SPACES, 9), b"/Filter[/FlateDecode/FlateDecode]"),
        ProblemSlug.NO_TEXT,
    ),
    "a tree of pages that holds itself": (
        _objects(CATALOGUE, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 999999>>"),
        ProblemSlug.TOO_LARGE,
    ),
    "too many pages": (
        _objects(CATALOGUE, b"<</Type/Pages/Kids[%b]/Count 9999>>" % (b"3 0 R " * 9999), PAGE, b"<<>>"),
        ProblemSlug.TOO_LARGE,
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_a_problem(extract: Extract, name: str) -> None:
    body, slug = BAD[name]
    problem = extract(body, TYPE)
    assert isinstance(problem, Problem), problem
    assert problem.slug is slug
    assert problem.hint


def test_a_table_of_objects_that_names_itself_is_no_loop(read: Reader) -> None:
    start = GOOD.rfind(b"xref\n0")
    looped = GOOD.replace(b"/Root", b"/Prev %d /Root" % start)
    assert looped != GOOD
    assert "met on Monday" in read(looped, TYPE).text


def test_a_pdf_that_anyone_may_open_is_read_in_spite_of_its_owner(read: Reader) -> None:
    assert read(_encrypted(""), TYPE).text == "The council met."


def test_a_page_called_a_pdf_is_no_page(extract: Extract) -> None:
    for body in (b"<!doctype html><p>Please sign in.</p>", b""):
        problem = extract(body, TYPE)
        assert isinstance(problem, Problem)
        assert problem.slug is ProblemSlug.WRONG_TYPE
        assert "by its label only" in problem.detail
