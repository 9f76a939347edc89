"""`claims show`: one claim, the passage in its context with the words marked, and the history."""

from __future__ import annotations

import sys

import typer

from claimtrack.cli.app import app, globals_of
from claimtrack.cli.claim_view import print_claim, print_problem, print_reasons, print_source, the_claim
from claimtrack.cli.console import badge, dim, has_colour, out, say
from claimtrack.cli.marking import LEGEND, marked_passage, paragraph
from claimtrack.cli.options import ClaimId, Db
from claimtrack.exporters.base import PLACES
from claimtrack.models import Change, Check, Verdict
from claimtrack.policy import is_checked
from claimtrack.sourcestate import last_known_words
from claimtrack.store import Imprint
from claimtrack.textsafe import one_line

_HISTORY = 10


@app.command()
def show(
    context: typer.Context,
    claim_id: ClaimId,
    db: Db = None,
) -> None:
    """Show a claim and its passage in context.

    With the words that match or are missing marked, and the newest checks.
    """
    project = globals_of(context).project(db=db)
    articles = project.articles()
    claim = the_claim(project, articles, claim_id)
    with project.open_store() as store:
        store.sync(articles, whole_project=True)
        checks = list(store.latest_checks([claim]))
        texts = {
            check.id: store.document_text(check.document_sha256) for check in checks if check.document_sha256
        }
        imprints = {
            check.id: store.imprint(check.document_sha256) for check in checks if check.document_sha256
        }
        history = store.history(claim.id, _HISTORY)
    if not has_colour(sys.stdout) and checks:
        say(LEGEND)
    missing = [
        word
        for check in checks
        if check.verdict
        for reason in check.verdict.reasons
        for word in reason.claim_words
    ]
    print_claim(claim, missing)
    for check in checks:
        _print_check(check, texts.get(check.id), imprints.get(check.id))
    if not checks:
        out("an opinion: never checked" if not is_checked(claim) else "not checked yet: run `claims verify`")
    if history:
        out("History")
    for entry in history:
        _print_past(entry.checked_at.strftime("%Y-%m-%d %H:%M"), entry.verdict, entry.problem, entry.change)


def _print_check(check: Check, text: str | None, imprint: Imprint | None) -> None:
    print_source(check.source)
    if imprint:
        out(dim(f"  {_imprint_words(imprint)}"))
    if check.problem:
        print_problem(check.problem)
    if check.verdict:
        out(f"{badge(check.verdict.label)} {check.verdict.score:.2f}")
        print_reasons(check.verdict)
        for item in check.verdict.evidence:
            out()
            paragraph(marked_passage(item, text, check.claim.text))
            if item.part in PLACES:
                out(f"    {PLACES[item.part]}")
            if item.link:
                out(f"    {dim(one_line(item.link))}")
    if check.last_known and check.last_known.seen_at:
        out(f"  last known: {last_known_words(check.last_known.label, check.last_known.seen_at)}")
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


def _imprint_words(imprint: Imprint) -> str:
    """The page's title, who wrote it and when, as far as it says so."""
    told = [
        f"“{one_line(imprint.title)}”",
        f"by {one_line(imprint.author)}" if imprint.author else "",
        one_line(imprint.publisher) if imprint.publisher else "",
        f"published {one_line(imprint.published)}" if imprint.published else "",
        f"modified {one_line(imprint.modified)}"
        if imprint.modified and imprint.modified != imprint.published
        else "",
    ]
    return ", ".join(filter(None, told))


def _print_past(when: str, verdict: Verdict | None, problem: object, change: Change | None) -> None:
    score = f"{verdict.score:.2f}" if verdict else "    "
    slug = getattr(problem, "slug", None)
    line = f"  {when}  {badge(verdict.label if verdict else None)} {score}"
    out(f"{line}  {slug}" if slug else line)
    if change:
        paragraph(
            f"was {change.label_before.value} {change.score_before:.2f}; "
            f"then: {one_line(change.passage_before) or 'nothing'}"
        )
