"""How the rules act together, on pages of any kind."""

from __future__ import annotations

import pickle
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.classify import PageClassifier
from claimtrack.extract import PageExtractor
from claimtrack.models import Document, ProblemSlug

if TYPE_CHECKING:
    from tests.classify.conftest import Read

CLASSIFY = PageClassifier().classify


def slug_of(read: Read, html: str, *urls: str, **fields: str) -> str | None:
    found = CLASSIFY(*read(html, *urls, **fields))
    return found.problem.slug.value if found else None


def test_a_page_without_words_in_its_body_has_no_text(read: Read) -> None:
    assert slug_of(read, "<title>The bridge opened in 1931</title><body></body>") == "no-text"


def test_plain_text_is_judged_by_its_address_alone(read: Read) -> None:
    assert slug_of(read, "404 Not Found", content_type="text/plain") is None
    home = "https://site.example/a.txt", "https://site.example/"
    assert slug_of(read, "Welcome.", *home, content_type="text/plain") == "redirected-home"


def test_what_leaves_nothing_of_a_page_goes_before_what_limits_it(read: Read) -> None:
    captcha = '<title>Robot check</title><p>Are you a human?</p><p>Subscribe to continue reading</p><div class="g-recaptcha">'
    assert slug_of(read, captcha) == "blocked"
    away = "https://site.example/news/9", "https://stranger.test/lost"
    assert slug_of(read, "<title>Page not found</title>", *away) == "soft-404"
    assert slug_of(read, "<title>Tides</title><p>High water at noon.</p>", *away) == "moved-host"


def test_secrets_in_addresses_are_not_repeated(read: Read) -> None:
    found = CLASSIFY(
        *read("<p>Welcome to us.</p>", "https://site.example/a?token=hunter2", "https://site.example/")
    )
    assert found is not None
    assert "hunter2" not in found.problem.detail


def test_words_of_a_page_are_quoted_harmlessly(read: Read) -> None:
    found = CLASSIFY(*read(f"<title>Page not found</title><h1>\u202e{'x' * 500}</h1>"))
    assert found is not None
    assert found.problem.slug is ProblemSlug.SOFT_NOT_FOUND
    assert len(found.problem.detail) < 400
    assert found.problem.detail.isprintable()


def test_a_document_travels_between_processes(read: Read) -> None:
    _, document = read("<title>Page not found</title><h1>Page not found</h1>")
    assert pickle.loads(pickle.dumps(document)) == document  # noqa: S301 - our own bytes


@pytest.mark.parametrize(
    "text",
    [
        "page not found " * 100_000,
        "a" * 1_000_000,
        "a " + "-" * 300_000,
        "404 " * 200_000,
        "subscribe to " * 100_000,
        "x.y" * 300_000,
    ],
)
def test_no_page_takes_long(read: Read, text: str) -> None:
    snapshot, document = read(f"<title>{text}</title><h1>{text}</h1><p>{text}</p>")
    before = time.process_time()
    CLASSIFY(snapshot, document)
    assert time.process_time() - before < 5


@pytest.mark.parametrize("unit", [" ", ". ", ": ", "error ", "http:", "404 ", " | ", " - "])
def test_no_title_takes_long(read: Read, unit: str) -> None:
    snapshot, document = read("<p>High water at noon.</p>")
    assert document.facts is not None
    facts = replace(document.facts, title=f"x{unit * (60_000 // len(unit))}x")
    before = time.process_time()
    CLASSIFY(snapshot, replace(document, facts=facts))
    assert time.process_time() - before < 5


@pytest.mark.parametrize(
    "title",
    [
        "Page not found (404)",
        "Page not found ... — HTTP status: 404",
        "Error 404: page not found",
        "404 | Tide Tables",
        "Tide Tables – Error: 410 - error",
        "Tide Tables :: Page not found",
        "Tide Tables » Page not found / Archive",
    ],
)
def test_an_error_page_is_known_by_a_part_of_its_title(read: Read, title: str) -> None:
    assert slug_of(read, f"<title>{title}</title><p>High water at noon.</p>") == "soft-404"


@given(st.lists(st.sampled_from(["<h1>", "<p>", "<title>", "</p>", "<form>", "<input type=password>", "404", "not found", "page",
    "sign in", "subscribe to continue", "cookies", "accept all", "…", "<script>x()</script>", "<noscript>", "enable JavaScript",
    "the bridge is 412 m long", "domain for sale", "\ufffd", "日本語の文章"]), max_size=30))  # fmt: skip
def test_whatever_the_page_the_answer_is_the_same_twice(parts: list[str]) -> None:
    from tests.classify.conftest import snapshot_of

    html = " ".join(parts)
    snapshot = snapshot_of(html, "https://site.example/news/1")
    document = PageExtractor().extract(html.encode(), snapshot)
    if isinstance(document, Document):
        assert CLASSIFY(snapshot, document) == CLASSIFY(snapshot, document)
