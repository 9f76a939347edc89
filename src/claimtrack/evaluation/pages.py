"""The pages that labelled files bring along, as snapshots that the pipeline reads like any other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from claimtrack.errors import CacheError
from claimtrack.evaluation.labels import FilePage, TextPage
from claimtrack.extract.sniffing import saved_page_type
from claimtrack.interfaces import Cache, Response
from claimtrack.models import Snapshot

_MARKUP = re.compile(r"([!-/:-@\[-`{-~])")
"""ASCII punctuation: what may be markup in Markdown, and is none behind a backslash (CommonMark 2.4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageShelf:
    """A `claimtrack.interfaces.Cache` with the pages of labelled files before the snapshots of a project.

    Holds no page that stands in a file: its bytes are read when they are needed, and must be the same then.
    """

    cache: Cache
    """For all other pages."""
    max_bytes: int
    """Largest file that is read."""
    _brought: dict[str, TextPage | FilePage] = field(default_factory=dict)
    """By SHA-256 of the bytes."""

    def put(self, page: TextPage | FilePage, now: datetime) -> Snapshot:
        """Take a page in.

        Raises:
            CacheError: its file cannot be read, or is too large.
        """
        body = self._bytes(page)
        digest = sha256(body).hexdigest()
        self._brought[digest] = page
        if isinstance(page, FilePage):
            url, content_type = page.path.absolute().as_uri(), saved_page_type(page.path.name, body)
        else:
            url, content_type = f"text:{digest}", "text/markdown; charset=utf-8"
        return Snapshot(
            url=url,
            final_url=url,
            fetched_at=now,
            status=200,
            content_type=content_type,
            sha256=digest,
            size_bytes=len(body),
        )

    def body(self, snapshot: Snapshot) -> bytes:
        """The bytes of a page, of a labelled file or of the project; raises `CacheError`."""
        page = self._brought.get(snapshot.sha256)
        if page is None:
            return self.cache.body(snapshot)
        body = self._bytes(page)
        if sha256(body).hexdigest() != snapshot.sha256:
            raise CacheError(f"{snapshot.url} changed while it was read")
        return body

    def latest(self, url: str) -> Snapshot | None:
        """The project's newest snapshot of a URL, or None."""
        return self.cache.latest(url)

    def attached(self, url: str) -> Snapshot | None:
        """The project's newest attached snapshot of a URL, or None."""
        return self.cache.attached(url)

    def keep_all(self, responses: Sequence[Response]) -> Sequence[Snapshot]:
        """Store answers in the project's cache; raises `CacheError`."""
        return self.cache.keep_all(responses)

    def _bytes(self, page: TextPage | FilePage) -> bytes:
        return as_markdown(page).encode() if isinstance(page, TextPage) else self._file(page.path)

    def _file(self, path: Path) -> bytes:
        try:
            with path.open("rb") as stream:
                body = stream.read(self.max_bytes + 1)
        except OSError as error:
            raise CacheError(f"{path}: cannot be read: {error.strerror}") from error
        if len(body) > self.max_bytes:
            raise CacheError(f"{path}: larger than {self.max_bytes:,} bytes")
        return body


def as_markdown(page: TextPage) -> str:
    """Return a text as Markdown that says the same: the title a heading, each line a paragraph, no sign of it markup."""
    heading = f"# {_literal(' '.join(page.title.split()))}" if page.title else ""
    lines = (_literal(line.strip()) for line in page.text.splitlines())
    return "\n\n".join(line for line in (heading, *lines) if line) + "\n"


def _literal(text: str) -> str:
    return _MARKUP.sub(r"\\\1", text)
