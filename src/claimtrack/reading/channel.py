"""Messages between the pool and its workers: lengths, a pickle that can name only our own values, the bytes of a page."""

from __future__ import annotations

import io
import pickle
import re
import struct
from typing import BinaryIO

_LENGTHS = struct.Struct("<QQ")
"""Of the pickle, and of the bytes after it."""
_MAX_MESSAGE = 1 << 30
_OURS = re.compile(r"claimtrack\.(models\.\w+|reading\.(limits|result))")
_OTHERS = {
    "datetime": frozenset({"datetime", "timedelta", "timezone"}),
    "pathlib": frozenset({"PosixPath", "WindowsPath"}),
    "pathlib._local": frozenset({"PosixPath", "WindowsPath"}),
}
"""What our values are made of."""


class ChannelError(Exception):
    """The other side broke off, or sends what is no message."""


class _Unpickler(pickle.Unpickler):
    """A worker reads hostile bytes with native code: what comes back may carry data, never a function to call."""

    def find_class(self, module: str, name: str) -> object:
        if _OURS.fullmatch(module) or name in _OTHERS.get(module, ()):
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no value of ours")


def send(stream: BinaryIO, message: object, body: bytes = b"") -> None:
    """Write one message, and the bytes that go with it as they are: a copy of them in a pickle would double a large page.

    Raises:
        OSError: the other side is gone.
    """
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTHS.pack(len(data), len(body)))
    stream.write(data)
    stream.write(body)
    stream.flush()


def receive(stream: BinaryIO) -> object:
    """Read one message that brings no bytes, waiting for it; raises as `receive_with_body` does."""
    return receive_with_body(stream)[0]


def receive_with_body(stream: BinaryIO) -> tuple[object, bytes]:
    """Read one message and the bytes that go with it, waiting for them.

    Raises:
        ChannelError: the stream ended, or what came is no message.
    """
    header = _read(stream, _LENGTHS.size)
    length, body_length = _LENGTHS.unpack(header)
    if length + body_length > _MAX_MESSAGE:
        raise ChannelError(f"a message of {length + body_length:,} bytes")
    data = _read(stream, length)
    try:
        message = _Unpickler(io.BytesIO(data)).load()
    except Exception as error:  # a broken pickle raises whatever its opcodes run into
        raise ChannelError(f"no message: {error}") from error
    return message, _read(stream, body_length)


def _read(stream: BinaryIO, length: int) -> bytes:
    data = stream.read(length)
    if len(data) < length:
        raise ChannelError("the stream ended before the message did")
    return data
