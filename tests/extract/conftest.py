"""Reading a page, as the tests of this folder do it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

import pytest

from claimtrack.extract import PageExtractor
from claimtrack.models import Document, Problem, Snapshot

UTF8_PAGE = "text/html; charset=utf-8"
URL = "https://page.example/"


class Read(Protocol):
    def __call__(
        self, body: str | bytes, content_type: str = UTF8_PAGE, url: str = URL
    ) -> Document | Problem: ...


def _extract(body: str | bytes, content_type: str = UTF8_PAGE, url: str = URL) -> Document | Problem:
    data = body.encode() if isinstance(body, str) else body
    snapshot = Snapshot(
        url=url,
        final_url=url,
        fetched_at=datetime(2026, 11, 24, tzinfo=UTC),
        status=200,
        content_type=content_type,
        sha256="0" * 64,
        size_bytes=len(data),
    )
    return PageExtractor().extract(data, snapshot)


@pytest.fixture(scope="session")
def extract() -> Read:
    """What the extractor makes of a body: a document or a problem."""
    return _extract


@pytest.fixture(scope="session")
def read() -> Callable[..., Document]:
    """The document of a page that has words."""

    def read(body: str | bytes, content_type: str = UTF8_PAGE, url: str = URL) -> Document:
        document = _extract(body, content_type, url)
        assert isinstance(document, Document), document
        return document

    return read
