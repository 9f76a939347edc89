"""The one place that imports `warcio`: it is no dependency of claimtrack, so it may not be there."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from claimtrack.errors import UsageError


def warcio(module: str) -> Any:  # noqa: ANN401 - the library has no types
    """A module of `warcio`.

    Args:
        module: its name in the library.

    Raises:
        UsageError: the library is not installed.
    """
    try:
        return import_module(f"warcio.{module}")
    except ModuleNotFoundError as error:
        raise UsageError(
            "WARC files need the library warcio", hint="pip install 'claimtrack[warc]'"
        ) from error
