"""Labelled claims put through the pipeline: fetched, read and scored as `claims verify` does, and nothing of it stored."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from statistics import median

from claimtrack.errors import CacheError
from claimtrack.evaluation.labels import LabelledClaim, PageSource, Prediction, WebPage, WrongVersion
from claimtrack.evaluation.pages import PageShelf
from claimtrack.interfaces import Fetcher, PastCheck, Prober
from claimtrack.models import Check, Claim, Document, Problem, ProblemSlug, Snapshot, Source, Verdict
from claimtrack.passages import SentenceSplitter
from claimtrack.planning import PlannedPage, VerifyPlan, plan_run
from claimtrack.policy import FetchReason, Freshness
from claimtrack.reading import PageReader, Reading, ReadingPool
from claimtrack.scoring.counterfactuals import Counterfactual, PageWords, counterfactuals
from claimtrack.verify import Verifier

_RUN = "eval"
_MOST_PAGE_CHARS = 200_000
"""Characters of a page in which names and numbers are looked for that a wrong version may not hit upon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedReader(PageReader):
    """Keeps how long each page took a worker."""

    took_ms: list[float] = field(default_factory=list)
    """For each claim that was read, its share of the time of its page, in milliseconds. Claims of one page have one share."""

    def read(self, snapshot: Snapshot, claims: Sequence[Claim]) -> Reading | Problem:
        """Hold claims against a page; see `PageReader.read`."""
        started = time.perf_counter()
        # The class is made anew for its slots, so that `super()` without arguments would not know it.
        reading = PageReader.read(self, snapshot, claims)
        if isinstance(reading, Reading):
            took = 1000 * (time.perf_counter() - started) / len(claims)
            self.took_ms.extend([took] * len(claims))
        return reading


class _Nothing:
    """A `claimtrack.interfaces.History` of a project without one: every claim is scored."""

    def past_checks(self, pairs: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], PastCheck]:  # noqa: ARG002 - the protocol's
        return {}

    def document_text(self, text_sha256: str) -> str | None:  # noqa: ARG002 - the protocol's
        return None


@dataclass(slots=True)
class _Catch:
    """A `claimtrack.interfaces.CheckSink` that keeps the page of the newest check until the next comes."""

    document: Document | None = None

    def save(self, check: Check, document: Document | None) -> None:  # noqa: ARG002 - the protocol's
        self.document = document


