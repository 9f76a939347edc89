"""Article or furniture: which part of the page each block of text is.

Three kinds of evidence decide. What the elements around a block say of it (`markers`); where the page's long paragraphs that are no
links stand, which is the article, however its author named it; and what kind of text the block itself is. What an element says is
only believed inside the article's own region: a page may stand as a whole in a form, or in a `div` that is named after the sidebar
beside it. Where nothing decides, a block is the article's: to lose evidence is worse than to show a slogan.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from claimtrack.extract.markers import ELEMENTS, LONGEST_NAMES, Marker, marker_of
from claimtrack.models import BlockKind, Part

NOWHERE = -1
"""The region of text that stands in no element: of a PDF, a text file, the page's metadata."""

FLOW = frozenset(
    "p ul ol li dl dt dd blockquote pre table thead tbody tfoot tr td th h1 h2 h3 h4 h5 h6 figure figcaption center".split()
)
"""Elements of running text: without a marker they are no region of their own, but lines of the one around them."""
_BODIES = frozenset({"main", "article"})
_PROSE_CHARS = 70
"""Characters outside links from which a block with a full stop reads like an article."""
_MOST_LINKED = 0.4
"""Share of its characters that such a block has in links at most."""
_LINKED = 0.7
"""Share from which a block is a link with a word or two around it."""
_ALL_LINKED = 0.9
_TITLES = 2
"""Headings above an article that are its own."""
_SENTENCE_END = re.compile(r"[.!?…。！？।؟][\"”’»)\]]*(?:\s|$)|[。！？]")
_BODY_SHARE = 0.4
"""Share of a page's prose from which an `article` element holds what the page is about."""
_REGION_SHARE = 0.7
"""Share of a region's prose from which one region in it holds the article."""
_WRAPPER_SHARE = 0.6
"""Share of a page's prose from which an element that is named as furniture is not."""
_TRUSTED_SHARE, _TRUSTED_CHARS = 0.25, 400
"""Prose outside all that is marked as furniture; with less than both the marks mean something else: a forum is all comments."""
_WORKS_HEADING = re.compile(
    r"(?:\d+\.?\s*)?(?:list of references|references|bibliography|works cited|literature cited|further reading|literatur"
    r"|literaturverzeichnis|références|bibliographie|referencias|bibliografía|referências|bibliografia|литература|参考文献)\s*:?(?:\s*\[[^\]]*\])?",
    re.IGNORECASE,
)
"""Heading of a list of works, and, below, one that may also stand above something else."""
_NOTES_HEADING = re.compile(
    r"(?:\d+\.?\s*)?(?:notes|notes and references|references and notes|citations|endnotes|footnotes|sources|einzelnachweise|quellen"
    r"|quellenangaben|notas|note|примечания|脚注|出典)\s*:?(?:\s*\[[^\]]*\])?",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\s*(?:\[\w{1,12}\]|\^|\(?\d{1,3}[.)\]]\s)")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d[a-z]?\b")
_ENTRY_CHARS = 600
"""Characters of an entry of a list of works among which its year stands."""


# On Python 3.11 to name a member of an enumeration takes ten times as long as to name a constant; some are named for each block.
_HEADING, _LIST_ITEM, _QUOTE = BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.QUOTE
_LOOSE = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.HEADING})
"""Kinds of block that are furniture behind the end of an article; a table or a quotation there is still its own."""
_ARTICLE, _NAVIGATION, _RELATED = Part.ARTICLE, Part.NAVIGATION, Part.RELATED
_COMMENTS, _REFERENCES, _FURNITURE = Part.COMMENTS, Part.REFERENCES, Part.FURNITURE
_LISTED = frozenset({Part.ARTICLE, Part.RELATED})
"""What the entries of a list of references look like before its heading is read."""


class Placed(NamedTuple):
    """A block, with what decides about its part."""

    text: str
    kind: BlockKind
    region: int
    """As `Regions.open` gave it; `NOWHERE` for text that stands in no element."""
    linked: int
    """Characters of it inside links."""


