"""What the backends share that ask a service over HTTP: one request, one answer in JSON, and its failures in words."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from claimtrack.errors import ConfigError
from claimtrack.judge.protocol import BackendError, BackendOptions, Prompt
from claimtrack.models import ProblemSlug
from claimtrack.urls import BadUrlError, canonical, host_of, is_loopback

_PASSING = frozenset({ProblemSlug.RESET, ProblemSlug.TIMEOUT, ProblemSlug.TRUNCATED})
_TOO_MANY = HTTPStatus.TOO_MANY_REQUESTS.value
_DETAIL_CHARS = 200
_EXPLAINED = frozenset({400, 404, 413, 422, _TOO_MANY})
"""Statuses whose explanation is repeated. That of a refused key may repeat the key."""


class RefusedError(BackendError):
    """The service refuses the request as it stands (400 or 422); `parameter` is what it names, empty where it names nothing."""

    def __init__(self, message: str, parameter: str) -> None:
        super().__init__(message)
        self.parameter = parameter


@dataclass(frozen=True, slots=True)
class JsonService:
    """A service at one address."""

    url: str
    options: BackendOptions

    @classmethod
    def at(cls, default_url: str, options: BackendOptions) -> JsonService:
        """Return the service that the options name, else the one at `default_url`.

        Raises:
            ConfigError: its address is none, or a key would travel in the clear.
        """
        url = (options.url or default_url).rstrip("/")
        try:
            address = canonical(url)
        except BadUrlError as error:
            raise ConfigError(f"judge.url: {error}", hint=error.hint) from error
        if options.key and not (address.startswith("https:") or is_loopback(address)):
            raise ConfigError(
                f"judge.url: a key is never sent to {host_of(address)} without TLS",
                hint="use https, or leave key_env out",
            )
        return cls(url, options)

    def ask(self, path: str, payload: Mapping[str, object]) -> Mapping[str, Any]:
        """Send one request and return the object that comes back.

        Raises:
            RefusedError: the service does not take the request.
            BackendError: there is no answer.
        """
        options = self.options
        headers = {"Authorization": f"Bearer {options.key}"} if options.key else {}
        answer = options.poster.post(
            f"{self.url}{path}", payload, headers=headers, timeout_s=options.timeout_s
        )
        if answer.problem:
            raise BackendError(answer.problem.detail, is_passing=answer.problem.slug in _PASSING)
        try:
            whole = json.loads(answer.body)
        except (ValueError, RecursionError):
            whole = None
        if answer.status != HTTPStatus.OK:
            raise self._failure(answer.status, whole, answer.pause_s)
        if not isinstance(whole, dict):
            raise BackendError(f"{host_of(canonical(self.url))} answered with something else than JSON")
        return whole

    def _failure(self, status: int, whole: object, pause_s: float | None) -> BackendError:
        message = f"{host_of(canonical(self.url))} answered {status}"
        explained, parameter = _explained(whole)
        if explained and status in _EXPLAINED:
            message += f": {self._safe(explained)}"
        if status in {HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY}:
            return RefusedError(message, parameter or explained)
        is_passing = status == _TOO_MANY or status >= HTTPStatus.INTERNAL_SERVER_ERROR
        return BackendError(message, is_passing=is_passing, pause_s=pause_s)

    def _safe(self, text: str) -> str:
        """A service's words on one printable line of bounded length, without the key."""
        if self.options.key:
            text = text.replace(self.options.key, "[key]")
        line = " ".join("".join(ch if ch.isprintable() else " " for ch in text[: 4 * _DETAIL_CHARS]).split())
        return line if len(line) <= _DETAIL_CHARS else f"{line[: _DETAIL_CHARS - 1]}…"


def messages(prompt: Prompt) -> Sequence[Mapping[str, str]]:
    """Return a prompt as a chat."""
    return [
        {"role": "system", "content": _encodable(prompt.system)},
        {"role": "user", "content": _encodable(prompt.user)},
    ]


def count(usage: object, name: str, estimate: int) -> int:
    """Return a number of tokens that a service gives, else the estimate."""
    found = usage.get(name) if isinstance(usage, dict) else None
    return found if isinstance(found, int) and not isinstance(found, bool) and found >= 0 else estimate


def _encodable(text: str) -> str:
    """Text without lone surrogates, which JSON could write and no server reads."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _explained(whole: object) -> tuple[str, str]:
    """What a service says about a failure, and the parameter that it names: OpenAI's form, or Ollama's."""
    error = whole.get("error") if isinstance(whole, dict) else None
    if isinstance(error, str):
        return error, ""
    if not isinstance(error, dict):
        return "", ""
    message, parameter = error.get("message"), error.get("param")
    return (
        message if isinstance(message, str) else "",
        parameter if isinstance(parameter, str) else "",
    )
