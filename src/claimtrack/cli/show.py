"""`claims show`: one claim, the passage in its context with the words marked, and the history."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Annotated

import typer

from claimtrack.cli.app import app, globals_of
from claimtrack.cli.console import badge, dim, has_colour, out, say, width
from claimtrack.cli.marking import LEGEND, marked_claim, marked_passage, wrapped
from claimtrack.cli.options import Db
from claimtrack.errors import SelectionError
from claimtrack.interfaces import PastCheck
from claimtrack.models import Change, Check, Claim, Verdict
from claimtrack.policy import is_checked
from claimtrack.sourcestate import last_known_words
from claimtrack.textsafe import one_line, printable

_HISTORY = 10


@app.command()
def show(
    context: typer.Context,
    claim_id: Annotated[str, typer.Argument(metavar="CLAIM", help="Claim id, or its part after the slash.")],
    db: Db = None,
) -> None:
    """Show a claim and its passage in context.

    With the words that match or are missing marked, and the newest checks.
    """
    project = globals_of(context).project(db=db)
    articles = project.articles()
    claims = project.select(articles, [claim_id])
    if len(claims) != 1:
        raise SelectionError(
            f"{claim_id} names {len(claims)} claims", hint="name one: " + ", ".join(c.id for c in claims[:5])
        )
    (claim,) = claims
    with project.open_store() as store:
        store.sync(articles, whole_project=True)
        checks = list(store.latest_checks([claim]))
        texts = {
            check.id: store.document_text(check.document_sha256) for check in checks if check.document_sha256
        }
        history = store.history(claim.id, _HISTORY)
        known = store.past_checks([(claim.id, source.url) for source in claim.sources])
    if not has_colour(sys.stdout) and checks:
        say(LEGEND)
    _print_claim(claim, checks)
    for check in checks:
        last = known.get((claim.id, check.source.url)) if check.source else None
        _print_check(check, texts.get(check.id), last)
    if not checks:
        out("an opinion: never checked" if not is_checked(claim) else "not checked yet: run `claims verify`")
    if history:
        out("History")
    for entry in history:
        _print_past(entry.checked_at.strftime("%Y-%m-%d %H:%M"), entry.verdict, entry.problem, entry.change)


def _print_claim(claim: Claim, checks: Iterable[Check]) -> None:
    verdicts = [check.verdict for check in checks if check.verdict]
    missing = [word for verdict in verdicts for reason in verdict.reasons for word in reason.claim_words]
    out(f"{printable(claim.id)}  {dim(claim.where)}")
    _paragraph(marked_claim(claim.text, missing))
    if claim.quote:
        _paragraph(f"quote expected: “{one_line(claim.quote)}”")
    if claim.note:
        _paragraph(f"note: {one_line(claim.note)}")
    out()


def _print_check(check: Check, text: str | None, last: PastCheck | None) -> None:
    source = check.source
    named = f"{one_line(source.publisher)}, " if source and source.publisher else ""
    out(f"{named}{one_line(source.url)}" if source else "no source")
    if check.problem:
        out(f"{badge(None)} {check.problem.slug.value}: {one_line(check.problem.detail)}")
        if check.problem.hint:
            _paragraph(check.problem.hint)
    if check.verdict:
        out(f"{badge(check.verdict.label)} {check.verdict.score:.2f}")
        for reason in check.verdict.reasons:
            if reason.message:
                out(f"  - {one_line(reason.message)}")
        for item in check.verdict.evidence:
            out()
            _paragraph(marked_passage(item, text, check.claim.text))
            if item.link:
                out(f"    {dim(one_line(item.link))}")
    if check.problem and last and last.seen_at:
        out(f"  last known: {last_known_words(last.verdict.label, last.seen_at)}")
    if check.snapshot:
        by = (
            f", saved and attached by {one_line(check.snapshot.supplied_by)}"
            if check.snapshot.supplied_by
            else ""
        )
        out(
            dim(
                f"  page as of {check.snapshot.seen_at:%Y-%m-%d %H:%M} UTC{by}, snapshot {check.snapshot.sha256[:12]}"
            )
        )
    out()


def _print_past(when: str, verdict: Verdict | None, problem: object, change: Change | None) -> None:
    score = f"{verdict.score:.2f}" if verdict else "    "
    slug = getattr(problem, "slug", None)
    line = f"  {when}  {badge(verdict.label if verdict else None)} {score}"
    out(f"{line}  {slug}" if slug else line)
    if change:
        out(
            f"    was {change.label_before.value} {change.score_before:.2f}; then: {one_line(change.passage_before) or 'nothing'}"
        )


def _paragraph(text: str) -> None:
    out(wrapped(text, max(width(), 40), "    "))
