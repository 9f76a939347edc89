"""What an attack has in its hands: the request, and a connection to answer it on as badly as it likes."""

from __future__ import annotations

import contextlib
import hashlib
import socket
import struct
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

MAX_BYTES = 64 << 20
"""Most bytes that one answer puts on the wire."""
MAX_SECONDS = 45.0
"""Longest that one answer is kept going."""
HTML = "text/html; charset=utf-8"

_MAX_HEAD = 1 << 20
_PATIENCE_S = 10.0

Fields = Sequence[tuple[str, str]]


@dataclass(kw_only=True)
class Exchange:
    """One request under way, and the means to answer it."""

    connection: socket.socket
    method: str
    target: str
    """As sent: path and query."""
    headers: Mapping[str, str]
    """Of the request, names in lower case."""
    origins: Mapping[str, str]
    """`HOST:PORT` of every site of the server, and of its canary, by name."""
    count: int
    """How often this path has been asked for, this time included."""
    stopping: threading.Event
    _sent: int = 0
    _until: float = field(default_factory=lambda: time.monotonic() + MAX_SECONDS)

    @property
    def going(self) -> bool:
        """Whether the bounds of one answer are kept still."""
        return self._sent < MAX_BYTES and time.monotonic() < self._until and not self.stopping.is_set()

    def send(self, data: bytes) -> None:
        """Put bytes on the wire as they are."""
        self.connection.sendall(data)
        self._sent += len(data)

    def head(self, status: str = "200 OK", fields: Fields = (), *, length: int | None = None) -> None:
        """Send a status line and headers; Content-Type is HTML unless `fields` name it (an empty value leaves it out)."""
        given = list(fields)
        if not any(name.lower() == "content-type" for name, _ in given):
            given.append(("Content-Type", HTML))
        if length is not None:
            given.append(("Content-Length", str(length)))
        given.append(("Connection", "close"))
        lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in given if value), "", ""]
        self.send("\r\n".join(lines).encode("latin-1", "surrogateescape"))

    def page(self, body: bytes | str, status: str = "200 OK", fields: Fields = ()) -> None:
        """Send a whole, well-formed answer."""
        data = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
        self.head(status, fields, length=len(data))
        self.send(data)

    def redirect(self, location: str, *, body: bytes = b"", fields: Fields = ()) -> None:
        """Send a 302 to `location` as it is, in UTF-8."""
        self.head("302 Found", [("Location", location.encode().decode("latin-1")), *fields], length=len(body))
        self.send(body)

    def flood(self, chunk: bytes) -> None:
        """Send the same bytes until the client hangs up or the bounds are reached."""
        while self.going:
            self.send(chunk)

    def drip(self, data: bytes, pause_s: float = 0.2) -> None:
        """Send the same few bytes over and over, slowly: no read ever waits long."""
        while self.going:
            self.send(data)
            self.pause(pause_s)

    def pause(self, seconds: float = MAX_SECONDS) -> None:
        """Do nothing for a while."""
        self.stopping.wait(max(0.0, min(seconds, self._until - time.monotonic())))

    def reset(self) -> None:
        """Break the connection off with a TCP RST when it is closed."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def noise(seed: int, count: int) -> bytes:
    """So many bytes without any order, the same for the same seed."""
    return hashlib.shake_256(seed.to_bytes(8, "big")).digest(count)


def read_request(connection: socket.socket) -> tuple[str, str, dict[str, str]] | None:
    """Method, target and headers of the next request; None where none comes."""
    connection.settimeout(_PATIENCE_S)
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = connection.recv(65_536)
        if not chunk or len(data) > _MAX_HEAD:
            return None
        data += chunk
    first, *lines = data.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    parts = first.split(" ")
    if len(parts) != 3:
        return None
    fields = (line.partition(":") for line in lines)
    return parts[0], parts[1], {name.strip().lower(): value.strip() for name, _, value in fields}


def shut(connection: socket.socket) -> None:
    """Close a connection, whatever state it is in."""
    with contextlib.suppress(OSError):
        connection.close()
