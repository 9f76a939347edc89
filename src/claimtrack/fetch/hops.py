"""Redirects, followed by our own rules: each target is judged like a URL out of a claim file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import requests

from claimtrack.fetch.deadline import Deadline
from claimtrack.fetch.door import Door
from claimtrack.fetch.headers import conditional
from claimtrack.fetch.problems import Failure
from claimtrack.models import ProblemSlug, Snapshot
from claimtrack.urls import BadUrlError, canonical

REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """The answer at the end of the redirects, its body still on the wire."""

    response: requests.Response
    final_url: str
    redirects: tuple[str, ...]
    """Every URL that answered with a redirect, in order."""
    asked_conditionally: bool


def follow(
    door: Door,
    url: str,
    known: Snapshot | None,
    deadline: Deadline,
    *,
    max_redirects: int,
    enter: Callable[[str], None],
) -> Arrival:
    """Ask for `url` and go where it leads. No body is read, that of a redirect never.

    Args:
        door: the way out.
        url: canonical.
        known: newest snapshot, to ask conditionally.
        deadline: over all hops together.
        max_redirects: most hops.
        enter: called with each URL before it is asked for; raises `Failure` to forbid it.

    Raises:
        Failure: `bad-redirect`, `scheme-refused`, `redirect-loop`, and what the door raises.
        requests.RequestException: and the others of `problems.NETWORK_ERRORS`.
    """
    redirects: list[str] = []
    current = url
    while True:
        enter(current)
        condition = conditional(known, current)
        response = door.get(current, condition, deadline)
        if response.status_code not in REDIRECTS:
            return Arrival(
                response=response,
                final_url=current,
                redirects=tuple(redirects),
                asked_conditionally=bool(condition),
            )
        response.close()
        redirects.append(current)
        current = target(current, response.headers.get("Location"))
        if current in redirects:
            raise Failure(ProblemSlug.REDIRECT_LOOP, f"{url} leads back to {current}")
        if len(redirects) > max_redirects:
            raise Failure(ProblemSlug.REDIRECT_LOOP, f"{url} redirects more than {max_redirects} times")


def target(base: str, location: str | None) -> str:
    """The canonical URL that a Location header means; its fragment is dropped.

    Args:
        base: the URL that answered.
        location: as `http.client` gives it: bytes read as Latin-1.

    Raises:
        Failure: `bad-redirect` or `scheme-refused`.
    """
    if not location or not location.strip():
        raise Failure(ProblemSlug.BAD_REDIRECT, f"{base} redirects without saying where to")
    try:
        text = location.encode("latin-1").decode("utf-8").strip().replace(" ", "%20")  # as browsers do
        joined = urljoin(base, text)
        scheme = urlsplit(joined).scheme
    except ValueError as error:  # bytes that are not UTF-8, or a host that is no host
        raise Failure(ProblemSlug.BAD_REDIRECT, f"{base} redirects to what is no URL") from error
    if scheme not in {"http", "https"}:
        raise Failure(ProblemSlug.SCHEME_REFUSED, f"{base} redirects to a {scheme}: address")
    try:
        return canonical(joined)
    except BadUrlError as error:
        raise Failure(ProblemSlug.BAD_REDIRECT, f"{base} redirects to a bad address: {error}") from error
