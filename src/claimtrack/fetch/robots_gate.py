"""Asking servers for their `robots.txt`, and keeping to it.

What a server answers decides (RFC 9309, section 2.3.1): a file binds; without one (4xx, or redirects that lead nowhere)
everything is allowed; while it fails (5xx, silence, half an answer) nothing is, for now.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import requests

from claimtrack.fetch import body
from claimtrack.fetch.deadline import Deadline
from claimtrack.fetch.door import Door
from claimtrack.fetch.headers import retry_after
from claimtrack.fetch.hops import follow
from claimtrack.fetch.problems import NETWORK_ERRORS, Failure, from_exception, from_status
from claimtrack.fetch.robots import MAX_BYTES, RobotsRules
from claimtrack.interfaces import RobotsFile, RobotsShelf
from claimtrack.models import ProblemSlug

MAX_REDIRECTS = 5
"""RFC 9309, section 2.3.1.2."""
MAX_AGE = timedelta(days=1)
"""How long a file is used (section 2.4)."""

_CLIENT_ERROR = range(400, 500)
_NO_FILE = frozenset({ProblemSlug.BAD_REDIRECT, ProblemSlug.REDIRECT_LOOP, ProblemSlug.SCHEME_REFUSED})
"""Redirects that lead to no file: as good as none."""
_OF_THE_HOST = frozenset(
    {
        ProblemSlug.TLS,
        ProblemSlug.BLOCKED_ADDRESS,
        ProblemSlug.RATE_LIMITED,
        ProblemSlug.BUDGET,
    }
)
"""What would befall the page as it befell its robots.txt, and says more than `robots`."""


@dataclass(slots=True)
class _Known:
    """What is known of one origin in this run."""

    rules: RobotsRules | None = None
    refusal: str = ""
    """Why nothing of it is asked for in this run."""
    attempts: int = 0


class RobotsGate:
    """Lets through what `robots.txt` files allow; one for a run, used by all its threads."""

    def __init__(
        self,
        *,
        shelf: RobotsShelf | None,
        max_attempts: int,
        enter: Callable[[str], None],
        slow_down: Callable[[str, float], None],
    ) -> None:
        """Nothing is known yet.

        Args:
            shelf: where files are kept from run to run; None to ask in every run.
            max_attempts: how often a server that fails is asked for its file in a run.
            enter: called with each URL before it is asked for; raises `Failure` to forbid it.
            slow_down: told of a URL and the seconds its host wants between two requests.
        """
        self._shelf = shelf
        self._max_attempts = max_attempts
        self._enter = enter
        self._slow_down = slow_down
        self._lock = threading.Lock()
        self._origins: dict[str, _Known] = {}

    def check(self, url: str, door: Door, deadline: Deadline) -> None:
        """Return where `url` may be asked for; its server is asked for its rules at the first URL.

        Args:
            url: canonical.
            door: to ask through.
            deadline: of the page, which the question counts towards.

        Raises:
            Failure: `robots` where the rules forbid it or could not be had; what befell the host otherwise.
        """
        origin = origin_of(url)
        with self._lock:
            known = self._origins.setdefault(origin, _Known())
        if known.rules is None and not known.refusal:
            self._learn(known, origin, url, door, deadline)
        if known.refusal:
            raise Failure(ProblemSlug.ROBOTS, known.refusal)
        if known.rules is not None and not known.rules.allows(url):
            raise Failure(ProblemSlug.ROBOTS, f"{origin}/robots.txt asks robots not to fetch {url}")

    def _learn(self, known: _Known, origin: str, url: str, door: Door, deadline: Deadline) -> None:
        now = datetime.now(UTC)
        file = self._shelf.robots(origin) if self._shelf else None
        if file is None or not timedelta(0) <= now - file.fetched_at < MAX_AGE:
            asked: list[str] = []
            try:
                file = self._ask(origin, door, deadline, asked)
            except Failure as failure:
                self._refuse(known, origin, failure, is_at_home=len(asked) <= 1)
                return
            if self._shelf:
                self._shelf.keep_robots(file)
        rules = RobotsRules(file.body)
        if rules.crawl_delay_s:
            self._slow_down(url, rules.crawl_delay_s)
        known.rules = rules

    def _refuse(self, known: _Known, origin: str, failure: Failure, *, is_at_home: bool) -> None:
        """Say why no rules are known: what befell the host itself is told as that, and not as a matter of rules."""
        if is_at_home and (failure.unreachable or failure.problem.slug in _OF_THE_HOST):
            raise failure
        known.attempts += 1
        detail = f"{origin}/robots.txt could not be read, so nothing is fetched there for now: {failure.problem.detail}"
        if failure.passing and known.attempts < self._max_attempts:
            raise Failure(ProblemSlug.ROBOTS, detail, passing=True) from failure
        known.refusal = detail

    def _ask(self, origin: str, door: Door, deadline: Deadline, asked: list[str]) -> RobotsFile:
        """The file of an origin; every URL on the way to it is added to `asked`."""

        def enter(hop: str) -> None:
            asked.append(hop)
            self._enter(hop)

        url = f"{origin}/robots.txt"
        try:
            arrival = follow(door, url, None, deadline, max_redirects=MAX_REDIRECTS, enter=enter)
            with closing(arrival.response) as response:
                content = _receive(response, arrival.final_url)
                status = response.status_code
        except Failure as failure:
            if failure.problem.slug not in _NO_FILE:
                raise
            content, status = b"", 404
        except NETWORK_ERRORS as error:
            if deadline.expired:
                raise Failure(ProblemSlug.DEADLINE, f"{url} did not arrive in time") from error
            raise from_exception(error, url) from error
        if deadline.expired:  # a body without a length looks whole when its connection is shut
            raise Failure(ProblemSlug.DEADLINE, f"{url} did not arrive in time")
        return RobotsFile(origin=origin, fetched_at=datetime.now(UTC), status=status, body=content)


def origin_of(url: str) -> str:
    """Scheme, host and port of a canonical URL: what one `robots.txt` speaks for (RFC 9309, section 2.3)."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _receive(response: requests.Response, url: str) -> bytes:
    headers = {name.lower(): value for name, value in response.headers.items()}
    pause_s = retry_after(headers.get("retry-after"), datetime.now(UTC))
    failure = from_status(response.status_code, headers, url, pause_s=pause_s)
    if failure is None:
        return body.read_start(response, max_bytes=MAX_BYTES)
    if response.status_code in _CLIENT_ERROR and failure.problem.slug is not ProblemSlug.RATE_LIMITED:
        return b""
    raise failure
