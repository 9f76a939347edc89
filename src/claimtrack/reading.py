"""A page as a run reads it: its words, what kind of page they make, and its passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claimtrack.errors import CacheError
from claimtrack.interfaces import Cache, Classifier, Extractor, Splitter
from claimtrack.models import Document, Finding, Passage, Problem, ProblemSlug, Severity, Snapshot

_CORRUPT = "run `claims verify` with the network on: the page is fetched again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A page that may be scored."""

    snapshot: Snapshot
    document: Document
    passages: Sequence[Passage]
    finding: Finding | None
    """What limits what the page may say; a page that something else replaces is a problem and no reading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReader:
    """Turns snapshots into readings."""

    cache: Cache
    extractor: Extractor
    classifier: Classifier
    splitter: Splitter

    @property
    def version(self) -> str:
        """Of what turns bytes into words: part of a check's key."""
        return f"{self.extractor.version}+{self.classifier.version}"

    def read(self, snapshot: Snapshot) -> Reading | Problem:
        """Read a page; what cannot be read, or is not the page that was cited, is a problem."""
        try:
            document = self.extractor.extract(self.cache.body(snapshot), snapshot)
        except CacheError as error:
            return corrupt(error.message)
        if isinstance(document, Problem):
            return document
        finding = self.classifier.classify(snapshot, document)
        if finding and finding.severity is Severity.REPLACES:
            return finding.problem
        passages = self.splitter.split(document)
        return Reading(snapshot=snapshot, document=document, passages=passages, finding=finding)

    def read_attached(self, url: str, instead_of: Snapshot | None = None) -> Reading | None:
        """Read the copy of a page that a person saved and attached, where there is one that can be read.

        Args:
            url: The source's.
            instead_of: The snapshot that did not do; its own bytes are not read again.
        """
        try:
            snapshot = self.cache.attached(url)
        except CacheError:
            return None
        if snapshot is None or (instead_of and instead_of.sha256 == snapshot.sha256):
            return None
        reading = self.read(snapshot)
        return None if isinstance(reading, Problem) else reading


def corrupt(detail: str) -> Problem:
    """The problem of a snapshot that was damaged on disk."""
    return Problem(slug=ProblemSlug.CACHE_CORRUPT, detail=detail, hint=_CORRUPT)
