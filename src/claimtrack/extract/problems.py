"""The problems of a page that arrived and could not be read."""

from __future__ import annotations

import signal

from claimtrack.extract.limits import ReadingLimits
from claimtrack.models import Problem, ProblemSlug

_SIMPLER = "open the page in a browser; cite a simpler copy of it if the check matters"
_SHOWN = 200


class UnreadableError(Exception):
    """Reading stops here: `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem


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


def markup_limit(count: int, most: int) -> Problem:
    """The page holds more markup than is read."""
    return _limit(f"the page holds {count:,} pieces of markup; up to {most:,} are read")


def too_deep(detail: str) -> Problem:
    """The parser left out what is nested too deep: the rest is not the page."""
    return Problem(
        slug=ProblemSlug.TOO_DEEP,
        detail=f"the page is nested so deep that the parser left out a part of it ({detail})",
        hint="open the page in a browser; cite another copy of it",
    )


def parse_error(error: Exception) -> Problem:
    """The parser failed."""
    return Problem(
        slug=ProblemSlug.PARSE_ERROR,
        detail=f"the page could not be parsed ({type(error).__name__}: {error})"[:_SHOWN],
        hint="open the page in a browser; if it reads well there, please report it as a defect of claimtrack",
    )


def wrong_type(what: str) -> Problem:
    """The source is nothing that can be read."""
    return Problem(
        slug=ProblemSlug.WRONG_TYPE,
        detail=f"the source is a {what}, not a page of text",
        hint="cite the page that carries the words",
    )


def too_large(error: Exception) -> Problem:
    """The page holds more than is read."""
    return Problem(slug=ProblemSlug.TOO_LARGE, detail=f"the page has {error}", hint="cite a smaller page")


def no_text() -> Problem:
    """Nothing on the page is a word."""
    return Problem(
        slug=ProblemSlug.NO_TEXT,
        detail="the page arrived whole but holds no words",
        hint="it may build its text by script: open it in a browser, or cite another copy",
    )


def needs_ocr(pages: int) -> Problem:
    """A PDF of scans."""
    return Problem(
        slug=ProblemSlug.NEEDS_OCR,
        detail=f"the PDF of {pages} {'page' if pages == 1 else 'pages'} is made of pictures, without their words",
        hint="read it yourself, or cite a copy with text",
    )


def pdf_encrypted() -> Problem:
    """A PDF with a password."""
    return Problem(
        slug=ProblemSlug.PDF_ENCRYPTED,
        detail="the PDF opens only with a password",
        hint="cite a copy that is open",
    )


def pdf_damaged(detail: str) -> Problem:
    """A PDF that cannot be read whole."""
    return Problem(
        slug=ProblemSlug.PDF_DAMAGED, detail=f"the PDF is damaged: {detail}", hint="cite a whole copy of it"
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
