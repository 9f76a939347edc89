"""A page as a run reads it: its words, what kind of page they make, and what they say about claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from claimtrack.classify import PageClassifier
from claimtrack.errors import CacheError
from claimtrack.extract import VERSION as EXTRACTOR
from claimtrack.interfaces import Cache
from claimtrack.models import Claim, Document, Finding, Problem, ProblemSlug, Snapshot, Verdict
from claimtrack.passages import SentenceSplitter
from claimtrack.reading.pool import ReadingPool
from claimtrack.scoring import VERSION as SCORER

_CORRUPT = "run `claims verify` with the network on: the page is fetched again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A page that may be scored, and was."""

    snapshot: Snapshot
    document: Document
    finding: Finding | None
    """What limits what the page may say; a page that something else replaces is a problem and no reading."""
    verdicts: Mapping[str, Verdict]
    """For each claim it was held against, by id; each piece of evidence with its link."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReader:
    """Turns snapshots into readings. Safe to call from many threads."""

    cache: Cache
    pool: ReadingPool

    extractor_version: ClassVar[str] = f"{EXTRACTOR}+{PageClassifier.version}"
    """Of what turns bytes into words: part of a check's key, as the other two are."""
    splitter_version: ClassVar[str] = SentenceSplitter.version
    scorer_version: ClassVar[str] = SCORER

    def read(self, snapshot: Snapshot, claims: Sequence[Claim]) -> Reading | Problem:
        """Hold claims against a page; what cannot be read, or is not the page that was cited, is a problem."""
        try:
            result = self.pool.read(lambda: self.cache.body(snapshot), snapshot, claims)
        except CacheError as error:
            return corrupt(error.message)
        if isinstance(result, Problem):
            return result
        return Reading(
            snapshot=snapshot,
            document=result.document,
            finding=result.finding,
            verdicts={claim.id: verdict for claim, verdict in zip(claims, result.verdicts, strict=True)},
        )

    def read_attached(
        self, url: str, claims: Sequence[Claim], instead_of: Snapshot | None = None
    ) -> Reading | None:
        """Read the copy of a page that a person saved and attached, where there is one that can be read.

        Args:
            url: The source's.
            claims: To hold against it.
            instead_of: The snapshot that did not do; its own bytes are not read again.
        """
        try:
            snapshot = self.cache.attached(url)
        except CacheError:
            return None
        if snapshot is None or (instead_of and instead_of.sha256 == snapshot.sha256):
            return None
        reading = self.read(snapshot, claims)
        return None if isinstance(reading, Problem) else reading


def corrupt(detail: str) -> Problem:
    """The problem of a snapshot that was damaged on disk."""
    return Problem(slug=ProblemSlug.CACHE_CORRUPT, detail=detail, hint=_CORRUPT)
