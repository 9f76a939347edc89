"""Imports every command, so that it registers with the application."""

from __future__ import annotations

from claimtrack.cli import (
    add,
    archive,
    attach,
    cache,
    demo,
    diff,
    evaluate,
    export,
    fetch,
    init,
    lint,
    listing,
    show,
    status,
    upkeep,
    verify,
    why,
)

__all__ = [
    "add",
    "archive",
    "attach",
    "cache",
    "demo",
    "diff",
    "evaluate",
    "export",
    "fetch",
    "init",
    "lint",
    "listing",
    "show",
    "status",
    "upkeep",
    "verify",
    "why",
]
