"""The random-sibling probe: what does a site answer for a page that cannot exist?

A site that says "not found" with the status of success is found out by asking it for a random address beside the one that
was cited: where both lead to the same address, or to nearly the same words, the cited page is not there. The idea is that of
Z. Bar-Yossef, A. Broder, R. Kumar and A. Tomkins, "Sic transit gloria telae: towards an understanding of the Web's decay",
WWW 2004.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from secrets import token_hex
from urllib.parse import urlsplit, urlunsplit

from claimtrack.classify.findings import replaced
from claimtrack.classify.page import SHORT_WORDS, page_of
from claimtrack.classify.places import is_home, path_words
from claimtrack.classify.similarity import resemblance
from claimtrack.interfaces import Extractor, Fetcher, FetchRequest, Response
from claimtrack.models import BlockKind, Document, Finding, ProblemSlug, Snapshot
from claimtrack.urls import host_of

MAX_PROBES_PER_HOST = 3
"""Directories of one host that are asked about in a run."""
_ALIKE = 0.9
_PREFIX = "claimtrack-probe-"
"""Tells the owner of a server whose request this was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sibling:
    """What a site answered for a page that cannot exist."""

    url: str
    final_url: str
    text: str
    """Visible words; empty where there were none."""


class SoftNotFoundProbe:
    """Asks for random siblings: at most once for each directory and run, and only where there is a reason to.

    Meant for pages that did not support a claim: for the others the answer would change nothing. Hosts that the user
    allowed by name (servers of their own, at private addresses) are asked for what is cited and nothing else. Without a
    network there is no probe: an offline run makes none.
    """

    def __init__(self, fetcher: Fetcher, extractor: Extractor, *, exempt: Collection[str] = ()) -> None:
        """Nothing is asked yet.

        Args:
            fetcher: Asks, as politely as for any page. What it brings is kept in memory, never as a snapshot.
            extractor: Reads the answers.
            exempt: `HOST:PORT` of servers that are never probed.
        """
        self._fetcher = fetcher
        self._extractor = extractor
        self._exempt = frozenset(exempt)
        self._answers: dict[str, Sibling | None] = {}
        self._asked: Counter[str] = Counter()

    def wants(self, snapshot: Snapshot, document: Document) -> bool:
        """Tell whether a page gives a reason to ask: it is short, a redirect led to it, or its title speaks of an error."""
        page = page_of(snapshot, document)
        if page is None or is_home(snapshot.url) or host_of(snapshot.url) in self._exempt:
            return False
        hinted = any({"404", "error", "missing"} & set(headline.split()) for headline in page.headlines)
        return hinted or page.word_count < SHORT_WORDS or _path_changed(snapshot)

    def ask(self, pages: Iterable[tuple[Snapshot, Document]]) -> dict[str, Finding]:
        """Compare each page that gives a reason with a random sibling of it.

        All that must be asked goes to the fetcher at once, so that its manners hold among the probes.

        Args:
            pages: Pages of one run, none twice.

        Returns:
            A finding for the URL of each page that turned out to be an error page.
        """
        wanted = [(snapshot, document) for snapshot, document in pages if self.wants(snapshot, document)]
        self._learn(sorted({_directory(snapshot.url) for snapshot, _ in wanted} - self._answers.keys()))
        found = {}
        for snapshot, document in wanted:
            sibling = self._answers.get(_directory(snapshot.url))
            if sibling and (finding := compare(snapshot, document, sibling)):
                found[snapshot.url] = finding
        return found

    def _learn(self, directories: Iterable[str]) -> None:
        requests = {}
        for directory in directories:
            host = host_of(directory)
            self._asked[host] += 1
            if self._asked[host] <= MAX_PROBES_PER_HOST:
                url = sibling_of(directory, token_hex(8))
                requests[url] = directory
        keeper = _Memory()
        for outcome in self._fetcher.fetch([FetchRequest(url=url) for url in requests], keeper):
            directory = requests[outcome.url]
            # A refusal is what an honest site answers; anything else that goes wrong says nothing.
            self._answers[directory] = None
            if outcome.snapshot:
                body = keeper.bodies[outcome.snapshot.sha256]
                read = self._extractor.extract(body, outcome.snapshot)
                self._answers[directory] = Sibling(
                    url=outcome.url,
                    final_url=outcome.snapshot.final_url,
                    text=_visible(read) if isinstance(read, Document) else "",
                )


def sibling_of(url: str, token: str) -> str:
    """Return the address of a page in the same directory that nobody ever wrote; it keeps the extension."""
    parts = urlsplit(url)
    directory, _, name = parts.path.rpartition("/")
    dot, extension = name.rpartition(".")[1:] if "." in name else ("", "")
    return urlunsplit((parts.scheme, parts.netloc, f"{directory}/{_PREFIX}{token}{dot}{extension}", "", ""))


def compare(snapshot: Snapshot, document: Document, sibling: Sibling) -> Finding | None:
    """Say whether a page is what its site answers for a page that cannot exist."""
    if snapshot.final_url == sibling.final_url:
        if snapshot.final_url == snapshot.url:
            # The site sends strangers to this very page: it is there.
            return None
        return replaced(
            ProblemSlug.SOFT_NOT_FOUND,
            f"{snapshot.url} leads to {sibling.final_url}, as any address there does",
        )
    if sibling.final_url == snapshot.url or not sibling.text:
        return None
    repeated = path_words(snapshot.url) | path_words(sibling.url)
    if resemblance(_visible(document), sibling.text, ignoring=repeated) < _ALIKE:
        return None
    return replaced(ProblemSlug.SOFT_NOT_FOUND, f"{snapshot.url} shows what the site shows for any address")


def _path_changed(snapshot: Snapshot) -> bool:
    """Tell whether a redirect led to another path: to https or from `www.` is no move."""
    cited, final = urlsplit(snapshot.url), urlsplit(snapshot.final_url)
    return cited.path.rstrip("/") != final.path.rstrip("/")


def _directory(url: str) -> str:
    """What one probe speaks for: a directory and the extension of the pages in it."""
    return sibling_of(url, "").replace(_PREFIX, "", 1)


def _visible(document: Document) -> str:
    return "\n".join(
        document.text[block.start : block.end]
        for block in document.blocks
        if block.kind is not BlockKind.META
    )


@dataclass(slots=True)
class _Memory:
    """A keeper that writes nothing to disk."""

    bodies: dict[str, bytes] = field(default_factory=dict)

    def keep_all(self, responses: Sequence[Response]) -> list[Snapshot]:
        return [self._keep(response) for response in responses]

    def _keep(self, response: Response) -> Snapshot:
        body = response.body.read()
        sha256 = hashlib.sha256(body).hexdigest()
        self.bodies[sha256] = body
        return Snapshot(
            url=response.url,
            final_url=response.final_url,
            redirects=response.redirects,
            fetched_at=response.fetched_at,
            status=response.status,
            content_type=response.headers.get("content-type", ""),
            sha256=sha256,
            size_bytes=len(body),
            fetcher=response.fetcher,
        )
