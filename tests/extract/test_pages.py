"""Golden pairs: a page in `pages/` and, beside it, what a reader of the page gets to see, block by block.

In the expected text a line is a block, `kind: text`; ` | ` stands between cells, each with its header, and `<- ` in front of a
block's context.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from claimtrack.models import Document

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))


def _shown(document: Document) -> Iterator[str]:
    yield f"title: {document.title}"
    yield f"published: {document.published}"
    yield f"lang: {document.lang}"
    yield ""
    for block in document.blocks:
        context = f" <- {block.context}" if block.context else ""
        cells = [f"{cell.header}: {cell.text}" if cell.header else cell.text for cell in block.cells]
        shown = " | ".join(cells) or document.text[block.start : block.end].replace("\t", " | ")
        yield f"{block.kind}: {shown}{context}"


def test_there_are_pages() -> None:
    assert len(PAGES) >= 8


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page(page: Path, read: Callable[..., Document]) -> None:
    document = read(page.read_bytes(), "text/html")
    assert list(_shown(document)) == page.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
