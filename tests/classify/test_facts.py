"""The facts of a page: what it is made of beside its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from claimtrack.extract.facts import count_words
from claimtrack.models import PageFacts

if TYPE_CHECKING:
    from tests.classify.conftest import Read


def facts_of(read: Read, html: str) -> PageFacts:
    facts = read(html)[1].facts
    assert facts is not None
    return facts


def test_the_facts_of_a_page(read: Read) -> None:
    facts = facts_of(
        read,
        """<html><head><title> The  bridge </title><meta name=Robots content="NoIndex"><link rel="canonical" href="/bridge">
        <script>let a = 1;</script><script src="/app.js"></script><script type="text/javascript">b()</script>
        <script type="application/json">{"no": "script"}</script></head>
        <body class="page has-paywall"><svg><title>An arrow</title></svg><h1>The <b>bridge</b></h1><h1>at Orrin</h1>
        <form id=login action=/session><input type=PASSWORD></form><iframe src="https://captcha.example/f"></iframe>
        <noscript>Please enable <b>JavaScript</b></noscript><p>It is 412 metres long &mdash; and 9 wide.</p></body>""",
    )
    assert facts == PageFacts(
        word_count=12,
        title="The bridge",
        headings=("The bridge", "at Orrin"),
        robots="noindex",
        canonical="/bridge",
        script_bytes=13,
        script_start="let a = 1;\nb()",
        resources=("/app.js", "/session", "https://captcha.example/f"),
        noscript="Please enable JavaScript",
        password_fields=1,
        barriers=("has-paywall", "login"),
    )


def test_text_that_is_no_html_has_no_facts(read: Read) -> None:
    assert read("The bridge is long.", content_type="text/plain")[1].facts is None


@pytest.mark.parametrize(
    ("value", "free"),
    [
        ("false", False),
        ('"False"', False),
        ('"http://schema.org/False"', False),
        ("true", True),
        ('"True"', True),
        ('"perhaps"', None),
        ("0", None),
        ("null", None),
    ],
)
def test_free_or_not_is_read_however_it_is_written(read: Read, value: str, free: bool | None) -> None:  # noqa: FBT001
    script = f'<script type="application/ld+json">{{"isAccessibleForFree": {value}}}</script><p>Words.</p>'
    assert facts_of(read, script).accessible_for_free is free


def test_a_part_that_is_not_free_makes_the_page_not_free(read: Read) -> None:
    script = (
        '{"isAccessibleForFree": true, "hasPart": {"@type": "WebPageElement", "isAccessibleForFree": false}}'
    )
    facts = facts_of(read, f'<script type="application/ld+json">{script}</script><p>Words.</p>')
    assert facts.accessible_for_free is False


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("940", 940),
        ('"940"', 940),
        ("-3", None),
        ("0", None),
        ("true", None),
        ('"many"', None),
        ("9.5", None),
    ],
)
def test_declared_words(read: Read, value: str, words: int | None) -> None:
    script = f'<script type="application/ld+json">[{{"wordCount": {value}}}]</script><p>Words.</p>'
    assert facts_of(read, script).declared_words == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("The bridge is 412 m long.", 6),
        ("— • | …", 0),
        ("橋は長い", 2),
        ("สะพานยาว", 4),
        ("The bridge 橋は long", 4),
    ],
)
def test_words_are_counted_in_every_script(text: str, words: int) -> None:
    assert count_words(text) == words


def test_facts_stay_small_however_large_the_page(read: Read) -> None:
    many = "".join(
        f"<h1 class=login{n}>{'long ' * 900}</h1><script src=/{n}{'x' * 900}></script><script>{'y' * 3000}</script>"
        f"<noscript>{'z ' * 900}</noscript>"
        for n in range(150)
    )
    facts = facts_of(read, f"<title>{'t' * 9000}</title>{many}")
    texts = (
        facts.title,
        facts.noscript,
        facts.script_start,
        *facts.headings,
        *facts.resources,
        *facts.barriers,
    )
    assert sum(map(len, texts)) < 200_000
    assert facts.script_bytes == 150 * 3000
