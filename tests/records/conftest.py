"""What the tests of claim files share."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs" / "claim-files.md"


@pytest.fixture(scope="session")
def docs() -> str:
    """The page about claim files."""
    return DOCS.read_text("utf-8")


@pytest.fixture(scope="session")
def is_documented(docs: str) -> Callable[[str], bool]:
    """Tell whether a message is in a table of faults, where `…` stands for what varies."""
    rows = re.findall(r"^\| `(.+?)` \|", docs, re.MULTILINE)
    patterns = [re.compile(re.escape(row).replace("…", ".*")) for row in rows]
    return lambda message: any(pattern.fullmatch(message) for pattern in patterns)
