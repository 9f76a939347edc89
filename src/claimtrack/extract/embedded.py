"""Text inside data: JSON-LD, JSON and feeds carry paragraphs as text, as escaped text or as HTML, each publisher his own way."""

from __future__ import annotations

import html
import re

from claimtrack.extract.blocks import BlockBuilder, clean
from claimtrack.extract.html import add_blocks

_MARKUP = re.compile(r"<[a-zA-Z/!]")


def paragraphs(value: str) -> list[str]:
    """The paragraphs of a text, cleaned; an empty one stands for an empty text."""
    text = value if _MARKUP.search(value) else html.unescape(value)
    if not _MARKUP.search(text):
        return [clean(line) for line in text.splitlines()]
    builder = BlockBuilder()
    add_blocks(text, builder)
    return builder.text.split("\n")
