"""Why a check could not be made, and what stands in the place of a page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ProblemSlug(StrEnum):
    """Why a check could not be made. A closed set; `docs/problems.md` says what to do about each."""

    NEEDS_SOURCE = "needs-source"
    NOT_CACHED = "not-cached"
    BAD_URL = "bad-url"
    NETWORK = "network"
    DNS = "dns"
    RESET = "reset"
    TIMEOUT = "timeout"
    DEADLINE = "deadline"
    TLS = "tls"
    NOT_FOUND = "http-404"
    GONE = "gone"
    HTTP_ERROR = "http-error"
    SERVER_ERROR = "http-5xx"
    BAD_STATUS = "bad-status"
    BLOCKED = "blocked"
    RATE_LIMITED = "rate-limited"
    ROBOTS = "robots"
    BUDGET = "budget"
    TOO_LARGE = "too-large"
    TRUNCATED = "truncated"
    DECODE_ERROR = "decode-error"
    ENCODING_REFUSED = "encoding-refused"
    WRONG_TYPE = "wrong-type"
    PARSE_ERROR = "parse-error"
    PARSE_LIMIT = "parse-limit"
    TOO_DEEP = "too-deep"
    WORKER_DIED = "worker-died"
    PDF_DAMAGED = "pdf-damaged"
    PDF_ENCRYPTED = "pdf-encrypted"
    NEEDS_OCR = "needs-ocr"
    NO_TEXT = "no-text"
    PAYWALL = "paywall"
    CONSENT_WALL = "consent-wall"
    LOGIN_WALL = "login-wall"
    JS_ONLY = "js-only"
    SOFT_NOT_FOUND = "soft-404"
    REDIRECTED_HOME = "redirected-home"
    MOVED_HOST = "moved-host"
    PARKED = "parked"
    GARBLED = "garbled"
    BLOCKED_ADDRESS = "blocked-address"
    SCHEME_REFUSED = "scheme-refused"
    BAD_REDIRECT = "bad-redirect"
    REDIRECT_LOOP = "redirect-loop"
    PROTOCOL = "protocol"
    CACHE_CORRUPT = "cache-corrupt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a check could not be made. Never a verdict about the claim."""

    slug: ProblemSlug
    detail: str
    """What happened, in one sentence, safe to print once escaped; secrets in URLs are redacted."""
    hint: str = ""
    """What a person can do about it."""


class Severity(StrEnum):
    """What a finding about a page means for the claims held against it."""

    REPLACES = "replaces"
    """Something else stands in the page's place: nothing on it may be scored."""
    LIMITS = "limits"
    """The page may be incomplete: what it visibly supports stands, what is missing from it says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is wrong with a page that arrived: a wall, a stub, an error page, another page."""

    problem: Problem
    severity: Severity
