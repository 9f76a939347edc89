"""The backends that come with the package, and those that other packages bring by an entry point of `claimtrack.judges`."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points
from typing import cast

from claimtrack.errors import ConfigError
from claimtrack.judge.protocol import BackendFactory, BackendOptions, JudgeBackend

ENTRY_POINTS = "claimtrack.judges"
_OWN = {
    "llm": "claimtrack.judge.backends.llm:LlmBackend",
    "ollama": "claimtrack.judge.backends.ollama:OllamaBackend",
    "openai": "claimtrack.judge.backends.openai:OpenAIBackend",
    "transformers": "claimtrack.judge.backends.transformers:make",
}
"""Loaded only when asked for: some of them bring a gigabyte."""


def backend_names(plugins: Iterable[EntryPoint] | None = None) -> list[str]:
    """Return the names of all backends that can be asked for."""
    return sorted({*_OWN, *(plugin.name for plugin in _plugins(plugins))})


def make_backend(
    name: str, options: BackendOptions, *, plugins: Iterable[EntryPoint] | None = None
) -> JudgeBackend:
    """Return a backend, ready to be asked.

    Args:
        name: One of ours, or of an installed plugin; no plugin takes the place of one of ours.
        options: What to make it from.
        plugins: Instead of those that are installed.

    Raises:
        ConfigError: there is no such backend, it cannot be loaded, or an option makes no sense for it.
    """
    if name in _OWN:
        module, _, attribute = _OWN[name].partition(":")
        factory = cast("BackendFactory", getattr(importlib.import_module(module), attribute))
        return factory(options)
    plugin = next((one for one in _plugins(plugins) if one.name == name), None)
    if plugin is None:
        raise ConfigError(
            f"no judge backend is called {name!r}", hint=f"there are {', '.join(backend_names(plugins))}"
        )
    try:
        factory = cast("BackendFactory", plugin.load())
    except Exception as error:  # whatever a stranger's module raises on import
        raise ConfigError(
            f"judge backend {name!r} ({plugin.value}) cannot be loaded: {type(error).__name__}: {error}"
        ) from error
    return factory(options)


def _plugins(given: Iterable[EntryPoint] | None) -> list[EntryPoint]:
    return list(entry_points(group=ENTRY_POINTS) if given is None else given)
