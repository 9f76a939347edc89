"""One wall-clock deadline per source, over everything that it holds open.

No timeout of requests or urllib3 bounds a whole transfer: each starts anew with every byte, so a server that drips one
byte a second, or answers `100 Continue` for ever, is never late. Here a watchdog thread shuts the socket down when the
time has come; whatever the reader was waiting for then ends, and `Deadline.expired` tells why.
"""

from __future__ import annotations

import contextlib
import math
import queue
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, Self, TypeVar

T = TypeVar("T")


class Deadline:
    """A moment after which nothing that was put under it stays open. Used by one thread, expired by another."""

    def __init__(self, seconds: float) -> None:
        self.at = time.monotonic() + seconds
        """On the monotonic clock, in seconds: a clock that is set back or forth changes nothing."""
        self._lock = threading.Lock()
        self._expired = False
        self._closed = False
        self._adopted: list[socket.socket] = []
        self._connections: set[socket.socket] = set()
        self._waiting: list[queue.SimpleQueue[Any]] = []

    @property
    def expired(self) -> bool:
        """Whether the moment has passed, or the whole run was stopped."""
        return self._expired

    def check(self) -> None:
        """Raise TimeoutError where the moment has passed."""
        if self._expired:
            raise TimeoutError

    def watch(self, connection: socket.socket) -> None:
        """Shut `connection` down when the deadline passes.

        Args:
            connection: a handle that stays open until it is forgotten or adopted, or the deadline is closed: once it is closed,
                another connection may get its number. TLS detaches the handle that it is given, so not that one.
        """
        with self._lock:
            if not self._expired:
                self._connections.add(connection)
                return
        _shut(connection)

    def forget(self, connection: socket.socket) -> None:
        """Let go of a connection that is about to be closed; returns once nobody is shutting it down."""
        with self._lock:
            self._connections.discard(connection)

    def adopt(self, connection: socket.socket) -> None:
        """Close a handle together with the deadline: what is still read through another one stays watched till then."""
        with self._lock:
            if not self._closed:
                self._adopted.append(connection)
                return
        connection.close()

    def call(self, work: Callable[[], T]) -> T:
        """Return what `work` returns, run in a thread of its own that is left behind when the deadline passes.

        Args:
            work: a call that nothing can interrupt, such as a name look-up.

        Raises:
            TimeoutError: the deadline passed first.
        """
        answers: queue.SimpleQueue[Any] = queue.SimpleQueue()

        def run() -> None:
            try:
                answers.put(work())
            except Exception as error:  # noqa: BLE001 - whatever it is belongs to the caller's thread
                answers.put(error)

        with self._lock:
            if self._expired:
                raise TimeoutError
            self._waiting.append(answers)
        threading.Thread(target=run, name="claimtrack-lookup", daemon=True).start()
        answer: T | Exception = answers.get()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def expire(self) -> None:
        """End now whatever is under this deadline."""
        with self._lock:
            if self._expired:
                return
            self._expired = True
            for connection in self._connections:
                _shut(connection)
            for answers in self._waiting:
                answers.put(TimeoutError())

    def close(self) -> None:
        """Let go: the work is done, nothing is to be ended any more."""
        with self._lock:
            self._closed = True
            self._connections.clear()
            self._waiting.clear()
            adopted, self._adopted = self._adopted, []
        for connection in adopted:
            connection.close()


def _shut(handle: socket.socket) -> None:
    with contextlib.suppress(OSError):  # never connected, or gone already
        handle.shutdown(socket.SHUT_RDWR)


class Watchdog:
    """The one thread that expires deadlines. A context manager; leaving it stops the thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._live: set[Deadline] = set()
        self._stopped = False
        self._sleeps_until = math.inf
        self._thread = threading.Thread(target=self._run, name="claimtrack-watchdog", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.stop()
        self._thread.join()

    @contextlib.contextmanager
    def deadline(self, seconds: float) -> Iterator[Deadline]:
        """A deadline `seconds` from now, watched until the block is left; expired at once after `stop`."""
        deadline = Deadline(seconds)
        with self._changed:
            self._live.add(deadline)
            if self._stopped:
                deadline.expire()
            if deadline.at < self._sleeps_until:
                self._changed.notify()
        try:
            yield deadline
        finally:
            with self._changed:
                self._live.discard(deadline)
            deadline.close()

    def stop(self) -> None:
        """Expire every deadline, those to come included: nothing waits for the network after this."""
        with self._changed:
            self._stopped = True
            for deadline in self._live:
                deadline.expire()
            self._changed.notify()

    def _run(self) -> None:
        with self._changed:
            while not self._stopped:
                now = time.monotonic()
                for deadline in self._live:
                    if deadline.at <= now:
                        deadline.expire()
                pending = [deadline.at for deadline in self._live if not deadline.expired]
                self._sleeps_until = min(pending, default=math.inf)
                self._changed.wait(self._sleeps_until - now if pending else None)
