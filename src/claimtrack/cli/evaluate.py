"""`claims eval`: how good the scorer is on claims that people have labelled."""

from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimtrack.cli.app import app, globals_of
from claimtrack.cli.console import error, out, say
from claimtrack.cli.options import AllowHost, Jobs, MaxAge, Proxy, StoryFormat, StoryFormatOption
from claimtrack.errors import SelectionError, UsageError
from claimtrack.policy import ExitCode, Freshness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimtrack.evaluation import Figures, LabelledClaim, Prediction, Speed
    from claimtrack.project import Project


@app.command(name="eval")
def evaluate(
    context: typer.Context,
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", help="Labelled claims, a JSON object a line; - is stdin.", show_default=False
        ),
    ],
    allow_host: AllowHost = None,
    contrast: Annotated[
        bool,
        typer.Option(
            "--contrast",
            help="Also make each claim wrong (another number, date or name, or yes for no) and see whether that scores lower.",
        ),
    ] = False,
    floor: Annotated[
        Path | None,
        typer.Option(
            "--floor",
            metavar="FILE",
            help="Exit 1 where a figure is worse than this TOML file allows.",
            show_default=False,
        ),
    ] = None,
    format_: StoryFormatOption = StoryFormat.TEXT,
    jobs: Jobs = None,
    max_age: MaxAge = None,
    offline: Annotated[bool, typer.Option("--offline", help="Use snapshots only; touch no network.")] = False,
    predictions: Annotated[
        Path | None,
        typer.Option(
            "--predictions",
            metavar="FILE",
            help="Write what came of each claim, a JSON object a line; - is stdout.",
            show_default=False,
        ),
    ] = None,
    proxy: Proxy = None,
    write_floor: Annotated[
        bool,
        typer.Option("--write-floor", help="Raise the floor to the figures of now; never lowers any."),
    ] = False,
) -> None:
    """Measure the scorer on claims that you have labelled.

    Each line has a claim, its label and its page: the text, a file or a URL. Pages are fetched, read and scored as `claims
    verify` does it, and nothing is stored but snapshots. docs/eval.md says how to label claims and what the figures mean.

    Exits 1 where a figure is below the floor, else 3 where a claim could not be checked.
    """
    from claimtrack.evaluation import read_floor, read_labelled

    if write_floor and floor is None:
        raise UsageError("--write-floor says no file", hint="name it with --floor FILE")
    options = globals_of(context)
    bounds = read_floor(floor) if floor and not write_floor else ()
    claims = read_labelled(files)
    if not claims:
        raise SelectionError("the files hold no claims", hint="docs/eval.md says how to label some")
    project = options.project(
        jobs=jobs, max_age=max_age, proxy=proxy, allow_hosts=tuple(allow_host or ()) or None
    )
    found, speed = _run(
        project,
        claims,
        Freshness(offline=offline, max_age_s=project.settings.max_age),
        contrast=contrast,
        quiet=options.quiet,
    )

    from claimtrack.evaluation import breaches, figures, figures_json, report_lines

    result = figures(found, speed)
    if predictions:
        _write_predictions(predictions, found)
    if format_ is StoryFormat.JSON:
        out(figures_json(result))
    else:
        for line in report_lines(result):
            out(line)
    if floor and write_floor:
        _raise_floor(floor, result)
    broken = breaches(bounds, result)
    for breach in broken:
        error(breach, f"the floor stands in {floor}")
    if broken:
        raise typer.Exit(ExitCode.FINDINGS)
    raise typer.Exit(ExitCode.INCOMPLETE if result.problems else ExitCode.OK)


def _run(
    project: Project, claims: Sequence[LabelledClaim], wanted: Freshness, *, contrast: bool, quiet: bool
) -> tuple[list[Prediction], Speed]:
    """Score the claims; what came of them, in the order of the files, and how long it took."""
    from claimtrack.cli.progress import Progress
    from claimtrack.evaluating import evaluation_run
    from claimtrack.evaluation import Speed

    found: dict[str, Prediction] = {}
    started = time.monotonic()
    with project.reading_pool() as pool:
        pool.start()
        run = evaluation_run(project, claims, pool, wanted, wrong_versions=contrast)
        steps = 2 * len(claims) if contrast else len(claims)
        with closing(iter(run)) as predictions, Progress(total=steps, quiet=quiet) as progress:
            for one in predictions:
                with progress.paused():
                    found[one.claim.id] = one
    speed = Speed(
        elapsed_s=time.monotonic() - started,
        ms_per_claim=run.ms_per_claim,
        ms_per_wrong_version=run.ms_per_wrong_version,
    )
    return [found[claim.id] for claim in claims], speed


def _write_predictions(path: Path, found: Sequence[Prediction]) -> None:
    from claimtrack.cli.output import opened
    from claimtrack.evaluation import prediction_json

    with opened(path) as stream:
        stream.writelines(f"{prediction_json(one)}\n" for one in found)


def _raise_floor(path: Path, result: Figures) -> None:
    """Tighten the floor, which may not be there yet."""
    from claimtrack.cli.output import opened
    from claimtrack.evaluation import raised, read_floor

    before = ""
    if path.exists():
        read_floor(path)
        before = path.read_text(encoding="utf-8")
    after = raised(before, result)
    if after == before:
        say(f"{path}: no figure is better than its floor")
        return
    with opened(path) as stream:
        stream.write(after)
    say(f"{path}: raised")
