"""From what goes wrong on the network to a `Problem` in words: the only place that names a slug for it.

`Failure` is raised anywhere below `claimtrack.fetch.fetcher` and never leaves this package.
"""

from __future__ import annotations

import http.client
import re
import socket
import ssl
from collections.abc import Iterator, Mapping
from http import HTTPStatus

import requests
import urllib3.exceptions

from claimtrack.models import Problem, ProblemSlug
from claimtrack.urls import BadUrlError, redact

MAX_DETAIL = 500
"""Most characters of a detail: some of it may come from a server."""

NETWORK_ERRORS = (
    requests.RequestException,
    urllib3.exceptions.HTTPError,
    http.client.HTTPException,
    OSError,
    UnicodeError,  # requests and the idna codec raise it outside of requests' own tree
)
"""What requests, urllib3 and the standard library raise for what a server or the network does."""

_HINTS = {
    ProblemSlug.BAD_URL: "correct the URL in the claim file",
    ProblemSlug.SCHEME_REFUSED: "cite a page by its http or https address",
    ProblemSlug.NETWORK: "check the spelling of the host and your own connection",
    ProblemSlug.DNS: "check the spelling of the host; if it is right, the site has gone: cite an archived copy",
    ProblemSlug.RESET: "try again later; if it lasts, open the page in a browser",
    ProblemSlug.TIMEOUT: "try again later; if it lasts, the site may be down",
    ProblemSlug.DEADLINE: "try again later; a slow site may need a longer total timeout",
    ProblemSlug.TLS: "open the page in a browser; connections are never made unverified",
    ProblemSlug.NOT_FOUND: "look for the page at its publisher, or cite an archived copy",
    ProblemSlug.GONE: "the publisher removed the page for good: cite an archived copy or another source",
    ProblemSlug.HTTP_ERROR: "open the page in a browser",
    ProblemSlug.SERVER_ERROR: "try again later",
    ProblemSlug.BAD_STATUS: "open the page in a browser: some sites answer programs with a status of their own making",
    ProblemSlug.BLOCKED: "open the page in a browser: the site refuses programs, the page may be fine",
    ProblemSlug.RATE_LIMITED: "try again later; nothing more is asked of a site than it allows",
    ProblemSlug.ROBOTS: "open the page in a browser: the site asks programs not to fetch it, the page may be fine",
    ProblemSlug.BUDGET: "run again: what one host may cost a run was spent",
    ProblemSlug.TOO_LARGE: "cite a smaller page, or raise the size limit",
    ProblemSlug.TRUNCATED: "try again: the page did not arrive whole",
    ProblemSlug.DECODE_ERROR: "open the page in a browser; if it reads well there, cite an archived copy",
    ProblemSlug.ENCODING_REFUSED: "cite an archived copy: the server ignores which encodings are accepted",
    ProblemSlug.BLOCKED_ADDRESS: "to reach a page on your own network, allow its exact HOST:PORT",
    ProblemSlug.BAD_REDIRECT: "open the page in a browser and cite the address where it ends up",
    ProblemSlug.REDIRECT_LOOP: "open the page in a browser and cite the address where it ends up; cookies are never kept",
    ProblemSlug.PROTOCOL: "open the page in a browser; the server's answer breaks the rules of HTTP",
}

_NO_SUCH_NAME = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})
"""Answers of the name service that are final; EAI_AGAIN and the others may pass."""

_STATUSES = {HTTPStatus.NOT_FOUND.value: ProblemSlug.NOT_FOUND, HTTPStatus.GONE.value: ProblemSlug.GONE}
_STATUS_CLASSES = {3: ProblemSlug.HTTP_ERROR, 4: ProblemSlug.HTTP_ERROR, 5: ProblemSlug.SERVER_ERROR}


