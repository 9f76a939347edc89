"""What the walk over a page picks up beside its words: for `facts`, for `metadata`, and text that only a script shows."""

from __future__ import annotations

import re
from itertools import islice

from claimtrack.extract.events import Attributes, attribute
from claimtrack.extract.head import Head, Marked

_MAX_ITEMS = 60
_MAX_NAMED = 5_000
"""Metas, links and scripts kept; no honest page has a tenth of it."""
_MAX_URL = 300
_BARRIERS = (
    "captcha",
    "turnstile",
    "paywall",
    "regwall",
    "piano",
    "consent",
    "cookie",
    "cmp",
    "login",
    "signin",
    "subscri",
)
_DATA_TYPES = re.compile(r"json|template|text/(?!javascript)|image/", re.IGNORECASE)
"""Types of `script` elements that no browser runs."""
NOTED = frozenset("base form frame h1 html iframe input link meta noscript script time title".split())
"""Elements that are looked at whatever their attributes are."""


class Notes:
    """Takes each element as the walk enters it. All lists are bounded."""

    def __init__(self) -> None:
        self.head = Head()
        self.robots = ""
        self._has_title = False
        self.canonical = ""
        self.headings: list[list[str]] = []
        """Texts of `h1` elements, piece by piece."""
        self.frames: list[str] = []
        """Sources of pages that stand in `srcdoc`."""
        self.noscript: list[list[str]] = []
        """Sources of `noscript` elements."""
        self.scripts: list[list[str]] = []
        """Sources of inline scripts that a browser runs."""
        self.password_fields = 0
        self.resources: dict[str, None] = {}
        """URLs of scripts, frames and form targets, as written."""
        self._names: dict[str, None] = {}
        """Every `id` and `class`, as written."""
        self.hidden_line: list[str] = []
        """The paragraph of a hidden part of the page that is being read, piece by piece."""
        self.hidden: list[list[str]] = [[]]
        """Paragraphs of each part of the page that is hidden as a whole; the last one is not finished."""

    def take(self, name: str, attributes: Attributes) -> list[str] | None:
        """Note what an element adds; return a list where its text is wanted, to be put in there."""
        if names := attributes.get("class"):
            self._names[names] = None
        if names := attributes.get("id"):
            self._names[names] = None
        if name in NOTED:
            return self._noted(name, attributes)
        return self._byline(name, attributes) if "itemprop" in attributes or "rel" in attributes else None

    def end_hidden_line(self) -> None:
        """A paragraph ends in a hidden part of the page."""
        if self.hidden_line:
            self.hidden[-1].append("".join(self.hidden_line))
            self.hidden_line.clear()

    def end_hidden(self) -> None:
        """A hidden part of the page ends."""
        self.end_hidden_line()
        if self.hidden[-1]:
            self.hidden.append([])

    def barriers(self) -> tuple[str, ...]:
        """Ids and classes, in lower case, that name a captcha, a paywall, a consent or login dialogue."""
        # One search for each word in all names at once takes a tenth of the time of looking at every name.
        names = "\n".join(self._names).lower()
        words = [word for word in _BARRIERS if word in names]
        if not words:
            return ()
        found = (name for name in names.split() if any(word in name for word in words))
        return tuple(islice(dict.fromkeys(name[:_MAX_URL] for name in found), _MAX_ITEMS))

    def _noted(self, name: str, attributes: Attributes) -> list[str] | None:
        match name:
            case "meta" | "link" | "base" | "html":
                self._about_the_page(name, attributes)
            case "script":
                return self._script(attributes)
            case "title" if not self._has_title:
                self._has_title = True
                return self.head.titles
            case "h1" if len(self.headings) < _MAX_ITEMS:
                return _new(self.headings)
            case "noscript" if len(self.noscript) < _MAX_NAMED:
                return _new(self.noscript)
            case "time" if len(self.head.times) < _MAX_ITEMS:
                self.head.times.append(Marked(name, attributes))
                return self.head.times[-1].texts
            case "input":
                self.password_fields += attribute(attributes, "type").lower() == "password"
            case "iframe" | "frame" | "form":
                self._frame(name, attributes)
        return None

    def _about_the_page(self, name: str, attributes: Attributes) -> None:
        head = self.head
        if name == "meta":
            _keep(head.metas, attributes)
            if attribute(attributes, "name").lower() == "robots":
                self.robots = self.robots or attribute(attributes, "content").lower()
        elif name == "link":
            _keep(head.links, attributes)
            if "canonical" in attribute(attributes, "rel").lower().split():
                self.canonical = self.canonical or attribute(attributes, "href").strip()
        elif name == "base":
            head.base = head.base or attribute(attributes, "href").strip()
        else:
            head.lang = head.lang or attribute(attributes, "lang")

    def _frame(self, name: str, attributes: Attributes) -> None:
        self._resource(attribute(attributes, "action" if name == "form" else "src"))
        if name == "iframe" and (page := attributes.get("srcdoc")) and len(self.frames) < _MAX_ITEMS:
            self.frames.append(page)

    def _script(self, attributes: Attributes) -> list[str] | None:
        kind = attribute(attributes, "type")
        if kind and _DATA_TYPES.search(kind):
            if len(self.head.scripts) >= _MAX_NAMED:
                return None
            self.head.scripts.append(Marked("script", attributes))
            return self.head.scripts[-1].texts
        self._resource(attribute(attributes, "src"))
        return _new(self.scripts)

    def _byline(self, name: str, attributes: Attributes) -> list[str] | None:
        said = f"{attributes.get('itemprop')} {attributes.get('rel')}".lower().split()
        if "author" not in said or len(self.head.bylines) >= _MAX_ITEMS:
            return None
        self.head.bylines.append(Marked(name, attributes))
        return self.head.bylines[-1].texts

    def _resource(self, url: str) -> None:
        if url and len(self.resources) < _MAX_ITEMS and not url.startswith("data:"):
            self.resources[url.strip()[:_MAX_URL]] = None


def _new(lists: list[list[str]]) -> list[str]:
    lists.append([])
    return lists[-1]


def _keep(found: list[Attributes], attributes: Attributes) -> None:
    if len(found) < _MAX_NAMED:
        found.append(attributes)
