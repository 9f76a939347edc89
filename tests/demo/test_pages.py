from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from claimtrack.demo.pages import Page, read_page

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
VOID = {"meta", "link", "img", "br", "hr", "rect", "path", "ellipse"}


def page(body: bytes = b"<p>Low tide.</p>") -> Page:
    return Page(body=body, modified=NOON)


def test_the_etag_is_the_contents() -> None:
    assert page().etag == page().etag
    assert page().etag != page(b"<p>High tide.</p>").etag
    assert re.fullmatch(r'"[0-9a-f]{32}"', page().etag)


@pytest.mark.parametrize(
    ("if_none_match", "unchanged"),
    [("{}", True), ("W/{}", True), ('"other", {}', True), ("*", True), ('"other"', False), ("", False)],
)
def test_if_none_match(if_none_match: str, *, unchanged: bool) -> None:
    sent = if_none_match.format(page().etag)
    assert page().unchanged_for(if_none_match=sent, if_modified_since=None) is unchanged


@pytest.mark.parametrize(
    ("since", "unchanged"),
    [
        ("Mon, 02 Nov 2026 12:00:00 GMT", True),
        ("Mon, 02 Nov 2026 12:00:00 -0000", True),
        ("Tue, 03 Nov 2026 12:00:00 GMT", True),
        ("Mon, 02 Nov 2026 11:59:59 GMT", False),
        ("yesterday", False),
        ("", False),
        (None, False),
    ],
)
def test_if_modified_since(since: str | None, *, unchanged: bool) -> None:
    assert page().unchanged_for(if_none_match=None, if_modified_since=since) is unchanged


def test_a_tag_that_differs_outweighs_a_date_that_does_not() -> None:
    assert not page().unchanged_for(if_none_match='"other"', if_modified_since=page().last_modified)


def test_a_page_is_read_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"<p>One.</p>")
    os.utime(tmp_path / "a.html", (NOON.timestamp() + 0.7,) * 2)
    assert read_page(tmp_path, "a.html") == Page(body=b"<p>One.</p>", modified=NOON)
    (tmp_path / "a.html").write_bytes(b"<p>Two.</p>")
    os.utime(tmp_path / "a.html", ((NOON + timedelta(hours=1)).timestamp(),) * 2)
    assert read_page(tmp_path, "a.html") == Page(body=b"<p>Two.</p>", modified=NOON + timedelta(hours=1))


def test_what_is_no_file_is_no_page(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("not for the web")
    (tmp_path / "link.html").symlink_to(tmp_path / "secret")
    (tmp_path / "folder.html").mkdir()
    for name in ("missing.html", "link.html", "folder.html"):
        assert read_page(tmp_path, name) is None


class Outline(HTMLParser):
    """Checks that tags close in order; gathers headings, addresses and ids."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.addresses: list[str] = []
        self.ids: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.seen.append(tag)
        self.addresses += [given[name] or "" for name in ("href", "src", "srcset") if name in given]
        self.ids += [given["id"] or ""] if "id" in given else []
        if tag == "script":
            assert given == {"type": "application/ld+json"}, "no page may need a script"
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - html.parser's signature
        assert tag in VOID, f"<{tag}/> is not closed in HTML"

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "script" not in self.open and "style" not in self.open:
            self.words += data


def test_every_sample_page_is_sound_html_that_needs_nothing_from_outside(pages: Path) -> None:
    names = {path.name for path in pages.iterdir()}
    assert len(names) >= 13
    for name in sorted(names):
        text = (pages / name).read_text(encoding="utf-8")
        outline = Outline()
        outline.feed(text)
        outline.close()
        assert text.startswith("<!doctype html>"), name
        assert outline.open == [], name
        assert outline.seen.count("h1") == 1, name
        assert outline.seen.count("title") == outline.seen.count("main") == 1, name
        assert {"header", "nav", "footer", "style"} <= set(outline.seen), name
        assert "style.css" not in text, name
        assert "url(" not in text, name
        assert len(outline.ids) == len(set(outline.ids)), name
        assert 140 <= len(outline.words.split()) <= 600, name
        for address in outline.addresses:
            assert re.match(
                r"#|data:,$|/(moved|slow|stuck|wall)/[a-z0-9-]+\.html$|[a-z0-9-]+\.html$", address
            ), address


def test_every_link_leads_to_a_page_but_the_one_that_is_dead_on_purpose(pages: Path) -> None:
    names = {path.name for path in pages.iterdir()}
    dead = set()
    for path in pages.iterdir():
        outline = Outline()
        outline.feed(path.read_text(encoding="utf-8"))
        linked = {
            address.rpartition("/")[2]
            for address in outline.addresses
            if not address.startswith(("/stuck", "/wall", "#", "data:"))
        }
        dead |= linked - names
    assert dead == {"courier-live-blog.html"}
