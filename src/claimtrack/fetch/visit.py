"""One attempt at one URL: ask, follow, judge the status, read the body."""

from __future__ import annotations

import contextlib
import functools
import time
from collections.abc import Callable
from datetime import UTC, datetime

from claimtrack.bodies import Body
from claimtrack.fetch import body
from claimtrack.fetch.caching.validation import confirms, merged
from claimtrack.fetch.deadline import Deadline
from claimtrack.fetch.door import Door
from claimtrack.fetch.headers import kept, retry_after
from claimtrack.fetch.hops import Arrival, follow
from claimtrack.fetch.problems import NETWORK_ERRORS, Failure, from_exception, from_status
from claimtrack.fetch.settings import FetchSettings
from claimtrack.interfaces import FetchRequest, Response
from claimtrack.models import ProblemSlug, Snapshot

VERSION = "http@1"
"""Changes whenever the same server could lead to another snapshot."""

NOT_MODIFIED = 304

_BEFORE_THE_PAGE = frozenset({ProblemSlug.NETWORK, ProblemSlug.DNS, ProblemSlug.ROBOTS})
"""Failures that stay what they are even if time ran out over them: the page itself was never asked for."""


def visit(
    door: Door,
    request: FetchRequest,
    deadline: Deadline,
    settings: FetchSettings,
    enter: Callable[[str], None],
) -> Response:
    """The whole answer to one request.

    Args:
        door: the way out.
        request: its URL canonical.
        deadline: over everything that this attempt does.
        settings: limits.
        enter: called with each URL before it is asked for; raises `Failure` to forbid it.

    Returns:
        A page, or a 304 where the known snapshot stands.

    Raises:
        Failure: whatever else a server or the network may do.
    """
    started = time.monotonic()
    try:
        ask = functools.partial(
            follow, door, request.url, deadline=deadline, max_redirects=settings.max_redirects, enter=enter
        )
        arrival = ask(request.known)
        if request.known and not _confirms(arrival, request.known):
            arrival.response.close()
            arrival = ask(None)
        with contextlib.closing(arrival.response):
            content = _receive(arrival, settings)
    except Failure as failure:
        if deadline.expired and failure.problem.slug not in _BEFORE_THE_PAGE:
            raise _too_late(request.url, settings) from failure
        raise
    except NETWORK_ERRORS as error:
        if deadline.expired:
            raise _too_late(request.url, settings) from error
        raise from_exception(error, request.url) from error
    if deadline.expired:  # a body without a length looks whole when its connection is shut
        content.close()
        raise _too_late(request.url, settings)
    headers = kept(arrival.response.headers)
    confirmed = request.known if arrival.response.status_code == NOT_MODIFIED else None
    return Response(
        url=request.url,
        final_url=arrival.final_url,
        redirects=arrival.redirects,
        status=arrival.response.status_code,
        headers=merged(confirmed.headers, headers) if confirmed else headers,
        body=content,
        confirms=confirmed,
        fetched_at=datetime.now(UTC),
        elapsed_ms=round((time.monotonic() - started) * 1000),
        fetcher=VERSION,
    )


def _confirms(arrival: Arrival, known: Snapshot) -> bool:
    """Whether a 304 is about the snapshot that is known; True for every other answer."""
    if arrival.response.status_code != NOT_MODIFIED or not arrival.asked_conditionally:
        return True
    validators = {"etag": known.etag or "", "last-modified": known.last_modified or ""}
    return confirms(validators, kept(arrival.response.headers))


def _receive(arrival: Arrival, settings: FetchSettings) -> Body:
    response = arrival.response
    headers = {name.lower(): value for name, value in response.headers.items()}
    pause_s = retry_after(headers.get("retry-after"), datetime.now(UTC))
    failure = from_status(response.status_code, headers, arrival.final_url, pause_s=pause_s)
    if failure is not None:
        raise failure
    if response.status_code == NOT_MODIFIED:
        if not arrival.asked_conditionally:
            raise Failure(
                ProblemSlug.PROTOCOL, f"{arrival.final_url} answered 304 to a request without a condition"
            )
        return Body()
    return body.read(response, max_wire_bytes=settings.max_wire_bytes, max_body_bytes=settings.max_body_bytes)


def _too_late(url: str, settings: FetchSettings) -> Failure:
    return Failure(ProblemSlug.DEADLINE, f"{url} did not arrive whole within {settings.total_timeout_s:g} s")
