"""Printing: data to stdout, everything else to stderr, colour only where a person looks on."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TextIO

import typer

from claimtrack.models import Check, Label
from claimtrack.textsafe import printable

SIGNS = {Label.SUPPORTED: "✓", Label.PARTIAL: "◐", Label.UNSUPPORTED: "✗", Label.CONTRADICTED: "✗"}
"""Shown with the word: colour alone never carries a state."""
PROBLEM_SIGN = "?"
_COLOURS = {
    Label.SUPPORTED: typer.colors.GREEN,
    Label.PARTIAL: typer.colors.YELLOW,
    Label.UNSUPPORTED: typer.colors.MAGENTA,
    Label.CONTRADICTED: typer.colors.RED,
}


def out(text: str = "") -> None:
    """Print data; what comes from pages and files is made printable first."""
    print(text)


def say(text: str = "") -> None:
    """Print a remark for the person: progress, summary, hints."""
    print(text, file=sys.stderr)


def error(message: str, hint: str = "") -> None:
    """Print an error and its remedy."""
    say(f"{paint('error:', typer.colors.RED, sys.stderr)} {printable(message)}")
    if hint:
        say(f"{paint('hint:', typer.colors.CYAN, sys.stderr)} {printable(hint)}")


def has_colour(stream: TextIO) -> bool:
    """Tell whether a stream is a terminal that wants colour (https://no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def paint(text: str, colour: str, stream: TextIO | None = None, *, bold: bool = False) -> str:
    """Return `text` in a colour where the stream (stdout by default) has any."""
    return typer.style(text, fg=colour, bold=bold) if has_colour(stream or sys.stdout) else text


def dim(text: str, stream: TextIO | None = None) -> str:
    """Return `text` in the background."""
    return typer.style(text, dim=True) if has_colour(stream or sys.stdout) else text


def width() -> int:
    """Columns of the terminal; 100 where there is none."""
    return shutil.get_terminal_size((100, 24)).columns


def badge(label: str | None, stream: TextIO | None = None) -> str:
    """Return a verdict as sign and word in its colour, 14 columns wide; None is a problem."""
    if label is None:
        return paint(f"{PROBLEM_SIGN} problem     ", typer.colors.CYAN, stream)
    known = Label(label)
    return paint(f"{SIGNS[known]} {known.value:<12}", _COLOURS[known], stream)


def check_badge(check: Check) -> str:
    """Return the badge of a check with its score, or with the problem's name, 19 columns wide."""
    if check.verdict:
        return f"{badge(check.verdict.label)} {check.verdict.score:.2f}"
    slug = check.problem.slug.value if check.problem else ""
    return paint(f"{PROBLEM_SIGN} {slug:<17}", typer.colors.CYAN)