class Regions:
    """The block elements of one page in document order, as a walk opens them. Elements of running text are merged into their parent."""

    def __init__(self) -> None:
        self.parents: list[int] = []
        self.markers: list[Marker | None] = []
        self.bodies: list[int] = []
        """Those that the page calls its article or its main part."""

    def open(self, parent: int, tag: str, identity: str, classes: str, role: str) -> int:
        """Note an element and return its region, for the text in it and as `parent` of the elements in it.

        Args:
            parent: The region of the element around it; `NOWHERE` for the first one.
            tag: Its name, in lower case.
            identity: Its `id`; empty where it has none.
            classes: Its `class`, as written.
            role: Its `role`, in lower case.
        """
        marker = None
        if identity or classes or role or tag in ELEMENTS:
            marker = marker_of(tag, identity[:LONGEST_NAMES], classes[:LONGEST_NAMES], role)
        if marker is None and tag in FLOW and parent >= 0:
            return parent
        number = len(self.parents)
        self.parents.append(parent)
        self.markers.append(marker)
        if tag in _BODIES or role == "main":
            self.bodies.append(number)
        return number


def label(regions: Regions, blocks: Sequence[Placed]) -> list[Part]:
    """Return the part of each block; time and memory grow with the number of elements and the length of the text, no faster."""
    parts = _Labels(regions, blocks).parts() if regions.parents else [_ARTICLE] * len(blocks)
    _mark_references(blocks, parts)
    return parts


class _Labels:
    def __init__(self, regions: Regions, blocks: Sequence[Placed]) -> None:
        self._regions = regions
        self._blocks = blocks
        self._prose = [_prose_chars(block) if len(block.text) >= _PROSE_CHARS else 0 for block in blocks]
        count = len(regions.parents)
        unmarked: list[Marker | None] = [None] * count
        everything = self._prose_of(unmarked)
        own = _credible(regions, _sums(regions, everything))
        self._markers = _inherited(regions, own, 0, count)
        prose = self._prose_of(self._markers)
        open_chars, all_chars = sum(prose), sum(self._prose)
        self._trusts_marks = open_chars >= min(_TRUSTED_CHARS, _TRUSTED_SHARE * all_chars)
        self._main, self._after_main = _main_region(regions, prose if self._trusts_marks else everything)
        self._titles = self._headings_above()
        self._markers[self._main : self._after_main] = _inherited(regions, own, self._main, self._after_main)

    def _prose_of(self, markers: Sequence[Marker | None]) -> list[int]:
        """Characters of prose directly in each region, without what is marked for certain."""
        prose = [0] * len(markers)
        for block, chars in zip(self._blocks, self._prose, strict=True):
            if chars and block.region >= 0:
                marker = markers[block.region]
                if marker is None or not marker.firm:
                    prose[block.region] += chars
        return prose

    def parts(self) -> list[Part]:
        end = self._end_of_article()
        parts = [self._part(at, end) for at in range(len(self._blocks))]
        _settle_runs(self._blocks, parts)
        return parts

    def _headings_above(self) -> list[int]:
        """The numbers of the headings that stand last above the article's region: its title and what is set under it."""
        headings: list[int] = []
        for at, block in enumerate(self._blocks):
            if self._is_inside(block):
                break
            if block.kind is _HEADING and not block.linked:
                headings.append(at)
        return headings[-_TITLES:]

    def _end_of_article(self) -> int:
        """The number of the last block of prose in the article; of the last block where there is none."""
        last = len(self._blocks)
        for at in range(len(self._blocks) - 1, -1, -1):
            block = self._blocks[at]
            if self._prose[at] and self._is_inside(block):
                marker = self._markers[block.region]
                if marker is None or not marker.firm:
                    return at
        return last

    def _is_inside(self, block: Placed) -> bool:
        return self._main <= block.region < self._after_main

    def _part(self, at: int, end: int) -> Part:
        block, prose = self._blocks[at], bool(self._prose[at])
        if block.region < 0:
            return _ARTICLE
        marker = self._markers[block.region]
        inside = self._is_inside(block)
        if marker is not None and not (inside and self._is_kept(block, marker, prose=prose)):
            return marker.part
        if inside:
            return self._inside(block, prose=prose, tail=at > end)
        # Title and lead stand above the article as often as in it; what follows the article is the site's.
        is_lead = prose and block.region < self._main and block.kind is not _LIST_ITEM
        if is_lead or at in self._titles:
            return _ARTICLE
        return _NAVIGATION if _linked(block) >= _LINKED else _FURNITURE

    def _is_kept(self, block: Placed, marker: Marker, *, prose: bool) -> bool:
        """Whether a block of the article's region is the article's, whatever an element in it says."""
        if not marker.firm or not self._trusts_marks:
            return prose
        # What the article quotes from elsewhere comes in the wrappings of where it is from.
        return block.kind is _QUOTE and marker.part is _FURNITURE

    def _inside(self, block: Placed, *, prose: bool, tail: bool) -> Part:
        linked = _linked(block)
        if block.region == self._main:
            whole = linked >= _ALL_LINKED and block.kind is _LIST_ITEM
            return _RELATED if whole else _ARTICLE
        if linked >= _LINKED and block.kind is not _HEADING:
            return _RELATED
        loose = block.kind in _LOOSE
        return _FURNITURE if tail and loose and not prose else _ARTICLE


