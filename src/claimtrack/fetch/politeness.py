"""When a host is asked: one request at a time, spaced, left alone when it says so.

Work is queued by host in lanes. A host that was allowed by name may get several, which share its jobs: one for each connection. A worker takes a lane that is due, makes one request and gives the lane back with the
time from which it is due again, so that no thread sleeps on behalf of one host while another could be asked. A lane
that has begun is preferred to one that has not: few connections stay open however many hosts there are.
"""

from __future__ import annotations

import heapq
import itertools
import math
import random
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from claimtrack.fetch.addresses import AllowHosts
from claimtrack.fetch.door import Door
from claimtrack.fetch.problems import Failure
from claimtrack.interfaces import FetchRequest
from claimtrack.models import ProblemSlug, Snapshot
from claimtrack.urls import host_of


@dataclass(slots=True, kw_only=True)
class Job:
    """One distinct URL of a run."""

    url: str
    """Canonical."""
    requests: list[FetchRequest] = field(default_factory=list)
    """Everyone who asked for it, at least one."""
    conditional: bool = True
    """Whether to ask only for what is newer than the snapshot that whoever asked first knows."""
    attempts: int = 0
    spent_s: float = 0.0
    """On the network so far, over all attempts; waiting out of politeness does not count."""

    @property
    def request(self) -> FetchRequest:
        """The one that is made."""
        return replace(self.requests[0], url=self.url, known=self.known if self.conditional else None)

    @property
    def known(self) -> Snapshot | None:
        """What whoever asked first knows of it."""
        return self.requests[0].known


@dataclass(slots=True, kw_only=True)
class Lane:
    """One connection to a host, and the jobs of that host; in the hands of one worker at a time."""

    host: str
    jobs: deque[Job] = field(default_factory=deque)
    """Shared with the other lanes of the host, where it may have several."""
    retry: Job | None = None
    """A job to be tried again before another is taken."""
    door: Door | None = None
    """Kept from job to job, so that the connection is too."""
    is_first: bool = True
    """Whether others may still be opened beside it."""

    @property
    def has_work(self) -> bool:
        """Whether there is a job to take."""
        return self.retry is not None or bool(self.jobs)

    def take(self) -> Job | None:
        """The next job; None where other lanes of the host were quicker."""
        if self.retry is not None:
            job, self.retry = self.retry, None
            return job
        try:
            return self.jobs.popleft()
        except IndexError:
            return None

    def close(self) -> None:
        """Close the connection that was kept."""
        if self.door is not None:
            self.door.close()
            self.door = None


def backoff_s(attempts: int, base_s: float) -> float:
    """Seconds before the next try: doubling, give or take half, so that many clients do not come back in step."""
    return float(base_s * 2 ** (attempts - 1) * random.uniform(0.5, 1.5))  # noqa: S311 - jitter, no secret


@dataclass(slots=True)
class _Manners:
    next_start: float = 0.0
    """From the spacing; monotonic clock, seconds."""
    paused_until: float = 0.0
    """At the host's own wish."""
    closed: bool = False
    delay_s: float = 0.0
    """Between two requests, at the host's own wish (Crawl-delay)."""
    requests: int = 0
    spent_s: float = 0.0
    """What the host has cost the run: the time its answers took, and the pauses it asked for."""


