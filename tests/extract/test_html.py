"""Where words and blocks begin and end, and what no reader sees."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from claimtrack.models import BlockKind, Document

Reader = Callable[..., Document]


def _blocks(document: Document) -> list[tuple[str, str, str]]:
    return [(block.kind, document.text[block.start : block.end], block.context) for block in document.blocks]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        pytest.param("<p><b>W</b>hen it rained</p>", "When it rained", id="inline tag splits a word"),
        pytest.param("<p>10<span>,000</span> people</p>", "10,000 people", id="inline tag splits a number"),
        pytest.param("<p>har<wbr>bour</p>", "harbour", id="wbr"),
        pytest.param("<p>har&shy;bour</p>", "harbour", id="soft hyphen"),
        pytest.param("<p>har&#8203;bour &#xFEFF;wall</p>", "harbour wall", id="zero width"),
        pytest.param("<p>12&nbsp;000\u202fm</p>", "12 000 m", id="no-break spaces"),
        pytest.param("<p>one<br>two<br/>three</p>", "one two three", id="br"),
        pytest.param("<p>one\n\t two</p>", "one two", id="white space runs"),
        pytest.param(
            "<p>Fish &amp; chips &ldquo;now&rdquo; &#163;5 &#x20AC;6 &euro;7</p>",
            "Fish & chips “now” £5 €6 €7",
            id="entities",
        ),
        pytest.param("<p>AT&T &bogus; 3 < 4</p>", "AT&T &bogus; 3 < 4", id="broken entities"),
        pytest.param(
            "<div>one<div>two<p>three</p>four</div>five</div>",
            "one\ntwo\nthree\nfour\nfive",
            id="nested blocks",
        ),
        pytest.param("<p>one<p>two<li>three", "one\ntwo\nthree", id="unclosed"),
        pytest.param("<p>one<hr>two</p>", "one\ntwo", id="hr"),
        pytest.param("plain words, no tag", "plain words, no tag", id="no tag at all"),
        pytest.param(
            "https://page.example/no-tag", "https://page.example/no-tag", id="looks like an address"
        ),
        pytest.param("<p>Zo&#776;e and Zoe\u0308</p>", "Zöe and Zoë", id="composed letters"),
        pytest.param("<p>\u200e12\u202c m \u2066north\u2069</p>", "12 m north", id="marks of direction"),
        pytest.param(
            "<p><a href=/>Home</a><a href=/n>News</a>, <a href=/x>x</a>y</p>", "Home News, xy", id="links"
        ),
        pytest.param(
            "<p>a<a href=/>b</a></p><p>x<b>y</b><a href=/>z</a></p>", "ab\nxyz", id="links in two lines"
        ),
        pytest.param(
            "<p>Fish<button>Share</button>and<input>chips</p>", "Fish Share and chips", id="controls"
        ),
        pytest.param("<p>bridge<svg><path/></svg>. It</p>", "bridge. It", id="drawing after a word"),
        pytest.param(
            "<div><template shadowrootmode=open><p>one</p></template></div>two", "one\ntwo", id="shadow root"
        ),
        pytest.param("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>字", "漢字", id="ruby"),
    ],
)
def test_words_and_blocks(read: Reader, markup: str, text: str) -> None:
    assert read(f"<body>{markup}</body>").text == text
    assert read(markup).text == text


HIDDEN = [
    "<p hidden>the mayor resigned</p>",
    "<p hidden=until-found>the mayor resigned</p>",
    "<div style='display:none'><p>the <b>mayor resigned</b></p></div>",
    "<span style='color: red; DISPLAY : NONE !important'>the mayor resigned</span>",
    "<p style=visibility:hidden>the mayor resigned</p>",
    "<template><p>the mayor resigned</p></template>",
    "<!-- the mayor resigned -->",
    "<!-- a --!><!-- the mayor resigned",
    "<script>the mayor resigned</script>",
    "<script type='text/template'><p>the mayor resigned</p></script>",
    "<style>the mayor resigned</style>",
    "<noscript><p>the mayor resigned</p></noscript>",
    "<svg><text>the mayor resigned</text></svg>",
    "<svg><g><a><text>the mayor</text></a><section>resigned</section></g></svg>",
    "<svg><desc><p>the mayor resigned</p></desc><path/></svg>",
    "<svg hidden><foreignObject><p>the mayor resigned</p></foreignObject></svg>",
    "<svg><g style='display: none'><foreignObject>the mayor resigned</foreignObject></g></svg>",
    "<svg><defs><foreignObject><p>the mayor resigned</p></foreignObject></defs></svg>",
    "<math><mtext>the mayor</mtext><annotation encoding=x>resigned</annotation></math>",
    "<math><mi>x</mi><annotation-xml encoding=text/html><p>the mayor resigned</p></annotation-xml></math>",
    "<textarea>the mayor resigned</textarea>",
    "<select><option>the mayor resigned</option></select>",
    "<iframe>the mayor resigned</iframe>",
    "<table><tr><td>a</td><td>b<i hidden>the mayor resigned</i></td><td style=display:none>the mayor resigned</td></tr></table>",
    "<table><tr style=display:none><td>the mayor</td><td>resigned</td></tr></table>",
    "<img alt='the mayor resigned' title='the mayor resigned'>",
    "<input value='the mayor resigned'>",
]


@pytest.mark.parametrize("markup", HIDDEN)
def test_what_no_reader_sees_is_not_on_the_page(read: Reader, markup: str) -> None:
    document = read(f"<body><p>The council met.</p>{markup}</body>")
    assert document.text.startswith("The council met.")
    assert "mayor" not in document.text
    assert "resigned" not in document.text


@pytest.mark.parametrize("depth", [1, 3, 20_000])
def test_pages_in_drawings_in_pages_are_read(read: Reader, depth: int) -> None:
    markup = "<svg><foreignObject>" * depth
    assert read(f"<p>One {markup}<p>The mayor resigned.</p>").text == "One\nThe mayor resigned."
    assert read(f"<p>One {markup}the mayor").text == "One\nthe mayor"
    assert read(f"<p>One {markup}two{'</foreignObject></svg>' * depth}three").text.split("\n") == [
        "One",
        "two",
        "three",
    ]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        pytest.param("<svg><path d=M0><p>Seen", "Seen", id="drawing"),
        pytest.param(
            "<svg><g><g><text>a</text><h2>Seen</h2>too</g> and this</g>", "Seen\ntoo and this", id="all after"
        ),
        pytest.param("<svg style=display:none><symbol><path><div>Seen</div>", "Seen", id="hidden drawing"),
        pytest.param("<math><mi>x</mi><mo><p>Seen</p>too", "Seen\ntoo", id="formula"),
        pytest.param("<math><mrow><mi>x</mi><p>Seen</p>too", "Seen\ntoo", id="row of a formula"),
        pytest.param("<svg><text>a<font color=red>Seen</font>", "Seen", id="coloured"),
        pytest.param(
            "<svg><p>Seen<svg><text>a</text></svg><script>b</script>", "Seen", id="drawing after it"
        ),
        pytest.param("<table><tr><td>a<td>b<svg><path><b>Seen</b></table>", "a\tbSeen", id="cell"),
        pytest.param(
            "<table><tr><td>a<td>b <svg><foreignObject>Seen</foreignObject></svg></table>",
            "a\tb Seen",
            id="page in a cell",
        ),
    ],
)
def test_html_ends_a_drawing_that_nobody_closed(read: Reader, markup: str, text: str) -> None:
    assert read(f"<body>{markup}").text == text


def test_the_head_is_not_shown(read: Reader) -> None:
    document = read("<head><noscript>Script is off.</noscript><base href=/></head><body><p>The council met.")
    assert document.text == "The council met."


def test_what_a_reader_can_open_is_there(read: Reader) -> None:
    markup = "<details><summary>More</summary><p>The mayor resigned.</p></details><p aria-hidden=true>Also seen.</p>"
    assert read(markup).text == "More\nThe mayor resigned.\nAlso seen."


def test_kinds_of_block(read: Reader) -> None:
    document = read(
        "<h2>Head</h2><p>Para</p><ul><li>Item<li><p>Wrapped item</p></ul><blockquote><p>Said</p></blockquote>"
        "<figure><figcaption>Caption</figcaption></figure><pre>one  two\n\nthree</pre>"
        "<table><caption>Table</caption><tr><td>a<td>b</table><article><p>Again</p></article>"
    )
    assert [(kind, text) for kind, text, _ in _blocks(document)] == [
        (BlockKind.HEADING, "Head"),
        (BlockKind.PARAGRAPH, "Para"),
        (BlockKind.LIST_ITEM, "Item"),
        (BlockKind.LIST_ITEM, "Wrapped item"),
        (BlockKind.QUOTE, "Said"),
        (BlockKind.CAPTION, "Caption"),
        (BlockKind.CODE, "one two"),
        (BlockKind.CODE, "three"),
        (BlockKind.CAPTION, "Table"),
        (BlockKind.TABLE_ROW, "a\tb"),
        (BlockKind.PARAGRAPH, "Again"),
    ]


@pytest.mark.parametrize(
    ("markup", "contexts"),
    [
        pytest.param(
            "<p>The firm has:</p><ul><li>a dock<li>a crane</ul>",
            ["", "The firm has:", "The firm has:"],
            id="paragraph",
        ),
        pytest.param(
            "<div>The firm has:<ol><li>a dock</ol></div>", ["", "The firm has:"], id="text in front"
        ),
        pytest.param("<p>The firm is old.</p><ul><li>a dock</ul>", ["", ""], id="no colon, no lead-in"),
        pytest.param(
            "<ul><li>Ossery<ul><li>Vane won</ul><li>Hollin</ul>", ["", "Ossery", ""], id="list in an item"
        ),
        pytest.param(
            "<p>It has:</p><ul><li>docks<ul><li>two</ul><li>cranes</ul><ul><li>next list</ul>",
            ["", "It has:", "docks", "It has:", ""],
            id="back in the outer list",
        ),
        pytest.param(
            "<dl><dt>Depth<dd>88 m<dd>289 ft<dt>Area<dd>41 km</dl>",
            ["", "Depth", "Depth", "", "Area"],
            id="terms",
        ),
        pytest.param("<p>It has:</p><p>a dock</p>", ["", ""], id="paragraphs are no list"),
        pytest.param(
            "<p>It has:</p><ul><li><h3>Docks</h3><p>two</p></ul>",
            ["", "", "It has:"],
            id="heading in an item",
        ),
    ],
)
def test_what_introduces_a_list_is_the_context_of_its_items(
    read: Reader, markup: str, contexts: list[str]
) -> None:
    assert [context for _, _, context in _blocks(read(markup))] == contexts
