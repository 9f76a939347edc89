"""The decisions, as pure functions: what to fetch, what to score again, what a claim's checks add up to, the exit code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from claimtrack.anchoring import relocate
from claimtrack.bearing import bears_on, bears_on_quote
from claimtrack.interfaces import PastCheck
from claimtrack.models import (
    Basis,
    Cause,
    Change,
    Check,
    Claim,
    Grounds,
    Kind,
    Label,
    Snapshot,
    Stance,
    Verdict,
)

BEST_FIRST = (Label.SUPPORTED, Label.PARTIAL, Label.CONTRADICTED, Label.UNSUPPORTED)
"""How the checks of one claim combine: one source that carries the claim is enough; a conflict outweighs silence."""
WORST_LAST = (Label.SUPPORTED, Label.PARTIAL, Label.UNSUPPORTED, Label.CONTRADICTED)
"""How bad a verdict is for the article: `--fail-on partial` means partial and all after it."""
DUE_AFTER = timedelta(days=30)
"""Age from which a check is due again where neither claim nor settings say."""


class ExitCode(IntEnum):
    """What a command tells the shell."""

    OK = 0
    """All selected claims pass."""
    FINDINGS = 1
    """A claim fails: see `--fail-on` and `--threshold`."""
    ERROR = 2
    """Usage, configuration, invalid claim file, a store or cache that cannot be used, internal error."""
    INCOMPLETE = 3
    """Something could not be checked, and nothing that was checked fails."""
    NOTHING_SELECTED = 5
    """No claim was named or found: nothing was done."""
    INTERRUPTED = 130
    """Stopped by the user; what was done is kept."""


class FetchReason(StrEnum):
    """Why a page is fetched, or not."""

    NEVER_FETCHED = "never fetched"
    ASKED = "a fresh copy was asked for"
    DUE = "older than the age allowed"
    YOUNG = "young enough"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """What the user asked of the network."""

    offline: bool = False
    refresh: bool = False
    """Fetch whole pages, whatever is known."""
    max_age_s: int = 0
    """Age in seconds up to which a snapshot is used without asking the server."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchPlan:
    """Whether to ask the server, and why."""

    fetch: bool
    conditional: bool
    """Ask only for what is newer than the snapshot."""
    reason: FetchReason


def is_checked(claim: Claim) -> bool:
    """Tell whether a claim is held against sources at all: opinions are listed, never checked."""
    return claim.kind is not Kind.OPINION


