"""The folder of one URL: its records in order, and the index that tells when one of them has gone.

::

    pages/<host>/<slug>-<hash8>/
      20261124T093000.000000Z-1a2b3c4d.json         a record; the eight digits are the first of its SHA-256
      20261124T093001.000000Z-5e6f7a8b.text.json    which text was made of a body
      index.txt                                     a line per file: `+ NAME SHA256`, and `- NAME SHA256` once it is pruned
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from claimtrack.cache import records
from claimtrack.cache.batch import Batch
from claimtrack.cache.files import Folder
from claimtrack.cache.records import TextNote
from claimtrack.errors import CacheError
from claimtrack.models import Snapshot

ROOT = Path("pages")
INDEX = "index.txt"
_MAX_INDEX_BYTES = 100_000_000

_STAMP = "%Y%m%dT%H%M%S.%fZ"
_NAME = re.compile(r"2[0-9]{7}T[0-9]{6}\.[0-9]{6}Z-(?P<check>[0-9a-f]{8})(?P<text>\.text)?\.json")
_LINE = re.compile(rb"([+-]) ([0-9TZ.a-z-]{1,80}) ([0-9a-f]{64})")
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""A clock that says less was never set; keeps the names of one folder of one length and so in order."""
_AGAIN = "delete it and fetch the page again"

_MAX_SLUG = 60
_MAX_HOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """What the index of a page says."""

    hashes: dict[str, str]
    """SHA-256 of each file that should be there, by name."""
    is_sound: bool
    """Every line makes sense; False also where there is no index at all."""


class Page:
    """The records of one URL."""

    def __init__(self, folder: Folder, path: Path) -> None:
        """Nothing is touched yet.

        Args:
            folder: the cache.
            path: of the page below it; see `path_of`.
        """
        self.path = path
        self._at = path.as_posix()
        self._folder = folder

    def names(self) -> list[str]:
        """Of the records, in the order in which they were written."""
        return self._named(text=False)

    def text_names(self) -> list[str]:
        """Of the notes about texts, in the order in which they were written."""
        return self._named(text=True)

    def snapshot(self, name: str, url: str | None = None) -> Snapshot:
        """Read one record.

        Args:
            name: one of `names`.
            url: of the page, where it is known.

        Raises:
            CacheError: it cannot be read, was changed, or is that of another page.
        """
        snapshot = records.decode(self._read(name), self._where(name))
        self._require_here(name, snapshot.url, url)
        return snapshot

    def text(self, name: str) -> TextNote:
        """Read one note about a text; raises `CacheError` as `snapshot` does."""
        note = records.decode_text(self._read(name), self._where(name))
        self._require_here(name, note.url, None)
        return note

    def add(self, snapshot: Snapshot, batch: Batch, *, at_its_time: bool = False) -> None:
        """Write a record once `batch` is left; at most one of a page in a batch.

        Args:
            snapshot: of this page.
            batch: of the same folder.
            at_its_time: give it its place among the others by its time. Without, it becomes the newest: a clock that
                was set back must not make the older page the latest.

        Raises:
            CacheError: it cannot be written; nothing half written is left.
        """
        self._write(records.encode(snapshot), snapshot.seen_at, ".json", batch, at_its_time=at_its_time)

    def add_text(self, note: TextNote, batch: Batch) -> None:
        """Write a note about a text; as `add`."""
        self._write(records.encode_text(note), note.read_at, ".text.json", batch, at_its_time=True)

    def remove(self, name: str) -> None:
        """Remove a file for good; the index says so before it happens, so that a crash leaves nothing unexplained."""
        sha256 = self.index().hashes.get(name)
        if sha256:
            self._folder.append(self.path / INDEX, _line("-", name, sha256))
        self._folder.remove(self.path / name)

    def index(self) -> Index:
        """What should be here."""
        data = self._folder.read(self.path / INDEX, _MAX_INDEX_BYTES)
        hashes: dict[str, str] = {}
        is_sound = data is not None and data.endswith(b"\n")
        for line in (data or b"").splitlines():
            if not (match := _LINE.fullmatch(line)):
                is_sound = False
                continue
            name, sha256 = match[2].decode(), match[3].decode()
            if match[1] == b"+":
                hashes[name] = sha256
            elif hashes.pop(name, None) != sha256:
                is_sound = False
        return Index(hashes=hashes, is_sound=is_sound)

    def sha256(self, name: str) -> str:
        """SHA-256 of a file as it is now; raises `CacheError` where it does not fit its name."""
        return hashlib.sha256(self._read(name)).hexdigest()

    def rewrite_index(self) -> None:
        """List what is here, whatever was listed before."""
        names = sorted(self.names() + self.text_names())
        lines = (_line("+", name, self.sha256(name)) for name in names)
        with Batch(self._folder) as batch:
            batch.write(f"{self._at}/{INDEX}", lines)

    def _named(self, *, text: bool) -> list[str]:
        names = self._folder.names(self._at)
        return sorted(
            name for name in names if (match := _NAME.fullmatch(name)) and bool(match["text"]) is text
        )

    def _write(self, data: bytes, when: datetime, suffix: str, batch: Batch, *, at_its_time: bool) -> None:
        sha256 = hashlib.sha256(data).hexdigest()
        ending = f"-{sha256[:8]}{suffix}"
        names = batch.names(self._at)
        if at_its_time and any(name.endswith(ending) for name in names):
            return
        stamp = _free_stamp(filter(_NAME.fullmatch, names), when, at_its_time=at_its_time)
        name = f"{stamp.strftime(_STAMP)}{ending}"
        batch.write(f"{self._at}/{name}", [data])
        batch.append(f"{self._at}/{INDEX}", _line("+", name, sha256))

    def _read(self, name: str) -> bytes:
        data = self._folder.read(f"{self._at}/{name}", records.MAX_BYTES)
        if data is None:
            raise CacheError(
                f"{self._where(name)} has gone", hint="do not remove snapshots while claims runs"
            )
        match = _NAME.fullmatch(name)
        if not match or not hashlib.sha256(data).hexdigest().startswith(match["check"]):
            raise CacheError(f"{self._where(name)} was changed after it was written", hint=_AGAIN)
        return data

    def _require_here(self, name: str, found: str, wanted: str | None) -> None:
        if found != wanted if wanted is not None else path_of(found) != self.path:
            raise CacheError(f"{self._where(name)} is the record of another page", hint=_AGAIN)

    def _where(self, name: str) -> str:
        return f"{self._folder.root}/{self._at}/{name}"


