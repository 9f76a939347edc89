"""What HTML elements mean to a reader: which begin a block and of what kind, and which nobody sees."""

from __future__ import annotations

import re

from bs4 import Tag
from bs4.element import CData, NavigableString, PageElement

from claimtrack.models import BlockKind

BLOCK_KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), BlockKind.HEADING),
    **dict.fromkeys(("li", "dt", "dd"), BlockKind.LIST_ITEM),
    **dict.fromkeys(("figcaption", "caption"), BlockKind.CAPTION),
    "blockquote": BlockKind.QUOTE,
    "pre": BlockKind.CODE,
}
"""Elements that say what their text is."""
BLOCKS = frozenset(
    "address article aside body details dialog div dl fieldset figure footer foreignobject form header hgroup hr html legend main menu nav ol p "
    "search section summary table tbody td tfoot th thead tr ul center".split()
) | frozenset(BLOCK_KINDS)
"""Elements that begin and end a block; all others are inline."""
_UNSEEN = frozenset(
    "script style template noscript head title meta link iframe object embed canvas audio video datalist select textarea".split()
)
FOREIGN = frozenset({"svg", "math"})
"""Elements whose content is no HTML."""
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_TEXT_TYPES = frozenset({NavigableString, CData})
"""Exact types: comments, doctypes, scripts and ruby annotations are subclasses."""


def is_hidden(tag: Tag) -> bool:
    """Tell whether no reader sees the element, nor anything in it."""
    # HTML ends a drawing that nobody closed, and is seen then, whatever the drawing says of itself.
    return tag.name in _UNSEEN or (tag.name not in FOREIGN and says_hidden(tag))


def says_hidden(tag: Tag) -> bool:
    """Tell whether the attributes of an element hide it."""
    if tag.has_attr("hidden"):
        return True
    style = tag.get("style")
    return isinstance(style, str) and _HIDDEN_STYLE.search(style) is not None


def is_text(node: PageElement) -> bool:
    """Tell whether a node of the tree is text that is shown."""
    return type(node) in _TEXT_TYPES
