"""From the cache to a WARC file."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import IO, Any

from claimtrack import __version__
from claimtrack.cache import records
from claimtrack.cache.snapshots import SnapshotCache
from claimtrack.cache.warc.library import warcio
from claimtrack.models import Origin, Snapshot

VERSION = "WARC/1.1"
METADATA_TYPE = "application/vnd.claimtrack.snapshot+json"
"""Of the record that stands before each snapshot and holds its cache record, byte for byte."""
ORIGINAL = "X-Archive-Orig-"
"""In front of the name of a header that no longer fits the body, because the body is kept decoded."""

_NO_LONGER_TRUE = frozenset({"content-encoding", "content-length", "transfer-encoding"})
_SAME_CONTENT = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_REASONS = {200: "OK", 203: "Non-Authoritative Information"}


def export_warc(cache: SnapshotCache, pages: Iterable[Iterable[Snapshot]], out: IO[bytes]) -> int:
    """Write snapshots as gzipped WARC/1.1, one member for each record.

    A body is written once: a later snapshot with the same body, and a 304, refer to it.

    Args:
        cache: that the snapshots are from.
        pages: the history of each page, oldest first.
        out: where to.

    Returns:
        How many snapshots were written.

    Raises:
        CacheError: a body is missing or damaged.
        UsageError: the library `warcio` is not installed.
    """
    writer = warcio("warcwriter").WARCWriter(out, gzip=True, warc_version=VERSION)
    about = {"software": f"claimtrack/{__version__}", "format": "WARC File Format 1.1"}
    writer.write_record(writer.create_warcinfo_record("", about))
    written = _Written(writer, cache)
    for page in pages:
        for snapshot in page:
            written.add(snapshot)
    return written.count


class _Written:
    """A WARC file being written, and where in it each body is."""

    def __init__(self, writer: Any, cache: SnapshotCache) -> None:  # noqa: ANN401 - the library has no types
        self.count = 0
        self._writer = writer
        self._cache = cache
        self._headers = warcio("statusandheaders").StatusAndHeaders
        self._first: dict[str, tuple[str, str, str]] = {}
        """URL, date and payload digest of the record that carries each body."""

    def add(self, snapshot: Snapshot) -> None:
        record_id = self._headers_id()
        data = records.encode(snapshot)
        about = {
            "WARC-Date": _date(snapshot.seen_at),
            "WARC-Refers-To": record_id,
        }
        self._write(snapshot.url, "metadata", about, data, content_type=METADATA_TYPE)
        names = {"WARC-Date": _date(snapshot.seen_at), "WARC-Record-ID": record_id}
        if snapshot.sha256 in self._first:
            self._revisit(snapshot, names)
        else:
            self._whole(snapshot, names)
        self.count += 1

    def _whole(self, snapshot: Snapshot, names: dict[str, str]) -> None:
        body = self._cache.body(snapshot)
        digest = self._digest(body)
        names["WARC-Payload-Digest"] = digest
        self._first[snapshot.sha256] = (snapshot.final_url, names["WARC-Date"], digest)
        if snapshot.origin is Origin.ATTACHED:
            # No server said so: a file as such is a `resource`.
            self._write(snapshot.url, "resource", names, body, content_type=snapshot.content_type)
        else:
            http = self._http(
                f"{snapshot.status} {_REASONS.get(snapshot.status, '')}".rstrip(), snapshot, len(body)
            )
            self._write(snapshot.final_url, "response", names, body, http=http)

    def _revisit(self, snapshot: Snapshot, names: dict[str, str]) -> None:
        url, date, digest = self._first[snapshot.sha256]
        http = None
        names["WARC-Profile"] = _SAME_CONTENT
        if snapshot.confirmed_at:
            names["WARC-Profile"] = _NOT_MODIFIED
            http = self._http("304 Not Modified", snapshot, None)
        elif snapshot.origin is not Origin.ATTACHED:
            http = self._http(f"{snapshot.status}", snapshot, None)
        names |= {
            "WARC-Refers-To-Target-URI": url,
            "WARC-Refers-To-Date": date,
            "WARC-Payload-Digest": digest,
        }
        self._write(snapshot.final_url, "revisit", names, b"", http=http)

    def _write(
        self,
        url: str,
        kind: str,
        names: Mapping[str, str],
        payload: bytes,
        *,
        content_type: str = "",
        http: Any = None,  # noqa: ANN401 - the library has no types
    ) -> None:
        record = self._writer.create_warc_record(
            url,
            kind,
            payload=io.BytesIO(payload) if payload else None,
            length=len(payload),
            warc_content_type=content_type or "",
            warc_headers_dict=dict(names),
            http_headers=http,
        )
        self._writer.write_record(record)

    def _http(self, status: str, snapshot: Snapshot, length: int | None) -> Any:  # noqa: ANN401 - as above
        headers = [
            (f"{ORIGINAL}{name}" if name in _NO_LONGER_TRUE else name, _line(value))
            for name, value in snapshot.headers.items()
        ]
        if length is not None:
            if "content-type" not in snapshot.headers:  # the record of a 304, whose first answer was pruned
                headers.append(("Content-Type", _line(snapshot.content_type)))
            headers.append(("Content-Length", str(length)))
        return self._headers(status, headers, protocol="HTTP/1.1")

    def _headers_id(self) -> str:
        return str(warcio("statusandheaders").StatusAndHeadersParser.make_warc_id())

    def _digest(self, body: bytes) -> str:
        digester = warcio("utils").Digester("sha256")
        digester.update(body)
        return str(digester)


def _date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _line(value: str) -> str:
    return " ".join(value.split())
