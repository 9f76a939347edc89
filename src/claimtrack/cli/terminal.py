"""What a person sees of a check while a run goes on: the verdict, then why."""

from __future__ import annotations

import textwrap
from typing import TextIO

from claimtrack.cli.console import check_badge, dim, width
from claimtrack.exporters.text import why
from claimtrack.models import Check
from claimtrack.report import RunReport
from claimtrack.textsafe import one_line, shorten

_INDENT = " " * 4


class TerminalExporter:
    """Two lines a check in the width of the terminal; all of the claim and its passage with `verbose`."""

    def __init__(self, out: TextIO, *, verbose: bool = False) -> None:
        self._out = out
        self._verbose = verbose

    def add(self, check: Check) -> None:
        """Print one check."""
        columns = width()
        self._line(f"{check_badge(check)}  {one_line(check.claim.id)}  {dim(check.claim.where)}")
        if self._verbose:
            self._wrapped(check.claim.text, columns)
        reason = why(check)
        if self._verbose:
            self._wrapped(reason, columns)
        elif reason:
            self._line(_INDENT + dim(shorten(reason, columns - len(_INDENT))))
        self._out.flush()

    def finish(self, report: RunReport) -> None:
        """Nothing: the summary is the command's."""

    def _wrapped(self, text: str, columns: int) -> None:
        for line in textwrap.wrap(one_line(text), columns - len(_INDENT)):
            self._line(_INDENT + line)

    def _line(self, text: str) -> None:
        self._out.write(text + "\n")
