"""From a WARC file into the cache. The file may be anybody's: nothing in it is believed without bounds."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, Any

from claimtrack.cache import records
from claimtrack.cache.objects import MAX_BODY_BYTES
from claimtrack.cache.snapshots import SnapshotCache
from claimtrack.cache.warc.bounded import WarcFile
from claimtrack.cache.warc.writing import METADATA_TYPE
from claimtrack.errors import CacheError
from claimtrack.models import Origin, Snapshot
from claimtrack.urls import BadUrlError, canonical

IMPORTER = "warc@1"
_MOST_HEADERS = 50
_LONGEST_VALUE = 1024
_ENCODINGS = frozenset({"", "identity", "gzip", "deflate"})
_PAGES = frozenset({"response", "resource", "revisit"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of one record that could have been a snapshot."""

    url: str
    snapshot: Snapshot | None = None
    skipped: str = ""
    """Why it was not taken over, where it was not."""


class _SkipError(Exception):
    """A record that is no snapshot; the message says why."""


def import_warc(cache: SnapshotCache, file: IO[bytes], *, name: str, now: datetime) -> Iterator[Imported]:
    """Take over every page of a WARC file; what the cache has already is not written again.

    Args:
        cache: where to.
        file: opened in binary mode, at its beginning.
        name: of the file, without its folder.
        now: aware; nothing from later is believed.

    Yields:
        One for each response, resource and revisit.

    Raises:
        CacheError: it is no WARC file, is damaged or inflates beyond all measure; what came before is kept.
        UsageError: the library `warcio` is not installed.
    """
    warc = WarcFile(file)
    reader = _Reader(warc, cache, name, now)
    for record in warc:
        kind = record.rec_type or ""
        if kind == "metadata" and record.content_type == METADATA_TYPE:
            reader.note(record)
        elif kind in _PAGES:
            yield reader.take(record)


class _Reader:
    """The file so far: what was said about the next snapshot, and which bodies there were."""

    def __init__(self, warc: WarcFile, cache: SnapshotCache, name: str, now: datetime) -> None:
        self._warc = warc
        self._cache = cache
        self._name = name
        self._now = now
        self._said: tuple[str, Snapshot] | None = None
        self._bodies: dict[str, Snapshot] = {}
        """By payload digest: a revisit says no more of its body."""

    def note(self, record: Any) -> None:  # noqa: ANN401 - as above
        """Take in what claimtrack wrote about the record that follows; what makes no sense is passed over."""
        self._said = None
        with contextlib.suppress(CacheError, ValueError):
            data = self._warc.content(record, records.MAX_BYTES)
            said = records.decode(data, "metadata")
            if all(canonical(url) == url for url in (said.url, said.final_url)):
                self._said = (record.rec_headers.get_header("WARC-Refers-To") or "", said)

    def take(self, record: Any) -> Imported:  # noqa: ANN401 - as above
        """Keep one page."""
        uri = str(record.rec_headers.get_header("WARC-Target-URI") or "")
        said, self._said = self._said, None
        try:
            wanted = self._described(record, uri)
            if said and said[0] == record.rec_headers.get_header("WARC-Record-ID"):
                wanted = said[1]
            self._require_past(wanted)
            body = self._revisited(record) if record.rec_type == "revisit" else self._body(record)
            snapshot = self._cache.insert(wanted, body)
        except _SkipError as reason:
            return Imported(url=uri, skipped=str(reason))
        if digest := record.rec_headers.get_header("WARC-Payload-Digest"):
            self._bodies.setdefault(digest, snapshot)
        return Imported(url=snapshot.url, snapshot=snapshot)

    def _described(self, record: Any, uri: str) -> Snapshot:  # noqa: ANN401 - as above
        """What the headers of the record itself say of a page."""
        try:
            url = canonical(uri)
        except BadUrlError as error:
            raise _SkipError(str(error)) from error
        headers = _headers(record)
        status = _status(record)
        if status // 100 != 2 and not (record.rec_type == "revisit" and status == 304):  # noqa: PLR2004 - HTTP
            raise _SkipError(f"status {status}")
        if record.rec_headers.get_header("WARC-Truncated"):
            raise _SkipError("it was cut off when it was archived")
        content_type = headers.get("content-type", "")
        if record.rec_type == "resource":
            content_type = str(record.content_type or "")
        moment = _moment(record.rec_headers.get_header("WARC-Date"))
        return Snapshot(
            url=url,
            final_url=url,
            fetched_at=moment,
            status=200 if status == 304 else status,  # noqa: PLR2004 - HTTP
            content_type=content_type[:_LONGEST_VALUE],
            sha256="",
            size_bytes=0,
            etag=headers.get("etag"),
            last_modified=headers.get("last-modified"),
            fetcher=IMPORTER,
            headers=headers,
            origin=Origin.ARCHIVE,
            file_name=self._name,
        )

    def _require_past(self, wanted: Snapshot) -> None:
        if wanted.seen_at > self._now:
            raise _SkipError("it is from the future")

    def _body(self, record: Any) -> bytes:  # noqa: ANN401 - as above
        headers = record.http_headers
        encoding = str((headers and headers.get_header("content-encoding")) or "").strip().lower()
        if encoding not in _ENCODINGS:
            raise _SkipError(f"its content encoding {encoding[:40]!r} is none that is read")
        try:
            return self._warc.content(record, MAX_BODY_BYTES)
        except ValueError as error:
            raise _SkipError(str(error)) from error

    def _revisited(self, record: Any) -> bytes:  # noqa: ANN401 - as above
        known = self._bodies.get(record.rec_headers.get_header("WARC-Payload-Digest") or "")
        if known is None:
            raise _SkipError("it refers to a page that is not in the file before it")
        return self._cache.body(known)


def _headers(record: Any) -> dict[str, str]:  # noqa: ANN401 - as above
    pairs = record.http_headers.headers if record.http_headers else ()
    found = {str(name).strip().lower(): str(value)[:_LONGEST_VALUE] for name, value in pairs[:_MOST_HEADERS]}
    return {name[:_LONGEST_VALUE]: value for name, value in found.items() if name}


def _status(record: Any) -> int:  # noqa: ANN401 - as above
    if not record.http_headers:
        return 200
    code = str(record.http_headers.get_statuscode())
    return int(code) if code.isdecimal() and len(code) == 3 else 0  # noqa: PLR2004 - HTTP


def _moment(text: str | None) -> datetime:
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError as error:
        raise _SkipError("it has no date") from error
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
