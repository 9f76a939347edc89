"""The body of an answer on its way from the network to the cache: never whole in memory where it is large."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import IO

from claimtrack.errors import CacheError

IN_MEMORY = 512 * 1024
"""Most bytes of one body that are held in memory; dozens may be under way at once."""
CHUNK = 256 * 1024
"""Bytes read back at a time."""


class Body:
    """Bytes that are added at the end, and read from the start once all of them are there.

    They are in memory while they are few, then in a temporary file that has no name and goes with the process. For one
    thread at a time.
    """

    def __init__(self, data: bytes = b"") -> None:
        """Begin with what is there already.

        Args:
            data: the first bytes.
        """
        self._parts: list[bytes] = []
        self._file: IO[bytes] | None = None
        self.size_bytes = 0
        if data:
            self.add(data)

    def add(self, part: bytes) -> None:
        """Put bytes at the end.

        Raises:
            CacheError: there is no room for them.
        """
        self.size_bytes += len(part)
        if self._file is None and self.size_bytes <= IN_MEMORY:
            self._parts.append(part)
            return
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile(prefix="claimtrack-")  # noqa: SIM115 - `close` closes it
                self._file.writelines(self._parts)
                self._parts.clear()
            self._file.write(part)
        except OSError as error:
            raise CacheError(
                f"cannot hold a page of {self.size_bytes} bytes in {tempfile.gettempdir()}: {error.strerror or error}",
                hint="free some disk space, or name another folder in TMPDIR",
            ) from error

    def chunks(self) -> Iterator[bytes]:
        """All of it in order, a piece at a time, as often as it is asked for.

        Raises:
            CacheError: it cannot be read back.
        """
        if self._file is None:
            yield from self._parts
            return
        try:
            self._file.seek(0)
            while chunk := self._file.read(CHUNK):
                yield chunk
            self._file.seek(0, 2)
        except OSError as error:
            raise CacheError(
                f"cannot read back a page: {error.strerror or error}", hint="check the disk"
            ) from error

    def read(self) -> bytes:
        """All of it at once; raises `CacheError` as `chunks` does."""
        return b"".join(self.chunks())

    def close(self) -> None:
        """Let the bytes go: none can be read any more."""
        self._parts.clear()
        if self._file is not None:
            self._file.close()
