"""XML and JSON where a page is expected, or inside it."""

from __future__ import annotations

from .catalogue import Kind, page_of
from .honest import CLAIM, PAGE

data = Kind("data")
_XML = "application/xhtml+xml; charset=utf-8"
_JSON = "application/json"

_entities = "".join(f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 12))
_LAUGHS = f'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l0 "ha">{_entities}]><html><body><p>{CLAIM}</p><p>&l11;</p></body></html>'
_EXTERNAL = (
    '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">'
    '<!ENTITY % y SYSTEM "http://127.0.0.1:1/dtd"> %y;]>'
    f"<html><body><p>{CLAIM}</p><p>&x;</p></body></html>"
)


def _with_json(block: str) -> str:
    return PAGE.replace("</title>", f'</title><script type="application/ld+json">{block}</script>')


data.add("laughs", "Entities that hold ten of each other, eleven times.", page_of(_LAUGHS, _XML))
data.add(
    "external-entity", "An entity that names a file, and one that names a host.", page_of(_EXTERNAL, _XML)
)
data.add("json-deep", "JSON nested a hundred thousand deep.", page_of("[" * 100_000, _JSON))
data.add(
    "json-integer",
    "JSON with an integer of a million digits.",
    page_of('{"a":' + "9" * 1_000_000 + "}", _JSON),
)
data.add(
    "block-deep",
    "An honest page whose JSON-LD is nested a hundred thousand deep.",
    page_of(_with_json("[" * 100_000)),
)
data.add(
    "block-integer",
    "An honest page whose JSON-LD holds an integer of a million digits.",
    page_of(_with_json('{"a":' + "9" * 1_000_000 + "}")),
)
data.add(
    "block-nonsense",
    "An honest page whose JSON-LD is none.",
    page_of(_with_json('{"articleBody": 7, "@graph": {"a": [null, true]}, "datePublished": []}')),
)
data.add(
    "blocks",
    "An honest page with ten thousand blocks of JSON-LD.",
    page_of(
        PAGE.replace(
            "</title>",
            "</title>" + '<script type="application/ld+json">{"description":"d"}</script>' * 10_000,
        )
    ),
)
