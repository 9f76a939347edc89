"""What may be connected to."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimtrack.errors import ConfigError
from claimtrack.fetch.addresses import AllowHosts, refusal

PUBLIC = (
    "8.8.8.8",
    "1.1.1.1",
    "100.63.255.255",
    "172.15.0.1",
    "172.32.0.1",
    "192.0.1.1",
    "2606:4700::1111",
    "2a00:1450::1",
)

REFUSED = (
    ("0.0.0.0", "this host"),  # noqa: S104 - an address to refuse
    ("0.1.2.3", "this host"),
    ("10.0.0.1", "private"),
    ("100.64.0.1", "carrier-grade"),
    ("100.100.100.200", "carrier-grade"),
    ("127.0.0.1", "loopback"),
    ("127.255.255.254", "loopback"),
    ("168.63.129.16", "cloud"),
    ("169.254.169.254", "metadata"),
    ("172.16.0.1", "private"),
    ("172.31.255.255", "private"),
    ("192.0.0.192", "metadata"),
    ("192.0.2.1", "documentation"),
    ("192.88.99.1", "6to4"),
    ("192.168.1.1", "private"),
    ("198.18.0.1", "benchmarking"),
    ("198.51.100.7", "documentation"),
    ("203.0.113.7", "documentation"),
    ("224.0.0.1", "multicast"),
    ("239.255.255.250", "multicast"),
    ("240.0.0.1", "reserved"),
    ("255.255.255.255", "broadcast"),
    ("::", "unspecified"),
    ("::1", "loopback"),
    ("::127.0.0.1", "compatible"),
    ("::8.8.8.8", "compatible"),
    ("::ffff:127.0.0.1", "mapped"),
    ("::ffff:8.8.8.8", "mapped"),
    ("::ffff:0:127.0.0.1", "translated"),
    ("64:ff9b::127.0.0.1", "NAT64"),
    ("64:ff9b::169.254.169.254", "NAT64"),
    ("64:ff9b:1::8.8.8.8", "NAT64"),
    ("100::1", "not global"),
    ("2001::1", "Teredo"),
    ("2001:10::1", "protocol"),
    ("2001:db8::1", "documentation"),
    ("2002:7f00:1::", "6to4"),
    ("2002:808:808::", "6to4"),
    ("2a00:1450::5efe:10.0.0.1", "ISATAP"),
    ("2a00:1450::200:5efe:10.0.0.1", "ISATAP"),
    ("3fff::1", "documentation"),
    ("4000::1", "not global"),
    ("5f00::1", "not global"),
    ("fc00::1", "private"),
    ("fd00:ec2::254", "private"),
    ("fe80::1", "link-local"),
    ("fe80::1%eth0", "link-local"),
    ("fec0::1", "site-local"),
    ("ff02::1", "multicast"),
)


@pytest.mark.parametrize("text", PUBLIC)
def test_a_public_address_may_be_reached(text: str) -> None:
    assert refusal(ip_address(text)) is None


@pytest.mark.parametrize(("text", "why"), REFUSED)
def test_any_other_address_is_refused_with_its_kind(text: str, why: str) -> None:
    assert why in (refusal(ip_address(text)) or "")


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1).map(IPv4Address))
def test_an_address_behind_nat64_is_judged_by_what_it_carries(inner: IPv4Address) -> None:
    outer = IPv6Address(int(IPv6Address("64:ff9b::")) | int(inner))
    assert (refusal(outer) is None) == (refusal(inner) is None)


@settings(deadline=None)
@given(st.integers(0, 2**128 - 1).map(IPv6Address))
def test_no_ipv6_address_outside_global_unicast_and_nat64_may_be_reached(address: IPv6Address) -> None:
    if refusal(address) is None:
        assert int(address) >> 125 == 1 or str(address).startswith("64:ff9b::")


def test_an_allowed_pair_is_matched_exactly() -> None:
    allowed = AllowHosts(["LocalHost:8000", " [::1]:0443 "])
    assert "localhost:8000" in allowed
    assert "[::1]:443" in allowed
    for other in ("localhost:8001", "localhost", "a.localhost:8000", "127.0.0.1:8000"):
        assert other not in allowed


@pytest.mark.parametrize(
    "pair",
    [
        "localhost",
        "localhost:",
        ":80",
        "localhost:0",
        "localhost:65536",
        "http://a:80",
        "::1:80",
        "u@a:80",
        "",
    ],
)
def test_what_is_no_host_and_port_is_a_configuration_error(pair: str) -> None:
    with pytest.raises(ConfigError, match="HOST:PORT"):
        AllowHosts([pair])
