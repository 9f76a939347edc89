"""What a page says about itself without showing it: title, who wrote it and when, its own address, language, texts.

Each field has its sources in the order of trust: what publishers maintain for search engines and social networks first
(https://ogp.me/, https://schema.org/Article), then the older names of libraries and scholarly search (Dublin Core, Highwire Press).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from urllib.parse import urljoin, urlsplit

from claimtrack.extract.blocks import clean
from claimtrack.extract.dates import find_published, iso_date
from claimtrack.extract.embedded import paragraphs
from claimtrack.extract.events import Attributes, attribute
from claimtrack.extract.head import Head, Marked
from claimtrack.extract.json_ld import Node, about_the_page, by_id, names_of, read_nodes, text_of

_MAX_TITLE = 1_000
"""Characters of a title that count: it is kept, shown and scored with every claim."""
_MAX_NAME = 300
"""The same for who wrote or published it."""
_MAX_URL = 2_000
_MAX_AUTHORS = 10
_MAX_TEXTS = 1_000
"""Paragraphs kept, so that a page of a million of them costs no more than any other."""
_JSON_LD_TYPE = re.compile(r"\s*application/ld\+json\s*(;|$)", re.IGNORECASE)
_BY = re.compile(r"(?:written )?by:?\s+", re.IGNORECASE)
_TEXT_KEYS = (
    "headline", "alternativeHeadline", "description", "abstract", "articleBody", "text", "reviewBody", "transcript", "caption",
)  # fmt: skip
_DESCRIPTION_NAMES = (
    "description",
    "og:description",
    "twitter:description",
    "dc.description",
    "dcterms.abstract",
)
_AUTHOR_NAMES = (
    "author", "article:author", "citation_author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "byl",
)  # fmt: skip
_PUBLISHER_NAMES = ("og:site_name", "citation_publisher", "dc.publisher", "dcterms.publisher", "publisher")
_PUBLISHED_NAMES = (
    "article:published_time", "og:published_time", "datepublished", "citation_publication_date", "citation_date",
    "citation_online_date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date", "dcterms.date", "parsely-pub-date",
    "sailthru.date", "pubdate", "publishdate", "publish-date", "publication_date", "date",
)  # fmt: skip
_MODIFIED_NAMES = (
    "article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "dc.date.modified", "last-modified", "lastmod",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """The page's own words about itself, cleaned."""

    title: str | None
    author: str | None
    """All of its authors, separated by commas."""
    publisher: str | None
    published: str | None
    """ISO 8601 date or time, as for `modified`."""
    modified: str | None
    canonical: str | None
    """Absolute; http or https."""
    lang: str | None
    texts: tuple[str, ...]
    """Descriptions and JSON-LD text, paragraph by paragraph, in no particular order of trust."""
    json_ld: tuple[Node, ...]
    """Every object of its JSON-LD, bounded in number."""


def read_metadata(head: Head, *, url: str, markup: str, seen_at: datetime) -> Metadata:
    """Read the metadata of a page; malformed parts are passed over.

    Args:
        head: What the walk collected of it.
        url: Where it came from, after redirects: its canonical URL may be relative.
        markup: The page, for what its metadata do not say.
        seen_at: When it was fetched.
    """
    said = _Said(head)
    nodes = read_nodes(
        script.text for script in head.scripts if _JSON_LD_TYPE.match(attribute(script.attributes, "type"))
    )
    telling = about_the_page(nodes)
    shown_title = (said.first("og:title") or clean(head.title))[:_MAX_TITLE]
    title = (
        shown_title or (next(text_of(telling, "headline"), "") or said.first("twitter:title"))[:_MAX_TITLE]
    )
    texts = chain((shown_title,), said.values(_DESCRIPTION_NAMES), _texts(nodes))
    modified = _date(
        said.values(_MODIFIED_NAMES[:1]),
        text_of(telling, "dateModified"),
        said.values(_MODIFIED_NAMES[1:]),
        _times(head, "datemodified"),
    )
    published = _date(
        said.values(_PUBLISHED_NAMES[:1]),
        text_of(telling, "datePublished"),
        said.values(_PUBLISHED_NAMES[1:]),
        _times(head, "datepublished"),
        _page_times(head),
    )
    if published is None:
        published = find_published(markup, url=url, seen_at=seen_at)
        if published is not None and modified is not None and modified.startswith(published):
            # All that was found is when it was changed.
            published = None
    return Metadata(
        title=title or None,
        author=_author(said, head, telling, by_id(nodes)),
        publisher=_name(said.values(_PUBLISHER_NAMES[:1]))
        or _name(names_of(telling, "publisher", by_id(nodes)))
        or _name(said.values(_PUBLISHER_NAMES[1:])),
        published=published,
        modified=modified,
        canonical=_canonical(head, said, _absolute(head.base, url) or url),
        lang=head.lang or said.first("content-language") or said.first("og:locale").replace("_", "-") or None,
        texts=tuple(islice(dict.fromkeys(filter(None, texts)), _MAX_TEXTS)),
        json_ld=nodes,
    )


