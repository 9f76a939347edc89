"""Models that Ollama runs, by its own interface: the only one that takes the length of the context.

Source: https://github.com/ollama/ollama/blob/main/docs/api.md#generate-a-chat-completion
"""

from __future__ import annotations

from claimtrack.errors import ConfigError
from claimtrack.judge.backends.http import JsonService, count, messages
from claimtrack.judge.protocol import Answer, BackendError, BackendOptions, Prompt, estimate_tokens

DEFAULT_URL = "http://localhost:11434"
_CONTEXT_STEP = 4096
_ROOM_FOR_ANSWER = 2048
"""Tokens; Ollama cuts the beginning off a prompt that does not fit beside its answer, and does not say so."""
_TOKENS_PER_ESTIMATED = 1.5
"""Tables and other languages than English take more tokens than the estimate has."""


class OllamaBackend:
    """Implements `JudgeBackend`."""

    follows_instructions = True
    jobs = 1

    def __init__(self, options: BackendOptions) -> None:
        """Ask nothing yet; raises `ConfigError` where there is no model, or the address is none."""
        if not options.model:
            raise ConfigError("judge.model is not set", hint="name a model that `ollama list` shows")
        self.name = f"ollama/{options.model}"
        self._model = options.model
        self._service = JsonService.at(DEFAULT_URL, options)

    def ask(self, prompt: Prompt) -> Answer:
        """Return the message's text.

        Raises:
            BackendError: there is none.
        """
        whole = self._service.ask(
            "/api/chat",
            {
                "model": self._model,
                "messages": messages(prompt),
                "stream": False,
                "format": prompt.schema,
                "options": {"temperature": 0, "seed": 0, "num_ctx": _context(prompt)},
            },
        )
        message = whole.get("message")
        text = message.get("content") if isinstance(message, dict) else None
        if not isinstance(text, str):
            raise BackendError("the service's answer has no text")
        return Answer(
            text=text,
            tokens_in=count(whole, "prompt_eval_count", prompt.token_estimate),
            tokens_out=count(whole, "eval_count", estimate_tokens(text)),
        )


def _context(prompt: Prompt) -> int:
    """Tokens of context that hold prompt and answer, in steps: Ollama loads the model anew for every other length."""
    wanted = int(prompt.token_estimate * _TOKENS_PER_ESTIMATED) + _ROOM_FOR_ANSWER
    return -(-wanted // _CONTEXT_STEP) * _CONTEXT_STEP
