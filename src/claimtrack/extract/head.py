"""What a page says of itself, as it is written: collected by the walk, read by `metadata`."""

from __future__ import annotations

from dataclasses import dataclass, field

from claimtrack.extract.events import Attributes


@dataclass(slots=True)
class Marked:
    """An element whose text the metadata may need."""

    name: str
    attributes: Attributes
    texts: list[str] = field(default_factory=list)
    """Its text, piece by piece."""

    @property
    def text(self) -> str:
        """All of its text."""
        return "".join(self.texts)


@dataclass(slots=True)
class Head:
    """The metadata of a page, wherever they stand on it, in the order of the page. All lists are bounded."""

    base: str = ""
    """`href` of the first `base`."""
    lang: str = ""
    """Of the `html` element."""
    titles: list[str] = field(default_factory=list)
    """The pieces of the text of the first `title` outside of a drawing."""
    metas: list[Attributes] = field(default_factory=list)
    links: list[Attributes] = field(default_factory=list)
    scripts: list[Marked] = field(default_factory=list)
    """Those whose type says that they hold data."""
    times: list[Marked] = field(default_factory=list)
    bylines: list[Marked] = field(default_factory=list)
    """Elements that `rel` or `itemprop` says name the author."""

    @property
    def title(self) -> str:
        """The text of the title."""
        return "".join(self.titles)