def _sums(regions: Regions, own: Sequence[int]) -> list[int]:
    """What each region holds, with all regions in it."""
    sums = list(own)
    for number in range(len(sums) - 1, 0, -1):
        if (held := sums[number]) and (parent := regions.parents[number]) >= 0:
            sums[parent] += held
    return sums


def _credible(regions: Regions, prose: Sequence[int]) -> list[Marker | None]:
    """The regions' own markers, without those of elements that hold most of the page: they are named after its layout.

    Comments may be most of a page.
    """
    markers = list(regions.markers)
    if most := _WRAPPER_SHARE * max(prose):
        for number, held in enumerate(prose):
            if held >= most and (marker := markers[number]) and marker.part is not _COMMENTS:
                markers[number] = None
    return markers


def _inherited(regions: Regions, own: Sequence[Marker | None], first: int, after: int) -> list[Marker | None]:
    """The marker that holds in each region of a subtree: a firm one for all in it, another until one inside says otherwise.

    The marker of the subtree's own root is left out: it says nothing that tells one part of the subtree from another.
    """
    markers: list[Marker | None] = [None]
    parents = regions.parents
    for number in range(first + 1, after):
        parent = parents[number]
        around = markers[parent - first] if parent >= first else None
        mine = own[number]
        markers.append(mine if mine is not None and (around is None or not around.firm) else around)
    return markers


def _main_region(regions: Regions, own: Sequence[int]) -> tuple[int, int]:
    """The smallest region that holds most of the page's prose, as a half-open range of region numbers.

    Args:
        regions: The page's.
        own: Characters of prose directly in each.
    """
    count = len(own)
    prose = _sums(regions, own)
    heaviest = [0] * count
    for number in range(count - 1, 0, -1):
        if held := prose[number]:
            parent = regions.parents[number]
            if parent >= 0 and held >= _REGION_SHARE * prose[parent]:
                heaviest[parent] = number
    main = max(regions.bodies, key=prose.__getitem__, default=0)
    if prose[main] < _BODY_SHARE * max(prose):
        main = 0
    while heaviest[main]:
        main = heaviest[main]
    # Regions are numbered as they open, so that all inside one follow it.
    after = next((number for number in range(main + 1, count) if regions.parents[number] < main), count)
    return main, after


def _prose_chars(block: Placed) -> int:
    """The characters of a block outside links where it reads like an article, else 0."""
    text = block.text
    free = len(text) - block.linked
    reads_so = (
        free >= _PROSE_CHARS
        and block.linked < _MOST_LINKED * len(text)
        and block.kind is not _HEADING
        and _SENTENCE_END.search(text) is not None
    )
    return free if reads_so else 0


def _linked(block: Placed) -> float:
    return block.linked / len(block.text)


def _settle_runs(blocks: Sequence[Placed], parts: list[Part]) -> None:
    """Links that follow each other are teasers, and a heading above teasers announces them."""
    link_below = False
    below = _ARTICLE
    for at in range(len(blocks) - 1, -1, -1):
        _, kind, region, linked = block = blocks[at]
        is_link = linked > 0 and region >= 0 and _linked(block) >= _ALL_LINKED
        if is_link and link_below:
            for one in (at, at + 1):
                if parts[one] is _ARTICLE:
                    parts[one] = _RELATED
        elif kind is _HEADING and below is _RELATED and parts[at] is _ARTICLE:
            parts[at] = _RELATED
        link_below, below = is_link, parts[at]


def _mark_references(blocks: Sequence[Placed], parts: list[Part]) -> None:
    """A list under "References" is one, up to the next heading or to what is no entry of it."""
    listed = works = False
    for at, block in enumerate(blocks):
        if block.kind is _HEADING:
            works = _WORKS_HEADING.fullmatch(block.text) is not None
            listed = works or _NOTES_HEADING.fullmatch(block.text) is not None
        elif listed:
            listed = (
                block.kind is _LIST_ITEM
                or _NUMBERED.match(block.text) is not None
                or (works and _YEAR.search(block.text, 0, _ENTRY_CHARS) is not None)
            )
            if listed and parts[at] in _LISTED:
                parts[at] = _REFERENCES
