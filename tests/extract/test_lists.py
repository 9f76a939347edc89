"""What introduces a list goes with its items."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from claimtrack.extract.lists import lead_in
from claimtrack.models import BlockKind, Document

LEAD_INS = [
    ("The firm has:", "The firm has:"),
    ("The firm has", "The firm has"),
    ("Four firms were asked. Three of them agreed:", "Three of them agreed:"),
    ("The following firms took part.", "The following firms took part."),
    ("Terms (see below) are as follows.", "Terms (see below) are as follows."),
    ("The firm is old.", ""),
    ("Is the firm old?", ""),
    ("“The firm is old.”", ""),
    ("The firm is old. " + "It has many docks and cranes " * 20, ""),
]


@pytest.mark.parametrize(("paragraph", "expected"), LEAD_INS)
def test_a_sentence_left_open_introduces(paragraph: str, expected: str) -> None:
    assert lead_in(paragraph, BlockKind.PARAGRAPH) == expected


def test_a_heading_introduces() -> None:
    assert lead_in("Docks", BlockKind.HEADING) == "Docks"


@pytest.mark.parametrize(
    "kind", [BlockKind.LIST_ITEM, BlockKind.TABLE_ROW, BlockKind.CAPTION, BlockKind.META]
)
def test_nothing_else_does(kind: BlockKind) -> None:
    assert not lead_in("It has:", kind)


@pytest.mark.parametrize(
    ("markup", "contexts"),
    [
        pytest.param(
            "<h2>Docks of Orsa</h2><ul><li>North<li>South</ul>", ["Docks of Orsa"] * 2, id="heading"
        ),
        pytest.param(
            "<p>Five firms bid. Three did so in time:</p><ol><li>Tellmar<li>Quill<li>Moss</ol>",
            ["Three did so in time:"] * 3,
            id="last sentence",
        ),
        pytest.param(
            "<p>Tellmar has:</p><ol><li>a dock<ol><li>for boats</ol></ol>",
            ["Tellmar has:", "a dock"],
            id="nested",
        ),
        pytest.param(
            "<dl><dt>Depth<dd>88 m<dt>Area<dt>Size<dd>41 km</dl>", ["", "Depth", "", "", "Size"], id="terms"
        ),
        pytest.param("<h2>Docks</h2><p>They are old.</p><ul><li>North</ul>", [""], id="heading further up"),
    ],
)
def test_items_carry_it(read: Callable[..., Document], markup: str, contexts: list[str]) -> None:
    blocks = read(f"<p>Words.</p>{markup}").blocks
    assert [block.context for block in blocks if block.kind is BlockKind.LIST_ITEM] == contexts
