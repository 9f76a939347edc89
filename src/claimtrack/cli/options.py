"""Options that several commands share, and what they have in common: one wording each."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """What `--format` takes; `claimtrack.exporters.FORMATS` has the class behind each."""

    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"
    TEXT = "text"


Select = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="SELECT",
        help="Claim ids, globs, claim files, articles or source URLs; all claims without any.",
        show_default=False,
    ),
]
Db = Annotated[
    str | None,
    typer.Option("--db", metavar="FILE", help="SQLite store instead of the project's.", show_default=False),
]
AllowHost = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-host",
        metavar="HOST:PORT",
        help="Fetch from this private or loopback server too. Repeatable; exact.",
        show_default=False,
    ),
]
Jobs = Annotated[
    int | None,
    typer.Option("--jobs", "-j", metavar="N", help="Hosts asked at the same time.", show_default=False),
]
MaxAge = Annotated[
    str | None,
    typer.Option(
        "--max-age",
        metavar="DURATION",
        help="Use snapshots up to this age without asking the server: 90s, 6h, 2d.",
        show_default=False,
    ),
]
Proxy = Annotated[
    str | None,
    typer.Option(
        "--proxy",
        metavar="URL",
        help="Send every request through this proxy, http://HOST:PORT; it judges names.",
        show_default=False,
    ),
]
Refresh = Annotated[bool, typer.Option("--refresh", help="Fetch whole pages, whatever is in the cache.")]
FormatOption = Annotated[Format, typer.Option("--format", "-f", help="Shape of the data on stdout.")]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write the data to FILE, whole or not at all; - is stdout.",
        show_default=False,
    ),
]
