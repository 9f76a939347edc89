"""Server-side request forgery, where everything is real: a network of our own that holds the inside and the outside (rows 0, 24 to 32).

A network namespace has only a loopback interface, which is given a public address, private ones, and the one where clouds
keep their secrets. A canary listens on every private one; names are resolved by a name server of ours. Nothing is
allowed by name, so what is tested is what everybody gets. No packet can leave: there is no other interface.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

from claimtrack.urls import BadUrlError, canonical

CLAIM = "The 2031 census of Lower Ombry counted 6,318 lamplighters."
PUBLIC = "93.184.216.34"
METADATA = "169.254.169.254"
INSIDE = (
    "127.0.0.1",
    METADATA,
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.192",
    "198.18.0.1",
    "::1",
    "::127.0.0.1",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::1",
    "2001:0:7f00:1::1",
    "fd00::1",
    "fec0::1",
)
"""Every address that the outside must not lead to."""
TOOLS = ("unshare", "nsenter", "ip", "mount", "sh")
REBOUND = tuple(f"http://r{number:03}.rebind.test/honest/page" for number in range(100))


def netloc(address: str) -> str:
    return f"[{address}]" if ":" in address else address


@dataclass(frozen=True)
class Network:
    """The namespace: its server, and a way to run commands in it."""

    server: Any
    enter: tuple[str, ...]
    new_project: Callable[..., Any]

    def outcomes(
        self, urls: dict[str, str], *words: str, env: dict[str, str] | None = None
    ) -> dict[str, str]:
        """Verify one claim per URL in a project of its own; verdict or problem by name."""
        project = self.new_project(*self.enter)
        project.write({name: (CLAIM, url) for name, url in urls.items()})
        found: dict[str, str] = project.verify(*words, env=env).outcomes
        return found

    @property
    def canary(self) -> list[str]:
        found: list[str] = self.server.record()["canary"]
        return found

    def run(self, *command: str) -> str:
        return subprocess.run(
            [*self.enter, *command], capture_output=True, check=True, text=True, timeout=30
        ).stdout


@pytest.fixture(scope="module")
def network(
    start_server: Callable[..., Any],
    new_project: Callable[..., Any],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Network]:
    unshare = [*_unshare(), "sh", "-euc", _set_up(tmp_path_factory.mktemp("etc")), "sh"]
    canaries = [word for address in INSIDE for word in ("--canary", f"{netloc(address)}:80")]
    options = ("--host", PUBLIC, "--honest", f"{PUBLIC}:80", "--dns", PUBLIC, "127.0.0.1", *canaries)
    with start_server(*options, prefix=unshare) as server:
        pid = str(server.process.pid)
        users = () if os.geteuid() == 0 else ("-U", "--preserve-credentials")
        made = Network(server, ("nsenter", "-t", pid, *users, "-n", "-m"), new_project)
        _knock(made)
        yield made


def _knock(network: Network) -> None:
    """Connect to every address of the inside as a careless client would: what follows can only be trusted if the canary notices."""
    knock = """
import socket, sys
for address in sys.argv[1:]:
    with socket.create_connection((address, 80), 5) as connection:
        connection.sendall(b"x")
        connection.recv(1)
"""
    network.run(sys.executable, "-c", knock, *INSIDE)
    assert {ip_address(address) for address in network.canary} == {ip_address(address) for address in INSIDE}


def _unshare() -> list[str]:
    """The command that makes a namespace, or a loud skip where there can be none."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    command = ["unshare", *([] if os.geteuid() == 0 else ["-r"]), "-n", "-m"]
    if not missing:
        made = subprocess.run([*command, "true"], capture_output=True, text=True, check=False)
        missing = [] if made.returncode == 0 else [made.stderr.strip()]
    if missing:
        reason = f"NOT TESTED: no network namespace can be made here ({', '.join(missing)})"
        print(reason)
        pytest.skip(reason)
    return command


def _set_up(folder: Path) -> str:
    """Shell commands that make the network, then become what they are given."""
    (folder / "resolv.conf").write_text("nameserver 127.0.0.1\n")
    (folder / "nsswitch.conf").write_text("passwd: files\ngroup: files\nhosts: files dns\n")
    (folder / "hosts").write_text("127.0.0.1 localhost\n::1 localhost\n")
    addresses = [address for address in (PUBLIC, *INSIDE) if address not in {"127.0.0.1", "::1"}]
    return "\n".join(
        [
            "ip link set lo up",
            *(f"ip addr add {address}/{128 if ':' in address else 32} dev lo" for address in addresses),
            *(
                f"mount --bind {folder / name} /etc/{name}"
                for name in ("resolv.conf", "nsswitch.conf", "hosts")
            ),
            'exec "$@"',
        ]
    )


@pytest.fixture(autouse=True)
def no_hit(network: Network) -> Iterator[None]:
    """No test may add to what reached the inside."""
    before = len(network.canary)
    yield
    assert network.canary[before:] == []


def test_a_page_outside_is_read_and_no_packet_can_leave(network: Network) -> None:
    urls = {
        "by-address": f"http://{PUBLIC}/honest/page",
        "by-name": "http://a.public.test/honest/page",
        "moved": "http://b.public.test/honest/moved",
    }
    assert set(network.outcomes(urls).values()) == {"supported"}
    interfaces = [line.split(":")[0].strip() for line in network.run("cat", "/proc/net/dev").splitlines()[2:]]
    assert interfaces == ["lo"]


