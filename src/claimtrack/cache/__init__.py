"""Snapshots on disk: each body once, by its hash, and one small readable record per fetch.

::

    cache/
      objects/ab/<sha256>.zst                                 a body, compressed; never changed once written
      pages/<host>/<slug>-<hash8>/<UTC>-<check8>.json         one fetch of a URL, or one 304 that confirmed it
      pages/<host>/<slug>-<hash8>/index.txt                   what should be in the folder
      robots/<host>-<hash8>.json                              the robots.txt of an origin
      judge/ab/<sha256>.json                                  what a judge answered to one question

Read `snapshots` first, then `records`, `pages` and `objects`; `batch` keeps writes whole, `files` keeps links out, `disk` forces
what was written to the disk. `integrity` looks for damage, `pruning` frees space, `moments` understands `URL@WHEN`, and
`warc` exchanges snapshots with web archives.
"""

from __future__ import annotations

from claimtrack.cache.answers import AnswerCache
from claimtrack.cache.robots import RobotsCache
from claimtrack.cache.snapshots import SnapshotCache

__all__ = ["AnswerCache", "RobotsCache", "SnapshotCache"]
