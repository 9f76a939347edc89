"""The snapshot cache: what a fetcher brought, kept for good and found again by URL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from claimtrack.bodies import Body
from claimtrack.cache.batch import Batch
from claimtrack.cache.files import Folder
from claimtrack.cache.objects import Objects
from claimtrack.cache.pages import ROOT, Page, path_of
from claimtrack.cache.records import TextNote
from claimtrack.interfaces import Response
from claimtrack.models import Origin, Snapshot

ATTACHER = "attach@1"


class SnapshotCache:
    """Snapshots below one folder; implements `claimtrack.interfaces.Cache`.

    Any number of threads and processes may read and write at once. Nothing is ever overwritten; only `prune` removes.
    """

    def __init__(self, root: Path, *, origin: Origin = Origin.FETCHED) -> None:
        """Nothing is touched yet.

        Args:
            root: the cache folder; made with the first snapshot.
            origin: of what `keep` is given.
        """
        self._origin = origin
        self.root = root
        self.folder = Folder(root)
        self.objects = Objects(self.folder)

    def prepare(self) -> None:
        """Make the folder and see that it can be written: say so before pages are fetched that could not be kept.

        Raises:
            CacheError: it cannot be written; names the path and what to do.
        """
        self.folder.prepare()

    def keep_all(self, responses: Iterable[Response]) -> list[Snapshot]:
        """Store bodies and records, and note what a 304 confirmed; all of it is on the disk when this returns.

        Bodies come before records, so that a record never names what is not there. Validators that came with a 304
        replace the old (RFC 9111, section 4.3.4).

        Args:
            responses: of distinct URLs; their bodies are read and left open.

        Returns:
            The snapshot of each, in the same order.

        Raises:
            CacheError: the cache cannot be written; nothing half written is left.
        """
        with Batch(self.folder) as batch:
            snapshots = [self._snapshot(response, batch) for response in responses]
            for snapshot in snapshots:
                self._page(snapshot.url).add(snapshot, batch)
        return snapshots

    def keep(self, response: Response) -> Snapshot:
        """Store one answer: see `keep_all`."""
        (snapshot,) = self.keep_all([response])
        return snapshot

    def attach(
        self, url: str, body: bytes, *, content_type: str, at: datetime, by: str, file_name: str
    ) -> Snapshot:
        """Keep a page that a person saved, as a snapshot of `url`.

        Args:
            url: of the source, canonical.
            body: of the file.
            content_type: what the file is, as a server would say it.
            at: now.
            by: who attaches it.
            file_name: of the file, without its folder.

        Raises:
            CacheError: the cache cannot be written, or the file is too large.
        """
        snapshot = Snapshot(
            url=url,
            final_url=url,
            fetched_at=at,
            status=200,
            content_type=content_type,
            sha256="",
            size_bytes=len(body),
            fetcher=ATTACHER,
            headers={"content-type": content_type},
            origin=Origin.ATTACHED,
            supplied_by=by,
            file_name=file_name,
        )
        return self._kept(snapshot, body, at_its_time=False)

    def insert(self, snapshot: Snapshot, body: bytes) -> Snapshot:
        """Keep what was fetched elsewhere or earlier, in its place by time; what is here already is not written again.

        Args:
            snapshot: its hash and size are replaced by those of `body`.
            body: after content decoding.

        Raises:
            CacheError: the cache cannot be written, or the body is too large.
        """
        return self._kept(snapshot, body, at_its_time=True)

    def note_text(self, snapshot: Snapshot, *, text_sha256: str, extractor: str, at: datetime) -> None:
        """Note which text an extractor made of a body; once for each body, text and extractor.

        Args:
            snapshot: whose body was read.
            text_sha256: `Document.text_sha256`.
            extractor: `name@version`.
            at: now.

        Raises:
            CacheError: the cache cannot be written, or an earlier note cannot be read.
        """
        made = (snapshot.sha256, text_sha256, extractor)
        if not any(
            (note.sha256, note.text_sha256, note.extractor) == made for note in self.texts(snapshot.url)
        ):
            note = TextNote(
                url=snapshot.url,
                sha256=snapshot.sha256,
                text_sha256=text_sha256,
                extractor=extractor,
                read_at=at,
            )
            with Batch(self.folder) as batch:
                self._page(snapshot.url).add_text(note, batch)

    def texts(self, url: str) -> list[TextNote]:
        """Which texts were made of the snapshots of `url`, in order; raises `CacheError` where a note is damaged."""
        page = self._page(url)
        return [page.text(name) for name in page.text_names()]

    def latest(self, url: str) -> Snapshot | None:
        """The snapshot of `url` that was recorded last, or None. Looks at the folder of that URL only.

        Args:
            url: canonical.

        Raises:
            CacheError: its record cannot be read or was changed.
        """
        page = self._page(url)
        names = page.names()
        return page.snapshot(names[-1], url) if names else None

    def attached(self, url: str) -> Snapshot | None:
        """The newest snapshot of `url` that a person attached, or None; raises `CacheError` as `latest` does."""
        page = self._page(url)
        snapshots = (page.snapshot(name, url) for name in reversed(page.names()))
        return next((snapshot for snapshot in snapshots if snapshot.origin is Origin.ATTACHED), None)

    def history(self, url: str) -> list[Snapshot]:
        """Every fetch of `url` and every confirmation, in the order in which they were recorded.

        Args:
            url: canonical.

        Raises:
            CacheError: a record cannot be read or was changed.
        """
        page = self._page(url)
        return [page.snapshot(name, url) for name in page.names()]

    def body(self, snapshot: Snapshot) -> bytes:
        """The bytes of a snapshot, verified against their hash.

        Raises:
            CacheError: they are missing or changed.
        """
        return self.objects.get(snapshot.sha256, snapshot.size_bytes)

    def pages(self) -> Iterator[Page]:
        """Every page of the cache, by host and name.

        Raises:
            CacheError: a folder cannot be read.
        """
        for host in self.folder.entries(ROOT):
            if host.is_folder:
                for page in self.folder.entries(ROOT / host.name):
                    if page.is_folder:
                        yield Page(self.folder, ROOT / host.name / page.name)

    def histories(self) -> Iterator[Sequence[Snapshot]]:
        """The history of each page.

        Raises:
            CacheError: one cannot be read or was changed; `claims cache check` names all of those.
        """
        for page in self.pages():
            yield [page.snapshot(name) for name in page.names()]

    def _snapshot(self, response: Response, batch: Batch) -> Snapshot:
        if known := response.confirms:
            return replace(
                known,
                redirects=response.redirects,
                confirmed_at=response.fetched_at,
                etag=response.headers.get("etag", known.etag),
                last_modified=response.headers.get("last-modified", known.last_modified),
                headers=response.headers,
            )
        return Snapshot(
            url=response.url,
            final_url=response.final_url,
            redirects=response.redirects,
            fetched_at=response.fetched_at,
            status=response.status,
            content_type=response.headers.get("content-type", ""),
            sha256=self.objects.put(response.body, batch),
            size_bytes=response.body.size_bytes,
            etag=response.headers.get("etag"),
            last_modified=response.headers.get("last-modified"),
            elapsed_ms=response.elapsed_ms,
            fetcher=response.fetcher,
            headers=response.headers,
            origin=self._origin,
        )

    def _kept(self, snapshot: Snapshot, content: bytes, *, at_its_time: bool) -> Snapshot:
        """Store a body that is at hand, and the record of it."""
        with closing(Body(content)) as body, Batch(self.folder) as batch:
            snapshot = replace(snapshot, sha256=self.objects.put(body, batch), size_bytes=len(content))
            self._page(snapshot.url).add(snapshot, batch, at_its_time=at_its_time)
        return snapshot

    def _page(self, url: str) -> Page:
        return Page(self.folder, path_of(url))
