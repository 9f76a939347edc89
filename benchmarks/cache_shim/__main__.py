"""The command line: serves until interrupted, and says where."""

from __future__ import annotations

import argparse
import contextlib
import sys

from benchmarks.cache_shim.server import Shim

from claimtrack.fetch.deadline import Watchdog


def main(arguments: list[str] | None = None) -> int:
    """Serve until interrupted; the address is the first line of output."""
    parser = argparse.ArgumentParser(description="A private HTTP cache on loopback, for test suites.")
    parser.add_argument("--port", type=int, default=0, help="0 takes any free one")
    parser.add_argument("--origin", required=True, help="http://127.0.0.1:PORT of the server behind it")
    options = parser.parse_args(arguments)
    with Watchdog() as watchdog, Shim(options.port, options.origin, watchdog) as shim:
        print(shim.url, flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            shim.serve_forever(0.1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
