"""What a page says about itself without showing it: title, description, JSON-LD, dates, language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from bs4 import BeautifulSoup, Tag

from claimtrack.extract.blocks import clean
from claimtrack.extract.embedded import paragraphs

_MAX_JSON_LD = 2_000_000
_MAX_NODES = 5_000
_MAX_TITLE = 1_000
"""Characters of a title that count: it is kept, shown and scored with every claim."""
_MAX_TEXTS = 1_000
"""Paragraphs kept, so that a page of a million of them costs no more than any other."""
_JSON_LD_TYPE = re.compile(r"\s*application/ld\+json\s*(;|$)", re.IGNORECASE)
_TEXT_KEYS = ("headline", "description", "articleBody")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """The page's own words about itself, cleaned."""

    title: str | None
    published: str | None
    """ISO 8601, as the page writes it."""
    lang: str | None
    texts: tuple[str, ...]
    """Descriptions and JSON-LD text, paragraph by paragraph, in no particular order of trust."""
    json_ld: tuple[dict[str, object], ...]
    """Every object of its JSON-LD, bounded in number."""


def read_metadata(soup: BeautifulSoup) -> Metadata:
    """Collect the metadata of a parsed page; malformed parts are passed over."""
    # One walk for all of them: a search of bs4 walks to the end of the page for each name that is not there.
    parts: dict[str, list[Tag]] = {name: [] for name in ("html", "meta", "script", "title")}
    for tag in soup.descendants:
        if isinstance(tag, Tag) and tag.name in parts:
            parts[tag.name].append(tag)
    metas = parts["meta"]
    nodes = tuple(_json_ld(parts["script"]))
    title = _meta(metas, "og:title") or "".join(clean(tag.get_text()) for tag in parts["title"][:1])
    title = title[:_MAX_TITLE]
    published = _meta(metas, "article:published_time") or next(
        (value for node in nodes if isinstance(value := node.get("datePublished"), str)), ""
    )
    lang = next((tag.get("lang") for tag in parts["html"]), None)
    texts = chain((title, _meta(metas, "description"), _meta(metas, "og:description")), _texts(nodes))
    return Metadata(
        title=title or None,
        published=clean(published) or None,
        lang=lang if isinstance(lang, str) and lang else None,
        texts=tuple(islice(dict.fromkeys(filter(None, texts)), _MAX_TEXTS)),
        json_ld=nodes,
    )


def _meta(metas: Iterable[Tag], name: str) -> str:
    """The content of the first `meta` with that property, else with that name."""
    tags = (tag for key in ("property", "name") for tag in metas if tag.get(key) == name)
    content = next((tag.get("content") for tag in tags), None)
    return clean(content) if isinstance(content, str) else ""


def _texts(nodes: Iterable[dict[str, object]]) -> Iterator[str]:
    for node in nodes:
        for key in _TEXT_KEYS:
            if isinstance(value := node.get(key), str):
                yield from paragraphs(value)


def _json_ld(scripts: Iterable[Tag]) -> Iterator[dict[str, object]]:
    """Every object in the page's JSON-LD, bounded in number; a block that does not parse is dropped, the page kept."""
    for script in scripts:
        kind = script.get("type")
        if not isinstance(kind, str) or not _JSON_LD_TYPE.match(kind):
            continue
        text = script.get_text()
        if len(text) > _MAX_JSON_LD:
            continue
        try:
            root = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        pending: list[object] = [root]
        for _ in range(_MAX_NODES):
            if not pending:
                break
            node = pending.pop()
            if isinstance(node, dict):
                yield node
                pending += [value for value in node.values() if isinstance(value, dict | list)]
            elif isinstance(node, list):
                pending += node
