"""The plainest link checker there is: requests in a pool of threads. A peer of `fetch.py`.

    python benchmarks/requests_pool.py THREADS FILE

FILE holds a URL a line. Each thread has a session, whose connections stay open. Nothing is kept, nothing is looked at.
"""

from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests

_own = threading.local()


def fetch(url: str) -> int:
    """Fetch a page and return its size in bytes."""
    if not hasattr(_own, "session"):
        _own.session = requests.Session()
    response = _own.session.get(url, timeout=20)
    response.raise_for_status()
    return len(response.content)


def main() -> None:
    """Fetch them all."""
    threads, file = int(sys.argv[1]), Path(sys.argv[2])
    with ThreadPoolExecutor(threads) as pool:
        sizes = list(pool.map(fetch, file.read_text(encoding="ascii").split()))
    print(f"{len(sizes)} pages, {sum(sizes)} bytes")


if __name__ == "__main__":
    main()
