"""Anybody's WARC file, read with `warcio` within bounds.

The library holds the head of a record in memory, however large, and inflates without measure. So it is given plain bytes
by a stream that inflates by itself and gives no more than was allowed.
"""

from __future__ import annotations

import contextlib
import io
import sys
import zlib
from collections.abc import Iterator
from typing import IO, Any

from claimtrack.cache.warc.library import warcio
from claimtrack.errors import CacheError

MAX_HEAD_BYTES = 1 << 20
"""Of one record: its own headers and those of HTTP."""

BLOCK = 16_384
MOST_INFLATED = 200
"""Times its size that a compressed file may hold; web pages come to 5, ones of nothing but tables to 30."""
ALWAYS_ALLOWED = 100_000_000
"""Bytes that any file may hold, however small it is."""
_GZIP = b"\x1f\x8b"


class WarcFile:
    """The records of a WARC file, one after the other."""

    def __init__(self, file: IO[bytes]) -> None:
        """Read the first block.

        Args:
            file: opened in binary mode, at its beginning.

        Raises:
            CacheError: it is no WARC file.
            UsageError: the library `warcio` is not installed.
        """
        iterator = warcio("archiveiterator").WARCIterator
        self._stream = BoundedStream(file)
        self._records = iterator(self._stream, check_digests=True, block_size=BLOCK)

    def __iter__(self) -> Iterator[Any]:
        """Yield each record; its content is there until the next is asked for.

        Raises:
            CacheError: the file is damaged, or goes beyond its bounds.
        """
        while True:
            with self._guarded(MAX_HEAD_BYTES):
                record = next(self._records, None)
            if record is None:
                return
            yield record
            self._drain(record)

    def content(self, record: Any, limit: int) -> bytes:  # noqa: ANN401 - the library has no types
        """What a record carries, its HTTP transfer and content encodings undone.

        Args:
            record: the one yielded last.
            limit: most bytes to return.

        Raises:
            CacheError: the file is damaged; the message says how.
            ValueError: this record is damaged or too large; the message says how.
        """
        with self._guarded(sys.maxsize):
            stream = record.content_stream()
            content: bytes = stream.read(limit + 1)
            inflater = getattr(stream, "decompressor", None)
        if len(content) > limit:
            raise ValueError(f"it is larger than {limit:,} bytes")
        if inflater is not None and not inflater.eof:
            raise ValueError("its compressed data break off")
        self._drain(record)
        if problems := record.digest_checker.problems:
            raise ValueError(str(problems[0]))
        return content

    def _drain(self, record: Any) -> None:  # noqa: ANN401 - as above
        """Read a record to its end, holding none of it: digests are known then, and the next record begins."""
        with self._guarded(sys.maxsize):
            while record.raw_stream.read(BLOCK):
                pass

    @contextlib.contextmanager
    def _guarded(self, allowed_bytes: int) -> Iterator[None]:
        """Let `warcio` work: what it remarks on stderr is not for people, what it raises is not documented."""
        self._stream.allow(allowed_bytes)
        try:
            with contextlib.redirect_stderr(io.StringIO()):
                yield
        except CacheError:
            raise
        except Exception as error:
            raise CacheError(
                f"a record makes no sense: {str(error)[:200]}", hint="what came before was read"
            ) from error


class BoundedStream:
    """The content of a WARC file, gzipped in members or not."""

    def __init__(self, file: IO[bytes]) -> None:
        """Read the first block.

        Args:
            file: at its beginning.

        Raises:
            CacheError: it is no WARC file.
        """
        self._file = file
        self._packed = file.read(BLOCK)
        self._inflater = zlib.decompressobj(31) if self._packed.startswith(_GZIP) else None
        self._read_bytes = len(self._packed)
        self._given_bytes = 0
        self._allowed_bytes = BLOCK
        self._ready = b""
        self._ready = self._next(BLOCK)
        if not self._ready.startswith(b"WARC/"):
            raise CacheError("this is no WARC file", hint="name a .warc or .warc.gz file")

    def allow(self, size_bytes: int) -> None:
        """Give at most so many bytes from now on, until it is called again."""
        self._allowed_bytes = size_bytes

    def tell(self) -> int:
        """Bytes given so far."""
        return self._given_bytes

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes; none at the end.

        Raises:
            CacheError: more was asked for than is allowed, the file inflates beyond all measure, or it is damaged.
        """
        wanted = BLOCK if size < 0 else min(size, BLOCK)
        data = self._ready or self._next(wanted)
        self._ready, data = data[wanted:], data[:wanted]
        self._given_bytes += len(data)
        self._allowed_bytes -= len(data)
        if self._allowed_bytes < 0:
            raise CacheError("a record has a head beyond all measure", hint="nothing after it was read")
        return data

    def _next(self, wanted: int) -> bytes:
        if self._inflater is None:
            data, self._packed = self._packed or self._more(), b""
            return data
        while True:
            if self._inflater.eof:
                self._packed = self._inflater.unused_data or self._packed or self._more()
                if not self._packed:
                    return b""
                self._inflater = zlib.decompressobj(31)
            packed = self._inflater.unconsumed_tail or self._packed or self._more()
            self._packed = b""
            if not packed:
                raise CacheError("the file breaks off in the middle", hint="what came before was read")
            try:
                data = self._inflater.decompress(packed, wanted)
            except zlib.error as error:
                raise CacheError(f"the file is damaged: {error}", hint="what came before was read") from error
            if data:
                self._require_measure()
                return data

    def _more(self) -> bytes:
        data = self._file.read(BLOCK)
        self._read_bytes += len(data)
        return data

    def _require_measure(self) -> None:
        if self._given_bytes > max(ALWAYS_ALLOWED, MOST_INFLATED * self._read_bytes):
            raise CacheError("the file inflates beyond all measure", hint="what came before was read")
