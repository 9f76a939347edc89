"""JSON to a judge's service: through the guarded door, to that service alone, bounded in every way."""

from __future__ import annotations

import json
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from claimtrack.fetch import FetchSettings, JsonClient
from claimtrack.fetch import posting as module
from claimtrack.models import ProblemSlug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.fetch.conftest import Server


@pytest.fixture
def client() -> JsonClient:
    return JsonClient(FetchSettings(connect_timeout_s=5))


@pytest.fixture
def closed() -> Iterator[int]:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        yield probe.getsockname()[1]


def post(client: JsonClient, url: str, *, timeout_s: float = 20.0):
    return client.post(url, {"question": "ü"}, headers={"Authorization": "Bearer k"}, timeout_s=timeout_s)


def test_an_answer_comes_whole_with_its_status(server: Server, client: JsonClient) -> None:
    server.page("/ask", b'{"a": 1}', status="418 Teapot", Retry_After="12")
    answer = post(client, server.url("/ask"))
    assert (answer.status, json.loads(answer.body), answer.pause_s, answer.problem) == (
        418,
        {"a": 1},
        12.0,
        None,
    )
    (asked,) = server.requests
    assert asked.headers["authorization"] == "Bearer k"
    assert asked.headers["content-type"] == "application/json"
    assert asked.headers["user-agent"].startswith("claimtrack/")


def test_no_redirect_is_followed(server: Server, client: JsonClient) -> None:
    server.redirect("/ask", "/elsewhere", status="307 Temporary Redirect")
    assert post(client, server.url("/ask")).status == 307
    assert not server.asked("/elsewhere")


def test_nobody_there_is_a_problem(client: JsonClient, closed: int) -> None:
    problem = post(client, f"http://127.0.0.1:{closed}/").problem
    assert problem
    assert problem.slug is ProblemSlug.NETWORK


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://judge.example/", "http://user:pw@127.0.0.1/", "judge"]
)
def test_what_is_no_web_address_is_never_asked(client: JsonClient, url: str) -> None:
    problem = post(client, url).problem
    assert problem
    assert problem.slug is ProblemSlug.BAD_URL
    assert "pw" not in problem.detail


def test_a_server_that_does_not_answer_is_given_up(server: Server, client: JsonClient) -> None:
    server.script("/ask", lambda _connection, _request: server.stopping.wait(30))
    problem = post(client, server.url("/ask"), timeout_s=0.3).problem
    assert problem
    assert problem.slug is ProblemSlug.DEADLINE


def test_stopping_ends_what_is_under_way_and_what_is_to_come(server: Server, client: JsonClient) -> None:
    asked = threading.Event()

    def hang(_connection: socket.socket, _request: object) -> None:
        asked.set()
        server.stopping.wait(60)

    server.script("/ask", hang)
    with ThreadPoolExecutor(1) as threads:
        under_way = threads.submit(post, client, server.url("/ask"), timeout_s=60.0)
        assert asked.wait(30)
        client.stop()
        assert under_way.result(30).problem
    assert post(client, server.url("/ask"), timeout_s=60.0).problem
    assert len(server.asked("/ask")) == 1


def test_an_answer_that_drips_is_given_up(server: Server, client: JsonClient) -> None:
    def drip(connection: socket.socket, _request: object) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while not server.stopping.wait(0.05):
            connection.sendall(b"x")

    server.script("/ask", drip)
    problem = post(client, server.url("/ask"), timeout_s=0.5).problem
    assert problem
    assert problem.slug is ProblemSlug.DEADLINE


def test_a_large_answer_is_not_read(server: Server, client: JsonClient) -> None:
    server.page("/ask", b"x" * (module.MAX_ANSWER_BYTES + 1))
    problem = post(client, server.url("/ask")).problem
    assert problem
    assert problem.slug is ProblemSlug.TOO_LARGE


def test_half_an_answer_is_none(server: Server, client: JsonClient) -> None:
    server.raw("/ask", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}")
    problem = post(client, server.url("/ask")).problem
    assert problem
    assert problem.slug is ProblemSlug.TRUNCATED


def test_a_server_on_this_machine_is_not_looked_for_behind_a_proxy(server: Server, closed: int) -> None:
    server.page("/ask", b"{}")
    client = JsonClient(FetchSettings(connect_timeout_s=5, proxy=f"http://127.0.0.1:{closed}"))
    assert post(client, server.url("/ask")).status == 200
    assert post(client, "http://judge.example/ask").problem


def test_no_proxy_of_the_environment_is_heeded(
    server: Server, client: JsonClient, closed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.page("/ask", b"{}")
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{closed}")
    assert post(client, server.url("/ask")).status == 200
