"""Bodies by their hash: compressed, written once, verified whenever they are read."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from claimtrack.cache.files import TEMPORARY, Entry, Folder
from claimtrack.errors import CacheError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LEVEL = 5
"""Of zstd: web pages become 5.4 times smaller, and are written nearly three times as fast as gzip -6 makes them 5.1."""

MAX_BODY_BYTES = 100_000_000
"""Largest body kept or read: a file that claims to hold more is a bomb, or a mistake."""

_SEAL = b"\x50\x2a\x4d\x18" + (32).to_bytes(4, "little")
"""Head of a skippable frame of 32 bytes (RFC 8878, section 3.1.2): every zstd program passes over it."""
_SEAL_BYTES = len(_SEAL) + 32
_SHA256 = re.compile(r"[0-9a-f]{64}")
_ROOT = Path("objects")
_AGAIN = "delete it and fetch the page again"


class Objects:
    """The `objects/` part of a cache. Any number of threads and processes may use one folder.

    A file is a zstd frame and a seal: the SHA-256 of that frame in a frame of its own. One bit in a few hundred of a frame
    means nothing to the decoder; with the seal, a change of any bit is noticed.
    """

    def __init__(self, folder: Folder) -> None:
        """Nothing is touched yet."""
        self._folder = folder

    def put(self, body: bytes) -> str:
        """Keep `body` and return its SHA-256 in hexadecimal.

        A body that is already there and sound is not written again; one that was damaged is mended.

        Raises:
            CacheError: it cannot be written, or is too large.
        """
        if len(body) > MAX_BODY_BYTES:
            raise CacheError(f"a body of {len(body)} bytes", hint=f"at most {MAX_BODY_BYTES} are kept")
        sha256 = hashlib.sha256(body).hexdigest()
        if self._is_sound(sha256, len(body)):
            self._folder.touch(path_of(sha256))
        else:
            frame = zstd.compress(body, level=LEVEL)
            self._folder.write(path_of(sha256), frame + _seal(frame))
        return sha256

    def get(self, sha256: str, size_bytes: int) -> bytes:
        """The body of that hash.

        Args:
            sha256: 64 hexadecimal digits.
            size_bytes: of the body; nothing larger is inflated.

        Raises:
            CacheError: it is missing, or is not what was kept.
        """
        path = path_of(sha256)
        if not 0 <= size_bytes <= MAX_BODY_BYTES:
            raise CacheError(f"a body of {size_bytes} bytes cannot be in the cache", hint=_AGAIN)
        stored = self._folder.read(path, _bound(size_bytes))
        where = self._folder.root / path
        if stored is None:
            raise CacheError(f"{where} is missing", hint="fetch the page again")
        frame, seal = stored[:-_SEAL_BYTES], stored[-_SEAL_BYTES:]
        if seal != _seal(frame):
            raise CacheError(f"{where} is damaged: it does not match its seal", hint=_AGAIN)
        try:
            inflater = zstd.ZstdDecompressor()
            body = inflater.decompress(frame, size_bytes + 1)
        except zstd.ZstdError as error:
            raise CacheError(f"{where} is damaged: {error}", hint=_AGAIN) from error
        whole = inflater.eof and not inflater.unused_data
        if not whole or len(body) != size_bytes or hashlib.sha256(body).hexdigest() != sha256:
            raise CacheError(f"{where} is damaged: its content does not match its name", hint=_AGAIN)
        return body

    def entries(self) -> Iterator[tuple[Path, Entry]]:
        """Everything below `objects/`, with its path: files, and whatever else lies there.

        Raises:
            CacheError: a folder cannot be read.
        """
        for shard in self._folder.entries(_ROOT):
            path = _ROOT / shard.name
            if shard.is_folder and not shard.name.startswith(TEMPORARY):
                yield from ((path / entry.name, entry) for entry in self._folder.entries(path))
            else:
                yield path, shard

    def _is_sound(self, sha256: str, size_bytes: int) -> bool:
        try:
            self.get(sha256, size_bytes)
        except CacheError:
            return False
        return True


def path_of(sha256: str) -> Path:
    """Where the body of that hash is kept, below the cache.

    Raises:
        CacheError: it is no hash.
    """
    if not _SHA256.fullmatch(sha256):
        raise CacheError(f"{sha256!r} is no SHA-256", hint="the record that names it was changed by hand")
    return _ROOT / sha256[:2] / f"{sha256}.zst"


def hash_at(path: Path) -> str | None:
    """The hash that a file of `objects/` is named by, or None where it is no place for a body."""
    sha256 = path.stem
    return sha256 if _SHA256.fullmatch(sha256) and path == path_of(sha256) else None


def _seal(frame: bytes) -> bytes:
    return _SEAL + hashlib.sha256(frame).digest()


def _bound(size_bytes: int) -> int:
    """Largest file that zstd makes of so many bytes, with its seal, and some more: see ZSTD_COMPRESSBOUND."""
    return size_bytes + (size_bytes >> 8) + 1024 + _SEAL_BYTES
