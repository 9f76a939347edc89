"""Any model that Simon Willison's `llm` knows, through its plugins: Anthropic, Gemini, Mistral, models on disk.

`llm` makes its own connections and keeps its own keys (`llm keys`): neither the guarded door nor `key_env` applies to it.

Source: https://llm.datasette.io/en/stable/python-api.html
"""

from __future__ import annotations

from typing import Any

from claimtrack.errors import ConfigError
from claimtrack.judge.protocol import Answer, BackendError, BackendOptions, Prompt, estimate_tokens


class LlmBackend:
    """Implements `JudgeBackend`."""

    follows_instructions = True
    jobs = 1

    def __init__(self, options: BackendOptions) -> None:
        """Look the model up.

        Args:
            options: `model` is a name or alias of `llm models`; empty for `llm`'s own default. The others are not used.

        Raises:
            ConfigError: `llm` is not installed, or has no such model.
        """
        try:
            import llm  # noqa: PLC0415 - an extra
        except ImportError as error:
            raise ConfigError(
                "the judge backend 'llm' needs the package llm",
                hint="install it with `pip install 'claimtrack[llm]'`",
            ) from error
        try:
            self._model: Any = llm.get_model(options.model or None)
        except llm.UnknownModelError as error:
            raise ConfigError(
                f"llm knows no model {options.model!r}", hint="`llm models` lists them; plugins bring more"
            ) from error
        self.name = f"llm/{self._model.model_id}"

    def ask(self, prompt: Prompt) -> Answer:
        """Return the response's text.

        Raises:
            BackendError: there is none.
        """
        schema = dict(prompt.schema) if self._model.supports_schema else None
        try:
            response = self._model.prompt(prompt.user, system=prompt.system, stream=False, schema=schema)
            text = response.text()
            usage = response.usage()
        except Exception as error:  # every plugin raises what its own client raises
            # Its words are left out: some repeat the key that was refused.
            raise BackendError(
                f"llm failed with {type(error).__name__}: see what `llm -m {self._model.model_id} hello` says"
            ) from error
        return Answer(
            text=text,
            tokens_in=prompt.token_estimate if usage.input is None else usage.input,
            tokens_out=estimate_tokens(text) if usage.output is None else usage.output,
        )
