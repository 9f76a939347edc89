"""`claims verify`: the main command."""

from __future__ import annotations

from contextlib import closing
from typing import Annotated

import typer

from claimtrack.cli.app import app, globals_of
from claimtrack.cli.console import say
from claimtrack.cli.options import (
    AllowHost,
    Db,
    Format,
    FormatOption,
    Jobs,
    JudgeBudget,
    JudgeDump,
    JudgeReplay,
    JudgeTokens,
    MaxAge,
    Output,
    Proxy,
    Refresh,
    SecondOpinion,
    Select,
)
from claimtrack.errors import SelectionError, UsageError
from claimtrack.policy import ExitCode, Freshness


@app.command()
def verify(
    context: typer.Context,
    select: Select = None,
    allow_host: AllowHost = None,
    db: Db = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be fetched and checked, and stop.")
    ] = False,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit 0 whatever the verdicts are.")] = False,
    fail_on: Annotated[
        str | None,
        typer.Option(
            "--fail-on",
            metavar="VERDICT,...",
            help="Verdicts that fail the run, each with all that are worse: partial, unsupported, contradicted; "
            "problem for checks that could not be made; none. Default: unsupported.",
            show_default=False,
        ),
    ] = None,
    format_: FormatOption = Format.TEXT,
    jobs: Jobs = None,
    judge_budget: JudgeBudget = None,
    judge_dump: JudgeDump = None,
    judge_replay: JudgeReplay = None,
    judge_tokens: JudgeTokens = None,
    max_age: MaxAge = None,
    offline: Annotated[bool, typer.Option("--offline", help="Use snapshots only; touch no network.")] = False,
    output: Output = None,
    proxy: Proxy = None,
    refresh: Refresh = False,
    second_opinion: SecondOpinion = False,
    threshold: Annotated[
        float | None,
        typer.Option(
            "--threshold",
            metavar="SCORE",
            help="Lowest score, 0 to 1, with which a supported claim passes.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Hold the claims against their sources.

    Fetches the cited pages and says how well each supports its claims.

    Prints a line per check as it is decided. Every check lands in the store; a page that has not changed is neither fetched
    whole nor scored again.
    """
    if offline and refresh:
        raise UsageError("--offline and --refresh exclude each other", hint="leave one out")
    if judge_dump and judge_replay:
        raise UsageError("--judge-dump and --judge-replay exclude each other", hint="leave one out")
    from_files = judge_dump is not None or judge_replay is not None
    if offline and second_opinion and not from_files:
        raise UsageError(
            "--offline touches no network, and --second-opinion asks a judge over it",
            hint="leave one out, or read answers from files with --judge-replay",
        )
    options = globals_of(context)
    project = options.project(
        db=db,
        fail_on=fail_on,
        jobs=jobs,
        judge_budget=judge_budget,
        judge_tokens=judge_tokens,
        max_age=max_age,
        proxy=proxy,
        threshold=threshold,
        allow_hosts=tuple(allow_host or ()) or None,
    )
    articles = project.articles()
    claims = project.select(articles, select or [])
    if not claims:
        raise SelectionError(
            f"no claims in {project.claims_path}",
            hint="`claims add` makes one; `claims demo` shows how it works",
        )
    plan = project.plan(
        claims, Freshness(offline=offline, refresh=refresh, max_age_s=project.settings.max_age)
    )
    if dry_run:
        from claimtrack.cli.summary import print_plan

        print_plan(plan)
        return

    from claimtrack.cli.output import opened
    from claimtrack.cli.progress import Progress
    from claimtrack.cli.summary import print_ledger, print_summary
    from claimtrack.cli.terminal import TerminalExporter
    from claimtrack.exporters import FORMATS

    reviewer = None
    if second_opinion or from_files:
        reviewer = project.second_opinion(dump=judge_dump, replay=judge_replay)
    with project.open_store() as store, opened(output) as stream:
        store.sync(articles, whole_project=True)
        run = project.verify(plan, store, reviewer=reviewer)
        on_terminal = format_ is Format.TEXT and stream.isatty()
        exporter = (
            TerminalExporter(stream, verbose=options.verbose) if on_terminal else FORMATS[format_](stream)
        )
        progress = Progress(total=plan.check_count, quiet=options.quiet)
        try:
            with closing(iter(run)) as checks, progress:
                for check in checks:
                    with progress.paused():
                        exporter.add(check)
        except KeyboardInterrupt:
            say("interrupted: what was done is kept; run the same command to go on")
        exporter.finish(run.report)
    if not options.quiet:
        print_summary(run.report, plan)
        if reviewer:
            print_ledger(reviewer)
    code = run.report.exit_code
    raise typer.Exit(ExitCode.OK if exit_zero and code != ExitCode.INTERRUPTED else code)
