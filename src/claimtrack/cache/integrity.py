"""Is the cache what was written? Every object against its hash, every record against its seal, and the links between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from claimtrack.cache.files import TEMPORARY, Entry
from claimtrack.cache.objects import hash_at, path_of
from claimtrack.cache.pages import INDEX, ROOT, Page, is_name
from claimtrack.cache.robots import ROOT as ROBOTS
from claimtrack.cache.snapshots import SnapshotCache
from claimtrack.errors import CacheError

_FETCH_AGAIN = "delete it and fetch the page again"
_TIDY = "`claims cache prune --yes` tidies it away"
_RELIST = "a killed run, or a change from outside; `claims cache prune --yes` lists what is there anew"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is not as it was written."""

    path: Path
    """Below the cache."""
    message: str
    hint: str


@dataclass(slots=True, kw_only=True)
class Examination:
    """What was looked at, and what was found."""

    pages: int = 0
    records: int = 0
    objects: int = 0
    findings: list[Finding] = field(default_factory=list)

    def add(self, path: Path, message: str, hint: str) -> None:
        """Note a finding."""
        self.findings.append(Finding(path=path, message=message, hint=hint))


def examine(cache: SnapshotCache, *, quick: bool = False) -> Examination:
    """Read the whole cache and say what is wrong with it. Nothing is changed.

    What a run writes meanwhile may show as a finding; it is gone the next time.

    Args:
        cache: to be looked at.
        quick: leave the bodies alone: their names and places are looked at, their content is not.
    """
    found = Examination()
    bodies: dict[str, tuple[int, Path]] = {}
    for path, entry in _below_pages(cache, found):
        _examine_stray(found, path, entry)
    for page in _pages(cache, found):
        found.pages += 1
        _examine_page(cache, page, found, bodies)
    _examine_objects(cache, found, bodies, quick=quick)
    return found


def _pages(cache: SnapshotCache, found: Examination) -> list[Page]:
    try:
        return list(cache.pages())
    except CacheError as error:
        found.add(ROOT, error.message, error.hint)
        return []


def _below_pages(cache: SnapshotCache, found: Examination) -> list[tuple[Path, Entry]]:
    """Half files outside, and what lies where only folders should: beside the hosts, and beside the pages of one."""
    strays: list[tuple[Path, Entry]] = []
    try:
        for folder in (Path(), ROBOTS):
            entries = cache.folder.entries(folder)
            strays += [(folder / entry.name, entry) for entry in entries if _is_temporary(entry)]
        hosts = cache.folder.entries(ROOT)
        levels = [(ROOT, hosts)]
        levels += [
            (ROOT / host.name, cache.folder.entries(ROOT / host.name)) for host in hosts if host.is_folder
        ]
    except CacheError as error:
        found.add(ROOT, error.message, error.hint)
        return strays
    return strays + [
        (folder / entry.name, entry) for folder, entries in levels for entry in entries if not entry.is_folder
    ]


def _examine_page(
    cache: SnapshotCache, page: Page, found: Examination, bodies: dict[str, tuple[int, Path]]
) -> None:
    """Look at the folder of one page and add the bodies that its records name."""
    try:
        entries = cache.folder.entries(page.path)
        index = page.index()
    except CacheError as error:
        found.add(page.path, error.message, error.hint)
        return
    if not entries:
        return
    here = {entry.name for entry in entries if entry.is_file and is_name(entry.name)} - {INDEX}
    for entry in entries:
        if entry.name not in here and not (entry.is_file and entry.name == INDEX):
            _examine_stray(found, page.path / entry.name, entry)
    if not index.is_sound:
        found.add(page.path / INDEX, "the index of the page is missing or damaged", _RELIST)
    for name in sorted(here - index.hashes.keys()):
        found.add(page.path / name, "is not in the index of its page", _RELIST)
    for name in sorted(index.hashes.keys() - here):
        found.add(page.path / name, "has gone: the index of its page names it", _RELIST)
    for name in sorted(here):
        _examine_record(page, name, index.hashes.get(name), found, bodies)


def _examine_record(
    page: Page, name: str, listed: str | None, found: Examination, bodies: dict[str, tuple[int, Path]]
) -> None:
    found.records += 1
    path = page.path / name
    try:
        if listed is not None and page.sha256(name) != listed:
            found.add(path, "is not the file that the index of its page lists", _FETCH_AGAIN)
        elif name in page.text_names():
            page.text(name)
        else:
            snapshot = page.snapshot(name)
            size, _ = bodies.setdefault(snapshot.sha256, (snapshot.size_bytes, path))
            if size != snapshot.size_bytes:
                found.add(
                    path, f"gives its body another size than {bodies[snapshot.sha256][1]}", _FETCH_AGAIN
                )
    except CacheError as error:
        found.add(path, error.message, error.hint)


def _examine_objects(
    cache: SnapshotCache, found: Examination, bodies: dict[str, tuple[int, Path]], *, quick: bool
) -> None:
    present: set[str] = set()
    try:
        entries = list(cache.objects.entries())
    except CacheError as error:
        found.add(Path("objects"), error.message, error.hint)
        return
    for path, entry in entries:
        sha256 = hash_at(path) if entry.is_file else None
        if sha256 is None:
            _examine_stray(found, path, entry)
            continue
        present.add(sha256)
        found.objects += 1
        if sha256 not in bodies:
            found.add(path, "is a body that no record names: a killed run, or a record that has gone", _TIDY)
        elif not entry.size_bytes:
            found.add(path, "is empty", _FETCH_AGAIN)
        elif not quick:
            try:
                cache.objects.get(sha256, bodies[sha256][0])
            except CacheError as error:
                found.add(path, error.message, error.hint)
    for sha256, (_, record) in bodies.items():
        if sha256 not in present:
            found.add(path_of(sha256), f"is missing: the body of {record}", "fetch the page again")


def _examine_stray(found: Examination, path: Path, entry: Entry) -> None:
    if _is_temporary(entry):
        found.add(path, "is half a file that a killed run left", _TIDY)
    elif entry.is_file:
        found.add(path, "is no file of the cache", "move it elsewhere, or delete it")
    else:
        found.add(path, "is no plain file", "remove it: the cache holds plain files only")


def _is_temporary(entry: Entry) -> bool:
    return entry.name.startswith(TEMPORARY)
