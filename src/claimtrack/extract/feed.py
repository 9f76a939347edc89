"""RSS and Atom to blocks: titles are headings, what entries carry as HTML is read as that."""

from __future__ import annotations

import re
from html.entities import html5

from lxml import etree

from claimtrack.extract.blocks import BlockBuilder, clean
from claimtrack.extract.embedded import paragraphs
from claimtrack.extract.libxml import check_whole
from claimtrack.models import BlockKind

_TITLE = "title"
_BODIES = frozenset({"content", "description", "encoded", "subtitle", "summary"})
_FACTS = frozenset({"author", "category", "creator", "date", "name", "pubdate", "published", "updated"})
_ENTITY = re.compile(r"&(\w{2,32};)")
_XML_ENTITIES = frozenset({"amp;", "apos;", "gt;", "lt;", "quot;"})


def add_feed(text: str, builder: BlockBuilder) -> str | None:
    """Append the entries of a feed and return its title, or None where it has none.

    External entities are never loaded, and internal ones not expanded.

    Raises:
        UnreadableError: the parser left something out.
    """
    parser = etree.XMLParser(encoding="utf-8", recover=True, resolve_entities=False, no_network=True)
    # HTML's entities are no part of XML; feeds use them all the same.
    markup = _ENTITY.sub(_character, text).encode("utf-8", "replace")
    root = etree.fromstring(markup, parser)
    check_whole(parser)
    title: str | None = None
    if root is None:
        return None
    for element in root.iter(etree.Element):
        name = etree.QName(element).localname.lower()
        if name == _TITLE:
            text = clean(" ".join(paragraphs(_text(element))))
            title = title or text or None
            builder.add(text, BlockKind.HEADING)
        elif name in _BODIES:
            for paragraph in paragraphs(_markup(element)):
                builder.add(paragraph, BlockKind.PARAGRAPH)
        elif name in _FACTS and len(element) == 0:
            builder.add(clean(_text(element)), BlockKind.PARAGRAPH)
    return title


def _character(match: re.Match[str]) -> str:
    return match[0] if match[1] in _XML_ENTITIES else html5.get(match[1], match[0])


def _text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def _markup(element: etree._Element) -> str:
    """The HTML that an element carries, as text or, in Atom, as elements of its own."""
    if len(element) == 0:
        return element.text or ""
    return etree.tostring(element, encoding="unicode", with_tail=False)
