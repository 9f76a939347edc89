"""The rules of a `robots.txt` (RFC 9309), read by protego."""

from __future__ import annotations

import re

from protego import Protego

PRODUCT_TOKEN = "claimtrack"  # noqa: S105 - the name under which sites address us
"""What a `User-agent` line must say to mean us."""

MAX_BYTES = 512_000
"""How much of a file is read: RFC 9309, section 2.5, demands at least 500 kibibytes."""

MAX_CRAWL_DELAY_S = 60.0
"""Longest Crawl-delay that is honoured as written; a longer one counts as this one."""

_LINE_END = re.compile(r"\r\n|\r|\n")
_USER_AGENT = re.compile(r"(?P<field>\s*user[-\s]?agent\s*:?\s*)(?P<name>[^#\s]*)", re.IGNORECASE)
_RULE_WITH_QUERY = re.compile(r"(?P<path>\s*(?:dis)?allow\s*:[^?#]*\?)(?P<query>[^#]*)", re.IGNORECASE)
_TOKEN = re.compile(r"[A-Za-z_-]*")
_NOBODY = "nobody"
"""What a group for other robots is addressed to in the text that protego reads."""


class RobotsRules:
    """Which URLs of one origin may be fetched."""

    def __init__(self, body: bytes, token: str = PRODUCT_TOKEN) -> None:
        """Read a file; whatever cannot be read in it is ignored.

        Args:
            body: of the file; only the first `MAX_BYTES` count.
            token: the product token of the robot.
        """
        text = body[:MAX_BYTES].decode("utf-8-sig", "replace")
        self._token = token.lower()
        lines = (self._addressed(line) for line in _LINE_END.split(text))
        self._rules = Protego.parse("\n".join(spelling for line in lines for spelling in _spellings(line)))

    def allows(self, url: str) -> bool:
        """Whether `url` may be fetched; the most specific rule decides, Allow where two are equal (section 2.2.2)."""
        return self._rules.can_fetch(url, self._token)

    @property
    def crawl_delay_s(self) -> float:
        """Seconds that the site asks to have between two requests, 0 where it asks for none; within reason."""
        return min(self._rules.crawl_delay(self._token) or 0.0, MAX_CRAWL_DELAY_S)

    def _addressed(self, line: str) -> str:
        """A line as protego must see it to choose the group that RFC 9309, section 2.2.1, chooses.

        The name on a User-agent line is compared as a whole, in any case, up to the first character that no product
        token has (`claimtrack/2.0` means us); protego would take `claim` for the beginning of our name, and miss ours
        where a version follows it.
        """
        match = _USER_AGENT.match(line)
        if match is None or match["name"] == "*":
            return line
        name = _TOKEN.match(match["name"])
        meant = name is not None and name[0].lower() == self._token
        return f"User-agent: {self._token if meant else _NOBODY}"


def _spellings(line: str) -> set[str]:
    """A rule with a query in each spelling that RFC 9309, section 2.2.2, holds to be one: `://` is also `%3A%2F%2F`."""
    match = _RULE_WITH_QUERY.fullmatch(line.partition("#")[0])
    if match is None:
        return {line}
    plain = re.sub("%3A", ":", re.sub("%2F", "/", match["query"], flags=re.IGNORECASE), flags=re.IGNORECASE)
    encoded = plain.replace(":", "%3A").replace("/", "%2F")
    return {line, match["path"] + plain, match["path"] + encoded}
