"""docs/scoring.md and docs/judge.md say what judges can do."""

from __future__ import annotations

import re
from pathlib import Path

from claimtrack.judge.backends import backend_names
from claimtrack.judge.excerpts import MOST_CHARS, WHOLE_PAGE_CHARS
from claimtrack.judge.ledger import Budget
from claimtrack.judge.reasons import SLUGS

DOCS = Path(__file__).parents[2] / "docs"


def test_every_reason_of_a_judge_is_documented_and_no_other():
    page = (DOCS / "scoring.md").read_text(encoding="utf-8")
    section = page.split("## Second opinions\n")[1].split("\n## ")[0]
    assert sorted(re.findall(r"^\| `([a-z-]+)` \|", section, re.MULTILINE)) == sorted(SLUGS)


def test_every_backend_is_documented_and_no_other():
    page = (DOCS / "judge.md").read_text(encoding="utf-8")
    section = page.split("## Set one up\n")[1].split("\n## ")[0]
    assert sorted(re.findall(r"^\| `([a-z]+)` \|", section, re.MULTILINE)) == backend_names([])


def test_the_bounds_that_are_told_are_those_that_hold():
    page = (DOCS / "judge.md").read_text(encoding="utf-8")
    assert f"up to {WHOLE_PAGE_CHARS:,} characters, else up to {MOST_CHARS:,}" in page
    assert f"in calls ({Budget().calls} by default) and tokens ({Budget().tokens:,})" in page
