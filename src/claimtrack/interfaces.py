"""What the stages promise each other: the pipeline in `claimtrack.verify` knows only these.

Each protocol has one real implementation in the package; another one can be wired in its place. The plain values below
are what crosses a border that is no part of the result.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from claimtrack.bodies import Body
from claimtrack.models import (
    Check,
    Claim,
    Document,
    Finding,
    Grounds,
    LastKnown,
    Passage,
    Problem,
    Snapshot,
    Verdict,
)


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
    body: Body
    """After content decoding; empty for a 304. The fetcher closes it once it was kept."""
    confirms: Snapshot | None = None
    """What a 304 confirmed; None for an answer that carries the page."""
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
    """Where a fetcher puts what it brings. Called from several threads at once."""

    def keep_all(self, responses: Sequence[Response]) -> Sequence[Snapshot]:
        """Store answers to distinct URLs, and return their snapshots in the same order once all of them are safe.

        The snapshot of a 304 is what it confirmed, with a new `confirmed_at`. Raises `CacheError` where that fails.
        """
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

    def stream(
        self, wanted: Iterable[FetchRequest], keeper: SnapshotKeeper, wait_s: float | None
    ) -> Generator[FetchOutcome | None]:
        """As `fetch`, and yield None whenever nothing finished for `wait_s` seconds: a moment for other work."""
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
class PostAnswer:
    """What a server answered to a document in JSON: a status and a body, or a problem."""

    status: int = 0
    """HTTP status; 0 where there was no answer."""
    body: bytes = b""
    """After content decoding, bounded; whatever the status."""
    pause_s: float | None = None
    """Seconds for which the server asks to be left alone."""
    problem: Problem | None = None
    """Why there is no answer."""


class JsonPoster(Protocol):
    """Sends a document in JSON to a server that the person named. Called from several threads at once."""

    def post(
        self, url: str, payload: Mapping[str, object], *, headers: Mapping[str, str], timeout_s: float
    ) -> PostAnswer:
        """Make one request, no redirect followed, nothing tried again. Never raises for what a server does."""
        ...

    def stop(self) -> None:
        """End what is under way: nothing waits for the network after this."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnswer:
    """What a judge answered to one prompt."""

    text: str
    """As it came."""
    tokens_in: int
    """Tokens of the prompt."""
    tokens_out: int


class AnswerShelf(Protocol):
    """Where answers of judges are kept from run to run. Called from several threads at once."""

    def answer(self, key: str) -> KeptAnswer | None:
        """The answer kept under a key; None where none is, or where it cannot be trusted."""
        ...

    def keep_answer(self, key: str, judge: str, answer: KeptAnswer) -> None:
        """Keep an answer in place of the one before; raises `CacheError` where that fails."""
        ...


class Reviewer(Protocol):
    """Gives a second opinion on verdicts. Called from several threads at once."""

    @property
    def jobs(self) -> int:
        """Pages it is worth asking about at the same time."""
        ...

    def wants(self, verdict: Verdict) -> bool:
        """Whether it has something to say: the verdict is not sure, and this judge has not been heard yet."""
        ...

    def review(
        self, document: Document, url: str, verdicts: Sequence[tuple[Claim, Verdict]]
    ) -> Sequence[Verdict]:
        """Return what becomes of each verdict on a page, in the same order. Never raises for what a judge does.

        Args:
            document: The page.
            url: Its address, for links to the evidence.
            verdicts: The claims to ask about, and what the scorer says of each.
        """
        ...

    def stop(self) -> None:
        """End what is under way: the run is over, and nobody waits for an answer."""
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
    quote: str | None = None
    """The words that the claim expected on the page then."""
    extractor: str = ""
    """`Check.extractor` of then."""
    seen_at: datetime | None = None
    """When the site last gave or confirmed that snapshot."""
    verdict: Verdict

    @property
    def grounds(self) -> Grounds:
        """What the verdict was found from."""
        return Grounds(
            claim_text=self.claim_text,
            quote=self.quote,
            document_sha256=self.document_sha256,
            snapshot_sha256=self.snapshot_sha256,
            extractor=self.extractor,
            scorer=self.verdict.scorer,
        )

    @property
    def last_known(self) -> LastKnown:
        """What stands by this check while the source cannot be checked."""
        return LastKnown(label=self.verdict.label, checked_at=self.checked_at, seen_at=self.seen_at)


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
