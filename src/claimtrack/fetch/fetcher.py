"""Many URLs: who is fetched when, by how many threads, and how a run ends early."""

from __future__ import annotations

import functools
import queue
import threading
import time
from collections.abc import Callable, Collection, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

from claimtrack import __version__
from claimtrack.fetch.addresses import AllowHosts
from claimtrack.fetch.deadline import Deadline, Watchdog
from claimtrack.fetch.door import Door, Lookup, Resolver, system_lookup, tls_context
from claimtrack.fetch.keeping import Keeping
from claimtrack.fetch.politeness import Job, Lane, Pacer, Schedule, backoff_s
from claimtrack.fetch.problems import Failure, from_bad_url
from claimtrack.fetch.reuse import Course, bridges, course
from claimtrack.fetch.robots_gate import RobotsGate
from claimtrack.fetch.settings import FetchSettings
from claimtrack.fetch.settling import settled
from claimtrack.fetch.visit import VERSION, visit
from claimtrack.interfaces import FetchOutcome, FetchRequest, RobotsShelf, SnapshotKeeper
from claimtrack.models import ProblemSlug, Snapshot
from claimtrack.urls import BadUrlError, canonical

_NEVER = datetime.min.replace(tzinfo=UTC)

FAREWELL_S = 2.0
"""Most seconds that a run which ends early waits for its threads: one may be in the middle of keeping a page."""


class HttpFetcher:
    """Fetches pages over HTTP; implements `claimtrack.interfaces.Fetcher`. One fetcher may serve many runs."""

    version = VERSION

    def __init__(
        self,
        settings: FetchSettings | None = None,
        *,
        lookup: Lookup = system_lookup,
        robots: RobotsShelf | None = None,
    ) -> None:
        """Nothing is opened yet.

        Args:
            settings: limits and manners; the defaults where None.
            lookup: how names become addresses; they are judged whatever it answers.
            robots: where `robots.txt` files are kept from run to run; None to ask for them in each.

        Raises:
            ConfigError: an allowed host or the certificate file makes no sense.
        """
        self._settings = settings or FetchSettings()
        self._lookup = lookup
        self._robots = robots
        self._allowed = AllowHosts(self._settings.allow_hosts)
        self._tls = tls_context(self._settings.ca_file)

    def fetch(self, wanted: Iterable[FetchRequest], keeper: SnapshotKeeper) -> Iterator[FetchOutcome]:
        """Yield one outcome per request, as they finish: see `stream`, which this is without the pauses."""
        with closing(self.stream(wanted, keeper, None)) as outcomes:
            yield from filter(None, outcomes)

    def stream(
        self, wanted: Iterable[FetchRequest], keeper: SnapshotKeeper, wait_s: float | None
    ) -> Generator[FetchOutcome | None]:
        """Yield one outcome per request, as they finish; each distinct URL is asked for at most once.

        A page whose server said that the known snapshot is good for longer is not asked for at all.

        Closing the iterator (or an exception in the loop over it, KeyboardInterrupt included) ends all connections
        and waits for no server; whatever was kept stays kept.

        Args:
            wanted: taken in whole before the first request is made.
            keeper: where pages go; called from several threads.
            wait_s: Seconds without an outcome after which None is yielded, so that the loop can do other work meanwhile; None
                waits for the next outcome, however long that takes.

        Yields:
            A snapshot or a problem for each request.

        Raises:
            CacheError: the keeper cannot keep. What a server or the network does is never raised.
        """
        jobs: dict[str, Job] = {}
        for request in wanted:
            try:
                url = canonical(request.url)
            except BadUrlError as error:
                yield FetchOutcome(url=request.url, problem=from_bad_url(request.url, error))
                continue
            what = course(
                request.known, datetime.now(UTC), full_refetch_after_s=self._settings.full_refetch_after_s
            )
            if what is Course.REUSE:
                yield FetchOutcome(url=request.url, snapshot=request.known, not_modified=True, fresh=True)
            else:
                job = jobs.setdefault(url, Job(url=url, conditional=what is Course.VALIDATE))
                job.requests.append(request)
        if jobs:
            resolver = Resolver(self._lookup)
            with Watchdog() as watchdog:
                run = _Run(
                    settings=self._settings,
                    allowed=self._allowed,
                    new_door=self._doors(resolver),
                    keeper=keeper,
                    robots=self._robots,
                    watchdog=watchdog,
                    jobs=jobs.values(),
                )
                yield from settled(run.outcomes(wait_s), lambda: resolver.has_found_any)

    def _doors(self, resolver: Resolver) -> Callable[[], Door]:
        settings = self._settings
        contact = f" (+{settings.contact})" if settings.contact else ""
        return functools.partial(
            Door,
            resolver=resolver,
            allowed=self._allowed,
            proxy=settings.proxy,
            tls=self._tls,
            user_agent=f"claimtrack/{__version__}{contact}",
            connect_timeout_s=settings.connect_timeout_s,
            read_timeout_s=settings.read_timeout_s,
        )


