"""Where redirects lead: home pages, other owners' sites, and the many moves that mean nothing."""

from __future__ import annotations

import socket
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.classify.moves import moved_host, redirected_home
from claimtrack.classify.places import is_home, registrable_domain
from claimtrack.models import Finding, Severity, Snapshot


def to(url: str, final_url: str) -> Snapshot:
    return Snapshot(
        url=url,
        final_url=final_url,
        fetched_at=datetime(2026, 11, 1, tzinfo=UTC),
        status=200,
        content_type="text/html",
        sha256="0" * 64,
        size_bytes=1,
    )


@pytest.mark.parametrize(
    ("cited", "final"),
    [
        ("https://daily.example/2019/flood", "https://daily.example/"),
        ("http://www.daily.example/2019/flood", "https://daily.example/"),
        ("https://daily.example/2019/flood", "https://daily.example/en/"),
        ("https://daily.example/2019/flood", "https://daily.example/de-at"),
        ("https://daily.example/2019/flood", "https://daily.example/index.html"),
        ("https://daily.example/?p=118", "https://daily.example/"),
        ("https://daily.example/2019/flood", "https://daily.example/?utm_source=404"),
        ("https://blogs.daily.example/tides/7", "https://www.daily.example/"),
        ("https://old-daily.example/2019/flood", "https://new-paper.example/"),
    ],
)
def test_a_page_that_leads_home_is_gone(cited: str, final: str) -> None:
    found = redirected_home(to(cited, final))
    assert found is not None
    assert found.severity is Severity.REPLACES
    assert final in found.problem.detail


@pytest.mark.parametrize(
    ("cited", "final"),
    [
        ("https://daily.example/2019/flood", "https://daily.example/2019/flood"),
        ("https://daily.example/", "https://daily.example/en/"),
        ("https://daily.example/index.html", "https://daily.example/"),
        ("http://daily.example", "https://www.daily.example/"),
        ("https://daily.example/en", "https://daily.example/"),
        ("https://daily.example/blog", "https://blog.daily.example/"),
        ("https://makers.example/products/lampion", "https://lampion.example/"),
        ("https://uni.example/~quill/", "https://quill.uni.example/"),
        ("https://daily.example/2019/flood", "https://daily.example/?p=118"),
        ("https://daily.example/2019/flood", "https://daily.example/flood/"),
        ("https://daily.example/hull", "https://daily.example/ai/"),
        ("https://bit.ly/3xYz", "https://daily.example/"),
    ],
)
def test_other_moves_lead_to_no_home(cited: str, final: str) -> None:
    assert redirected_home(to(cited, final)) is None


@pytest.mark.parametrize(
    ("cited", "final", "owner"),
    [
        ("https://daily.example/2019/flood", "https://lottery.test/win", "lottery.test"),
        ("https://daily.co.uk/2019/flood", "https://gazette.co.uk/news", "gazette.co.uk"),
        ("https://quill.github.io/notes", "https://tarn.github.io/notes", "tarn.github.io"),
        ("https://daily.example/a/flood", "https://daily-example.test/a/flood", "daily-example.test"),
        ("https://daily.example/x", "https://sub.other.example/y", "other.example"),
        ("https://daily.example/report.pdf", "https://files.test/report.pdf", "files.test"),
    ],
)
def test_another_owners_site_is_told_by_its_registrable_domain(cited: str, final: str, owner: str) -> None:
    found = moved_host(to(cited, final))
    assert found is not None
    assert found.severity is Severity.LIMITS
    assert owner in found.problem.detail


@pytest.mark.parametrize(
    ("cited", "final"),
    [
        ("http://daily.example/flood", "https://www.daily.example/flood"),
        ("https://news.daily.co.uk/flood", "https://daily.co.uk/archive/flood"),
        ("https://doi.org/10.5555/12345678", "https://journal.example/article/7"),
        ("https://t.co/abc", "https://daily.example/flood"),
        (
            "https://old.example/2019/03/bridge-opens-in-orrin.html",
            "https://new.example/news/bridge-opens-in-orrin",
        ),
        ("http://127.0.0.1:8000/a", "http://127.0.0.1:9000/b"),
        ("http://[::1]:8000/a", "http://192.0.2.1/b"),
        ("https://a.b.daily.example/x", "https://c.daily.example/x"),
    ],
)
def test_a_move_within_one_owner_or_of_the_same_page_is_none(cited: str, final: str) -> None:
    assert moved_host(to(cited, final)) is None


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://news.site.co.uk/x", "site.co.uk"),
        ("https://site.com.", "site.com"),
        ("https://deep.er.site.example/", "site.example"),
        ("https://localhost/", "localhost"),
        ("http://198.51.100.7/", ""),
        ("http://[2001:db8::1]:81/", ""),
        ("https://xn--85x722f.xn--55qx5d.cn/", "xn--85x722f.xn--55qx5d.cn"),
    ],
)
def test_registrable_domains(url: str, domain: str) -> None:
    assert registrable_domain(url) == domain


def test_no_list_of_suffixes_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    from claimtrack.classify import places

    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    places._suffixes.cache_clear()
    assert registrable_domain("https://a.b.co.uk/") == "b.co.uk"


@given(
    st.from_regex(
        r"https://[a-z]{1,9}\.example(/[a-zA-Z0-9%._~-]{0,9}){0,4}(\?[a-z=&%0-9]{0,12})?", fullmatch=True
    )
)
def test_a_page_that_answers_under_its_own_address_has_not_moved(url: str) -> None:
    snapshot = to(url, url)
    found: list[Finding | None] = [redirected_home(snapshot), moved_host(snapshot)]
    assert found == [None, None]
    assert is_home(url.partition("?")[0].rstrip("/")) == is_home(url.partition("?")[0].rstrip("/") + "/")
