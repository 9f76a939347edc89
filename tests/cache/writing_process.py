"""Keeps pages in a cache until it is killed; says the hash of each once it is kept."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from claimtrack.bodies import Body
from claimtrack.cache import SnapshotCache
from claimtrack.interfaces import Response

cache = SnapshotCache(Path(sys.argv[1]))
for number in count():
    url = f"https://velda.example/{number % 5}"
    body = f"{sys.argv[2]} {number} ".encode() * 2000
    response = Response(
        url=url,
        final_url=url,
        status=200,
        body=Body(body),
        fetched_at=datetime.now(UTC),
        elapsed_ms=1,
        fetcher="test@1",
    )
    sys.stdout.write(f"{url} {cache.keep(response).sha256}\n")
    sys.stdout.flush()
