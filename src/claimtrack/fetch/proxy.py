"""What a proxy leaves to us: the targets that can be judged without their name being looked up, and its own failures."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, ip_address
from urllib.parse import unquote, urlsplit

from claimtrack.fetch.addresses import Address, AllowHosts, refusal
from claimtrack.fetch.problems import Failure
from claimtrack.models import ProblemSlug
from claimtrack.urls import host_of


def check_target(url: str, allowed: AllowHosts) -> None:
    """Return where a proxy may be asked for `url`; what its name means is for the proxy to judge.

    Args:
        url: canonical.
        allowed: where private addresses may be reached.

    Raises:
        Failure: `blocked-address` where the host is written as an address that is not public, in any spelling, or is
            `localhost` or a name below it (RFC 6761, section 6.3).
    """
    host_port = host_of(url)
    if host_port in allowed:
        return
    host = unquote(urlsplit(url).hostname or "").rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        raise Failure(ProblemSlug.BLOCKED_ADDRESS, f"{host_port} is this machine (loopback)")
    address = _literal(host)
    if address is not None and (reason := refusal(address)):
        raise Failure(ProblemSlug.BLOCKED_ADDRESS, f"{host_port} is at {address} ({reason})")


def _literal(host: str) -> Address | None:
    """The address that `host` spells, in the forms of old too (`127.1`, `0x7f000001`): a proxy would read them."""
    try:
        return ip_address(host)
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(host))
    except (OSError, UnicodeError, ValueError):
        return None


def proxy_unreachable(proxy: str) -> Failure:
    """What it means that no connection to the proxy stands.

    Args:
        proxy: its `HOST:PORT`.
    """
    return Failure(ProblemSlug.NETWORK, f"the proxy {proxy} could not be reached", unreachable=True)


def proxy_silent(proxy: str, target: str) -> Failure:
    """What it means that the proxy does not say whether it connects us."""
    detail = f"the proxy {proxy} gave no answer when asked to connect to {target}"
    return Failure(ProblemSlug.NETWORK, detail, unreachable=True)


def proxy_refused(proxy: str, target: str, status: int) -> Failure:
    """What it means that the proxy answers in place of the target. It says nothing of the page.

    Args:
        proxy: its `HOST:PORT`.
        target: what was to be reached through it.
        status: of the proxy's answer, such as 407 where it asks for credentials.
    """
    detail = f"the proxy {proxy} refused to connect to {target}: it answered {status}"
    return Failure(ProblemSlug.NETWORK, detail, unreachable=True)
