"""The problems of a page that its reading process could not finish."""

from __future__ import annotations

import signal

from claimtrack.models import Problem, ProblemSlug
from claimtrack.reading.limits import ReadingLimits

_SIMPLER = "open the page in a browser; cite a simpler copy of it if the check matters"
_SHOWN = 200


def _limit(detail: str) -> Problem:
    return Problem(slug=ProblemSlug.PARSE_LIMIT, detail=detail, hint=_SIMPLER)


def memory_limit(limits: ReadingLimits) -> Problem:
    """Reading the page needed more memory than it may have."""
    return _limit(f"reading the page takes more than {limits.memory_bytes >> 20} MB of memory")


def cpu_limit(limits: ReadingLimits) -> Problem:
    """Reading the page needed more processor time than it may have."""
    return _limit(f"reading the page takes more than {limits.cpu_s} s of processor time")


def wall_limit(limits: ReadingLimits) -> Problem:
    """Reading the page took longer than it may."""
    return _limit(f"reading the page takes more than {limits.wall_s:g} s")


def parse_error(error: Exception) -> Problem:
    """A stage failed."""
    return Problem(
        slug=ProblemSlug.PARSE_ERROR,
        detail=f"the page could not be read ({type(error).__name__}: {error})"[:_SHOWN],
        hint="open the page in a browser; if it reads well there, please report it as a defect of claimtrack",
    )


def worker_died(returncode: int | None) -> Problem:
    """The process that read the page ended, by no limit of ours.

    Args:
        returncode: as `subprocess` gives it; None where the process could not be started or lost its thread.
    """
    if returncode is None:
        how = "gave no answer"
    elif returncode < 0:
        how = f"was ended by {_signal_name(-returncode)}"
    else:
        how = f"ended with status {returncode}"
    return Problem(
        slug=ProblemSlug.WORKER_DIED,
        detail=f"the process that read the page {how}",
        hint="run again; if it happens again, the page or a lack of memory is the cause",
    )


def worker_not_started(error: str) -> Problem:
    """No process to read the page could be started."""
    return Problem(
        slug=ProblemSlug.WORKER_DIED,
        detail=f"no process to read the page could be started ({error})"[:_SHOWN],
        hint="look at the limits of this machine on processes and memory",
    )


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
