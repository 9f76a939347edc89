"""Reading in worker processes: the same words, hard bounds, and nothing left behind however it ends."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from claimtrack.extract import PageExtractor
from claimtrack.models import Document, Problem, ProblemSlug, Snapshot
from claimtrack.reading import ReadingLimits, ReadingPool

PAGE = b"<title>Ombry</title><p>The ferry is back.</p><table><tr><td>a<td>b</table>"
SLOW = PAGE + b"<b>x " * 300_000
"""Takes seconds and hundreds of megabytes on any machine."""
SNAPSHOT = Snapshot(
    url="https://page.example/",
    final_url="https://page.example/",
    fetched_at=datetime(2026, 11, 24, tzinfo=UTC),
    status=200,
    content_type="text/html; charset=utf-8",
    sha256="0" * 64,
    size_bytes=1,
)
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds every limit")
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="signals")


@pytest.fixture
def pool() -> Iterator[ReadingPool]:
    with ReadingPool(workers=1) as extractor:
        yield extractor


def _workers(pool: ReadingPool) -> list[int]:
    return [worker._process.pid for worker in pool._all]


def _is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def _watch(pool: ReadingPool) -> Callable[[], bool]:
    """Tells from now on whether the pool's idle worker has been given a page: asked if it is there first, then for the page."""
    (worker,) = pool._all
    before = worker._round
    return lambda: worker._round >= before + 3


def _until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < end, "never came about"
        time.sleep(0.01)


def _problem(result: Document | Problem) -> Problem:
    assert isinstance(result, Problem), result
    return result


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (PAGE, "text/html"),
        ("<p>caf\u00e9 \U0001f6a2 \ud800</p>".encode("utf-8", "surrogatepass"), "text/html"),
        (b"The ferry is back.", "text/plain"),
        (b'{"town": "Hollin"}', "application/json"),
        (b"", "text/html"),
        (b"%PDF-1.7 cut off", "application/pdf"),
    ],
)
def test_a_worker_reads_what_is_read_here(pool: ReadingPool, body: bytes, content_type: str) -> None:
    snapshot = replace(SNAPSHOT, content_type=content_type)
    assert pool.extract(body, snapshot) == PageExtractor().extract(body, snapshot)
    assert pool.version == PageExtractor.version


def test_one_worker_serves_page_after_page(pool: ReadingPool) -> None:
    pool.extract(PAGE, SNAPSHOT)
    first = _workers(pool)
    for _ in range(20):
        pool.extract(PAGE, SNAPSHOT)
    assert _workers(pool) == first


def test_no_worker_starts_before_it_is_needed_unless_told_so() -> None:
    with ReadingPool(workers=1) as pool:
        assert _workers(pool) == []
        pool.start()
        pool.start()
        (early,) = _workers(pool)
        pool.extract(PAGE, SNAPSHOT)
        assert _workers(pool) == [early]


@linux_only
@pytest.mark.parametrize(
    ("limits", "detail"),
    [
        (ReadingLimits(wall_s=0.3), "more than 0.3 s"),
        (ReadingLimits(cpu_s=1), "more than 1 s of processor time"),
        (ReadingLimits(memory_bytes=96 << 20), "more than 96 MB of memory"),
    ],
)
def test_a_page_over_a_limit_costs_only_itself(limits: ReadingLimits, detail: str) -> None:
    with ReadingPool(workers=1, limits=limits) as pool:
        problem = _problem(pool.extract(SLOW, SNAPSHOT))
        assert problem.slug is ProblemSlug.PARSE_LIMIT
        assert problem.detail.endswith(detail)
        assert isinstance(pool.extract(PAGE, SNAPSHOT), Document)
        assert pool.unheld_limits == ()


@linux_only
def test_limits_are_for_one_page_not_for_all() -> None:
    """The processor time of earlier pages does not count against later ones."""
    page = PAGE + b"<p>word" * 10_000
    with ReadingPool(workers=1, limits=ReadingLimits(cpu_s=2)) as strict:
        assert all(isinstance(strict.extract(page, SNAPSHOT), Document) for _ in range(12))
        assert len(_workers(strict)) == 1


@linux_only
def test_memory_that_a_page_leaves_behind_does_not_count_against_the_next() -> None:
    limits = ReadingLimits(memory_bytes=160 << 20)
    with ReadingPool(workers=1, limits=limits) as pool:
        results = [pool.extract(PAGE + b"<p>" * 120_000, SNAPSHOT) for _ in range(3)]
        assert [type(result) for result in results] == [Document] * 3


@posix_only
def test_a_worker_killed_while_idle_costs_nothing(pool: ReadingPool) -> None:
    pool.extract(PAGE, SNAPSHOT)
    (pid,) = _workers(pool)
    os.kill(pid, signal.SIGKILL)
    _until(lambda: not _is_running(pid))
    assert isinstance(pool.extract(PAGE, SNAPSHOT), Document)
    assert _workers(pool) != [pid]


@posix_only
def test_a_worker_killed_while_it_reads_costs_its_page(pool: ReadingPool) -> None:
    pool.extract(PAGE, SNAPSHOT)
    (pid,) = _workers(pool)
    is_reading = _watch(pool)
    with ThreadPoolExecutor() as threads:
        slow = threads.submit(pool.extract, SLOW, SNAPSHOT)
        _until(is_reading)
        os.kill(pid, signal.SIGKILL)
        problem = _problem(slow.result())
    assert problem.slug is ProblemSlug.WORKER_DIED
    assert "SIGKILL" in problem.detail
    assert isinstance(pool.extract(PAGE, SNAPSHOT), Document)


