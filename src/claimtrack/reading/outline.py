"""A document small enough to leave its worker: a page may be made of a million blocks of one letter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from claimtrack.models import Block, BlockKind, Document

MOST_PARTS = 5_000
"""Blocks, cells and breaks together with which a document is handed on as it is; a long article has some hundreds."""


def outlined(document: Document) -> Document:
    """Return a document whose blocks, cells and breaks are few: else neighbours that show alike are made one, without them.

    The text stays. What is asked of blocks outside of a worker stays true: whether a reader sees the words, and on which page
    of a PDF they stand.
    """
    if sum(1 + len(block.cells) + len(block.breaks) for block in document.blocks) <= MOST_PARTS:
        return document
    runs = groupby(document.blocks, key=lambda block: (block.kind is BlockKind.META, block.page))
    return replace(document, blocks=tuple(_joined(run) for _, run in runs))


def _joined(run: Iterable[Block]) -> Block:
    blocks = tuple(run)
    return Block(
        start=blocks[0].start,
        end=blocks[-1].end,
        kind=blocks[0].kind,
        page=blocks[0].page,
        part=blocks[0].part,
    )
