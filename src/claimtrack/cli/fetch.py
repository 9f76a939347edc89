"""`claims fetch`: the pages alone, for reading or checking later."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from claimtrack.cli.app import app, globals_of
from claimtrack.cli.console import out, say
from claimtrack.cli.options import AllowHost, Jobs, MaxAge, Proxy, Refresh, Select
from claimtrack.errors import SelectionError
from claimtrack.policy import ExitCode, Freshness
from claimtrack.textsafe import one_line
from claimtrack.urls import redact

if TYPE_CHECKING:
    from claimtrack.interfaces import FetchOutcome
    from claimtrack.planning import VerifyPlan
    from claimtrack.project import Project


@app.command()
def fetch(
    context: typer.Context,
    select: Select = None,
    allow_host: AllowHost = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be fetched, and stop.")] = False,
    jobs: Jobs = None,
    max_age: MaxAge = None,
    proxy: Proxy = None,
    refresh: Refresh = False,
) -> None:
    """Fetch the cited pages; score nothing.

    Prints a line per page as it comes. `claims verify --offline` scores what is here. Exits 3 where a page did not come.
    """
    options = globals_of(context)
    project = options.project(
        jobs=jobs, max_age=max_age, proxy=proxy, allow_hosts=tuple(allow_host or ()) or None
    )
    claims = project.select(project.articles(), select or [])
    if not claims:
        raise SelectionError(
            f"no claims in {project.claims_path}",
            hint="`claims add` makes one; `claims demo` shows how it works",
        )
    plan = project.plan(claims, Freshness(refresh=refresh, max_age_s=project.settings.max_age))
    if dry_run:
        from claimtrack.cli.summary import print_plan

        print_plan(plan)
        return
    failed = 0
    for outcome in _outcomes(project, plan):
        failed += outcome.problem is not None
        out(_line(outcome))
    if not options.quiet:
        kept = len(plan.pages) - plan.fetch_count
        asked = f"{plan.fetch_count} asked for, {failed} failed"
        say(f"pages: {asked}, {kept} young enough" if kept else f"pages: {asked}")
    raise typer.Exit(ExitCode.INCOMPLETE if failed else ExitCode.OK)


def _outcomes(project: Project, plan: VerifyPlan) -> Iterator[FetchOutcome]:
    cache = project.cache()
    cache.prepare()
    requests = [page.request for page in plan.pages if page.request]
    yield from project.fetcher().fetch(requests, cache)


def _line(outcome: FetchOutcome) -> str:
    url = one_line(redact(outcome.url))
    if outcome.problem:
        return f"{outcome.problem.slug.value:<17}  {url}: {one_line(outcome.problem.detail)}"
    if outcome.stale_because:
        return f"{'stale':<17}  {url}: {one_line(outcome.stale_because.detail)}"
    how = "fresh" if outcome.fresh else "not modified" if outcome.not_modified else "fetched"
    if outcome.not_modified or outcome.snapshot is None:
        return f"{how:<17}  {url}"
    return f"{how:<17}  {url}  ({outcome.snapshot.size_bytes:,} bytes, {outcome.snapshot.elapsed_ms} ms)"
