"""Any service that speaks OpenAI's chat completions: OpenAI itself, vLLM, llama.cpp, LM Studio, Ollama, and most others.

Source: https://platform.openai.com/docs/api-reference/chat/create
"""

from __future__ import annotations

from typing import Any

from claimtrack.errors import ConfigError
from claimtrack.judge.backends.http import JsonService, RefusedError, count, messages
from claimtrack.judge.protocol import Answer, BackendError, BackendOptions, Prompt, estimate_tokens

DEFAULT_URL = "https://api.openai.com/v1"


class OpenAIBackend:
    """Implements `JudgeBackend`."""

    follows_instructions = True
    jobs = 4

    def __init__(self, options: BackendOptions) -> None:
        """Ask nothing yet; raises `ConfigError` where there is no model, or the address is none."""
        if not options.model:
            raise ConfigError("judge.model is not set", hint="name a model that the service has")
        self.name = f"openai/{options.model}"
        self._model = options.model
        self._service = JsonService.at(DEFAULT_URL, options)
        self._not_taken: frozenset[str] = frozenset()
        """Optional parameters that the service refused: models differ in which they take."""

    def ask(self, prompt: Prompt) -> Answer:
        """Return the first choice's text.

        Raises:
            BackendError: there is none.
        """
        wanted: dict[str, object] = {
            "temperature": 0,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "answers", "strict": True, "schema": prompt.schema},
            },
        }
        while True:
            optional = {name: value for name, value in wanted.items() if name not in self._not_taken}
            payload = {"model": self._model, "messages": messages(prompt), **optional}
            try:
                return _answer(self._service.ask("/chat/completions", payload), prompt)
            except RefusedError as error:
                refused = {name for name in optional if name in error.parameter}
                if not refused:
                    raise
                self._not_taken |= refused


def _answer(whole: Any, prompt: Prompt) -> Answer:  # noqa: ANN401 - whatever the service sent
    try:
        text = whole["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError):
        text = None
    if not isinstance(text, str):
        raise BackendError("the service's answer has no text")
    usage = whole.get("usage")
    return Answer(
        text=text,
        tokens_in=count(usage, "prompt_tokens", prompt.token_estimate),
        tokens_out=count(usage, "completion_tokens", estimate_tokens(text)),
    )
