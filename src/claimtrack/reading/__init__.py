"""From the bytes of a snapshot to its words and the verdicts on them, in processes that can be killed.

`PageReader` is asked for a page; `ReadingPool` hands it to a worker, in which `stages` extracts, classifies, splits and scores.
"""

from __future__ import annotations

from claimtrack.reading.ahead import ReadAhead
from claimtrack.reading.limits import ReadingLimits
from claimtrack.reading.pool import ReadingPool
from claimtrack.reading.reader import PageReader, Reading, corrupt

__all__ = ["PageReader", "ReadAhead", "Reading", "ReadingLimits", "ReadingPool", "corrupt"]
