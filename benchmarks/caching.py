"""How well the caching rules keep to RFC 9111: http-tests/cache-tests, run from outside against the shim.

    python benchmarks/caching.py [--failed]

The suite is the npm package `http-cache-tests`; it needs Node.js and is fetched into a temporary folder. Its package carries
the results of other caches, which are the peers. Counted are the tests for private caches: those for browsers only and
those about what shared caches alone must do are left out. `required` is what the RFC demands; `optimal` is reuse that
it permits. A test passes only where those that it builds on pass too.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
SUITE = "http-cache-tests@0.4.5"
PEERS = {
    "Squid": "squid",
    "Apache httpd": "apache",
    "Traffic Server": "trafficserver",
    "Varnish": "varnish",
    "nginx": "nginx",
    "Firefox": "firefox",
    "Chrome": "chrome",
}
SHARED_ONLY = frozenset(
    {
        "freshness-s-maxage-shared",
        "freshness-max-age-s-maxage-shared-longer",
        "freshness-max-age-s-maxage-shared-longer-reversed",
        "freshness-max-age-s-maxage-shared-longer-multiple",
        "freshness-max-age-s-maxage-shared-shorter",
        "freshness-max-age-s-maxage-shared-shorter-expires",
        "cc-resp-private-shared",
        "other-authorization",
        "other-authorization-public",
        "other-authorization-must-revalidate",
        "other-authorization-smaxage",
    }
)
KINDS = ("required", "optimal")
LIST = "import suites from './tests/index.mjs'; console.log(JSON.stringify(suites))"

Results = Mapping[str, Any]
"""By test: True, or what went wrong."""


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def unpack(folder: Path) -> Path:
    """The suite, with the one package that its client needs; scripts of packages are not run."""
    subprocess.run(["npm", "pack", "--silent", SUITE], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    shutil.unpack_archive(next(folder.glob("*.tgz")), folder, filter="data")
    suite = folder / "package"
    (suite / "package.json").write_text('{"private": true}')
    install = ["npm", "install", "--silent", "--ignore-scripts", "--no-save", "node-fetch@2"]
    subprocess.run(install, cwd=suite, check=True, stdout=subprocess.DEVNULL)
    return suite


@contextlib.contextmanager
def running(command: list[str], cwd: Path, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """A process, ended when the block is left."""
    process = subprocess.Popen(
        command, cwd=cwd, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate()


def run(suite: Path) -> Results:
    """Put the shim between the suite's client and its server."""
    port = str(free_port())
    server = running(
        ["node", "server/server.mjs"],
        suite,
        npm_config_port=port,
        npm_config_protocol="http",
        npm_config_pidfile=str(suite / "pid"),
    )
    shim = running(
        [sys.executable, "-m", "benchmarks.cache_shim", "--origin", f"http://127.0.0.1:{port}"], ROOT
    )
    with server as origin, shim as cache:
        assert origin.stdout
        assert cache.stdout
        origin.stdout.readline()
        base = cache.stdout.readline().strip()
        done = subprocess.run(
            ["node", "--no-warnings", "cli.mjs"],
            cwd=suite,
            env={**os.environ, "npm_config_base": base, "npm_package_config_id": ""},
            check=True,
            capture_output=True,
            text=True,
        )
    results: Results = json.loads(done.stdout)
    return results


def counted(suite: Path) -> list[dict[str, Any]]:
    """The tests that a private cache is held against."""
    done = subprocess.run(
        ["node", "--input-type=module", "-e", LIST], cwd=suite, check=True, capture_output=True, text=True
    )
    tests = [test for group in json.loads(done.stdout) for test in group["tests"]]
    return [test for test in tests if not test.get("browser_only") and test["id"] not in SHARED_ONLY]


def passed(tests: list[dict[str, Any]], results: Results) -> set[str]:
    """Ids of the tests that passed, what they build on included."""
    ids = {test["id"] for test in tests if results.get(test["id"]) is True}
    return {test["id"] for test in tests if test["id"] in ids and set(test.get("depends_on", ())) <= ids}


def main() -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--failed", action="store_true", help="list the required tests that fail, and why")
    options = parser.parse_args()
    if not (shutil.which("node") and shutil.which("npm")):
        print("caching: Node.js and npm are not here, and the suite needs them; nothing was measured")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        try:
            suite = unpack(Path(folder))
        except subprocess.CalledProcessError as error:
            print(f"caching: {SUITE} cannot be had ({error}); nothing was measured")
            return 0
        tests = counted(suite)
        started = time.monotonic()
        ours = run(suite)
        took_s = time.monotonic() - started
        rows = {"claimtrack": ours} | {
            name: json.loads((suite / "results" / f"{file}.json").read_text()) for name, file in PEERS.items()
        }
    by_kind = {kind: {test["id"] for test in tests if test.get("kind", "required") == kind} for kind in KINDS}
    print(f"{SUITE}, {took_s:.0f} s; results of the others as published with it\n")
    print(
        "| cache | "
        + " | ".join(f"{kind} of {len(by_kind[kind])}" for kind in KINDS)
        + " | required, ratio |"
    )
    print("|---|---:|---:|---:|")
    best = len(passed(tests, ours) & by_kind["required"])
    for name, results in rows.items():
        found = passed(tests, results)
        counts = [len(found & by_kind[kind]) for kind in KINDS]
        print(f"| {name} | {counts[0]} | {counts[1]} | {best / counts[0]:.2f} |")
    if options.failed:
        print()
        for test_id in sorted(by_kind["required"] - passed(tests, ours)):
            print(f"{test_id}: {ours.get(test_id)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