class Failure(Exception):  # noqa: N818 - a result on its way up, not an error of ours
    """A page did not come; carries the problem and whether it may pass by itself."""

    def __init__(
        self,
        slug: ProblemSlug,
        detail: str,
        *,
        passing: bool = False,
        pause_s: float | None = None,
        url: str = "",
        unreachable: bool = False,
    ) -> None:
        """Say what happened.

        Args:
            slug: what kind of failure.
            detail: one sentence; secrets in URLs are redacted here, and control characters replaced.
            passing: whether asking again soon may well succeed.
            pause_s: seconds for which the server asks to be left alone (Retry-After).
            url: whose host asks for it.
            unreachable: whether no connection stood, so that every other page of the host would fare alike.
        """
        super().__init__(detail)
        self.problem = problem(slug, detail)
        self.passing = passing
        self.pause_s = pause_s
        self.url = url
        self.unreachable = unreachable


def problem(slug: ProblemSlug, detail: str) -> Problem:
    """A `Problem` with the usual hint, its detail redacted, printable and of bounded length."""
    text = "".join(ch if ch.isprintable() else "\N{REPLACEMENT CHARACTER}" for ch in redact(detail))
    if len(text) > MAX_DETAIL:
        text = text[: MAX_DETAIL - 1] + "…"
    return Problem(slug=slug, detail=text, hint=_HINTS[slug])


