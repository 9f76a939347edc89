"""Killed, shared and full: nothing that was acknowledged is lost, nobody sees half of anything."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from claimtrack.cache import SnapshotCache
from claimtrack.errors import CacheError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from tests.cache.conftest import Pages

URL = "https://velda.example/news/bridge?page=2"
WRITER = Path(__file__).with_name("writing_process.py")
ROUNDS_OF_KILLING = 10


def assert_sound(cache: SnapshotCache) -> int:
    """Read everything that is visible; how many records there were."""
    read = 0
    for number in range(5):
        for snapshot in cache.history(f"https://velda.example/{number}"):
            assert len(cache.body(snapshot)) == snapshot.size_bytes
            read += 1
    return read


def test_a_killed_writer_leaves_nothing_half_written_and_loses_nothing_it_said(cache: SnapshotCache) -> None:
    said: list[str] = []
    for round_ in range(ROUNDS_OF_KILLING):
        command = [sys.executable, str(WRITER), str(cache.root), str(round_)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            said += [process.stdout.readline() for _ in range(random.randrange(1, 12))]  # noqa: S311 - no secret
            process.kill()
            said += process.stdout.readlines()
        assert assert_sound(cache) >= len(said)
    kept = {
        f"{snapshot.url} {snapshot.sha256}\n"
        for number in range(5)
        for snapshot in cache.history(f"https://velda.example/{number}")
    }
    assert set(said) <= kept
    for path in cache.root.glob("objects/*/*.zst"):
        assert zstd.decompress(path.read_bytes())


def test_processes_that_write_at_once_lose_nothing(cache: SnapshotCache) -> None:
    processes = [
        subprocess.Popen(
            [sys.executable, str(WRITER), str(cache.root), "the same"], stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    said = 0
    for process in processes:
        assert process.stdout
        said += len([process.stdout.readline() for _ in range(10)])
    for process in processes:
        process.kill()
        said += len(process.communicate()[0].splitlines())
    assert assert_sound(cache) >= said


def test_threads_that_write_one_page_at_once_lose_nothing(cache: SnapshotCache, page: Pages) -> None:
    responses = [page(f"<p>{number % 7}</p>".encode()) for number in range(80)]
    threads = [
        threading.Thread(target=lambda part: [cache.keep(one) for one in part], args=(responses[start::8],))
        for start in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(snapshot.fetched_at for snapshot in cache.history(URL)) == [
        one.fetched_at for one in responses
    ]


@pytest.mark.parametrize(
    "act", [lambda cache, page: cache.keep(page()), lambda cache, _page: cache.prepare()]
)
def test_a_cache_that_cannot_be_made_says_where_and_what_to_do(
    page: Pages, tmp_path: Path, act: Callable[[SnapshotCache, Pages], object]
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CacheError, match="file") as caught:
        act(SnapshotCache(tmp_path / "file" / "cache"), page)
    assert caught.value.hint


def test_preparing_leaves_an_empty_folder(cache: SnapshotCache) -> None:
    cache.prepare()
    assert list(cache.root.iterdir()) == []


FULL_DISK = """
import resource, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from claimtrack.bodies import Body
from claimtrack.cache import SnapshotCache
from claimtrack.errors import CacheError
from claimtrack.interfaces import Response

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
url = "https://velda.example/0"
body = b"".join(bytes([n % 256, n // 256 % 256]) for n in range(60_000))
response = Response(url=url, final_url=url, status=200, body=Body(body), fetched_at=datetime.now(UTC), elapsed_ms=1, fetcher="t@1")
try:
    SnapshotCache(Path(sys.argv[1])).keep(response)
except CacheError as error:
    print(error.message, "|", error.hint)
"""


@pytest.mark.skipif(os.name != "posix", reason="limits of a process")
def test_a_write_that_fails_half_way_leaves_nothing(cache: SnapshotCache) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(cache.root)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert str(cache.root) in done.stdout
    assert not any(path.is_file() for path in cache.root.rglob("*"))
