"""The one door to the network: everything claimtrack fetches leaves through `Door.get`.

A name is resolved once, every address it has is judged, and the connection goes to an address that was judged: what
the name means a moment later (DNS rebinding) plays no part. Nothing of the environment is heeded: no proxy, no netrc,
no certificate bundle. No cookie is kept. TLS is always verified. Through a proxy that the person named, names are the
proxy's to judge; what is written as an address is still judged here.
"""

from __future__ import annotations

import contextlib
import functools
import socket
import ssl
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from ipaddress import ip_address
from pathlib import Path
from typing import Any, cast

import requests
from requests.adapters import HTTPAdapter
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3 import ProxyManager
from urllib3.util.ssl_ import create_urllib3_context

from claimtrack.errors import ConfigError
from claimtrack.fetch.addresses import Address, AllowHosts
from claimtrack.fetch.deadline import Deadline
from claimtrack.fetch.dial import GuardedDial, ProxyDial
from claimtrack.fetch.problems import from_lookup
from claimtrack.fetch.proxy import check_target, proxy_refused
from claimtrack.fetch.wire import Dial, GuardedHTTPPool, GuardedHTTPSPool
from claimtrack.urls import host_of

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
    """requests' adapter over guarded connections, and always verified."""

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

    def proxy_manager_for(self, proxy: str, **options: Any) -> ProxyManager:  # noqa: ANN401, ARG002 - as in requests
        """The connections through the proxy, guarded like all others; `close` of requests closes them."""
        if proxy not in self.proxy_manager:
            manager = ProxyManager(proxy, num_pools=2, maxsize=1, ssl_context=self._tls)
            manager.pool_classes_by_scheme = self.poolmanager.pool_classes_by_scheme
            self.proxy_manager[proxy] = manager
        return cast("ProxyManager", self.proxy_manager[proxy])


class Door:
    """The way out for one host's requests, one after the other; keeps the connection between them.

    Requests are handed to the adapter of requests without a session around it: what a session adds (cookies, the environment,
    redirects, for whose target it reads and inflates a whole body) must not happen here.
    """

    def __init__(
        self,
        *,
        resolver: Resolver,
        allowed: AllowHosts,
        tls: ssl.SSLContext,
        user_agent: str,
        connect_timeout_s: float,
        read_timeout_s: float,
        proxy: str = "",
    ) -> None:
        """Nothing is opened yet.

        Args:
            resolver: shared by all doors of a run.
            allowed: where private addresses may be reached.
            tls: see `tls_context`.
            user_agent: sent with every request.
            connect_timeout_s: seconds for each address tried, and for the TLS handshake.
            read_timeout_s: seconds without a byte.
            proxy: `http://HOST:PORT` that every request goes through; empty for none.
        """
        self._allowed = allowed
        self._proxy = proxy
        dial = ProxyDial if proxy else GuardedDial
        self._dial = dial(resolver.addresses, allowed, connect_timeout_s)
        self._timeouts = (connect_timeout_s, read_timeout_s)
        self._proxies = {"http": proxy, "https": proxy} if proxy else {}
        self._headers = {
            "User-Agent": user_agent,
            "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.9,*/*;q=0.5",
            "Accept-Encoding": "gzip",
            "Connection": "keep-alive",
        }
        self._adapter = _GuardedAdapter(self._dial, tls)

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
        if self._proxy:
            check_target(url, self._allowed)
        request = requests.PreparedRequest()
        request.prepare(method=method, url=url, headers={**self._headers, **headers}, data=body)
        response = self._adapter.send(request, stream=True, timeout=self._timeouts, proxies=self._proxies)
        if self._proxy and response.status_code == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
            response.close()
            raise proxy_refused(host_of(self._proxy), host_of(url), response.status_code)
        return response

    def close(self) -> None:
        """Close the connection that was kept."""
        self._adapter.close()
