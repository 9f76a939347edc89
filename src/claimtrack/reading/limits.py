"""What reading one page may cost, and how a worker process binds itself to it."""

from __future__ import annotations

import math
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

if sys.platform != "win32":
    import resource

_STATM = Path("/proc/self/statm")
_OOM_SCORE = Path("/proc/self/oom_score_adj")
_FIRST_TO_GO = "1000"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingLimits:
    """Bounds on one page. Honest pages stay far below: a page of 3 MB takes 2 s and 150 MB."""

    memory_bytes: int = 768 << 20
    """Address space beyond what the interpreter and its libraries map before any page."""
    cpu_s: int = 15
    """Seconds of processor time."""
    wall_s: float = 20.0
    """Seconds on the clock; held by the parent, so on every platform."""
    claim_s: float = 1.0
    """Seconds of both that each claim held against the page adds."""


def confine(limits: ReadingLimits) -> tuple[str, ...]:
    """Bind this process to the memory limit, and make it the first that the kernel ends where memory runs out.

    Returns:
        Names of the limits that this platform cannot hold: `memory` outside Linux, `memory` and `cpu` on Windows.
    """
    if sys.platform == "win32":
        return ("memory", "cpu")
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    mapped = address_space()
    if mapped is None:
        return ("memory",)
    _lower(resource.RLIMIT_AS, mapped + limits.memory_bytes)
    with suppress(OSError):
        _OOM_SCORE.write_text(_FIRST_TO_GO, encoding="ascii")
    return ()


def allow_cpu(seconds: int) -> None:
    """Give this process `seconds` of processor time from now; beyond them the kernel ends it with SIGXCPU."""
    if sys.platform != "win32":
        usage = resource.getrusage(resource.RUSAGE_SELF)
        _lower(resource.RLIMIT_CPU, math.ceil(usage.ru_utime + usage.ru_stime) + seconds)


def address_space() -> int | None:
    """Bytes of address space that this process maps; None where the platform does not tell."""
    try:
        pages = int(_STATM.read_bytes().split()[0])
    except OSError:
        return None
    return pages * resource.getpagesize()


def _lower(kind: int, wanted: int) -> None:
    """Set a soft limit, as far as the hard one lets."""
    hard = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
