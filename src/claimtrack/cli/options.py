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


class StoryFormat(StrEnum):
    """What `--format` takes where the story of one claim is told."""

    JSON = "json"
    TEXT = "text"


Select = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="SELECT",
        help="Claim ids, globs, claim files, articles or source URLs; all claims without any.",
        show_default=False,
    ),
]
ClaimId = Annotated[
    str, typer.Argument(metavar="CLAIM", help="Claim id, or its part after the slash.", show_default=False)
]
OneSource = Annotated[
    str | None,
    typer.Option(
        "--source",
        "-s",
        metavar="URL",
        help="Only this source of the claim; all without.",
        show_default=False,
    ),
]
StoryFormatOption = Annotated[
    StoryFormat, typer.Option("--format", "-f", help="Shape of the data on stdout.")
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
    typer.Option(
        "--jobs", "-j", metavar="N", help="Requests under way at the same time.", show_default=False
    ),
]
JudgeBudget = Annotated[
    int | None,
    typer.Option(
        "--judge-budget", metavar="N", help="Most calls of the judge in this run.", show_default=False
    ),
]
JudgeDump = Annotated[
    Path | None,
    typer.Option(
        "--judge-dump",
        metavar="DIR",
        help="Write each prompt for the judge to a file in DIR, count them, and ask nobody.",
        show_default=False,
    ),
]
JudgeReplay = Annotated[
    Path | None,
    typer.Option(
        "--judge-replay",
        metavar="DIR",
        help="Read the judge's answers from files in DIR, KEY.answer.txt beside KEY.prompt.txt.",
        show_default=False,
    ),
]
JudgeTokens = Annotated[
    int | None,
    typer.Option(
        "--judge-tokens", metavar="N", help="Most tokens of the judge in this run.", show_default=False
    ),
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
SecondOpinion = Annotated[
    bool,
    typer.Option(
        "--second-opinion", help="Ask the judge that the settings name about verdicts that are not sure."
    ),
]
