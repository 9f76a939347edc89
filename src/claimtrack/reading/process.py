"""One worker process, seen from its parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import BinaryIO, cast

from claimtrack.models import Claim, Document, Problem, Snapshot
from claimtrack.reading.channel import ChannelError, receive, send
from claimtrack.reading.limits import ReadingLimits
from claimtrack.reading.problems import cpu_limit, wall_limit, worker_died
from claimtrack.reading.result import PageResult

_PROGRAM = "from claimtrack.reading.worker import main; main()"
_NEW_GROUP = 0x200
"""`subprocess.CREATE_NEW_PROCESS_GROUP`, which only Windows defines."""
_START_S = 60.0
"""A worker that is not ready by then never will be."""


class StartError(Exception):
    """The worker could not be started."""


class WorkerProcess:
    """Starts a worker and reads pages with it, one at a time; `end` it when it is no longer usable."""

    def __init__(self, limits: ReadingLimits) -> None:
        """Start the process; it loads its libraries while the caller goes on.

        Raises:
            StartError: the system lets no process start.
        """
        self.unheld_limits: tuple[str, ...] = ()
        self._limits = limits
        self._lock = threading.Lock()
        self._round = 0
        """Number of the page being read; the clock of an earlier one has no power over it."""
        self._expired = False
        self._last = False
        self._greeted = False
        try:
            self._process = _started()
        except OSError as error:
            raise StartError(str(error)) from error
        with suppress(OSError):  # one that has ended already says so to the first page
            send(self._input, limits)

    @property
    def _input(self) -> BinaryIO:
        return cast("BinaryIO", self._process.stdin)

    @property
    def _output(self) -> BinaryIO:
        return cast("BinaryIO", self._process.stdout)

    def is_usable(self) -> bool:
        """Tell whether the worker can read another page."""
        return not self._last and not self._expired and self._process.poll() is None

    def answers(self) -> bool:
        """Ask an idle worker for a word: one that was killed a moment ago may not have ended yet, and would cost a page."""
        if not self._greeted:
            return True
        clock = self._clock(_START_S)
        try:
            send(self._input, None)
            return receive(self._output) is None
        except (OSError, ValueError, ChannelError):
            return False
        finally:
            self._stop(clock)

    def extract(self, body: bytes, snapshot: Snapshot) -> Document | Problem:
        """Return the words of a page, or say which limit it broke.

        Raises:
            StartError: the process ended before it was ready.
        """
        answer = self._answer(body, snapshot, None)
        return self._post_mortem() if isinstance(answer, PageResult) else answer

    def read(self, body: bytes, snapshot: Snapshot, claims: Sequence[Claim]) -> PageResult | Problem:
        """Hold claims against a page, or say which limit that broke; raises as `extract` does."""
        answer = self._answer(body, snapshot, tuple(claims))
        if isinstance(answer, PageResult) and len(answer.verdicts) == len(claims):
            return answer
        return answer if isinstance(answer, Problem) else self._post_mortem()

    def _answer(
        self, body: bytes, snapshot: Snapshot, claims: tuple[Claim, ...] | None
    ) -> Document | PageResult | Problem:
        try:
            if not self._greeted:
                self._greet()
            return self._ask(body, snapshot, claims)
        except BaseException:
            # Whoever interrupts may be anywhere in a message: the worker cannot be asked again.
            self.end()
            raise

    def _greet(self) -> None:
        clock = self._clock(_START_S)
        try:
            unheld = receive(self._output)
        except (ValueError, ChannelError) as error:
            raise StartError(f"it ended with status {self._reaped()}") from error
        finally:
            self._stop(clock)
        self.unheld_limits = cast("tuple[str, ...]", unheld)
        self._greeted = True

    def _ask(
        self, body: bytes, snapshot: Snapshot, claims: tuple[Claim, ...] | None
    ) -> Document | PageResult | Problem:
        clock = self._clock(self._limits.wall_s + len(claims or ()) * self._limits.claim_s)
        try:
            send(self._input, (snapshot, claims), body)
            answer = receive(self._output)
        except (OSError, ValueError, ChannelError):  # ValueError: `end` closed the pipes from another thread
            return self._post_mortem()
        finally:
            self._stop(clock)
        match answer:
            case (Document() | PageResult() | Problem() as result, bool(last)):
                self._last = last
                return result
            case _:
                return self._post_mortem()

    def end(self) -> None:
        """Kill the process and wait for it; may be called again, and from another thread than the one that reads."""
        self._process.kill()
        self._process.wait()
        for stream in (self._input, self._output):
            with suppress(OSError):  # what is still in the buffer has no reader
                stream.close()

    def _clock(self, seconds: float) -> threading.Timer:
        self._round += 1
        clock = threading.Timer(seconds, self._expire, args=(self._round,))
        clock.daemon = True
        clock.start()
        return clock

    def _stop(self, clock: threading.Timer) -> None:
        clock.cancel()
        with self._lock:
            self._round += 1

    def _expire(self, number: int) -> None:
        with self._lock:
            if number == self._round:
                self._expired = True
                self._process.kill()

    def _post_mortem(self) -> Problem:
        """Why the worker is gone; one that talks nonsense is made to go."""
        returncode = self._reaped()
        if self._expired:
            return wall_limit(self._limits)
        if sys.platform != "win32" and returncode == -signal.SIGXCPU:
            return cpu_limit(self._limits)
        return worker_died(returncode)

    def _reaped(self) -> int:
        self._last = True
        try:
            return self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()


def _started() -> subprocess.Popen[bytes]:
    # The worker imports from where this process does, and nothing from the folder it happens to run in (-P).
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    # A process group of its own: Ctrl-C is for the parent, which decides what becomes of the page.
    windows = sys.platform == "win32"
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-P", "-c", _PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        process_group=None if windows else 0,
        creationflags=_NEW_GROUP if windows else 0,
    )
