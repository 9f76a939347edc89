"""`claims why`: why a claim has the verdict it has, and why that changed."""

from __future__ import annotations

import sys
from itertools import islice
from typing import TYPE_CHECKING

import typer

from claimtrack.cli.app import app, globals_of
from claimtrack.cli.claim_view import (
    print_claim,
    print_reasons,
    print_source,
    the_claim,
    the_sources,
)
from claimtrack.cli.console import badge, has_colour, out, say
from claimtrack.cli.marking import DIFF_LEGEND, item, marked_diff, marked_passage, paragraph
from claimtrack.cli.options import ClaimId, Db, OneSource, StoryFormat, StoryFormatOption
from claimtrack.models import Cause, Claim, Label, Source
from claimtrack.policy import ExitCode, combine, is_checked
from claimtrack.sourcestate import last_known_words
from claimtrack.textsafe import one_line
from claimtrack.worddiff import word_diff

if TYPE_CHECKING:
    from claimtrack.episodes import Episode

_MOST_EPISODES = 20


@app.command()
def why(
    context: typer.Context,
    claim_id: ClaimId,
    db: Db = None,
    format_: StoryFormatOption = StoryFormat.TEXT,
    source: OneSource = None,
) -> None:
    """Tell why a claim has its verdict, and why it changed.

    The checks against each source, newest first, each verdict with its reasons; and what made it another one: the claim was
    edited, the page changed, or a release reads pages or scores them differently. Exits 3 where a source was never checked,
    or could not be checked the last time.
    """
    from claimtrack.episodes import episodes

    project = globals_of(context).project(db=db)
    articles = project.articles()
    claim = the_claim(project, articles, claim_id)
    sources = the_sources(claim, source)
    with project.open_store() as store:
        store.sync(articles, whole_project=True)
        stories = [
            (one, list(islice(episodes(store.trail(claim.id, one.url)), _MOST_EPISODES))) for one in sources
        ]
    if format_ is StoryFormat.JSON:
        from claimtrack.exporters.json import dumped
        from claimtrack.exporters.stories import why_record

        out(dumped(why_record(claim, stories), indent=2))
    else:
        _print_stories(claim, stories)
    is_incomplete = is_checked(claim) and (
        not stories or any(not story or story[0].first.problem for _, story in stories)
    )
    raise typer.Exit(ExitCode.INCOMPLETE if is_incomplete else ExitCode.OK)


def _print_stories(claim: Claim, stories: list[tuple[Source, list[Episode]]]) -> None:
    if not has_colour(sys.stdout) and any(len(story) > 1 for _, story in stories):
        say(DIFF_LEGEND)
    print_claim(claim)
    if not is_checked(claim):
        out("an opinion: never checked")
    elif not stories:
        out("the claim cites no page: it needs a source before it can be checked")
    if len(stories) > 1:
        _print_sum(stories)
    for source, story in stories:
        print_source(source)
        if not story:
            out("not checked yet: run `claims verify`")
        elif (claim.text, claim.quote) != (story[0].last.claim_text, story[0].last.quote):
            item("the claim was edited since; `claims verify` checks it as it reads now")
            _print_wording("claim", story[0].last.claim_text, claim.text)
            _print_wording("quote expected", story[0].last.quote or "", claim.quote or "")
        for number, episode in enumerate(story):
            _print_episode(episode, is_newest=number == 0)
            if number == 0 and episode.first.problem:
                _print_last_known(story)
        if len(story) == _MOST_EPISODES:
            item("the view check_history of the database has the checks before these")
        out()


def _print_sum(stories: list[tuple[Source, list[Episode]]]) -> None:
    """Say what the newest checks of several sources add up to."""
    newest = [story[0].last for _, story in stories if story]
    label = combine(entry.verdict.label for entry in newest if entry.verdict)
    if label:
        unread = sum(entry.problem is not None for entry in newest) + len(stories) - len(newest)
        out(badge(label).rstrip())
        item(_SUMS[label])
        if unread:
            item(f"{unread} of {len(stories)} sources could not be read")
        out()


