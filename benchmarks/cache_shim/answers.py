"""Responses, as they come and as they are stored."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus

from claimtrack.fetch.caching import freshness, storing

Fields = tuple[tuple[str, str], ...]
"""Header lines, names as sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A response, as it came or as it is stored."""

    status: int
    reason: str = ""
    fields: Fields = ()
    body: bytes = b""
    asked: Mapping[str, str] = field(default_factory=dict)
    """Headers of the request it answered, names in lower case."""
    is_ours: bool = False
    """The shim made it, since no origin could be reached."""
    request_time: datetime
    response_time: datetime

    @property
    def headers(self) -> dict[str, str]:
        """Names in lower case, lines of one name joined."""
        return folded(self.fields)

    @property
    def stored(self) -> freshness.Stored:
        """What the rules need to know of it."""
        return freshness.Stored(
            status=self.status,
            headers=self.headers,
            request_time=self.request_time,
            response_time=self.response_time,
        )


def folded(fields: Fields) -> dict[str, str]:
    """Header lines as one mapping."""
    headers: dict[str, str] = {}
    for name, value in fields:
        key = name.lower()
        headers[key] = f"{headers[key]}, {value}" if key in headers else value
    return headers


class Memory:
    """What is stored: for each URL the variants that its Vary headers tell apart, the newest first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers: dict[str, list[Answer]] = {}

    def find(self, url: str, asked: Mapping[str, str]) -> Answer | None:
        """The newest answer to the same request."""
        with self._lock:
            answers = self._answers.get(url, [])
            return next((one for one in answers if storing.matches(one.headers, one.asked, asked)), None)

    def put(self, url: str, answer: Answer) -> None:
        """Store an answer in place of those that the same request would have found."""
        with self._lock:
            others = [
                one
                for one in self._answers.get(url, [])
                if not storing.matches(one.headers, one.asked, answer.asked)
            ]
            self._answers[url] = [answer, *others]

    def forget(self, url: str) -> None:
        """Store nothing of a URL any longer."""
        with self._lock:
            self._answers.pop(url, None)


def made_here(status: HTTPStatus) -> Answer:
    """An answer of the shim's own: its origin could not be reached."""
    now = datetime.now(UTC)
    return Answer(status=status, reason=status.phrase, is_ours=True, request_time=now, response_time=now)
