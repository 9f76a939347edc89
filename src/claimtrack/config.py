"""Settings: defaults, then `claims.toml`, then `CLAIMS_*` variables, then flags; the later one wins.

Each setting is one row of `SETTINGS`: its name in the file, its parser and what it is. The variable's name follows from it
(`max_age` is `CLAIMS_MAX_AGE`), so file, environment, documentation and `Settings` cannot drift apart.
"""

from __future__ import annotations

import difflib
import math
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from claimtrack.durations import parse_duration
from claimtrack.errors import ConfigError
from claimtrack.urls import BadUrlError, proxy_address

CONFIG_NAME = "claims.toml"
MAX_JOBS = 64
_MAX_CONFIG_BYTES = 1_000_000
_SHOWN_LENGTH = 80
_KEY_VARIABLE = re.compile(r"(?:[A-Z0-9]+_)+API_KEY")
_TABLES = frozenset({"judge"})
"""Tables of the settings file."""
_LONGEST_INT = 10**_SHOWN_LENGTH
"""Python refuses to write much longer ones in decimal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that can be set, with its default."""

    claims: str = "claims"
    """Folder of claim files, relative to the project."""
    db: str = "claims.db"
    """The SQLite store, relative to the project."""
    cache: str = "cache"
    """Folder of snapshots, relative to the project."""
    contact: str = ""
    """URL or e-mail address told to every server in the User-Agent, so that its owner can reach you."""
    timeout: float = 20.0
    """Seconds that one page may take in all."""
    max_bytes: int = 10_000_000
    """Largest page fetched, in bytes on the wire."""
    jobs: int = 16
    """Requests under way at the same time, each to another host."""
    host_jobs: int = 1
    """Requests under way at the same time to one host of `allow_hosts`; any other gets one."""
    host_delay: float = 1.0
    """Seconds between two requests to one host."""
    robots: bool = True
    """Whether the `robots.txt` of each site is obeyed."""
    max_age: int = 0
    """Seconds a snapshot is used without asking its server again; written as a duration (`6h`)."""
    allow_hosts: tuple[str, ...] = ()
    """`HOST:PORT` of private or loopback servers that may be fetched."""
    proxy: str = ""
    """`http://HOST:PORT` of the proxy that every request goes through. Empty for none."""
    archive_timegate: str = "https://web.archive.org/web/"
    """Memento TimeGate that `claims archive find` asks; the page's URL is put behind it. Empty for none."""
    archive_availability: str = "https://archive.org/wayback/available"
    """Availability service that it asks first. Empty for none."""
    archive_delay: float = 4.0
    """Seconds before each request to an archive."""
    judge_backend: str = ""
    """What gives second opinions: `openai`, `ollama`, `llm`, `transformers`, or a plugin's name. Empty for none."""
    judge_model: str = ""
    """Model, as the backend knows it."""
    judge_url: str = ""
    """Address of the judge's service. Empty for the backend's own."""
    judge_key_env: str = ""
    """Name of the environment variable that holds the key of the service; it ends in `_API_KEY`."""
    judge_ask: str = "unsure"
    """Verdicts that the judge is asked about: `unsure` or `all`."""
    judge_budget: int = 100
    """Calls of the judge in one run."""
    judge_tokens: int = 500_000
    """Tokens of one run, prompts and answers together."""
    judge_timeout: float = 120.0
    """Seconds that one answer of the judge may take."""
    judge_price_in: float = 0.0
    """Price of a million tokens of prompts, in any currency."""
    judge_price_out: float = 0.0
    """Price of a million tokens of answers."""
    threshold: float = 0.0
    """Lowest score of a supported claim that passes, 0 to 1."""
    fail_on: tuple[str, ...] = ("unsupported",)
    """Verdicts that fail a run; each stands for itself and all that are worse. `problem` too, or `none` alone."""


def load_settings(file: Path | None, environment: Mapping[str, str]) -> Settings:
    """Return the settings of a project.

    Args:
        file: `claims.toml`, or None where the project has none.
        environment: Usually `os.environ`.

    Raises:
        ConfigError: a value that makes no sense; the message names file or variable, and what is accepted.
    """
    settings = Settings()
    if file is not None:
        settings = _apply(settings, _read(file), where=str(file))
    for name in SETTINGS:
        variable = f"CLAIMS_{name.upper()}"
        if variable in environment:
            settings = _apply(settings, {name: environment[variable]}, where=variable)
    return settings


def override(settings: Settings, flags: Mapping[str, object]) -> Settings:
    """Return `settings` with every flag that was given (is not None) put over it."""
    for name, value in flags.items():
        if value is not None:
            settings = _apply(settings, {name: value}, where=f"--{name.replace('_', '-')}")
    return settings


def _read(file: Path) -> Mapping[str, object]:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read: {error.strerror}") from error
    if len(data) > _MAX_CONFIG_BYTES:
        raise ConfigError(f"{file}: {len(data):,} bytes are too many for a settings file")
    try:
        # Windows editors put a byte order mark in front. Every other error of tomllib is a ValueError too.
        return _flat(tomllib.loads(data.decode("utf-8-sig")))
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{file}: not a TOML file: {error}") from error


