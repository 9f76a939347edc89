"""`claims cache check`, `prune`, `export` and `import`: the cache as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimtrack.cli.app import globals_of
from claimtrack.cli.cache import cache_app, selected_urls
from claimtrack.cli.console import out, say
from claimtrack.cli.output import opened_binary
from claimtrack.errors import UsageError
from claimtrack.policy import ExitCode
from claimtrack.textsafe import one_line
from claimtrack.urls import redact

if TYPE_CHECKING:
    from claimtrack.cache.pruning import PrunePlan
    from claimtrack.models import Snapshot
    from claimtrack.project import Project


@cache_app.command("check")
def check(
    context: typer.Context,
    quick: Annotated[
        bool, typer.Option("--quick", help="Look at names, records and links only; read no page.")
    ] = False,
) -> None:
    """See whether every snapshot is what was written.

    Reads every page against its hash and every record against its seal, looks for what has gone, for half files and for
    files that nothing names. Says what is wrong, a line each, and changes nothing. Exits 2 where anything is.
    """
    from claimtrack.cache.integrity import examine

    options = globals_of(context)
    cache = options.project().cache()
    found = examine(cache, quick=quick)
    for finding in found.findings:
        path, message = one_line(str(finding.path)), finding.message
        out(f"{path}: {one_line(message.removeprefix(str(cache.root / finding.path)).lstrip(': '))}")
    if not options.quiet:
        for hint, count in Counter(finding.hint for finding in found.findings).items():
            say(f"hint: {one_line(hint)} ({count})")
        looked = f"{_count(found.pages, 'page')}, {_count(found.records, 'record')}, {_count(found.objects, 'body')}"
        say(
            f"{looked}: {_count(len(found.findings), 'finding') if found.findings else 'all as it was written'}"
        )
    raise typer.Exit(ExitCode.ERROR if found.findings else ExitCode.OK)


@cache_app.command("prune")
def prune(
    context: typer.Context,
    keep: Annotated[
        int | None,
        typer.Option(
            "--keep", metavar="N", min=1, help="Keep the newest N records of each page.", show_default=False
        ),
    ] = None,
    older_than: Annotated[
        str | None,
        typer.Option(
            "--older-than",
            metavar="DURATION",
            help="Remove only what is older: 90d, 26w.",
            show_default=False,
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do it. Without, nothing is removed.")] = False,
) -> None:
    """Free space: old snapshots, and what killed runs left.

    Says what would go and what that frees; `--yes` does it. Without --keep and --older-than only what nothing names goes.
    Never goes: the newest snapshot of a page, one that a stored check rests on, what you attached, and bodies that were
    used in the last hour.
    """
    from claimtrack.cache.pruning import PruneRules, carry_out, plan_prune
    from claimtrack.durations import BadDurationError, parse_duration

    options = globals_of(context)
    project = options.project()
    now = project.clock()
    try:
        before = now - timedelta(seconds=parse_duration(older_than)) if older_than else None
    except (BadDurationError, OverflowError) as failure:
        raise UsageError(f"--older-than: {failure}", hint="write 90d, 26w or 12h") from failure
    rules = PruneRules(keep=keep, before=before, rests_on=_rests_on(project))
    cache = project.cache()
    plan = plan_prune(cache, rules, now)
    for page, name in plan.records:
        out(f"record    {one_line(str(page.path / name))}")
    for path in plan.objects:
        out(f"body      {one_line(str(path))}")
    for path in plan.leftovers:
        out(f"leftover  {one_line(str(path))}")
    for page in plan.relisted:
        out(f"index     {one_line(str(page.path))}: lists what is there anew")
    if yes:
        carry_out(cache, plan)
    if not options.quiet:
        _say_what_went(plan, done=yes)


@cache_app.command("export")
def export(
    context: typer.Context,
    warc: Annotated[
        Path,
        typer.Option(
            "--warc", metavar="FILE", help="Where to, usually NAME.warc.gz; written whole or not at all."
        ),
    ],
    select: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SELECT",
            help="URLs, or claims whose sources are meant; all pages without any.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Write snapshots to a WARC file, which every web archive reads.

    Needs `claimtrack[warc]`.
    """
    from claimtrack.cache.warc import export_warc

    options = globals_of(context)
    project = options.project()
    cache = project.cache()
    with opened_binary(warc) as stream:
        count = export_warc(cache, _pages(project, select or []), stream)
    if not options.quiet:
        say(f"{warc}: {_count(count, 'snapshot')} written")


@cache_app.command("import")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .warc or .warc.gz file.")],
) -> None:
    """Take over the pages of a WARC file.

    Each gets its place in time, marked as archived; what is here already stays as it is. Needs `claimtrack[warc]`.
    """
    from claimtrack.cache.warc import import_warc

    options = globals_of(context)
    project = options.project()
    cache = project.cache()
    cache.prepare()
    kept = skipped = 0
    try:
        with file.open("rb") as stream:
            for imported in import_warc(cache, stream, name=file.name, now=project.clock()):
                kept += imported.snapshot is not None
                skipped += imported.snapshot is None
                if imported.skipped:
                    out(f"skipped  {one_line(redact(imported.url))}: {one_line(imported.skipped)}")
    except OSError as failure:
        raise UsageError(f"{file}: cannot be read: {failure.strerror}") from failure
    finally:
        if not options.quiet:
            say(f"{_count(kept, 'snapshot')} taken over, {skipped} skipped")


def _rests_on(project: Project) -> frozenset[tuple[str, str]]:
    """What stored checks rest on; nothing where there is no store yet."""
    if not project.store_path.exists():
        return frozenset()
    with project.open_store(create=False) as store:
        return store.snapshots_rested_on()


def _pages(project: Project, selectors: Sequence[str]) -> Iterable[Sequence[Snapshot]]:
    cache = project.cache()
    return map(cache.history, selected_urls(project, selectors)) if selectors else cache.histories()


def _say_what_went(plan: PrunePlan, *, done: bool) -> None:
    counts = (
        _count(len(plan.records), "record"),
        _count(len(plan.objects), "body"),
        _count(len(plan.leftovers), "leftover"),
    )
    if plan.is_empty:
        say("nothing can go")
    elif done:
        say(f"removed {', '.join(counts)}: {plan.freed_bytes:,} bytes freed")
    else:
        say(
            f"would remove {', '.join(counts)} and free {plan.freed_bytes:,} bytes; nothing was removed: add --yes"
        )
    if plan.spared:
        say(f"{_count(plan.spared, 'leftover')} of the last hour stay: a run may be using them")
    if plan.unreadable:
        say(
            f"{_count(plan.unreadable, 'damaged record')}, so no body was looked at: see `claims cache check`"
        )


def _count(number: int, noun: str) -> str:
    plural = "bodies" if noun == "body" else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"
