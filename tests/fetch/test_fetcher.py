"""Many URLs, one outcome for each request, whatever happens on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from claimtrack.cache import SnapshotCache
from claimtrack.errors import CacheError, ConfigError
from claimtrack.fetch import FetchSettings
from claimtrack.interfaces import FetchRequest

if TYPE_CHECKING:
    import socket

    from tests.fetch.conftest import Client, Request, Server

Eventually = Callable[[Callable[[], bool]], None]

INTERRUPTED = """
import sys
from pathlib import Path
from claimtrack.cache import SnapshotCache
from claimtrack.fetch import FetchSettings, HttpFetcher
from claimtrack.interfaces import FetchRequest

host, root = sys.argv[1:]
fetcher = HttpFetcher(FetchSettings(allow_hosts=(host,), total_timeout_s=300, read_timeout_s=300))
wanted = [FetchRequest(url=f"http://{host}/{name}") for name in ("quick", "silent")]
try:
    for outcome in fetcher.fetch(wanted, SnapshotCache(Path(root))):
        print(outcome.snapshot.sha256, flush=True)
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""


def workers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("claimtrack-")]


def silent(server: Server) -> Callable[[socket.socket, Request], object]:
    return lambda _connection, _request: server.stopping.wait(300)


def test_every_request_has_one_outcome_under_its_own_url(server: Server, client: Client) -> None:
    server.page("/a")
    server.page("/b")
    wanted = [
        server.url("/a"),
        server.url("/b"),
        server.url("/a"),
        server.url("/a#part"),
        server.url("/gone"),
        "ftp://x.example/",
    ]
    outcomes = client(*wanted)
    assert Counter(outcome.url for outcome in outcomes) == Counter(wanted)
    assert all((outcome.snapshot is None) != (outcome.problem is None) for outcome in outcomes)
    assert Counter(request.path for request in server.requests) == {"/a": 1, "/b": 1, "/gone": 1}


def test_nothing_wanted_is_nothing_fetched(client: Client) -> None:
    assert client() == []


def test_a_page_is_kept_with_what_its_server_said_of_it(server: Server, client: Client) -> None:
    server.page("/page", b"<p>Velda</p>", ETag='"v1"', Last_Modified="Mon, 02 Nov 2026 08:00:00 GMT")
    snapshot = client.one(server.url("/page")).snapshot
    assert snapshot
    assert client.cache.body(snapshot) == b"<p>Velda</p>"
    assert snapshot == client.cache.latest(server.url("/page"))
    assert (snapshot.status, snapshot.content_type) == (200, "text/html; charset=utf-8")
    assert (snapshot.etag, snapshot.last_modified) == ('"v1"', "Mon, 02 Nov 2026 08:00:00 GMT")
    assert snapshot.fetcher == client.fetcher().version


def unchanged(server: Server, body: bytes, tag: str) -> Callable[[socket.socket, Request], None]:
    def serve(connection: socket.socket, request: Request) -> None:
        if request.headers.get("if-none-match") == tag:
            connection.sendall(b"HTTP/1.1 304 Not Modified\r\nETag: %b\r\n\r\n" % tag.encode())
        else:
            connection.sendall(server.answer(body, ETag=tag))

    return serve


def test_an_unchanged_page_is_confirmed_and_not_sent_again(server: Server, client: Client) -> None:
    server.script("/page", unchanged(server, b"<p>one</p>", '"v1"'))
    first = client.one(server.url("/page")).snapshot
    outcome = client.one(FetchRequest(url=server.url("/page"), known=first))
    assert outcome.not_modified
    assert first
    assert outcome.snapshot
    assert outcome.snapshot.sha256 == first.sha256
    assert outcome.snapshot.fetched_at == first.fetched_at
    assert outcome.snapshot.confirmed_at
    assert outcome.snapshot.confirmed_at > first.fetched_at
    assert client.cache.latest(server.url("/page")) == outcome.snapshot


def test_a_changed_page_is_a_new_snapshot(server: Server, client: Client) -> None:
    server.script("/page", unchanged(server, b"<p>one</p>", '"v1"'))
    first = client.one(server.url("/page")).snapshot
    server.script("/page", unchanged(server, b"<p>two</p>", '"v2"'))
    outcome = client.one(FetchRequest(url=server.url("/page"), known=first))
    assert not outcome.not_modified
    assert outcome.snapshot
    assert client.cache.body(outcome.snapshot) == b"<p>two</p>"
    assert [snapshot.etag for snapshot in client.cache.history(server.url("/page"))] == ['"v1"', '"v2"']


