"""What a proxy decides besides what `claimtrack.fetch.caching` does: by the request's own directives and conditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from benchmarks.cache_shim.answers import Answer

from claimtrack.fetch.caching import dates, directives, freshness, stale, storing, validation

GATEWAY_ERRORS = frozenset({500, 502, 503, 504})


def is_usable(answer: Answer, wanted: directives.Directives, now: datetime) -> bool:
    """Whether a stored answer may be used without asking, given the directives of the request (section 5.2.1)."""
    if storing.needs_validation(answer.headers) or "no-cache" in wanted or "no-store" in wanted:
        return False
    age_s = freshness.age_s(answer.stored, now)
    left_s = freshness.lifetime_s(answer.stored, heuristic=True) - age_s
    max_age = wanted.seconds("max-age")
    if max_age is not None and age_s > max_age:
        return False
    if "min-fresh" in wanted and left_s < (wanted.seconds("min-fresh") or 0):
        return False
    if left_s > 0:
        return True
    limited = any(wanted.arguments.get("max-stale", ()))
    within = "max-stale" in wanted and (not limited or -left_s <= (wanted.seconds("max-stale") or 0))
    return within and not stale.is_forbidden(answer.headers)


def storable(answer: Answer) -> Answer | None:
    """The answer as it may be stored (sections 3 and 3.1), or None."""
    headers = answer.headers
    if not storing.may_store(answer.status, headers):
        return None
    limited = directives.parse(headers.get("cache-control")).fields("no-cache") or frozenset()
    dropped = validation.HOP_BY_HOP | validation.connection_options(headers) | limited
    return replace(answer, fields=tuple(line for line in answer.fields if line[0].lower() not in dropped))


def is_known_to(answer: Answer, asked: Mapping[str, str]) -> bool:
    """Whether the client's own condition says that it holds this answer already (RFC 9110, section 13.2.2)."""
    headers = answer.headers
    if "if-none-match" in asked:
        etag = headers.get("etag")
        tags = [tag.strip() for tag in asked["if-none-match"].split(",")]
        return "*" in tags or (
            etag is not None and validation.opaque_tag(etag) in map(validation.opaque_tag, tags)
        )
    since = dates.parse(asked.get("if-modified-since"), answer.response_time)
    modified = dates.parse(headers.get("last-modified") or headers.get("date"), answer.response_time)
    return since is not None and modified is not None and modified <= since


def condition_of(held: Answer) -> dict[str, str]:
    """Request headers that ask whether a stored answer still stands."""
    headers = held.headers
    asked = {"if-none-match": headers.get("etag"), "if-modified-since": headers.get("last-modified")}
    return {name: value for name, value in asked.items() if value}


def stands_in(held: Answer, answer: Answer) -> bool:
    """Whether a stored answer is used in place of an error.

    A cache that is cut off from its origin may use what it holds unless that was ruled out (section 4.2.4); an error that
    the origin itself sends may be bridged only where it allowed that.
    """
    if answer.is_ours:
        return not stale.is_forbidden(held.headers)
    return answer.status in GATEWAY_ERRORS and stale.bridges_error(held.stored, datetime.now(UTC))
