"""JSON sent to a server that the settings name, such as a language model's: through the same door as every page.

The server's own HOST:PORT is let through wherever it is, because the person named it, and nothing else with it. No redirect is
followed, so that a key goes to that server alone.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import requests

from claimtrack import __version__
from claimtrack.fetch import body
from claimtrack.fetch.addresses import AllowHosts
from claimtrack.fetch.deadline import Deadline, Watchdog
from claimtrack.fetch.door import Door, Resolver, tls_context
from claimtrack.fetch.headers import retry_after
from claimtrack.fetch.problems import NETWORK_ERRORS, Failure, from_exception, problem
from claimtrack.fetch.settings import FetchSettings
from claimtrack.interfaces import PostAnswer
from claimtrack.models import Problem, ProblemSlug
from claimtrack.urls import BadUrlError, canonical, host_of, is_loopback

MAX_ANSWER_BYTES = 2_000_000
"""Largest answer read, as it travels and inflated."""


class JsonClient:
    """Implements `claimtrack.interfaces.JsonPoster`. Safe to share between threads: each request has its own connection."""

    def __init__(self, settings: FetchSettings) -> None:
        """Nothing is opened yet.

        Args:
            settings: of these, `proxy`, `ca_file` and `connect_timeout_s` are heeded.

        Raises:
            ConfigError: the certificate file cannot be used.
        """
        self._settings = settings
        self._lock = threading.Lock()
        self._watchdogs: set[Watchdog] = set()
        self._stopped = False
        self._resolver = Resolver()
        self._tls = tls_context(settings.ca_file)

    def post(
        self, url: str, payload: Mapping[str, object], *, headers: Mapping[str, str], timeout_s: float
    ) -> PostAnswer:
        """Send one document and return the answer, whatever its status.

        Args:
            url: http or https.
            payload: what JSON can write.
            headers: on top of the usual ones. They are sent, and stand in no message.
            timeout_s: seconds for all of it: look-up, connection, and waiting for the whole answer.
        """
        try:
            address = canonical(url)
        except BadUrlError as error:
            return PostAnswer(problem=problem(ProblemSlug.BAD_URL, str(error)))
        data = json.dumps(payload).encode("ascii")
        with Watchdog() as watchdog, self._stoppable(watchdog), watchdog.deadline(timeout_s) as deadline:
            try:
                return self._send(address, data, headers, deadline, timeout_s)
            except Failure as failure:
                found = failure.problem
            except NETWORK_ERRORS as error:
                found = from_exception(error, address).problem
            if deadline.expired:
                found = _too_late(address, timeout_s)
            return PostAnswer(problem=found)

    def stop(self) -> None:
        """End the requests under way; those to come end at once."""
        with self._lock:
            self._stopped = True
            for watchdog in self._watchdogs:
                watchdog.stop()

    @contextlib.contextmanager
    def _stoppable(self, watchdog: Watchdog) -> Iterator[None]:
        with self._lock:
            self._watchdogs.add(watchdog)
            if self._stopped:
                watchdog.stop()
        try:
            yield
        finally:
            with self._lock:
                self._watchdogs.discard(watchdog)

    def _send(
        self, url: str, data: bytes, headers: Mapping[str, str], deadline: Deadline, timeout_s: float
    ) -> PostAnswer:
        host = host_of(url)
        with contextlib.closing(
            Door(
                resolver=self._resolver,
                allowed=AllowHosts([host]),
                tls=self._tls,
                user_agent=f"claimtrack/{__version__}",
                connect_timeout_s=self._settings.connect_timeout_s,
                read_timeout_s=timeout_s,
                # This machine is not to be found behind a proxy.
                proxy="" if is_loopback(url) else self._settings.proxy,
            )
        ) as door:
            sent = {"Content-Type": "application/json", "Accept": "application/json", **headers}
            with contextlib.closing(door.send("POST", url, sent, deadline, data)) as response:
                return self._answer(response, deadline, url, timeout_s)

    @staticmethod
    def _answer(response: requests.Response, deadline: Deadline, url: str, timeout_s: float) -> PostAnswer:
        limit = MAX_ANSWER_BYTES
        with contextlib.closing(body.read(response, max_wire_bytes=limit, max_body_bytes=limit)) as content:
            data = content.read()
        if deadline.expired:  # a body without a length looks whole when its connection is shut
            return PostAnswer(problem=_too_late(url, timeout_s))
        pause_s = retry_after(response.headers.get("Retry-After"), datetime.now(UTC))
        return PostAnswer(status=response.status_code, body=data, pause_s=pause_s)


def _too_late(url: str, timeout_s: float) -> Problem:
    return problem(ProblemSlug.DEADLINE, f"{url} did not answer whole within {timeout_s:g} s")
