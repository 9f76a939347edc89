"""One wall-clock deadline per source, over everything that it holds open.

No timeout of requests or urllib3 bounds a whole transfer: each starts anew with every byte, so a server that drips one
byte a second, or answers `100 Continue` for ever, is never late. Here a watchdog thread shuts the socket down when the
time has come; whatever the reader was waiting for then ends, and `Deadline.expired` tells why.
"""

from __future__ import annotations

import contextlib
import queue
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Self, TypeVar

T = TypeVar("T")


class Deadline:
    """A moment after which nothing that was put under it stays open. Used by one thread, expired by another."""

    def __init__(self, seconds: float) -> None:
        self.at = time.monotonic() + seconds
        """On the monotonic clock, in seconds: a clock that is set back or forth changes nothing."""
        self._lock = threading.Lock()
        self._expired = False
        self._enders: list[Callable[[], None]] = []
        self._handles: list[socket.socket] = []

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

        A second handle to the same connection is kept, because wrapping a socket in TLS detaches the object that was
        there before, and because closing the first must not let its number be reused under us.

        Args:
            connection: a plain socket; TLS may be put on top of it later.
        """
        handle = connection.dup()
        self._handles.append(handle)
        self._at_expiry(lambda: _shut(handle))

    def call(self, work: Callable[[], T]) -> T:
        """Return what `work` returns, run in a thread of its own that is left behind when the deadline passes.

        Args:
            work: a call that nothing can interrupt, such as a name look-up.

        Raises:
            TimeoutError: the deadline passed first.
        """
        answers: queue.SimpleQueue[T | Exception] = queue.SimpleQueue()

        def run() -> None:
            try:
                answers.put(work())
            except Exception as error:  # noqa: BLE001 - whatever it is belongs to the caller's thread
                answers.put(error)

        self._at_expiry(lambda: answers.put(TimeoutError()))
        threading.Thread(target=run, name="claimtrack-lookup", daemon=True).start()
        answer = answers.get()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def expire(self) -> None:
        """End now whatever is under this deadline."""
        with self._lock:
            if self._expired:
                return
            self._expired = True
            for end in self._enders:
                end()

    def close(self) -> None:
        """Let go: the work is done, nothing is to be ended any more."""
        with self._lock:
            self._enders.clear()
        for handle in self._handles:
            handle.close()

    def _at_expiry(self, end: Callable[[], None]) -> None:
        with self._lock:
            if not self._expired:
                self._enders.append(end)
                return
        end()


def _shut(handle: socket.socket) -> None:
    with contextlib.suppress(OSError):  # never connected, or gone already
        handle.shutdown(socket.SHUT_RDWR)


class Watchdog:
    """The one thread that expires deadlines. A context manager; leaving it stops the thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._live: set[Deadline] = set()
        self._stopped = False
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
                self._changed.wait(min(pending) - now if pending else None)
