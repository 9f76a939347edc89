"""The pipeline: from claims to checks. It knows the stages only by their interfaces.

`Verifier.run` carries out a plan and yields each check as it is decided. A page is read and split once however many claims
cite it, and nothing about a claim stops the claims beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
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
    Reviewer,
)
from claimtrack.keys import check_key, new_id
from claimtrack.linking import linked
from claimtrack.models import (
    JUDGED_BY,
    Basis,
    Check,
    Claim,
    Document,
    Label,
    Problem,
    ProblemSlug,
    Snapshot,
    Source,
    Verdict,
)
from claimtrack.planning import PlannedPage, VerifyPlan, needs_source
from claimtrack.policy import Standing, change_since, standing
from claimtrack.reading import PageReader, ReadAhead, Reading, corrupt
from claimtrack.reviewing import Reviews
from claimtrack.settling import settle
from claimtrack.tally import FetchTally

_PAUSE_S = 0.05
"""How long a page that was read may wait for the next one to be fetched before its checks are saved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A page that is being read for the claims that cite it."""

    page: PlannedPage
    snapshot: Snapshot | None
    """The snapshot that came or is known; None where a copy that a person saved is all there is."""
    past: Mapping[tuple[str, str], PastCheck]


_Readings = ReadAhead[_Asked, Reading | Problem]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verifier:
    """Runs the stages over claims."""

    fetcher: Fetcher
    cache: Cache
    reader: PageReader
    history: History
    sink: CheckSink
    clock: Callable[[], datetime]
    """The time now, aware and in UTC."""
    prober: Prober | None = None
    """Asks sites about pages that may be error pages; None asks nothing, as an offline run must not."""
    reviewer: Reviewer | None = None
    """Is asked about verdicts that are not sure; None asks nobody."""
    tally: FetchTally = field(default_factory=FetchTally)
    _doubted: list[tuple[_Asked, Reading]] = field(default_factory=list)

    def run(self, plan: VerifyPlan, run_id: str) -> Iterator[Check]:
        """Carry out a plan; each check is saved before it is yielded.

        Pages are read while others are fetched; everything else happens in the thread that iterates.
        """
        for claim in plan.needs_source:
            yield self._failed(run_id, claim, None, needs_source(claim))
        with Reviews[_Asked](self.reviewer) as reviews:
            with _Readings(self.reader.pool.size) as readings:
                yield from self._read_all(plan, run_id, readings, reviews)
            yield from self._settle_doubts(run_id, reviews)
            for asked, reading in reviews.rest():
                yield from self._check_claims(run_id, asked, reading)

    def _read_all(
        self, plan: VerifyPlan, run_id: str, readings: _Readings, reviews: Reviews[_Asked]
    ) -> Iterator[Check]:
        for page in plan.pages:
            if page.request is None:
                yield from self._from_cache(run_id, page, readings)
                yield from self._decided(run_id, readings.finished(), reviews)
        waiting = {page.source.url: page for page in plan.pages if page.request}
        requests = [page.request for page in waiting.values() if page.request]
        with closing(self.fetcher.stream(requests, self.cache, _PAUSE_S)) as outcomes:
            for outcome in outcomes:
                if outcome:
                    yield from self._from_network(run_id, waiting.pop(outcome.url), outcome, readings)
                yield from self._decided(run_id, readings.finished(), reviews)
        yield from self._decided(run_id, readings.rest(), reviews)

    def _from_cache(self, run_id: str, page: PlannedPage, readings: _Readings) -> Iterator[Check]:
        if page.snapshot:
            yield from self._ask(run_id, page, page.snapshot, readings)
        elif page.damage:
            yield from self._problems(run_id, self._asked(page), corrupt(page.damage))
        else:
            missing = Problem(
                slug=ProblemSlug.NOT_CACHED,
                detail="no snapshot of the page is in the cache",
                hint="run `claims verify` without --offline once",
            )
            yield from self._problems(run_id, self._asked(page), missing)

    def _from_network(
        self, run_id: str, page: PlannedPage, outcome: FetchOutcome, readings: _Readings
    ) -> Iterator[Check]:
        self.tally.count(outcome)
        if outcome.snapshot is None:
            if outcome.problem is None:
                raise TypeError(f"fetcher yielded neither snapshot nor problem for {outcome.url}")
            readings.ask(self._asked(page), partial(self._read_attached, page, outcome.problem))
            return
        yield from self._ask(run_id, page, outcome.snapshot, readings)

    def _problems(
        self, run_id: str, asked: _Asked, problem: Problem, snapshot: Snapshot | None = None
    ) -> Iterator[Check]:
        url = asked.page.source.url
        for claim in asked.page.claims:
            yield self._failed(run_id, claim, url, problem, snapshot, last=asked.past.get((claim.id, url)))

    def _asked(self, page: PlannedPage) -> _Asked:
        """A page of which there is no snapshot."""
        return _Asked(page=page, snapshot=None, past=self._past(page))

    def _past(self, page: PlannedPage) -> Mapping[tuple[str, str], PastCheck]:
        return self.history.past_checks([(claim.id, page.source.url) for claim in page.claims])

    def _ask(
        self, run_id: str, page: PlannedPage, snapshot: Snapshot, readings: _Readings
    ) -> Iterator[Check]:
        """Confirm what needs no reading, and have the page read for the other claims."""
        past = self._past(page)
        unread = []
        for claim in page.claims:
            last = past.get((claim.id, page.source.url))
            if (
                last
                and last.snapshot_sha256 == snapshot.sha256
                and last.key == self._key(claim, last.document_sha256, last.verdict.judge)
                and not self._wants_review(last.verdict)
            ):
                # The same bytes, read and scored by the same code: nothing to read again.
                yield self._stand(run_id, claim, page.source.url, snapshot, last)
                continue
            unread.append(claim)
        if unread:
            page = replace(page, claims=tuple(unread))
            asked = _Asked(page=page, snapshot=snapshot, past=past)
            readings.ask(asked, partial(self._read, page, snapshot))

    def _read(self, page: PlannedPage, snapshot: Snapshot) -> Reading | Problem:
        reading = self.reader.read(snapshot, page.claims)
        if isinstance(reading, Problem) or reading.finding:
            # The live page is not the whole page: a copy that a person saved stands in.
            return self.reader.read_attached(page.source.url, page.claims, instead_of=snapshot) or reading
        return reading

    def _read_attached(self, page: PlannedPage, problem: Problem) -> Reading | Problem:
        return self.reader.read_attached(page.source.url, page.claims) or problem

    def _decided(
        self, run_id: str, finished: Iterator[tuple[_Asked, Reading | Problem]], reviews: Reviews[_Asked]
    ) -> Iterator[Check]:
        for asked, reading in finished:
            if isinstance(reading, Problem):
                yield from self._problems(run_id, asked, reading, asked.snapshot)
            elif self._is_doubtful(reading):
                self._doubted.append((asked, reading))
            else:
                yield from self._check_or_review(run_id, asked, reading, reviews)
        for asked, reviewed in reviews.finished():
            yield from self._check_claims(run_id, asked, reviewed)

    def _is_doubtful(self, reading: Reading) -> bool:
        """Tell whether the site must be asked if this is an error page before anything is called unsupported."""
        if reading.finding or not self.prober or not self.prober.wants(reading.snapshot, reading.document):
            return False
        return any(verdict.label is not Label.SUPPORTED for verdict in reading.verdicts.values())

    def _settle_doubts(self, run_id: str, reviews: Reviews[_Asked]) -> Iterator[Check]:
        if not self.prober or not self._doubted:
            return
        found = self.prober.ask((reading.snapshot, reading.document) for _, reading in self._doubted)
        for asked, reading in self._doubted:
            if finding := found.get(reading.snapshot.url):
                yield from self._problems(run_id, asked, finding.problem, reading.snapshot)
            else:
                yield from self._check_or_review(run_id, asked, reading, reviews)
        self._doubted.clear()

    def _check_or_review(
        self, run_id: str, asked: _Asked, reading: Reading, reviews: Reviews[_Asked]
    ) -> Iterator[Check]:
        """Have a judge look at verdicts that are not sure and would be new; the others of the page wait for it."""
        url = asked.page.source.url
        unsure = [
            (claim, verdict)
            for claim in asked.page.claims
            if self._wants_review(verdict := reading.verdicts[claim.id])
            and not reading.finding
            and not self._standing(claim, reading.document, asked.past.get((claim.id, url)))
        ]
        if unsure:
            reviews.ask(asked, reading, url, unsure)
        else:
            yield from self._check_claims(run_id, asked, reading)

    def _wants_review(self, verdict: Verdict) -> bool:
        return self.reviewer is not None and self.reviewer.wants(verdict)

    def _check_claims(self, run_id: str, asked: _Asked, reading: Reading) -> Iterator[Check]:
        url = asked.page.source.url
        for claim in asked.page.claims:
            yield self._check_claim(run_id, claim, url, reading, asked.past.get((claim.id, url)))

    def _check_claim(
        self, run_id: str, claim: Claim, url: str, reading: Reading, last: PastCheck | None
    ) -> Check:
        document = reading.document
        stands = self._standing(claim, document, last)
        basis = stands.basis if stands else Basis.SCORED
        verdict = stands.verdict if stands else reading.verdicts[claim.id]
        settled = settle(reading.finding, verdict, document)
        if isinstance(settled, Problem):
            return self._failed(run_id, claim, url, settled, reading.snapshot, last=last)
        if basis is Basis.UNCHANGED and last:
            return self._stand(run_id, claim, url, reading.snapshot, last)
        if basis is Basis.CARRIED:
            settled = linked(settled, url, document)
        now = self.clock()
        check = Check(
            id=new_id(now),
            run=run_id,
            claim=claim,
            source=_source_of(claim, url),
            snapshot=reading.snapshot,
            document_sha256=document.text_sha256,
            verdict=settled,
            checked_at=now,
            key=self._key(claim, document.text_sha256, settled.judge),
            extractor=self._reads_with,
            basis=basis,
        )
        return self._saved(replace(check, change=change_since(last, check)), document)

    def _standing(self, claim: Claim, document: Document, last: PastCheck | None) -> Standing | None:
        """The earlier verdict where it stands on what the page says now, and no judge is to be heard on it."""
        if last is None or self._wants_review(last.verdict):
            return None
        return standing(
            last,
            key_of=partial(self._key, claim, judge=last.verdict.judge),
            claim_text=claim.text,
            document_sha256=document.text_sha256,
            text_before=self.history.document_text(last.document_sha256),
            text_now=document.text,
            quote=claim.quote,
        )

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
            extractor=self._reads_with,
            basis=Basis.UNCHANGED,
            reused_from=last.check_id,
        )
        return self._saved(check, None)

    def _failed(
        self,
        run_id: str,
        claim: Claim,
        url: str | None,
        problem: Problem,
        snapshot: Snapshot | None = None,
        *,
        last: PastCheck | None = None,
    ) -> Check:
        now = self.clock()
        check = Check(
            id=new_id(now),
            run=run_id,
            claim=claim,
            source=_source_of(claim, url) if url else None,
            snapshot=snapshot,
            problem=problem,
            last_known=last.last_known if last else None,
            checked_at=now,
        )
        return self._saved(check, None)

    def _saved(self, check: Check, document: Document | None) -> Check:
        self.sink.save(check, document)
        return check

    @property
    def _reads_with(self) -> str:
        """`name@version` of all that turns a page into text and passages."""
        return f"{self.reader.extractor_version}+{self.reader.splitter_version}"

    def _key(self, claim: Claim, document_sha256: str, judge: str = "") -> str:
        return check_key(
            claim_text=claim.text,
            quote=claim.quote,
            document_sha256=document_sha256,
            extractor=self.reader.extractor_version,
            splitter=self.reader.splitter_version,
            scorer=self.reader.scorer_version + (f"{JUDGED_BY}{judge}" if judge else ""),
        )


def _source_of(claim: Claim, url: str) -> Source:
    """The source as this claim cites it: two claims may name the publisher of one URL differently."""
    return next(source for source in claim.sources if source.url == url)
