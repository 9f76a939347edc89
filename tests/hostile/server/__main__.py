"""`python -m server`: serves until standard input ends; every line there is answered with a line of what happened so far."""

from __future__ import annotations

import argparse
import contextlib
import json
import socket
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from .catalogue import attacks
from .dns import NameServer
from .listeners import Listeners
from .redirects import CANARY_FORMS
from .tls import certificates, garbage, plain_text, serving


def main() -> None:
    """List the attacks, or serve them and say where in one line of JSON."""
    options = _options().parse_args()
    if options.list:
        print(json.dumps({path: attack.about for path, attack in attacks().items()}, indent=1))
        return
    listeners = Listeners()
    canaries = [_address(text) for text in options.canary] or [("127.0.0.1", 0)]
    listeners.start(host=options.host, canaries=canaries)
    for text in options.honest:
        listeners.serve_site(*_address(text))
    if options.dns:
        NameServer(*options.dns).start()
    with tempfile.TemporaryDirectory() as folder:
        tls = _tls_ports(Path(folder)) if options.tls else {}
    sites = {path: listeners.origins[attack.site] for path, attack in attacks().items()}
    port = listeners.origins["canary"].rpartition(":")[2]
    forms = {name: form.format(port=port) for name, form in CANARY_FORMS.items()}
    print(
        json.dumps({"origins": listeners.origins, "attacks": sites, "tls": tls, "forms": forms}), flush=True
    )
    for _ in sys.stdin:
        print(listeners.record(), flush=True)


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="server", description=__doc__)
    parser.add_argument("--list", action="store_true", help="print every attack and stop")
    parser.add_argument("--host", default="127.0.0.1", help="address of the sites")
    parser.add_argument("--canary", action="append", default=[], metavar="HOST:PORT")
    parser.add_argument(
        "--honest", action="append", default=[], metavar="HOST:PORT", help="one more port for honest pages"
    )
    parser.add_argument("--dns", nargs=2, metavar=("PUBLIC", "INSIDE"), help="answer names on 127.0.0.1:53")
    parser.add_argument("--tls", action="store_true", help="also the ports where TLS goes wrong")
    return parser


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    return host.strip("[]"), int(port)


def _tls_ports(folder: Path) -> dict[str, str]:
    """`HOST:PORT` by what is wrong there."""
    scripts: dict[str, Callable[[socket.socket], object]] = {
        name: serving(context) for name, context in certificates(folder).items()
    }
    scripts |= {
        "plain-text": plain_text,
        "garbage": garbage,
        "no-handshake": lambda _: threading.Event().wait(),
    }
    return {name: f"127.0.0.1:{_port(script)}" for name, script in scripts.items()}


def _port(script: Callable[[socket.socket], object]) -> int:
    listener = socket.create_server(("127.0.0.1", 0), backlog=32)

    def one(connection: socket.socket) -> None:
        with contextlib.closing(connection), contextlib.suppress(OSError):
            script(connection)

    def accept() -> None:
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=one, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return int(listener.getsockname()[1])


main()
