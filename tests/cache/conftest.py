"""A cache in a folder, and pages to keep in it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from claimtrack.bodies import Body
from claimtrack.cache import SnapshotCache
from claimtrack.interfaces import Response

URL = "https://velda.example/news/bridge?page=2"
START = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


class Pages:
    """Answers of an invented server, a minute apart."""

    def __init__(self) -> None:
        self.now = START

    def __call__(
        self, body: bytes = b"<p>The bridge opened in 1931.</p>", *, url: str = URL, **headers: str
    ) -> Response:
        self.now += timedelta(minutes=1)
        return Response(
            url=url,
            final_url=url,
            status=200,
            headers={"content-type": "text/html"}
            | {name.replace("_", "-"): value for name, value in headers.items()},
            body=Body(body),
            fetched_at=self.now,
            elapsed_ms=12,
            fetcher="test@1",
        )


@pytest.fixture
def page() -> Pages:
    return Pages()


@pytest.fixture
def cache(tmp_path: Path) -> SnapshotCache:
    return SnapshotCache(tmp_path / "cache")
