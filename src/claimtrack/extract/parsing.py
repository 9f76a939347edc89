"""The one call that parses markup: picks the parser and bounds what it is given.

Lexbor parses what it can do in linear time. To open an element it looks through those that are open, so that n nested levels
take n squared steps: 20,000 levels 0.5 s, 100,000 levels 13 s. Pages nested like that, which nobody writes, are left to
Beautiful Soup, as is everything where Lexbor cannot be loaded.
"""

from __future__ import annotations

import re
from collections import Counter

from claimtrack.extract.events import Handler, Opened
from claimtrack.extract.problems import UnreadableError, markup_limit

try:
    from claimtrack.extract import lexbor
except ImportError:  # no wheel for this platform
    lexbor = None  # type: ignore[assignment]

MAX_MARKUP = 1_000_000
"""Most `<` in a page. Each may cost a microsecond and 200 bytes; the largest honest pages have a tenth of it."""
_SHALLOW = 20_000
"""Pages with fewer `<` than this may nest them as they like."""
_MAX_DEPTH = 2_000
"""Levels of others that Lexbor is given; browsers themselves flatten what is deeper than 512."""
_TAG = re.compile(
    r"<(/?)(?!(?:area|base|br|col|colgroup|dd|dt|embed|hr|img|input|li|link|meta|option|p|param|source|tbody|td|tfoot|th|thead|tr|track|wbr)"
    r"[\s/>])([a-z][^\s/>]{0,20})",
    re.IGNORECASE,
)
"""Tags of the elements that nest: the others are empty, or end where the next of their kind begins."""


def walk(markup: str, handler: Handler[Opened]) -> None:
    """Parse a page or fragment, however broken it is, and send its nodes to `handler`.

    Raises:
        UnreadableError: More than `MAX_MARKUP`, or the parser left something out.
    """
    count = markup.count("<")
    if count > MAX_MARKUP:
        raise UnreadableError(markup_limit(count, MAX_MARKUP))
    tree = lexbor.parse(markup) if lexbor is not None and is_shallow(markup, count) else None
    if tree is not None:
        lexbor.walk(tree, handler)
        return
    from claimtrack.extract import soup  # noqa: PLC0415 - two parsers that hardly any page needs

    soup.walk(markup, handler)


def is_shallow(markup: str, count: int) -> bool:
    """Tell whether Lexbor parses a page in linear time.

    Args:
        markup: The page.
        count: How many `<` it holds.
    """
    return count < _SHALLOW or _depth(markup) <= _MAX_DEPTH


def _depth(markup: str) -> int:
    """About how deep the elements of a page are nested: those that are open at one place, by their tags."""
    opened: Counter[str] = Counter()
    depth = deepest = 0
    for slash, written in _TAG.findall(markup):
        name = written.lower()
        if not slash:
            opened[name] += 1
            depth += 1
            deepest = max(deepest, depth)
        elif opened[name]:
            opened[name] -= 1
            depth -= 1
    return deepest
