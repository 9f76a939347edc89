"""Findings in words: what each says happened, what to do about it, how much of the page it leaves standing."""

from __future__ import annotations

from claimtrack.models import Finding, Problem, ProblemSlug, Severity
from claimtrack.textsafe import shorten
from claimtrack.urls import redact

_QUOTED = 80
"""Most characters quoted of a page."""
_MAX_DETAIL = 400

_HINTS = {
    ProblemSlug.BLOCKED: "open the page in a browser: the site refuses programs, the page may be fine",
    ProblemSlug.PAYWALL: "read it with your subscription and keep a copy, or cite a source that is free to read",
    ProblemSlug.CONSENT_WALL: "open the page in a browser; cite an archived copy or a source without a wall",
    ProblemSlug.LOGIN_WALL: "keep a copy of the page that you see when signed in, or cite a source that is open",
    ProblemSlug.JS_ONLY: "cite a page that carries its text, or an archived copy",
    ProblemSlug.SOFT_NOT_FOUND: "look for the page at its publisher, or cite an archived copy",
    ProblemSlug.REDIRECTED_HOME: "look for the page at its publisher, or cite an archived copy",
    ProblemSlug.MOVED_HOST: "open the page; if it is the right one, cite it by its new address",
    ProblemSlug.PARKED: "cite an archived copy or another source; distrust what the address shows today",
    ProblemSlug.NO_TEXT: "it may build its text by script: open it in a browser, or cite another copy",
    ProblemSlug.GARBLED: "open the page in a browser; cite an archived copy if it reads well there",
}


def replaced(slug: ProblemSlug, detail: str) -> Finding:
    """Something else stands in the page's place."""
    return _finding(slug, detail, Severity.REPLACES)


def limited(slug: ProblemSlug, detail: str) -> Finding:
    """The page may be incomplete."""
    return _finding(slug, detail, Severity.LIMITS)


def quoted(text: str) -> str:
    """Words of a page, to be quoted in a detail."""
    return f"“{shorten(text, _QUOTED)}”"


def _finding(slug: ProblemSlug, detail: str, severity: Severity) -> Finding:
    problem = Problem(slug=slug, detail=shorten(redact(detail), _MAX_DETAIL), hint=_HINTS[slug])
    return Finding(problem=problem, severity=severity)
