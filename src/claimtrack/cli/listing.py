"""`claims list`: where each claim stands, a line each."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from claimtrack.cli.app import app, globals_of
from claimtrack.cli.console import badge, dim, out, say, width
from claimtrack.cli.options import Db, Select
from claimtrack.policy import is_checked
from claimtrack.textsafe import one_line, shorten


class Standing(StrEnum):
    """What `--only` takes."""

    CONTRADICTED = "contradicted"
    OPINION = "opinion"
    PARTIAL = "partial"
    PROBLEM = "problem"
    SUPPORTED = "supported"
    UNCHECKED = "unchecked"
    UNSUPPORTED = "unsupported"


@app.command("list")
def list_(
    context: typer.Context,
    select: Select = None,
    db: Db = None,
    only: Annotated[
        list[Standing] | None,
        typer.Option("--only", help="Only claims that stand so. Repeatable.", show_default=False),
    ] = None,
) -> None:
    """List claims with their newest verdict."""
    options = globals_of(context)
    project = options.project(db=db)
    articles = project.articles()
    claims = project.select(articles, select or [])
    with project.open_store() as store:
        store.sync(articles, whole_project=True)
        statuses = {status.id: status for status in store.claim_statuses([claim.id for claim in claims])}
    shown = 0
    for claim in claims:
        status = statuses[claim.id]
        if not is_checked(claim):
            standing, sign = Standing.OPINION, dim("  opinion     ")
        elif status.verdict:
            standing, sign = Standing(status.verdict.value), badge(status.verdict)
        elif status.problem:
            standing, sign = Standing.PROBLEM, badge(None)
        else:
            standing, sign = Standing.UNCHECKED, dim("  unchecked   ")
        if only and standing not in only:
            continue
        shown += 1
        score = f"{status.score:.2f}" if status.score is not None else "    "
        claim_id = one_line(claim.id)
        out(f"{sign} {score}  {claim_id}  {dim(shorten(claim.text, max(width() - len(claim_id) - 24, 20)))}")
    if not options.quiet:
        say(f"{shown} of {len(claims)} claims")
