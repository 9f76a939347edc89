"""One claim on the terminal: which one is meant, its head, and what `show`, `why` and `diff` tell of it in the same words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from claimtrack.cli.console import badge, dim, out
from claimtrack.cli.marking import item, marked_claim, paragraph
from claimtrack.errors import SelectionError
from claimtrack.models import Article, Claim, Problem, Source, Verdict
from claimtrack.textsafe import one_line, printable
from claimtrack.urls import redact

if TYPE_CHECKING:
    from claimtrack.project import Project


def the_claim(project: Project, articles: Sequence[Article], claim_id: str) -> Claim:
    """Return the one claim that is named; raises `SelectionError` where it is not just one."""
    claims = project.select(articles, [claim_id])
    if len(claims) != 1:
        raise SelectionError(
            f"{claim_id} names {len(claims)} claims",
            hint="name one: " + ", ".join(claim.id for claim in claims[:5]),
        )
    return claims[0]


def the_sources(claim: Claim, url: str | None) -> tuple[Source, ...]:
    """Return the sources of a claim, or the one that a person named; raises `SelectionError` where it cites no such page."""
    if url is None:
        return claim.sources
    from claimtrack.cli.cache import canonical_url

    wanted = canonical_url(url)
    found = tuple(source for source in claim.sources if source.url == wanted)
    if not found:
        cited = ", ".join(redact(source.url) for source in claim.sources) or "no page"
        raise SelectionError(f"{claim.id} does not cite {redact(wanted)}", hint=f"it cites {cited}")
    return found


def print_claim(claim: Claim, missing: Iterable[str] = ()) -> None:
    """Print the head: id and place, then the words, those marked that its verdicts call missing or at odds."""
    out(f"{printable(claim.id)}  {dim(claim.where)}")
    paragraph(marked_claim(claim.text, missing))
    if claim.quote:
        paragraph(f"quote expected: “{one_line(claim.quote)}”")
    if claim.note:
        paragraph(f"note: {one_line(claim.note)}")
    out()


def print_source(source: Source | None) -> None:
    """Print who publishes a page, and its address."""
    named = f"{one_line(source.publisher)}, " if source and source.publisher else ""
    out(f"{named}{one_line(source.url)}" if source else "no source")


def print_problem(problem: Problem) -> None:
    """Print why a check could not be made, and what to do."""
    out(f"{badge(None)} {problem.slug.value}: {one_line(problem.detail)}")
    if problem.hint:
        paragraph(one_line(problem.hint))


def print_reasons(verdict: Verdict) -> None:
    """Print the findings behind a verdict, a line each."""
    for reason in verdict.reasons:
        if reason.message:
            item(one_line(reason.message))
