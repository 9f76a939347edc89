"""The same events from Beautiful Soup's tree, for pages that Lexbor does not take (see `parsing`).

libxml2's parser is no HTML5 parser. Where the trees differ in what a reader sees, the difference is made good here: drawings
that nobody closed (`foreign`), and what browsers read as text.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, Tag, XMLParsedAsHTMLWarning
from bs4.builder._lxml import LXMLTreeBuilder
from bs4.element import CData, NavigableString, PageElement

from claimtrack.extract.elements import FOREIGN
from claimtrack.extract.events import Handler, Opened
from claimtrack.extract.foreign import plain_attributes, shown_children
from claimtrack.extract.libxml import check_whole

_TEXTS = frozenset({NavigableString, CData})
"""Exact types: comments, doctypes and processing instructions are subclasses too."""


def walk(markup: str, handler: Handler[Opened]) -> None:
    """Parse a page and send its nodes to `handler`, without recursion.

    XML is read as HTML, as a browser does without an XML content type, and text without any tag is text. bs4 warns of both,
    which says nothing here: what a page holds is not the caller's doing.

    Raises:
        UnreadableError: The parser left something out.
    """
    around: list[tuple[Iterator[PageElement], Opened | None]] = [(iter(_parse(markup).contents), None)]
    while around:
        children, opened = around[-1]
        child = next(children, None)
        if child is None:
            around.pop()
            if opened is not None:
                handler.leave(opened)
        elif isinstance(child, Tag):
            inside = handler.enter(child.name, plain_attributes(child))
            if child.name in FOREIGN:
                # What of it is HTML follows it here; a browser shows it in it.
                around.append((iter(shown_children(child)), None))
            elif child.name == "noscript":
                handler.text(child.decode_contents())
            else:
                around.append((iter(child.contents), inside))
                continue
            if inside is not None:
                handler.leave(inside)
        elif type(child) in _TEXTS:
            handler.text(str(child))


def _parse(markup: str) -> BeautifulSoup:
    builder = LXMLTreeBuilder(multi_valued_attributes=None, string_containers={})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        soup = BeautifulSoup(markup, builder=builder)
    check_whole(builder.parser)
    return soup
