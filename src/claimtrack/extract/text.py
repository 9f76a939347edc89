"""Plain text and Markdown to blocks."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

from claimtrack.extract.blocks import BlockBuilder, clean
from claimtrack.extract.html import add_blocks
from claimtrack.extract.parsing import parse
from claimtrack.models import BlockKind

_BLANK_LINES = re.compile(r"\n[^\S\n]*\n")
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
"""CommonMark with GitHub's tables. A browser shows the file as text, so tags in it are text, comments too."""


def add_plain(text: str, builder: BlockBuilder) -> None:
    """Append the paragraphs of a plain text: what blank lines separate."""
    for paragraph in _BLANK_LINES.split("\n".join(text.splitlines())):
        builder.add(clean(paragraph), BlockKind.PARAGRAPH)


def add_markdown(text: str, builder: BlockBuilder) -> None:
    """Append the blocks of a Markdown text, without the signs that mark them up."""
    add_blocks(parse(_MARKDOWN.render("\n".join(text.splitlines()))), builder)
