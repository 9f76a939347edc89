"""HTTP connections of urllib3 that reach the network only through a dial of ours, and accept only whole heads."""

from __future__ import annotations

import http.client
import socket
from typing import TYPE_CHECKING, Any, Protocol, cast

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from claimtrack.fetch.problems import silent_handshake
from claimtrack.fetch.proxy import proxy_refused, proxy_silent

if TYPE_CHECKING:
    import io

MAX_LINES = 1000
"""Most lines before the body, interim answers (`100 Continue`) included, and as many after it."""
MAX_HEAD_BYTES = 1_000_000
"""Most bytes in them: while they are parsed, they are in memory several times over. (curl takes 300 kB.)"""


class Dial(Protocol):
    """Opens connections, and is told when one is used again."""

    def connect(self, host: str, port: int) -> socket.socket:
        """A connection to a checked address of `host`, watched by the current deadline until it is forgotten."""
        ...

    def watch(self, handle: socket.socket) -> None:
        """Put a connection that is used again under the current deadline."""
        ...

    def forget(self, handle: socket.socket) -> None:
        """Take a connection from under it again: another handle to it is watched."""
        ...

    def adopt(self, handle: socket.socket) -> None:
        """Close a handle once the request under way is over, and not before."""
        ...

    def is_over(self) -> bool:
        """Whether the current deadline has passed."""
        ...


class _BoundedLines:
    """A stream of which no more than so many lines and bytes are read as lines without a body in between.

    `http.client` bounds the lines of one head, each to 64 kB, but not how many heads come (`100 Continue`); urllib3 does
    not bound how many trailers follow a chunked body.
    """

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._lines = 0
        self._bytes = 0
        self.at_end = False
        """Whether the last line that was asked for never came."""

    def readline(self, limit: int) -> bytes:
        line = self._stream.readline(limit)
        self.at_end = not line
        self._lines += 1
        if self._lines > MAX_LINES:
            raise http.client.HTTPException(f"more than {MAX_LINES} lines of headers")
        self._bytes += len(line)
        if self._bytes > MAX_HEAD_BYTES:
            raise http.client.HTTPException(f"more than {MAX_HEAD_BYTES} bytes of headers")
        return line

    def read(self, size: int = -1) -> bytes:
        self._lines = self._bytes = 0
        return self._stream.read(size)

    def readinto(self, buffer: bytearray) -> int:
        self._lines = self._bytes = 0
        return self._stream.readinto(buffer)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever else a stream can do
        return getattr(self._stream, name)


class _WholeHeadResponse(http.client.HTTPResponse):
    """An answer whose head must have come whole.

    `http.client` takes the end of the stream for the end of the headers, so that a connection cut in the middle of a
    head becomes a 200 with an empty body, and its last header any prefix of what was sent.
    """

    def begin(self) -> None:
        lines = _BoundedLines(self.fp)
        self.fp = cast("io.BufferedReader", lines)
        super().begin()
        if lines.at_end:
            raise http.client.IncompleteRead(b"")


class _GuardedHTTPConnection(HTTPConnection):
    """Replaces the one method through which urllib3 opens sockets."""

    response_class = _WholeHeadResponse

    def __init__(self, host: str, port: int | None = None, *, dial: Dial, **options: Any) -> None:  # noqa: ANN401 - passed through
        super().__init__(host, port, **options)
        self._dial = dial
        self._handle: socket.socket | None = None
        # a second handle to the connection, which stays valid when TLS takes over the first

    def _new_conn(self) -> socket.socket:
        host = self._dns_host.strip("[]")  # urllib3 leaves the brackets around the IPv6 address of a proxy
        connection = self._dial.connect(host, self.port)
        self._handle = connection.dup()
        self._dial.watch(self._handle)
        self._dial.forget(connection)
        return connection

    def request(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - passed through
        if self._handle is not None:
            self._dial.watch(self._handle)
        super().request(*args, **options)

    def close(self) -> None:
        super().close()
        if self._handle is not None:
            self._dial.adopt(self._handle)  # the body of the last answer may still be on its way
            self._handle = None


class _GuardedHTTPSConnection(_GuardedHTTPConnection, HTTPSConnection):
    """The same with TLS: `HTTPSConnection` comes next in the order of resolution."""

    def connect(self) -> None:
        """Connect and agree on TLS.

        Raises:
            Failure: `timeout` where the server lets the handshake hang: nothing of the host can be reached then.
        """
        try:
            super().connect()
        except OSError as error:
            if isinstance(error, TimeoutError) or self._dial.is_over():
                raise silent_handshake(self._target()) from error
            raise

    def _tunnel(self) -> None:
        """Ask the proxy for a way to the target (RFC 9110, section 9.3.6); replaces the method of `http.client`.

        That one tells the status of a refusal only in words, and bounds neither interim answers nor headers.

        Raises:
            Failure: `network` where the proxy refuses or does not answer.
        """
        at, target = written(self.host, self.port), self._target()
        response = self.response_class(self.sock, method="CONNECT")
        try:
            self.sock.sendall(f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n".encode("ascii"))
            response.begin()
        except (OSError, http.client.HTTPException) as error:
            raise proxy_silent(at, target) from error
        finally:
            response.close()
        if response.status // 100 != 2:  # noqa: PLR2004 - the success class
            raise proxy_refused(at, target, response.status)

    def _target(self) -> str:
        """`HOST:PORT` of the server, behind a proxy or not."""
        if self._tunnel_host is None or self._tunnel_port is None:
            return written(self.host, self.port)
        return written(self._tunnel_host, self._tunnel_port)


def written(host: str, port: int) -> str:
    """`HOST:PORT`, an IPv6 address in brackets."""
    bare = host.strip("[]")
    return f"[{bare}]:{port}" if ":" in bare else f"{bare}:{port}"


class GuardedHTTPPool(HTTPConnectionPool):
    """A pool for http; takes `dial` as a keyword."""

    ConnectionCls = _GuardedHTTPConnection


class GuardedHTTPSPool(HTTPSConnectionPool):
    """A pool for https; takes `dial` as a keyword."""

    ConnectionCls = _GuardedHTTPSConnection
