"""Second opinions asked for while other pages are fetched and read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial
from types import TracebackType
from typing import Generic, Self, TypeVar

from claimtrack.interfaces import Reviewer
from claimtrack.models import Claim, Verdict
from claimtrack.reading import ReadAhead, Reading

Asked = TypeVar("Asked")


class Reviews(AbstractContextManager["Reviews[Asked]"], Generic[Asked]):
    """Readings on their way through a judge. Use it as a context manager, from one thread."""

    def __init__(self, reviewer: Reviewer | None) -> None:
        """Start nothing yet.

        Args:
            reviewer: The judge; None where nothing will be asked.
        """
        self._reviewer = reviewer
        self._ahead: ReadAhead[Asked, Reading] = ReadAhead(reviewer.jobs if reviewer else 1)

    def ask(self, asked: Asked, reading: Reading, url: str, unsure: Sequence[tuple[Claim, Verdict]]) -> None:
        """Have the judge look at some verdicts of a reading; it comes back with `asked`, the verdicts weighed.

        Raises:
            TypeError: there is no judge.
        """
        if self._reviewer is None:
            raise TypeError("verdicts were to be reviewed, and there is nobody to do it")
        self._ahead.ask(asked, partial(_reviewed, self._reviewer, reading, url, unsure))

    def finished(self) -> Iterator[tuple[Asked, Reading]]:
        """As `ReadAhead.finished`."""
        return self._ahead.finished()

    def rest(self) -> Iterator[tuple[Asked, Reading]]:
        """As `ReadAhead.rest`."""
        return self._ahead.rest()

    def __enter__(self) -> Self:
        self._ahead.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error and self._reviewer:
            self._reviewer.stop()
        self._ahead.__exit__(kind, error, trace)


def _reviewed(
    reviewer: Reviewer, reading: Reading, url: str, unsure: Sequence[tuple[Claim, Verdict]]
) -> Reading:
    after = reviewer.review(reading.document, url, unsure)
    heard = {claim.id: verdict for (claim, _), verdict in zip(unsure, after, strict=True)}
    return replace(reading, verdicts={**reading.verdicts, **heard})
