"""`Store`: the database as the rest of the package sees it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlite_utils import Database

from claimtrack.interfaces import PastCheck
from claimtrack.keys import new_id
from claimtrack.models import Article, Check, Claim, Document
from claimtrack.store import latest, reading, resting, saving, status, syncing
from claimtrack.store.encoding import json_text, time_text
from claimtrack.store.failures import explained
from claimtrack.store.opening import open_database
from claimtrack.store.rows import ClaimStatus, HistoryEntry, Imprint, RunSummary, SourceHealth, StaleClaim

DEFAULT_BUSY_TIMEOUT_S = 30.0
"""Seconds to wait for another program that has the database locked."""


class Store:
    """The results of all runs, in one SQLite file. Used as a context manager, from the thread that opened it.

    Each method that writes is one transaction: when it returns, what it wrote outlives a crash of the process, and the
    machine's too as far as disks keep their word. Every method raises `StoreError` where SQLite fails.
    """

    def __init__(self, database: Database, path: Path, busy_timeout_s: float) -> None:
        self._database = database
        self._path = path
        self._busy_timeout_s = busy_timeout_s

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        create: bool = True,
        read_only: bool = False,
        busy_timeout_s: float = DEFAULT_BUSY_TIMEOUT_S,
    ) -> Self:
        """Open a store.

        Args:
            path: The database file.
            create: Make it where it isn't there.
            read_only: Never write; nothing is made.
            busy_timeout_s: Seconds to wait for another program that has it locked.

        Raises:
            StoreError: it is not there and may not be made; it is a folder, empty, no store of ours, or of a newer
                schema; it cannot be written; it is locked. A file that is refused is left as it is.
        """
        with explained(path, busy_timeout_s):
            database = open_database(path, create=create, read_only=read_only, busy_timeout_s=busy_timeout_s)
        return cls(database, path, busy_timeout_s)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database; what was saved is saved already."""
        self._database.close()

    def sync(
        self, articles: Sequence[Article], *, whole_project: bool = False, now: datetime | None = None
    ) -> None:
        """Bring articles, claims, sources and citations in line with the claim files; only what differs is written.

        A claim that is gone from a loaded file is kept with the time of its removal, and is back when the file has it
        again.

        Args:
            articles: The claim files that were loaded.
            whole_project: They are all there are: claims of an article that isn't among them are removed too.
            now: The time to write beside what is new, changed or removed; None for the present.
        """
        with self._transaction() as database:
            syncing.sync(database, articles, whole_project=whole_project, now=now or datetime.now(UTC))

    def begin_run(
        self,
        *,
        command: str,
        started_at: datetime,
        settings: Mapping[str, str],
        due_after_s: int | None = None,
    ) -> str:
        """Record that a command starts and return the id of its run.

        Args:
            command: What was called, as people know it: `verify`.
            started_at: When.
            settings: What it was called with; no secrets.
            due_after_s: Age in seconds from which a check is due again where the claim doesn't say; the views follow
                the newest run that set it.
        """
        run_id = new_id(started_at)
        started = time_text(started_at)
        row = {
            "id": run_id,
            "title": f"{started[:16]} {command}",
            "command": command,
            "started_at": started,
            "due_after_s": due_after_s,
            "counts": "{}",
            "settings": json_text(settings),
        }
        with self._transaction() as database:
            database.table("runs").insert(row)
        return run_id

    def end_run(self, run_id: str, finished_at: datetime, exit_code: int, counts: Mapping[str, int]) -> None:
        """Record how a run ended, and force all of it to the disk.

        Args:
            run_id: Of the run.
            finished_at: When.
            exit_code: What the shell is told.
            counts: How many checks gave each verdict, and how many none.
        """
        row = {"finished_at": time_text(finished_at), "exit_code": exit_code, "counts": json_text(counts)}
        with self._transaction() as database:
            database.table("runs").update(run_id, row)
        with self._reading() as database:
            database.execute("pragma wal_checkpoint(passive)")

    def save(self, check: Check, document: Document | None) -> None:
        """Keep one check with all it rests on. Saving a check of the same id again changes nothing.

        Args:
            check: Of a claim and a run that the store knows.
            document: What was scored; None for a problem, and where the text was kept by an earlier check.
        """
        with self._transaction() as database:
            saving.save(database, check, document)

    def past_checks(self, pairs: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], PastCheck]:
        """Return the newest check with a verdict for each (claim id, source URL) that has one."""
        with self._reading() as database:
            return reading.past_checks(database, pairs)

    def document_text(self, text_sha256: str) -> str | None:
        """Return the text of a document scored earlier, by the SHA-256 of its UTF-8 form, or None."""
        with self._reading() as database:
            return reading.document_text(database, text_sha256)

    def imprint(self, text_sha256: str) -> Imprint | None:
        """Return who wrote a document scored earlier, and when, by the SHA-256 of its text in UTF-8; None for one not kept."""
        with self._reading() as database:
            return reading.imprint(database, text_sha256)

    def history(self, claim_id: str, limit: int = 20) -> tuple[HistoryEntry, ...]:
        """Return the checks of a claim, newest first, at most `limit`."""
        with self._reading() as database:
            return reading.history(database, claim_id, limit)

    def trail(self, claim_id: str, source_url: str) -> Iterator[HistoryEntry]:
        """Yield the checks of a claim against one source, newest first, read as they are asked for."""
        with self._reading() as database:
            yield from reading.trail(database, claim_id, source_url)

    def latest_checks(self, claims: Sequence[Claim]) -> Iterator[Check]:
        """Yield the newest check of each claim against each source it cites now; nothing where there is none."""
        with self._reading() as database:
            yield from latest.latest_checks(database, claims)

    def claim_statuses(self, claim_ids: Collection[str] | None = None) -> tuple[ClaimStatus, ...]:
        """Return where live claims stand: those named, or all."""
        with self._reading() as database:
            return status.claim_statuses(database, claim_ids)

    def stale(self, now: datetime) -> tuple[StaleClaim, ...]:
        """Return the claims that need attention at `now`, one entry for each source concerned."""
        with self._reading() as database:
            return status.stale(database, now)

    def source_health(self, urls: Collection[str] | None = None) -> tuple[SourceHealth, ...]:
        """Return how well sources answer: those named by URL, or all."""
        with self._reading() as database:
            return status.source_health(database, urls)

    def runs(self, limit: int = 20) -> tuple[RunSummary, ...]:
        """Return the runs, newest first, at most `limit`."""
        with self._reading() as database:
            return status.runs(database, limit)

    def snapshots_rested_on(self) -> frozenset[tuple[str, str]]:
        """Return URL and SHA-256 of every snapshot that a check with a verdict rests on: what a cache must keep."""
        with self._reading() as database:
            return resting.snapshots_rested_on(database)

    @contextmanager
    def _reading(self) -> Iterator[Database]:
        with explained(self._path, self._busy_timeout_s):
            yield self._database

    @contextmanager
    def _transaction(self) -> Iterator[Database]:
        """Hold the write lock from the start: a transaction that first reads and then wants to write may not wait for it."""
        with explained(self._path, self._busy_timeout_s):
            self._database.execute("begin immediate")
            try:
                yield self._database
                self._database.execute("commit")
            except BaseException:
                self._database.rollback()
                raise
