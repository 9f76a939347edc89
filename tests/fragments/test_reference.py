"""The reference implementation against examples worked out by hand, and against Chromium."""

from __future__ import annotations

import html
from collections.abc import Callable

import pytest

FindRange = Callable[[str, str], tuple[int, int] | None]

TEXT = "A cat. The Cát sat;\ncatkin, “don’t”\tpi 3.14"
CASES = [
    pytest.param("cat", "cat", id="first whole word"),
    pytest.param("the-,CAT", "Cát", id="prefix, without case and accents"),
    pytest.param("cat,-sat", "Cát", id="suffix"),
    pytest.param("the,catkin", "The Cát sat;\ncatkin", id="range across blocks"),
    pytest.param("sat-,catkin", None, id="a sign between prefix and start"),
    pytest.param("sat%3B-,catkin", "catkin", id="prefix in the block before"),
    pytest.param("kin", None, id="end of a word"),
    pytest.param("don", None, id="one side of an apostrophe"),
    pytest.param("%22don%27t%22", "“don’t”", id="quotation marks of another shape"),
    pytest.param("14", None, id="behind a decimal point"),
    pytest.param("sat%3B%20catkin", None, id="across blocks"),
    pytest.param("%22don%27t%22%20pi", None, id="across cells"),
    pytest.param("cat,sat,-catkin", None, id="a suffix that never follows"),
    pytest.param("cat,sat%3B,-catkin", "cat. The Cát sat;", id="range with suffix"),
]


@pytest.mark.parametrize(("directive", "expected"), CASES)
def test_the_specification_finds(find_range: FindRange, directive: str, expected: str | None) -> None:
    found = find_range(TEXT, directive)
    assert (TEXT[slice(*found)] if found else None) == expected


@pytest.mark.parametrize(("directive", "expected"), CASES)
def test_chromium_marks(visit, boxed: Callable[[str], str], directive: str, expected: str | None) -> None:
    above, row = TEXT.split("\n")
    cells = "".join(f"<td>{html.escape(cell)}</td>" for cell in row.split("\t"))
    marked = visit(f"<p>{above}</p><table><tr>{cells}</tr></table>", directive)
    assert "".join(marked.runs()) == boxed(expected or "")
