"""The rules in order: the first that speaks decides, and those that leave nothing of the page come first."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from claimtrack.classify.challenges import blocked
from claimtrack.classify.missing import parked, soft_404
from claimtrack.classify.moves import moved_host, redirected_home
from claimtrack.classify.page import Page, page_of
from claimtrack.classify.stubs import garbled, js_only, no_text
from claimtrack.classify.walls import consent_wall, login_wall, paywall
from claimtrack.models import Document, Finding, Snapshot

_STRANGERS = (blocked, parked)
_STUBS = (soft_404, login_wall, consent_wall, js_only, no_text, paywall)
"""A robot wall that asks for scripts is no page drawn by scripts, and so on down."""


class PageClassifier:
    """`claimtrack.interfaces.Classifier` by rules over markers and phrases (English, German, French, Spanish)."""

    version = "rules@1"

    def classify(self, snapshot: Snapshot, document: Document) -> Finding | None:
        """What is wrong with a page that arrived, or None. A pure function of its arguments."""
        page = page_of(snapshot, document)
        return (
            (page and _first(_STRANGERS, page))
            or redirected_home(snapshot)
            or (page and _first(_STUBS, page))
            or garbled(document)
            or moved_host(snapshot)
        )


def _first(rules: Iterable[Callable[[Page], Finding | None]], page: Page) -> Finding | None:
    return next(filter(None, (rule(page) for rule in rules)), None)