def path_of(url: str) -> Path:
    """Where the records of a URL are, below the cache. Nothing that a server sent has a part in it.

    Args:
        url: canonical.
    """
    parts = urlsplit(url)
    host = re.sub(r"[^a-z0-9.]+", "-", parts.netloc).strip(".-")[:_MAX_HOST] or "host"
    words = re.sub(r"[^a-z0-9]+", "-", f"{parts.path} {parts.query}".lower()).strip("-")
    slug = words[:_MAX_SLUG].rstrip("-") or "index"
    return ROOT / host / f"{slug}-{hashlib.sha256(url.encode()).hexdigest()[:8]}"


def is_name(name: str) -> bool:
    """Tell whether a file of a page's folder is one of ours by its name."""
    return name == INDEX or _NAME.fullmatch(name) is not None


def _free_stamp(names: Iterable[str], when: datetime, *, at_its_time: bool) -> datetime:
    """The time that a new record is named by: its own, or as soon after as is free or, for the newest, in order."""
    stamp = max(when.astimezone(UTC), _EARLIEST)
    taken = {name.partition("-")[0] for name in names}
    if at_its_time:
        while stamp.strftime(_STAMP) in taken:
            stamp += timedelta(microseconds=1)
    elif taken and stamp <= (newest := _stamp(max(taken))):
        # A second record in the same moment, or a clock that was set back: the order of writing is what counts.
        stamp = newest + timedelta(microseconds=1)
    return stamp


def _stamp(text: str) -> datetime:
    try:
        return datetime.strptime(text, _STAMP).replace(tzinfo=UTC)
    except ValueError as error:  # the thirtieth of February: no name of ours
        raise CacheError(f"{text} is the name of no snapshot record", hint="delete it") from error


def _line(sign: str, name: str, sha256: str) -> bytes:
    return f"{sign} {name} {sha256}\n".encode()
