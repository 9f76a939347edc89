"""What can be given up to free space: old records, bodies that nothing names, what killed runs left behind.

Never given up: the newest record of a page, whatever a person attached, the first record of each body that a stored check
rests on, and bodies used in the last hour, because a run may be about to name them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from claimtrack.cache.files import TEMPORARY, Entry
from claimtrack.cache.objects import hash_at
from claimtrack.cache.pages import INDEX, Page
from claimtrack.cache.records import TextNote
from claimtrack.cache.robots import ROOT as ROBOTS
from claimtrack.cache.snapshots import SnapshotCache
from claimtrack.errors import CacheError
from claimtrack.models import Origin, Snapshot

GRACE = timedelta(hours=1)
"""A body is written before the record that names it: what is younger than this may be in use."""
SETTLED = timedelta(minutes=1)
"""A record is written right before its line in the index: what is older than this has its line, or never gets one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PruneRules:
    """Which records may go: those that every given rule lets go; none without a rule."""

    keep: int | None = None
    """Records of each page that stay, the newest first; at least 1."""
    before: datetime | None = None
    """Only what was fetched or confirmed before."""
    rests_on: Collection[tuple[str, str]] = frozenset()
    """URL and SHA-256 of snapshots that stored checks rest on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrunePlan:
    """What would go, and what that frees."""

    records: tuple[tuple[Page, str], ...] = ()
    """Page and name of each record and note."""
    objects: tuple[Path, ...] = ()
    leftovers: tuple[Path, ...] = ()
    """Half files of killed runs."""
    relisted: tuple[Page, ...] = ()
    """Pages whose index is not what their folder holds."""
    freed_bytes: int = 0
    young: float = 0.0
    """Seconds since 1970: what was used since is in use, and stays."""
    spared: int = 0
    """Bodies that nothing names and half files that are too young to go."""
    unreadable: int = 0
    """Damaged records. What they name is not known, so that no body goes while there are any."""

    @property
    def is_empty(self) -> bool:
        """There is nothing to do."""
        return not (self.records or self.objects or self.leftovers or self.relisted)


def plan_prune(cache: SnapshotCache, rules: PruneRules, now: datetime) -> PrunePlan:
    """Say what may go. Nothing is changed.

    Args:
        cache: to be looked at.
        rules: what is to go.
        now: aware.

    Raises:
        CacheError: a folder cannot be read.
    """
    young = (now - GRACE).timestamp()
    going: list[tuple[Page, str]] = []
    relisted: list[Page] = []
    named: set[str] = set()
    freed = 0
    unreadable = 0
    for page in cache.pages():
        entries = {entry.name: entry for entry in cache.folder.entries(page.path)}
        held = _read(page)
        unreadable += held.damaged
        gone = held.to_go(rules)
        named |= {snapshot.sha256 for name, snapshot in held.records.items() if name not in gone}
        going += [(page, name) for name in gone]
        freed += sum(entries[name].size_bytes for name in gone if name in entries)
        if not held.damaged and _is_off(page, entries, (now - SETTLED).timestamp()):
            relisted.append(page)
    unnamed = [] if unreadable else _unnamed_bodies(cache, named)
    halves = _half_files(cache)
    objects = [found for found in unnamed if found[1].modified < young]
    leftovers = [found for found in halves if found[1].modified < young]
    return PrunePlan(
        records=tuple(going),
        objects=tuple(path for path, _ in objects),
        leftovers=tuple(path for path, _ in leftovers),
        relisted=tuple(relisted),
        freed_bytes=freed + sum(entry.size_bytes for _, entry in objects + leftovers),
        young=young,
        spared=len(unnamed) + len(halves) - len(objects) - len(leftovers),
        unreadable=unreadable,
    )


def carry_out(cache: SnapshotCache, plan: PrunePlan) -> None:
    """Remove what the plan names: records first, so that none is left that names a missing body.

    Raises:
        CacheError: something cannot be removed; the rest is as it was.
    """
    for page, name in plan.records:
        page.remove(name)
    for page in plan.relisted:
        page.rewrite_index()
    for path in (*plan.objects, *plan.leftovers):
        cache.folder.remove(path, unless_used_since=plan.young)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """What a page holds, by file name and oldest first."""

    records: dict[str, Snapshot]
    texts: dict[str, TextNote]
    damaged: int
    """Files that cannot be read."""

    def to_go(self, rules: PruneRules) -> list[str]:
        """Names of the records that the rules let go, and of the notes about texts of bodies that go with them."""
        if rules.keep is None and rules.before is None:
            return []
        first = {snapshot.sha256: name for name, snapshot in reversed(self.records.items())}
        gone = [
            name
            for name, snapshot in list(self.records.items())[: -(rules.keep or 1)]
            if snapshot.origin is not Origin.ATTACHED
            and (rules.before is None or snapshot.seen_at < rules.before)
            and not ((snapshot.url, snapshot.sha256) in rules.rests_on and first[snapshot.sha256] == name)
        ]
        stay = {snapshot.sha256 for name, snapshot in self.records.items() if name not in gone}
        return gone + [name for name, note in self.texts.items() if gone and note.sha256 not in stay]


def _read(page: Page) -> _Held:
    records: dict[str, Snapshot] = {}
    texts: dict[str, TextNote] = {}
    damaged = 0
    for name in page.names():
        try:
            records[name] = page.snapshot(name)
        except CacheError:
            damaged += 1
    for name in page.text_names():
        try:
            texts[name] = page.text(name)
        except CacheError:
            damaged += 1
    return _Held(records=records, texts=texts, damaged=damaged)


def _is_off(page: Page, entries: dict[str, Entry], settled: float) -> bool:
    """Tell whether the index of a page is not what its folder holds, and not because a run is writing there."""
    if any(entry.modified >= settled for name, entry in entries.items() if name != INDEX):
        return False
    index = page.index()
    return not index.is_sound or index.hashes.keys() != {*page.names(), *page.text_names()}


def _unnamed_bodies(cache: SnapshotCache, named: Collection[str]) -> list[tuple[Path, Entry]]:
    return [
        found for found in cache.objects.entries() if (sha256 := hash_at(found[0])) and sha256 not in named
    ]


def _half_files(cache: SnapshotCache) -> list[tuple[Path, Entry]]:
    folders = [Path(), ROBOTS, *(page.path for page in cache.pages())]
    found = [(folder / entry.name, entry) for folder in folders for entry in cache.folder.entries(folder)]
    return [(path, entry) for path, entry in (*found, *cache.objects.entries()) if _is_half(entry)]


def _is_half(entry: Entry) -> bool:
    return entry.is_file and entry.name.startswith(TEMPORARY)
