"""What people write: articles, claims and the pages they cite."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Kind(StrEnum):
    """What sort of statement a claim is."""

    FACT = "fact"
    OPINION = "opinion"
    """The author's own view: recorded, listed, never sent to a source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A page that a claim cites."""

    url: str
    """As cited, without the fragment; see `claimtrack.urls.canonical`."""
    publisher: str | None = None
    """Who publishes it, as named in the article: "AP News"."""
    title: str | None = None
    """The headline, as named in the article."""
    archive_url: str | None = None
    """A copy kept by an archive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One statement of an article, with the pages it cites."""

    id: str
    """`article/slug`, unique in a project."""
    text: str
    """The statement, as a sentence that stands alone."""
    sources: tuple[Source, ...] = ()
    """Candidate sources in the author's order; empty where the claim still needs one."""
    cited_as: str | None = None
    """Publisher named in the article where no URL is known."""
    quote: str | None = None
    """Words expected verbatim on the page."""
    kind: Kind = Kind.FACT
    tags: tuple[str, ...] = ()
    note: str | None = None
    """For the people who work on the claim; never scored."""
    max_age_s: int | None = None
    """Age in seconds from which a check of this claim is due again; None leaves it to the settings."""
    path: Path
    """The claim file."""
    line: int
    """1-based line of its `[[claim]]` table."""

    @property
    def article_id(self) -> str:
        """The part of the id before the slash: the name of the claim file."""
        return self.id.partition("/")[0]

    @property
    def where(self) -> str:
        """`file:line`."""
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One claim file: an article and its claims."""

    id: str
    """The file's stem."""
    title: str
    url: str | None = None
    author: str | None = None
    published: str | None = None
    """ISO 8601 date, as written in the file."""
    path: Path
    claims: tuple[Claim, ...] = ()
