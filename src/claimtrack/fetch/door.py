"""The one door to the network: everything claimtrack fetches leaves through `Door.get`.

A name is resolved once, every address it has is judged, and the connection goes to an address that was judged: what
the name means a moment later (DNS rebinding) plays no part. Nothing of the environment is heeded: no proxy, no netrc,
no certificate bundle. No cookie is kept. TLS is always verified.
"""

from __future__ import annotations

import contextlib
import functools
import socket
import ssl
from collections.abc import Callable, Mapping, Sequence
from http.cookiejar import DefaultCookiePolicy
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3.util.ssl_ import create_urllib3_context

from claimtrack.errors import ConfigError
from claimtrack.fetch.addresses import Address, AllowHosts, refusal
from claimtrack.fetch.deadline import Deadline
from claimtrack.fetch.problems import Failure, from_connect, from_lookup
from claimtrack.fetch.wire import Dial, GuardedHTTPPool, GuardedHTTPSPool
from claimtrack.models import ProblemSlug

Lookup = Callable[[str, int], Sequence[str]]
"""Addresses of a host and port, as text; raises OSError or UnicodeError where there are none."""


_OUTSIDE = ((socket.AF_INET, "198.41.0.4"), (socket.AF_INET6, "2001:503:ba3e::2:30"))
"""Addresses of a root name server, the least likely to move: only the routing table is asked about them."""


