"""Two trees, one reading: what Lexbor's tree says and what Beautiful Soup's says of the same page are the same words.

The second stands in where the first cannot be loaded or gives up. Pages are made of what both parsers agree on: HTML5 moves
misplaced elements about (text in tables, elements in `select`), which libxml2 does not.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimtrack.extract import lexbor, parsing, soup
from claimtrack.extract.blocks import BlockBuilder
from claimtrack.extract.carried import noscript_texts
from claimtrack.extract.events import Handler
from claimtrack.extract.facts import read_facts
from claimtrack.extract.html import add_blocks
from claimtrack.models import Block, PageFacts

Walk = Callable[[str, Handler[Any]], None]

HAND_WRITTEN = {
    "inline": "<p><b>W</b>hen it <i>rain</i>ed, 10<span>,000</span> people<br>came&nbsp;in &amp; sat.</p>",
    "blocks": "<div>one<div>two<p>three</p>four</div>five</div><hr>six<section>seven</section>",
    "lists": "<p>The firm has:</p><ul><li>a dock<ul><li>for boats</li></ul></li><li>a crane</li></ul><dl><dt>Depth</dt><dd>88 m</dd></dl>",
    "quotation": "<blockquote><p>We saw it.</p><p>All of it.</p></blockquote><pre>a  b\nc</pre>",
    "table": "<table><caption>Towns</caption><thead><tr><th>Town</th><th>Souls</th></tr></thead><tbody><tr><td>Hollin</td><td>1<b>,204</b></td></tr>"
    "<tr><td><b>Ossery</b></td><td>88<br>(1951)</td></tr></tbody></table>",
    "layout table": "<table><tbody><tr><td><h1>News</h1><p>The ferry is back.</p></td><td><ul><li>Home</li></ul></td></tr></tbody></table>",
    "hidden": "<p>Seen</p><p hidden>a</p><div style='display: none'><p>b</p></div><p style=visibility:hidden>c</p><template><p>d</p></template>",
    "not shown": "<p>Seen</p><script>var a = '<p>x</p>';</script><style>p {}</style><noscript><p>Turn <b>it</b> on</p></noscript><select><option>e</option></select>"
    "<textarea>f</textarea><iframe src=/g>h</iframe><object>i</object><!-- j -->",
    "ruby": "<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>字</p>",
    "drawing": "<p>One <svg><title>t</title><text>a</text></svg>two</p><svg><foreignObject><p>Three</p></foreignObject></svg><math><mi>x</mi></math>",
    "open drawing": "<svg><g><path><p>Seen</p>",
    "controls": "<p>a<button>Share</button>b <input value=c>d</p>",
    "links": "<p><a href=/a>Home</a><a href=/b>News</a> <a name=c>plain</a><a href=/d>x</a>y</p>",
    "facts": "<h1>The <b>bridge</b></h1><form action=/s><input type=password></form><iframe src='/f'></iframe><div class='has-paywall'>x</div>",
    "names": "<div class='a b' id=main role=main><nav class=menu><a href=/>Home</a></nav><article><p itemprop=author>Ada</p><p>Text.</p></article></div>",
}


def _read(page: str, walk: Walk) -> tuple[str, tuple[Block, ...], PageFacts]:
    builder = BlockBuilder()
    notes = add_blocks(page, builder, walk=walk)
    document = builder.document(sha256="", extractor="")
    return document.text, document.blocks, read_facts(notes, document.text, noscript_texts(notes), ())


def _walk_lexbor(page: str, handler: Handler[Any]) -> None:
    tree = lexbor.parse(page)
    assert tree is not None
    lexbor.walk(tree, handler)


@pytest.mark.parametrize("name", HAND_WRITTEN)
def test_both_trees_give_the_same_page(name: str) -> None:
    page = (
        f"<!DOCTYPE html><html lang=en><head><title>T</title></head><body>{HAND_WRITTEN[name]}</body></html>"
    )
    assert _read(page, _walk_lexbor) == _read(page, soup.walk)


WORDS = st.sampled_from(
    [
        "Hollin",
        "1,204",
        "naïve",
        "har\u00adbour",
        "漢字",
        " ",
        "\n",
        "&amp;",
        "The ferry is back.",
        "<br>",
        "<img alt=x>",
        "<!-- y -->",
    ]
)
INLINE = [
    "b",
    "i",
    "span",
    "em",
    "small class=x",
    "sup",
    "strong id=y",
    "span hidden",
    "time datetime=2026",
]
ALONE = ["a href=/x", "button"]
"""What ends where another of its kind begins, by the standard: none stands in another here."""
LINES = ["p", "h1", "h2 class=title", "pre", "p hidden"]
BLOCKS = [
    "div",
    "section class=comments",
    "blockquote",
    "details",
    "figure",
    "article",
    "div style=display:none",
    "ul><li",
    "dl><dd",
]


def _in(names: list[str], children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Elements of these names around children; a name may stand for two elements, one in the other."""
    inside = st.lists(children, max_size=4).map("".join)
    return st.tuples(st.sampled_from(names), inside).map(_element)


def _element(made: tuple[str, str]) -> str:
    start, inside = made
    names = [name.split()[0] for name in start.split("><")]
    return f"<{start}>{inside}{''.join(f'</{name}>' for name in reversed(names))}"


TEXT = st.recursive(WORDS | _in(ALONE, WORDS), lambda inner: _in(INLINE, inner), max_leaves=8)
PAGES = st.recursive(_in(LINES, TEXT), lambda inner: _in(BLOCKS, inner | TEXT), max_leaves=12)


@settings(max_examples=300, deadline=None)
@given(PAGES)
def test_whatever_the_page_both_trees_give_the_same(body: str) -> None:
    page = f"<!DOCTYPE html><html><head><title>T</title></head><body>{body}</body></html>"
    assert _read(page, _walk_lexbor) == _read(page, soup.walk)


def test_without_lexbor_pages_are_read_all_the_same() -> None:
    program = """
import sys
sys.modules["selectolax.lexbor"] = None
from claimtrack.extract.blocks import BlockBuilder
from claimtrack.extract.html import add_blocks
builder = BlockBuilder()
add_blocks("<p>The <b>f</b>erry is back.", builder)
print(builder.text)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "The ferry is back.\n"


@pytest.mark.parametrize(
    "nested",
    [
        "<div>" * 30_000,
        "<DIV><i>" * 15_000,
        "<div></b>" * 30_000,
        "<ul><li>" * 15_000,
        "<table><tr><td>" * 10_000,
    ],
)
def test_pages_that_take_lexbor_quadratic_time_are_left_to_beautiful_soup(nested: str) -> None:
    assert not parsing.is_shallow(nested, nested.count("<"))
    assert _read(f"{nested}The ferry is back.", parsing.walk)[0] == "The ferry is back."


@pytest.mark.parametrize(
    "flat",
    ["<p>x" * 30_000, "<p><b>x</b><br></p>" * 20_000, "<ul>" + "<li>x" * 30_000, "<tr><td>x" * 30_000],
)
def test_long_pages_are_not(flat: str) -> None:
    assert parsing.is_shallow(flat, flat.count("<"))


@pytest.mark.parametrize("levels", [10, 19_000])
def test_lexbor_reads_what_is_nested_deep(levels: int) -> None:
    page = f"{'<div>' * levels}The ferry is back.{'</div>' * levels}<p>After."
    assert _read(page, _walk_lexbor)[0] == "The ferry is back.\nAfter."
