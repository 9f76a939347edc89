"""The words of a page and where they stand on it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    """What part of a page a block of text comes from."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list-item"
    TABLE_ROW = "table-row"
    CAPTION = "caption"
    QUOTE = "quote"
    CODE = "code"
    META = "meta"
    """Not visible on the page: title, description, JSON-LD text."""


class Part(StrEnum):
    """What a block is to the page: its article, or what stands around it on every page of the site."""

    ARTICLE = "article"
    NAVIGATION = "navigation"
    """Menus, breadcrumbs, headers and footers of the site."""
    RELATED = "related"
    """Teasers of other stories."""
    COMMENTS = "comments"
    """What readers wrote."""
    REFERENCES = "references"
    """The page's own list of sources: it names works that say something, and says nothing itself."""
    FURNITURE = "furniture"
    """Anything else that is not the article: banners, forms, buttons, notices."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """What a page of HTML is made of beside its words: what tells a page from a wall or a stub in its place.

    Every list and text is bounded, however large the page is.
    """

    word_count: int
    """Words that a reader sees; two characters of a script that sets no spaces between words count as one."""
    title: str = ""
    """Of its `title` element, cleaned."""
    headings: tuple[str, ...] = ()
    """Text of its `h1` elements, cleaned."""
    robots: str = ""
    """Content of `meta name=robots`, in lower case."""
    canonical: str = ""
    """URL of `link rel=canonical`, as written."""
    script_bytes: int = 0
    """Of inline scripts that a browser runs, in UTF-8."""
    script_start: str = ""
    """The first characters of each of these scripts, one after the other."""
    resources: tuple[str, ...] = ()
    """URLs of scripts, frames and form targets, as written."""
    noscript: str = ""
    """What is shown where scripts do not run, cleaned."""
    password_fields: int = 0
    barriers: tuple[str, ...] = ()
    """Ids and classes, in lower case, that name a captcha, a paywall, a consent or login dialogue."""
    accessible_for_free: bool | None = None
    """What JSON-LD says (`isAccessibleForFree`); None where it says nothing. Publishers set it wrongly."""
    declared_words: int | None = None
    """`wordCount` of JSON-LD."""
    article_body_words: int = 0
    """Words of the longest `articleBody` of JSON-LD."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One value of a table row, with what names it."""

    start: int
    """Half-open character offsets into `Document.text`; before the row's own block for a cell that spans rows."""
    end: int
    text: str
    """`Document.text[start:end]`."""
    header: str = ""
    """Its column's or row's header, all levels of it, outermost first; empty where the table has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of a document: a paragraph, a heading, a table row."""

    start: int
    """Half-open character offsets into `Document.text`."""
    end: int
    kind: BlockKind
    context: str = ""
    """Words that belong to the block but stand elsewhere: the header row of a table."""
    page: int | None = None
    """1-based page of a PDF on which the block begins; None where there are no pages."""
    part: Part = Part.ARTICLE
    cells: tuple[Cell, ...] = ()
    """Of a table row, in column order; empty for every other kind."""
    breaks: tuple[int, ...] = ()
    """Offsets into `Document.text` of the white space where the page ends a line within the block, or shows a control: a
    browser finds no words across it. Ascending."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The words of a page, with block boundaries kept: blocks are separated by one newline each."""

    sha256: str
    """Of the snapshot's body."""
    text: str
    text_sha256: str
    """Of `text` in UTF-8."""
    blocks: tuple[Block, ...]
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None
    """ISO 8601 date or time, as for `modified`."""
    modified: str | None = None
    canonical: str | None = None
    """URL that the page gives as its own; absolute, http or https."""
    lang: str | None = None
    extractor: str = ""
    """`name@version` of what made it."""
    facts: PageFacts | None = None
    """None for what is no HTML."""
    lossy: bool = False
    """Some bytes could not be decoded; U+FFFD stands where they did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A sentence or table row of a document, verbatim."""

    start: int
    """Half-open character offsets into `Document.text`."""
    end: int
    text: str
    """`Document.text[start:end]`."""
    kind: BlockKind
    block: int
    """Index into `Document.blocks`."""
    context: str = ""
    """The block's context."""
    part: Part = Part.ARTICLE
    """The block's part."""
    cells: tuple[Cell, ...] = ()
    """The block's cells."""

    @property
    def named_cells(self) -> tuple[Cell, ...]:
        """The cells that say something, each with its header: all but those that only name the next ("Area | 41 km")."""
        behind = [*self.cells[1:], None]
        return tuple(
            cell
            for cell, following in zip(self.cells, behind, strict=True)
            if cell.header or following is None or following.header != cell.text
        )

    @property
    def reading(self) -> str:
        """The passage as it is understood: its text, and for a table row "header: value; header: value"."""
        if not self.cells:
            return self.text
        return "; ".join(
            f"{cell.header}: {cell.text}" if cell.header else cell.text for cell in self.named_cells
        )
