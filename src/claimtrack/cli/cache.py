"""`claims cache ls`, `show` and `diff`: what pages said, and when."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimtrack.cli.app import app, globals_of
from claimtrack.cli.console import dim, error, out, paint, say
from claimtrack.cli.output import opened_binary
from claimtrack.errors import CacheError, SelectionError, UsageError
from claimtrack.models import Origin, Problem, Snapshot
from claimtrack.policy import ExitCode
from claimtrack.textsafe import one_line, printable
from claimtrack.urls import BadUrlError, canonical, redact

if TYPE_CHECKING:
    from claimtrack.project import Project

cache_app = typer.Typer(no_args_is_help=True)
app.add_typer(cache_app, name="cache", help="Look at the snapshots of pages, and keep them in order.")

Url = Annotated[
    str,
    typer.Argument(
        metavar="URL[@WHEN]", help="A page; WHEN is 2026-11-24, 2026-11-24T09:31, or 6 digits of a hash."
    ),
]


@cache_app.command("ls")
def ls(
    context: typer.Context,
    select: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SELECT",
            help="URLs, or claims whose sources are meant; all pages without any.",
            show_default=False,
        ),
    ] = None,
    all_: Annotated[
        bool, typer.Option("--all", "-a", help="Every snapshot of each page, not only the newest.")
    ] = False,
) -> None:
    """List snapshots, a line each.

    When the server sent or confirmed it, its size, the first digits of its hash, how it came here, and its URL.
    """
    options = globals_of(context)
    project = options.project()
    pages = shown = damaged = 0
    for history in _histories(project, select or []):
        if isinstance(history, CacheError):
            error(history.message, history.hint)
            damaged += 1
            continue
        pages += 1
        for snapshot in history if all_ else history[-1:]:
            shown += 1
            out(_line(snapshot))
    if not options.quiet:
        say(
            f"{shown} {'snapshot' if shown == 1 else 'snapshots'} of {pages} {'page' if pages == 1 else 'pages'}"
        )
    raise typer.Exit(ExitCode.ERROR if damaged else ExitCode.OK)


@cache_app.command("show")
def show(
    context: typer.Context,
    url: Url,
    save: Annotated[
        Path | None,
        typer.Option(
            "--save",
            metavar="FILE",
            help="Write the page itself to FILE, byte for byte; - is stdout.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Show a snapshot: its record, and the words of the page."""
    project = globals_of(context).project()
    snapshot = _history(project, url)[1]
    if save:
        body = project.cache().body(snapshot)
        with opened_binary(save) as stream:
            stream.write(body)
        return
    for name, value in _facts(snapshot):
        out(f"{name:<12}{one_line(redact(value))}")
    out()
    document = project.reading_pool().extract(project.cache().body(snapshot), snapshot)
    if isinstance(document, Problem):
        out(f"{document.slug.value}: {one_line(document.detail)}")
        raise typer.Exit(ExitCode.INCOMPLETE)
    out(printable(document.text))


@cache_app.command("diff")
def diff(
    context: typer.Context,
    url: Annotated[str, typer.Argument(metavar="URL", help="A page.")],
    first: Annotated[
        str | None, typer.Argument(metavar="[WHEN]", help="The older snapshot.", show_default=False)
    ] = None,
    second: Annotated[
        str | None,
        typer.Argument(metavar="[WHEN]", help="The newer snapshot; the newest without.", show_default=False),
    ] = None,
) -> None:
    """Show what changed in the words of a page.

    Between the newest snapshot and the one before with other content, or between the snapshots that WHEN names.
    """
    from claimtrack.cache.moments import before, pick

    options = globals_of(context)
    project = options.project()
    history, _ = _history(project, url)
    newer = pick(history, second)
    older = pick(history, first) if first else before(history, newer)
    lines = list(
        difflib.unified_diff(
            _words(project, older),
            _words(project, newer),
            f"{one_line(redact(older.url))}@{_moment(older)}",
            f"{one_line(redact(newer.url))}@{_moment(newer)}",
            lineterm="",
        )
    )
    for line in lines:
        out(_coloured(line))
    if not lines and not options.quiet:
        say("the words are the same")


