"""docs/scoring.md lists what the scorer can say, and its examples of numbers hold."""

import re
from pathlib import Path

import pytest

from claimtrack.scoring.quantities import Relation, compare, derivable, read_quantities
from claimtrack.scoring.reasons import SLUGS

PAGE = (Path(__file__).parents[2] / "docs/scoring.md").read_text(encoding="utf-8")


def section(title: str) -> list[list[str]]:
    """The cells of the table in a section, without its head."""
    body = PAGE.split(f"## {title}\n")[1].split("\n## ")[0]
    rows = [line for line in body.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]


def test_every_reason_is_documented_and_no_other():
    documented = [re.fullmatch(r"`([a-z-]+)`", cells[0]) for cells in section("Reasons")]
    assert sorted(match[1] for match in documented if match) == sorted(SLUGS)


def test_slugs_are_unique():
    assert len(set(SLUGS)) == len(SLUGS)


@pytest.mark.parametrize("cells", section("Numbers"), ids=lambda cells: cells[0])
def test_the_examples_of_numbers_hold(cells: list[str]):
    claim, page, outcome = (cell.strip("`") for cell in cells)
    mine, theirs = read_quantities(claim), read_quantities(page)
    relations = {compare(one, other) for one in mine for other in theirs}
    if outcome.startswith("agrees"):
        assert Relation.MATCH in relations
    elif outcome.startswith("differs"):
        assert Relation.AT_ODDS in relations
        assert Relation.MATCH not in relations
    elif outcome.startswith("says nothing"):
        assert relations == {Relation.UNRELATED}
    elif outcome == "bound-dropped":
        assert relations == {Relation.FIRMER}
    else:
        assert outcome == "number-derived"
        assert any(derivable(one, theirs) for one in mine)
