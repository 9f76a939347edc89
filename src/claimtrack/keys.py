"""Identifiers: the key of a check, and ids that sort by time."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

_TAG = "claimtrack check 1"
_RANDOM_BYTES = 6


def check_key(
    *, claim_text: str, quote: str | None, document_sha256: str, extractor: str, splitter: str, scorer: str
) -> str:
    """Return the tagged SHA-256 of everything a verdict depends on, in hexadecimal: same key, same verdict.

    Each part goes in with its length, so that no two lists of parts read the same.
    """
    digest = hashlib.sha256()
    for part in (_TAG, claim_text, quote or "", document_sha256, extractor, splitter, scorer):
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


def new_id(now: datetime) -> str:
    """Return an id unique in practice that sorts by `now`: milliseconds since 1970 and 48 random bits, in hexadecimal."""
    return f"{int(now.timestamp() * 1000):012x}{secrets.token_hex(_RANDOM_BYTES)}"
