"""The link format of Link headers and TimeMaps (RFC 8288, RFC 6690): `<URL>; rel="memento"; datetime="..."`, read within bounds.

A link that makes no sense is passed over, so that a header that was cut gives the links before the cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_TARGET = re.compile(r"<([^<>]{0,4096})>")
_PARAMETER = re.compile(
    r"""\s{0,64};\s{0,64}([A-Za-z0-9_*-]{1,64})
        (?:\s{0,64}=\s{0,64}(?:"((?:[^"\\]|\\.){0,1024})"|([^\s",;<]{1,1024})))?""",
    re.VERBOSE | re.DOTALL,
)
"""Every repetition is bounded: the time grows with the text and not with its square."""
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_MOST_PARAMETERS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link and what is said about it."""

    target: str
    """As written; it may be relative."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case; of one that is repeated the first."""

    @property
    def relations(self) -> frozenset[str]:
        """Its relation types, in lower case."""
        return frozenset(self.parameters.get("rel", "").lower().split())


def parse_links(text: str) -> Iterator[Link]:
    """Yield the links of a Link header or a TimeMap, in order.

    Args:
        text: of any length; nothing is held but the link at hand.
    """
    position = 0
    while target := _TARGET.search(text, position):
        position = target.end()
        parameters: dict[str, str] = {}
        for _ in range(_MOST_PARAMETERS):
            if not (parameter := _PARAMETER.match(text, position)):
                break
            position = parameter.end()
            name, quoted, token = parameter.groups()
            value = _ESCAPED.sub(r"\1", quoted) if quoted is not None else token or ""
            parameters.setdefault(name.lower(), value.strip())
        yield Link(target=target[1].strip(), parameters=parameters)
