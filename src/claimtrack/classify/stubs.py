"""Rules `js-only`, `no-text` and `garbled`: the page itself came, but not its words."""

from __future__ import annotations

import re

from claimtrack.classify.findings import limited
from claimtrack.classify.page import FEW_WORDS, Page
from claimtrack.models import BlockKind, Document, Finding, ProblemSlug

_MUCH_SCRIPT = 20_000
"""Bytes of inline script beside which a few words are no page."""
_BARE_WORDS = 12
"""With fewer words, a script file alone is enough."""
_NEEDS_SCRIPT = re.compile(
    r"(?:enable|turn on|activate|allow) (?:your )?javascript\b(?! (?:to|and) (?:view|see|read|load|post) (?:the |these )?comments)"
    r"|javascript (?:is |has been |seems to be )?(?:disabled|not (?:available|enabled|supported)|required|turned off|must be enabled)"
    r"|(?:requires|needs|without) javascript|javascript (?:in your browser )?(?:to (?:run|use|view|continue))"
    r"|javascript (?:aktivieren|ist deaktiviert|muss aktiviert|wird benötigt)|aktivieren sie (?:bitte )?javascript"
    r"|activer javascript|javascript est (?:désactivé|requis|nécessaire)|activ(?:e|ar|a) javascript|javascript (?:está desactivado|es necesario)",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"comment|disqus|kommentar|comentario", re.IGNORECASE)
_SCRIPT_FILE = re.compile(r"\.m?js(?:\?|$)", re.IGNORECASE)
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_FEWEST_GARBLED = 5
_GARBLED_SHARE = 0.02


def js_only(page: Page) -> Finding | None:
    """A page that its scripts would have to draw, unless its JSON-LD carries the text."""
    facts = page.facts
    if page.word_count >= FEW_WORDS or facts.article_body_words >= FEW_WORDS:
        return None
    asks = _asks_for_script(facts.noscript) or _asks_for_script(page.banners)
    draws = facts.script_bytes > _MUCH_SCRIPT or (
        page.word_count < _BARE_WORDS and any(map(_SCRIPT_FILE.search, facts.resources))
    )
    if not asks and not draws:
        return None
    return limited(
        ProblemSlug.JS_ONLY,
        f"the page is drawn by scripts: {page.word_count} words and {facts.script_bytes:,} bytes of inline script arrived",
    )


def no_text(page: Page) -> Finding | None:
    """A page whose body is empty: what is known of it stands in its head, where no reader sees it."""
    if page.word_count or page.facts.article_body_words:
        return None
    return limited(ProblemSlug.NO_TEXT, "the page arrived whole, but shows no words")


def garbled(document: Document) -> Finding | None:
    """A page of which many words could not be decoded."""
    text = document.text
    if text.count(_REPLACEMENT) < _FEWEST_GARBLED:
        return None
    words = [
        word
        for block in document.blocks
        if block.kind is not BlockKind.META
        for word in text[block.start : block.end].split()
    ]
    damaged = sum(_REPLACEMENT in word for word in words)
    if damaged < _FEWEST_GARBLED or damaged < _GARBLED_SHARE * len(words):
        return None
    return limited(
        ProblemSlug.GARBLED, f"{damaged} of the {len(words)} words of the page could not be decoded"
    )


def _asks_for_script(text: str) -> bool:
    return any(_NEEDS_SCRIPT.search(line) and not _COMMENTS.search(line) for line in text.splitlines())
