"""Where redirects lead, and where they are not followed."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from claimtrack.fetch.hops import target

if TYPE_CHECKING:
    import socket

    from tests.fetch.conftest import Client, Request, Server


def test_the_chain_of_redirects_is_recorded(server: Server, client: Client) -> None:
    for number, status in enumerate(
        ("301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent")
    ):
        server.redirect(f"/{number}", f"/{number + 1}#part-{number}", status)
    server.page("/5")
    snapshot = client.one(server.url("/0")).snapshot
    assert snapshot
    assert snapshot.url == server.url("/0")
    assert snapshot.final_url == server.url("/5")
    assert snapshot.redirects == tuple(server.url(f"/{number}") for number in range(5))


def test_without_redirects_the_chain_is_empty(server: Server, client: Client) -> None:
    server.page("/here")
    snapshot = client.one(server.url("/here")).snapshot
    assert snapshot
    assert (snapshot.redirects, snapshot.final_url) == ((), server.url("/here"))


def test_a_page_that_leads_to_itself_is_a_loop(server: Server, client: Client) -> None:
    server.redirect("/self", "/self")
    server.redirect("/ping", "/pong")
    server.redirect("/pong", "/ping")
    assert client.slug(server.url("/self")) == "redirect-loop"
    assert client.slug(server.url("/ping")) == "redirect-loop"
    assert len(server.requests) == 3


def test_ever_new_addresses_end_after_five_hops(server: Server, client: Client) -> None:
    numbers = itertools.count(1)

    def fresh(connection: socket.socket, _request: Request) -> None:
        connection.sendall(server.answer(b"", "302 Found", Location=f"/fresh?{next(numbers)}"))

    server.script("/fresh", fresh)
    assert client.slug(server.url("/fresh?0")) == "redirect-loop"
    assert len(server.requests) == 6


@pytest.mark.parametrize(
    ("location", "slug"),
    [
        (b"", "bad-redirect"),
        (b"  ", "bad-redirect"),
        (b"/caf\xe9\xff\xfe", "bad-redirect"),
        (b"http://127.0.0.1:99999999/", "bad-redirect"),
        (b"http://[::1", "bad-redirect"),
        (b"/" + b"a" * 60_000, "bad-redirect"),
        (b"http://reader:SECRETPW@127.0.0.1/", "bad-redirect"),
        (b"http:\\\\127.0.0.1\\", "bad-redirect"),
        (b"file:///etc/hostname", "scheme-refused"),
        (b"gopher://127.0.0.1/", "scheme-refused"),
        (b"data:text/html,<p>x", "scheme-refused"),
        (b"javascript:alert(1)", "scheme-refused"),
        (b"ftp://127.0.0.1/", "scheme-refused"),
    ],
)
def test_a_redirect_that_leads_nowhere_good_is_refused(
    server: Server, client: Client, location: bytes, slug: str
) -> None:
    server.redirect("/from", location)
    outcome = client.one(server.url("/from"))
    assert outcome.problem
    assert outcome.problem.slug == slug
    assert "SECRETPW" not in outcome.problem.detail


def test_a_redirect_without_a_location_is_bad(server: Server, client: Client) -> None:
    server.page("/from", b"", status="302 Found")
    assert client.slug(server.url("/from")) == "bad-redirect"


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("/b?c=1#d", "https://a.example/b?c=1"),
        ("b", "https://a.example/dir/b"),
        ("?page=2", "https://a.example/dir/page?page=2"),
        ("//B.example", "https://b.example/"),
        (" /with space ", "https://a.example/with%20space"),
        ("HTTP://a.example:80/", "http://a.example/"),
        ("/caf\u00c3\u00a9", "https://a.example/caf\u00e9"),  # UTF-8, as http.client hands it over
    ],
)
def test_a_target_is_joined_and_made_canonical(location: str, expected: str) -> None:
    assert target("https://a.example/dir/page", location) == expected


def test_a_multiple_choice_is_no_redirect(server: Server, client: Client) -> None:
    server.page("/choice", status="300 Multiple Choices", Location="/page")
    assert client.slug(server.url("/choice")) == "http-error"
