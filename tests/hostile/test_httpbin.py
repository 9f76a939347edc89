"""httpbin, the server that HTTP clients are tried on: each of its routes that bears on fetching gives what its documentation says."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from claimtrack import __version__
from claimtrack.cache import SnapshotCache
from claimtrack.fetch import FetchSettings, HttpFetcher
from claimtrack.interfaces import FetchOutcome, FetchRequest
from claimtrack.models import Snapshot


class Httpbin:
    """The server, and a fetcher that may reach it."""

    def __init__(self, port: int, folder: Path) -> None:
        self.origin = f"http://127.0.0.1:{port}"
        self.cache = SnapshotCache(folder)
        self._settings = FetchSettings(
            allow_hosts=(f"127.0.0.1:{port}",), spacing_s=0, retry_delay_s=0.01, total_timeout_s=3
        )

    def fetch(self, route: str, known: Snapshot | None = None) -> FetchOutcome:
        request = FetchRequest(url=self.origin + route, known=known)
        (outcome,) = HttpFetcher(self._settings).fetch([request], self.cache)
        return outcome

    def snapshot(self, route: str) -> Snapshot:
        outcome = self.fetch(route)
        assert outcome.snapshot, outcome.problem
        return outcome.snapshot

    def body(self, route: str) -> bytes:
        return self.cache.body(self.snapshot(route))

    def json(self, route: str) -> Any:
        return json.loads(self.body(route))


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    if find_spec("httpbin") is None:
        reason = "NOT TESTED: httpbin is not installed; it is one of the development dependencies"
        print(reason)
        pytest.skip(reason)
    command = [sys.executable, str(Path(__file__).with_name("httpbin_process.py"))]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            assert process.stdout is not None
            yield int(process.stdout.readline())
        finally:
            process.kill()


@pytest.fixture
def httpbin(port: int, tmp_path: Path) -> Httpbin:
    return Httpbin(port, tmp_path / "cache")


def contains(*words: bytes) -> Callable[[bytes], bool]:
    return lambda body: all(word in body for word in words)


@pytest.mark.parametrize(
    ("route", "right"),
    [
        ("/get", contains(b'"url"')),
        ("/anything/at?all=1", contains(b'"all": "1"')),
        ("/html", contains(b"Herman Melville")),
        ("/xml", contains(b"<slideshow")),
        ("/json", contains(b"slideshow")),
        ("/encoding/utf8", contains("∮ E⋅da".encode())),
        ("/gzip", contains(b'"gzipped": true')),
        ("/base64/bGFtcHM=", lambda body: body == b"lamps"),
        ("/bytes/0", lambda body: body == b""),
        ("/bytes/1", lambda body: len(body) == 1),
        ("/bytes/65537?seed=1", lambda body: len(body) == 65_537),
        ("/stream-bytes/65537?seed=1&chunk_size=1000", lambda body: len(body) == 65_537),
        ("/stream/20", lambda body: len(body.splitlines()) == 20),
        ("/range/2000", lambda body: len(body) == 2000),
        ("/range/2000?chunk_size=7&duration=0", lambda body: len(body) == 2000),
        ("/links/5/0", contains(b"<a href=")),
        ("/forms/post", contains(b"<form")),
        ("/image/png", lambda body: body.startswith(b"\x89PNG")),
        ("/delay/1", contains(b'"url"')),
        ("/drip?duration=1&numbytes=5&delay=0", lambda body: body == b"*****"),
        ("/robots.txt", contains(b"Disallow: /deny")),
        ("/status/200", lambda body: body == b""),
        ("/status/204", lambda body: body == b""),
        ("/cache/60", contains(b'"url"')),
        ("/response-headers?X-Long=" + "x" * 3000, contains(b"X-Long")),
    ],
)
def test_a_page_that_comes_whole_is_kept_to_the_byte(
    httpbin: Httpbin, route: str, right: Callable[[bytes], bool]
) -> None:
    assert right(httpbin.body(route))


@pytest.mark.parametrize(
    ("route", "slug"),
    [
        ("/deflate", "encoding-refused"),
        ("/brotli", "encoding-refused"),
        ("/response-headers?Content-Encoding=gzip", "decode-error"),
        ("/response-headers?Content-Encoding=zstd", "encoding-refused"),
        ("/delay/10", "deadline"),
        ("/drip?duration=30&numbytes=30&delay=0", "deadline"),
        ("/drip?duration=1&numbytes=5&delay=30", "deadline"),
        ("/drip?duration=0&numbytes=5&delay=0&code=500", "http-5xx"),
        ("/bytes/200000000", "ok"),
        ("/status/304", "protocol"),
        ("/status/300", "http-error"),
        ("/status/400", "http-error"),
        ("/status/401", "blocked"),
        ("/status/402", "http-error"),
        ("/status/403", "blocked"),
        ("/status/404", "http-404"),
        ("/status/406", "http-error"),
        ("/status/407", "http-error"),
        ("/status/410", "gone"),
        ("/status/418", "http-error"),
        ("/status/429", "rate-limited"),
        ("/status/451", "blocked"),
        ("/status/500", "http-5xx"),
        ("/status/502", "http-5xx"),
        ("/status/503", "http-5xx"),
        ("/status/599", "http-5xx"),
        ("/status/600", "bad-status"),
        ("/basic-auth/user/pass", "blocked"),
        ("/hidden-basic-auth/user/pass", "http-404"),
        ("/bearer", "blocked"),
        ("/digest-auth/auth/user/pass", "blocked"),
        ("/redirect-to?url=file:///etc/passwd", "scheme-refused"),
        ("/redirect-to?url=http://127.0.0.1:1/", "blocked-address"),
        ("/redirect-to?url=http://169.254.169.254/", "blocked-address"),
        ("/redirect-to?url=http://user:pass@127.0.0.1/", "bad-redirect"),
        ("/redirect/6", "redirect-loop"),
        ("/absolute-redirect/6", "redirect-loop"),
        ("/relative-redirect/6", "redirect-loop"),
        ("/deny", "robots"),
        ("/no-such-route", "http-404"),
    ],
)
def test_what_does_not_come_whole_has_its_problem(httpbin: Httpbin, route: str, slug: str) -> None:
    outcome = httpbin.fetch(route)
    assert (outcome.problem.slug if outcome.problem else "ok") == slug, outcome.problem


@pytest.mark.parametrize("kind", ["redirect", "relative-redirect", "absolute-redirect"])
@pytest.mark.parametrize("hops", [1, 2, 5])
def test_redirects_are_followed_and_kept_on_record(httpbin: Httpbin, kind: str, hops: int) -> None:
    snapshot = httpbin.snapshot(f"/{kind}/{hops}")
    assert snapshot.final_url == f"{httpbin.origin}/get"
    assert len(snapshot.redirects) == hops


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_every_kind_of_redirect_is_followed(httpbin: Httpbin, status: int) -> None:
    snapshot = httpbin.snapshot(f"/redirect-to?url=/html&status_code={status}")
    assert (snapshot.final_url, len(snapshot.redirects)) == (f"{httpbin.origin}/html", 1)


@pytest.mark.parametrize("route", ["/cache", "/etag/lamps"])
def test_a_page_that_did_not_change_is_confirmed(httpbin: Httpbin, route: str) -> None:
    first = httpbin.snapshot(route)
    again = httpbin.fetch(route, first)
    assert again.not_modified
    assert again.snapshot is not None
    assert again.snapshot.sha256 == first.sha256


@pytest.mark.parametrize("route", ["/cookies/set?a=1&b=2", "/cookies/set/a/1", "/cookies/delete?a"])
def test_cookies_are_not_sent_back(httpbin: Httpbin, route: str) -> None:
    assert httpbin.snapshot(route).final_url == f"{httpbin.origin}/cookies"
    assert httpbin.json(route) == {"cookies": {}}


def test_a_request_says_who_asks_and_what_it_takes(httpbin: Httpbin) -> None:
    sent = httpbin.json("/headers")["headers"]
    assert sent["User-Agent"].startswith(f"claimtrack/{__version__}")
    assert sent["Accept-Encoding"] == "gzip"
    assert not {"Cookie", "Authorization", "Referer"} & set(sent)


def test_what_the_server_says_of_a_page_is_kept(httpbin: Httpbin) -> None:
    date = "Tue, 24 Nov 2026 15:00:00 GMT"
    snapshot = httpbin.snapshot(
        f"/response-headers?ETag=%22lamps%22&Last-Modified={date.replace(' ', '%20')}"
    )
    assert snapshot.content_type == "application/json"
    assert (snapshot.etag, snapshot.last_modified) == ('"lamps"', date)