def _flat(values: Mapping[str, object]) -> Mapping[str, object]:
    """The settings with those of each table under their full names: `model` of `[judge]` is `judge_model`."""
    flat: dict[str, object] = {}
    for name, value in values.items():
        if name in _TABLES and isinstance(value, dict):
            flat |= {f"{name}_{key}": inner for key, inner in value.items()}
        else:
            flat[name] = value
    return flat


def _apply(settings: Settings, values: Mapping[str, object], *, where: str) -> Settings:
    for name, value in values.items():
        if name not in SETTINGS:
            near = difflib.get_close_matches(name, SETTINGS, n=1)
            raise ConfigError(
                f"{where}: unknown setting {name!r}",
                hint=f"did you mean {near[0]!r}?"
                if near
                else f"known settings: {', '.join(sorted(SETTINGS))}",
            )
        try:
            parsed: dict[str, Any] = {name: SETTINGS[name](value)}
        except BadUrlError as error:
            raise ConfigError(f"{where}: {name}: {error}", hint=error.hint) from error
        except (ValueError, TypeError) as error:
            raise ConfigError(f"{where}: {name}: {error}") from error
        settings = replace(settings, **parsed)
    return settings


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"expected text in quotes, got {_shown(value)}")
    return value


def _path(value: object) -> str:
    if not _text(value).strip() or "\0" in _text(value):
        raise ValueError(f"expected a path, got {_shown(value)}")
    return _text(value)


def _proxy(value: object) -> str:
    url = _text(value).strip()
    if url:
        proxy_address(url)
    return url


def _seconds(value: object) -> float:
    number = _number(value)
    if not 0 <= number <= 3600:  # noqa: PLR2004 - an hour
        raise ValueError(f"expected 0 to 3600 seconds, got {_shown(value)}")
    return number


def _share(value: object) -> float:
    number = _number(value)
    if not 0 <= number <= 1:
        raise ValueError(f"expected a number from 0 to 1, got {_shown(value)}")
    return number


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError(f"expected a number, got {_shown(value)}")
    try:
        return float(value)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"expected a number, got {_shown(value)}") from error


def _count(limit: int) -> Callable[[object], int]:
    def parse(value: object) -> int:
        number = _number(value)
        if not number.is_integer() or not 1 <= number <= limit:
            raise ValueError(f"expected a whole number from 1 to {limit:,}, got {_shown(value)}")
        return int(number)

    return parse


def _duration(value: object) -> int:
    if not isinstance(value, str):
        raise TypeError(f"expected a duration in quotes, such as '6h' or '2d', got {_shown(value)}")
    return parse_duration(value)


def _list(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    if isinstance(value, list | tuple) and all(isinstance(part, str) for part in value):
        return tuple(value)
    raise TypeError(f"expected a list of texts, got {_shown(value)}")


def _price(value: object) -> float:
    number = _number(value)
    if not 0 <= number < math.inf:
        raise ValueError(f"expected a price, got {_shown(value)}")
    return number


def _key_env(value: object) -> str:
    name = _text(value).strip()
    # Whoever writes a settings file must not have any other secret of the environment sent to an address of his choice.
    if name and not _KEY_VARIABLE.fullmatch(name):
        raise ValueError(f"expected the name of a variable that ends in _API_KEY, got {_shown(value)}")
    return name


def _judge_ask(value: object) -> str:
    if value not in ("unsure", "all"):
        raise ValueError(f"expected unsure or all, got {_shown(value)}")
    return str(value)


_FLAGS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in _FLAGS:
        return _FLAGS[value.strip().lower()]
    raise ValueError(f"expected true or false, got {value!r}")


_FAIL_ON = ("partial", "unsupported", "contradicted", "problem", "none")


def _fail_on(value: object) -> tuple[str, ...]:
    names = _list(value)
    unknown = [name for name in names if name not in _FAIL_ON]
    # Nothing at all is an unset variable in a script more often than a wish to let everything pass.
    if unknown or not names:
        raise ValueError(f"expected {', '.join(_FAIL_ON)}, got {_shown(unknown[0] if unknown else value)}")
    if "none" in names and len(set(names)) > 1:
        raise ValueError("'none' stands alone")
    return names


def _shown(value: object) -> str:
    text = (
        repr(value) if not isinstance(value, int) or abs(value) < _LONGEST_INT else "a number of many digits"
    )
    return text if len(text) <= _SHOWN_LENGTH else f"{text[:_SHOWN_LENGTH]}…"


SETTINGS: Mapping[str, Callable[[object], object]] = {
    "claims": _path,
    "db": _path,
    "cache": _path,
    "contact": _text,
    "timeout": _seconds,
    "max_bytes": _count(1_000_000_000),
    "jobs": _count(MAX_JOBS),
    "host_jobs": _count(MAX_JOBS),
    "host_delay": _seconds,
    "robots": _flag,
    "max_age": _duration,
    "allow_hosts": _list,
    "proxy": _proxy,
    "archive_timegate": _text,
    "archive_availability": _text,
    "archive_delay": _seconds,
    "judge_backend": _text,
    "judge_model": _text,
    "judge_url": _text,
    "judge_key_env": _key_env,
    "judge_ask": _judge_ask,
    "judge_budget": _count(1_000_000),
    "judge_tokens": _count(10_000_000_000),
    "judge_timeout": _seconds,
    "judge_price_in": _price,
    "judge_price_out": _price,
    "threshold": _share,
    "fail_on": _fail_on,
}
"""Name of each setting, and what turns a value of file, variable or flag into it."""
