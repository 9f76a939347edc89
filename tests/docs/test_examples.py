"""Every example in the documentation is run: what a `console` block shows is what the commands print."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def examples() -> list[Any]:
    return [
        pytest.param(block, id=f"{page.name}-{number}")
        for page in PAGES
        for number, block in enumerate(BLOCK.findall(page.read_text(encoding="utf-8")))
    ]


def matches(shown: str, printed: str) -> bool:
    """Tell whether output is what the page shows; `…` or `...` on the page stands for anything."""
    parts = re.split(r"…|\.\.\.", shown.strip())
    pattern = ".*?".join(re.escape(part) for part in parts)
    return re.fullmatch(pattern, printed.strip(), re.DOTALL) is not None


@pytest.mark.parametrize("block", examples())
def test_console_block(block, tmp_path, workspace):
    for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, shown = step.partition("\n")
        name, *words = shlex.split(command)
        assert name == "claims", f"only claims is run: {command}"
        result = workspace.run(*words, cwd=tmp_path)
        printed = result.out if shown.strip() else ""
        assert matches(shown, printed), f"$ {command}\nshown:\n{shown}\nprinted:\n{result.out}\n{result.err}"


def test_there_are_examples():
    assert examples()


def test_links_between_pages_lead_somewhere():
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_quick_start_is_two_commands_of_one_line():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = text.partition("## Quick start\n")[2].partition("\n## ")[0]
    blocks = re.findall(r"^```sh\n(.*?)^```$", section, re.DOTALL | re.MULTILINE)
    assert len(blocks) == 2
    assert all(block.count("\n") == 1 for block in blocks)
