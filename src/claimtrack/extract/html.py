"""HTML to blocks: takes the events of a walk over the tree; a new block only where a block element begins or ends.

An inline tag never separates: `<b>W</b>hen` is one word. (Putting a space or newline at every tag loses two thirds more of
the sentences that are there.) What no reader sees (scripts, templates, `hidden`, `display:none`) is left out of the page's text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from claimtrack.extract import parsing
from claimtrack.extract.blocks import BlockBuilder
from claimtrack.extract.elements import (
    CONTROLS,
    FORMULA_PARTS,
    FORMULA_TEXT,
    NOT_DRAWN,
    ROLES,
    Role,
    says_hidden,
)
from claimtrack.extract.events import Attributes, Handler, attribute
from claimtrack.extract.lines import GAP, MARK, Line
from claimtrack.extract.lists import lead_in
from claimtrack.extract.notes import NOTED, Notes
from claimtrack.extract.parts import NOWHERE
from claimtrack.extract.rows import SECTIONS, OpenCell, OpenRow, OpenTable
from claimtrack.extract.state import CELLS, LISTS, RULES, SPECIAL, Scope, State
from claimtrack.models import BlockKind

# Looked up in an enumeration for each element of a page, they take a tenth of the time that it is read in.
_BLOCK, _LINE_END, _UNSEEN, _FOREIGN, _LINK, _BOLD = (
    Role.BLOCK, Role.LINE_END, Role.UNSEEN, Role.FOREIGN, Role.LINK, Role.BOLD,
)  # fmt: skip
_LIST_ITEM, _CODE = BlockKind.LIST_ITEM, BlockKind.CODE
_ROOTS = frozenset({"html", "body"})
"""A page that hides all of itself shows it again by a script."""
_SEALED = Scope(is_sealed=True)
_MAX_NOTED = 3
"""Notes that one text goes to, so that elements in elements cost no more than their text."""

_Opened: TypeAlias = tuple[State, str, bool]
"""For the end of an element: the state around it, its name, and whether it is a block."""


def add_blocks(
    markup: str, builder: BlockBuilder, *, walk: Callable[[str, Handler[_Opened]], None] = parsing.walk
) -> Notes:
    """Append the visible text of a page or fragment to `builder`, block by block; return what was noted of it.

    Args:
        markup: The page.
        builder: Takes the blocks.
        walk: Parses the page and sends its events.

    Raises:
        UnreadableError: It cannot be parsed, or not as a whole.
        TextTooLongError: The document passes its limit.
    """
    reader = _Reader(builder)
    walk(markup, reader)
    reader.close()
    return reader.notes


class _Reader:
    """`claimtrack.extract.events.Handler` that writes blocks. Whatever the depth of a page, only the walk keeps a stack."""

    def __init__(self, builder: BlockBuilder) -> None:
        self.notes = Notes()
        self._builder = builder
        self._line = Line()
        self._texts = self._line.texts
        self._state = State(BlockKind.PARAGRAPH, "", NOWHERE, (self._texts,), Scope())
        self._term = ""

    def text(self, text: str) -> None:
        """Text stands here."""
        for sink in self._state.sinks:
            # Nothing begins with white space; most text nodes are only the white space between blocks.
            if sink or not text.isspace():
                sink.append(text)

    def enter(self, name: str, attributes: Attributes) -> _Opened | None:
        """An element begins."""
        state = self._state
        scope = state.scope
        if scope.foreign:
            if scope.is_sealed or not _ends_foreign(scope, name):
                return self._foreign(name, attributes)
            state = self._html_in_foreign(name)
        noted = self.notes.take(name, attributes) if attributes or name in NOTED else None
        is_hidden = (
            ("style" in attributes or "hidden" in attributes)
            and says_hidden(attributes)
            and name not in _ROOTS
        )
        role = ROLES.get(name)
        if role is None and noted is None and not is_hidden:
            return None
        if scope.is_sealed:
            return self._open(state, name, noted)
        if role is not _BLOCK or is_hidden:
            return self._enter_inline(state, name, attributes, role, noted, is_hidden=is_hidden)
        if self._texts or len(state.sinks) > 1 or not scope.is_shown:
            self._end_line()
        if scope.is_shown:
            state = self._block(state, name, attributes)
        if noted is not None:
            return self._open(state, name, noted, is_block=True)
        before = self._state
        self._state = state
        return before, name, True

    def leave(self, opened: _Opened) -> None:
        """An element ends."""
        before, name, is_block = opened
        state = self._state
        scope = state.scope
        if is_block:
            if self._texts or len(state.sinks) > 1 or not scope.is_shown:
                self._end_line()
            if name in SPECIAL:
                _leave_table(name, scope, before.scope)
            elif name == "dt":
                self._term = self._builder.last(_LIST_ITEM)
        elif not scope.is_shown and before.scope.is_shown:
            self.notes.end_hidden()
        elif name == "a":
            self._line.end_link()
        elif name in CONTROLS:
            self._stop(GAP)
        self._state = before

    def close(self) -> None:
        """The page ends."""
        self._end_line()

    def _open(
        self, inside: State, name: str, noted: list[str] | None, *, is_block: bool = False
    ) -> _Opened | None:
        """Take on the state in an element; nothing is to be undone where it is that around it."""
        before = self._state
        scope = inside.scope
        if noted is not None and scope.is_sealed:
            inside = inside.within(scope, (noted,))
        elif noted is not None and len(scope.noted) < _MAX_NOTED:
            scope = replace(scope, noted=(*scope.noted, noted))
            inside = inside.within(scope, (*inside.sinks, noted))
        if inside is before and not is_block and name not in CONTROLS:
            return None
        self._state = inside
        return before, name, is_block

    def _enter_inline(
        self,
        state: State,
        name: str,
        attributes: Attributes,
        role: Role | None,
        noted: list[str] | None,
        *,
        is_hidden: bool,
    ) -> _Opened | None:
        """An element begins that is no block that is shown."""
        scope = state.scope
        if role is _LINE_END or name in CONTROLS:
            self._stop(GAP)
        if role is _FOREIGN:
            self._stop(MARK)
            state = state.within(replace(scope, outside=state.sinks, foreign=name, is_sealed=is_hidden), ())
        elif role is _UNSEEN:
            state = state.within(_SEALED, ())
        elif is_hidden or (role is Role.TEMPLATE and "shadowrootmode" not in attributes):
            sinks = (self.notes.hidden_line, *scope.noted)
            state = State(state.kind, "", state.region, sinks, Scope(scope.noted, is_shown=False))
        elif role is _LINK:
            if scope.is_shown and "href" in attributes:
                self._line.begin_link()
                state = state.within(scope, (*state.sinks, self._line.linked))
        elif role is _BOLD and scope.cell is not None:
            light = scope.cell.light
            state = state.within(scope, tuple(sink for sink in state.sinks if sink is not light))
        return self._open(state, name, noted)

    def _block(self, state: State, name: str, attributes: Attributes) -> State:
        """The state in a block element."""
        kind, keeps_context, is_flow, is_layout, is_special = RULES[name]
        kind = kind or state.kind
        context = state.context if keeps_context else ""
        if is_special:
            if name in LISTS:
                context = self._lead_in()
            elif name == "dd":
                context = self._term
        region = state.region
        if attributes or not is_flow or region < 0:
            region = self._builder.regions.open(
                region,
                name,
                attributes.get("id") or "",
                attributes.get("class") or "",
                attribute(attributes, "role").lower() if "role" in attributes else "",
            )
        scope = state.scope
        if is_layout and scope.row is not None and scope.cell is not None:
            scope.row.is_layout = True
        if kind is not state.kind or region != state.region or context != state.context:
            state = State(kind, context, region, state.sinks, scope)
        return self._enter_table(state, name, attributes) if is_special else state

    def _lead_in(self) -> str:
        """What introduces a list: "The firm has:", or the item that a list inside it is about."""
        if self._state.kind is _LIST_ITEM:
            return self._builder.last(_LIST_ITEM)
        heading = self._builder.last(BlockKind.HEADING)
        if heading:
            return lead_in(heading, BlockKind.HEADING)
        return lead_in(self._builder.last(BlockKind.PARAGRAPH), BlockKind.PARAGRAPH)

    def _enter_table(self, state: State, name: str, attributes: Attributes) -> State:
        scope = state.scope
        table = scope.table
        if name == "table":
            # What is collected around it, of a cell or a caption, is no value any more.
            linked = self._line.linked
            kept = [sink for sink in state.sinks if sink is linked or sink is self._texts]
            scope = replace(scope, table=OpenTable(self._builder), row=None, cell=None)
            return state.within(scope, (*kept, *scope.noted))
        if table is None or scope.cell is not None:
            return state
        if name in SECTIONS:
            table.open_section(name)
        elif name == "tr" and scope.row is None:
            row = OpenRow(mark=len(self._builder), region=state.region)
            return state.within(replace(scope, row=row))
        elif name in CELLS and scope.row is not None:
            cell = OpenCell(name, attributes)
            return state.within(replace(scope, cell=cell), (*state.sinks, cell.texts, cell.light))
        elif name == "caption" and scope.row is None:
            return state.within(scope, (*state.sinks, table.caption))
        return state

    def _foreign(self, name: str, attributes: Attributes) -> _Opened | None:
        """An element of a drawing or formula: of its text nothing is shown."""
        state = self._state
        if name in NOT_DRAWN or (attributes and says_hidden(attributes)):
            return self._open(state.within(replace(state.scope, is_sealed=True)), name, None)
        if name in FORMULA_TEXT:
            return self._open(state.within(replace(state.scope, foreign=name)), name, None)
        return None

    def _html_in_foreign(self, name: str) -> State:
        """The state of HTML in a drawing; in a sign of a formula what follows it is shown as well."""
        scope = replace(self._state.scope, foreign="")
        state = self._state.within(scope, scope.outside)
        if name != "foreignobject":
            self._state = state
        return state

    def _stop(self, sign: str) -> None:
        """Put a stop into the line, and white space into whatever else is read."""
        for sink in self._state.sinks:
            if sink is self._texts:
                self._line.stop(sign)
            else:
                sink.append(sign)

    def _end_line(self) -> None:
        """A block begins or ends here."""
        state = self._state
        for sink in state.sinks[1:]:
            sink.append(" ")
        if not state.scope.is_shown:
            self.notes.end_hidden_line()
        elif self._texts:
            context = state.context if state.kind is _LIST_ITEM else ""
            # The line is what code is read by; elsewhere a line ends where the window does.
            lines = self._line.end_preformatted() if state.kind is _CODE else (self._line.end(),)
            for text, linked, breaks in lines:
                if text:
                    self._builder.add(
                        text, state.kind, context, region=state.region, linked=linked, breaks=breaks
                    )


def _ends_foreign(scope: Scope, name: str) -> bool:
    """Tell whether an element in a drawing or formula is HTML again."""
    return name == "foreignobject" or (scope.foreign in FORMULA_TEXT and name not in FORMULA_PARTS)


def _leave_table(name: str, scope: Scope, around: Scope) -> None:
    """A part of a table ends.

    Args:
        name: Of the element.
        scope: What holds in it.
        around: What holds around it.
    """
    table = scope.table
    if table is None:
        return
    if table is not around.table:
        table.close()
    elif scope.row is not around.row and scope.row is not None:
        table.take(scope.row)
    elif scope.cell is not around.cell and scope.cell is not None and scope.row is not None:
        scope.row.take(scope.cell)
    elif name in SECTIONS and scope.cell is None:
        table.open_section("")
    elif name == "caption":
        table.end_caption()