def _histories(project: Project, selectors: Sequence[str]) -> Iterable[Sequence[Snapshot] | CacheError]:
    """The history of each page that is meant; in place of damaged ones what is wrong."""
    cache = project.cache()
    if not selectors:
        for page in cache.pages():
            try:
                yield [page.snapshot(name) for name in page.names()]
            except CacheError as damage:
                yield damage
        return
    for url in selected_urls(project, selectors):
        try:
            history = cache.history(url)
        except CacheError as damage:
            yield damage
        else:
            if history:
                yield history
            else:
                say(f"no snapshot of {one_line(redact(url))}")


def selected_urls(project: Project, selectors: Sequence[str]) -> list[str]:
    """The URLs that SELECT arguments name: pages as such, or the sources of claims."""
    urls = [canonical_url(selector) for selector in selectors if "://" in selector]
    if names := [selector for selector in selectors if "://" not in selector]:
        claims = project.select(project.articles(), names)
        urls += [source.url for claim in claims for source in claim.sources]
    return list(dict.fromkeys(urls))


def canonical_url(text: str) -> str:
    """The canonical form of a URL that a person wrote; raises `UsageError`."""
    try:
        return canonical(text)
    except BadUrlError as failure:
        raise UsageError(f"{redact(text)!r}: {failure}", hint=failure.hint) from failure


def _history(project: Project, text: str) -> tuple[list[Snapshot], Snapshot]:
    """The snapshots of the page that `URL[@WHEN]` means, and the one that is meant."""
    from claimtrack.cache.moments import pick, split

    cache = project.cache()
    url, when = text, None
    if not (history := cache.history(canonical_url(text))):
        url, when = split(text)
        history = cache.history(canonical_url(url))
    if not history:
        raise SelectionError(
            f"no snapshot of {redact(url)}", hint="`claims cache ls` lists the pages; `claims fetch` fetches"
        )
    return history, pick(history, when)


def _facts(snapshot: Snapshot) -> Iterable[tuple[str, str]]:
    yield "url", snapshot.url
    for hop in (*snapshot.redirects[1:], snapshot.final_url) if snapshot.redirects else ():
        yield "redirect", hop
    if snapshot.origin is Origin.FETCHED:
        yield (
            "fetched",
            f"{_moment(snapshot, fetched=True)} UTC by {snapshot.fetcher} in {snapshot.elapsed_ms} ms",
        )
    else:
        by = f" by {snapshot.supplied_by}" if snapshot.supplied_by else ""
        yield (
            snapshot.origin.value,
            f"{_moment(snapshot, fetched=True)} UTC{by} from {snapshot.file_name or snapshot.fetcher}",
        )
    if snapshot.confirmed_at:
        yield "confirmed", f"{_moment(snapshot)} UTC"
    yield "status", str(snapshot.status)
    yield "body", f"{snapshot.size_bytes:,} bytes, SHA-256 {snapshot.sha256}"
    for name, value in snapshot.headers.items():
        yield "header", f"{name}: {value}"


def _line(snapshot: Snapshot) -> str:
    how = "confirmed" if snapshot.confirmed_at else snapshot.origin.value
    size = f"{snapshot.size_bytes:,}"
    return f"{_moment(snapshot)}  {size:>11}  {dim(snapshot.sha256[:8])}  {how:<9}  {one_line(redact(snapshot.url))}"


def _moment(snapshot: Snapshot, *, fetched: bool = False) -> str:
    moment = snapshot.fetched_at if fetched else snapshot.seen_at
    return f"{moment:%Y-%m-%dT%H:%M:%S}"


def _words(project: Project, snapshot: Snapshot) -> list[str]:
    document = project.reading_pool().extract(project.cache().body(snapshot), snapshot)
    if isinstance(document, Problem):
        raise UsageError(
            f"the snapshot of {_moment(snapshot)} cannot be read: {document.detail}", hint=document.hint
        )
    return printable(document.text).splitlines()


def _coloured(line: str) -> str:
    if line.startswith("+"):
        return paint(line, typer.colors.GREEN)
    if line.startswith("-"):
        return paint(line, typer.colors.RED)
    return dim(line) if line.startswith("@@") else line
