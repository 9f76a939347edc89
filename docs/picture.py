"""Draw `docs/images/demo.svg`: a real run of `claims demo` on a terminal of 100 columns.

    python docs/picture.py

The command runs on a pseudo-terminal, so the picture has the colours a person sees. The drawing refers to no font of any other site.
"""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import SVG_EXPORT_THEME
from rich.text import Text

PICTURE = Path(__file__).parent / "images" / "demo.svg"
COLUMNS = 100
_FONT = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace"


def record(command: list[str]) -> str:
    """Run a command on a pseudo-terminal and return what it printed, progress lines resolved."""
    leader, follower = pty.openpty()
    env = {**os.environ, "TERM": "xterm-256color", "COLUMNS": str(COLUMNS), "LINES": "50"}
    env.pop("NO_COLOR", None)
    process = subprocess.Popen(command, stdout=follower, stderr=follower, env=env)  # noqa: S603 - our own command
    os.close(follower)
    chunks = []
    while True:
        try:
            chunk = os.read(leader, 65536)
        except OSError:
            break
        if not chunk:
            break
        chunks.append(chunk)
    process.wait()
    os.close(leader)
    text = b"".join(chunks).decode().replace("\r\n", "\n")
    return re.sub(r"[^\n]*\r\x1b\[K", "", text)


def draw(text: str) -> str:
    """Return an SVG of terminal output."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi(text), soft_wrap=False)
    svg = console.export_svg(title="claims demo", theme=SVG_EXPORT_THEME, unique_id="demo")
    svg = re.sub(r"@font-face \{.*?\}\n?", "", svg, flags=re.DOTALL)
    return svg.replace("Fira Code, monospace", _FONT)


def main() -> None:
    """Run the demo and draw it."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = str(Path(scratch) / "harbour")
        text = record([sys.executable, "-m", "claimtrack", "demo", folder]).replace(scratch, "/tmp")  # noqa: S108 - shown only
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(draw(text), encoding="utf-8")


if __name__ == "__main__":
    main()