def from_status(
    status: int, headers: Mapping[str, str], url: str, *, pause_s: float | None
) -> Failure | None:
    """What an HTTP status says went wrong, or None for an answer that carries the page (2xx, and 304).

    Args:
        status: of the final answer; redirects that are followed never come here.
        headers: names in lower case.
        url: that answered.
        pause_s: seconds of its Retry-After, where it has one.
    """
    answered = f"{url} answered {status}"
    if is_challenge(headers) or status in {401, 403, 451}:
        return Failure(ProblemSlug.BLOCKED, answered)
    if status == HTTPStatus.PARTIAL_CONTENT:
        return Failure(
            ProblemSlug.TRUNCATED, f"{answered}: a part of the page, though all of it was asked for"
        )
    if status // 100 == 2 or status == HTTPStatus.NOT_MODIFIED:  # noqa: PLR2004 - the success class
        return None
    if status == HTTPStatus.TOO_MANY_REQUESTS or (
        status == HTTPStatus.SERVICE_UNAVAILABLE and pause_s is not None
    ):
        wanted = "" if pause_s is None else f" and asks for {pause_s:.0f} s of rest"
        return Failure(ProblemSlug.RATE_LIMITED, answered + wanted, passing=True, pause_s=pause_s, url=url)
    slug = _STATUSES.get(status) or _STATUS_CLASSES.get(status // 100, ProblemSlug.BAD_STATUS)
    return Failure(slug, answered, passing=slug is ProblemSlug.SERVER_ERROR)


def is_challenge(headers: Mapping[str, str]) -> bool:
    """Whether a robot wall answered in place of the site, by the headers that such walls document.

    Cloudflare sends `cf-mitigated: challenge`, AWS WAF `x-amzn-waf-action: challenge` or `captcha`, with any status.
    """
    return headers.get("cf-mitigated", "").strip().lower() == "challenge" or headers.get(
        "x-amzn-waf-action", ""
    ).strip().lower() in {"challenge", "captcha"}


def from_exception(error: BaseException, url: str) -> Failure:
    """What an exception of requests, urllib3, ssl or the standard library means.

    Args:
        error: one of `NETWORK_ERRORS`, with its causes still chained to it.
        url: that was asked.
    """
    for cause in _chain(error):
        if (failure := _known(cause, url)) is not None:
            return failure
    return Failure(ProblemSlug.PROTOCOL, f"{url}: {_words(error)}")


def _known(error: BaseException, url: str) -> Failure | None:  # noqa: PLR0911 - one line per kind reads best flat
    match error:
        case ssl.SSLCertVerificationError():
            return Failure(ProblemSlug.TLS, f"{url}: certificate refused: {error.verify_message}")
        case ssl.SSLError():
            return Failure(ProblemSlug.TLS, f"{url}: {error.reason or 'TLS failed'}")
        case urllib3.exceptions.InvalidChunkLength() | urllib3.exceptions.InvalidHeader():
            return Failure(ProblemSlug.PROTOCOL, f"{url}: {_words(error)}")
        case http.client.IncompleteRead():
            return Failure(ProblemSlug.TRUNCATED, f"{url} sent less than it announced")
        case urllib3.exceptions.ProtocolError(args=("Response ended prematurely", *_)):
            return Failure(ProblemSlug.TRUNCATED, f"{url} broke off in the middle of its body")
        case http.client.RemoteDisconnected():
            return Failure(
                ProblemSlug.PROTOCOL, f"{url} closed the connection without an answer", passing=True
            )
        case http.client.HTTPException():
            return Failure(ProblemSlug.PROTOCOL, f"{url}: {_words(error)}")
        case ConnectionResetError() | BrokenPipeError() | ConnectionAbortedError():
            return Failure(ProblemSlug.RESET, f"{url} reset the connection", passing=True)
        case urllib3.exceptions.TimeoutError() | TimeoutError():
            return Failure(ProblemSlug.TIMEOUT, f"{url} went silent")
        case requests.exceptions.InvalidURL() | urllib3.exceptions.LocationValueError():
            return Failure(ProblemSlug.BAD_URL, f"{url} is no URL that can be asked for")
        case OSError(errno=int()):
            return Failure(ProblemSlug.NETWORK, f"{url}: {error.strerror}")
    return None


def from_bad_url(url: str, error: BadUrlError) -> Problem:
    """Why a URL is not asked for at all."""
    scheme = re.match(r"\s*([A-Za-z][A-Za-z0-9+.-]*):", url)
    foreign = scheme is not None and scheme[1].lower() not in {"http", "https"}
    return problem(ProblemSlug.SCHEME_REFUSED if foreign else ProblemSlug.BAD_URL, f"{url}: {error}")


def from_connect(error: OSError, host: str, address: str) -> Failure:
    """Why no connection to `address` stands.

    Args:
        error: of `socket.connect`.
        host: `HOST:PORT` that was asked for.
        address: the last one tried.
    """
    where = f"{host} ({address})"
    slug, what, passing = ProblemSlug.NETWORK, f": {error.strerror or error}", False
    if isinstance(error, TimeoutError):
        slug, what, passing = ProblemSlug.TIMEOUT, " did not take the connection in time", True
    elif isinstance(error, ConnectionResetError):
        slug, what, passing = ProblemSlug.RESET, " reset the connection", True
    return Failure(slug, where + what, passing=passing, unreachable=True)


def silent_handshake(host: str) -> Failure:
    """What a server is that takes a connection and then never agrees on TLS."""
    return Failure(
        ProblemSlug.TIMEOUT, f"{host} did not agree on a secure connection in time", unreachable=True
    )


def from_lookup(error: Exception, host: str, *, has_route: bool) -> Failure:
    """Why the name of a host has no address.

    Args:
        error: of the look-up.
        host: as asked for.
        has_route: whether this machine could reach the outside at all; without, no answer says anything of the name.

    Returns:
        `dns` where the name service says that there is no such name; `network` where it may not have been asked.
    """
    slug = ProblemSlug.NETWORK
    if isinstance(error, TimeoutError):
        why = "the name server did not answer in time"
    elif isinstance(error, socket.gaierror):
        why = error.strerror or "look-up failed"
        if error.errno in _NO_SUCH_NAME and has_route:
            slug = ProblemSlug.DNS
    elif isinstance(error, ValueError):
        why = "not a domain name"
    else:
        why = "it has no address"
    return Failure(slug, f"host {host} was not found: {why}", unreachable=True)


def without_network(problem_: Problem) -> Problem:
    """A `dns` problem for what it is where no name was ever found: a look-up that says nothing of the name."""
    return Problem(slug=ProblemSlug.NETWORK, detail=problem_.detail, hint=_HINTS[ProblemSlug.NETWORK])


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and everything that led to it, the innermost first: a cause tells more than what wraps it."""
    seen: list[BaseException] = []
    open_ends: list[BaseException] = [error]
    while open_ends:
        current = open_ends.pop(0)
        if any(current is known for known in seen):
            continue
        seen.append(current)
        nested = (current.__cause__, current.__context__, getattr(current, "reason", None), *current.args)
        open_ends.extend(inner for inner in nested if isinstance(inner, BaseException))
    return reversed(seen)


def _words(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
