"""Copies of a page that web archives keep: found by the Memento protocol (RFC 7089) or Wayback's availability service.

Nothing is taken on trust. A copy counts once the claim was held against it, and everything is asked for through the one
door to the network. Archives ask for patience, so there is a pause before each request to one.
"""

from __future__ import annotations

import heapq
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import quote, urljoin

from claimtrack.interfaces import Cache, Fetcher, FetchRequest, Response, SnapshotKeeper
from claimtrack.linkformat import Link, parse_links
from claimtrack.models import Claim, Problem, Snapshot, Verdict
from claimtrack.reading import PageReader
from claimtrack.settling import settle
from claimtrack.urls import BadUrlError, canonical

_WAYBACK = re.compile(r"/web/(\d{14})/")
_TIMESTAMP = "%Y%m%d%H%M%S"
_LARGEST_ANSWER = 10_000_000
"""Bytes of a TimeMap that are read: some 60,000 copies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Memento:
    """A copy that an archive says it keeps."""

    url: str
    """Where a person opens it."""
    moment: datetime
    """When the archive took it."""

    @property
    def raw_url(self) -> str:
        """Where the page is as it was sent: Wayback puts its own frame around it everywhere else."""
        return _WAYBACK.sub(r"/web/\1id_/", self.url, count=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What a claim looks like on one copy: a verdict or a problem. Without a copy, why none could be looked for."""

    memento: Memento | None = None
    snapshot: Snapshot | None = None
    verdict: Verdict | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveSearch:
    """Looks for copies and holds claims against them."""

    fetcher: Fetcher
    cache: Cache
    """Where copies are kept; marks them as such."""
    reader: PageReader
    """Reads from that cache."""
    timegate: str = ""
    """The URL of a page is put behind it; empty for none."""
    availability: str = ""
    """Takes `url` and `timestamp` as parameters and answers in JSON; empty for none."""
    pause: Callable[[], None]
    """Waits a while; called before each request."""

    def find(self, claim: Claim, url: str, near: datetime, *, most: int) -> Iterator[Tried]:
        """Hold a claim against copies of a page, those nearest to a time first.

        Args:
            claim: to be scored.
            url: of its source, canonical.
            near: when the page should have been like.
            most: copies to try.

        Yields:
            Each copy that was tried. The caller stops when it has seen enough.

        Raises:
            CacheError: a copy cannot be kept.
        """
        seen: set[str] = set()
        for copy in self.copies(url, near, most=most):
            if isinstance(copy, Problem):
                yield Tried(problem=copy)
            elif copy.url not in seen and len(seen) < most:
                seen.add(copy.url)
                yield self._tried(claim, copy)

    def copies(self, url: str, near: datetime, *, most: int) -> Iterator[Memento | Problem]:
        """Yield copies of a page, those nearest to a time first; a problem for each service that does not answer.

        The services are asked one after the other, and only as long as the caller goes on.
        """
        if self.availability:
            yield from self._available(url, near)
        if self.timegate:
            yield from self._negotiated(url, near, most)

    def _available(self, url: str, near: datetime) -> Iterator[Memento | Problem]:
        stamp = near.astimezone(UTC).strftime(_TIMESTAMP)
        joint = "&" if "?" in self.availability else "?"
        answer = self._ask(f"{self.availability}{joint}url={quote(url, safe='')}&timestamp={stamp}")
        if isinstance(answer, Problem):
            yield answer
        elif memento := _closest(answer):
            yield memento

    def _negotiated(self, url: str, near: datetime, most: int) -> Iterator[Memento | Problem]:
        """Ask a TimeGate, which leads to a copy, and the TimeMap it names, which lists all of them."""
        answer = self._ask(self.timegate + url)
        if isinstance(answer, Problem):
            yield answer
            return
        links = list(parse_links(answer.headers.get("link", "")))
        found = list(_mementos(iter(links), answer.final_url))
        timemap = next((link.target for link in links if "timemap" in link.relations), None)
        if timemap:
            listed = self._ask(urljoin(answer.final_url, timemap))
            if isinstance(listed, Problem):
                yield listed
            else:
                text = listed.content.decode("utf-8", "replace")
                found += heapq.nsmallest(
                    most, _mementos(parse_links(text), listed.final_url), lambda one: abs(one.moment - near)
                )
        yield from sorted(found, key=lambda memento: abs(memento.moment - near))

    def _tried(self, claim: Claim, memento: Memento) -> Tried:
        self.pause()
        (outcome,) = self.fetcher.fetch([FetchRequest(url=memento.raw_url)], self.cache)
        if outcome.snapshot is None:
            return Tried(memento=memento, problem=outcome.problem)
        snapshot = outcome.snapshot
        reading = self.reader.read(snapshot, [claim])
        if isinstance(reading, Problem):
            return Tried(memento=memento, snapshot=snapshot, problem=reading)
        settled = settle(reading.finding, reading.verdicts[claim.id], reading.document)
        if isinstance(settled, Problem):
            return Tried(memento=memento, snapshot=snapshot, problem=settled)
        return Tried(memento=memento, snapshot=snapshot, verdict=settled)

    def _ask(self, url: str) -> _Answer | Problem:
        """Ask a service of an archive; its answer is no page of ours and is not kept."""
        self.pause()
        hand = _Hand()
        (outcome,) = self.fetcher.fetch([FetchRequest(url=url)], hand)
        return outcome.problem or hand.taken()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """What a service of an archive said."""

    final_url: str
    headers: Mapping[str, str]
    content: bytes
    """At most `_LARGEST_ANSWER` of it."""


class _Hand(SnapshotKeeper):
    """Holds the one answer that was asked for."""

    def __init__(self) -> None:
        self._answer: _Answer | None = None

    def keep_all(self, responses: Sequence[Response]) -> list[Snapshot]:
        return [self._keep(response) for response in responses]

    def _keep(self, response: Response) -> Snapshot:
        self._answer = _Answer(
            final_url=response.final_url,
            headers=response.headers,
            content=response.body.read()[:_LARGEST_ANSWER],
        )
        return Snapshot(
            url=response.url,
            final_url=response.final_url,
            fetched_at=response.fetched_at,
            status=response.status,
            content_type="",
            sha256="",
            size_bytes=response.body.size_bytes,
        )

    def taken(self) -> _Answer:
        """The answer."""
        if self._answer is None:
            raise TypeError("a fetcher yielded neither a problem nor an answer")
        return self._answer


def _closest(answer: _Answer) -> Memento | None:
    """The copy that an availability service names (https://archive.org/help/wayback_api.php); None for nonsense too."""
    try:
        closest = json.loads(answer.content)["archived_snapshots"]["closest"]
        moment = datetime.strptime(str(closest["timestamp"]), _TIMESTAMP).replace(tzinfo=UTC)
        return Memento(url=canonical(str(closest["url"])), moment=moment) if closest["available"] else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _mementos(links: Iterator[Link], base: str) -> Iterator[Memento]:
    for link in links:
        if "memento" in link.relations:
            try:
                moment = parsedate_to_datetime(link.parameters.get("datetime", ""))
                url = canonical(urljoin(base, link.target))
            except (BadUrlError, ValueError, TypeError, IndexError, OverflowError):
                continue
            yield Memento(url=url, moment=moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC))
