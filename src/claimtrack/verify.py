"""The pipeline: from claims to checks. It knows the stages only by their interfaces.

`Verifier.run` carries out a plan and yields each check as it is decided. A page is read and split once however many claims
cite it, and nothing about a claim stops the claims beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from claimtrack.interfaces import (
    Cache,
    CheckSink,
    Fetcher,
    FetchOutcome,
    History,
    PastCheck,
    Prober,
    Scorer,
)
from claimtrack.keys import check_key, new_id
from claimtrack.linking import linked
from claimtrack.models import Basis, Check, Claim, Document, Label, Problem, ProblemSlug, Snapshot, Source
from claimtrack.planning import PlannedPage, VerifyPlan
from claimtrack.policy import Standing, change_since, standing
from claimtrack.reading import PageReader, Reading, corrupt
from claimtrack.settling import settle

_NEEDS_SOURCE = "add a source to the claim, or make it an opinion"
_NOT_CACHED = "run `claims verify` without --offline once"


@dataclass(slots=True, kw_only=True)
class FetchTally:
    """What the network was asked in a run; counted as outcomes arrive."""

    fetched: int = 0
    """Pages that came whole."""
    not_modified: int = 0
    """Pages the server confirmed as unchanged: no body crossed the network."""
    fresh: int = 0
    """Pages not asked for: what their server said last time still holds."""
    stale: int = 0
    """Pages whose server failed, and had allowed that the known snapshot stands in: not confirmed by this run."""
    failed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Verifier:
    """Runs the stages over claims."""

    fetcher: Fetcher
    cache: Cache
    reader: PageReader
    scorer: Scorer
    history: History
    sink: CheckSink
    clock: Callable[[], datetime]
    """The time now, aware and in UTC."""
    prober: Prober | None = None
    """Asks sites about pages that may be error pages; None asks nothing, as an offline run must not."""
    tally: FetchTally = field(default_factory=FetchTally)
    _doubted: list[tuple[PlannedPage, Reading]] = field(default_factory=list)

    def run(self, plan: VerifyPlan, run_id: str) -> Iterator[Check]:
        """Carry out a plan; each check is saved before it is yielded."""
        for claim in plan.needs_source:
            yield self._failed(run_id, claim, None, _needs_source(claim))
        for page in plan.pages:
            if page.request is None:
                yield from self._from_cache(run_id, page)
        waiting = {page.source.url: page for page in plan.pages if page.request}
        requests = [page.request for page in waiting.values() if page.request]
        with closing(_closable(self.fetcher.fetch(requests, self.cache))) as outcomes:
            for outcome in outcomes:
                yield from self._from_network(run_id, waiting.pop(outcome.url), outcome)
        yield from self._settle_doubts(run_id)

    def _from_cache(self, run_id: str, page: PlannedPage) -> Iterator[Check]:
        if page.snapshot:
            yield from self._check_page(run_id, page, page.snapshot)
        elif page.damage:
            yield from self._problems(run_id, page, corrupt(page.damage))
        else:
            missing = Problem(
                slug=ProblemSlug.NOT_CACHED,
                detail="no snapshot of the page is in the cache",
                hint=_NOT_CACHED,
            )
            yield from self._problems(run_id, page, missing)

    def _from_network(self, run_id: str, page: PlannedPage, outcome: FetchOutcome) -> Iterator[Check]:
        if outcome.snapshot is None:
            self.tally.failed += 1
            if outcome.problem is None:
                raise TypeError(f"fetcher yielded neither snapshot nor problem for {outcome.url}")
            if attached := self.reader.read_attached(page.source.url):
                yield from self._check_claims(run_id, page, attached)
            else:
                yield from self._problems(run_id, page, outcome.problem)
            return
        if outcome.stale_because:
            self.tally.stale += 1
        elif outcome.fresh:
            self.tally.fresh += 1
        elif outcome.not_modified:
            self.tally.not_modified += 1
        else:
            self.tally.fetched += 1
        yield from self._check_page(run_id, page, outcome.snapshot)

    def _problems(
        self, run_id: str, page: PlannedPage, problem: Problem, snapshot: Snapshot | None = None
    ) -> Iterator[Check]:
        for claim in page.claims:
            yield self._failed(run_id, claim, page.source.url, problem, snapshot)

    def _check_page(self, run_id: str, page: PlannedPage, snapshot: Snapshot) -> Iterator[Check]:
        url = page.source.url
        past = self.history.past_checks([(claim.id, url) for claim in page.claims])
        unread = []
        for claim in page.claims:
            last = past.get((claim.id, url))
            if (
                last
                and last.snapshot_sha256 == snapshot.sha256
                and last.key == self._key(claim, last.document_sha256)
            ):
                # The same bytes, read and scored by the same code: nothing to read again.
                yield self._stand(run_id, claim, url, snapshot, last)
                continue
            unread.append(claim)
        if not unread:
            return
        reading = self.reader.read(snapshot)
        page = replace(page, claims=tuple(unread))
        if isinstance(reading, Problem) or reading.finding:
            # The live page is not the whole page: a copy that a person saved stands in.
            reading = self.reader.read_attached(url, instead_of=snapshot) or reading
        if isinstance(reading, Problem):
            yield from self._problems(run_id, page, reading, snapshot)
        elif self.prober and self._is_doubtful(reading, page):
            self._doubted.append((page, reading))
        else:
            yield from self._check_claims(run_id, page, reading)

    def _is_doubtful(self, reading: Reading, page: PlannedPage) -> bool:
        """Tell whether the site must be asked if this is an error page before anything is called unsupported."""
        if reading.finding or not self.prober or not self.prober.wants(reading.snapshot, reading.document):
            return False
        return any(
            self.scorer.score(claim, reading.document, reading.passages).label is not Label.SUPPORTED
            for claim in page.claims
        )

    def _settle_doubts(self, run_id: str) -> Iterator[Check]:
        if not self.prober or not self._doubted:
            return
        found = self.prober.ask((reading.snapshot, reading.document) for _, reading in self._doubted)
        for page, reading in self._doubted:
            if finding := found.get(reading.snapshot.url):
                yield from self._problems(run_id, page, finding.problem, reading.snapshot)
            else:
                yield from self._check_claims(run_id, page, reading)
        self._doubted.clear()

    def _check_claims(self, run_id: str, page: PlannedPage, reading: Reading) -> Iterator[Check]:
        url = page.source.url
        past = self.history.past_checks([(claim.id, url) for claim in page.claims])
        for claim in page.claims:
            yield self._check_claim(run_id, claim, url, reading, past.get((claim.id, url)))

    def _check_claim(
        self, run_id: str, claim: Claim, url: str, reading: Reading, last: PastCheck | None
    ) -> Check:
        document = reading.document
        stands = standing(
            last,
            key_of=partial(self._key, claim),
            claim_text=claim.text,
            document_sha256=document.text_sha256,
            text_before=self.history.document_text(last.document_sha256) if last else None,
            text_now=document.text,
            quote=claim.quote,
        )
        if stands is None:
            stands = Standing(
                basis=Basis.SCORED, verdict=self.scorer.score(claim, document, reading.passages)
            )
        settled = settle(reading.finding, stands.verdict, document)
        if isinstance(settled, Problem):
            return self._failed(run_id, claim, url, settled, reading.snapshot)
        if stands.basis is Basis.UNCHANGED and last:
            return self._stand(run_id, claim, url, reading.snapshot, last)
        verdict = linked(settled, url, document)
        now = self.clock()
        check = Check(
            id=new_id(now),
            run=run_id,
            claim=claim,
            source=_source_of(claim, url),
            snapshot=reading.snapshot,
            document_sha256=document.text_sha256,
            verdict=verdict,
            checked_at=now,
            key=self._key(claim, document.text_sha256),
            basis=stands.basis,
            change=change_since(
                last, claim_text=claim.text, document_sha256=document.text_sha256, verdict=verdict
            ),
        )
        return self._saved(check, document)

    def _stand(self, run_id: str, claim: Claim, url: str, snapshot: Snapshot, last: PastCheck) -> Check:
        """The check of a claim for which nothing changed: the earlier verdict, confirmed now."""
        now = self.clock()
        check = Check(
            id=new_id(now),
            run=run_id,
            claim=claim,
            source=_source_of(claim, url),
            snapshot=snapshot,
            document_sha256=last.document_sha256,
            verdict=last.verdict,
            checked_at=now,
            key=last.key,
            basis=Basis.UNCHANGED,
            reused_from=last.check_id,
        )
        return self._saved(check, None)

    def _failed(
        self, run_id: str, claim: Claim, url: str | None, problem: Problem, snapshot: Snapshot | None = None
    ) -> Check:
        now = self.clock()
        check = Check(
            id=new_id(now),
            run=run_id,
            claim=claim,
            source=_source_of(claim, url) if url else None,
            snapshot=snapshot,
            problem=problem,
            checked_at=now,
        )
        return self._saved(check, None)

    def _saved(self, check: Check, document: Document | None) -> Check:
        self.sink.save(check, document)
        return check

    def _key(self, claim: Claim, document_sha256: str) -> str:
        return check_key(
            claim_text=claim.text,
            quote=claim.quote,
            document_sha256=document_sha256,
            extractor=self.reader.version,
            splitter=self.reader.splitter.version,
            scorer=self.scorer.version,
        )


def _needs_source(claim: Claim) -> Problem:
    named = f"; {claim.cited_as} is named without a link" if claim.cited_as else ""
    return Problem(
        slug=ProblemSlug.NEEDS_SOURCE, detail=f"the claim cites no page{named}", hint=_NEEDS_SOURCE
    )


def _source_of(claim: Claim, url: str) -> Source:
    """The source as this claim cites it: two claims may name the publisher of one URL differently."""
    return next(source for source in claim.sources if source.url == url)


def _closable(outcomes: Iterator[FetchOutcome]) -> Generator[FetchOutcome]:
    """An iterator that can be closed, whatever the fetcher returns: a run that is stopped stops its fetcher."""
    yield from outcomes
