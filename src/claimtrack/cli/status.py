"""`claims status`: what is stale, and why."""

from __future__ import annotations

from collections import Counter

import typer

from claimtrack.cli.app import app, globals_of
from claimtrack.cli.console import badge, dim, out, say, width
from claimtrack.cli.options import Db, Select
from claimtrack.models import Label
from claimtrack.policy import is_checked
from claimtrack.textsafe import one_line, shorten


@app.command()
def status(context: typer.Context, select: Select = None, db: Db = None) -> None:
    """Say what is stale, and why.

    The claims that need to be looked at by reason, then how all of them stand.
    """
    options = globals_of(context)
    project = options.project(db=db)
    articles = project.articles()
    claims = project.select(articles, select or [])
    wanted = {claim.id for claim in claims}
    with project.open_store() as store:
        store.sync(articles, whole_project=True)
        stale = [row for row in store.stale(project.clock()) if row.id in wanted]
        statuses = store.claim_statuses(sorted(wanted))
    reason = None
    for row in sorted(stale, key=lambda row: (row.reason, row.id)):
        if row.reason != reason:
            reason = row.reason
            out(f"{reason}:")
        room = max(width() - len(row.id) - 6, 20)
        out(f"  {one_line(row.id)}  {dim(shorten(row.detail, room))}")
    if options.quiet:
        return
    counts = Counter(entry.verdict.value if entry.verdict else "" for entry in statuses)
    if stale:
        say()
    for label in Label:
        if counts[label.value]:
            say(f"  {badge(label)} {counts[label.value]:>4}")
    opinions = sum(not is_checked(claim) for claim in claims)
    without = counts[""] - opinions
    if without:
        say(f"  no verdict yet  {without:>3}")
    if opinions:
        say(f"  opinions        {opinions:>3}")
    stale_claims = len({row.id for row in stale})
    say(f"{stale_claims} of {len(claims)} claims need to be looked at" if stale else "nothing is stale")
