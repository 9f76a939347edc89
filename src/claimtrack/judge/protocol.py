"""What a judge is asked, what it answers, and what every backend has to be."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from claimtrack.interfaces import JsonPoster, KeptAnswer

_TAG = "claimtrack prompt 1"
_CHARS_PER_TOKEN = 4
"""Of English text, about; only used where nothing counted tokens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One sentence to be judged: a claim, or the denial of one."""

    id: str
    text: str
    claim_id: str
    is_denial: bool = False
    """It says that the claim is false: a judge that believes both, or denies both, does not judge by the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A stretch of the page that the judge is shown."""

    id: str
    start: int
    """Half-open character offsets into `Document.text`."""
    end: int
    text: str
    """`Document.text[start:end]`."""
    section: str = ""
    """The heading it stands under."""
    context: str = ""
    """Words that belong to it and stand elsewhere: the header row of a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """Everything a judge is asked about one page at once.

    A language model reads `system` and `user` and answers by `schema`; a model that scores pairs reads `excerpts` and
    `statements` and answers in the same form.
    """

    system: str
    user: str
    schema: Mapping[str, object]
    """JSON Schema of the answer."""
    excerpts: tuple[Excerpt, ...]
    statements: tuple[Statement, ...]
    key: str = field(init=False)
    """SHA-256, in hexadecimal, of all that the judge reads: same key, same question."""

    def __post_init__(self) -> None:
        digest = hashlib.sha256()
        for part in (_TAG, self.system, self.user, json.dumps(self.schema, sort_keys=True)):
            data = part.encode("utf-8", "surrogatepass")
            digest.update(len(data).to_bytes(8, "big") + data)
        object.__setattr__(self, "key", digest.hexdigest())

    @property
    def token_estimate(self) -> int:
        """About how many tokens it has."""
        return estimate_tokens(self.system) + estimate_tokens(self.user)


def estimate_tokens(text: str) -> int:
    """Return about how many tokens a text has, for want of a count."""
    return math.ceil(len(text) / _CHARS_PER_TOKEN)


Answer = KeptAnswer
"""What a judge answered: text, and the tokens that it took."""


class BackendError(Exception):
    """A judge gave no answer; the message says why in one printable line, and holds no key."""

    def __init__(self, message: str, *, is_passing: bool = False, pause_s: float | None = None) -> None:
        """Say what happened.

        Args:
            message: for the person who runs it.
            is_passing: whether asking again soon may well succeed.
            pause_s: seconds for which the judge asks to be left alone.
        """
        super().__init__(message)
        self.message = message
        self.is_passing = is_passing
        self.pause_s = pause_s


class JudgeBackend(Protocol):
    """Answers prompts. Called from `jobs` threads at once."""

    @property
    def name(self) -> str:
        """`BACKEND/MODEL`: stands in the verdict."""
        ...

    @property
    def follows_instructions(self) -> bool:
        """Whether text can tell it what to do, so that it must be watched for obeying a page."""
        ...

    @property
    def jobs(self) -> int:
        """Prompts it is worth sending at the same time."""
        ...

    def ask(self, prompt: Prompt) -> Answer:
        """Return the answer as it came, unchecked.

        Raises:
            BackendError: there is none.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class BackendOptions:
    """What a backend is made from."""

    model: str
    """As the backend knows it: a model's name or, for models on disk, its folder."""
    url: str = ""
    """Address of its service; empty for the backend's own."""
    key: str = field(default="", repr=False)
    """Secret of the service; never printed, never stored. Empty where none is set."""
    timeout_s: float = 120.0
    """Seconds that one answer may take."""
    poster: JsonPoster
    """The way to the network: a backend opens no connection of its own."""


class BackendFactory(Protocol):
    """Makes a backend: what an entry point of the group `claimtrack.judges` names."""

    def __call__(self, options: BackendOptions) -> JudgeBackend:
        """Return a backend ready to be asked.

        Raises:
            ConfigError: an option makes no sense, or a package is not installed; the hint names the extra.
        """
        ...
