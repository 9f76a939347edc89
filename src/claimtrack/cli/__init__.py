"""The `claims` command: one file per group of commands, one error boundary around all of them."""

from __future__ import annotations

from claimtrack.cli.app import main

__all__ = ["main"]