class EvaluationRun:
    """Scores labelled claims, once: iterate over it."""

    def __init__(
        self,
        claims: Sequence[LabelledClaim],
        *,
        shelf: PageShelf,
        pool: ReadingPool,
        fetcher: Fetcher,
        prober: Prober | None,
        clock: Callable[[], datetime],
        freshness: Freshness,
        wrong_versions: bool = False,
    ) -> None:
        """Plan the run; nothing is fetched yet.

        Args:
            claims: What to score.
            shelf: Where pages are.
            pool: Reads them; whoever made it closes it.
            fetcher: Brings those that have a URL.
            prober: Asks sites about pages that may be error pages; None asks nothing.
            clock: The time now, aware and in UTC.
            freshness: What to ask of the network for claims with a URL.
            wrong_versions: Also change each claim so that it is wrong, and score that.
        """
        self._shelf = shelf
        self._reader = TimedReader(cache=shelf, pool=pool)
        self._clock = clock
        self._freshness = freshness
        self._wrong = wrong_versions
        self._sink = _Catch()
        self._verifier = Verifier(
            fetcher=fetcher,
            cache=shelf,
            reader=self._reader,
            history=_Nothing(),
            sink=self._sink,
            clock=clock,
            prober=prober,
        )
        self._labelled = {_claim_id(number): claim for number, claim in enumerate(claims)}
        self._unreadable: dict[str, Problem] = {}
        self._plan = self._planned()
        self._made: dict[str, tuple[Counterfactual, ...]] = {}
        self._pages: dict[str, tuple[PlannedPage, list[Claim]]] = {}
        """By URL of a page, itself and the wrong versions to hold against it."""
        self._newest: tuple[str, PageWords | None] = ("", None)
        self.ms_per_claim: float | None = None
        """Milliseconds of a worker for a claim, its share of reading the page included. The median over claims, so that the pages
        for which workers had to start do not count; None before the claims are scored."""
        self.ms_per_wrong_version: float | None = None
        """The same for wrong versions."""

    @property
    def fetch_count(self) -> int:
        """Pages that the network will be asked for."""
        return self._plan.fetch_count

    def __iter__(self) -> Generator[Prediction]:
        """Yield what comes of each claim as it is decided, and a second time once its wrong versions are scored.

        Closing the generator, or an exception, ends what is under way.
        """
        for claim_id, problem in self._unreadable.items():
            yield Prediction(claim=self._labelled[claim_id], problem=problem)
        first: dict[str, Prediction] = {}
        for check in self._verifier.run(self._plan, _RUN):
            prediction = Prediction(
                claim=self._labelled[check.claim.id], verdict=check.verdict, problem=check.problem
            )
            if self._wrong and check.verdict and self._change(check):
                first[check.claim.id] = prediction
            yield prediction
        self.ms_per_claim = _median(self._reader.took_ms)
        if first:
            yield from self._with_wrong_versions(first)

    def _planned(self) -> VerifyPlan:
        """One plan for pages of the web, which the project plans, and for those that the files bring."""
        on_web: list[Claim] = []
        brought: dict[PageSource, list[str]] = {}
        for claim_id, labelled in self._labelled.items():
            if isinstance(labelled.page, WebPage):
                on_web.append(_claim(claim_id, labelled, labelled.page.url))
            else:
                brought.setdefault(labelled.page, []).append(claim_id)
        plan = plan_run(on_web, cache=self._shelf, now=self._clock(), wanted=self._freshness)
        pages = [page for source, ids in brought.items() if (page := self._brought_page(source, ids))]
        return replace(plan, pages=(*pages, *plan.pages))

    def _brought_page(self, source: PageSource, ids: Sequence[str]) -> PlannedPage | None:
        if isinstance(source, WebPage):
            raise TypeError("a page of the web is the project's to plan")
        try:
            snapshot = self._shelf.put(source, self._clock())
        except CacheError as error:
            problem = Problem(
                slug=ProblemSlug.CACHE_CORRUPT, detail=error.message, hint="mend or replace the file"
            )
            self._unreadable |= dict.fromkeys(ids, problem)
            return None
        claims = tuple(_claim(claim_id, self._labelled[claim_id], snapshot.url) for claim_id in ids)
        return _read_as_it_is(snapshot, claims)

    def _change(self, check: Check) -> bool:
        """Make wrong versions of a claim, now that its page is here; tell whether there are any."""
        document, snapshot = self._sink.document, check.snapshot
        if document is None or snapshot is None:
            return False
        made = counterfactuals(check.claim.text, self._words(document))
        if made:
            self._made[check.claim.id] = made
            _, claims = self._pages.setdefault(snapshot.url, (_read_as_it_is(snapshot, ()), []))
            claims += [
                replace(check.claim, id=f"{check.claim.id}/{number}", text=one.text)
                for number, one in enumerate(made)
            ]
        return bool(made)

    def _words(self, document: Document) -> PageWords:
        """What stands on a page; that of the newest page is kept, since the checks of a page come in a row."""
        digest, words = self._newest
        if digest != document.text_sha256 or words is None:
            splitter = SentenceSplitter()
            sentences = (one.text for one in splitter.split(document) if one.start < _MOST_PAGE_CHARS)
            words = PageWords.of(sentences)
            self._newest = document.text_sha256, words
        return words

    def _with_wrong_versions(self, first: Mapping[str, Prediction]) -> Iterator[Prediction]:
        """Score the wrong versions, and yield each claim with its own."""
        before = len(self._reader.took_ms)
        pages = [replace(page, claims=tuple(claims)) for page, claims in self._pages.values()]
        plan = VerifyPlan(needs_source=(), pages=tuple(pages), opinions=())
        scored: dict[str, list[Verdict | None]] = {}
        # Whether a site answers with error pages in disguise was asked when its page came. The versions of a claim come in a row.
        for check in replace(self._verifier, prober=None).run(plan, _RUN):
            claim_id = check.claim.id.rpartition("/")[0]
            verdicts = scored.setdefault(claim_id, [])
            verdicts.append(check.verdict)
            if len(verdicts) == len(self._made[claim_id]):
                yield replace(first[claim_id], wrong_versions=_versions(self._made[claim_id], verdicts))
        self.ms_per_wrong_version = _median(self._reader.took_ms[before:])


def _versions(made: Sequence[Counterfactual], verdicts: Sequence[Verdict | None]) -> tuple[WrongVersion, ...]:
    """Wrong versions with what the scorer says of them; those that it could not be asked about are left out."""
    return tuple(
        WrongVersion(kind=one.kind.value, text=one.text, label=verdict.label, score=verdict.score)
        for one, verdict in zip(made, verdicts, strict=True)
        if verdict is not None
    )


def _claim_id(number: int) -> str:
    """An id for the run: what people call their claims may be anything."""
    return f"{_RUN}/{number}"


def _claim(claim_id: str, labelled: LabelledClaim, url: str) -> Claim:
    return Claim(
        id=claim_id, text=labelled.text, sources=(Source(url=url),), path=labelled.path, line=labelled.line
    )


def _read_as_it_is(snapshot: Snapshot, claims: tuple[Claim, ...]) -> PlannedPage:
    return PlannedPage(
        source=Source(url=snapshot.url),
        claims=claims,
        snapshot=snapshot,
        request=None,
        reason=FetchReason.YOUNG,
    )


def _median(values: Sequence[float]) -> float | None:
    return median(values) if values else None
