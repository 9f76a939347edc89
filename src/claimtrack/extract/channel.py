"""Messages between the pool and its workers: a length, then a pickle that can name only our own values."""

from __future__ import annotations

import io
import pickle
import re
import struct
from typing import BinaryIO

_LENGTH = struct.Struct("<Q")
_MAX_MESSAGE = 1 << 30
_OURS = re.compile(r"claimtrack\.models\.\w+|claimtrack\.extract\.limits")
_TIME = frozenset({"datetime", "timedelta", "timezone"})


class ChannelError(Exception):
    """The other side broke off, or sends what is no message."""


class _Unpickler(pickle.Unpickler):
    """A worker reads hostile bytes with native code: what comes back may carry data, never a function to call."""

    def find_class(self, module: str, name: str) -> object:
        if _OURS.fullmatch(module) or (module == "datetime" and name in _TIME):
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no value of ours")


def send(stream: BinaryIO, message: object) -> None:
    """Write one message.

    Raises:
        OSError: the other side is gone.
    """
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: BinaryIO) -> object:
    """Read one message, waiting for it.

    Raises:
        ChannelError: the stream ended, or what came is no message.
    """
    header = stream.read(_LENGTH.size)
    if len(header) < _LENGTH.size:
        raise ChannelError("the stream ended")
    (length,) = _LENGTH.unpack(header)
    if length > _MAX_MESSAGE:
        raise ChannelError(f"a message of {length:,} bytes")
    data = stream.read(length)
    if len(data) < length:
        raise ChannelError("the stream ended inside a message")
    try:
        return _Unpickler(io.BytesIO(data)).load()
    except Exception as error:  # a broken pickle raises whatever its opcodes run into
        raise ChannelError(f"no message: {error}") from error
