"""Imports every command, so that it registers with the application."""

from __future__ import annotations

from claimtrack.cli import (
    add,
    archive,
    attach,
    cache,
    demo,
    export,
    fetch,
    init,
    lint,
    listing,
    show,
    status,
    upkeep,
    verify,
)

__all__ = [
    "add",
    "archive",
    "attach",
    "cache",
    "demo",
    "export",
    "fetch",
    "init",
    "lint",
    "listing",
    "show",
    "status",
    "upkeep",
    "verify",
]
