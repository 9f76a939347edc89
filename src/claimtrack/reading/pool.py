"""Reading pages in processes that can be killed: `ReadingPool`.

A parser is native code and quadratic corners; whoever writes the page chooses which. So each page is read in a worker process
with bounds on memory, processor time and the clock. A worker serves page after page, so an honest page pays a trip through
a pipe; one that breaks a bound costs the worker, and the next page gets a new one.

Workers are programs of their own (`subprocess`), not forks: that is safe beside threads, never runs the caller's main
module again, and works the same on every platform.
"""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self, TypeVar

from claimtrack.extract import VERSION
from claimtrack.models import Claim, Document, Problem, Snapshot
from claimtrack.reading.limits import ReadingLimits
from claimtrack.reading.problems import worker_not_started
from claimtrack.reading.process import StartError, WorkerProcess
from claimtrack.reading.result import PageResult

_MOST_WORKERS = 4
Answer = TypeVar("Answer")


class ReadingPool:
    """Reads each page in a worker process; a `claimtrack.interfaces.Extractor` too. Safe to call from many threads.

    Close it, or use it as a context manager. Workers that are not closed end with this process, however it ends.
    """

    version = VERSION

    def __init__(self, *, workers: int | None = None, limits: ReadingLimits | None = None) -> None:
        """Start nothing yet: each worker starts with the first page that finds all others busy.

        Args:
            workers: Most pages read at the same time; by default one per processor, up to 4.
            limits: What reading one page may cost.
        """
        self._limits = limits or ReadingLimits()
        self.size = workers or min(_MOST_WORKERS, os.cpu_count() or 1)
        """Most pages read at the same time."""
        self._free = threading.BoundedSemaphore(self.size)
        self._lock = threading.Lock()
        self._idle: list[WorkerProcess] = []
        self._all: set[WorkerProcess] = set()
        self._unheld: tuple[str, ...] = ()
        self._close = weakref.finalize(self, _close_all, self._all, self._lock)

    @property
    def unheld_limits(self) -> tuple[str, ...]:
        """Limits that this platform cannot hold, of `memory` and `cpu`; known once a page was read."""
        return self._unheld

    def start(self) -> None:
        """Start one worker, if there is none, without waiting for it: the first page then finds it ready."""
        with self._lock:
            self._raise_if_closed()
            if not self._all:
                try:
                    self._idle.append(self._new_worker())
                except StartError:
                    return  # the first page tries again and says why

    def extract(self, body: bytes, snapshot: Snapshot) -> Document | Problem:
        """Return the words of a page; one that breaks a limit, or the worker, is a problem like any other.

        Raises:
            RuntimeError: the pool is closed.
        """
        with self._free:
            return self._with_worker(lambda worker: worker.extract(body, snapshot))

    def read(
        self, body: Callable[[], bytes], snapshot: Snapshot, claims: Sequence[Claim]
    ) -> PageResult | Problem:
        """Hold claims against a page; one that is not the page that was cited is a problem, and see `extract`.

        Args:
            body: Brings the bytes; called when a worker is free, so that none wait in memory. What it raises is raised.
            snapshot: The record of the page.
            claims: What to score.
        """
        with self._free:
            data = body()
            return self._with_worker(lambda worker: worker.read(data, snapshot, claims))

    def _with_worker(self, ask: Callable[[WorkerProcess], Answer]) -> Answer | Problem:
        try:
            worker = self._take()
            try:
                return ask(worker)
            finally:
                self._give_back(worker)
        except StartError as error:
            return worker_not_started(str(error))

    def close(self) -> None:
        """End all workers; a page that is being read ends as a problem. May be called again."""
        self._close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _raise_if_closed(self) -> None:
        if not self._close.alive:
            raise RuntimeError("the extractor is closed")

    def _new_worker(self) -> WorkerProcess:
        worker = WorkerProcess(self._limits)
        self._all.add(worker)
        return worker

    def _take(self) -> WorkerProcess:
        with self._lock:
            self._raise_if_closed()
            while self._idle:
                worker = self._idle.pop()
                if worker.is_usable() and worker.answers():
                    return worker
                self._drop(worker)
            return self._new_worker()

    def _give_back(self, worker: WorkerProcess) -> None:
        with self._lock:
            self._unheld = worker.unheld_limits
            if worker.is_usable() and self._close.alive:
                self._idle.append(worker)
            else:
                self._drop(worker)

    def _drop(self, worker: WorkerProcess) -> None:
        worker.end()
        self._all.discard(worker)


def _close_all(workers: set[WorkerProcess], lock: threading.Lock) -> None:
    with lock:
        for worker in workers:
            worker.end()
        workers.clear()