class _Said:
    """The `meta` elements of a page by their names, in lower case: `property` first, which is OpenGraph's, then the others."""

    def __init__(self, head: Head) -> None:
        self._values: dict[str, list[str]] = {}
        for key in ("property", "name", "itemprop", "http-equiv"):
            for meta in head.metas:
                if (name := attribute(meta, key)) and (content := attribute(meta, "content")):
                    self._values.setdefault(name.lower(), []).append(content)

    def first(self, name: str) -> str:
        """The first one of that name that has content, cleaned; else an empty string."""
        return next(self.values((name,)), "")

    def values(self, names: Iterable[str]) -> Iterator[str]:
        """All of these names, the first name first, cleaned."""
        return (text for name in names for value in self._values.get(name, ()) if (text := clean(value)))


def _author(said: _Said, head: Head, telling: list[Node], identified: dict[str, Node]) -> str | None:
    """Who wrote the page: its JSON-LD, its `meta` elements, or what is marked up as the author on it."""
    sources: tuple[Callable[[], Iterable[str]], ...] = (
        lambda: names_of(telling, "author", identified),
        lambda: said.values(_AUTHOR_NAMES),
        lambda: (clean(item.text) for item in head.bylines if _is_author(item.attributes)),
    )
    for source in sources:
        if name := _names(source()):
            return name
    return None


def _is_author(attributes: Attributes) -> bool:
    return "author" in f"{attribute(attributes, 'rel')} {attribute(attributes, 'itemprop')}".lower().split()


def _names(found: Iterable[str]) -> str | None:
    """Names as one text; a profile's URL is no name."""
    names = (_BY.sub("", name, count=1) if _BY.match(name) else name for name in found)
    kept = [name for name in dict.fromkeys(names) if name and not name.startswith(("http:", "https:", "@"))]
    return ", ".join(kept[:_MAX_AUTHORS])[:_MAX_NAME] or None


def _name(found: Iterable[str]) -> str | None:
    return _names(islice(found, 1))


def _date(*sources: Iterable[str]) -> str | None:
    """The first text of the sources that is a date."""
    return next((day for text in chain(*sources) if (day := iso_date(text))), None)


def _times(head: Head, prop: str) -> Iterator[str]:
    """The `time` elements that microdata names so."""
    return (
        written
        for item in head.times
        if attribute(item.attributes, "itemprop").lower() == prop and (written := _written(item))
    )


def _page_times(head: Head) -> Iterator[str]:
    """The `time` elements that say they are the page's date; any other may be that of a comment or of another story."""
    return (_written(item) for item in head.times if "pubdate" in item.attributes)


def _written(item: Marked) -> str:
    return attribute(item.attributes, "datetime") or clean(item.text)


def _canonical(head: Head, said: _Said, url: str) -> str | None:
    links = (
        attribute(link, "href")
        for link in head.links
        if "canonical" in attribute(link, "rel").lower().split()
    )
    for written in (*links, said.first("og:url")):
        address = _absolute(written.strip(), url)
        if address is not None:
            return address
    return None


def _absolute(written: str, url: str) -> str | None:
    """A URL made absolute; None where it is empty, too long, no URL, or not of the web."""
    if not written or len(written) > _MAX_URL:
        return None
    try:
        address = urljoin(url, written)
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in {"http", "https"} and parts.hostname else None


def _texts(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        for key in _TEXT_KEYS:
            if isinstance(value := node.get(key), str):
                yield from paragraphs(value)
