"""Drawings and formulas: what of an `svg` or `math` element a browser shows as HTML.

The words of a drawing and the signs of a formula are no sentences of the page. But both may hold HTML (`foreignObject`), and
where HTML stands in them that may not, a browser takes it that they ended there
(https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inforeign). libxml2 knows neither: in its tree, all that
follows a drawing that nobody closed is inside it.
"""

from __future__ import annotations

from collections.abc import Iterator

from bs4 import Tag
from bs4.element import PageElement

from claimtrack.extract.elements import FORMULA_TEXT, says_hidden
from claimtrack.extract.events import Attributes

_ENDS_FOREIGN = frozenset(
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta nobr ol p pre "
    "ruby s small span strong strike sub sup table tt u ul var".split()
)
"""Start tags that end every open drawing and formula, as the standard lists them."""
_ENDING_FONT = ("color", "face", "size")
"""Attributes with which `font` does so too."""
_DESCRIPTIONS = frozenset({"title", "desc"})
"""Elements of a drawing that may hold HTML and are never drawn."""
_NOT_DRAWN = frozenset("defs symbol clippath mask pattern marker".split())
"""Elements of a drawing that are drawn elsewhere, or not at all."""


def shown_children(root: Tag) -> list[PageElement]:
    """The outermost HTML in a drawing or formula, as far as it may be shown."""
    found: list[PageElement] = []
    has_ended = False
    stack: list[tuple[Iterator[PageElement], bool]] = [(iter(root.contents), _says_hidden(root))]
    while stack:
        children, unseen = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
        elif has_ended:
            found.append(child)
        elif isinstance(child, Tag):
            if _ends_foreign(child):
                has_ended = True
                found.append(child)
            elif _holds_html(child):
                found += [] if unseen or _says_hidden(child) else [child]
            elif not _describes(child):
                stack.append(
                    (iter(child.contents), unseen or child.name in _NOT_DRAWN or _says_hidden(child))
                )
    return found


def _ends_foreign(tag: Tag) -> bool:
    return tag.name in _ENDS_FOREIGN or (tag.name == "font" and any(map(tag.has_attr, _ENDING_FONT)))


def _holds_html(tag: Tag) -> bool:
    """Tell whether a browser lays out what is in the element as HTML; a plain sign of a formula is none."""
    return tag.name == "foreignobject" or (
        tag.name in FORMULA_TEXT and any(isinstance(child, Tag) for child in tag.contents)
    )


def _describes(tag: Tag) -> bool:
    return tag.name in _DESCRIPTIONS or (tag.name == "annotation-xml" and tag.has_attr("encoding"))


def _says_hidden(tag: Tag) -> bool:
    return says_hidden(plain_attributes(tag))


def plain_attributes(tag: Tag) -> Attributes:
    """The attributes of an element, each as one text."""
    return {name: value if isinstance(value, str) else " ".join(value) for name, value in tag.attrs.items()}
