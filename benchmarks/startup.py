"""How long `claims -h` takes and how much an installation weighs.

    python benchmarks/startup.py

CPU seconds are user and system time of the whole process, median of several runs, taken in turn with `python -c pass`. The weight is
that of a new virtual environment with the package in it, less an empty one, without byte code.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent
RUNS = 15


def cpu_s(command: list[str]) -> float:
    """Return user and system seconds of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)


def size_mb(folder: Path) -> float:
    """Return the size of all files below a folder, byte code left out, in MB."""
    files = (Path(base) / name for base, _, names in os.walk(folder) for name in names)
    return sum(file.lstat().st_size for file in files if file.suffix != ".pyc") / 1e6


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as scratch:
        empty, full = Path(scratch) / "empty", Path(scratch) / "full"
        for folder in (empty, full):
            venv.create(folder, with_pip=True)
        subprocess.run([full / "bin" / "pip", "install", "-q", ROOT], check=True)
        commands = {
            "python -c pass": [str(full / "bin" / "python"), "-c", "pass"],
            "claims -h": [str(full / "bin" / "claims"), "-h"],
            "claims verify -h": [str(full / "bin" / "claims"), "verify", "-h"],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(RUNS + 1):
            for name, command in commands.items():
                times[name].append(cpu_s(command))
        print(f"CPU seconds, median of {RUNS} runs taken in turn, Python {sys.version.split()[0]}")
        base = statistics.median(times["python -c pass"][1:])
        for name, measured in times.items():
            median = statistics.median(measured[1:])
            print(f"  {name:<18} {median:.3f} s  {median / base:5.1f}x")
        print(f"installation beyond an empty virtual environment: {size_mb(full) - size_mb(empty):.1f} MB")


if __name__ == "__main__":
    main()
