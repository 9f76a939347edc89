"""Which reader a body gets, and what comes out where there is nothing to read."""

from __future__ import annotations

import hashlib
import unicodedata
import zlib
from collections.abc import Callable
from typing import Protocol

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claimtrack.extract import PageExtractor
from claimtrack.extract.blocks import MAX_TEXT
from claimtrack.models import BlockKind, Document, Problem, ProblemSlug

Reader = Callable[..., Document]


class Extract(Protocol):
    def __call__(self, body: str | bytes, content_type: str = ...) -> Document | Problem: ...


NOISE = zlib.compress(bytes(range(256)) * 64 + b"the mayor resigned" * 9)[2:]
BINARIES = {
    "PNG": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "JPEG": b"\xff\xd8\xff\xe0\0\x10JFIF",
    "GIF": b"GIF89a\1\0\1\0",
    "ZIP or DOCX": b"PK\x03\x04\x14\0\6\0",
    "gzip": b"\x1f\x8b\x08\0\0\0",
    "WebP": b"RIFF\x24\0\0\0WEBPVP8 ",
    "Ogg": b"OggS\0\2",
    "ELF": b"\x7fELF\2\1\1",
    "MP4": b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41" + bytes(64),
    "noise": NOISE * 8,
    "tar": b"letters/" + b"n" * 92 + b"0000644\0" + b"0001750\0" * 2 + bytes(400),
}


@pytest.mark.parametrize(
    "content_type", ["text/html; charset=utf-8", "text/plain", "", "application/xhtml+xml"]
)
@pytest.mark.parametrize("name", BINARIES)
def test_a_binary_is_never_text_whatever_its_header_says(
    extract: Extract, name: str, content_type: str
) -> None:
    problem = extract(BINARIES[name], content_type)
    assert isinstance(problem, Problem)
    assert problem.slug is ProblemSlug.WRONG_TYPE
    assert "not a page of text" in problem.detail


@pytest.mark.parametrize(
    "content_type",
    ["application/pdf", "image/png", "application/json", "application/octet-stream", "video/mp4"],
)
def test_a_type_that_is_no_text_is_named(extract: Extract, content_type: str) -> None:
    problem = extract("<p>The ferry is back.</p>", f"{content_type}; x=y")
    assert isinstance(problem, Problem)
    assert problem.slug is ProblemSlug.WRONG_TYPE
    assert f"file of type {content_type}" in problem.detail


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("<!doctype html><title>T</title><p>The ferry is back.</p>", "text/plain"),
        ("\n <HTML><p>The ferry is back.</p>", "text/plain; charset=utf-8"),
        ("<p>The ferry is back.</p>", ""),
        ("\ufeff<p>The ferry is back.</p>", ""),
        ("<html><p>The ferry is back.</p>".encode("utf-16"), ""),
        ("<p>The ferry is back.</p>", "TEXT/HTML"),
        ("<p>The ferry is back.</p>", "application/xml"),
    ],
)
def test_html_is_read_as_html(read: Reader, body: str | bytes, content_type: str) -> None:
    document = read(body, content_type)
    assert document.text.startswith("The ferry is back.")
    assert "<" not in document.text


@pytest.mark.parametrize("content_type", ["text/plain", "text/markdown; charset=utf-8", ""])
@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_plain_text(read: Reader, content_type: str, line_break: str) -> None:
    lines = ["Harbour notes", "", "The ferry", "is\tback.  <b>", " ", "", "A & B"]
    document = read(line_break.join(lines), content_type)
    assert document.text == "Harbour notes\nThe ferry is back. <b>\nA & B"
    assert {block.kind for block in document.blocks} == {BlockKind.PARAGRAPH}
    assert document.title is None


def test_a_tag_in_plain_text_is_text(read: Reader) -> None:
    assert read("<stdio.h> is a header", "text/plain").text == "<stdio.h> is a header"


def test_utf16_text_is_no_binary(read: Reader) -> None:
    assert (
        read("The ferry is back.".encode("utf-16-le"), "text/plain; charset=utf-16le").text
        == "The ferry is back."
    )
    assert read("The ferry is back.".encode("utf-16"), "").text == "The ferry is back."


def test_a_stray_control_byte_makes_no_page_binary(read: Reader) -> None:
    assert "ferry" in read(b"<p>The\x01 ferry\0 is\x7f back.</p>").text


PROSE = "The ferry is back, and the mayor of Hollin, who had not been seen since the flood of May, was the first to board it. "


@pytest.mark.parametrize(
    "tail", ["The ferry.".encode("utf-16-le") * 20, bytes(300), b"\xff\xfe\x80\xc3(" + bytes(40)]
)
@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        pytest.param(f"<html><body><p>{PROSE}</p>", "text/html; charset=utf-8", id="page"),
        pytest.param("<!DOCTYPE html><p>The ferry is back,", "text/html", id="short beginning of a page"),
        pytest.param(PROSE * 2, "text/plain", id="text"),
        pytest.param(PROSE * 2, "", id="unlabelled"),
    ],
)
def test_a_text_with_other_bytes_further_on_is_read_and_called_lossy(
    read: Reader, body: str, content_type: str, tail: bytes
) -> None:
    document = read(body.encode() + tail + b" <p>The quay is dry.</p>", content_type)
    assert document.text.startswith("The ferry is back,")
    assert "\ufffd" in document.text
    assert "The quay is dry." in document.text
    assert document.lossy


