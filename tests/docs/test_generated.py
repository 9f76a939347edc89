"""Generated pages are what the code says now."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parent.parent.parent / "docs"


def test_the_cli_reference_is_current():
    # In a process of its own, as `make docs` does it: what other tests imported must not show in the page.
    program = "import runpy, sys; sys.stdout.write(runpy.run_path(sys.argv[1])['cli_page']())"
    command = [sys.executable, "-c", program, str(DOCS / "generate.py")]
    page = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    written = (DOCS / "cli.md").read_text(encoding="utf-8")
    assert page == written, "run `make docs`"


def test_every_command_and_option_is_in_the_reference():
    import typer.main

    from claimtrack.cli import commands  # noqa: F401 - registers the commands
    from claimtrack.cli.app import app

    page = (DOCS / "cli.md").read_text(encoding="utf-8")
    group: Any = typer.main.get_command(app)
    commands_of = dict(group.commands)
    for name, command in group.commands.items():
        commands_of |= {f"{name} {inner}": it for inner, it in getattr(command, "commands", {}).items()}
    for name, command in commands_of.items():
        assert f"## claims {name}\n" in page
        for parameter in command.params:
            for option in parameter.opts:
                assert option in page or not option.startswith("-"), (name, option)
