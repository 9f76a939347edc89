"""A run of `claims verify`: wires the stages of a project together and records what they found."""

from __future__ import annotations

from collections.abc import Generator

from claimtrack.classify import SoftNotFoundProbe
from claimtrack.interfaces import Reviewer
from claimtrack.models import Check
from claimtrack.planning import VerifyPlan
from claimtrack.policy import DUE_AFTER
from claimtrack.project import Project
from claimtrack.reading import PageReader, ReadingPool
from claimtrack.report import RunReport
from claimtrack.store import Store
from claimtrack.verify import Verifier


class VerifyRun:
    """One run under way: yields its checks, each saved already; `report` adds them up."""

    def __init__(
        self,
        project: Project,
        plan: VerifyPlan,
        store: Store,
        command: str,
        reviewer: Reviewer | None = None,
    ) -> None:
        self._project = project
        self._plan = plan
        self._store = store
        self._pool = project.reading_pool()
        self._verifier = _verifier(
            project, store, self._pool, offline=not plan.fetch_count, reviewer=reviewer
        )
        started_at = project.clock()
        run_id = store.begin_run(
            command=command,
            started_at=started_at,
            settings={"fail_on": ",".join(project.settings.fail_on)},
            due_after_s=int(DUE_AFTER.total_seconds()),
        )
        self.report = RunReport(
            run=run_id,
            started_at=started_at,
            fail_on=project.fail_on,
            opinions=plan.opinions,
            tally=self._verifier.tally,
        )

    def __iter__(self) -> Generator[Check]:
        """Carry out the run, once. Closing the generator, or an exception, ends it; what was done is kept."""
        finished = False
        self._pool.start()
        try:
            for check in self._verifier.run(self._plan, self.report.run):
                self.report.add(check)
                yield check
            finished = True
        finally:
            self._pool.close()
            self.report.interrupted = not finished
            self.report.finished_at = self._project.clock()
            self._store.end_run(
                self.report.run,
                finished_at=self.report.finished_at,
                exit_code=int(self.report.exit_code),
                counts=self.report.counts,
            )


def _verifier(
    project: Project, store: Store, pool: ReadingPool, *, offline: bool, reviewer: Reviewer | None
) -> Verifier:
    """The pipeline of a project's stages."""
    fetcher = project.fetcher()
    cache = project.cache()
    probe = SoftNotFoundProbe(fetcher, pool, exempt=project.settings.allow_hosts)
    return Verifier(
        fetcher=fetcher,
        cache=cache,
        reader=PageReader(cache=cache, pool=pool),
        prober=None if offline else probe,
        history=store,
        sink=store,
        clock=project.clock,
        reviewer=reviewer,
    )
