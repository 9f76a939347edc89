"""The problems of a page that arrived and could not be read."""

from __future__ import annotations

from claimtrack.models import Problem, ProblemSlug

_SIMPLER = "open the page in a browser; cite a simpler copy of it if the check matters"


class UnreadableError(Exception):
    """Reading stops here: `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem


def _limit(detail: str) -> Problem:
    return Problem(slug=ProblemSlug.PARSE_LIMIT, detail=detail, hint=_SIMPLER)


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