def test_what_makes_a_reader_fail_costs_its_page(pool: ReadingPool) -> None:
    broken = replace(SNAPSHOT, content_type=cast("Any", None))
    problem = _problem(pool.extract(PAGE, broken))
    assert problem.slug is ProblemSlug.PARSE_ERROR
    assert "AttributeError" in problem.detail
    (pid,) = _workers(pool)
    assert isinstance(pool.extract(PAGE, SNAPSHOT), Document)
    assert _workers(pool) == [pid]


@pytest.mark.parametrize("program", ["/nowhere/python", "/bin/false"])
def test_where_no_worker_starts_that_is_said_for_each_page(
    monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    monkeypatch.setattr(sys, "executable", program)
    with ReadingPool(workers=1) as pool:
        pool.start()
        for _ in range(2):
            problem = _problem(pool.extract(PAGE, SNAPSHOT))
            assert problem.slug is ProblemSlug.WORKER_DIED
            assert "could be started" in problem.detail
        assert _workers(pool) == []


def test_many_threads_share_few_workers() -> None:
    with ReadingPool(workers=2) as pool, ThreadPoolExecutor(8) as threads:
        pages = [f"<p>Page {number} of the ledger.</p>".encode() for number in range(60)]
        results = list(threads.map(lambda page: pool.extract(page, SNAPSHOT), pages))
        assert [cast("Document", result).text for result in results] == [
            f"Page {number} of the ledger." for number in range(60)
        ]
        assert len(_workers(pool)) <= 2


def test_a_closed_pool_has_no_workers_and_reads_nothing() -> None:
    pool = ReadingPool(workers=1)
    pool.extract(PAGE, SNAPSHOT)
    pids = _workers(pool)
    pool.close()
    pool.close()
    assert not any(map(_is_running, pids))
    with pytest.raises(RuntimeError, match="closed"):
        pool.extract(PAGE, SNAPSHOT)
    with pytest.raises(RuntimeError, match="closed"):
        pool.start()


def test_closing_ends_a_page_that_is_being_read() -> None:
    pool = ReadingPool(workers=1)
    pool.extract(PAGE, SNAPSHOT)
    is_reading = _watch(pool)
    with ThreadPoolExecutor() as threads:
        slow = threads.submit(pool.extract, SLOW, SNAPSHOT)
        _until(is_reading)
        pool.close()
        assert _problem(slow.result()).slug is ProblemSlug.WORKER_DIED


def test_a_pool_that_nobody_closed_leaves_no_process() -> None:
    pool = ReadingPool(workers=1)
    pool.extract(PAGE, SNAPSHOT)
    pids = _workers(pool)
    del pool
    gc.collect()
    assert not any(map(_is_running, pids))


PROGRAM = """
import sys, threading
from datetime import UTC, datetime
from claimtrack.reading import ReadingPool
from claimtrack.models import Snapshot
snapshot = Snapshot(url="https://a.example/", final_url="https://a.example/", fetched_at=datetime.now(UTC), status=200,
                    content_type="text/html", sha256="0" * 64, size_bytes=1)
pool = ReadingPool(workers=1)
print(pool.extract(b"<p>The ferry is back.", snapshot).text, flush=True)
print(*[worker._process.pid for worker in pool._all], flush=True)
pool.extract(b"<p>" * 400_000 + b"x", snapshot)
print("read to the end", flush=True)
"""


@pytest.mark.parametrize("ending", ["SIGKILL", "SIGINT", "SIGTERM", "SIGHUP"])
@linux_only
def test_workers_end_with_their_parent_however_it_ends(ending: str, tmp_path: Path) -> None:
    """The program has no guard for its main module, and a file beside it is named as a library that workers load."""
    (tmp_path / "lxml.py").write_text("raise SystemExit('not this one')")
    command = [sys.executable, "-P", "-c", PROGRAM]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path, process_group=0
    ) as parent:
        assert parent.stdout
        assert parent.stdout.readline() == "The ferry is back.\n"
        pid = int(parent.stdout.readline())
        assert _is_running(pid)
        os.killpg(parent.pid, getattr(signal, ending))
        output, _ = parent.communicate(timeout=30)
        assert output == ""
        assert parent.returncode == -getattr(signal, ending)
        _until(lambda: not _is_running(pid))


@posix_only
def test_an_interrupt_reaches_the_caller_and_the_next_page_is_read() -> None:
    def interrupt(pool: ReadingPool) -> None:
        _until(lambda: not pool._idle)
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    with ReadingPool(workers=1) as pool:
        pool.extract(PAGE, SNAPSHOT)
        thread = threading.Thread(target=interrupt, args=(pool,))
        with pytest.raises(KeyboardInterrupt):  # noqa: PT012 - it may come at any point of these
            thread.start()
            pool.extract(SLOW, SNAPSHOT)
            thread.join()
        thread.join()
        assert isinstance(pool.extract(PAGE, SNAPSHOT), Document)
        assert len(_workers(pool)) == 1


def test_the_parent_loads_no_parser() -> None:
    program = "import sys, claimtrack.extract; print(*{'bs4', 'lxml', 'pypdfium2'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout == "\n"
