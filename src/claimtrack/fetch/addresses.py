"""Which network addresses may be connected to: pure functions, no sockets.

The rule is our own table, never `ipaddress.is_global`: that property changed its mind between patch releases (it is
wrong for 192.0.0.192, 2002::/16 and multicast before Python 3.11.10), and no registry lists what clouds put at public
addresses. Sources: the IANA special-purpose address registries for IPv4 and IPv6 (RFC 6890 and its successors).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

from claimtrack.errors import ConfigError

Address = IPv4Address | IPv6Address

_DENIED_V4 = tuple(
    (IPv4Network(network), reason)
    for network, reason in (
        ("0.0.0.0/8", "this host"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "shared by carrier-grade NAT"),
        ("127.0.0.0/8", "loopback"),
        ("168.63.129.16/32", "cloud platform service"),
        ("169.254.0.0/16", "link-local or cloud metadata"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "IETF protocol assignment or cloud metadata"),
        ("192.0.2.0/24", "documentation"),
        ("192.88.99.0/24", "6to4 relay"),
        ("192.168.0.0/16", "private"),
        ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved or broadcast"),
    )
)

_DENIED_V6 = tuple(
    (IPv6Network(network), reason)
    for network, reason in (
        ("::1/128", "loopback"),
        ("::/128", "unspecified"),
        ("::ffff:0:0/96", "IPv4-mapped"),
        ("::ffff:0:0:0/96", "IPv4-translated"),
        ("::/96", "IPv4-compatible"),
        ("64:ff9b:1::/48", "local-use NAT64"),
        ("2001::/23", "IETF protocol assignment or Teredo tunnel"),
        ("2001:db8::/32", "documentation"),
        ("2002::/16", "6to4 tunnel"),
        ("3fff::/20", "documentation"),
        ("fc00::/7", "private"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "site-local"),
        ("ff00::/8", "multicast"),
    )
)

_GLOBAL_UNICAST_V6 = IPv6Network("2000::/3")
"""The only block of IPv6 that IANA gives out as global unicast."""

_NAT64 = IPv6Network("64:ff9b::/96")
"""Well-known prefix (RFC 6052): on an IPv6-only network every IPv4 host is reached through it."""

_ISATAP_INTERFACES = (0x00005EFE, 0x02005EFE)
"""Upper half of an interface identifier that carries an IPv4 address (RFC 5214)."""

_HOST_PORT = re.compile(r"(?P<host>\[[0-9a-f:.]+\]|[^\s:/@\[\]]+):(?P<port>[0-9]{1,5})")


def refusal(address: Address) -> str | None:
    """Why `address` must not be connected to, or None where it is a public unicast address.

    An IPv6 address that carries an IPv4 address (NAT64, ISATAP) is judged by the one it carries as well.

    Args:
        address: as resolved; the text that named it plays no part, so no spelling of an address can pass.

    Returns:
        What kind of address it is, in a few words: `private`, `loopback`, `multicast`.
    """
    if isinstance(address, IPv4Address):
        return _denied_v4(address)
    low = int(address) & 0xFFFF_FFFF
    if address in _NAT64:
        reason = _denied_v4(IPv4Address(low))
        return f"{reason}, behind NAT64" if reason else None
    for network, reason in _DENIED_V6:
        if address in network:
            return reason
    if address not in _GLOBAL_UNICAST_V6:
        return "not global unicast"
    if (int(address) >> 32) & 0xFFFF_FFFF in _ISATAP_INTERFACES and (reason := _denied_v4(IPv4Address(low))):
        return f"{reason}, behind ISATAP"
    return None


def _denied_v4(address: IPv4Address) -> str | None:
    return next((reason for network, reason in _DENIED_V4 if address in network), None)


class AllowHosts:
    """Exact `HOST:PORT` pairs that may be reached wherever they resolve to: the person named them."""

    def __init__(self, pairs: Iterable[str]) -> None:
        """Parse the pairs.

        Args:
            pairs: `localhost:8000`, `127.0.0.1:8000`, `[::1]:8000`; the port is always written.

        Raises:
            ConfigError: a pair is not HOST:PORT.
        """
        self._pairs = frozenset(_parse(pair) for pair in pairs)

    def __contains__(self, host_port: object) -> bool:
        """Whether this `HOST:PORT`, as `claimtrack.urls.host_of` writes it, was named."""
        return host_port in self._pairs


def _parse(pair: str) -> str:
    match = _HOST_PORT.fullmatch(pair.strip().lower())
    if match is None or not 0 < int(match["port"]) < 2**16:
        raise ConfigError(
            f"allowed host {pair!r} is not HOST:PORT",
            hint="name one host and its port: localhost:8000, or [::1]:8000 for an IPv6 address",
        )
    return f"{match['host']}:{int(match['port'])}"
