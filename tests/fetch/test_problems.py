"""What is said about a page that did not come."""

from __future__ import annotations

import re
import socket
import struct
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from claimtrack.fetch.problems import MAX_DETAIL, problem
from claimtrack.models import ProblemSlug

if TYPE_CHECKING:
    from tests.fetch.conftest import Client, Request, Server

TABLE = Path(__file__).parents[2] / "docs" / "problems.md"


def test_the_table_of_the_documentation_lists_every_problem_once() -> None:
    rows = re.findall(
        r"^\| `([a-z0-9-]+)` \|([^|]+)\|([^|]+)\|([^|]+)\|$", TABLE.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert sorted(slug for slug, *_ in rows) == sorted(ProblemSlug)
    assert all(cell.strip() for row in rows for cell in row)


@pytest.mark.parametrize(
    ("status", "headers", "slug"),
    [
        ("200 OK", {}, "ok"),
        ("203 Non-Authoritative", {}, "ok"),
        ("401 Unauthorized", {}, "blocked"),
        ("402 Payment Required", {}, "http-error"),
        ("403 Forbidden", {}, "blocked"),
        ("404 Not Found", {}, "http-404"),
        ("410 Gone", {}, "gone"),
        ("418 Teapot", {}, "http-error"),
        ("429 Too Many", {"Retry_After": "86400"}, "rate-limited"),
        ("429 Too Many", {}, "rate-limited"),
        ("451 Unavailable For Legal Reasons", {}, "blocked"),
        ("500 Error", {}, "http-5xx"),
        ("503 Unavailable", {}, "http-5xx"),
        ("503 Unavailable", {"Retry_After": "86400"}, "rate-limited"),
        ("503 Unavailable", {"Retry_After": "Fri, 31 Dec 9999 23:59:59 GMT"}, "rate-limited"),
        ("503 Unavailable", {"Retry_After": "-5"}, "http-5xx"),
        ("503 Unavailable", {"Retry_After": "nan"}, "http-5xx"),
        ("503 Unavailable", {"cf_mitigated": "challenge"}, "blocked"),
        ("200 OK", {"cf_mitigated": "challenge"}, "blocked"),
        ("202 Accepted", {"x_amzn_waf_action": "challenge"}, "blocked"),
        ("405 Not Allowed", {"x_amzn_waf_action": "captcha"}, "blocked"),
        ("999 No", {}, "bad-status"),
        ("600 No", {}, "bad-status"),
    ],
)
def test_each_status_has_its_own_problem(
    server: Server, client: Client, status: str, headers: dict[str, str], slug: str
) -> None:
    server.raw("/", server.answer(b"<p>here</p>", status, **headers))
    assert client.slug(server.url("/")) == slug


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<p>no status line</p>",
        b"SSH-2.0-hello\r\n",
        b"HTTP/1.1 " + b"2" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX-Big: " + b"x" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X-Many: x\r\n" * 2000 + b"\r\n",
        b"HTTP/1.1 two hundred\r\n\r\n",
    ],
)
def test_what_is_no_http_is_a_protocol_problem(server: Server, client: Client, data: bytes) -> None:
    server.raw("/odd", data)
    assert client.slug(server.url("/odd")) == "protocol"


def fat_answer(headers: int) -> bytes:
    head = b"".join(b"X-%d: %b\r\n" % (number, b"x" * 60_000) for number in range(headers))
    return b"HTTP/1.1 200 OK\r\n" + head + b"Content-Length: 4\r\n\r\n<p/>"


def test_a_head_of_more_than_a_megabyte_is_refused(server: Server, client: Client) -> None:
    server.raw("/fat", fat_answer(headers=17))
    assert client.slug(server.url("/fat")) == "protocol"


def test_large_headers_are_read_and_not_kept(server: Server, client: Client) -> None:
    server.raw("/fat", fat_answer(headers=16))
    outcome = client.one(server.url("/fat"))
    assert outcome.snapshot
    records = list(client.cache.root.glob("pages/**/*.json"))
    assert len(records) == 1
    assert records[0].stat().st_size < 4096


@pytest.mark.parametrize(
    "sent", [b"", b"HTTP/1.1 200 OK\r\nContent-Le", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n<p>"]
)
def test_a_reset_is_told_from_an_end(server: Server, client: Client, sent: bytes) -> None:
    def reset(connection: socket.socket, _request: Request) -> None:
        connection.sendall(sent)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    server.script("/reset", reset)
    assert client.slug(server.url("/reset")) == "reset"
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        ("ftp://files.example/a", "scheme-refused"),
        ("javascript:alert(1)", "scheme-refused"),
        ("file:///etc/hostname", "scheme-refused"),
        ("https://", "bad-url"),
        ("page.example/a", "bad-url"),
        ("http://a.example:99999/", "bad-url"),
        ("http://a.example/a b", "bad-url"),
        ("http://a..example/", "network"),
        (f"http://{'a' * 64}.example/", "network"),
        ("http://*.example/", "bad-url"),
    ],
)
def test_what_cannot_be_asked_for_is_said_without_asking(client: Client, url: str, slug: str) -> None:
    outcome = client.one(url)
    assert outcome.url == url
    assert outcome.problem
    assert outcome.problem.slug == slug
    assert outcome.problem.hint


def test_credentials_are_refused_and_repeated_nowhere(server: Server, client: Client) -> None:
    outcome = client.one(server.url("/", host="reader:SECRETPW@127.0.0.1"))
    assert outcome.problem
    assert outcome.problem.slug == "bad-url"
    assert "SECRETPW" not in outcome.problem.detail + outcome.problem.hint
    assert server.connections == 0


def test_a_secret_parameter_is_sent_but_not_told(server: Server, client: Client) -> None:
    outcome = client.one(server.url("/missing?token=SECRETPW&page=2"))
    assert server.requests[0].path == "/missing?token=SECRETPW&page=2"
    assert outcome.problem
    assert "SECRETPW" not in outcome.problem.detail
    assert "page=2" in outcome.problem.detail


def test_a_detail_is_printable_and_short() -> None:
    made = problem(ProblemSlug.PROTOCOL, "bell \a, escape \x1b[2J, override \u202e" + "x" * 1000)
    assert made.detail.isprintable()
    assert len(made.detail) == MAX_DETAIL
