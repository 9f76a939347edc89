"""WARC there and back: what goes out is valid and comes back as it was; what comes from anywhere is bounded."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from claimtrack.cache import SnapshotCache
from claimtrack.cache.integrity import examine
from claimtrack.cache.warc import Imported, bounded, export_warc, import_warc
from claimtrack.errors import CacheError, UsageError
from claimtrack.models import Origin

if TYPE_CHECKING:
    from tests.cache.conftest import Pages

pytest.importorskip("warcio")

URL = "https://velda.example/news/bridge?page=2"
NOW = datetime(2027, 1, 1, tzinfo=UTC)
PAGE = b"<p>The bridge of Velda opened in 1931.</p>"


@pytest.fixture
def full(cache: SnapshotCache, page: Pages) -> SnapshotCache:
    """Every sort of record: redirects, decoded bodies, confirmations, the same body again, an attached file, no body."""
    first = cache.keep(
        replace(
            page(
                PAGE,
                content_encoding="gzip",
                content_length="31",
                content_disposition="inline; filename=\u00e9.html",
            ),
            final_url="https://velda.example/bridge",
            redirects=(URL,),
        )
    )
    cache.keep(replace(page(b"", etag='"v2"'), status=304, confirms=first))
    cache.keep(page(PAGE))
    cache.keep(page(b"", url="https://velda.example/empty"))
    cache.keep(page(bytes(range(256)) * 300, url="https://other.example/"))
    cache.attach(
        URL,
        b"%PDF-1.7 \x00\xff",
        content_type="application/pdf",
        at=page.now,
        by="Ada Orrin",
        file_name="x.pdf",
    )
    return cache


def exported(cache: SnapshotCache) -> bytes:
    out = io.BytesIO()
    export_warc(cache, cache.histories(), out)
    return out.getvalue()


@pytest.fixture
def other(tmp_path: Path) -> SnapshotCache:
    return SnapshotCache(tmp_path / "other")


def imported(cache: SnapshotCache, data: bytes) -> list[Imported]:
    return list(import_warc(cache, io.BytesIO(data), name="theirs.warc", now=NOW))


def assert_same(first: SnapshotCache, second: SnapshotCache, url: str) -> None:
    """The same records, headers included: those play no part in comparing snapshots."""
    assert first.history(url) == second.history(url)
    assert [one.headers for one in first.history(url)] == [one.headers for one in second.history(url)]


def test_an_export_is_valid(full: SnapshotCache, tmp_path: Path) -> None:
    path = tmp_path / "out.warc.gz"
    path.write_bytes(exported(full))
    command = [sys.executable, "-m", "warcio.cli", "check", "-v", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("digest pass") == 1 + 6 + 4  # warcinfo, metadata, and what carries a body
    assert "digest present but not checked (revisit)" in done.stdout


def test_the_way_out_and_back_changes_nothing(full: SnapshotCache, other: SnapshotCache) -> None:
    data = exported(full)
    assert [one.skipped for one in imported(other, data)] == [""] * 6
    for url in (URL, "https://velda.example/empty", "https://other.example/"):
        assert_same(other, full, url)
        assert [other.body(one) for one in other.history(url)] == [
            full.body(one) for one in full.history(url)
        ]
    assert examine(other).findings == []


def test_importing_again_adds_nothing(full: SnapshotCache) -> None:
    before = sorted(full.root.rglob("*"))
    imported(full, exported(full))
    assert sorted(full.root.rglob("*")) == before


def test_an_older_page_gets_its_place_in_time(
    cache: SnapshotCache, other: SnapshotCache, page: Pages
) -> None:
    cache.keep(page(b"older"))
    other.keep(page(b"newer"))
    imported(other, exported(cache))
    assert [other.body(one) for one in other.history(URL)] == [b"older", b"newer"]


def test_a_confirmation_whose_page_was_pruned_goes_out_with_its_body(
    cache: SnapshotCache, other: SnapshotCache, page: Pages
) -> None:
    cache.keep(replace(page(b""), status=304, confirms=cache.keep(page(PAGE))))
    (pages,) = cache.pages()
    pages.remove(pages.names()[0])
    imported(other, exported(cache))
    assert_same(other, cache, URL)
    assert other.body(other.history(URL)[0]) == PAGE


def record(
    body: bytes = PAGE,
    *,
    url: str = URL,
    kind: str = "response",
    status: str = "200 OK",
    http: str = "Content-Type: text/html\r\n",
    date: str = "2026-11-01T10:00:00Z",
    more: str = "",
) -> bytes:
    """A record of somebody's WARC file, written by hand."""
    block = body if kind == "resource" else f"HTTP/1.1 {status}\r\n{http}\r\n".encode() + body
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: {date}\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000000>\r\nContent-Type: text/plain\r\n{more}"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def packed(data: bytes) -> bytes:
    """Gzip without the time of day, so that the names of tests stay the same."""
    return gzip.compress(data, mtime=0)


