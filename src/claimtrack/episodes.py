"""The checks of a claim against one source as a story: how long each verdict stood, and why the next one differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from claimtrack.models import Basis, Cause
from claimtrack.policy import causes_between
from claimtrack.store import HistoryEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """Checks in a row with one outcome: a verdict from the check that found it to the last that let it stand, or a problem."""

    first: HistoryEntry
    last: HistoryEntry
    count: int
    """How many checks, at least one."""
    carried: int
    """How many of them found that the page had changed elsewhere."""
    before: HistoryEntry | None = None
    """The check before `first` that has a verdict; None where there was none, and for a problem."""

    @property
    def is_scored(self) -> bool:
        """Whether its verdict was found anew, and did not just stand again after a problem."""
        return self.first.verdict is not None and self.first.basis is Basis.SCORED

    @property
    def causes(self) -> tuple[Cause, ...]:
        """Why the source was scored again: as it was written down where verdict or evidence changed by it."""
        if self.first.change:
            return self.first.change.causes
        before = self.before.grounds if self.before else None
        after = self.first.grounds
        if not (self.is_scored and before and after):
            return ()
        return causes_between(before, after) or (Cause.PAGE,)


def episodes(trail: Iterable[HistoryEntry]) -> Iterator[Episode]:
    """Yield the episodes of a claim and a source, newest first.

    Args:
        trail: The checks, newest first; read one episode with a verdict further than what was yielded.
    """
    waiting: list[Episode] = []
    for episode in _runs(trail):
        if episode.first.verdict is None:
            waiting.append(episode)
            continue
        # Only now is it known what came before the episodes that wait: this one's last check with a verdict.
        yield from (_after(one, episode.last) for one in waiting)
        waiting = [episode]
    yield from waiting


def _after(episode: Episode, before: HistoryEntry) -> Episode:
    return replace(episode, before=before) if episode.first.verdict else episode


def _runs(trail: Iterable[HistoryEntry]) -> Iterator[Episode]:
    open_run: list[HistoryEntry] = []
    for entry in trail:
        if open_run and not _goes_on(entry, open_run[-1]):
            yield _episode(open_run)
            open_run = []
        open_run.append(entry)
    if open_run:
        yield _episode(open_run)


def _goes_on(older: HistoryEntry, newer: HistoryEntry) -> bool:
    """Whether the outcome of the older check went on in the newer one."""
    if older.problem or newer.problem:
        return bool(older.problem and newer.problem and older.problem.slug is newer.problem.slug)
    return newer.basis is not Basis.SCORED


def _episode(newest_first: list[HistoryEntry]) -> Episode:
    return Episode(
        first=newest_first[-1],
        last=newest_first[0],
        count=len(newest_first),
        carried=sum(entry.basis is Basis.CARRIED for entry in newest_first),
    )
