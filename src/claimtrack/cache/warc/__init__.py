"""WARC (ISO 28500), the format that web archives exchange: written from the cache and read into it.

Needs the library `warcio`, which comes with `claimtrack[warc]`. A snapshot becomes a `metadata` record with all that the
cache knows of it, and a `response`, `revisit` or `resource` record that any WARC tool reads.
"""

from __future__ import annotations

from claimtrack.cache.warc.reading import Imported, import_warc
from claimtrack.cache.warc.writing import export_warc

__all__ = ["Imported", "export_warc", "import_warc"]
