"""What HTML elements mean to a reader: which begin a block and of what kind, and which nobody sees."""

from __future__ import annotations

import re
from enum import Enum, auto

from claimtrack.extract.events import Attributes
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
    "address article aside body center details dialog div dl fieldset figure footer foreignobject form header hgroup hr html legend listing main "
    "menu nav ol p plaintext search section summary table tbody td tfoot th thead tr ul xmp".split()
) | frozenset(BLOCK_KINDS)
"""Elements that begin and end a block; all others are inline."""
UNSEEN = frozenset(
    "script style noscript head title meta link base iframe noframes noembed object embed canvas audio video datalist select textarea rp rt".split()
)
"""Elements whose text nobody reads on the page: it is for programs, for other browsers, to be chosen or filled in, or says how to
pronounce what stands beside it."""
CONTROLS = frozenset({"button", "input", "select", "textarea"})
"""Elements that stand in a line of text and are none of it."""
FOREIGN = frozenset({"svg", "math"})
"""Elements whose content is no HTML: the words of a drawing and the signs of a formula are no sentences of the page."""
FORMULA_TEXT = frozenset("mi mo mn ms mtext".split())
"""Elements of a formula in which HTML may stand."""
FORMULA_PARTS = frozenset({"mglyph", "malignmark"})
"""What stands in them and is no HTML."""
NOT_DRAWN = frozenset(
    "annotation annotation-xml clippath defs desc marker mask metadata pattern symbol title".split()
)
"""Elements of a drawing or formula that are drawn elsewhere, or not at all."""


class Role(Enum):
    """How an element changes the way in which the text in it, or behind it, is read."""

    BLOCK = auto()
    LINE_END = auto()
    UNSEEN = auto()
    FOREIGN = auto()
    LINK = auto()
    BOLD = auto()
    TEMPLATE = auto()


BOLD = frozenset({"b", "strong"})
ROLES: dict[str, Role] = (
    dict.fromkeys(BLOCKS, Role.BLOCK)
    | dict.fromkeys(CONTROLS | {"br"}, Role.LINE_END)
    | dict.fromkeys(UNSEEN, Role.UNSEEN)
    | dict.fromkeys(FOREIGN, Role.FOREIGN)
    | dict.fromkeys(BOLD, Role.BOLD)
    | {"a": Role.LINK, "template": Role.TEMPLATE}
)
"""An element that is not here is part of the line of text around it."""
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SHORTEST_HIDING = len("display:none") - 1


def says_hidden(attributes: Attributes) -> bool:
    """Tell whether the attributes of an element hide it, and all that is in it."""
    if "hidden" in attributes:
        return True
    style = attributes.get("style")
    return style is not None and len(style) > _SHORTEST_HIDING and _HIDDEN_STYLE.search(style) is not None
