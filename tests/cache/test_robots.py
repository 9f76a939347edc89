"""robots.txt files on disk: what was kept comes back, and what was changed does not."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from claimtrack.cache import RobotsCache
from claimtrack.interfaces import RobotsFile

FILE = RobotsFile(
    origin="https://orrin.example:8443",
    fetched_at=datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
    status=200,
    body=b"User-agent: *\r\nDisallow: /\xff\x00\n",
)


def test_a_file_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    cache = RobotsCache(tmp_path)
    assert cache.robots(FILE.origin) is None
    cache.keep_robots(FILE)
    assert cache.robots(FILE.origin) == FILE
    assert cache.robots("http://orrin.example:8443") is None


def test_a_later_file_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    cache = RobotsCache(tmp_path)
    cache.keep_robots(FILE)
    gone = RobotsFile(origin=FILE.origin, fetched_at=datetime(2026, 11, 25, tzinfo=UTC), status=404, body=b"")
    cache.keep_robots(gone)
    assert cache.robots(FILE.origin) == gone
    assert len(list(tmp_path.rglob("*.json"))) == 1


@pytest.mark.parametrize("change", [b"", b"{}", b"[" * 10_000, b"null", b'{"body": 1}'])
def test_a_file_that_was_changed_counts_as_none(tmp_path: Path, change: bytes) -> None:
    cache = RobotsCache(tmp_path)
    cache.keep_robots(FILE)
    (path,) = tmp_path.rglob("*.json")
    path.write_bytes(change)
    assert cache.robots(FILE.origin) is None


def test_a_body_that_was_changed_counts_as_none(tmp_path: Path) -> None:
    cache = RobotsCache(tmp_path)
    cache.keep_robots(FILE)
    (path,) = tmp_path.rglob("*.json")
    path.write_text(path.read_text().replace('"body": "', '"body": "AAAA'))
    assert cache.robots(FILE.origin) is None


@pytest.mark.parametrize(
    "origin", ["https://..", "https://[::1]:80", "http://" + "a" * 5000, "https://x/../../y"]
)
def test_no_origin_leads_out_of_the_folder(tmp_path: Path, origin: str) -> None:
    root = tmp_path / "cache"
    RobotsCache(root).keep_robots(RobotsFile(origin=origin, fetched_at=FILE.fetched_at, status=404, body=b""))
    (path,) = tmp_path.rglob("*.json")
    assert path.parent == root / "robots"
