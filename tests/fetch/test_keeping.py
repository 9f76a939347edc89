"""What was fetched is kept beside the threads that fetch, and nothing waits for ever where it cannot be."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from claimtrack.bodies import Body
from claimtrack.cache import SnapshotCache
from claimtrack.errors import CacheError
from claimtrack.fetch.keeping import MOST_WAITING, Keeping
from claimtrack.fetch.politeness import Job
from claimtrack.interfaces import Response
from claimtrack.models import Snapshot

Eventually = Callable[[Callable[[], bool]], None]


def response(number: int) -> Response:
    url = f"https://velda.example/{number}"
    return Response(
        url=url,
        final_url=url,
        status=200,
        body=Body(b"<p>%d</p>" % number),
        fetched_at=datetime(2026, 11, 24, tzinfo=UTC),
        elapsed_ms=1,
        fetcher="test@1",
    )


class Results:
    """What came of it."""

    def __init__(self) -> None:
        self.kept: list[tuple[str, Snapshot]] = []
        self.failures: list[BaseException] = []

    def add(self, job: Job, snapshot: Snapshot) -> None:
        self.kept.append((job.url, snapshot))


@pytest.fixture
def results() -> Results:
    return Results()


def test_each_answer_is_kept_once_and_reported_when_it_is(
    cache: SnapshotCache, results: Results, eventually: Eventually
) -> None:
    keeping = Keeping(cache, kept=results.add, failed=results.failures.append)
    keeping.start()
    count = 3 * MOST_WAITING
    for number in range(count):
        keeping.put(Job(url=f"https://velda.example/{number}"), response(number))
    eventually(lambda: len(results.kept) == count)
    keeping.stop()
    for thread in keeping.threads:
        thread.join(60)
    assert Counter(url for url, _ in results.kept) == Counter(snapshot.url for _, snapshot in results.kept)
    assert all(cache.latest(url) == snapshot for url, snapshot in results.kept)
    assert results.failures == []


def test_what_waits_when_a_run_ends_is_still_kept(cache: SnapshotCache, results: Results) -> None:
    keeping = Keeping(cache, kept=results.add, failed=results.failures.append)
    for number in range(10):
        keeping.put(Job(url=f"https://velda.example/{number}"), response(number))
    keeping.stop()
    keeping.start()
    for thread in keeping.threads:
        thread.join(60)
    assert len(results.kept) == 10


def test_nobody_waits_for_a_keeper_that_failed(tmp_path: Path, results: Results) -> None:
    (tmp_path / "file").write_text("")
    keeping = Keeping(
        SnapshotCache(tmp_path / "file" / "cache"), kept=results.add, failed=results.failures.append
    )
    keeping.start()

    def put_many() -> None:
        for number in range(5 * MOST_WAITING):
            keeping.put(Job(url=f"https://velda.example/{number}"), response(number))

    putting = threading.Thread(target=put_many)
    putting.start()
    putting.join(60)
    assert not putting.is_alive()
    for thread in keeping.threads:
        thread.join(60)
    assert all(isinstance(error, CacheError) for error in results.failures)
    assert results.failures
    assert results.kept == []
