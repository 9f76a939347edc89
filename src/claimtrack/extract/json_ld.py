"""JSON-LD: the objects of a page's scripts, and what schema.org's words mean for an article (https://schema.org/Article)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from claimtrack.extract.embedded import paragraphs

Node: TypeAlias = dict[str, object]
"""One object of JSON-LD."""

_MAX_SCRIPT = 2_000_000
"""Characters of a script that is parsed."""
_OPENINGS = ("<!--", "//", "/*", "<![CDATA[", "*/")
_ENDINGS = ("-->", "]]>", "//", "/*", "*/", ";")
"""What hides a script from programs that do not know scripts, and the end of a statement."""
_TRAILING_COMMA = re.compile(r'("(?:[^"\\]|\\.)*+")|,(?=\s*[}\]])', re.DOTALL)
"""Strings are matched as well, so that no comma in one is."""
_INVALID_ESCAPE = re.compile(r"\\(?=[^\\\"/bfnrtu])")
_MAX_NODES = 5_000
_MAX_NAMES = 20
_ARTICLES = ("article", "posting", "report", "review", "recipe", "dataset", "book", "legislation")
"""How the types of what a page can be about end, in lower case: NewsArticle, BlogPosting."""
_PAGES = ("page",)
_OTHERS = frozenset(
    {"comment", "answer", "person", "organization", "newsmediaorganization", "imageobject", "logo", "review"}
)
"""Types that stand in a page and are not it."""


def read_nodes(scripts: Iterable[str]) -> tuple[Node, ...]:
    """Return every object in a page's JSON-LD, in the order of the page and bounded in number.

    A script that does not parse is dropped, the others are kept.
    """
    return tuple(node for script in scripts for node in _of_script(script))


def _of_script(script: str) -> Iterator[Node]:
    if len(script) > _MAX_SCRIPT:
        return
    pending: list[object] = [_parse(script)]
    for _ in range(_MAX_NODES):
        if not pending:
            return
        node = pending.pop()
        if isinstance(node, dict):
            yield node
            pending += reversed([value for value in node.values() if isinstance(value, dict | list)])
        elif isinstance(node, list):
            pending += reversed(node[:_MAX_NODES])


def _parse(script: str) -> object:
    """The value of a JSON text, also of one with the mistakes that templates make; None where it is none."""
    try:
        return json.loads(script, strict=False)
    except RecursionError:
        return None
    except ValueError:
        mended = _INVALID_ESCAPE.sub("", _TRAILING_COMMA.sub(r"\1", _unwrapped(script)))
    try:
        return json.loads(mended, strict=False)
    except (ValueError, RecursionError):
        return None


def _unwrapped(script: str) -> str:
    """A script without what is wrapped around it, at most as much as anyone writes."""
    for _ in _OPENINGS:
        for sign in _OPENINGS:
            script = script.strip().removeprefix(sign)
        for sign in _ENDINGS:
            script = script.strip().removesuffix(sign)
    return script


def about_the_page(nodes: Iterable[Node]) -> list[Node]:
    """The objects that may say who wrote the page and when: articles first, then pages, then what has no such type."""
    ranked: tuple[list[Node], list[Node], list[Node]] = [], [], []
    for node in nodes:
        types = types_of(node)
        if any(name.endswith(_ARTICLES) and name not in _OTHERS for name in types):
            ranked[0].append(node)
        elif any(name.endswith(_PAGES) for name in types):
            ranked[1].append(node)
        elif _OTHERS.isdisjoint(types):
            ranked[2].append(node)
    return [node for rank in ranked for node in rank]


def types_of(node: Node) -> set[str]:
    """The types of an object, in lower case, without the vocabulary's URL."""
    said = node.get("@type")
    types = said if isinstance(said, list) else [said]
    return {name.rpartition("/")[2].lower() for name in types if isinstance(name, str)}


def text_of(nodes: Iterable[Node], key: str) -> Iterator[str]:
    """The values of a property that are text, on one line each, without empty ones."""
    return (text for node in nodes if (text := _line(node.get(key))))


def names_of(nodes: Iterable[Node], key: str, identified: Mapping[str, Node]) -> list[str]:
    """The names of the persons or organisations that the first object with such a property gives for it.

    Args:
        nodes: Objects, the telling ones first.
        key: `author`, `publisher`.
        identified: The page's objects by their `@id`, to which others may only point.
    """
    for node in nodes:
        value = node.get(key)
        listed = value if isinstance(value, list) else [value]
        names = [name for one in listed[:_MAX_NAMES] if (name := _name(one, identified))]
        if names:
            return list(dict.fromkeys(names))
    return []


def by_id(nodes: Iterable[Node]) -> dict[str, Node]:
    """The objects that have a name, by their `@id`."""
    return {
        identity: node for node in nodes if isinstance(identity := node.get("@id"), str) and "name" in node
    }


def _name(value: object, identified: Mapping[str, Node]) -> str:
    if isinstance(value, dict):
        named = value
        if "name" not in named and isinstance(identity := value.get("@id"), str):
            named = identified.get(identity, value)
        value = named.get("name")
        if isinstance(value, list):
            value = next(iter(value), None)
    return _line(value)


def _line(value: object) -> str:
    return " ".join(filter(None, paragraphs(value))) if isinstance(value, str) else ""
