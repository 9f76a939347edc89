"""Second opinions: a stronger model is asked about verdicts that are not sure, and code weighs what it says.

Read `review` first (the verdicts of one page), then `prompt` and `excerpts` (what is asked), `answer` (what is taken for an
answer), `quotes` and `weighing` (what it does to a verdict), `exchange` and `ledger` (where answers come from and what they
cost). `protocol` is what a backend must be; `backends` has those that come with the package and finds the others.
"""

from __future__ import annotations

from claimtrack.judge.exchange import Asking, Dumping, Exchange, Replaying
from claimtrack.judge.ledger import Budget, Ledger
from claimtrack.judge.protocol import (
    Answer,
    BackendError,
    BackendFactory,
    BackendOptions,
    JudgeBackend,
    Prompt,
)
from claimtrack.judge.review import Scope, SecondOpinion

__all__ = [
    "Answer",
    "Asking",
    "BackendError",
    "BackendFactory",
    "BackendOptions",
    "Budget",
    "Dumping",
    "Exchange",
    "JudgeBackend",
    "Ledger",
    "Prompt",
    "Replaying",
    "Scope",
    "SecondOpinion",
]
