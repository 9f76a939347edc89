"""From settings to a judge: which backend, with which key, within which budget."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path

from claimtrack.config import Settings
from claimtrack.errors import ConfigError
from claimtrack.interfaces import AnswerShelf, JsonPoster
from claimtrack.judge import (
    Asking,
    BackendOptions,
    Budget,
    Dumping,
    Exchange,
    JudgeBackend,
    Ledger,
    Replaying,
    Scope,
    SecondOpinion,
)
from claimtrack.judge.backends import backend_names, make_backend
from claimtrack.passages import SentenceSplitter
from claimtrack.scoring import LexicalScorer

_OPENAI_KEY = "OPENAI_API_KEY"


def second_opinion(
    settings: Settings,
    *,
    dump: Path | None = None,
    replay: Path | None = None,
    poster: JsonPoster,
    shelf: AnswerShelf,
    environment: Mapping[str, str],
) -> SecondOpinion:
    """Return what a run asks about verdicts that are not sure.

    Args:
        settings: Those that begin with `judge_`.
        dump: Folder where prompts are written instead of being sent.
        replay: Folder where answers are read from.
        poster: The way to the network.
        shelf: Where answers are kept.
        environment: Holds the key, under the name that the settings give.

    Raises:
        ConfigError: no backend is set, or it cannot be used as it is set.
    """
    ledger = Ledger(
        budget=Budget(calls=settings.judge_budget, tokens=settings.judge_tokens),
        price_in=settings.judge_price_in,
        price_out=settings.judge_price_out,
    )
    over = threading.Event()

    def end() -> None:
        over.set()
        poster.stop()

    exchange: Exchange
    if dump:
        exchange = Dumping(folder=dump, ledger=ledger)
    elif replay:
        name = f"replay/{settings.judge_model}" if settings.judge_model else "replay"
        exchange = Replaying(folder=replay, ledger=ledger, name=name)
    else:
        backend = _backend(settings, poster, environment)
        exchange = Asking(backend=backend, shelf=shelf, ledger=ledger, pause=over.wait)
    return SecondOpinion(
        exchange=exchange,
        ledger=ledger,
        splitter=SentenceSplitter(),
        scorer=LexicalScorer(),
        scope=Scope(settings.judge_ask),
        end=end,
    )


def _backend(settings: Settings, poster: JsonPoster, environment: Mapping[str, str]) -> JudgeBackend:
    if not settings.judge_backend:
        raise ConfigError(
            "no judge is set",
            hint=f"set judge_backend to one of {', '.join(backend_names())}; see docs/judge.md",
        )
    options = BackendOptions(
        model=settings.judge_model,
        url=settings.judge_url,
        key=_key(settings, environment),
        timeout_s=settings.judge_timeout,
        poster=poster,
    )
    return make_backend(settings.judge_backend, options)


def _key(settings: Settings, environment: Mapping[str, str]) -> str:
    """The key of the service. OpenAI's usual variable is read for OpenAI's own address alone."""
    name = settings.judge_key_env
    if not name and settings.judge_backend == "openai" and not settings.judge_url:
        name = _OPENAI_KEY
    if not name:
        return ""
    key = environment.get(name, "").strip()
    if not key:
        raise ConfigError(f"the variable {name} holds no key", hint=f"export {name}=…, or set judge_key_env")
    if not (key.isascii() and key.isprintable()):
        raise ConfigError(f"the variable {name} holds no key: it has characters that no header can carry")
    return key
