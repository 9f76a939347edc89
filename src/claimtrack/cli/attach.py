"""`claims attach`: a page that a person saved, where no program gets it."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimtrack.cli.app import app, globals_of
from claimtrack.cli.console import out
from claimtrack.errors import SelectionError, UsageError
from claimtrack.models import Problem, Snapshot
from claimtrack.textsafe import one_line
from claimtrack.urls import redact

if TYPE_CHECKING:
    from claimtrack.models import Claim


@app.command()
def attach(
    context: typer.Context,
    claim_id: Annotated[str, typer.Argument(metavar="CLAIM", help="Claim id, or its part after the slash.")],
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The page as you saved it: HTML, PDF or text.")
    ],
    by: Annotated[
        str | None,
        typer.Option(
            "--by", metavar="NAME", help="Who attaches it; your user name otherwise.", show_default=False
        ),
    ] = None,
    url: Annotated[
        str | None,
        typer.Option("--url", metavar="URL", help="Which of the claim's sources it is.", show_default=False),
    ] = None,
) -> None:
    """Attach a saved page to a claim's source.

    For pages behind a paywall or a login: open the page in your browser, save it, attach the file. It becomes a snapshot
    of the source, marked as attached, with your name, the time and the name of the file. It is read at once, so that a
    file without words is refused.
    """
    from claimtrack.extract.sniffing import saved_page_type

    project = globals_of(context).project()
    claims = project.select(project.articles(), [claim_id])
    if len(claims) != 1:
        raise SelectionError(
            f"{claim_id} names {len(claims)} claims", hint="name one: " + ", ".join(c.id for c in claims[:5])
        )
    source_url = _source_url(claims[0], url)
    body = _read(file, project.settings.max_bytes)
    content_type = saved_page_type(file.name, body)
    now = project.clock()
    trial = Snapshot(
        url=source_url,
        final_url=source_url,
        fetched_at=now,
        status=200,
        content_type=content_type,
        sha256="",
        size_bytes=len(body),
    )
    document = project.reading_pool().extract(body, trial)
    if isinstance(document, Problem):
        raise UsageError(
            f"{file}: {document.detail}", hint=document.hint or "save the page as HTML, PDF or text"
        )
    snapshot = project.cache().attach(
        source_url, body, content_type=content_type, at=now, by=by or _user(), file_name=file.name
    )
    words = len(document.text.split())
    out(
        f"attached {one_line(file.name)} as a snapshot of {one_line(redact(source_url))}: {words:,} words, "
        f"{snapshot.size_bytes:,} bytes, {snapshot.sha256[:8]}"
    )


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container without a name for its user
        return "unknown"


def _source_url(claim: Claim, url: str | None) -> str:
    """The source that is meant: the only one, or the one that the person names."""
    from claimtrack.cli.cache import canonical_url

    urls = [source.url for source in claim.sources]
    if not urls:
        raise UsageError(f"{claim.id} cites no page", hint="add a source to the claim first")
    if url is None:
        if len(urls) > 1:
            raise UsageError(
                f"{claim.id} has {len(urls)} sources",
                hint="name one with --url: " + redact(", ".join(urls[:5])),
            )
        return urls[0]
    if (wanted := canonical_url(url)) not in urls:
        raise UsageError(
            f"{claim.id} does not cite {redact(url)}", hint="it cites " + redact(", ".join(urls[:5]))
        )
    return wanted


def _read(file: Path, limit: int) -> bytes:
    try:
        with file.open("rb") as stream:
            body = stream.read(limit + 1)
    except OSError as failure:
        raise UsageError(f"{file}: cannot be read: {failure.strerror}") from failure
    if len(body) > limit:
        raise UsageError(f"{file}: larger than {limit:,} bytes", hint="save the page without its pictures")
    return body