def test_a_validator_goes_to_the_address_that_sent_it_and_to_no_other(server: Server, client: Client) -> None:
    server.redirect("/old", "/new")
    server.script("/new", unchanged(server, b"<p>one</p>", '"v1"'))
    first = client.one(server.url("/old")).snapshot
    outcome = client.one(FetchRequest(url=server.url("/old"), known=first))
    assert outcome.not_modified
    assert all("if-none-match" not in request.headers for request in server.asked("/old"))
    assert server.asked("/new")[-1].headers["if-none-match"] == '"v1"'


def test_a_304_that_nobody_asked_for_is_a_protocol_problem_and_changes_nothing(
    server: Server, client: Client
) -> None:
    server.page("/page")
    first = client.one(server.url("/page")).snapshot
    server.raw("/page", b"HTTP/1.1 304 Not Modified\r\n\r\n")
    assert client.slug(server.url("/page")) == "protocol"
    assert client.cache.latest(server.url("/page")) == first


@pytest.mark.parametrize("tag", ['"' + "x" * 5000 + '"', '"\x01"'])
def test_a_validator_that_cannot_be_kept_whole_is_not_kept(server: Server, client: Client, tag: str) -> None:
    server.page("/page", ETag=tag)
    snapshot = client.one(server.url("/page")).snapshot
    assert snapshot
    assert snapshot.etag is None


def test_a_run_that_is_left_early_ends_its_threads_and_keeps_what_it_kept(
    server: Server, other: Server, client: Client, eventually: Eventually
) -> None:
    server.page("/quick")
    other.script("/silent", silent(other))
    fetcher = client.fetcher(allow_hosts=(server.host, other.host), total_timeout_s=300, read_timeout_s=300)
    wanted = [FetchRequest(url=other.url("/silent")), FetchRequest(url=server.url("/quick"))]
    running = fetcher.fetch(wanted, client.cache)
    outcome = next(running)
    assert outcome.snapshot
    running.close()  # type: ignore[attr-defined]
    eventually(lambda: not workers())
    assert client.cache.latest(server.url("/quick")) == outcome.snapshot


def test_an_error_in_the_loop_over_outcomes_ends_the_run(
    server: Server, client: Client, eventually: Eventually
) -> None:
    def careless() -> None:
        for outcome in client.fetcher().fetch([FetchRequest(url=server.url("/quick"))], client.cache):
            raise LookupError(outcome.url)

    server.page("/quick")
    with pytest.raises(LookupError):
        careless()
    eventually(lambda: not workers())


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_ctrl_c_ends_a_run_at_once_and_loses_nothing(
    server: Server, tmp_path: Path, eventually: Eventually
) -> None:
    server.page("/quick")
    server.script("/silent", silent(server))
    command = [sys.executable, "-W", "error", "-c", INTERRUPTED, server.host, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        told = process.stdout.readline()
        eventually(lambda: bool(server.asked("/silent")))
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    kept = SnapshotCache(tmp_path).latest(server.url("/quick"))
    assert kept
    assert [told.strip(), *out.split()] == [kept.sha256, "interrupted"]
    assert (err, process.returncode) == ("", 0)


def test_a_cache_that_cannot_be_written_ends_the_run(
    server: Server, client: Client, tmp_path: Path, eventually: Eventually
) -> None:
    (tmp_path / "file").write_text("")
    server.page("/page")
    wanted = [FetchRequest(url=server.url(f"/page?{number}")) for number in range(5)]
    with pytest.raises(CacheError, match="file"):
        list(client.fetcher().fetch(wanted, SnapshotCache(tmp_path / "file" / "cache")))
    eventually(lambda: not workers())


def test_one_fetcher_serves_several_runs_at_once(server: Server, client: Client) -> None:
    server.page("/page")
    fetcher = client.fetcher()
    results: list[int] = []

    def run(number: int) -> None:
        wanted = [FetchRequest(url=server.url(f"/page?{number}-{page}")) for page in range(10)]
        results.append(sum(outcome.snapshot is not None for outcome in fetcher.fetch(wanted, client.cache)))

    threads = [threading.Thread(target=run, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [10] * 4


@pytest.mark.parametrize(
    "values",
    [{"jobs": 0}, {"total_timeout_s": 0}, {"spacing_s": -1}, {"max_wire_bytes": 0}, {"max_retries": -1}],
)
def test_settings_that_make_no_sense_are_refused(values: dict[str, int]) -> None:
    with pytest.raises(ConfigError, match=next(iter(values))):
        FetchSettings(**values)  # type: ignore[arg-type]