class _Run:
    """One call of `HttpFetcher.fetch`: the lanes of its hosts and the threads that serve them."""

    def __init__(
        self,
        *,
        settings: FetchSettings,
        allowed: AllowHosts,
        new_door: Callable[[], Door],
        keeper: SnapshotKeeper,
        robots: RobotsShelf | None,
        watchdog: Watchdog,
        jobs: Collection[Job],
    ) -> None:
        self._settings = settings
        self._done: queue.SimpleQueue[FetchOutcome | BaseException] = queue.SimpleQueue()
        self._new_door = new_door
        self._keeping = Keeping(keeper, kept=self._finish, failed=self._done.put)
        self._watchdog = watchdog
        self._allowed = allowed
        self._pacer = Pacer(
            spacing_s=settings.spacing_s,
            allowed=allowed,
            budget_s=settings.host_budget_s,
            max_requests=settings.max_requests_per_host,
        )
        self._robots = RobotsGate(
            shelf=robots,
            max_attempts=1 + settings.max_retries,
            enter=self._pacer.enter,
            slow_down=self._pacer.slow_down,
        )
        lanes: dict[str, Lane] = {}
        for job in sorted(jobs, key=_last_seen):
            host = self._pacer.key(job.url)
            lanes.setdefault(host, Lane(host=host)).jobs.append(job)
        self._lanes = list(lanes.values())
        self._most_at_once = sum(self._connections(lane) for lane in self._lanes)
        self._schedule = Schedule(self._lanes, self._pacer.not_before)
        self._wanted = sum(len(job.requests) for job in jobs)

    def outcomes(self, wait_s: float | None) -> Generator[FetchOutcome | None]:
        """One for each request, None after each wait; ends all threads and connections however it is left."""
        count = min(self._settings.jobs, self._most_at_once)
        threads = [
            threading.Thread(target=self._work, name=f"claimtrack-fetch-{n}", daemon=True)
            for n in range(count)
        ]
        try:
            self._keeping.start()
            for thread in threads:
                thread.start()
            missing = self._wanted
            while missing:
                try:
                    outcome = self._done.get(timeout=wait_s)
                except queue.Empty:
                    yield None
                    continue
                if isinstance(outcome, BaseException):
                    raise outcome
                missing -= 1
                yield outcome
        finally:
            self._schedule.stop()
            self._watchdog.stop()
            self._keeping.stop()
            until = time.monotonic() + FAREWELL_S
            for thread in (*threads, *self._keeping.threads):
                if thread.ident is not None:
                    thread.join(max(0.0, until - time.monotonic()))
            if not any(thread.is_alive() for thread in threads):
                for lane in self._lanes:
                    lane.close()

    def _work(self) -> None:
        try:
            lane = self._schedule.take()
            while lane is not None:
                lane = self._schedule.exchange(lane, self._serve(lane))
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that iterates
            self._done.put(error)

    def _serve(self, lane: Lane) -> float:
        """Make one attempt at the lane's next job; the time from which the lane is due again."""
        job = lane.take()
        if job is None:
            lane.close()
            return 0.0
        door = lane.door = lane.door or self._new_door()
        started = time.monotonic()
        try:
            with self._watchdog.deadline(self._settings.total_timeout_s - job.spent_s) as deadline:
                enter = functools.partial(self._enter, door, deadline)
                response = visit(door, job.request, deadline, self._settings, enter)
        except Failure as failure:
            job.attempts += 1
            job.spent_s += time.monotonic() - started
            retry_in_s = self._retry_in_s(job, failure)
            if retry_in_s is not None:
                lane.retry = job
                return time.monotonic() + retry_in_s
            self._report(job, _without_page(job, failure))
        else:
            self._widen(lane)
            self._keeping.put(job, response)
        finally:
            self._pacer.note_time(job.url, time.monotonic() - started)
        if not lane.has_work:
            lane.close()
        return 0.0

    def _widen(self, lane: Lane) -> None:
        """Open more connections to a host that may have several, once it has answered and its wishes are known."""
        if lane.is_first and not self._pacer.is_spaced(lane.host):
            lane.is_first = False
            beside = [
                Lane(host=lane.host, jobs=lane.jobs, is_first=False)
                for _ in range(self._connections(lane) - 1)
            ]
            self._lanes += beside
            self._schedule.add(beside)

    def _connections(self, lane: Lane) -> int:
        """Most connections that its host may have at once, each with something to do."""
        allowed = self._settings.host_jobs if lane.host in self._allowed else 1
        return min(allowed, len(lane.jobs))

    def _enter(self, door: Door, deadline: Deadline, url: str) -> None:
        """See that `url` may be asked for now, by its robots.txt and by the wishes and the budget of its host."""
        if self._settings.robots:
            self._robots.check(url, door, deadline)
        self._pacer.enter(url)

    def _finish(self, job: Job, snapshot: Snapshot) -> None:
        confirmed = snapshot.confirmed_at is not None
        self._report(job, FetchOutcome(url=job.url, snapshot=snapshot, not_modified=confirmed))

    def _report(self, job: Job, outcome: FetchOutcome) -> None:
        for request in job.requests:
            self._done.put(replace(outcome, url=request.url))

    def _retry_in_s(self, job: Job, failure: Failure) -> float | None:
        """Seconds until the job is tried again, or None where it is over. Tells the pacer what the host wishes."""
        again = failure.passing and job.attempts <= self._settings.max_retries
        again = again and job.spent_s < self._settings.total_timeout_s
        delay_s = backoff_s(job.attempts, self._settings.retry_delay_s)
        if failure.problem.slug is ProblemSlug.RATE_LIMITED and failure.passing:
            delay_s = delay_s if failure.pause_s is None else failure.pause_s
            if not again or delay_s > self._settings.max_pause_s:
                self._pacer.close(failure.url)
                return None
            self._pacer.pause(failure.url, delay_s)
        return delay_s if again else None


def _last_seen(job: Job) -> datetime:
    """When the page was last known to stand: what the budget of its host cut off in one run comes first in the next."""
    return _NEVER if job.known is None else job.known.confirmed_at or job.known.fetched_at


def _without_page(job: Job, failure: Failure) -> FetchOutcome:
    if bridges(job.known, failure.problem.slug, datetime.now(UTC)):
        return FetchOutcome(url=job.url, snapshot=job.known, stale_because=failure.problem)
    return FetchOutcome(url=job.url, problem=failure.problem)
