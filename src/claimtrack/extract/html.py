"""HTML to blocks: one walk over the tree, a new block only where a block element begins or ends.

An inline tag never separates: `<b>W</b>hen` is one word. (Putting a space or newline at every tag loses two thirds more of
the sentences that are there.) What no reader sees (scripts, templates, `hidden`, `display:none`) is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement

from claimtrack.extract.blocks import BlockBuilder, clean
from claimtrack.extract.elements import BLOCK_KINDS, BLOCKS, is_hidden, is_text
from claimtrack.extract.foreign import shown_children
from claimtrack.extract.tables import RowReader
from claimtrack.models import BlockKind

_KEEPS_KIND = frozenset({"p", "div", "section"})
_LISTS = frozenset({"ul", "ol"})


def add_blocks(soup: BeautifulSoup, builder: BlockBuilder) -> None:
    """Append the visible text of a parsed page to `builder`, block by block."""
    _Walk(builder).run(soup)


class _Frame(NamedTuple):
    """What an open block element says about the text in it."""

    kind: BlockKind
    context: str


class _Walk:
    """Document-order walk with a buffer of inline text. No recursion: the depth of a page is its author's choice."""

    def __init__(self, builder: BlockBuilder) -> None:
        self._builder = builder
        self._rows = RowReader(builder)
        self._inline: list[str] = []
        self._open: list[_Frame] = [_Frame(BlockKind.PARAGRAPH, "")]
        self._term = ""

    def run(self, root: Tag) -> None:
        stack: list[tuple[Tag, Iterator[PageElement]]] = [(root, iter(root.contents))]
        while stack:
            tag, children = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                self._leave(tag)
            elif isinstance(child, Tag):
                if child.name == "br":
                    self._inline.append("\n")
                elif not is_hidden(child) and not (child.name == "tr" and self._row(child)):
                    self._enter(child)
                    stack.append((child, iter(shown_children(child))))
            elif is_text(child):
                self._inline.append(str(child))
        self._flush()

    def _enter(self, tag: Tag) -> None:
        if tag.name not in BLOCKS:
            return
        self._flush()
        around = self._open[-1]
        if tag.name in _LISTS:
            frame = _Frame(BlockKind.PARAGRAPH, self._lead_in())
        elif tag.name == "dd":
            frame = _Frame(BlockKind.LIST_ITEM, self._term)
        elif tag.name in BLOCK_KINDS:
            frame = _Frame(BLOCK_KINDS[tag.name], around.context)
        else:
            # A paragraph inside a list item or quotation is still that.
            frame = around if tag.name in _KEEPS_KIND else _Frame(BlockKind.PARAGRAPH, "")
        self._open.append(frame)

    def _leave(self, tag: Tag) -> None:
        if tag.name not in BLOCKS:
            return
        self._flush()
        self._open.pop()
        if tag.name == "dt":
            self._term = self._builder.last(BlockKind.LIST_ITEM)

    def _lead_in(self) -> str:
        """What introduces a list: "The firm has:", or the item that a list inside it is about."""
        if self._open[-1].kind is BlockKind.LIST_ITEM:
            return self._builder.last(BlockKind.LIST_ITEM)
        before = self._builder.last(BlockKind.PARAGRAPH, BlockKind.HEADING)
        return before if before.endswith(":") else ""

    def _row(self, row: Tag) -> bool:
        self._flush()
        return self._rows.add(row)

    def _flush(self) -> None:
        written = "".join(self._inline)
        self._inline.clear()
        kind, context = self._open[-1]
        # The line is what code is read by; elsewhere a line ends where the window does.
        for text in written.splitlines() if kind is BlockKind.CODE else (written,):
            self._builder.add(clean(text), kind, context if kind is BlockKind.LIST_ITEM else "")
