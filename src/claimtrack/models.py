"""The values that travel through the pipeline. No input or output happens here.

All are frozen, slotted, keyword-only dataclasses. Datetimes are aware and in UTC; units stand in the names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path


class Kind(StrEnum):
    """What sort of statement a claim is."""

    FACT = "fact"
    OPINION = "opinion"
    """The author's own view: recorded, listed, never sent to a source."""


class Label(StrEnum):
    """The four verdicts, best first."""

    SUPPORTED = "supported"
    PARTIAL = "partial"
    UNSUPPORTED = "unsupported"
    CONTRADICTED = "contradicted"


class Stance(StrEnum):
    """What a piece of evidence does to the claim."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    RELATED = "related"
    """The closest words on the page, which neither carry nor deny the claim."""


class BlockKind(StrEnum):
    """What part of a page a block of text comes from."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list-item"
    TABLE_ROW = "table-row"
    CAPTION = "caption"
    QUOTE = "quote"
    CODE = "code"
    META = "meta"
    """Not visible on the page: title, description, JSON-LD text."""


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
class Source:
    """A page that a claim cites."""

    url: str
    """As cited, without the fragment; see `claimtrack.urls.canonical`."""
    publisher: str | None = None
    """Who publishes it, as named in the article: "AP News"."""
    title: str | None = None
    """The headline, as named in the article."""
    archive_url: str | None = None
    """A copy kept by an archive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One statement of an article, with the pages it cites."""

    id: str
    """`article/slug`, unique in a project."""
    text: str
    """The statement, as a sentence that stands alone."""
    sources: tuple[Source, ...] = ()
    """Candidate sources in the author's order; empty where the claim still needs one."""
    cited_as: str | None = None
    """Publisher named in the article where no URL is known."""
    quote: str | None = None
    """Words expected verbatim on the page."""
    kind: Kind = Kind.FACT
    tags: tuple[str, ...] = ()
    note: str | None = None
    """For the people who work on the claim; never scored."""
    max_age_s: int | None = None
    """Age in seconds from which a check of this claim is due again; None leaves it to the settings."""
    path: Path
    """The claim file."""
    line: int
    """1-based line of its `[[claim]]` table."""

    @property
    def article_id(self) -> str:
        """The part of the id before the slash: the name of the claim file."""
        return self.id.partition("/")[0]

    @property
    def where(self) -> str:
        """`file:line`."""
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One claim file: an article and its claims."""

    id: str
    """The file's stem."""
    title: str
    url: str | None = None
    author: str | None = None
    published: str | None = None
    """ISO 8601 date, as written in the file."""
    path: Path
    claims: tuple[Claim, ...] = ()