@pytest.mark.parametrize(
    "body",
    [
        "",
        " \n",
        "<html><body></body></html>",
        "<div id=root></div><script>render('words')</script>",
        "<p>…</p>",
        "<img alt=words>",
        "<!--",
    ],
)
@pytest.mark.parametrize("content_type", ["text/html", ""])
def test_a_page_without_words_is_a_problem(extract: Extract, body: str, content_type: str) -> None:
    problem = extract(body, content_type)
    assert isinstance(problem, Problem)
    assert problem.slug is ProblemSlug.NO_TEXT
    assert problem.hint


def test_a_text_at_the_limit_is_read_and_one_past_it_refused_whole(extract: Extract) -> None:
    whole = extract("<p>" + "x" * MAX_TEXT)
    assert isinstance(whole, Document)
    assert len(whole.text) == MAX_TEXT
    problem = extract("<p>" + "x" * (MAX_TEXT - 1) + "<p>y")
    assert isinstance(problem, Problem)
    assert problem.slug is ProblemSlug.TOO_LARGE
    assert "6,000,000" in problem.detail


def test_a_long_page_is_read_to_its_last_words(read: Reader) -> None:
    filler = "<p>nothing of note happened that day.</p>\n" * 95_000
    text = read(f"<body>{filler}<p>The ferry is back.</p></body>").text
    assert len(text) > 3_200_000
    assert text.endswith("\nThe ferry is back.")


def test_a_long_page_of_letters_that_grow_a_little_is_read(read: Reader) -> None:
    text = read("<p>" + "so weit … das ist ½ Meile. " * 130_000).text
    assert 3_000_000 < len(text) < len(unicodedata.normalize("NFKC", text))


def test_a_document_says_what_made_it_and_of_what(read: Reader) -> None:
    document = read("<p>The ferry is back.</p>")
    assert document.extractor == PageExtractor.version
    assert document.sha256 == "0" * 64
    assert document == read("<p>The ferry is back.</p>")


@pytest.mark.parametrize("depth", [300, 100_000])
def test_depth_hides_nothing(read: Reader, depth: int) -> None:
    text = read("<div>" * depth + "The ferry is back." + "</div>" * depth + "<p>after</p>").text
    assert text == "The ferry is back.\nafter"


@pytest.mark.parametrize(
    "flood",
    [
        pytest.param("<b>" * 20_000, id="unclosed inline"),
        pytest.param("<font size=1>" * 2_000 + "<p>" * 200, id="reopened inline"),
        pytest.param("</a>" * 100_000, id="end tags"),
        pytest.param("&lt;" * 100_000, id="entities"),
        pytest.param("<" * 50_000, id="less than"),
        pytest.param("<table><tr><td>" * 2_000, id="tables in tables"),
        pytest.param("<tr><td>x<td><div>" * 2_000, id="rows in cells without a table"),
        pytest.param("<ul><li>x" * 2_000, id="lists in lists"),
        pytest.param("<p " + " ".join(f"a{n}=1" for n in range(20_000)) + ">", id="attributes"),
        pytest.param(" \t\n" * 100_000, id="white space"),
        pytest.param("\u0301" * 50_000, id="combining marks"),
        pytest.param("\ufdfa" * 50_000, id="letters that NFKC makes long"),
        pytest.param("]]>" * 20_000 + "<?php " * 1_000, id="other markup"),
    ],
)
def test_floods_are_read_through(read: Reader, flood: str) -> None:
    text = read(f"<p>The ferry is back.</p>{flood}").text
    assert text.startswith("The ferry is back.")
    assert len(text) <= MAX_TEXT


def test_a_page_cannot_name_a_file_to_be_read(read: Reader) -> None:
    page = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY l "lol"><!ENTITY m "&l;&l;">]><p>A &x; &m; B</p>'
    assert "lollol" not in read(page, "application/xhtml+xml").text
    assert "A" in read(page, "application/xhtml+xml").text


PIECES = st.sampled_from(
    """<p> </p> <div> </div> <br> <ul> <li> </ul> <table> <tr> <td> <th> </table> <thead> </thead> <b> </b> <pre> </pre> <dl> <dt> <dd>
    <h1> </h1> <blockquote> <!-- --> <script> </script> <template> </template> <p hidden> <title> </title> &nbsp; &shy; word: 12 naïve 漢字
    <details> <summary> <figure> <figcaption> <form> <select> <option> </select> <svg> </svg> <meta charset=utf-16> ]]> \ufeff \u200b""".split()
) | st.sampled_from(["\n", " ", "\t", "\u2028", "\x85", "\x0b"])


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
@example("<table><tr><td>a<td>b</dl></table></ul></dd>")
def test_blocks_tile_the_text(extract: Extract, markup: str) -> None:
    document = extract(markup)
    if isinstance(document, Problem):
        assert document.slug is ProblemSlug.NO_TEXT
        return
    assert document.text_sha256 == hashlib.sha256(document.text.encode()).hexdigest()
    parts = [document.text[block.start : block.end] for block in document.blocks]
    assert "\n".join(parts) == document.text
    at = 0
    for block, part in zip(document.blocks, parts, strict=True):
        assert block.start == at
        assert part
        assert part == part.strip()
        assert len(part.splitlines()) == 1
        at = block.end + 1
    assert "\u00ad" not in document.text


@settings(deadline=None)
@given(
    st.binary(max_size=400), st.sampled_from(["text/html", "text/plain", "", "text/html; charset=shift_jis"])
)
def test_no_bytes_raise(extract: Extract, body: bytes, content_type: str) -> None:
    assert isinstance(extract(body, content_type), Document | Problem)
