"""What of a document leaves its worker."""

from __future__ import annotations

from dataclasses import replace

from claimtrack.models import Block, BlockKind, Cell, Document
from claimtrack.reading.outline import MOST_PARTS, outlined


def _document(kinds: list[BlockKind], pages: list[int | None] | None = None) -> Document:
    places = pages or [None] * len(kinds)
    blocks = tuple(
        Block(start=2 * n, end=2 * n + 1, kind=kind, page=page)
        for n, (kind, page) in enumerate(zip(kinds, places, strict=True))
    )
    return Document(sha256="0" * 64, text="\n".join("x" * len(kinds)), text_sha256="1" * 64, blocks=blocks)


def test_an_honest_page_stays_as_it_is() -> None:
    document = _document([BlockKind.PARAGRAPH, BlockKind.META] * (MOST_PARTS // 2))
    assert outlined(document) is document


def test_of_too_many_blocks_those_that_show_alike_are_one() -> None:
    document = _document(
        [BlockKind.HEADING, *[BlockKind.PARAGRAPH] * MOST_PARTS, BlockKind.META, BlockKind.META]
    )
    small = outlined(document)
    assert [(block.start, block.end, block.kind) for block in small.blocks] == [
        (0, 2 * MOST_PARTS + 1, BlockKind.HEADING),
        (2 * MOST_PARTS + 2, 2 * MOST_PARTS + 5, BlockKind.META),
    ]
    assert small.text == document.text


def test_cells_and_breaks_count_too() -> None:
    cell = Cell(start=0, end=1, text="x")
    for crowded in ({"cells": (cell,) * MOST_PARTS}, {"breaks": tuple(range(MOST_PARTS))}):
        document = _document([BlockKind.TABLE_ROW])
        document = replace(document, blocks=(replace(document.blocks[0], **crowded),))
        (block,) = outlined(document).blocks
        assert (block.start, block.end, block.cells, block.breaks) == (0, 1, (), ())


def test_the_pages_of_a_pdf_stay_apart() -> None:
    pages: list[int | None] = [1 + n // MOST_PARTS for n in range(2 * MOST_PARTS)]
    small = outlined(_document([BlockKind.PARAGRAPH] * len(pages), pages))
    assert [block.page for block in small.blocks] == [1, 2]
