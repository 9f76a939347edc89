"""What the open elements of a page say about the text in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from claimtrack.extract.elements import BLOCK_KINDS, BLOCKS
from claimtrack.extract.parts import FLOW
from claimtrack.extract.rows import SECTIONS, OpenCell, OpenRow, OpenTable
from claimtrack.extract.tables import LAYOUT
from claimtrack.models import BlockKind


@dataclass(frozen=True, slots=True)
class Scope:
    """What few elements change."""

    noted: tuple[list[str], ...] = ()
    """Notes that the text goes to."""
    is_shown: bool = True
    """Whether the text is part of the page as it is first shown."""
    is_sealed: bool = False
    """Whether nothing in it can be shown, whatever it is."""
    foreign: str = ""
    """The drawing, formula or sign of a formula whose content is no HTML."""
    outside: tuple[list[str], ...] = ()
    """Where text went in front of that drawing or formula."""
    table: OpenTable | None = None
    row: OpenRow | None = None
    cell: OpenCell | None = None


@dataclass(slots=True)
class State:
    """The same for all text up to the next element that changes it.

    Never changed once made, and not frozen all the same: there is one for every block of a page, and a frozen one takes three times
    as long to make.
    """

    kind: BlockKind
    context: str
    region: int
    sinks: tuple[list[str], ...]
    """Where text goes. The first is the line that is being read."""
    scope: Scope

    def within(self, scope: Scope, sinks: tuple[list[str], ...] | None = None) -> State:
        """The state in an element that changes the scope, and perhaps where text goes."""
        return State(self.kind, self.context, self.region, self.sinks if sinks is None else sinks, scope)


class Rule(NamedTuple):
    """What a block element does to the state in it."""

    kind: BlockKind | None
    """None for that of the block around it: a paragraph inside a list item or quotation is still that."""
    keeps_context: bool
    is_flow: bool
    """Whether it is running text, and no region of its own without a name."""
    is_layout: bool
    """Whether a row that holds it lays out the page."""
    is_special: bool
    """Whether it is part of a list or table."""


LISTS = frozenset({"ul", "ol", "menu"})
CELLS = frozenset({"td", "th"})
TABLES = frozenset({"table", "tr"}) | CELLS | SECTIONS
SPECIAL = LISTS | TABLES | {"dd", "caption"}
"""Elements of lists and tables, for which the rules are not all."""
_KEEPS_KIND = frozenset({"p", "div", "section"})


def _rule(name: str) -> Rule:
    keeps_kind = name in _KEEPS_KIND
    return Rule(
        kind=None if keeps_kind else BLOCK_KINDS.get(name, BlockKind.PARAGRAPH),
        keeps_context=keeps_kind or name in BLOCK_KINDS,
        is_flow=name in FLOW,
        is_layout=name in LAYOUT,
        is_special=name in SPECIAL,
    )


RULES = {name: _rule(name) for name in BLOCKS}
