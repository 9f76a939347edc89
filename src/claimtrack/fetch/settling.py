"""Was a name not found because it does not exist, or because nobody could be asked? Only the run as a whole can tell.

A resolver without a network may answer "no such name" at once to everything. So an outcome that rests on such an answer
waits until some name of the run was found, and is one of the network where none ever is.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import replace

from claimtrack.fetch.problems import without_network
from claimtrack.interfaces import FetchOutcome
from claimtrack.models import Problem, ProblemSlug


def settled(
    outcomes: Generator[FetchOutcome | None], has_found_any: Callable[[], bool]
) -> Iterator[FetchOutcome | None]:
    """Yield the outcomes of a run, those that rest on a failed look-up when it is known what that means.

    Args:
        outcomes: of the whole run, None where the loop is given a moment; closed when this is.
        has_found_any: whether some name of the run was found so far.
    """
    waiting: list[FetchOutcome] = []
    with closing(outcomes):
        for outcome in outcomes:
            if outcome and _reason(outcome) is ProblemSlug.DNS and not has_found_any():
                waiting.append(outcome)
                continue
            yield outcome
            if waiting and has_found_any():
                yield from waiting
                waiting.clear()
    yield from waiting if has_found_any() else map(_without_network, waiting)


def _reason(outcome: FetchOutcome) -> ProblemSlug | None:
    problem = outcome.problem or outcome.stale_because
    return problem.slug if problem else None


def _without_network(outcome: FetchOutcome) -> FetchOutcome:
    def meant(problem: Problem | None) -> Problem | None:
        return problem and without_network(problem)

    return replace(outcome, problem=meant(outcome.problem), stale_because=meant(outcome.stale_because))
