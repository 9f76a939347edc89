"""How small snapshots are, how fast they are written and read, and what a writer that is killed leaves behind.

    python benchmarks/snapshots.py [--kills N]

The pages are the folder `article-extraction` of the benchmark data (see README.md here): 181 real pages, not ours to publish. The
peer is the plainest archive there is: a file for each page, compressed with gzip -6. Both write into a temporary folder; CPU
time, because the disk of the day decides about the clock. Our figure includes a record, an index and a seal for each page.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from claimtrack.bodies import Body
from claimtrack.cache import SnapshotCache
from claimtrack.cache.integrity import examine
from claimtrack.interfaces import Response

ROOT = Path(__file__).parent.parent
DATA = Path(os.environ.get("CLAIMTRACK_DATA", ROOT.parent / "shared" / "data")) / "article-extraction"
ROUNDS = 3
WRITER = """
import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from claimtrack.bodies import Body
from claimtrack.cache import SnapshotCache
from claimtrack.interfaces import Response

cache = SnapshotCache(Path(sys.argv[1]))
for number in count():
    url = f"https://velda.example/{number % 7}"
    response = Response(
        url=url, final_url=url, status=200, body=Body(f"{sys.argv[2]} {number} ".encode() * 5000),
        fetched_at=datetime.now(UTC), elapsed_ms=1, fetcher="benchmark@1",
    )
    sys.stdout.write(cache.keep(response).sha256 + "\\n")
    sys.stdout.flush()
"""


def as_response(number: int, body: bytes) -> Response:
    """An answer that carries a page."""
    url = f"https://velda.example/article/{number}"
    return Response(
        url=url,
        final_url=url,
        status=200,
        headers={"content-type": "text/html; charset=utf-8", "etag": f'"{number}"', "server": "Velda/1"},
        body=Body(body),
        fetched_at=datetime(2026, 11, 24, tzinfo=UTC) + timedelta(seconds=number),
        elapsed_ms=40,
        fetcher="http@1",
    )


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


@contextmanager
def timed(seconds: list[float]) -> Iterator[None]:
    """Add the CPU time of a block."""
    started = time.process_time()
    yield
    seconds.append(time.process_time() - started)


def measure(pages: list[bytes]) -> None:
    """Print sizes and times beside gzip's, rounds in turn."""
    names = ("gzip -6 files", "snapshots")
    written: dict[str, list[float]] = {name: [] for name in names}
    read: dict[str, list[float]] = {name: [] for name in names}
    sizes: dict[str, int] = {}
    objects = 0
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            (folder / "gzip").mkdir()
            cache = SnapshotCache(folder / "cache")
            with timed(written["gzip -6 files"]):
                for number, body in enumerate(pages):
                    (folder / "gzip" / f"{number}.gz").write_bytes(gzip.compress(body, 6))
            with timed(written["snapshots"]):
                kept = [cache.keep(as_response(number, body)) for number, body in enumerate(pages)]
            order = random.sample(range(len(pages)), len(pages))
            with timed(read["gzip -6 files"]):
                for number in order:
                    gzip.decompress((folder / "gzip" / f"{number}.gz").read_bytes())
            with timed(read["snapshots"]):
                for number in order:
                    cache.body(kept[number])
            sizes = {"gzip -6 files": size_of(folder / "gzip"), "snapshots": size_of(cache.root)}
            objects = size_of(cache.root / "objects")
    raw = sum(map(len, pages))
    print(f"{len(pages)} pages, {raw / 1e6:.2f} MB raw, median of {ROUNDS} rounds\n")
    print(f"{'layout':<16}{'MB':>8}{'times smaller':>15}{'ms CPU to write':>17}{'ms CPU to read':>16}")
    for name in names:
        write_ms, read_ms = (
            sorted(times[name])[ROUNDS // 2] * 1000 / len(pages) for times in (written, read)
        )
        print(
            f"{name:<16}{sizes[name] / 1e6:>8.2f}{raw / sizes[name]:>15.2f}{write_ms:>17.2f}{read_ms:>16.2f}"
        )
    print(f"\nbodies alone: {objects / 1e6:.2f} MB, {raw / objects:.2f} times smaller; each read is verified")


def kill_writers(rounds: int) -> None:
    """Kill a writer with SIGKILL at a random moment, again and again, and look for halves and losses."""
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch) / "cache"
        said: set[str] = set()
        for number in range(rounds):
            command = [sys.executable, "-c", WRITER, str(root), str(number)]
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
                if writer.stdout is None:
                    raise RuntimeError("no pipe to the writer")
                said.add(writer.stdout.readline().strip())
                time.sleep(random.uniform(0, 0.03))  # noqa: S311 - no secret
                writer.kill()
                said |= set(writer.stdout.read().split())
        cache = SnapshotCache(root)
        found = examine(cache)
        kept = {snapshot.sha256 for history in cache.histories() for snapshot in history}
        excused = ("no record names", "half a file", "not in the index")
        halves = [one for one in found.findings if not any(words in one.message for words in excused)]
        counts = {words: sum(words in one.message for one in found.findings) for words in excused}
        print(
            f"\n{rounds} writers killed with SIGKILL, {found.records} records and {found.objects} bodies written"
        )
        print(
            f"acknowledged and lost: {len(said - kept)} of {len(said)}; half objects or records: {len(halves)}"
        )
        print(f"left over, found by `claims cache check`: {counts}")


def main() -> None:
    """Measure what the arguments ask for."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--kills", type=int, default=200, help="writers to kill")
    options = arguments.parse_args()
    files = sorted((DATA / "html").glob("*.html.gz"))
    if files:
        measure([gzip.decompress(path.read_bytes()) for path in files])
    else:
        print(
            f"sizes skipped: {DATA} is not here; set CLAIMTRACK_DATA to the folder that holds article-extraction/"
        )
    kill_writers(options.kills)


if __name__ == "__main__":
    main()
