"""`claims lint`: are the claim files valid, and what is still missing in them?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from claimtrack.cli.app import app, globals_of
from claimtrack.cli.console import out, say
from claimtrack.policy import is_checked


@app.command()
def lint(
    context: typer.Context,
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE", help="Claim files or folders; the project's without any.", show_default=False
        ),
    ] = None,
) -> None:
    """Check the claim files.

    All errors of all files at once, and the claims that still need a source; network and store stay untouched.
    """
    from claimtrack.records import load

    options = globals_of(context)
    project = options.project()
    articles = load(files or [project.claims_path], root=project.root)
    claims = [claim for article in articles for claim in article.claims]
    opinions = [claim for claim in claims if not is_checked(claim)]
    for claim in claims:
        if is_checked(claim) and not claim.sources:
            named = f" ({claim.cited_as} is named)" if claim.cited_as else ""
            out(f"{claim.where}: needs a source: {claim.id}{named}")
    if not options.quiet:
        say(f"{len(articles)} claim files, {len(claims)} claims, {len(opinions)} of them opinions: no errors")
