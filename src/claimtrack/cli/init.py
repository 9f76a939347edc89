"""`claims init`: the files of a new project."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from claimtrack.cli.app import app, globals_of
from claimtrack.cli.console import out, say
from claimtrack.errors import UsageError

_CONFIG = """\
# Settings of this project; every line shows a default. `claims verify -h` names the flag for each.
# contact = "https://example.org/about"   # told to the servers you ask, so that their owners can reach you
# max_age = "0s"                          # use a snapshot this long without asking its server again
# fail_on = ["unsupported"]               # verdicts that fail a run, each with all that are worse
# timeout = 20                            # seconds a page may take
# host_delay = 1                          # seconds between two requests to one host
"""
_GITIGNORE = "claims.db\nclaims.db-wal\nclaims.db-shm\ncache/\n"
_ARTICLE = """\
# One file per article, one [[claim]] per statement that you can be held to.
# `claims add first-article "The statement." --source https://...` appends one.

[article]
title = "My first article"
"""


@app.command()
def init(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder of the project; made if missing.")
    ] = Path(),
) -> None:
    """Start a project.

    Makes settings, a claim file to fill, and what git should leave alone. Files that are there already stay
    as they are.
    """
    root = globals_of(context).directory / folder
    files = {
        root / "claims.toml": _CONFIG,
        root / "claims" / "first-article.toml": _ARTICLE,
        root / ".gitignore": _GITIGNORE,
    }
    if any((root / "claims").glob("*.toml")):
        del files[root / "claims" / "first-article.toml"]
    for path, text in files.items():
        out(f"{_write_new(path, text)}  {path}")
    say('next: claims add first-article "The statement." --source https://…, then claims verify')


def _write_new(path: Path, text: str) -> str:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        return "kept"
    except OSError as error:
        raise UsageError(
            f"{path}: cannot be written: {error.strerror}", hint="choose another folder"
        ) from error
    return "made"
