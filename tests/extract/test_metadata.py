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
            ["One", "Nine"],
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
        pytest.param(_ld('{"headline": "Nine",}'), [], id="broken"),
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
