"""`claims diff`: the words around the evidence then and now."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from claimtrack.cli.app import app, globals_of
from claimtrack.cli.claim_view import print_claim, print_problem, print_source, the_claim, the_sources
from claimtrack.cli.console import badge, dim, has_colour, out, say
from claimtrack.cli.marking import DIFF_LEGEND, item, marked_passage_diff, paragraph
from claimtrack.cli.options import ClaimId, Db, OneSource, StoryFormat, StoryFormatOption
from claimtrack.errors import UsageError
from claimtrack.policy import ExitCode, is_checked
from claimtrack.textsafe import one_line

if TYPE_CHECKING:
    from claimtrack.models import Claim, Source
    from claimtrack.pagediff import PageDiff
    from claimtrack.store import HistoryEntry


@app.command()
def diff(
    context: typer.Context,
    claim_id: ClaimId,
    db: Db = None,
    format_: StoryFormatOption = StoryFormat.TEXT,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="WHEN",
            help="Compare with the page as it was checked then or before: 2026-11-24 or 2026-11-24T09:31, in UTC. "
            "Default: with the newest text that differs.",
            show_default=False,
        ),
    ] = None,
    source: OneSource = None,
) -> None:
    """Show the evidence then and now.

    What became of the passages that the last check before the page changed rested on, with the words that went and came.
    Nothing is fetched. Exits 3 where a source was never checked, or could not be checked the last time.
    """
    from claimtrack.pagediff import page_diff

    project = globals_of(context).project(db=db)
    is_then = _made_by(since) if since else lambda _: True
    articles = project.articles()
    claim = the_claim(project, articles, claim_id)
    sources = the_sources(claim, source)
    with project.open_store() as store:
        store.sync(articles, whole_project=True)
        diffs = [
            (one, page_diff(store.trail(claim.id, one.url), store.document_text, is_then)) for one in sources
        ]
    if format_ is StoryFormat.JSON:
        from claimtrack.exporters.json import dumped
        from claimtrack.exporters.stories import diff_record

        out(dumped(diff_record(claim, diffs), indent=2))
    else:
        _print_diffs(claim, diffs, since)
    is_incomplete = is_checked(claim) and (
        not diffs or any(found.problem or found.now is None for _, found in diffs)
    )
    raise typer.Exit(ExitCode.INCOMPLETE if is_incomplete else ExitCode.OK)


def _made_by(when: str) -> Callable[[HistoryEntry], bool]:
    """The condition that a check was made at a time or before; a day or a minute counts whole."""
    wanted = when.rstrip("Z").replace(" ", "T")
    try:
        datetime.fromisoformat(wanted)
    except ValueError as error:
        raise UsageError(
            f"{when!r} is no time", hint="write 2026-11-24 or 2026-11-24T09:31; times are in UTC"
        ) from error
    return lambda entry: f"{entry.checked_at:%Y-%m-%dT%H:%M:%S}"[: len(wanted)] <= wanted


def _print_diffs(claim: Claim, diffs: list[tuple[Source, PageDiff]], since: str | None) -> None:
    if not has_colour(sys.stdout) and any(found.passages for _, found in diffs):
        say(DIFF_LEGEND)
    print_claim(claim)
    if not is_checked(claim):
        out("an opinion: never checked")
    elif not diffs:
        out("the claim cites no page: there is nothing to compare")
    for source, found in diffs:
        print_source(source)
        _print_diff(found, since)
        out()


def _print_diff(found: PageDiff, since: str | None) -> None:
    if found.problem and found.problem.problem:
        print_problem(found.problem.problem)
        known = "what follows was read before" if found.now else "no check before it had a verdict"
        item(f"that was on {_moment(found.problem.checked_at)}; {known}")
    if found.now is None:
        if not found.problem:
            out("not checked yet: run `claims verify`")
        return
    if found.then is None:
        first = _moment((found.since or found.now).checked_at)
        item(
            f"nothing to compare: no check from {one_line(since)} or before found other words on the page"
            if since
            else f"nothing to compare: the page reads as it did on {first}, when it was first checked"
        )
        return
    _print_side("then", found.then)
    _print_side("now ", found.now)
    if found.then.claim_text != found.now.claim_text:
        item("the claim was edited in between: `claims why` tells what that changed")
    if found.is_read_anew:
        item("the page is the same to the byte: another release of claimtrack reads other words out of it")
    if not found.passages:
        item("neither verdict rests on a passage: there is nothing to compare")
    for one in found.passages:
        item(one_line(one.message))
        paragraph(marked_passage_diff(one.lead, one.passage, one.trail))


def _print_side(name: str, entry: HistoryEntry) -> None:
    if entry.verdict:
        page = f"page as of {_moment(entry.seen_at)}, " if entry.seen_at else ""
        snapshot = f"snapshot {entry.snapshot_sha256[:12]}" if entry.snapshot_sha256 else ""
        out(f"{name}  {badge(entry.verdict.label)} {entry.verdict.score:.2f}  {dim(page + snapshot)}")


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