def _print_last_known(story: list[Episode]) -> None:
    last = next((episode.last for episode in story if episode.last.verdict), None)
    if last and last.verdict and last.seen_at:
        item(f"the verdict before stands: {last_known_words(last.verdict.label, last.seen_at)}")


def _print_episode(episode: Episode, *, is_newest: bool) -> None:
    last, verdict = episode.last, episode.last.verdict
    when = f"{episode.first.checked_at:%Y-%m-%d %H:%M}"
    if last.problem:
        out(f"{when}  {badge(None)} {last.problem.slug.value}")
        item(one_line(last.problem.detail))
        _print_lasting(episode)
        if last.problem.hint and is_newest:
            paragraph(one_line(last.problem.hint))
        return
    if verdict is None:
        return
    out(f"{when}  {badge(verdict.label)} {verdict.score:.2f}")
    print_reasons(verdict)
    if is_newest:
        for evidence in verdict.evidence:
            paragraph(marked_passage(evidence, None, last.claim_text))
    _print_causes(episode)
    _print_lasting(episode)


def _print_lasting(episode: Episode) -> None:
    """Say how often an outcome was found again."""
    more = episode.count - 1
    if more:
        again = "found again" if episode.last.problem else "confirmed"
        times = "once" if more == 1 else f"{more} times"
        elsewhere = f"; the page had changed elsewhere in {episode.carried}" if episode.carried else ""
        item(f"{again} {times}, last on {episode.last.checked_at:%Y-%m-%d %H:%M}{elsewhere}")


def _print_causes(episode: Episode) -> None:
    """Say what made this verdict another one than the one before, with what it was before."""
    first, before = episode.first, episode.before
    if before is None or before.verdict is None or first.verdict is None:
        item("the first check of this source")
        return
    if not episode.is_scored:
        item("stands again: nothing that it rests on changed")
        return
    causes = " and ".join(_CAUSE_WORDS[cause] for cause in episode.causes)
    if first.change is None:
        item(f"scored again, with the same result: {causes}")
    else:
        item(f"was {first.change.label_before.value} {first.change.score_before:.2f}; {causes}")
    if Cause.CLAIM in episode.causes:
        _print_wording("claim", before.claim_text, first.claim_text)
        _print_wording("quote expected", before.quote or "", first.quote or "")
    if Cause.EXTRACTOR in episode.causes:
        _print_versions(before.extractor, first.extractor)
    if Cause.SCORER in episode.causes:
        _print_versions(before.verdict.scorer, first.verdict.scorer)
    if first.change:
        _print_wording("passage", first.change.passage_before, first.change.passage_after)


_SUMS = {
    Label.SUPPORTED: "one source carries the claim, and one is enough",
    Label.PARTIAL: "no source carries all of the claim, and one carries part of it",
    Label.CONTRADICTED: "no source carries the claim, and one says otherwise",
    Label.UNSUPPORTED: "no source that was read carries the claim",
}
_CAUSE_WORDS = {
    Cause.CLAIM: "the claim was edited",
    Cause.PAGE: "the page changed",
    Cause.EXTRACTOR: "another release reads the page",
    Cause.SCORER: "another release scores it",
}


def _print_wording(name: str, before: str, after: str) -> None:
    if before != after:
        paragraph(f"{name}: {marked_diff(word_diff(before, after))}")


def _print_versions(before: str, after: str) -> None:
    """Print the parts of two lists of versions that differ."""
    old, new = before.split("+"), after.split("+")
    gone = [part for part in old if part not in new]
    come = [part for part in new if part not in old]
    paragraph(
        f"release: {one_line(', '.join(gone)) or 'not known'} → {one_line(', '.join(come)) or 'not known'}"
    )
