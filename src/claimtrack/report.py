"""What a run found, added up: counts, outcome of each claim, exit code."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from claimtrack.models import Basis, Check, Claim
from claimtrack.policy import WORST_LAST, ExitCode, FailOn, Outcome, claim_outcome, exit_code
from claimtrack.tally import FetchTally


@dataclass(slots=True, kw_only=True)
class RunReport:
    """Grows with each check; holds what the summary and the exporters need at the end."""

    run: str
    started_at: datetime
    fail_on: FailOn
    opinions: tuple[Claim, ...] = ()
    """Selected claims that are never checked."""
    finished_at: datetime | None = None
    interrupted: bool = False
    tally: FetchTally = field(default_factory=FetchTally)
    checks: list[Check] = field(default_factory=list)

    def add(self, check: Check) -> None:
        """Take in one check."""
        self.checks.append(check)

    @property
    def counts(self) -> dict[str, int]:
        """Checks by verdict, worst first, then problems; only what occurred."""
        found = Counter(check.verdict.label.value if check.verdict else "problem" for check in self.checks)
        order = [label.value for label in reversed(WORST_LAST)] + ["problem"]
        return {name: found[name] for name in order if found[name]}

    @property
    def problems(self) -> dict[str, int]:
        """Checks that could not be made, by slug, most frequent first."""
        return dict(Counter(check.problem.slug.value for check in self.checks if check.problem).most_common())

    def basis_count(self, basis: Basis) -> int:
        """Verdicts with that basis."""
        return sum(check.verdict is not None and check.basis is basis for check in self.checks)

    @property
    def changed(self) -> list[Check]:
        """Checks whose verdict or passage differs from the one before."""
        return [check for check in self.checks if check.change]

    def outcomes(self) -> dict[str, Outcome]:
        """What each checked claim means for the run, by claim id."""
        by_claim: dict[str, list[Check]] = {}
        for check in self.checks:
            by_claim.setdefault(check.claim.id, []).append(check)
        return {claim_id: claim_outcome(checks, self.fail_on) for claim_id, checks in by_claim.items()}

    @property
    def exit_code(self) -> ExitCode:
        """See `claimtrack.policy.exit_code`."""
        if self.interrupted:
            return ExitCode.INTERRUPTED
        outcomes = self.outcomes()
        return exit_code(outcomes, selected=len(outcomes) + len(self.opinions))
