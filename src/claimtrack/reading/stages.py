"""The stages that a page goes through between its bytes and the verdicts on it. Runs wherever it is called."""

from __future__ import annotations

from collections.abc import Sequence

from claimtrack.classify import PageClassifier
from claimtrack.extract.page import PageExtractor
from claimtrack.linking import linked
from claimtrack.models import Claim, Document, Problem, Severity, Snapshot
from claimtrack.passages import SentenceSplitter
from claimtrack.reading.outline import outlined
from claimtrack.reading.result import PageResult
from claimtrack.scoring.lexical import LexicalScorer


class ReadingStages:
    """Extracts, classifies, splits and scores."""

    def __init__(self) -> None:
        self._extractor = PageExtractor()
        self._classifier = PageClassifier()
        self._splitter = SentenceSplitter()
        self._scorer = LexicalScorer()

    def extract(self, body: bytes, snapshot: Snapshot) -> Document | Problem:
        """Return the words of a page, whatever kind of page it is."""
        return self._extractor.extract(body, snapshot)

    def read(self, body: bytes, snapshot: Snapshot, claims: Sequence[Claim]) -> PageResult | Problem:
        """Hold claims against a page; what cannot be read, or is not the page that was cited, is a problem."""
        document = self.extract(body, snapshot)
        if isinstance(document, Problem):
            return document
        finding = self._classifier.classify(snapshot, document)
        if finding and finding.severity is Severity.REPLACES:
            return finding.problem
        passages = self._splitter.split(document)
        verdicts = (self._scorer.score(claim, document, passages) for claim in claims)
        return PageResult(
            document=outlined(document),
            finding=finding,
            verdicts=tuple(linked(verdict, snapshot.url, document) for verdict in verdicts),
        )
