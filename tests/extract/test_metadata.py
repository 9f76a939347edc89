"""What a page says about itself: title, date, language, and the words it carries without showing them."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from claimtrack.models import BlockKind, Document

Reader = Callable[..., Document]
SHOWN = "<p>The council met.</p>"


def _ld(data: object) -> str:
    text = data if isinstance(data, str) else json.dumps(data)
    return f'<script type="application/ld+json">{text}</script>{SHOWN}'


def _meta(document: Document) -> list[str]:
    return [
        document.text[block.start : block.end] for block in document.blocks if block.kind is BlockKind.META
    ]


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>Ferry\n is&nbsp;back</title>", "Ferry is back"),
        ("<title>Ferry | Post</title><meta property=og:title content='Ferry &amp; quay'>", "Ferry & quay"),
        ("<title>Ferry</title><meta property=og:title content=' '>", "Ferry"),
        ("<title></title>", None),
        ("", None),
    ],
)
def test_title(read: Reader, head: str, title: str | None) -> None:
    assert read(f"<head>{head}</head>{SHOWN}").title == title


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ("<meta property=article:published_time content=2026-05-04T06:30:00Z>", "2026-05-04T06:30:00Z"),
        (_ld({"@graph": [{"datePublished": 7}, {"x": {"datePublished": "2026-05-04"}}]}), "2026-05-04"),
        (
            "<meta property=article:published_time content=2026-05-04>" + _ld({"datePublished": "1999"}),
            "2026-05-04",
        ),
        (_ld({"datePublished": "\n2026-05-04 "}), "2026-05-04"),
        ("", None),
    ],
)
def test_published(read: Reader, head: str, published: str | None) -> None:
    assert read(head + SHOWN).published == published


@pytest.mark.parametrize(
    ("tag", "lang"), [("<html lang=de-CH>", "de-CH"), ("<html lang=''>", None), ("<html>", None)]
)
def test_lang(read: Reader, tag: str, lang: str | None) -> None:
    assert read(tag + SHOWN).lang == lang


@pytest.mark.parametrize(
    ("page", "texts"),
    [
        pytest.param(
            "<meta name=description content='Nine  votes.'>" + SHOWN, ["Nine votes."], id="description"
        ),
        pytest.param(
            "<meta property=og:description content='Nine votes.'>" + SHOWN, ["Nine votes."], id="og"
        ),
        pytest.param(
            "<meta name=description content='The council met.'>" + SHOWN, [], id="shown on the page"
        ),
        pytest.param(_ld({"articleBody": "The council met."}), [], id="shown too"),
        pytest.param(
            _ld({"articleBody": "Nine votes.\n\nOne against."}),
            ["Nine votes.", "One against."],
            id="paragraphs",
        ),
        pytest.param(
            _ld([{"headline": "Nine"}, {"a": [{"description": "One"}]}]),
            ["Nine", "One"],
            id="lists and depth",
        ),
        pytest.param(_ld({"headline": "Fish &amp; chips &#8217;"}), ["Fish & chips ’"], id="entities"),
        pytest.param(
            _ld({"articleBody": "<p>N<b>in</b>e</p><p hidden>No</p><div>votes</div>"}),
            ["Nine", "votes"],
            id="markup",
        ),
        pytest.param(
            _ld({"articleBody": "&lt;p&gt;Nine&lt;/p&gt;&lt;p&gt;votes&lt;/p&gt;"}),
            ["Nine", "votes"],
            id="escaped markup",
        ),
        pytest.param(_ld({"articleBody": '<?xml version="1.0"?><a>Nine</a>'}), ["Nine"], id="XML"),
        pytest.param(_ld({"articleBody": "3 < 4 and 5 > 4"}), ["3 < 4 and 5 > 4"], id="less than"),
        pytest.param(
            _ld({"description": "https://page.example/?a=1&b=2"}), ["https://page.example/?a=1&b=2"], id="URL"
        ),
        pytest.param(
            _ld({"headline": ["Nine"], "description": None, "articleBody": {"x": 1}}), [], id="wrong types"
        ),
        pytest.param(_ld('{"headline": Nine}'), [], id="broken"),
        pytest.param(_ld('{"headline": "Nine,}",}'), ["Nine,}"], id="comma too many"),
        pytest.param(_ld('<!-- {"headline": "Nine"} -->'), ["Nine"], id="in a comment"),
        pytest.param(_ld('//<![CDATA[\n{"headline": "Nine"}\n//]]>'), ["Nine"], id="in CDATA"),
        pytest.param(_ld('{"headline": "Nine\\\'s"};'), ["Nine's"], id="escape that JSON does not know"),
        pytest.param(
            _ld({"@type": "Question", "acceptedAnswer": {"@type": "Answer", "text": "<p>Nine</p>"}}),
            ["Nine"],
            id="answer",
        ),
        pytest.param(_ld('{"headline": "Ni\nne"}'), ["Ni", "ne"], id="raw line break in a string"),
        pytest.param(_ld("[" * 100_000), [], id="too deep to parse"),
        pytest.param(_ld('{"a": ' * 50_000 + "1" + "}" * 50_000), [], id="well-formed and too deep"),
        pytest.param(
            _ld('{"n": ' + "9" * 10_000 + ', "headline": "Nine"}'), [], id="number too long for Python"
        ),
        pytest.param(_ld('{"n": 1e999, "m": NaN, "headline": "Nine"}'), ["Nine"], id="no JSON number"),
        pytest.param(_ld(""), [], id="empty"),
        pytest.param(
            f'<script type=\'Application/LD+JSON; charset=utf-8\'>{{"headline": "Nine"}}</script>{SHOWN}',
            ["Nine"],
            id="type",
        ),
        pytest.param(
            f'<script type=\'text/json\'>{{"headline": "Nine"}}</script>{SHOWN}', [], id="other scripts"
        ),
    ],
)
def test_words_that_are_not_shown(read: Reader, page: str, texts: list[str]) -> None:
    document = read(page)
    assert _meta(document) == texts
    assert document.text.startswith("The council met.")


def test_a_broken_block_does_not_hide_the_next(read: Reader) -> None:
    assert _meta(read(_ld("{") + _ld({"headline": "Nine votes"}))) == ["Nine votes"]


def test_the_number_of_hidden_paragraphs_is_bounded(read: Reader) -> None:
    document = read(_ld({"articleBody": "\n".join(f"line {n}" for n in range(100_000))}))
    assert len(_meta(document)) == 1_000


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<svg><title>Logo</title></svg>", None),
        ("<svg><title>Logo</title></svg><title>Ferry</title>", "Ferry"),
        (_ld({"@type": "NewsArticle", "headline": "Ferry &amp; <i>quay</i>"}), "Ferry & quay"),
        (_ld([{"@type": "Person", "headline": "No"}, {"@type": "Article", "headline": "Ferry"}]), "Ferry"),
        ("<meta name=twitter:title content=Ferry>", "Ferry"),
    ],
)
def test_title_where_the_page_has_none_of_its_own(read: Reader, head: str, title: str | None) -> None:
    assert read(f"{head}{SHOWN}").title == title


@pytest.mark.parametrize(
    ("head", "author"),
    [
        (_ld({"@type": "Article", "author": {"@type": "Person", "name": "Ada Vane"}}), "Ada Vane"),
        (
            _ld({"@type": "Article", "author": [{"name": "Ada Vane"}, "Oren Pell", {"name": "Ada Vane"}]}),
            "Ada Vane, Oren Pell",
        ),
        (
            _ld(
                {
                    "@graph": [
                        {"@type": "Person", "@id": "#ada", "name": "Ada Vane"},
                        {"@type": "Article", "author": {"@id": "#ada"}},
                    ]
                }
            ),
            "Ada Vane",
        ),
        (
            _ld(
                [
                    {"@type": "Comment", "author": {"name": "Troll"}},
                    {"@type": "BlogPosting", "author": "Ada Vane"},
                ]
            ),
            "Ada Vane",
        ),
        ("<meta name=author content='By Ada Vane'>", "Ada Vane"),
        (
            "<meta name=citation_author content='Vane, A.'><meta name=citation_author content='Pell, O.'>",
            "Vane, A., Pell, O.",
        ),
        (
            "<meta property=article:author content=https://social.example/ada><a rel=author href=/ada>Ada <b>Vane</b></a>",
            "Ada Vane",
        ),
        ("<p itemprop=author>by Ada Vane</p>", "Ada Vane"),
        (_ld({"@type": "Article", "author": {"@id": "#nobody"}}), None),
        (_ld({"@type": "Article", "author": [7, None, {"name": ["Ada Vane"]}]}), "Ada Vane"),
        ("", None),
    ],
)
def test_author(read: Reader, head: str, author: str | None) -> None:
    assert read(f"{head}{SHOWN}").author == author


@pytest.mark.parametrize(
    ("head", "publisher"),
    [
        (
            "<meta property=og:site_name content='Tarn Herald'>"
            + _ld({"publisher": {"name": "Herald Group"}}),
            "Tarn Herald",
        ),
        (
            _ld({"@type": "Article", "publisher": {"@type": "Organization", "name": "Tarn Herald"}}),
            "Tarn Herald",
        ),
        ("<meta name=DC.publisher content='Tarn Herald'>", "Tarn Herald"),
        ("", None),
    ],
)
def test_publisher(read: Reader, head: str, publisher: str | None) -> None:
    assert read(f"{head}{SHOWN}").publisher == publisher


@pytest.mark.parametrize(
    ("head", "published", "modified"),
    [
        (
            _ld(
                {
                    "@type": "Article",
                    "datePublished": "2026-05-04T06:30:00.000+02:00",
                    "dateModified": "2026-05-05",
                }
            ),
            "2026-05-04T06:30:00+02:00",
            "2026-05-05",
        ),
        (
            _ld(
                [
                    {"@type": "Comment", "datePublished": "2026-05-09"},
                    {"@type": "WebPage", "datePublished": "2026-05-04"},
                ]
            ),
            "2026-05-04",
            None,
        ),
        ("<meta name=citation_publication_date content=2026/5/4>", "2026-05-04", None),
        ("<meta name=citation_publication_date content=2026/05>", "2026-05", None),
        ("<meta name=date content='Mon, 04 May 2026 06:30:00 GMT'>", "2026-05-04T06:30:00Z", None),
        (
            "<time itemprop=datePublished datetime=2026-05-04>4 May</time><time itemprop=dateModified>2026-05-06</time>",
            "2026-05-04",
            "2026-05-06",
        ),
        ("<meta itemprop=datePublished content=2026-05-04>", "2026-05-04", None),
        ("<time pubdate datetime=2026-05-04>yesterday</time>", "2026-05-04", None),
        (
            "<meta property=article:published_time content='last week'>"
            + _ld({"datePublished": "2026-05-04"}),
            "2026-05-04",
            None,
        ),
        ("<p class=date>Published on 4 May 2026</p>", "2026-05-04", None),
        ("<meta property=article:modified_time content=2026-05-05>", None, "2026-05-05"),
    ],
)
def test_dates(read: Reader, head: str, published: str | None, modified: str | None) -> None:
    document = read(f"{head}{SHOWN}")
    assert (document.published or "").startswith(published or "")
    assert (document.published is None) == (published is None)
    assert document.modified == modified


def test_no_page_is_published_after_it_was_fetched(read: Reader) -> None:
    assert read(f"<p class=date>Published on 4 May 2031</p>{SHOWN}").published is None


def test_the_url_may_tell_the_date(read: Reader) -> None:
    assert read(SHOWN, url="https://page.example/2026/05/04/slip").published == "2026-05-04"


@pytest.mark.parametrize(
    ("head", "canonical"),
    [
        ("<link rel=canonical href=https://tarn.example/slip>", "https://tarn.example/slip"),
        ("<link rel='nofollow CANONICAL' href=' ../slip '>", "https://page.example/slip"),
        ("<base href=https://tarn.example/a/><link rel=canonical href=slip>", "https://tarn.example/a/slip"),
        ("<base href=https://[><link rel=canonical href=/slip>", "https://page.example/slip"),
        ("<meta property=og:url content=/slip>", "https://page.example/slip"),
        (
            "<link rel=canonical href=javascript:x><meta property=og:url content=https://tarn.example/slip>",
            "https://tarn.example/slip",
        ),
        ("<link rel=canonical href='https://['>", None),
        ("<link rel=canonical href=>", None),
        (f"<link rel=canonical href=/{'x' * 3000}>", None),
        ("", None),
    ],
)
def test_canonical(read: Reader, head: str, canonical: str | None) -> None:
    assert read(f"{head}{SHOWN}").canonical == canonical


@pytest.mark.parametrize(
    ("head", "lang"),
    [
        ("<meta property=og:locale content=de_CH>", "de-CH"),
        ("<meta http-equiv=Content-Language content=de>", "de"),
    ],
)
def test_lang_that_is_not_on_the_root(read: Reader, head: str, lang: str) -> None:
    assert read(f"{head}{SHOWN}").lang == lang
