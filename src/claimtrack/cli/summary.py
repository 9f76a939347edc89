"""What a run comes to, on stderr: counts, what changed, what to do next."""

from __future__ import annotations

import sys

from claimtrack.cli.console import badge, dim, out, paint, say
from claimtrack.judge import SecondOpinion
from claimtrack.models import Basis, Label
from claimtrack.planning import VerifyPlan
from claimtrack.policy import ExitCode, Outcome
from claimtrack.report import RunReport
from claimtrack.textsafe import one_line, shorten

_OUTCOME_WORDS = {
    ExitCode.OK: "every claim passes",
    ExitCode.FINDINGS: "some claims fail",
    ExitCode.INCOMPLETE: "some claims could not be checked; none that was checked fails",
    ExitCode.INTERRUPTED: "interrupted",
}
_MOST_HINTS = 5
_CLAIM_WIDTH = 60


def print_plan(plan: VerifyPlan) -> None:
    """Print what a run would do, a line per page."""
    for page in plan.pages:
        action = "fetch" if page.request else "cached"
        out(f"{action}  {one_line(page.source.url)}  ({page.reason}; {_count(len(page.claims), 'claim')})")
    for claim in plan.needs_source:
        out(f"needs source  {claim.id}  ({claim.where})")
    for claim in plan.opinions:
        out(f"opinion  {claim.id}  (never checked)")
    say(
        f"{_count(plan.check_count, 'check')}, {_count(plan.fetch_count, 'page')} to ask for; nothing was done"
    )


def print_summary(report: RunReport, plan: VerifyPlan) -> None:
    """Print the summary of a finished run."""
    say()
    for name, number in report.counts.items():
        slugs = ", ".join(f"{slug} {count}" for slug, count in report.problems.items())
        detail = f"  {dim(slugs, sys.stderr)}" if name == "problem" else ""
        say(f"  {badge(None if name == 'problem' else Label(name), sys.stderr)} {number:>4}{detail}")
    if report.opinions:
        say(f"  {dim('opinions, never checked', sys.stderr)} {len(report.opinions)}")
    say()
    say(_work(report))
    _print_changes(report)
    say(
        f"{_count(len(report.checks), 'check')} of {_count(plan.check_count, 'planned check')}: {_verdict(report)}"
    )
    _print_hints(report)


def print_ledger(reviewer: SecondOpinion) -> None:
    """Print what second opinions took, and what they changed."""
    ledger = reviewer.ledger
    name = one_line(reviewer.exchange.name)
    if not ledger.asked_about:
        say(f"judge {name}: no verdict to ask about")
        return
    parts = [
        _count(ledger.calls, "call") if ledger.calls else "",
        f"{_count(ledger.cached, 'answer')} known already" if ledger.cached else "",
        f"{_count(ledger.written, 'prompt')} written" if ledger.written else "",
        f"{ledger.unusable} without a usable answer" if ledger.unusable else "",
        f"{ledger.not_asked} not asked" if ledger.not_asked else "",
        f"{ledger.tokens_in:,} tokens in and {ledger.tokens_out:,} out" if ledger.tokens_in else "",
        f"cost {ledger.cost:.4f}" if ledger.cost else "",
    ]
    verdicts = f"{ledger.changed} of {_count(ledger.asked_about, 'verdict')} changed"
    say(f"judge {name}: {', '.join(filter(None, parts)) or 'nothing asked'}; {verdicts}")


def _work(report: RunReport) -> str:
    """What the run cost: the network, then the scorer."""
    tally = report.tally
    scored = report.basis_count(Basis.SCORED)
    stands = report.basis_count(Basis.UNCHANGED)
    carried = report.basis_count(Basis.CARRIED)
    pages = [
        f"{tally.fetched} fetched" if tally.fetched else "",
        f"{tally.not_modified} not modified" if tally.not_modified else "",
        f"{tally.fresh} still fresh" if tally.fresh else "",
        f"{tally.stale} kept although the server failed" if tally.stale else "",
        f"{tally.failed} failed" if tally.failed else "",
    ]
    claims = [
        f"{scored} scored" if scored else "nothing scored again" if stands or carried else "",
        f"{stands} unchanged" if stands else "",
        f"{carried} with the page changed elsewhere" if carried else "",
    ]
    asked = ", ".join(filter(None, pages)) or "none asked for"
    return f"pages: {asked}; claims: {', '.join(filter(None, claims)) or 'none scored'}"


def _print_changes(report: RunReport) -> None:
    for check in report.changed:
        if check.change and check.verdict:
            causes = " and ".join(cause.value for cause in check.change.causes)
            say(
                f"{paint('changed', 'yellow', sys.stderr)} {one_line(check.claim.id)}: {check.change.label_before.value} → "
                f"{check.verdict.label.value} (the {causes} changed)"
            )
            say(f"  then: {one_line(check.change.passage_before) or 'no passage'}")
            say(f"  now:  {one_line(check.change.passage_after) or 'no passage'}")


def _verdict(report: RunReport) -> str:
    code = report.exit_code
    failing = [claim_id for claim_id, outcome in report.outcomes().items() if outcome is Outcome.FAIL]
    words = _OUTCOME_WORDS.get(code, "")
    return f"{words} ({len(failing)})" if failing else words


def _print_hints(report: RunReport) -> None:
    """Say once what to do about each kind of problem, then how to look at the worst claim."""
    hints = {
        check.problem.slug: check.problem.hint
        for check in report.checks
        if check.problem and check.problem.hint
    }
    for slug, hint in list(hints.items())[:_MOST_HINTS]:
        say(f"{paint('hint:', 'cyan', sys.stderr)} {slug}: {shorten(hint, 2 * _CLAIM_WIDTH)}")
    failing = next(
        (claim_id for claim_id, outcome in report.outcomes().items() if outcome is Outcome.FAIL), None
    )
    if failing:
        say(f"{paint('hint:', 'cyan', sys.stderr)} `claims show {failing}` shows the passage in its context")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
