"""Pages that labelled files bring along reach the scorer word for word."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimtrack.cache import SnapshotCache
from claimtrack.errors import CacheError
from claimtrack.evaluation.labels import FilePage, TextPage
from claimtrack.evaluation.pages import PageShelf
from claimtrack.extract.page import PageExtractor
from claimtrack.models import BlockKind, Document

NOW = datetime(2026, 1, 1, tzinfo=UTC)
MARKUP = [
    "1. A numbered line, *starred* and _underlined_",
    "# No heading, and <b>no</b> tag &amp; no entity",
    "    four spaces in front",
    "- a dash, | a bar | and `a tick`",
    "[a link](https://pier.example/) ~~struck~~ \\ back",
    "> 5 % of 1,200 = 60; C:\\piers",
    "---",
    "https://pier.example/a_b_c",
]


@pytest.fixture
def shelf(tmp_path):
    return PageShelf(cache=SnapshotCache(tmp_path / "cache"), max_bytes=1000)


def read(shelf: PageShelf, page: TextPage | FilePage) -> Document:
    snapshot = shelf.put(page, NOW)
    document = PageExtractor().extract(shelf.body(snapshot), snapshot)
    assert isinstance(document, Document)
    return document


def test_a_line_is_a_paragraph_and_no_sign_of_it_is_markup(shelf):
    document = read(shelf, TextPage(text="\n".join(MARKUP), title="The *pier*\nof today"))
    assert document.text.split("\n") == ["The *pier* of today", *(line.strip() for line in MARKUP)]
    kinds = [block.kind for block in document.blocks]
    assert kinds == [BlockKind.HEADING, *[BlockKind.PARAGRAPH] * len(MARKUP)]


@given(
    text=st.text(
        st.characters(min_codepoint=32, max_codepoint=0x17F, exclude_categories=["Cc", "Cf"]), max_size=60
    )
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_stays_as_it_is(shelf, text):
    document = read(shelf, TextPage(text=f"words {text} words"))
    assert document.text == " ".join(f"words {text} words".split())


def test_a_file_is_read_when_it_is_needed_and_must_be_the_same(shelf, tmp_path):
    path = tmp_path / "pier.html"
    path.write_text("<p>The pier is 310 m long.", encoding="utf-8")
    page = FilePage(path=path)
    assert read(shelf, page).text == "The pier is 310 m long."
    snapshot = shelf.put(page, NOW)
    path.write_text("<p>The pier is 430 m long.", encoding="utf-8")
    with pytest.raises(CacheError, match="changed"):
        shelf.body(snapshot)


def test_a_file_that_is_too_large_is_not_read(shelf, tmp_path):
    path = tmp_path / "large.txt"
    path.write_bytes(b"x" * 1001)
    with pytest.raises(CacheError, match="larger than 1,000 bytes"):
        shelf.put(FilePage(path=path), NOW)
