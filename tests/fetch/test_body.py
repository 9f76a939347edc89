"""A body comes whole, within bounds, or not at all."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimtrack.fetch.body import MAX_MEMBERS, _Inflater
from claimtrack.fetch.problems import Failure

if TYPE_CHECKING:
    import socket

    from tests.fetch.conftest import Client, Request, Server

TEXT = b"<p>" + b"The ferry to Velda leaves at nine. " * 200 + b"</p>"
MB = 1_000_000


def test_a_plain_body_is_kept_as_sent(server: Server, client: Client) -> None:
    server.page("/plain", TEXT)
    assert client.text(server.url("/plain")) == TEXT


def test_gzip_is_asked_for_and_inflated(server: Server, client: Client) -> None:
    server.page("/gzip", gzip.compress(TEXT), Content_Encoding="gzip")
    assert client.text(server.url("/gzip")) == TEXT
    assert server.requests[0].headers["accept-encoding"] == "gzip"


@pytest.mark.parametrize("coding", ["x-gzip", "GZIP", "identity, gzip"])
def test_gzip_by_other_names_is_inflated(server: Server, client: Client, coding: str) -> None:
    server.page("/gzip", gzip.compress(TEXT), Content_Encoding=coding)
    assert client.text(server.url("/gzip")) == TEXT


def test_gzip_members_are_joined_and_padding_is_dropped(server: Server, client: Client) -> None:
    server.page(
        "/members", gzip.compress(TEXT) + gzip.compress(b"<p>end</p>") + bytes(512), Content_Encoding="gzip"
    )
    assert client.text(server.url("/members")) == TEXT + b"<p>end</p>"


def test_a_chunked_body_is_joined(server: Server, client: Client) -> None:
    server.raw(
        "/chunked", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n<p>\r\n4\r\n</p>\r\n0\r\n\r\n"
    )
    assert client.text(server.url("/chunked")) == b"<p></p>"


@pytest.mark.parametrize(
    "coding", ["deflate", "br", "zstd", "rot13", "gzip, gzip", ", ".join(["gzip"] * 1000)]
)
def test_a_coding_that_was_not_asked_for_is_refused(server: Server, client: Client, coding: str) -> None:
    server.page("/coded", zlib.compress(TEXT), Content_Encoding=coding)
    assert client.slug(server.url("/coded")) == "encoding-refused"


def test_a_gzip_bomb_is_left_at_the_bound(server: Server, client: Client) -> None:
    server.page("/bomb", gzip.compress(bytes(200 * MB), 1), Content_Encoding="gzip")
    tracemalloc.start()
    try:
        slug = client.slug(server.url("/bomb"), max_body_bytes=5 * MB)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert slug == "too-large"
    assert peak < 30 * MB


def test_the_bomb_in_the_body_of_a_redirect_or_an_error_is_never_inflated(
    server: Server, client: Client
) -> None:
    bomb = gzip.compress(bytes(200 * MB), 1)
    server.page("/moved", bomb, status="302 Found", Location="/page", Content_Encoding="gzip")
    server.page("/missing", bomb, status="404 Not Found", Content_Encoding="gzip")
    server.page("/page")
    tracemalloc.start()
    try:
        slugs = [client.slug(server.url("/moved")), client.slug(server.url("/missing"))]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert slugs == ["ok", "http-404"]
    assert peak < 30 * MB


@pytest.mark.parametrize("chunked", [False, True])
def test_an_endless_body_is_left_at_the_bound(server: Server, client: Client, chunked: bool) -> None:  # noqa: FBT001
    def endless(connection: socket.socket, _request: Request) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n" + b"Transfer-Encoding: chunked\r\n" * chunked + b"\r\n")
        while not server.stopping.is_set():
            connection.sendall(b"2000\r\n" * chunked + b"x" * 0x2000 + b"\r\n" * chunked)

    server.script("/endless", endless)
    assert client.slug(server.url("/endless"), max_wire_bytes=MB) == "too-large"


def test_an_announced_length_over_the_bound_is_refused_before_the_body(
    server: Server, client: Client
) -> None:
    server.script(
        "/huge", lambda connection, _: connection.sendall(server.answer(b"", Content_Length=str(10**15)))
    )
    outcome = client.one(server.url("/huge"))
    assert outcome.problem
    assert outcome.problem.slug == "too-large"
    assert "announces" in outcome.problem.detail


@pytest.mark.parametrize(
    ("data", "slug"),
    [
        (b"Content-Length: 500\r\n\r\n<p>half", "truncated"),
        (b"Transfer-Encoding: chunked\r\n\r\n40\r\n<p>half", "truncated"),
        (b"Transfer-Encoding: chunked\r\n\r\n3\r\n<p>\r\n", "truncated"),
        (b"Transfer-Encoding: chunked\r\n\r\nzz\r\n<p>\r\n", "protocol"),
        (b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(TEXT)[:-20], "truncated"),
        (b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(TEXT)[:-1], "truncated"),
        (b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(TEXT) + gzip.compress(TEXT)[:-5], "truncated"),
        (b"Content-Encoding: gzip\r\n\r\n", "truncated"),
        (b"Content-Encoding: gzip\r\n\r\n<p>no gzip at all</p>", "decode-error"),
        (b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(TEXT)[:-8] + bytes(8), "decode-error"),
        (b"Content-Length: 5\r\nContent-Length: 9\r\n\r\n<p></p>", "protocol"),
        (b"Content-Length: -1\r\n\r\n<p></p>", "ok"),
        (b"Content-Length: lots\r\n\r\n<p></p>", "ok"),
        (b"X-Cut: in the mid", "truncated"),
        (b"Content-Type: text/html\r\n", "truncated"),
    ],
)
def test_an_answer_that_breaks_off_is_never_taken_for_a_page(
    server: Server, client: Client, data: bytes, slug: str
) -> None:
    server.raw("/cut", b"HTTP/1.1 200 OK\r\n" + data)
    assert client.slug(server.url("/cut")) == slug


def test_a_part_that_was_not_asked_for_is_no_page(server: Server, client: Client) -> None:
    server.page("/part", status="206 Partial Content")
    assert client.slug(server.url("/part")) == "truncated"


@settings(deadline=None)
@given(st.lists(st.binary(max_size=40), min_size=1, max_size=4), st.data())
def test_members_inflate_the_same_however_the_wire_cuts_them(
    contents: list[bytes], data: st.DataObject
) -> None:
    wire = b"".join(gzip.compress(content) for content in contents)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(wire)), max_size=6)))
    inflater = _Inflater("http://a.example/", 10_000)
    pieces = [wire[start:end] for start, end in zip([0, *cuts], [*cuts, len(wire)], strict=True)]
    assert b"".join(inflater.feed(piece) for piece in pieces) == b"".join(contents)
    assert inflater.whole


@settings(deadline=None)
@given(st.binary(min_size=1, max_size=200), st.data())
def test_no_beginning_of_a_stream_passes_for_the_whole(content: bytes, data: st.DataObject) -> None:
    wire = gzip.compress(content)
    inflater = _Inflater("http://a.example/", 10_000)
    inflater.feed(wire[: data.draw(st.integers(0, len(wire) - 1))])
    assert not inflater.whole


def test_members_without_end_are_refused() -> None:
    inflater = _Inflater("http://a.example/", 10_000)
    with pytest.raises(Failure, match="members"):
        inflater.feed(gzip.compress(b"") * (MAX_MEMBERS + 1))