class Pacer:
    """What is known of each host's wishes. Thread-safe; hosts are named as `key` names them."""

    def __init__(
        self,
        *,
        spacing_s: float,
        allowed: AllowHosts,
        budget_s: float = math.inf,
        max_requests: float = math.inf,
    ) -> None:
        """Nothing is known yet.

        Args:
            spacing_s: least seconds between the starts of two requests to one host.
            allowed: hosts that are the person's own and need no spacing, unless their robots.txt asks for some.
            budget_s: most seconds that one host may cost.
            max_requests: most requests to one host.
        """
        self._spacing_s = spacing_s
        self._allowed = allowed
        self._budget_s = budget_s
        self._max_requests = max_requests
        self._lock = threading.Lock()
        self._hosts: defaultdict[str, _Manners] = defaultdict(_Manners)

    def key(self, url: str) -> str:
        """The host that a URL counts towards: its name whatever the port, unless host and port were allowed by name."""
        host_port = host_of(url)
        return host_port if host_port in self._allowed else host_port.rpartition(":")[0]

    def enter(self, url: str) -> None:
        """Note that a request for `url` starts now; a redirect that is followed is one too.

        Raises:
            Failure: `rate-limited` where its host wishes to be left alone, `budget` where it has cost enough.
        """
        host = self.key(url)
        now = time.monotonic()
        with self._lock:
            manners = self._hosts[host]
            if manners.closed:
                raise Failure(ProblemSlug.RATE_LIMITED, f"{host} asked to be left alone earlier in this run")
            if self._is_spent(manners):
                raise Failure(
                    ProblemSlug.BUDGET,
                    f"{host} has had its share of this run: {manners.requests} requests, {manners.spent_s:.0f} s",
                )
            if manners.paused_until > now:
                rest_s = manners.paused_until - now
                raise Failure(
                    ProblemSlug.RATE_LIMITED, f"{host} asks for rest", passing=True, pause_s=rest_s, url=url
                )
            manners.requests += 1
            spacing_s = 0.0 if host in self._allowed else self._spacing_s
            manners.spent_s += max(0.0, manners.delay_s - spacing_s)
            if gap_s := max(spacing_s, manners.delay_s):
                manners.next_start = now + gap_s

    def slow_down(self, url: str, seconds: float) -> None:
        """Keep at least so many seconds between two requests to the host of `url`, from the next one on."""
        with self._lock:
            manners = self._hosts[self.key(url)]
            manners.delay_s = max(manners.delay_s, seconds)

    def note_time(self, url: str, seconds: float) -> None:
        """Count the time that an attempt at `url` took towards what its host may cost."""
        with self._lock:
            self._hosts[self.key(url)].spent_s += seconds

    def pause(self, url: str, seconds: float) -> None:
        """Leave the host of `url` alone for so many seconds from now."""
        with self._lock:
            manners = self._hosts[self.key(url)]
            now = time.monotonic()
            begins = max(manners.paused_until, now)
            manners.paused_until = max(manners.paused_until, now + seconds)
            manners.spent_s += max(0.0, manners.paused_until - begins)

    def close(self, url: str) -> None:
        """Leave the host of `url` alone for the rest of the run."""
        with self._lock:
            self._hosts[self.key(url)].closed = True

    def is_spaced(self, host: str) -> bool:
        """Whether time must pass between two requests to `host`."""
        with self._lock:
            return host not in self._allowed or self._hosts[host].delay_s > 0

    def not_before(self, host: str) -> float:
        """When `host` may be asked next, on the monotonic clock in seconds; 0 for one that gets no more, to end its lane."""
        with self._lock:
            manners = self._hosts[host]
            over = manners.closed or self._is_spent(manners)
            return 0.0 if over else max(manners.next_start, manners.paused_until)

    def _is_spent(self, manners: _Manners) -> bool:
        return manners.spent_s >= self._budget_s or manners.requests >= self._max_requests


class Schedule:
    """Lanes in the order in which they come due. Thread-safe."""

    def __init__(self, lanes: Iterable[Lane], not_before: Callable[[str], float]) -> None:
        """All lanes are due at once.

        Args:
            lanes: with at least one job each.
            not_before: of a host; see `Pacer.not_before`.
        """
        self._not_before = not_before
        self._changed = threading.Condition()
        self._fresh = deque(lanes)
        self._begun: list[tuple[float, int, Lane]] = []
        self._out = 0
        self._order = itertools.count()
        self._stopped = False

    def add(self, lanes: Iterable[Lane]) -> None:
        """Have more lanes served, once nothing that has begun is due."""
        with self._changed:
            before = len(self._fresh)
            self._fresh.extend(lanes)
            self._changed.notify(len(self._fresh) - before)

    def take(self) -> Lane | None:
        """The next lane that is due, waiting for one; None when all work is done or the run was stopped."""
        with self._changed:
            return self._take()

    def give_back(self, lane: Lane, due: float = 0.0) -> None:
        """Return a lane; it comes up again where it still has jobs.

        Args:
            lane: as taken.
            due: earliest time for its next job, on the monotonic clock in seconds.
        """
        with self._changed:
            self._return(lane, due)
            self._changed.notify()  # one is enough to wait for it

    def exchange(self, lane: Lane, due: float) -> Lane | None:
        """`give_back` and `take` in one: wakes another worker only where there is something left for it."""
        with self._changed:
            self._return(lane, due)
            taken = self._take()
            if self._begun or self._fresh:
                self._changed.notify()
            return taken

    def stop(self) -> None:
        """Hand out nothing more."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def _take(self) -> Lane | None:
        while not self._stopped:
            now = time.monotonic()
            wait_s = self._due_in(now)
            if wait_s is not None and wait_s <= 0:
                self._out += 1
                return heapq.heappop(self._begun)[2]
            if self._fresh:
                lane = self._fresh.popleft()
                if self._not_before(lane.host) <= now:
                    self._out += 1
                    return lane
                self._push(lane, 0.0)
                continue
            if wait_s is None and not self._out:
                break
            self._changed.wait(wait_s)
        return None

    def _return(self, lane: Lane, due: float) -> None:
        self._out -= 1
        if lane.has_work:
            self._push(lane, due)
        elif not (self._out or self._begun or self._fresh):
            self._changed.notify_all()  # all may go home

    def _push(self, lane: Lane, due: float) -> None:
        due = max(due, self._not_before(lane.host))
        heapq.heappush(self._begun, (due, next(self._order), lane))

    def _due_in(self, now: float) -> float | None:
        """Seconds until a lane that has begun is due, 0 or less where one is; None where there is none."""
        while self._begun:
            due, _, lane = self._begun[0]
            actual = max(due, self._not_before(lane.host))
            if actual == due:
                return due - now
            heapq.heappop(self._begun)  # a redirect from elsewhere reached the host in the meantime
            self._push(lane, actual)
        return None