def chunked(body: bytes) -> bytes:
    return f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"


@pytest.mark.parametrize(
    "data",
    [
        record(),
        packed(record()),
        packed(record(kind="warcinfo") + record()),  # one member for all of them: not valid, but seen
        record(chunked(PAGE), http="Transfer-Encoding: chunked\r\n"),
        record(packed(PAGE), http="Content-Encoding: gzip\r\n"),
        record(chunked(packed(PAGE)), http="Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"),
        record(kind="resource"),
        record(kind="request", url="https://x.example/") + record(),
    ],
)
def test_a_page_of_anybodys_file_comes_in_marked_as_archived(cache: SnapshotCache, data: bytes) -> None:
    (one,) = imported(cache, data)
    assert one.snapshot
    assert cache.body(one.snapshot) == PAGE
    assert (one.snapshot.origin, one.snapshot.file_name) == (Origin.ARCHIVE, "theirs.warc")
    assert one.snapshot.fetched_at == datetime(2026, 11, 1, 10, tzinfo=UTC)
    assert cache.latest(URL) == one.snapshot


def test_a_revisit_takes_the_body_it_refers_to(cache: SnapshotCache) -> None:
    digest = base64.b32encode(hashlib.sha1(PAGE, usedforsecurity=False).digest()).decode()
    more = f"WARC-Payload-Digest: sha1:{digest}\r\n"
    again = record(b"", kind="revisit", date="2026-11-02T10:00:00Z", more=more)
    unmodified = record(
        b"", kind="revisit", status="304 Not Modified", date="2026-11-03T10:00:00Z", more=more
    )
    lost, *kept = imported(cache, again + record(more=more) + again + unmodified)
    assert lost.skipped == "it refers to a page that is not in the file before it"
    assert [one.skipped for one in kept] == [""] * 3
    assert [cache.body(snapshot) for snapshot in cache.history(URL)] == [PAGE] * 3


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (record(status="404 Not Found"), "status 404"),
        (record(status="oops"), "status 0"),
        (record(url="ftp://velda.example/x"), "scheme"),
        (record(url="https://user:pw@velda.example/"), "user name"),
        (record(url="javascript:alert(1)", kind="resource"), "scheme"),
        (record(date="yesterday"), "no date"),
        (record(date="2099-01-01T00:00:00Z"), "future"),
        (record(http="Content-Encoding: zstd\r\n"), "zstd"),
        (record(packed(PAGE)[:-12], http="Content-Encoding: gzip\r\n"), "break off"),
        (record(more="WARC-Truncated: length\r\n"), "cut off"),
        (record(more="WARC-Block-Digest: sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n"), "digest failed"),
        (record(more="WARC-Payload-Digest: md9:xyz\r\n"), "unknown hash"),
    ],
)
def test_what_is_no_whole_page_is_left_out_with_the_reason(
    cache: SnapshotCache, data: bytes, why: str
) -> None:
    skipped, kept = imported(cache, data + record(url="https://velda.example/after"))
    assert why in skipped.skipped
    assert skipped.snapshot is None
    assert kept.snapshot


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no warc",
        packed(b"no warc"),
        packed(packed(record())),
        b"filedesc://x.arc 0.0.0.0 20260101000000 text/plain 10\n",
        b"\x1f\x8b broken",
    ],
)
def test_what_is_no_warc_file_is_refused(cache: SnapshotCache, data: bytes) -> None:
    with pytest.raises(CacheError) as caught:
        imported(cache, data)
    assert caught.value.hint
    assert not cache.root.exists()


