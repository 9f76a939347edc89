"""`claims archive find`: copies of cited pages that web archives keep."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from claimtrack.cli.app import app, globals_of
from claimtrack.cli.console import badge, dim, out, say
from claimtrack.cli.options import AllowHost, Db
from claimtrack.errors import SelectionError, UsageError
from claimtrack.models import Label
from claimtrack.policy import ExitCode, is_checked
from claimtrack.textsafe import one_line
from claimtrack.urls import redact

if TYPE_CHECKING:
    from claimtrack.archives import ArchiveSearch, Memento, Tried
    from claimtrack.models import Claim
    from claimtrack.project import Project
    from claimtrack.store import Store

archive_app = typer.Typer(no_args_is_help=True)
app.add_typer(archive_app, name="archive", help="Look for copies of cited pages in web archives.")

_HISTORY = 1000
"""Checks of a claim looked through for the last time that its page carried it."""


@archive_app.callback()
def _archive() -> None:
    """Look for copies of cited pages in web archives."""


@archive_app.command("find")
def find(
    context: typer.Context,
    select: Annotated[
        list[str],
        typer.Argument(metavar="CLAIM|URL", help="Claims, or a source URL and the claims that cite it."),
    ],
    allow_host: AllowHost = None,
    apply: Annotated[
        bool,
        typer.Option("--apply", help="Write a copy that supports the claim to its file, as archive_url."),
    ] = False,
    at: Annotated[
        str | None,
        typer.Option(
            "--at",
            metavar="DATE",
            help="Look for copies near this date; by default when the claim was last supported, else when its article "
            "was published, else now.",
            show_default=False,
        ),
    ] = None,
    db: Db = None,
    most: Annotated[
        int, typer.Option("--most", metavar="N", min=1, max=100, help="Copies to try for each source.")
    ] = 3,
) -> None:
    """Find an archived copy that supports the claim.

    Asks the archives that the settings name, holds the claim against their copies, nearest in time first, and proposes the
    first that supports it. Exits 1 where copies were read and none supports a claim, 3 where none could be found or read.
    """
    options = globals_of(context)
    project = options.project(db=db, allow_hosts=tuple(allow_host or ()) or None)
    articles = project.articles()
    published = {article.id: article.published for article in articles}
    claims = [claim for claim in project.select(articles, select) if is_checked(claim) and claim.sources]
    if not claims:
        raise SelectionError("no claim that is meant cites a page", hint="`claims list` shows all claims")
    wanted = _wanted_urls(select)
    asked_for = _date(at) if at else None
    worst = ExitCode.OK
    with project.open_store() as store:
        search = _search(project)
        for claim in claims:
            near = asked_for or _last_supported(store, claim) or _date_or_none(published[claim.article_id])
            for source in claim.sources:
                if not wanted or source.url in wanted:
                    out(f"{one_line(claim.id)}  {one_line(redact(source.url))}")
                    found, code = _first_support(search, claim, source.url, near or project.clock(), most)
                    worst = _worse(worst, code)
                    if found and apply:
                        claim = _apply(project, claim, source.url, found)  # noqa: PLW2901 - as it now stands in its file
                    elif found and not options.quiet:
                        say("add --apply to write it to the claim file")
    raise typer.Exit(worst)


def _search(project: Project) -> ArchiveSearch:
    from claimtrack.archives import ArchiveSearch
    from claimtrack.cache import SnapshotCache
    from claimtrack.models import Origin
    from claimtrack.reading import PageReader

    settings = project.settings
    cache = SnapshotCache(project.cache().root, origin=Origin.ARCHIVE)
    return ArchiveSearch(
        fetcher=project.fetcher(),
        cache=cache,
        reader=PageReader(cache=cache, pool=project.reading_pool()),
        timegate=settings.archive_timegate,
        availability=settings.archive_availability,
        pause=partial(time.sleep, settings.archive_delay),
    )


def _first_support(
    search: ArchiveSearch, claim: Claim, url: str, near: datetime, most: int
) -> tuple[Memento | None, ExitCode]:
    """Try copies until one supports the claim, and say what each is like."""
    if redact(url) != url:
        out("  no archive is asked: the address holds a secret")
        return None, ExitCode.INCOMPLETE
    read = 0
    for tried in search.find(claim, url, near, most=most):
        _print_tried(tried)
        read += tried.verdict is not None
        if tried.verdict and tried.verdict.label is Label.SUPPORTED and tried.memento:
            out(f"  proposed: archive_url = {one_line(tried.memento.url)}")
            return tried.memento, ExitCode.OK
    out("  no copy supports the claim" if read else "  no copy was found that could be read")
    return None, ExitCode.FINDINGS if read else ExitCode.INCOMPLETE


def _print_tried(tried: Tried) -> None:
    when = (
        f"{tried.memento.moment:%Y-%m-%d %H:%M}  {one_line(tried.memento.url)}"
        if tried.memento
        else "archive"
    )
    if tried.problem:
        out(f"  {badge(None)}     {when}: {tried.problem.slug.value}, {one_line(tried.problem.detail)}")
    if tried.verdict:
        out(f"  {badge(tried.verdict.label)} {tried.verdict.score:.2f}  {when}")
        for item in tried.verdict.evidence[:1]:
            out(f"    {dim(one_line(item.exact))}")


def _apply(project: Project, claim: Claim, url: str, memento: Memento) -> Claim:
    from dataclasses import replace

    from claimtrack.records import patch

    sources = tuple(
        replace(source, archive_url=memento.url) if source.url == url else source for source in claim.sources
    )
    changed = patch(project.root / claim.path, claim.id.partition("/")[2], root=project.root, sources=sources)
    out(f"  {changed.where}: archive_url written")
    return changed


def _wanted_urls(selectors: list[str]) -> frozenset[str]:
    """The sources that are named by URL; none where claims are named, whose sources are all meant."""
    from claimtrack.cli.cache import canonical_url

    urls = [canonical_url(selector) for selector in selectors if "://" in selector]
    return frozenset(urls) if len(urls) == len(selectors) else frozenset()


def _last_supported(store: Store, claim: Claim) -> datetime | None:
    history = store.history(claim.id, _HISTORY)
    supported = (entry for entry in history if entry.verdict and entry.verdict.label is Label.SUPPORTED)
    return next((entry.checked_at for entry in supported), None)


def _date(text: str) -> datetime:
    moment = _date_or_none(text)
    if moment is None:
        raise UsageError(f"--at: {text!r} is no date", hint="write 2026-04-25")
    return moment


def _date_or_none(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC)


def _worse(first: ExitCode, second: ExitCode) -> ExitCode:
    """A finding outweighs what could not be checked, as in `claims verify`."""
    order = (ExitCode.FINDINGS, ExitCode.INCOMPLETE, ExitCode.OK)
    return min(first, second, key=order.index)
