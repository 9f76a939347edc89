"""What the sample server does with a path: its first part is the manner in which a publisher answers.

| path | what happens |
|---|---|
| `/pages/NAME.html` | the page, or a 404 where there is none |
| `/moved/NAME.html` | a permanent redirect to the page |
| `/slow/NAME.html` | the page, after a while |
| `/stuck/NAME.html` | no answer at all |
| `/wall/NAME.html` | a 403 that asks for a person |
| `/robots.txt` | everything is allowed |
| `/` | a redirect to the article |
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

START_PAGE = "article.html"
"""The article that cites all the others."""

_PAGE = re.compile(r"/(?P<manner>pages|moved|slow|stuck|wall)/(?P<name>[a-z0-9-]{1,80}\.html)")


class Action(StrEnum):
    """How a request is answered."""

    PAGE = "pages"
    MOVED = "moved"
    SLOW = "slow"
    STUCK = "stuck"
    WALL = "wall"
    ROBOTS = "robots"
    START = "start"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """An action, and the page that it is about."""

    action: Action
    name: str = ""
    """A bare file name of lower-case letters, digits and hyphens, ending in `.html`; empty where no page is meant."""


def route(target: str) -> Route:
    """Find what a request asks for.

    Args:
        target: The request target as sent. Its query is ignored. It is never percent-decoded: no page has a name
            that needs it, so a disguised `../` is simply no page.
    """
    path = target.partition("?")[0]
    if path == "/":
        return Route(action=Action.START, name=START_PAGE)
    if path == "/robots.txt":
        return Route(action=Action.ROBOTS)
    found = _PAGE.fullmatch(path)
    if found is None:
        return Route(action=Action.MISSING)
    return Route(action=Action(found["manner"]), name=found["name"])