def system_lookup(host: str, port: int) -> Sequence[str]:
    """The addresses that the system's resolver has for `host`, in the order in which to try them (RFC 6724)."""
    return [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def has_route() -> bool:
    """Whether this machine has a way to the outside. A datagram socket is connected, which sends nothing."""
    for family, address in _OUTSIDE:
        with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((address, 9))
            return True
    return False


class Resolver:
    """Names to addresses, each looked up once a run; shared by all doors of the run."""

    def __init__(self, lookup: Lookup = system_lookup) -> None:
        self._lookup = lookup
        self._found: dict[str, tuple[Address, ...]] = {}
        self.has_found_any = False
        """Whether any name of the run turned out to be somewhere else than on this machine: a name service is there."""

    def addresses(self, host: str, port: int, deadline: Deadline) -> tuple[Address, ...]:
        """Every address of `host`.

        Raises:
            Failure: `dns` where it has none, `network` where that cannot be known.
        """
        if host not in self._found:
            try:
                found = deadline.call(lambda: self._lookup(host, port))
                addresses = tuple(ip_address(text) for text in dict.fromkeys(found))
            except (OSError, UnicodeError, ValueError) as error:
                raise from_lookup(error, host, has_route=has_route()) from error
            self._found[host] = addresses
            if not _is_address(host) and not all(address.is_loopback for address in addresses):
                self.has_found_any = True
        return self._found[host]


def _is_address(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


class _GuardedDial(Dial):
    """Connects to judged addresses only."""

    def __init__(self, resolver: Resolver, allowed: AllowHosts, connect_timeout_s: float) -> None:
        self.deadline = Deadline(0)
        """Of the request under way; the door sets it."""
        self._resolver = resolver
        self._allowed = allowed
        self._connect_timeout_s = connect_timeout_s

    def connect(self, host: str, port: int) -> socket.socket:
        """A connection under the current deadline.

        Raises:
            Failure: `blocked-address` where any address of the host is not public; `network`, `timeout`, `reset` or
                `deadline` where no connection stands.
        """
        host_port = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        addresses = self._resolver.addresses(host, port, self.deadline)
        if host_port not in self._allowed:
            for address in addresses:
                if reason := refusal(address):
                    raise Failure(ProblemSlug.BLOCKED_ADDRESS, f"{host_port} is at {address} ({reason})")
        failure = from_lookup(OSError(), host, has_route=False)
        for address in addresses:
            try:
                return self._connect(address, port)
            except OSError as error:
                failure = from_connect(error, host_port, str(address))
            if self.deadline.expired:
                break
        raise failure

    def watch(self, handle: socket.socket) -> None:
        self.deadline.watch(handle)

    def is_over(self) -> bool:
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
            connection.close()
            raise
        return connection


def tls_context(ca_file: Path | None) -> ssl.SSLContext:
    """What TLS connections are verified with; loading the authorities once saves 10 ms of CPU a connection.

    Raises:
        ConfigError: `ca_file` cannot be read or holds no certificate.
    """
    context = create_urllib3_context()
    try:
        context.load_verify_locations(ca_file or DEFAULT_CA_BUNDLE_PATH)
    except OSError as error:
        raise ConfigError(
            f"certificate file {ca_file} cannot be used: {error.strerror or error}",
            hint="name a PEM file of certificate authorities",
        ) from error
    return context


class _GuardedAdapter(HTTPAdapter):
    """requests' adapter over guarded connections: no proxies, and always verified."""

    def __init__(self, dial: Dial, tls: ssl.SSLContext) -> None:
        self._dial = dial
        self._tls = tls
        super().__init__(pool_connections=2, pool_maxsize=1)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **options: Any) -> None:  # noqa: ANN401, FBT001, FBT002 - as in requests
        super().init_poolmanager(connections, maxsize, block, ssl_context=self._tls, **options)
        self.poolmanager.pool_classes_by_scheme = {
            "http": functools.partial(GuardedHTTPPool, dial=self._dial),
            "https": functools.partial(GuardedHTTPSPool, dial=self._dial),
        }

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:  # noqa: ANN401, ARG002 - as in requests
        """The context brings the authorities: requests would load its own into it with every connection."""
        conn.cert_reqs = "CERT_REQUIRED"

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:  # noqa: ANN401, ARG002 - as in requests
        """A proxy would resolve names in our place, beyond our judgement."""
        raise requests.exceptions.InvalidProxyURL("no proxy is ever used")


class _Session(requests.Session):
    """A session that takes nothing from the environment and keeps nothing from a server."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:  # noqa: ARG002 - as in requests
        """None always: requests would read and inflate the whole body of a redirect to find its target."""
        return None


class Door:
    """The way out for one host's requests, one after the other; keeps the connection between them."""

    def __init__(
        self,
        *,
        resolver: Resolver,
        allowed: AllowHosts,
        tls: ssl.SSLContext,
        user_agent: str,
        connect_timeout_s: float,
        read_timeout_s: float,
    ) -> None:
        """Nothing is opened yet.

        Args:
            resolver: shared by all doors of a run.
            allowed: where private addresses may be reached.
            tls: see `tls_context`.
            user_agent: sent with every request.
            connect_timeout_s: seconds for each address tried, and for the TLS handshake.
            read_timeout_s: seconds without a byte.
        """
        self._dial = _GuardedDial(resolver, allowed, connect_timeout_s)
        self._timeouts = (connect_timeout_s, read_timeout_s)
        self._session = _Session()
        self._session.trust_env = False
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._session.headers = CaseInsensitiveDict(
            {
                "User-Agent": user_agent,
                "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.9,*/*;q=0.5",
                "Accept-Encoding": "gzip",
                "Connection": "keep-alive",
            }
        )
        adapter = _GuardedAdapter(self._dial, tls)
        self._session.adapters.clear()
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)

    def get(self, url: str, headers: Mapping[str, str], deadline: Deadline) -> requests.Response:
        """One GET request; see `send`."""
        return self.send("GET", url, headers, deadline)

    def send(
        self, method: str, url: str, headers: Mapping[str, str], deadline: Deadline, body: bytes | None = None
    ) -> requests.Response:
        """One request, no redirect followed; the body of the answer is still on the wire.

        Args:
            method: of HTTP.
            url: canonical.
            headers: to send on top of the usual ones.
            deadline: over look-up, connection, headers and body.
            body: of the request.

        Raises:
            Failure: no connection could or may be made.
            requests.RequestException: and the others of `problems.NETWORK_ERRORS`.
        """
        self._dial.deadline = deadline
        return self._session.request(
            method,
            url,
            headers=dict(headers),
            data=body,
            timeout=self._timeouts,
            stream=True,
            allow_redirects=False,
        )

    def close(self) -> None:
        """Close the connection that was kept."""
        self._session.close()