class Origin(StrEnum):
    """Where a snapshot came from."""

    FETCHED = "fetched"
    """The server of the URL answered with it."""
    ATTACHED = "attached"
    """A person saved the page and attached the file: what a paywall shows to subscribers."""
    ARCHIVE = "archive"
    """A copy kept by a web archive, or one out of a WARC file that others made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What one fetch of a URL brought: the record of it, not the body."""

    url: str
    """The URL asked for (canonical)."""
    final_url: str
    """The URL that answered, after redirects."""
    redirects: tuple[str, ...] = ()
    """Every URL in between that answered with a redirect, in order, `url` first; empty without redirects."""
    fetched_at: datetime
    """When the answer came."""
    status: int
    """HTTP status of the answer that carried the body (200 also when a 304 confirmed it later)."""
    content_type: str
    """The Content-Type header as sent, or an empty string."""
    sha256: str
    """Of the body after content decoding: 64 hexadecimal digits, and its name in the cache."""
    size_bytes: int
    """Of the body after content decoding."""
    etag: str | None = None
    last_modified: str | None = None
    elapsed_ms: int = 0
    """From the request to the last byte."""
    confirmed_at: datetime | None = None
    """When the server last answered 304 to a conditional request for this body."""
    fetcher: str = ""
    """`name@version` of what fetched it."""
    headers: Mapping[str, str] = field(default_factory=dict, compare=False)
    """Of the answer and of every 304 that confirmed it since, names in lower case; see `claimtrack.fetch.headers`. Only
    the cache keeps them, so that they play no part in comparing."""
    origin: Origin = Origin.FETCHED
    supplied_by: str = ""
    """Who attached it; empty unless `origin` is `attached`."""
    file_name: str = ""
    """Name of the file it came from: the page as the person had saved it, or a WARC file; empty for a fetch."""

    @property
    def seen_at(self) -> datetime:
        """When the server last said that the page reads so: of the fetch, or of the 304 that confirmed it."""
        return self.confirmed_at or self.fetched_at


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


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """What a page of HTML is made of beside its words: what tells a page from a wall or a stub in its place.

    Every list and text is bounded, however large the page is.
    """

    word_count: int
    """Words that a reader sees; two characters of a script that sets no spaces between words count as one."""
    title: str = ""
    """Of its `title` element, cleaned."""
    headings: tuple[str, ...] = ()
    """Text of its `h1` elements, cleaned."""
    robots: str = ""
    """Content of `meta name=robots`, in lower case."""
    canonical: str = ""
    """URL of `link rel=canonical`, as written."""
    script_bytes: int = 0
    """Of inline scripts that a browser runs, in UTF-8."""
    script_start: str = ""
    """The first characters of each of these scripts, one after the other."""
    resources: tuple[str, ...] = ()
    """URLs of scripts, frames and form targets, as written."""
    noscript: str = ""
    """What is shown where scripts do not run, cleaned."""
    password_fields: int = 0
    barriers: tuple[str, ...] = ()
    """Ids and classes, in lower case, that name a captcha, a paywall, a consent or login dialogue."""
    accessible_for_free: bool | None = None
    """What JSON-LD says (`isAccessibleForFree`); None where it says nothing. Publishers set it wrongly."""
    declared_words: int | None = None
    """`wordCount` of JSON-LD."""
    article_body_words: int = 0
    """Words of the longest `articleBody` of JSON-LD."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of a document: a paragraph, a heading, a table row."""

    start: int
    """Half-open character offsets into `Document.text`."""
    end: int
    kind: BlockKind
    context: str = ""
    """Words that belong to the block but stand elsewhere: the header row of a table."""
    page: int | None = None
    """1-based page of a PDF on which the block begins; None where there are no pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The words of a page, with block boundaries kept: blocks are separated by one newline each."""

    sha256: str
    """Of the snapshot's body."""
    text: str
    text_sha256: str
    """Of `text` in UTF-8."""
    blocks: tuple[Block, ...]
    title: str | None = None
    published: str | None = None
    lang: str | None = None
    extractor: str = ""
    """`name@version` of what made it."""
    facts: PageFacts | None = None
    """None for what is no HTML."""
    lossy: bool = False
    """Some bytes could not be decoded; U+FFFD stands where they did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A sentence or table row of a document, verbatim."""

    start: int
    """Half-open character offsets into `Document.text`."""
    end: int
    text: str
    """`Document.text[start:end]`."""
    kind: BlockKind
    block: int
    """Index into `Document.blocks`."""
    context: str = ""
    """The block's context."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A verbatim stretch of the page: W3C TextQuoteSelector and TextPositionSelector in one."""

    exact: str
    prefix: str
    """Up to 64 characters before, verbatim."""
    suffix: str
    """Up to 64 characters after, verbatim."""
    start: int
    """Half-open character offsets into `Document.text`."""
    end: int
    stance: Stance
    link: str = ""
    """The live page opened at the passage, by a text fragment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One finding behind a verdict: a stable slug and the words it is about."""

    slug: str
    """See `docs/scoring.md` for the list."""
    claim_words: tuple[str, ...] = ()
    """Words of the claim, as written there."""
    page_words: tuple[str, ...] = ()
    """Words of the page that stand against or for them, as written there."""
    message: str = ""
    """The finding in words: `the claim says 4.7%, the page says 4.3%`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the scorer concludes from one page about one claim."""

    label: Label
    score: float
    """0 to 1: the probability that the page fully supports the claim."""
    evidence: tuple[Evidence, ...]
    """Best first; may be empty only for `unsupported`."""
    reasons: tuple[Reason, ...]
    scorer: str
    """`name@version`."""


class Cause(StrEnum):
    """Why a check differs from the one before it."""

    PAGE = "page"
    CLAIM = "claim"
    SCORER = "scorer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How a check differs from the last one of the same claim and source that had a verdict."""

    causes: tuple[Cause, ...]
    label_before: Label
    score_before: float
    passage_before: str
    """The evidence of then, verbatim; empty where there was none."""
    passage_after: str
    """The evidence of now, verbatim; empty where there is none."""


class Basis(StrEnum):
    """What a verdict rests on this time."""

    SCORED = "scored"
    """The scorer read the page."""
    UNCHANGED = "unchanged"
    """Nothing the verdict depends on changed since it was scored: same key."""
    CARRIED = "carried"
    """The page changed elsewhere; the evidence and the words around it did not, and nothing new bears on the claim."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One claim held against one source, once: a verdict or a problem, never both."""

    id: str
    """Sortable by time, unique."""
    run: str
    """Id of the run that made it."""
    claim: Claim
    source: Source | None
    """None only where the claim needs a source."""
    snapshot: Snapshot | None = None
    document_sha256: str | None = None
    """`Document.text_sha256` of what was scored."""
    verdict: Verdict | None = None
    problem: Problem | None = None
    checked_at: datetime
    key: str = ""
    """Tagged hash of everything the verdict depends on: same key, same verdict. Empty for a problem."""
    basis: Basis = Basis.SCORED
    reused_from: str | None = None
    """Id of the scored check whose verdict still stands; set where `basis` is `unchanged`."""
    change: Change | None = None

    def __post_init__(self) -> None:
        if (self.verdict is None) == (self.problem is None):
            raise ValueError("a check has a verdict or a problem, and never both")
