"""Plain text and Markdown to blocks."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

from claimtrack.extract.blocks import BlockBuilder
from claimtrack.extract.html import add_blocks
from claimtrack.extract.lines import GAP, Line
from claimtrack.models import BlockKind

_BLANK_LINES = re.compile(r"\n[^\S\n]*\n")
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
"""CommonMark with GitHub's tables. A browser shows the file as text, so tags in it are text, comments too."""


def add_plain(text: str, builder: BlockBuilder) -> None:
    """Append the paragraphs of a plain text: what blank lines separate. A browser shows their lines as they are."""
    line = Line()
    for paragraph in _BLANK_LINES.split("\n".join(text.splitlines())):
        for number, written in enumerate(paragraph.split("\n")):
            if number:
                line.stop(GAP)
            line.texts.append(written)
        words, _, breaks = line.end()
        builder.add(words, BlockKind.PARAGRAPH, breaks=breaks)


def add_markdown(text: str, builder: BlockBuilder) -> None:
    """Append the blocks of a Markdown text, without the signs that mark them up."""
    add_blocks(_MARKDOWN.render("\n".join(text.splitlines())), builder)
