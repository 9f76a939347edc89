"""`claims add`: one more claim in a claim file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from claimtrack.cli.app import app, globals_of
from claimtrack.cli.console import out
from claimtrack.errors import UsageError
from claimtrack.models import Kind, Source


@app.command()
def add(
    context: typer.Context,
    article: Annotated[
        str, typer.Argument(metavar="ARTICLE", help="Article id or claim file; made if missing.")
    ],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The claim, as a sentence that stands alone.")],
    cited_as: Annotated[
        str | None,
        typer.Option(
            "--cited-as", metavar="NAME", help="Publisher named where no URL is known.", show_default=False
        ),
    ] = None,
    id_: Annotated[
        str | None,
        typer.Option(
            "--id", metavar="SLUG", help="Id in the file; made from the text otherwise.", show_default=False
        ),
    ] = None,
    max_age: Annotated[
        str | None,
        typer.Option(
            "--max-age",
            metavar="DURATION",
            help="Age from which a check is due again: 30d.",
            show_default=False,
        ),
    ] = None,
    note: Annotated[
        str | None,
        typer.Option("--note", metavar="TEXT", help="For the people who work on it.", show_default=False),
    ] = None,
    opinion: Annotated[
        bool, typer.Option("--opinion", help="The author's own view: listed, never checked.")
    ] = False,
    publisher: Annotated[
        str | None,
        typer.Option("--publisher", metavar="NAME", help="Publisher of the source.", show_default=False),
    ] = None,
    quote: Annotated[
        str | None,
        typer.Option(
            "--quote", metavar="TEXT", help="Words expected verbatim on the page.", show_default=False
        ),
    ] = None,
    source: Annotated[
        list[str] | None,
        typer.Option(
            "--source", "-s", metavar="URL", help="A page it cites. Repeatable.", show_default=False
        ),
    ] = None,
    tag: Annotated[
        list[str] | None, typer.Option("--tag", metavar="WORD", help="Repeatable.", show_default=False)
    ] = None,
    title: Annotated[
        str | None,
        typer.Option(
            "--title", metavar="TEXT", help="Title of the article, for a new file.", show_default=False
        ),
    ] = None,
) -> None:
    """Append a claim to a claim file.

    What stands there stays as it is, byte for byte.
    """
    from claimtrack.durations import BadDurationError, parse_duration
    from claimtrack.records import NewArticle, NewClaim
    from claimtrack.records import add as add_claims
    from claimtrack.urls import BadUrlError, canonical

    project = globals_of(context).project()
    path = Path(article) if article.endswith(".toml") else project.claims_path / f"{article}.toml"
    try:
        urls = [canonical(url) for url in source or []]
        max_age_s = None if max_age is None else parse_duration(max_age)
    except (BadUrlError, BadDurationError) as failure:
        raise UsageError(str(failure), hint=failure.hint) from failure
    if publisher and not urls:
        raise UsageError("--publisher goes with --source", hint="use --cited-as where no URL is known")
    claim = NewClaim(
        slug=id_,
        text=text,
        sources=tuple(Source(url=url, publisher=publisher) for url in urls),
        cited_as=cited_as,
        quote=quote,
        kind=Kind.OPINION if opinion else Kind.FACT,
        tags=tuple(tag or ()),
        note=note,
        max_age_s=max_age_s,
    )
    (added,) = add_claims(
        path, [claim], root=project.root, article=NewArticle(title=title) if title else None
    )
    out(f"{added.where}: added {added.id}")
