"""Sockets, opened to addresses that were judged or to the proxy that the person named: where `wire` gets them from."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence

from claimtrack.fetch.addresses import Address, AllowHosts, refusal
from claimtrack.fetch.deadline import Deadline
from claimtrack.fetch.problems import Failure, from_connect, from_lookup
from claimtrack.fetch.proxy import proxy_unreachable
from claimtrack.fetch.wire import Dial, written
from claimtrack.models import ProblemSlug

Addresses = Callable[[str, int, Deadline], Sequence[Address]]
"""Every address of a host and port; raises `Failure` where it has none."""


class GuardedDial(Dial):
    """Connects to judged addresses only."""

    def __init__(self, addresses: Addresses, allowed: AllowHosts, connect_timeout_s: float) -> None:
        self.deadline = Deadline(0)
        """Of the request under way; the door sets it."""
        self._addresses = addresses
        self._allowed = allowed
        self._connect_timeout_s = connect_timeout_s

    def connect(self, host: str, port: int) -> socket.socket:
        """A connection, watched by the current deadline until it is forgotten.

        Raises:
            Failure: `blocked-address` where any address of the host is not public; `network`, `timeout`, `reset` or
                `deadline` where no connection stands.
        """
        host_port = written(host, port)
        addresses = self._addresses(host, port, self.deadline)
        if host_port not in self._allowed:
            for address in addresses:
                if reason := refusal(address):
                    raise Failure(ProblemSlug.BLOCKED_ADDRESS, f"{host_port} is at {address} ({reason})")
        return self._connect_to_any(addresses, host, port)

    def _connect_to_any(self, addresses: Sequence[Address], host: str, port: int) -> socket.socket:
        failure = from_lookup(OSError(), host, has_route=False)
        for address in addresses:
            try:
                return self._connect(address, port)
            except OSError as error:
                failure = from_connect(error, written(host, port), str(address))
            if self.deadline.expired:
                break
        raise failure

    def watch(self, handle: socket.socket) -> None:
        """Put a connection that is used again under the current deadline."""
        self.deadline.watch(handle)

    def forget(self, handle: socket.socket) -> None:
        """Let go of a connection that is about to be closed."""
        self.deadline.forget(handle)

    def adopt(self, handle: socket.socket) -> None:
        """Close a handle once the request under way is over, and not before."""
        self.deadline.adopt(handle)

    def is_over(self) -> bool:
        """Whether the current deadline has passed."""
        return self.deadline.expired

    def _connect(self, address: Address, port: int) -> socket.socket:
        family = socket.AF_INET if address.version == 4 else socket.AF_INET6  # noqa: PLR2004 - IP versions
        connection = socket.socket(family, socket.SOCK_STREAM)
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.deadline.watch(connection)
            connection.settimeout(self._connect_timeout_s)
            connection.connect((str(address), port))
            self.deadline.check()  # it may have passed before there was a connection to shut
        except BaseException:
            self.deadline.forget(connection)
            connection.close()
            raise
        return connection


class ProxyDial(GuardedDial):
    """Connects to the proxy that the person named, wherever it is: no other host is ever dialled."""

    def connect(self, host: str, port: int) -> socket.socket:
        """A connection to the proxy, watched by the current deadline until it is forgotten.

        Raises:
            Failure: `network` where none stands.
        """
        try:
            return self._connect_to_any(self._addresses(host, port, self.deadline), host, port)
        except Failure as failure:
            raise proxy_unreachable(written(host, port)) from failure
