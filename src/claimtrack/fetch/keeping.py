"""Keeping what was fetched, beside the threads that fetch: several answers in one round, while the next are on their way."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from claimtrack.fetch.politeness import Job
from claimtrack.interfaces import Response, SnapshotKeeper
from claimtrack.models import Snapshot

THREADS = 2
"""One forces a round to the disk while the other writes the next."""
MOST_AT_ONCE = 64
"""Most answers in one round."""
MOST_WAITING = 128
"""Most answers that wait to be kept: bounds memory where the disk is slower than the network."""


class Keeping:
    """A queue of answers and the threads that keep them."""

    def __init__(
        self,
        keeper: SnapshotKeeper,
        *,
        kept: Callable[[Job, Snapshot], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Nothing is started yet.

        Args:
            keeper: where answers go.
            kept: called with each once it is safe.
            failed: called with what the keeper raised; nothing more is kept then.
        """
        self._keeper = keeper
        self._kept = kept
        self._failed = failed
        self._waiting: deque[tuple[Job, Response]] = deque()
        self._lock = threading.Lock()
        self._work = threading.Condition(self._lock)
        self._room = threading.Condition(self._lock)
        self._is_over = False
        self._threads = [
            threading.Thread(target=self._run, name=f"claimtrack-keep-{number}", daemon=True)
            for number in range(THREADS)
        ]

    def start(self) -> None:
        """Begin to keep."""
        for thread in self._threads:
            thread.start()

    def put(self, job: Job, response: Response) -> None:
        """Have an answer kept; waits while too many do, and drops it where the run is over."""
        with self._lock:
            while len(self._waiting) >= MOST_WAITING and not self._is_over:
                self._room.wait()
            if not self._is_over:
                self._waiting.append((job, response))
                self._work.notify()
                return
        response.body.close()

    def stop(self) -> None:
        """Take nothing more; what waits is still kept."""
        with self._lock:
            self._is_over = True
            self._work.notify_all()
            self._room.notify_all()

    @property
    def threads(self) -> list[threading.Thread]:
        """All that were made."""
        return self._threads

    def _run(self) -> None:
        try:
            while batch := self._take():
                self._keep(batch)
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that iterates
            self._give_up()
            self._failed(error)

    def _take(self) -> list[tuple[Job, Response]]:
        """What waits, up to a round of it; nothing where the run is over."""
        with self._lock:
            while not self._waiting and not self._is_over:
                self._work.wait()
            batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST_AT_ONCE))]
            self._room.notify(len(batch))
        return batch

    def _keep(self, batch: list[tuple[Job, Response]]) -> None:
        try:
            snapshots = self._keeper.keep_all([response for _, response in batch])
        finally:
            for _, response in batch:
                response.body.close()
        for (job, _), snapshot in zip(batch, snapshots, strict=True):
            self._kept(job, snapshot)

    def _give_up(self) -> None:
        self.stop()
        with self._lock:
            for _, response in self._waiting:
                response.body.close()
            self._waiting.clear()
