"""The tree of a page as browsers build it: Lexbor parses by the HTML standard, broken markup included.

Scripts count as running, as for a reader with a browser: the content of `noscript` is one text.
"""

from __future__ import annotations

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode, SelectolaxError

from claimtrack.extract.events import Handler, Opened

_OPTIONS = int(LexborDocumentOptions.WO_EVENTS)
_TEXT = "-text"


def parse(markup: str) -> LexborHTMLParser | None:
    """Return the tree of a page; None where Lexbor gave up."""
    try:
        return LexborHTMLParser(markup, options=_OPTIONS, scripting=True)
    except SelectolaxError:
        return None


def walk(tree: LexborHTMLParser, handler: Handler[Opened]) -> None:
    """Send the nodes of a tree to `handler`, without recursion: the depth of a page is its author's choice."""
    enter, leave, text = handler.enter, handler.leave, handler.text
    around: list[tuple[LexborNode, Opened | None]] = []
    node: LexborNode | None = tree.root
    while node is not None:
        tag = node.tag
        if tag == _TEXT:
            text(node.text_content or "")
        elif tag is not None and tag[0] != "-":
            opened = enter(tag.lower(), node.attributes)
            child = node.first_child if tag != "template" else _content(node)
            if child is not None:
                around.append((node, opened))
                node = child
                continue
            if opened is not None:
                leave(opened)
        node = node.next
        while node is None and around:
            parent, opened = around.pop()
            if opened is not None:
                leave(opened)
            node = parent.next


def _content(template: LexborNode) -> LexborNode | None:
    """The first node in a template, which stands in a document of its own."""
    fragments = template.template_fragments()
    return fragments[0].first_child if fragments else None
