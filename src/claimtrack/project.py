"""A project: a folder with claim files, settings, a cache and a store. Wires the stages together."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from claimtrack.cache import RobotsCache, SnapshotCache
from claimtrack.classify import PageClassifier, SoftNotFoundProbe
from claimtrack.config import CONFIG_NAME, Settings, load_settings, override
from claimtrack.errors import ConfigError
from claimtrack.extract import PooledExtractor
from claimtrack.fetch import FetchSettings, HttpFetcher
from claimtrack.interfaces import Extractor
from claimtrack.models import Article, Check, Claim, Label
from claimtrack.passages import SentenceSplitter
from claimtrack.planning import VerifyPlan, plan_run
from claimtrack.policy import DUE_AFTER, WORST_LAST, FailOn, Freshness
from claimtrack.reading import PageReader
from claimtrack.records import load
from claimtrack.report import RunReport
from claimtrack.scoring import LexicalScorer
from claimtrack.selection import select
from claimtrack.store import Store
from claimtrack.verify import Verifier


def utc_now() -> datetime:
    """The time now, aware and in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """Where everything is, and how it is set."""

    root: Path
    settings: Settings
    clock: Callable[[], datetime] = utc_now

    @classmethod
    def open(
        cls,
        start: Path | str = ".",
        *,
        config: Path | None = None,
        environment: Mapping[str, str] | None = None,
        flags: Mapping[str, object] | None = None,
    ) -> Project:
        """Find the project around a folder and read its settings.

        Args:
            start: A folder in the project; the project's root is the nearest one upwards with a `claims.toml`, else `start`.
            config: Settings file to read instead.
            environment: Instead of the process's own.
            flags: Settings given on the command line, by name; None counts as not given.

        Raises:
            ConfigError: no such folder, or a setting that makes no sense.
        """
        folder = Path(start).absolute()
        if not folder.is_dir():
            raise ConfigError(f"{start}: no such folder")
        found = next(
            (parent for parent in (folder, *folder.parents) if (parent / CONFIG_NAME).is_file()), None
        )
        root = found or folder
        file = config or (root / CONFIG_NAME if found else None)
        settings = load_settings(file, os.environ if environment is None else environment)
        return cls(root=root, settings=override(settings, flags or {}))

    @property
    def store_path(self) -> Path:
        """The SQLite file."""
        return self.root / self.settings.db

    @property
    def claims_path(self) -> Path:
        """The folder of claim files."""
        return self.root / self.settings.claims

    @property
    def fail_on(self) -> FailOn:
        """What makes a claim fail, from the settings."""
        names = set(self.settings.fail_on)
        if "none" in names:
            return FailOn(labels=frozenset(), threshold=self.settings.threshold)
        worst = [WORST_LAST.index(Label(name)) for name in names if name != "problem"]
        labels = frozenset(WORST_LAST[min(worst) :]) if worst else frozenset()
        return FailOn(labels=labels, problems="problem" in names, threshold=self.settings.threshold)

    def articles(self) -> tuple[Article, ...]:
        """Read every claim file; raises `RecordError` with all that is wrong in all of them."""
        return load([self.claims_path], root=self.root)

    def select(self, articles: Sequence[Article], selectors: Sequence[str]) -> tuple[Claim, ...]:
        """Return the claims that the SELECT arguments name, all without any; raises `SelectionError`."""
        return select(articles, selectors)

    def open_store(self, *, create: bool = True) -> Store:
        """Open the store; raises `StoreError`."""
        return Store.open(self.store_path, create=create)

    def cache(self) -> SnapshotCache:
        """The snapshots."""
        return SnapshotCache(self.root / self.settings.cache)

    def plan(self, claims: Sequence[Claim], wanted: Freshness) -> VerifyPlan:
        """Say what a run over `claims` would do."""
        return plan_run(claims, cache=self.cache(), now=self.clock(), wanted=wanted)

    def verify(self, plan: VerifyPlan, store: Store, *, command: str = "verify") -> VerifyRun:
        """Start a run; iterate over it to carry it out.

        Raises:
            CacheError: the cache cannot be written: said before any page is asked for.
        """
        if plan.fetch_count:
            self.cache().prepare()
        return VerifyRun(self, plan, store, command)

    def fetcher(self) -> HttpFetcher:
        """What brings pages from the network, with this project's manners."""
        settings = self.settings
        fetch_settings = FetchSettings(
            contact=settings.contact,
            allow_hosts=settings.allow_hosts,
            proxy=settings.proxy,
            jobs=settings.jobs,
            spacing_s=settings.host_delay,
            robots=settings.robots,
            total_timeout_s=settings.timeout,
            max_wire_bytes=settings.max_bytes,
        )
        return HttpFetcher(fetch_settings, robots=RobotsCache(self.root / settings.cache))

    def extractor(self) -> PooledExtractor:
        """What turns the bytes of a page into its words, in processes that can be killed; close it in the end."""
        return PooledExtractor()

    def verifier(self, store: Store, extractor: Extractor, *, offline: bool = False) -> Verifier:
        """The pipeline of this project's stages."""
        fetcher = self.fetcher()
        reader = PageReader(
            cache=self.cache(), extractor=extractor, classifier=PageClassifier(), splitter=SentenceSplitter()
        )
        probe = SoftNotFoundProbe(fetcher, extractor, exempt=self.settings.allow_hosts)
        return Verifier(
            fetcher=fetcher,
            cache=self.cache(),
            reader=reader,
            prober=None if offline else probe,
            scorer=LexicalScorer(),
            history=store,
            sink=store,
            clock=self.clock,
        )


class VerifyRun:
    """One run under way: yields its checks, each saved already; `report` adds them up."""

    def __init__(self, project: Project, plan: VerifyPlan, store: Store, command: str) -> None:
        self._project = project
        self._plan = plan
        self._store = store
        self._extractor = project.extractor()
        self._verifier = project.verifier(store, self._extractor, offline=not plan.fetch_count)
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
        self._extractor.start()
        try:
            for check in self._verifier.run(self._plan, self.report.run):
                self.report.add(check)
                yield check
            finished = True
        finally:
            self._extractor.close()
            self.report.interrupted = not finished
            self.report.finished_at = self._project.clock()
            self._store.end_run(
                self.report.run,
                finished_at=self.report.finished_at,
                exit_code=int(self.report.exit_code),
                counts=self.report.counts,
            )
