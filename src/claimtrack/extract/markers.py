"""What an element says by its name, role, id and classes about the text in it: "this is a menu", "here readers comment".

The words are those that authors of pages and of content management systems use everywhere; no site's own names are among them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from string import ascii_lowercase
from typing import NamedTuple

from claimtrack.models import Part

LONGEST_NAMES = 200
"""Characters looked at of an id or a class list."""
_CACHED = 4096


class Marker(NamedTuple):
    """What an element's names say its text is."""

    part: Part
    firm: bool
    """Holds for all text in it; otherwise only for text that does not read like an article."""


def _by_word(words: dict[Part, str], *, firm: bool) -> dict[str, Marker]:
    return {
        spelt: Marker(part, firm)
        for part, listed in words.items()
        for word in listed.split()
        for spelt in (word, word.capitalize(), word.upper())
    }


_NAMES: dict[str, Marker] = _by_word(
    {
        Part.NAVIGATION: "author bio button categories crumbs date dateline links meta prev previous tag tags timestamp toc",
        Part.RELATED: "card cards carousel more most read slider stories",
        Part.FURNITURE: "ad aside byline caption contact credit cta disclaimer disclosure notice print rail secondary sidebar widget",
    },
    firm=False,
) | _by_word(
    {
        Part.NAVIGATION: "breadcrumb breadcrumbs colophon footer masthead menu nav navbar navigation pager pagination sitemap navbox submenu subnav "
        "toolbar topbar topnav",
        Part.RELATED: "latest outbrain popular promo promos recent recirc recirculation recommendation recommendations recommended "
        "recommends related suggested suggestions taboola teaser teasers trending",
        Part.COMMENTS: "comment commentform commentlist comments disqus replies reply respond",
        Part.REFERENCES: "bibliography citations endnotes footnotes references reflist",
        Part.FURNITURE: "ads advert advertisement banner consent cookie cookies copyright dialog donate donation feedback gdpr legal login "
        "modal newsletter overlay paywall popup register rss search share sharing signin signup social sponsored subscribe subscription",
    },
    firm=True,
)
_IN_BYTES = {word.encode(): marker for word, marker in _NAMES.items() if word.islower()}
_LETTERS_ONLY = bytes(code if chr(code) in ascii_lowercase else ord(" ") for code in range(256))
ELEMENTS = _by_word(
    {Part.NAVIGATION: "footer menu nav", Part.FURNITURE: "aside dialog form search"}, firm=True
) | _by_word({Part.FURNITURE: "address"}, firm=False)
"""Elements that say something by their name alone."""
_ROLES = _by_word(
    {
        Part.NAVIGATION: "banner contentinfo menu menubar navigation",
        Part.REFERENCES: "doc-bibliography doc-endnotes",
        Part.FURNITURE: "alertdialog complementary dialog form search",
    },
    firm=True,
)
_UNMARKED = frozenset({"html", "body", "main"})
"""Elements whose classes tell of the layout of the page: `has-sidebar`, `comments-open`."""
_LAYOUT = re.compile(r"(?:\s|^)(?:has|no|with|without|is|not|tag|category)[-_]")
"""How a name begins that tells what stands beside the element, or what the article in it is filed under."""
_WORDS = re.compile(r"(?<!\S)(?i:has|no|with|without|is|not|tag|category)[-_]\S*|[A-Z]?[a-z]+|[A-Z]+")
"""Words of a list of names; a name that begins so is one word, which says nothing."""


@lru_cache(_CACHED)
def marker_of(tag: str, identity: str, classes: str, role: str) -> Marker | None:
    """Return what an element says of its text; None where it says nothing.

    Args:
        tag: Name of the element, in lower case.
        identity: Its `id`; empty where it has none. Of this and of the classes no more than `LONGEST_NAMES` characters, so that
            the cache stays small.
        classes: Its `class`.
        role: Its `role`.
    """
    found = (_ROLES.get(role) if role else None) or ELEMENTS.get(tag)
    if (found is not None and found.firm) or tag in _UNMARKED:
        return found
    return _of_names(f"{identity} {classes}", found)


def _of_names(names: str, weaker: Marker | None) -> Marker | None:
    """The first firm marker in a list of names, else `weaker`, else the first one that is not firm."""
    if names.islower():
        # No word begins inside another, so that bytes are enough, which takes a third of the time.
        cut = names.encode("ascii", "replace").translate(_LETTERS_ONLY).split()
        markers = [_IN_BYTES[word] for word in cut if word in _IN_BYTES]
        if not markers:
            return weaker
        if _LAYOUT.search(names):
            markers = _read_with_care(names)
    else:
        markers = _read_with_care(names)
    for marker in markers:
        if marker.firm:
            return marker
    return weaker or (markers[0] if markers else None)


def _read_with_care(names: str) -> list[Marker]:
    return [_NAMES[word] for word in _WORDS.findall(names) if word in _NAMES]
