"""A project: a folder with claim files, settings, a cache and a store."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from claimtrack.cache import AnswerCache, RobotsCache, SnapshotCache
from claimtrack.config import CONFIG_NAME, Settings, load_settings, override
from claimtrack.errors import ConfigError
from claimtrack.fetch import FetchSettings, HttpFetcher, JsonClient
from claimtrack.models import Article, Claim, Label
from claimtrack.planning import VerifyPlan, plan_run
from claimtrack.policy import WORST_LAST, FailOn, Freshness
from claimtrack.records import load
from claimtrack.selection import select

if TYPE_CHECKING:
    from claimtrack.judge import SecondOpinion
    from claimtrack.reading import ReadingPool
    from claimtrack.running import VerifyRun
    from claimtrack.store import Store


def utc_now() -> datetime:
    """The time now, aware and in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """Where everything is, and how it is set."""

    root: Path
    settings: Settings
    clock: Callable[[], datetime] = utc_now
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)
    """Where a judge's key is looked up, and nothing else."""

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
        variables = os.environ if environment is None else environment
        settings = override(load_settings(file, variables), flags or {})
        return cls(root=root, settings=settings, environment=variables)

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
        from claimtrack.store import Store  # noqa: PLC0415 - as in `verify`

        return Store.open(self.store_path, create=create)

    def cache(self) -> SnapshotCache:
        """The snapshots."""
        return SnapshotCache(self.root / self.settings.cache)

    def plan(self, claims: Sequence[Claim], wanted: Freshness) -> VerifyPlan:
        """Say what a run over `claims` would do."""
        return plan_run(claims, cache=self.cache(), now=self.clock(), wanted=wanted)

    def verify(
        self,
        plan: VerifyPlan,
        store: Store,
        *,
        command: str = "verify",
        reviewer: SecondOpinion | None = None,
    ) -> VerifyRun:
        """Start a run; iterate over it to carry it out.

        Args:
            plan: What to do.
            store: Where checks go.
            command: That asked for it.
            reviewer: See `second_opinion`; None asks no judge.

        Raises:
            CacheError: the cache cannot be written: said before any page is asked for.
        """
        from claimtrack.running import VerifyRun  # noqa: PLC0415 - `claims fetch` needs no stage beyond the cache

        if plan.fetch_count:
            self.cache().prepare()
        return VerifyRun(self, plan, store, command, reviewer)

    def second_opinion(self, *, dump: Path | None = None, replay: Path | None = None) -> SecondOpinion:
        """The judge that the settings name, or files in its place.

        Args:
            dump: Folder where prompts are written instead of being sent.
            replay: Folder where answers are read from.

        Raises:
            ConfigError: no judge is set, or it cannot be used as it is set.
        """
        from claimtrack.judging import second_opinion  # noqa: PLC0415 - few runs ask a judge

        return second_opinion(
            self.settings,
            dump=dump,
            replay=replay,
            poster=JsonClient(self._fetch_settings),
            shelf=AnswerCache(self.root / self.settings.cache),
            environment=self.environment,
        )

    def fetcher(self) -> HttpFetcher:
        """What brings pages from the network, with this project's manners."""
        return HttpFetcher(self._fetch_settings, robots=RobotsCache(self.root / self.settings.cache))

    @property
    def _fetch_settings(self) -> FetchSettings:
        settings = self.settings
        return FetchSettings(
            contact=settings.contact,
            allow_hosts=settings.allow_hosts,
            proxy=settings.proxy,
            jobs=settings.jobs,
            host_jobs=settings.host_jobs,
            spacing_s=settings.host_delay,
            robots=settings.robots,
            total_timeout_s=settings.timeout,
            max_wire_bytes=settings.max_bytes,
        )

    def reading_pool(self) -> ReadingPool:
        """What reads pages and scores claims, in processes that can be killed; close it in the end."""
        from claimtrack.reading import ReadingPool  # noqa: PLC0415 - as in `verify`

        return ReadingPool()