def plan_fetch(claim: Claim, snapshot: Snapshot | None, now: datetime, wanted: Freshness) -> FetchPlan:
    """Decide whether a claim needs its page fetched, given the newest snapshot of it."""
    if wanted.offline:
        return FetchPlan(fetch=False, conditional=False, reason=FetchReason.OFFLINE)
    if snapshot is None:
        return FetchPlan(fetch=True, conditional=False, reason=FetchReason.NEVER_FETCHED)
    if wanted.refresh:
        return FetchPlan(fetch=True, conditional=False, reason=FetchReason.ASKED)
    max_age = timedelta(seconds=wanted.max_age_s if claim.max_age_s is None else claim.max_age_s)
    seen = snapshot.confirmed_at or snapshot.fetched_at
    # A snapshot from the future (the clock was set back) has no age that means anything.
    if max_age and timedelta(0) <= now - seen < max_age:
        return FetchPlan(fetch=False, conditional=False, reason=FetchReason.YOUNG)
    return FetchPlan(fetch=True, conditional=True, reason=FetchReason.DUE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An earlier verdict that still stands."""

    basis: Basis
    verdict: Verdict


def standing(
    past: PastCheck | None,
    *,
    key_of: Callable[[str], str],
    claim_text: str,
    document_sha256: str,
    text_before: str | None,
    text_now: str,
    quote: str | None = None,
) -> Standing | None:
    """Return the earlier verdict where scoring again could not change it, else None.

    Args:
        past: The newest check of the same claim and source that has a verdict.
        key_of: The key of this check on a document with the given text hash.
        claim_text: The claim as it reads now.
        document_sha256: Hash of the page's text now.
        text_before: The text that `past` rests on; None where it is lost.
        text_now: The page's text now.
        quote: The words the claim expects verbatim on the page.
    """
    if past is None:
        return None
    if past.key == key_of(document_sha256):
        return Standing(basis=Basis.UNCHANGED, verdict=past.verdict)
    if past.key != key_of(past.document_sha256) or text_before is None:
        # More than the page changed: the claim, its quote, or what reads and scores it.
        return None
    evidence = relocate(past.verdict.evidence, text_before=text_before, text_now=text_now)
    if evidence is None or bears_on(claim_text, past.verdict, text_before, text_now):
        return None
    if quote and bears_on_quote(quote, text_before, text_now):
        return None
    return Standing(basis=Basis.CARRIED, verdict=replace(past.verdict, evidence=evidence))


def change_since(past: PastCheck | None, check: Check) -> Change | None:
    """Return how the verdict of a check differs from the one before, with every cause, or None where it doesn't.

    Args:
        past: The newest check before of the same claim and source that has a verdict.
        check: One with a verdict; its own `change` is not looked at.
    """
    if past is None or check.verdict is None or check.grounds is None:
        return None
    before, after = _passage(past.verdict), _passage(check.verdict)
    if past.verdict.label is check.verdict.label and before == after:
        return None
    return Change(
        # What is left is a page that reads the same and was answered differently: by another address, say.
        causes=causes_between(past.grounds, check.grounds) or (Cause.PAGE,),
        label_before=past.verdict.label,
        score_before=past.verdict.score,
        passage_before=before,
        passage_after=after,
    )


def causes_between(before: Grounds, after: Grounds) -> tuple[Cause, ...]:
    """Return every way in which what a later verdict was found from differs from an earlier one's.

    A claim that has other words, or other words expected on the page, is another claim. Where the same bytes give another
    text, the page did not change: a release reads it differently.
    """
    is_read_differently = before.extractor != after.extractor
    has_other_text = before.document_sha256 != after.document_sha256
    has_other_bytes = before.snapshot_sha256 != after.snapshot_sha256
    causes = {
        Cause.CLAIM: (before.claim_text, before.quote) != (after.claim_text, after.quote),
        Cause.PAGE: has_other_text and (has_other_bytes or not is_read_differently),
        Cause.EXTRACTOR: is_read_differently,
        Cause.SCORER: before.scorer != after.scorer,
    }
    return tuple(cause for cause, holds in causes.items() if holds)


def combine(labels: Iterable[Label]) -> Label | None:
    """Return what the checks of one claim against its sources add up to, or None without any."""
    return min(labels, key=BEST_FIRST.index, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FailOn:
    """What makes a claim fail."""

    labels: frozenset[Label] = frozenset({Label.UNSUPPORTED, Label.CONTRADICTED})
    problems: bool = False
    """A check that could not be made fails too, instead of leaving the run incomplete."""
    threshold: float = 0.0
    """Lowest score, 0 to 1, of a supported claim that passes."""


class Outcome(StrEnum):
    """What one claim means for the run."""

    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"
    INCOMPLETE = "incomplete"


def claim_outcome(checks: Sequence[Check], fail_on: FailOn) -> Outcome:
    """Decide over all checks of one claim in a run.

    A claim that some source carries passes. One that no source carries is incomplete, not failed, while a source that could not
    be read may be the one that does; a contradiction is a finding all the same.
    """
    verdicts = [check.verdict for check in checks if check.verdict]
    has_problem = any(check.problem for check in checks)
    label = combine(verdict.label for verdict in verdicts)
    if has_problem and fail_on.problems:
        return Outcome.FAIL
    if label is None:
        return Outcome.INCOMPLETE
    score = max(verdict.score for verdict in verdicts if verdict.label is label)
    fails = label in fail_on.labels or (label is Label.SUPPORTED and score < fail_on.threshold)
    if fails and has_problem and label is not Label.CONTRADICTED:
        return Outcome.INCOMPLETE
    if fails:
        return Outcome.FAIL
    return Outcome.INCOMPLETE if has_problem and label is not Label.SUPPORTED else Outcome.PASS


def exit_code(outcomes: Mapping[str, Outcome], *, selected: int) -> ExitCode:
    """Return the exit code of a run from the outcome of each claim that was checked."""
    if not selected:
        return ExitCode.NOTHING_SELECTED
    if Outcome.FAIL in outcomes.values():
        return ExitCode.FINDINGS
    return ExitCode.INCOMPLETE if Outcome.INCOMPLETE in outcomes.values() else ExitCode.OK


def _passage(verdict: Verdict) -> str:
    """What the verdict rests on, without the places that are shown only beside it."""
    resting = [item for item in verdict.evidence if item.stance is not Stance.RELATED] or verdict.evidence
    return " … ".join(item.exact for item in resting)
