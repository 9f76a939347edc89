"""Pages read side by side, while the caller does something else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from types import TracebackType
from typing import Generic, Self, TypeVar

Asked = TypeVar("Asked")
Result = TypeVar("Result")

_WAITING = 1
"""Pages asked for beyond those that are read: no worker is idle, and few pages are in memory."""


class ReadAhead(Generic[Asked, Result]):
    """Runs readings in threads and gives them back as they finish. Use it as a context manager, from one thread."""

    def __init__(self, workers: int) -> None:
        """Start nothing yet.

        Args:
            workers: Readings that run at the same time.
        """
        self._most = workers + _WAITING
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="claimtrack-read")
        self._pending: dict[Future[Result], Asked] = {}

    def ask(self, asked: Asked, read: Callable[[], Result]) -> None:
        """Have `read` called in a thread; its result comes back with `asked`."""
        self._pending[self._threads.submit(read)] = asked

    def finished(self) -> Iterator[tuple[Asked, Result]]:
        """Yield what is done; waits only while more is asked for than the workers can begin with.

        Raises:
            Exception: whatever a reading raised.
        """
        while self._pending:
            surplus = len(self._pending) >= self._most
            done = wait(self._pending, timeout=None if surplus else 0, return_when=FIRST_COMPLETED).done
            if not done:
                return
            yield from ((self._pending.pop(future), future.result()) for future in done)

    def rest(self) -> Iterator[tuple[Asked, Result]]:
        """Yield everything that was asked for, waiting for it; raises as `finished` does."""
        while self._pending:
            done = wait(self._pending, return_when=FIRST_COMPLETED).done
            yield from ((self._pending.pop(future), future.result()) for future in done)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Whoever leaves early closes the pool next, which ends what is being read.
        self._threads.shutdown(wait=error is None, cancel_futures=True)