@pytest.mark.parametrize(
    "data",
    [
        packed(record() + b"WARC/1.1\r\n" + b"X: y\r\n" * 1_000_000),
        packed(record() + b"WARC/1.1\r\nX: " + b"y" * 50_000_000),
        packed(record() + b"\r\n" * 10_000_000),
        packed(record() + record(http="X: y\r\n" * 1_000_000)),
    ],
    ids=["headers", "line", "blank lines", "http headers"],
)
def test_a_head_without_end_is_not_held(cache: SnapshotCache, data: bytes) -> None:
    with pytest.raises(CacheError, match="measure"):
        imported(cache, data)
    assert cache.latest(URL)


def test_a_file_that_inflates_without_end_is_given_up(
    cache: SnapshotCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded, "ALWAYS_ALLOWED", 1_000_000)
    bomb = record() + record(bytes(60_000_000), url="https://velda.example/bomb")
    with pytest.raises(CacheError, match="inflates"):
        imported(cache, packed(bomb))
    assert cache.latest(URL)


def test_a_page_that_is_too_large_is_left_out(cache: SnapshotCache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimtrack.cache.warc.reading.MAX_BODY_BYTES", 1000)
    bomb = record(packed(bytes(5_000_000)), http="Content-Encoding: gzip\r\n")
    skipped, kept = imported(cache, bomb + record())
    assert "larger" in skipped.skipped
    assert kept.snapshot


def test_a_file_that_breaks_off_keeps_what_came_before(cache: SnapshotCache) -> None:
    data = packed(record()) + packed(record(url="https://velda.example/after"))[:-20]
    with pytest.raises(CacheError, match="breaks off"):
        imported(cache, data)
    assert cache.latest(URL)


def test_what_claimtrack_wrote_is_believed_only_where_it_makes_sense(
    full: SnapshotCache, other: SnapshotCache
) -> None:
    import warcio.archiveiterator
    import warcio.warcwriter

    out = io.BytesIO()
    writer = warcio.warcwriter.WARCWriter(out, gzip=False)
    for one in warcio.archiveiterator.ArchiveIterator(io.BytesIO(exported(full))):
        payload = one.raw_stream.read()
        if one.rec_type == "metadata":
            payload = payload.replace(b"https://velda.example", b"javascript:velda//x")
        headers = [
            (name, value)
            for name, value in one.rec_headers.headers
            if name not in {"WARC-Block-Digest", "WARC-Payload-Digest"}
        ]
        writer.write_record(
            writer.create_warc_record(
                one.rec_headers.get_header("WARC-Target-URI"),
                one.rec_type,
                payload=io.BytesIO(payload),
                length=len(payload),
                warc_headers_dict=dict(headers),
                warc_content_type=one.content_type,
                http_headers=one.http_headers,
            )
        )
    imported(other, out.getvalue())
    for history in other.histories():
        assert all(snapshot.url.startswith("https://") for snapshot in history)


MUTATIONS = 300


def test_no_mutation_of_a_file_does_more_than_fail(
    full: SnapshotCache, other: SnapshotCache, capfd: pytest.CaptureFixture[str]
) -> None:
    dice = random.Random(11)  # noqa: S311 - no secret
    sound = gzip.decompress(exported(full))
    for _ in range(MUTATIONS):
        data = bytearray(sound)
        for _ in range(dice.randrange(1, 6)):
            place = dice.randrange(len(data))
            if dice.random() < 0.5:
                data[place] = dice.randrange(256)
            else:
                del data[place : place + dice.randrange(1, 40)]
        try:
            imported(other, bytes(data))
        except CacheError as error:
            assert error.hint  # noqa: PT017 - either way is right
    assert examine(other).findings == []
    assert capfd.readouterr().err == ""


def test_without_the_library_the_message_names_the_extra(
    cache: SnapshotCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "warcio.warcwriter", None)
    monkeypatch.setitem(sys.modules, "warcio.archiveiterator", None)
    acts: list[Callable[[], object]] = [lambda: exported(cache), lambda: imported(cache, record())]
    for act in acts:
        with pytest.raises(UsageError, match="warcio") as caught:
            act()
        assert "claimtrack[warc]" in caught.value.hint


def test_times_keep_their_microseconds(cache: SnapshotCache, other: SnapshotCache, page: Pages) -> None:
    kept = cache.keep(replace(page(), fetched_at=page.now + timedelta(microseconds=123456)))
    imported(other, exported(cache))
    assert other.latest(URL) == kept
