"""`claims demo`: a sample project on loopback, checked for real."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from claimtrack.cli.app import app, globals_of
from claimtrack.cli.console import paint, say
from claimtrack.policy import ExitCode


@app.command()
def demo(
    context: typer.Context,
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="DIR", help="Where to make the sample project; a new temporary folder by default."
        ),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(
            "--port", metavar="N", help="Port to serve the pages on; any free one.", show_default=False
        ),
    ] = None,
    serve: Annotated[
        bool, typer.Option("--serve", help="Keep serving, so that you can edit a page and verify again.")
    ] = False,
) -> None:
    """Run a sample project on loopback.

    Makes an article's claims and the pages it cites, serves the pages, and runs the real verify against them over HTTP.

    Exits 0 when the sample ran, whatever its verdicts are: they are meant to be mixed.
    """
    from claimtrack.demo import DemoServer, create, recorded_port

    options = globals_of(context)
    target = (
        (options.directory / folder).absolute() if folder else Path(tempfile.mkdtemp(prefix="claims-demo-"))
    )
    with DemoServer(target, port=recorded_port(target) if port is None else port) as server:
        create(target, server.base_url)
        say(f"a sample article and the pages it cites are in {target}, served at {server.base_url}")
        say(paint(f"$ claims -C {shlex.quote(str(target))} verify", "cyan", sys.stderr))
        command = [sys.executable, "-m", "claimtrack", "-C", str(target), "verify"]
        # The sample has settings of its own: a proxy or a store of the person's has no part in it.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("CLAIMS_")}
        code = subprocess.run(command, check=False, env=environment).returncode
        if code not in {ExitCode.OK, ExitCode.FINDINGS, ExitCode.INCOMPLETE}:
            raise typer.Exit(code)
        if not options.quiet:
            _say_what_next(target, serving=serve)
        if serve:
            say("serving; Ctrl-C stops")
            server.wait()


def _say_what_next(target: Path, *, serving: bool) -> None:
    claims = f"claims -C {shlex.quote(str(target))}"
    say("\nwhat to try next")
    for words, what in (
        ("show harbour-plan/bond-interest", "the passage that contradicts a claim, in its context"),
        ("status", "what needs to be looked at, and why"),
        ("export -f csv", "the same results for a spreadsheet"),
    ):
        say(f"  {what}:\n    {claims} {words}")
    if serving:
        say(f"  edit a page in {target / 'pages'}, then in another terminal:\n    {claims} verify")
    else:
        say(
            f"  keep serving, so that you can edit a page and verify again:\n    claims demo --serve {shlex.quote(str(target))}"
        )
