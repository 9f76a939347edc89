"""Pages that try to drive the terminal they are shown on (row 87), on a real one."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pty = pytest.importorskip("pty", reason="NOT TESTED: there are no pseudo-terminals here")

SPOILT = "The 2031 census of Lower Ombry counted 6,318 lamplighters."
OF_ONE_CLAIM = frozenset({"diff", "show", "why"})
COMMANDS = (
    ("-v", "verify"),
    ("show",),
    ("why",),
    ("diff",),
    ("list",),
    ("status",),
    ("export", "--format", "csv"),
)
OWN = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
"""What our own colours and progress bar write: moves and colours, never a string command (OSC, DCS)."""


def on_terminal(root: Path, *words: str) -> str:
    """All that `claims` writes to a terminal that is its stdin, stdout and stderr."""
    main, side = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100", "PYTHONWARNINGS": "error"}
    command = [sys.executable, "-m", "claimtrack", "-C", str(root), *words]
    with subprocess.Popen(command, stdin=side, stdout=side, stderr=side, env=environment) as process:
        os.close(side)
        shown = b""
        while select.select([main], [], [], 60)[0]:
            try:
                part = os.read(main, 65_536)
            except OSError:  # the other side was closed
                break
            if not part:
                break
            shown += part
        assert process.wait(60) in {0, 1, 3}
    os.close(main)
    return shown.decode("utf-8")


def dangerous(text: str) -> set[str]:
    """Characters that could do more than be read: all controls but line ends, tabs and our own colours, all format characters."""
    rest = OWN.sub("", text)
    return {
        ch for ch in rest if ch not in "\r\n\t" and unicodedata.category(ch) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
    }


@pytest.fixture(scope="module")
def project(hostile: Any, new_project: Callable[..., Any]) -> Any:
    made = new_project()
    paths = ("/injections/terminal", "/injections/bidirectional", "/injections/judge")
    made.write({path.rpartition("/")[2]: (SPOILT, hostile.url(path)) for path in paths}, hostile.allowed)
    made.verify("--fail-on", "none")
    return made


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_page_drives_the_terminal(project: Any, command: tuple[str, ...]) -> None:
    words = [*command, "ombry/terminal"] if command[0] in OF_ONE_CLAIM else list(command)
    shown = on_terminal(project.root, *words)
    assert dangerous(shown) == set()


def test_the_page_was_shown(project: Any) -> None:
    """Else nothing above could fail: what stands on the page is printed, its escapes as text."""
    shown = on_terminal(project.root, "show", "ombry/terminal")
    assert "lamplighters" in shown


@pytest.mark.parametrize("command", [*COMMANDS, ("export", "--format", "json")], ids=" ".join)
def test_no_escape_reaches_a_file_or_a_pipe(project: Any, command: tuple[str, ...]) -> None:
    words = [*command, "ombry/terminal"] if command[0] in OF_ONE_CLAIM else list(command)
    run = project.run(*words)
    assert run.code in {0, 1, 3}, run.err
    for text in (run.out, run.err):
        assert {ch for ch in text if ch not in "\r\n\t" and unicodedata.category(ch) in {"Cc", "Cf"}} == set()
