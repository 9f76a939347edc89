"""A name that does not exist, or no network to look it up with: the run as a whole tells."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence

import pytest

from claimtrack.cache import SnapshotCache
from claimtrack.fetch import FetchSettings, HttpFetcher
from claimtrack.fetch.door import has_route
from claimtrack.fetch.problems import from_lookup
from claimtrack.interfaces import FetchRequest

Lookup = Callable[[str, int], Sequence[str]]

KNOWN = {"inner.example": ["10.0.0.7"], "here.example": ["127.0.0.1"]}
"""Private and loopback addresses: found, and never connected to."""


def answering(error: int = socket.EAI_NONAME) -> Lookup:
    """A name service that knows `KNOWN` and IP addresses, and fails for all else."""

    def lookup(host: str, _port: int) -> Sequence[str]:
        if host.replace(".", "").isdigit():
            return [host]
        if host not in KNOWN:
            raise socket.gaierror(error, "Name or service not known")
        return KNOWN[host]

    return lookup


def problems(cache: SnapshotCache, hosts: Iterable[str], lookup: Lookup) -> dict[str, str]:
    fetcher = HttpFetcher(FetchSettings(spacing_s=0, jobs=1, max_retries=0), lookup=lookup)
    requests = [FetchRequest(url=f"http://{host}/") for host in hosts]
    outcomes = list(fetcher.fetch(requests, cache))
    assert len(outcomes) == len(requests)
    return {
        outcome.url.split("/")[2]: str(outcome.problem.slug) if outcome.problem else "ok"
        for outcome in outcomes
    }


needs_route = pytest.mark.skipif(not has_route(), reason="this machine has no way to the outside")


@needs_route
@pytest.mark.parametrize(
    "hosts", [["nowhere.example", "inner.example"], ["inner.example", "nowhere.example"]]
)
def test_where_another_name_is_found_a_name_that_is_not_does_not_exist(
    cache: SnapshotCache, hosts: list[str]
) -> None:
    found = problems(cache, hosts, answering())
    assert found == {"nowhere.example": "dns", "inner.example": "blocked-address"}


def test_where_no_name_is_found_it_is_the_network(cache: SnapshotCache) -> None:
    found = problems(cache, ["a.example", "b.example"], answering())
    assert found == {"a.example": "network", "b.example": "network"}


@pytest.mark.parametrize("host", ["here.example", "10.0.0.7"])
def test_an_address_or_a_name_of_this_machine_proves_no_name_service(cache: SnapshotCache, host: str) -> None:
    assert problems(cache, ["a.example", host], answering())["a.example"] == "network"


def test_an_answer_that_may_pass_is_the_network(cache: SnapshotCache) -> None:
    found = problems(cache, ["inner.example", "a.example"], answering(socket.EAI_AGAIN))
    assert found["a.example"] == "network"


def test_every_outcome_comes_however_long_the_first_ones_wait(cache: SnapshotCache) -> None:
    hosts = [f"n{n}.example" for n in range(20)]
    assert set(problems(cache, hosts, answering()).values()) == {"network"}


def test_a_run_that_is_left_early_ends_its_threads(cache: SnapshotCache) -> None:
    fetcher = HttpFetcher(FetchSettings(spacing_s=0), lookup=answering())
    outcomes = fetcher.fetch(
        [FetchRequest(url="http://10.0.0.7/"), FetchRequest(url="http://a.example/")], cache
    )
    assert next(outcomes).problem
    outcomes.close()  # type: ignore[attr-defined]
    assert list(outcomes) == []


def test_without_a_route_no_answer_means_that_a_name_does_not_exist() -> None:
    error = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    assert from_lookup(error, "a.example", has_route=True).problem.slug == "dns"
    assert from_lookup(error, "a.example", has_route=False).problem.slug == "network"


def test_in_a_namespace_of_its_own_there_is_no_route() -> None:
    if not shutil.which("unshare") or subprocess.run(["unshare", "-rn", "true"], check=False).returncode:
        pytest.skip("no network namespace can be made here (unshare -rn)")
    code = "from claimtrack.fetch.door import has_route; print(has_route())"
    done = subprocess.run(
        ["unshare", "-rn", sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
