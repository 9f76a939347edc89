"""Models on this machine that score pairs of a passage and a claim: any NLI checkpoint, MiniCheck, HHEM.

They follow no instructions and write nothing: each excerpt is scored against each statement, the best one decides, and the
answer has the form that every judge gives. Nothing is downloaded, no code of a model's own is run, and no pickle is read.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from claimtrack.errors import ConfigError
from claimtrack.judge.backends.pairs import PairModel, load_pairs
from claimtrack.judge.protocol import Answer, BackendError, BackendOptions, Excerpt, Prompt, Statement
from claimtrack.models import Label

_SUPPORTED_FROM = 0.5
_CONTRADICTED_FROM = 0.5


class TransformersBackend:
    """Implements `JudgeBackend` over a model that scores pairs."""

    follows_instructions = False
    jobs = 1

    def __init__(self, name: str, model: PairModel) -> None:
        """Take a model that is loaded.

        Args:
            name: Of the model, as it stands in verdicts.
            model: It.
        """
        self.name = f"transformers/{name}"
        self._model = model

    def ask(self, prompt: Prompt) -> Answer:
        """Return an answer written from scores.

        Raises:
            BackendError: the model failed.
        """
        premises = [_premise(excerpt) for excerpt in prompt.excerpts]
        try:
            answers = [self._judged(statement, premises, prompt.excerpts) for statement in prompt.statements]
        except (RuntimeError, ValueError, IndexError) as error:  # what torch raises: no memory, a bad shape
            raise BackendError(f"{self.name} failed with {type(error).__name__}") from error
        return Answer(
            text=json.dumps({"answers": answers}),
            tokens_in=prompt.token_estimate * len(prompt.statements),
            tokens_out=0,
        )

    def _judged(
        self, statement: Statement, premises: Sequence[str], excerpts: Sequence[Excerpt]
    ) -> dict[str, Any]:
        outlooks = self._model.score([(premise, statement.text) for premise in premises])
        support = max(range(len(outlooks)), key=lambda at: outlooks[at].support)
        against = max(range(len(outlooks)), key=lambda at: outlooks[at].contradiction)
        label, at = Label.UNSUPPORTED, None
        if outlooks[support].support >= _SUPPORTED_FROM:
            label, at = Label.SUPPORTED, support
        elif outlooks[against].contradiction >= _CONTRADICTED_FROM:
            label, at = Label.CONTRADICTED, against
        shown = [] if at is None else [excerpts[at]]
        return {
            "id": statement.id,
            "label": label,
            "support": outlooks[support].support,
            "passages": [excerpt.id for excerpt in shown],
            "quotes": [excerpt.text for excerpt in shown],
            "missing": [],
            "conflicts": [],
        }


def make(options: BackendOptions) -> TransformersBackend:
    """Load the model that the options name.

    Args:
        options: `model` is a folder, or a name whose files are in the Hugging Face cache. The others are not used.

    Raises:
        ConfigError: the packages are not installed, or the model is not on this machine or of no known kind.
    """
    if not options.model:
        raise ConfigError(
            "judge.model is not set", hint="name a folder, or a model in the Hugging Face cache"
        )
    return TransformersBackend(options.model.rstrip("/").rpartition("/")[2], load_pairs(options.model))


def _premise(excerpt: Excerpt) -> str:
    """An excerpt with what it stands under: "it" and "the company" have to mean something."""
    return " ".join(" ".join(filter(None, (excerpt.section, excerpt.context, excerpt.text))).split())
