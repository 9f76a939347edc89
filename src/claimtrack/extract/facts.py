"""What a page is made of beside its words, in one walk over its tree: scripts, forms, headings, what it says of itself.

`claimtrack.classify` judges by these facts; nothing is judged here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag

from claimtrack.extract.blocks import clean
from claimtrack.models import PageFacts

MAX_TEXT = 2_000
"""Most characters kept of a text."""
_MAX_ITEMS = 60
_MAX_URL = 300
_SCRIPT_START = 1_200
"""Characters kept of each script: what walls are known by stands in their first lines."""
_MAX_SCRIPTS = 20_000
"""Characters kept of all scripts together."""
_BARRIER = re.compile(r"captcha|turnstile|paywall|regwall|piano|consent|cookie|cmp|login|signin|subscri")
_DATA_TYPES = re.compile(r"json|template|text/(?!javascript)|image/", re.IGNORECASE)
"""Types of `script` elements that no browser runs."""
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Thai, Lao, Burmese, Khmer, kana, Han: scripts that set no spaces between words."""
_CHARACTERS_PER_WORD = 2
_INTERESTING = frozenset(
    {"title", "h1", "meta", "link", "script", "noscript", "iframe", "frame", "form", "input"}
)


def count_words(text: str) -> int:
    """Number of words in `text`; two characters of a script without spaces count as one word."""
    unspaced = len(_UNSPACED.findall(text))
    spaced = _UNSPACED.sub(" ", text) if unspaced else text
    return sum(any(map(str.isalnum, word)) for word in spaced.split()) + unspaced // _CHARACTERS_PER_WORD


def read_facts(soup: BeautifulSoup, visible: str, json_ld: Iterable[Mapping[str, object]]) -> PageFacts:
    """Collect the facts of a parsed page.

    Args:
        soup: The page.
        visible: The words that a reader sees.
        json_ld: The objects of its JSON-LD.
    """
    notes = _Notes()
    for tag in soup.descendants:
        if isinstance(tag, Tag):
            notes.take(tag)
    free, declared, body_words = _of_json_ld(json_ld)
    return PageFacts(
        word_count=count_words(visible),
        title=notes.title,
        headings=tuple(notes.headings),
        robots=notes.robots[:MAX_TEXT],
        canonical=notes.canonical[:MAX_TEXT],
        script_bytes=notes.script_bytes,
        script_start="\n".join(notes.scripts)[:_MAX_SCRIPTS],
        resources=tuple(notes.resources),
        noscript=clean(" ".join(notes.noscript))[:MAX_TEXT],
        password_fields=notes.password_fields,
        barriers=tuple(notes.barriers),
        accessible_for_free=free,
        declared_words=declared,
        article_body_words=body_words,
    )


@dataclass(slots=True)
class _Notes:
    """What was seen so far."""

    title: str = ""
    robots: str = ""
    canonical: str = ""
    headings: list[str] = field(default_factory=list)
    noscript: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    script_bytes: int = 0
    password_fields: int = 0
    resources: dict[str, None] = field(default_factory=dict)
    barriers: dict[str, None] = field(default_factory=dict)

    def take(self, tag: Tag) -> None:
        """Note what one element adds."""
        if "id" in tag.attrs or "class" in tag.attrs:
            self._names(tag)
        if tag.name not in _INTERESTING:
            return
        if tag.name == "script":
            self._script(tag)
        elif tag.name in {"iframe", "frame", "form"}:
            self._resource(_text(tag, "action" if tag.name == "form" else "src"))
        elif tag.name == "input":
            self.password_fields += _text(tag, "type").lower() == "password"
        elif tag.name == "meta" and _text(tag, "name").lower() == "robots":
            self.robots = self.robots or _text(tag, "content").lower()
        elif tag.name == "link" and "canonical" in _text(tag, "rel").lower().split():
            self.canonical = self.canonical or _text(tag, "href").strip()
        elif tag.name in {"title", "h1", "noscript"}:
            self._words(tag)

    def _words(self, tag: Tag) -> None:
        if tag.name == "title":
            # A drawing has titles too; the page's own is the first outside of any.
            if not self.title and not tag.find_parent("svg"):
                self.title = clean(tag.get_text(" "))[:MAX_TEXT]
            return
        texts = self.headings if tag.name == "h1" else self.noscript
        if len(texts) < _MAX_ITEMS and (text := clean(tag.get_text(" "))):
            texts.append(text[:MAX_TEXT])

    def _names(self, tag: Tag) -> None:
        if len(self.barriers) >= _MAX_ITEMS:
            return
        for name in f"{_text(tag, 'id')} {_text(tag, 'class')}".lower().split():
            if _BARRIER.search(name):
                self.barriers[name[:_MAX_URL]] = None

    def _script(self, tag: Tag) -> None:
        if _DATA_TYPES.search(_text(tag, "type")):
            return
        self._resource(_text(tag, "src"))
        text = tag.string or ""
        self.script_bytes += len(text.encode("utf-8", "surrogatepass"))
        if text and len(self.scripts) < _MAX_ITEMS:
            self.scripts.append(text[:_SCRIPT_START])

    def _resource(self, url: str) -> None:
        if url and len(self.resources) < _MAX_ITEMS and not url.startswith("data:"):
            self.resources[url.strip()[:_MAX_URL]] = None


def _text(tag: Tag, name: str) -> str:
    """An attribute as one string, however bs4 keeps it."""
    value = tag.get(name)
    if isinstance(value, str):
        return value
    return " ".join(value) if value else ""


def _of_json_ld(nodes: Iterable[Mapping[str, object]]) -> tuple[bool | None, int | None, int]:
    """`isAccessibleForFree` (false where any object says so), the largest `wordCount`, the words of the longest body."""
    free: bool | None = None
    declared: int | None = None
    body_words = 0
    for node in nodes:
        said = _boolean(node.get("isAccessibleForFree"))
        # The parts of a page that are not free (`hasPart`) say so in objects of their own: one is enough.
        free = said if free is None or said is False else free
        count = _number(node.get("wordCount"))
        declared = max(filter(None, (declared, count)), default=None)
        body = node.get("articleBody")
        body_words = max(body_words, count_words(body) if isinstance(body, str) else 0)
    return free, declared, body_words


def _boolean(value: object) -> bool | None:
    """JSON-LD writes truth in three ways: `false`, `"False"`, `"https://schema.org/False"`."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.rpartition("/")[2].strip().lower())
    return None


def _number(value: object) -> int | None:
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        value = int(value.strip()[:12])
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None
