"""`claims export`: what stands, in a format that other programs read."""

from __future__ import annotations

import typer

from claimtrack.cli.app import app, globals_of
from claimtrack.cli.options import Db, Format, FormatOption, Output, Select


@app.command()
def export(
    context: typer.Context,
    select: Select = None,
    db: Db = None,
    format_: FormatOption = Format.JSON,
    output: Output = None,
) -> None:
    """Write what stands, for other programs.

    The newest check of every claim and source, as the last runs left them; nothing is fetched or scored.
    """
    from claimtrack.cli.output import opened
    from claimtrack.exporters import FORMATS
    from claimtrack.policy import is_checked
    from claimtrack.report import RunReport

    project = globals_of(context).project(db=db)
    articles = project.articles()
    claims = project.select(articles, select or [])
    with project.open_store() as store, opened(output) as stream:
        store.sync(articles, whole_project=True)
        now = project.clock()
        report = RunReport(
            run="export",
            started_at=now,
            finished_at=now,
            fail_on=project.fail_on,
            opinions=tuple(claim for claim in claims if not is_checked(claim)),
        )
        exporter = FORMATS[format_](stream)
        for check in store.latest_checks(claims):
            report.add(check)
            exporter.add(check)
        exporter.finish(report)
