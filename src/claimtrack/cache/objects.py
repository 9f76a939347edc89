"""Bodies by their hash: compressed, written once, verified whenever they are read."""

from __future__ import annotations

import hashlib
import io
import re
import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from claimtrack.bodies import CHUNK, Body
from claimtrack.cache.batch import Batch
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

    def put(self, body: Body, batch: Batch) -> str:
        """Keep `body` once `batch` is left, and return its SHA-256 in hexadecimal.

        A body that is already there and sound is not written again; one that was damaged is mended.

        Raises:
            CacheError: it cannot be written, or is too large.
        """
        if body.size_bytes > MAX_BODY_BYTES:
            raise CacheError(f"a body of {body.size_bytes} bytes", hint=f"at most {MAX_BODY_BYTES} are kept")
        digest = hashlib.sha256()
        for chunk in body.chunks():
            digest.update(chunk)
        sha256 = digest.hexdigest()
        if self._is_sound(sha256, body.size_bytes):
            self._folder.touch(_place_of(sha256))
        else:
            batch.write(_place_of(sha256), _sealed(body))
        return sha256

    def get(self, sha256: str, size_bytes: int) -> bytes:
        """The body of that hash.

        Args:
            sha256: 64 hexadecimal digits.
            size_bytes: of the body; nothing larger is inflated.

        Raises:
            CacheError: it is missing, or is not what was kept.
        """
        whole = io.BytesIO()  # grows in place: parts that are joined would be there twice
        for part in self._verified(sha256, size_bytes):
            whole.write(part)
        return whole.getvalue()

    def _verified(self, sha256: str, size_bytes: int) -> Iterator[bytes]:
        """The body of that hash piece by piece; that it is sound is known once the last piece was taken."""
        path = _place_of(sha256)
        if not 0 <= size_bytes <= MAX_BODY_BYTES:
            raise CacheError(f"a body of {size_bytes} bytes cannot be in the cache", hint=_AGAIN)
        stored = self._folder.read(path, _bound(size_bytes))
        where = f"{self._folder.root}/{path}"
        if stored is None:
            raise CacheError(f"{where} is missing", hint="fetch the page again")
        frame = memoryview(stored)[:-_SEAL_BYTES]
        if stored[-_SEAL_BYTES:] != _seal(hashlib.sha256(frame)):
            raise CacheError(f"{where} is damaged: it does not match its seal", hint=_AGAIN)
        digest = hashlib.sha256()
        size = 0
        try:
            for part in _inflated(frame, size_bytes):
                size += len(part)
                digest.update(part)
                yield part
        except zstd.ZstdError as error:
            raise CacheError(f"{where} is damaged: {error}", hint=_AGAIN) from error
        if size != size_bytes or digest.hexdigest() != sha256:
            raise CacheError(f"{where} is damaged: its content does not match its name", hint=_AGAIN)

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
            deque(self._verified(sha256, size_bytes), maxlen=0)
        except CacheError:
            return False
        return True


def path_of(sha256: str) -> Path:
    """Where the body of that hash is kept, below the cache.

    Raises:
        CacheError: it is no hash.
    """
    return Path(_place_of(sha256))


def _place_of(sha256: str) -> str:
    if not _SHA256.fullmatch(sha256):
        raise CacheError(f"{sha256!r} is no SHA-256", hint="the record that names it was changed by hand")
    return f"{_ROOT}/{sha256[:2]}/{sha256}.zst"


def hash_at(path: Path) -> str | None:
    """The hash that a file of `objects/` is named by, or None where it is no place for a body."""
    sha256 = path.stem
    return sha256 if _SHA256.fullmatch(sha256) and path == path_of(sha256) else None


def _sealed(body: Body) -> Iterator[bytes]:
    """The file of a body, piece by piece."""
    if body.size_bytes <= CHUNK:
        frame = zstd.compress(body.read(), level=LEVEL)  # told the size, zstd makes do with less memory
        yield frame + _seal(hashlib.sha256(frame))
        return
    digest = hashlib.sha256()
    compressor = zstd.ZstdCompressor(level=LEVEL)
    for chunk in body.chunks():
        part = compressor.compress(chunk)
        digest.update(part)
        yield part
    rest = compressor.flush()
    digest.update(rest)
    yield rest
    yield _seal(digest)


def _inflated(frame: memoryview, most: int) -> Iterator[bytes]:
    """What a frame holds, piece by piece, and hardly more of it than `most` bytes.

    Raises:
        zstd.ZstdError: it is not one frame, or not whole.
    """
    inflater = zstd.ZstdDecompressor()
    for start in range(0, len(frame), CHUNK):
        part: bytes | memoryview = frame[start : start + CHUNK]
        while True:
            inflated = inflater.decompress(part, CHUNK)
            most -= len(inflated)
            yield inflated
            if inflater.needs_input or inflater.eof or most < 0:
                break
            part = b""
        if most < 0:
            return
    if not inflater.eof or inflater.unused_data:
        raise zstd.ZstdError("it is not one whole frame")


def _seal(digest: hashlib._Hash) -> bytes:
    """The seal of a frame.

    Args:
        digest: SHA-256 of all of it.
    """
    return _SEAL + digest.digest()


def _bound(size_bytes: int) -> int:
    """Largest file that zstd makes of so many bytes, with its seal, and some more: see ZSTD_COMPRESSBOUND."""
    return size_bytes + (size_bytes >> 8) + 1024 + _SEAL_BYTES
