"""Durations as people write them: `90s`, `6h`, `2d`, `1d12h`."""

from __future__ import annotations

import re

MAX_SECONDS = 36_525 * 86_400
"""Longest duration accepted: 100 years. A longer one is a slip, and date arithmetic must not overflow."""

_UNITS = {"w": 7 * 86_400, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
_PATTERN = re.compile("".join(f"(?:([0-9]{{1,12}}){unit})?" for unit in _UNITS))
_SHOWN_LENGTH = 40
_HINT = "write a number and a unit: 90s, 30m, 6h, 2d or 1w, or several, largest first: 1d12h"


class BadDurationError(ValueError):
    """Text that is no duration; `message` says why and `hint` how to write one."""

    def __init__(self, message: str, hint: str = _HINT) -> None:
        super().__init__(f"{message}: {hint}")
        self.message = message
        self.hint = hint


def parse_duration(text: str) -> int:
    """Return the seconds that a duration stands for.

    Weeks, days, hours, minutes and seconds, whole numbers each, largest unit first, none twice. Upper case and space
    around the text are accepted. There is no unit for months: their length varies.

    Raises:
        BadDurationError: not such a duration, or longer than `MAX_SECONDS`.
    """
    written = text.strip().lower()
    match = _PATTERN.fullmatch(written)
    if match is None or not written:
        raise BadDurationError(f"{_shortened(text)!r} is no duration")
    seconds = sum(int(count or 0) * size for count, size in zip(match.groups(), _UNITS.values(), strict=True))
    if seconds > MAX_SECONDS:
        raise BadDurationError(f"{_shortened(text)!r} is too long", "at most 100 years are accepted")
    return seconds


def format_duration(seconds: int) -> str:
    """Return text that `parse_duration` reads back as `seconds`: `129600` gives `1d12h`, `0` gives `0s`.

    Weeks appear only where nothing is left over, since people say `30d` and not `4w2d`.

    Raises:
        ValueError: `seconds` is negative.
    """
    if seconds < 0:
        raise ValueError(f"a duration of {seconds} seconds")
    parts: list[str] = []
    rest = seconds
    for unit, size in _UNITS.items():
        if unit == "w" and seconds % size:
            continue
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts) or "0s"


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN_LENGTH else f"{text[:_SHOWN_LENGTH]}…"
