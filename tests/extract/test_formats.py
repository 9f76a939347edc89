"""Markdown, JSON and feeds, and what a body is taken for."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable

import pytest

from claimtrack.models import BlockKind, Document, Problem, ProblemSlug

Reader = Callable[..., Document]
Extract = Callable[..., Document | Problem]


def _blocks(document: Document) -> list[tuple[str, str, str]]:
    return [(block.kind, document.text[block.start : block.end], block.context) for block in document.blocks]


MARKDOWN = """\
# The *old* bridge

The council met **on Monday** and
decided to [close](https://ombry.example/bridge) it.

- 1,204 crowns
- lamps

| Town | Souls |
|------|-------|
| Hollin | 1,204 |

<b>not</b> a tag <!-- seen -->
"""


def test_markdown_is_read_without_its_signs(read: Reader) -> None:
    assert _blocks(read(MARKDOWN, "text/markdown")) == [
        (BlockKind.HEADING, "The old bridge", ""),
        (BlockKind.PARAGRAPH, "The council met on Monday and decided to close it.", ""),
        (BlockKind.LIST_ITEM, "1,204 crowns", ""),
        (BlockKind.LIST_ITEM, "lamps", ""),
        (BlockKind.TABLE_ROW, "Town\tSouls", ""),
        (BlockKind.TABLE_ROW, "Hollin\t1,204", ""),
        (BlockKind.PARAGRAPH, "<b>not</b> a tag <!-- seen -->", ""),
    ]


@pytest.mark.parametrize("content_type", ["text/plain; charset=utf-8", "", "text/x-markdown"])
def test_a_text_file_says_by_its_name_that_it_is_markdown(read: Reader, content_type: str) -> None:
    text = "The council met **on Monday**."
    assert (
        read(text, content_type, url="https://ombry.example/notes/README.md?raw=1").text
        == "The council met on Monday."
    )
    plain = read(text, content_type, url="https://ombry.example/notes.txt")
    assert (plain.text == text) is (content_type != "text/x-markdown")


def test_an_object_is_a_row_and_prose_a_paragraph(read: Reader) -> None:
    prose = "The council met on Monday evening to discuss the old bridge over the river. " * 2
    data = {
        "town": "Hollin",
        "souls": 1204,
        "share": 0.10,
        "open": True,
        "mayor": None,
        "history": {"story": prose, "html": "<p>It <b>rain</b>ed.</p><p>It stopped.</p>"},
        "years": [1951, 2021],
        "places": [{"name": "Quay"}, {"name": "Mill", "depth_m": 88}],
    }
    body = json.dumps(data).replace("0.1,", "0.10,")
    assert _blocks(read(body, "application/json")) == [
        (BlockKind.TABLE_ROW, "town: Hollin\tsouls: 1204\tshare: 0.10\topen: true", ""),
        (BlockKind.PARAGRAPH, prose.strip(), "history story"),
        (BlockKind.PARAGRAPH, "It rained.", "history html"),
        (BlockKind.PARAGRAPH, "It stopped.", "history html"),
        (BlockKind.TABLE_ROW, "1951\t2021", "years"),
        (BlockKind.TABLE_ROW, "name: Quay", "places"),
        (BlockKind.TABLE_ROW, "name: Mill\tdepth_m: 88", "places"),
    ]


@pytest.mark.parametrize(
    "content_type", ["application/ld+json", "application/json; charset=utf-8", "text/json", ""]
)
def test_json_by_any_name(read: Reader, content_type: str) -> None:
    assert read('[{"town": "Hollin"}]', content_type).text == "town: Hollin"


def test_a_row_of_many_values_is_cut(read: Reader) -> None:
    document = read(json.dumps(list(range(5_000))), "application/json")
    assert all(block.end - block.start <= 1_000 for block in document.blocks)
    assert document.text.split() == [str(number) for number in range(5_000)]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param('{"a": ' * 100_000 + "1", "ferry", id="deep"),
        pytest.param("9" * 100_000, "9" * 100, id="huge number"),
        pytest.param('{"a": 1}\n{"town": "Hollin"}\n', "Hollin", id="a value a line"),
        pytest.param('{"a": "The ferry', "The ferry", id="cut off"),
    ],
)
def test_what_is_no_json_is_text(read: Reader, body: str, text: str) -> None:
    body = body if text != "ferry" else f"{body} ferry"
    assert text in read(body, "application/json").text


RSS = """\
<?xml version="1.0" encoding="{encoding}"?>
<!-- made by hand -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Ombry Post</title><link>https://ombry.example/</link><description>News &amp; notes</description>
<item><title>Bridge &lt;closed&gt;</title><pubDate>Mon, 02 Nov 2026 08:00:00 GMT</pubDate>
<description>&lt;p&gt;The &lt;b&gt;b&lt;/b&gt;ridge&nbsp;is closed.&lt;/p&gt;&lt;p&gt;Café stays.&lt;/p&gt;</description></item>
<item><title><![CDATA[Ferry & quay]]></title><content:encoded><![CDATA[<p>The ferry is back.</p><ul><li>Daily</ul>]]></content:encoded></item>
</channel></rss>"""
ATOM = """\
<feed xmlns="http://www.w3.org/2005/Atom"><title>Ombry Post</title>
<entry><title type="html">Bridge &amp;amp; quay</title><updated>2026-11-02T08:00:00Z</updated><author><name>Ada Vane</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The <b>b</b>ridge is closed.</p><p>The ferry is back.</p></div></content>
</entry></feed>"""


@pytest.mark.parametrize("content_type", ["application/rss+xml", "text/xml", "text/html", "text/plain", ""])
@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1"])
def test_rss(read: Reader, content_type: str, encoding: str) -> None:
    document = read(RSS.format(encoding=encoding).encode(encoding), content_type)
    assert _blocks(document) == [
        (BlockKind.HEADING, "Ombry Post", ""),
        (BlockKind.PARAGRAPH, "News & notes", ""),
        (BlockKind.HEADING, "Bridge", ""),
        (BlockKind.PARAGRAPH, "Mon, 02 Nov 2026 08:00:00 GMT", ""),
        (BlockKind.PARAGRAPH, "The bridge is closed.", ""),
        (BlockKind.PARAGRAPH, "Café stays.", ""),
        (BlockKind.HEADING, "Ferry & quay", ""),
        (BlockKind.PARAGRAPH, "The ferry is back.", ""),
        (BlockKind.PARAGRAPH, "Daily", ""),
    ]
    assert document.title == "Ombry Post"


def test_atom(read: Reader) -> None:
    assert read(ATOM, "application/atom+xml").text.split("\n") == [
        "Ombry Post",
        "Bridge & quay",
        "2026-11-02T08:00:00Z",
        "Ada Vane",
        "The bridge is closed.",
        "The ferry is back.",
    ]


def test_a_feed_nested_deeper_than_its_parser_looks_is_never_half_read(extract: Extract) -> None:
    problem = extract(
        f"<rss>{'<a>' * 400}<title>Ferry</title>{'</a>' * 400}<title>Bridge</title></rss>", "text/xml"
    )
    assert isinstance(problem, Problem)
    assert problem.slug is ProblemSlug.TOO_DEEP
    assert "left out" in problem.detail


@pytest.mark.parametrize("root", ["<rss><channel><title>&x; Ferry &b;</title></channel></rss>"])
def test_a_feed_names_no_file_and_no_bomb(read: Reader, root: str) -> None:
    entities = '<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">'
    document = read(f"<?xml version='1.0'?><!DOCTYPE rss [{entities}]>{root}", "application/rss+xml")
    assert "Ferry" in document.text
    assert "root:" not in document.text
    assert "lol" not in document.text


def test_a_broken_feed_gives_what_it_has(read: Reader) -> None:
    assert (
        "Ferry"
        in read("<rss><channel><title>Ferry</channel><item><title>Quay & mill", "application/rss+xml").text
    )


def test_a_page_labelled_json_is_no_json(extract: Extract) -> None:
    problem = extract("<!doctype html><p>Please sign in.</p>", "application/json")
    assert isinstance(problem, Problem)
    assert problem.slug is ProblemSlug.WRONG_TYPE


def test_marks_beyond_what_any_language_writes_are_cut(read: Reader) -> None:
    document = read("<p>Zo\u0308e e" + "\u0301\u0323" * 100_000 + " ferry</p>")
    assert document.text == unicodedata.normalize("NFC", "Zo\u0308e e" + "\u0301\u0323" * 15 + " ferry")
    assert read("<p>" + "“”…—–" * 20 + "</p><p>x").text == "“”…—–" * 20 + "\nx"


def test_a_text_that_grows_when_it_is_normalised_is_refused(extract: Extract) -> None:
    for letters in (200_000, 2_000_000):
        problem = extract("<p>" + "\ufdfa" * letters)
        assert isinstance(problem, Problem)
        assert problem.slug is ProblemSlug.TOO_LARGE
        assert "normal form" in problem.detail


def test_more_markup_than_any_page_has_is_not_parsed(extract: Extract) -> None:
    problem = extract("<p>The ferry is back." + "<" * 1_000_001)
    assert isinstance(problem, Problem)
    assert problem.slug is ProblemSlug.PARSE_LIMIT
    assert "1,000,002" in problem.detail