def test_no_address_of_the_inside_is_reached(network: Network) -> None:
    urls = {f"n{number}": f"http://{netloc(address)}/secret" for number, address in enumerate(INSIDE)}
    assert set(network.outcomes(urls).values()) == {"blocked-address"}


def test_no_spelling_of_the_inside_is_reached_by_a_redirect(network: Network) -> None:
    forms = [path for path in network.server.attacks if path.startswith("/redirects/canary-")]
    assert len(forms) >= 21
    found = network.outcomes({path.rpartition("/")[2]: network.server.url(path) for path in forms})
    refused = {"blocked-address", "bad-redirect", "http-404", "network", "dns"}
    assert {name: outcome for name, outcome in found.items() if outcome not in refused} == {}


def test_no_spelling_of_the_inside_is_reached_from_a_claim(network: Network) -> None:
    """Half are refused by whoever reads the claim files, the rest when their name is resolved."""
    answered, refused = {}, {}
    for name, location in network.server.forms.items():
        try:
            canonical(location)
        except BadUrlError:
            refused[name] = location
        else:
            answered[name] = location
    assert len(answered) + len(refused) >= 21
    found = network.outcomes(answered)
    assert set(found.values()) <= {"blocked-address", "network", "dns", "bad-url"}
    assert list(found.values()).count("blocked-address") >= 15
    project = network.new_project(*network.enter)
    project.write({name: (CLAIM, url) for name, url in refused.items()})
    run = project.run("verify")
    assert run.code == 2
    assert run.err.count("claims/ombry.toml:") == len(refused)


def test_the_secrets_of_a_cloud_are_not_reached_by_a_redirect(network: Network) -> None:
    found = network.outcomes({"metadata": network.server.url("/redirects/metadata")})
    assert found == {"metadata": "blocked-address"}


def test_a_name_that_changes_its_mind_reaches_nothing_inside(network: Network) -> None:
    """A hundred names that are outside when first asked for and inside ever after."""
    project = network.new_project(*network.enter)
    project.write({f"n{number}": (CLAIM, url) for number, url in enumerate(REBOUND)})
    assert set(project.verify().outcomes.values()) == {"supported"}
    assert set(project.verify("--refresh").outcomes.values()) == {"blocked-address"}


def test_a_name_that_changes_its_mind_between_two_hops_reaches_nothing_inside(network: Network) -> None:
    urls = {f"n{number}": f"http://h{number:03}.rebind.test/honest/five-hops" for number in range(20)}
    urls |= {f"f{number}": f"http://h{number:03}.flap.test/honest/five-hops" for number in range(20)}
    assert set(network.outcomes(urls).values()) <= {"supported", "blocked-address"}


def test_one_address_inside_refuses_a_name_whatever_the_order(network: Network) -> None:
    urls = {"first": "http://a.first.test/honest/page", "last": "http://a.last.test/honest/page"}
    assert network.outcomes(urls) == dict.fromkeys(urls, "blocked-address")


def test_a_name_inside_is_refused_in_both_kinds_of_address(network: Network) -> None:
    urls = {"four": "http://a.inside.test/secret", "six": "http://a.six.test/secret"}
    assert network.outcomes(urls) == dict.fromkeys(urls, "blocked-address")


def test_a_name_server_that_never_answers_costs_only_its_own_page(network: Network) -> None:
    urls = {"slow": "http://a.slow.test/honest/page", "honest": "http://c.public.test/honest/page"}
    found = network.outcomes(urls)
    assert found["honest"] == "supported"
    assert found["slow"] in {"network", "dns", "timeout", "deadline"}


def test_a_name_without_an_address_is_not_taken_for_a_page(network: Network) -> None:
    urls = {"empty": "http://a.nothing.test/", "unknown": "http://nobody.example/"}
    assert set(network.outcomes(urls).values()) <= {"network", "dns"}


def test_a_proxy_in_the_environment_is_not_heeded(network: Network) -> None:
    proxy = "http://127.0.0.1:80"
    names = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
    found = network.outcomes(
        {"page": "http://d.public.test/honest/page"}, env={**dict.fromkeys(names, proxy), "no_proxy": ""}
    )
    assert found == {"page": "supported"}


def test_a_scheme_that_is_none_of_the_web_opens_no_file_and_no_connection(
    network: Network, tmp_path: Path
) -> None:
    names = ("file", "gopher", "ftp", "data", "javascript")
    urls = {name: network.server.url(f"/redirects/{name}") for name in names}
    trace = tmp_path / "trace"
    traced = shutil.which("strace") is not None
    prefix = ("strace", "-f", "-qq", "-e", "trace=open,openat,openat2", "-o", str(trace)) if traced else ()
    project = network.new_project(*network.enter, *prefix)
    project.write({name: (CLAIM, url) for name, url in urls.items()})
    assert project.verify().outcomes == dict.fromkeys(names, "scheme-refused")
    if traced:
        assert '"/etc/passwd"' not in trace.read_text("utf-8", "replace")
    else:
        print("NOT TRACED: there is no strace here; only the outcome was tested")
