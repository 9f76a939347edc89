"""What the stages promise each other: the pipeline in `claimtrack.verify` knows only these.

Each protocol has one real implementation in the package; another one can be wired in its place. The plain values below
are what crosses a border that is no part of the result.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from claimtrack.models import Check, Claim, Document, Finding, Passage, Problem, Snapshot, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRequest:
    """One URL to fetch, conditionally where a snapshot of it is known."""

    url: str
    """Canonical."""
    known: Snapshot | None = None
    """Its newest snapshot: makes the request conditional (ETag, Last-Modified). None asks for the whole page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A whole answer of a server, ready to be kept."""

    url: str
    final_url: str
    redirects: tuple[str, ...] = ()
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case; only the headers worth keeping, each at most 1 KB."""
    body: bytes
    """After content decoding; empty for a 304."""
    fetched_at: datetime
    elapsed_ms: int
    fetcher: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchOutcome:
    """What became of one `FetchRequest`: a snapshot or a problem, never both."""

    url: str
    snapshot: Snapshot | None = None
    problem: Problem | None = None
    not_modified: bool = False
    """The snapshot is the known one, and stands: no body crossed the network. The server confirmed it with a 304, or
    had said before that it need not be asked yet (`fresh`)."""
    fresh: bool = False
    """The server was not asked: what it said last time still holds (RFC 9111)."""
    stale_because: Problem | None = None
    """The server could not be asked, and had allowed that the known snapshot stands in meanwhile (`stale-if-error`):
    why it could not. Such a snapshot was not confirmed by this run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsFile:
    """What a server answered when it was asked for its `robots.txt`."""

    origin: str
    """Scheme, host and port: `https://www.example:443`."""
    fetched_at: datetime
    status: int
    """HTTP status of the answer that ended the redirects."""
    body: bytes
    """After content decoding, at most 500 kB of it; empty where there is no such file."""


class RobotsShelf(Protocol):
    """Where a fetcher keeps `robots.txt` files from run to run. Called from many threads at once."""

    def robots(self, origin: str) -> RobotsFile | None:
        """The file of an origin, however old; None where none is known."""
        ...

    def keep_robots(self, file: RobotsFile) -> None:
        """Keep the file in place of the one before; raises `CacheError` where that fails."""
        ...


class SnapshotKeeper(Protocol):
    """Where a fetcher puts what it brings. Called from many threads at once."""

    def keep(self, response: Response) -> Snapshot:
        """Store body and record; raises `CacheError` where that fails."""
        ...

    def confirm(self, known: Snapshot, response: Response) -> Snapshot:
        """Record that a 304 confirmed `known`; the result has a new `confirmed_at`."""
        ...


class Cache(SnapshotKeeper, Protocol):
    """A keeper that can be read."""

    def latest(self, url: str) -> Snapshot | None:
        """The newest snapshot of a URL, or None."""
        ...

    def attached(self, url: str) -> Snapshot | None:
        """The newest snapshot of a URL that a person saved and attached, or None."""
        ...

    def body(self, snapshot: Snapshot) -> bytes:
        """The bytes, verified against their hash; raises `CacheError` where they are missing or changed."""
        ...


class Fetcher(Protocol):
    """Brings pages from the network."""

    def fetch(self, wanted: Iterable[FetchRequest], keeper: SnapshotKeeper) -> Iterator[FetchOutcome]:
        """Yield one outcome per request, as they finish. Never raises for what a server or the network does."""
        ...


class Extractor(Protocol):
    """Turns bytes into text."""

    version: str
    """`name@version`."""

    def extract(self, body: bytes, snapshot: Snapshot) -> Document | Problem:
        """The words of the page, or the reason why there are none."""
        ...


class Classifier(Protocol):
    """Tells a page from what may stand in its place."""

    version: str
    """`name@version`. Part of what a verdict depends on, as the versions of extractor and scorer are."""

    def classify(self, snapshot: Snapshot, document: Document) -> Finding | None:
        """What is wrong with the page, or None for one that is what it seems. Deterministic."""
        ...


class Prober(Protocol):
    """Finds error pages that do not say so, by asking their sites for pages that cannot exist."""

    def wants(self, snapshot: Snapshot, document: Document) -> bool:
        """Whether a page gives a reason to ask."""
        ...

    def ask(self, pages: Iterable[tuple[Snapshot, Document]]) -> Mapping[str, Finding]:
        """A finding for the URL of each page that turned out to be an error page. Asks the network."""
        ...


class Splitter(Protocol):
    """Cuts documents into passages."""

    version: str
    """`name@version`."""

    def split(self, document: Document) -> Sequence[Passage]:
        """Passages in document order; each verbatim, none overlapping."""
        ...


class Scorer(Protocol):
    """Decides what a page says about a claim."""

    version: str
    """`name@version`."""

    def score(self, claim: Claim, document: Document, passages: Sequence[Passage]) -> Verdict:
        """Judge one claim. Deterministic; evidence offsets are into `document.text`; links are left empty."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PastCheck:
    """The newest check of a claim and a source that has a verdict."""

    check_id: str
    """Id of the check that was really scored (never of one that reused it)."""
    checked_at: datetime
    """When the claim was last held against the source, reuse included."""
    key: str
    claim_text: str
    """The claim as it read then."""
    document_sha256: str
    """`Document.text_sha256` it rests on."""
    snapshot_sha256: str
    """`Snapshot.sha256` it rests on."""
    seen_at: datetime | None = None
    """When the site last gave or confirmed that snapshot."""
    verdict: Verdict


class History(Protocol):
    """What earlier runs found."""

    def past_checks(self, pairs: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], PastCheck]:
        """Newest check with a verdict for each (claim id, source URL) that has one."""
        ...

    def document_text(self, text_sha256: str) -> str | None:
        """The text of a document scored earlier."""
        ...


class CheckSink(Protocol):
    """Where finished checks go."""

    def save(self, check: Check, document: Document | None) -> None:
        """Keep one check, in one transaction. `document` is what was scored, None for a problem."""
        ...
