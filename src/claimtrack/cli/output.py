"""Where the data of a command goes: stdout, or a file that is replaced whole or not at all."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TextIO

from claimtrack.errors import UsageError


@contextmanager
def opened(path: Path | None) -> Iterator[TextIO]:
    """Open a place for data in text.

    A file is written aside and put in place at the end, so that a full disk or a stopped run leaves the old one whole.

    Args:
        path: The file; None or `-` is stdout.

    Raises:
        UsageError: the file cannot be written.
    """
    if path is None or str(path) == "-":
        yield sys.stdout
        return
    with opened_binary(path) as binary:
        stream = io.TextIOWrapper(binary, encoding="utf-8", errors="backslashreplace", newline="")
        try:
            yield stream
            stream.flush()
        finally:
            with suppress(OSError):  # what could not be flushed was said already
                stream.detach()


@contextmanager
def opened_binary(path: Path) -> Iterator[IO[bytes]]:
    """Open a place for bytes; see `opened`."""
    if str(path) == "-":
        yield sys.stdout.buffer
        return
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    except OSError as error:
        raise UsageError(
            f"{path}: cannot be written: {error.strerror}", hint="choose another file"
        ) from error
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        aside.chmod(0o644)
        aside.replace(path)
    except OSError as error:
        raise UsageError(
            f"{path}: cannot be written: {error.strerror}", hint="the old file is as it was"
        ) from error
    finally:
        aside.unlink(missing_ok=True)
