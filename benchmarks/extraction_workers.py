"""What reading pages in killable workers costs honest pages, and what hostile ones do to it.

    python benchmarks/extraction_workers.py [--pages 181] [--rounds 3]

Reads the pages of `article-extraction` from the benchmark data (see README.md here), or pages made up here where it is not there:
in this process, in a worker of ours, and in a worker of Pebble's process pool where `pebble` is installed. The three take turns, page
by page, so what else runs on the machine falls on all of them alike. Times are milliseconds on the clock.
"""

from __future__ import annotations

import argparse
import gzip
import os
import pickle
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from claimtrack.extract import PageExtractor
from claimtrack.models import Document, Problem, Snapshot
from claimtrack.reading import ReadingPool

DATA = Path(os.environ.get("CLAIMTRACK_DATA", Path(__file__).parent.parent.parent / "shared" / "data"))
SNAPSHOT = Snapshot(
    url="https://page.example/",
    final_url="https://page.example/",
    fetched_at=datetime(2026, 11, 24, tzinfo=UTC),
    status=200,
    content_type="text/html; charset=utf-8",
    sha256="0" * 64,
    size_bytes=0,
)
CLAIM = b"<p>The ferry is back.</p>"
HOSTILE = {
    "100,000 levels": b"<div>" * 100_000 + CLAIM,
    "1,000,000 attributes": CLAIM + b"<p " + b" ".join(b"a%d=1" % n for n in range(1_000_000)) + b">",
    "990,000 tags": CLAIM + b"<p>" * 990_000,
    "2,000,000 tags": CLAIM + b"<p>" * 2_000_000,
    "9 MB in one word": CLAIM + b"a" * 9_000_000,
    "500,000 marks on a letter": CLAIM + "e\u0301".encode() + "\u0323\u0301".encode() * 250_000,
    "200,000 open comments": CLAIM + b"<!--" * 200_000,
}
Read = Callable[[bytes], Document | Problem]


def pages(count: int) -> list[bytes]:
    """The pages to read."""
    folder = DATA / "article-extraction" / "html"
    files = sorted(folder.glob("*.html.gz"))[:count]
    if files:
        return [gzip.decompress(file.read_bytes()) for file in files]
    print(f"{folder} is not there: reading made-up pages")
    paragraph = (
        "<p class='story-text' data-x='1'>The council of Lower Ombry <a href='/x'>met</a> on Monday.</p>\n"
    )
    return [f"<title>{n}</title>{paragraph * (20 * n)}".encode() for n in range(1, count + 1)]


def pebble_reader() -> tuple[Read, Callable[[], None]] | None:
    """The same in Pebble's pool: one worker, the same limit on the clock."""
    try:
        import pebble  # noqa: PLC0415
    except ImportError:
        return None
    import multiprocessing  # noqa: PLC0415

    pool: Any = pebble.ProcessPool(max_workers=1, context=multiprocessing.get_context("spawn"))

    def read(body: bytes) -> Document | Problem:
        result: Document | Problem = pool.schedule(
            PageExtractor().extract, args=(body, SNAPSHOT), timeout=20
        ).result()
        return result

    def close() -> None:
        pool.stop()
        pool.join()

    return read, close


def start_ms() -> float:
    """From nothing to the first page read by a new worker."""
    started = time.perf_counter()
    with ReadingPool(workers=1) as pool:
        pool.extract(CLAIM, SNAPSHOT)
        return (time.perf_counter() - started) * 1000


def compare(bodies: list[bytes], readers: dict[str, Read], rounds: int) -> None:
    """Read each page with each reader in turn; print what a page costs."""
    times: dict[str, list[float]] = {name: [] for name in readers}
    for body in bodies:
        best = dict.fromkeys(readers, float("inf"))
        for _ in range(rounds):
            for name, read in readers.items():
                started = time.perf_counter()
                read(body)
                best[name] = min(best[name], (time.perf_counter() - started) * 1000)
        for name in readers:
            times[name].append(best[name])
    base = times["in this process"]
    print(f"{len(bodies)} pages of {sum(map(len, bodies)) / 1e6:.1f} MB, the best of {rounds} readings each")
    print(f"  {'':<20}{'median':>9}{'mean':>9}{'overhead: median':>18}{'mean':>9}{'worst':>9}   ms a page")
    for name, measured in times.items():
        over = [mine - here for mine, here in zip(measured, base, strict=True)]
        print(
            f"  {name:<20}{statistics.median(measured):9.2f}{statistics.mean(measured):9.2f}"
            f"{statistics.median(over):18.2f}{statistics.mean(over):9.2f}{max(over):9.2f}"
        )


def processor_s(bodies: list[bytes], read: Read | None) -> float:
    """Seconds of processor time to read all pages once: with `read`, or with a worker whose start is counted too."""
    own, others = time.process_time(), resource.getrusage(resource.RUSAGE_CHILDREN)
    with ReadingPool(workers=1) as pool:
        for body in bodies:
            if read is None:
                pool.extract(body, SNAPSHOT)
            else:
                read(body)
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    children = spent.ru_utime + spent.ru_stime - others.ru_utime - others.ru_stime
    return time.process_time() - own + children


def attack() -> None:
    """Read hostile pages; print what became of each, and of the parent."""
    with ReadingPool(workers=1) as pool:
        for name, body in HOSTILE.items():
            started = time.perf_counter()
            result = pool.extract(body, SNAPSHOT)
            spent = time.perf_counter() - started
            fate = f"{result.slug}: {result.detail}" if isinstance(result, Problem) else "read"
            print(f"  {name:<28}{len(body) / 1e6:6.1f} MB {spent:6.1f} s   {fate}")


def parent_mb() -> float:
    """Peak memory of a process that has 9 MB read in a worker; Linux only."""
    program = (
        "import pickle, sys; from claimtrack.reading import ReadingPool; snapshot = pickle.load(sys.stdin.buffer);"
        "ReadingPool(workers=1).extract(b'<p>x</p>' + b'a' * 9_000_000, snapshot);"
        "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, check=True, capture_output=True, input=pickle.dumps(SNAPSHOT))
    return int(done.stdout) / 1024


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--pages", type=int, default=181)
    arguments.add_argument("--rounds", type=int, default=3)
    wanted = arguments.parse_args()
    extractor = PageExtractor()
    starts = [start_ms() for _ in range(3)]
    print(f"a worker starts and reads its first page in {min(starts):.0f} ms")
    with ReadingPool(workers=1) as pool:
        readers: dict[str, Read] = {
            "in this process": lambda body: extractor.extract(body, SNAPSHOT),
            "in a worker": lambda body: pool.extract(body, SNAPSHOT),
        }
        beside = pebble_reader()
        if beside:
            readers["in Pebble's pool"] = beside[0]
        bodies = pages(wanted.pages)
        compare(bodies, readers, wanted.rounds)
        compare([CLAIM] * len(bodies), readers, wanted.rounds)
        if beside:
            beside[1]()
    here, there = processor_s(bodies, readers["in this process"]), processor_s(bodies, None)
    print(
        f"processor time for all pages: {here:.1f} s in this process, {there:.1f} s with a worker and its start"
    )
    print("hostile pages, in a worker:")
    attack()
    if sys.platform == "linux":
        print(f"parent of a worker that reads 9 MB: {parent_mb():.0f} MB at most")


if __name__ == "__main__":
    main()
