"""What second opinions may cost a run, and what they did."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from claimtrack.judge.protocol import Answer, Prompt

_MILLION = 1_000_000
_ROOM_FOR_ANSWER = 500
"""Tokens that an answer is expected to take before it is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Bounds on what is sent in one run; answers from the cache cost nothing."""

    calls: int = 100
    tokens: int = 500_000
    """Of prompts and answers together."""


@dataclass(slots=True, kw_only=True)
class Ledger:
    """Counts what is asked and answered. Threads may share it."""

    budget: Budget = field(default_factory=Budget)
    price_in: float = 0.0
    """Of a million tokens of prompts, in whatever currency."""
    price_out: float = 0.0
    """Of a million tokens of answers."""
    calls: int = 0
    """Requests made, those included that failed."""
    cached: int = 0
    """Prompts whose answer was known: from the cache, or from a file."""
    tokens_in: int = 0
    tokens_out: int = 0
    unusable: int = 0
    """Prompts without a usable answer."""
    not_asked: int = 0
    """Prompts that the budget left no room for."""
    written: int = 0
    """Prompts written to files instead of being sent."""
    asked_about: int = 0
    """Verdicts that a second opinion was wanted on."""
    changed: int = 0
    """Verdicts that it gave another label."""
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _under_way: int = 0
    """Tokens set aside for calls that have not been answered."""

    @property
    def cost(self) -> float:
        """What the tokens cost by the prices given; 0 where none are."""
        return (self.tokens_in * self.price_in + self.tokens_out * self.price_out) / _MILLION

    def take(self, prompt: Prompt) -> bool:
        """Set a call aside, or return False where the budget has no room for it. `settle` has to follow."""
        wanted = prompt.token_estimate + _ROOM_FOR_ANSWER
        with self._lock:
            spent = self.tokens_in + self.tokens_out + self._under_way
            if self.calls >= self.budget.calls or spent + wanted > self.budget.tokens:
                return False
            self.calls += 1
            self._under_way += wanted
            return True

    def settle(self, prompt: Prompt, answer: Answer | None) -> None:
        """Note what a call that was set aside took: nothing where it was not answered."""
        with self._lock:
            self._under_way -= prompt.token_estimate + _ROOM_FOR_ANSWER
            if answer:
                self.tokens_in += answer.tokens_in
                self.tokens_out += answer.tokens_out

    def note_written(self, prompt: Prompt) -> None:
        """Note a prompt that was written to a file."""
        with self._lock:
            self.written += 1
            self.tokens_in += prompt.token_estimate

    def note(self, *, cached: int = 0, unusable: int = 0, not_asked: int = 0) -> None:
        """Note what became of prompts."""
        with self._lock:
            self.cached += cached
            self.unusable += unusable
            self.not_asked += not_asked

    def note_verdicts(self, *, asked_about: int, changed: int) -> None:
        """Note what became of verdicts."""
        with self._lock:
            self.asked_about += asked_about
            self.changed += changed
