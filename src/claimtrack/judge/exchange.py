"""Where answers come from: a backend, within its budget and through the cache; or files, for looking, testing and measuring."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Never, Protocol

from claimtrack.errors import CacheError, UsageError
from claimtrack.interfaces import AnswerShelf
from claimtrack.judge import reasons
from claimtrack.judge.answer import MOST_CHARS, Opinion, UnusableAnswerError, read_answer
from claimtrack.judge.ledger import Ledger
from claimtrack.judge.protocol import Answer, BackendError, JudgeBackend, Prompt
from claimtrack.models import Reason

_PAUSES_S = (2.0, 8.0)
"""Seconds before a prompt is sent again, where the failure may pass by itself and the judge asks for no other pause."""
_LONGEST_PAUSE_S = 30.0
_SHORT_KEY = 16
"""Characters of a prompt's key that name its files."""


class NoOpinionError(Exception):
    """A judge has nothing to say about a prompt; `reason` stands in the verdicts, None where nothing is to be said there."""

    def __init__(self, reason: Reason | None) -> None:
        super().__init__(reason.message if reason else "")
        self.reason = reason


class Exchange(Protocol):
    """Takes prompts, gives opinions. Called from several threads at once."""

    @property
    def name(self) -> str:
        """`BACKEND/MODEL`."""
        ...

    @property
    def follows_instructions(self) -> bool:
        """See `JudgeBackend`."""
        ...

    @property
    def jobs(self) -> int:
        """Prompts that may be under way at the same time."""
        ...

    def opinions(self, prompt: Prompt) -> Mapping[str, Opinion]:
        """Return the opinion on each statement, by its id.

        Raises:
            NoOpinionError: there is none.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Asks a backend, and never the same twice: usable answers are kept."""

    backend: JudgeBackend
    shelf: AnswerShelf
    ledger: Ledger
    pause: Callable[[float], object]
    """Waits so many seconds."""

    @property
    def name(self) -> str:
        """Of the backend."""
        return self.backend.name

    @property
    def follows_instructions(self) -> bool:
        """As the backend."""
        return self.backend.follows_instructions

    @property
    def jobs(self) -> int:
        """As the backend."""
        return self.backend.jobs

    def opinions(self, prompt: Prompt) -> Mapping[str, Opinion]:
        """Return what the cache or the backend says."""
        key = hashlib.sha256(f"{self.name}\n{prompt.key}".encode("utf-8", "surrogatepass")).hexdigest()
        kept = self.shelf.answer(key)
        if kept:
            with suppress(UnusableAnswerError):  # another release read answers differently: ask anew
                opinions = read_answer(kept.text, prompt)
                self.ledger.note(cached=1)
                return opinions
        answer = self._asked(prompt)
        opinions = _read(answer.text, prompt, self.ledger)
        with suppress(CacheError):  # it was paid for and is used; the next run asks once more
            self.shelf.keep_answer(key, self.name, answer)
        return opinions

    def _asked(self, prompt: Prompt) -> Answer:
        for pause_s in _PAUSES_S:
            try:
                return self._asked_once(prompt)
            except BackendError as error:
                wanted_s = pause_s if error.pause_s is None else error.pause_s
                if not error.is_passing or wanted_s > _LONGEST_PAUSE_S:
                    self._give_up(error)
                self.pause(wanted_s)
        try:
            return self._asked_once(prompt)
        except BackendError as error:
            self._give_up(error)

    def _asked_once(self, prompt: Prompt) -> Answer:
        if not self.ledger.take(prompt):
            self.ledger.note(not_asked=1)
            raise NoOpinionError(reasons.not_asked("the budget for this run is spent"))
        answer = None
        try:
            answer = self.backend.ask(prompt)
        finally:
            self.ledger.settle(prompt, answer)
        return answer

    def _give_up(self, error: BackendError) -> Never:
        self.ledger.note(unusable=1)
        raise NoOpinionError(reasons.error(error.message)) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Dumping:
    """Writes each prompt to a file and asks nobody."""

    folder: Path
    ledger: Ledger
    name: str = "dump"
    follows_instructions: bool = True
    jobs: int = 1

    def opinions(self, prompt: Prompt) -> Mapping[str, Opinion]:
        """Write `KEY.prompt.txt`, always without an opinion.

        Raises:
            UsageError: the file cannot be written.
        """
        path = self.folder / f"{prompt.key[:_SHORT_KEY]}.prompt.txt"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{prompt.system}\n\n{prompt.user}\n", encoding="utf-8", errors="replace")
        except OSError as error:
            raise UsageError(f"cannot write {path}: {error.strerror or error}") from error
        self.ledger.note_written(prompt)
        raise NoOpinionError(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaying:
    """Reads answers from files that stand beside the prompts."""

    folder: Path
    ledger: Ledger
    name: str = "replay"
    follows_instructions: bool = True
    jobs: int = 1

    def opinions(self, prompt: Prompt) -> Mapping[str, Opinion]:
        """Return what `KEY.answer.txt` says."""
        path = self.folder / f"{prompt.key[:_SHORT_KEY]}.answer.txt"
        try:
            with path.open(encoding="utf-8") as file:
                text = file.read(MOST_CHARS + 1)
        except (OSError, UnicodeError):
            self.ledger.note(not_asked=1)
            raise NoOpinionError(reasons.not_asked(f"there is no {path.name} to read")) from None
        opinions = _read(text, prompt, self.ledger)
        self.ledger.note(cached=1)
        return opinions


def _read(text: str, prompt: Prompt, ledger: Ledger) -> Mapping[str, Opinion]:
    try:
        return read_answer(text, prompt)
    except UnusableAnswerError as error:
        ledger.note(unusable=1)
        raise NoOpinionError(reasons.error(str(error))) from error
