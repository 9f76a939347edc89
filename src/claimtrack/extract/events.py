"""The events that a walk over the tree of a page sends, whichever parser made the tree.

Two trees, one reader of them: what is text, what a block, what a fact is decided once, in what takes the events.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, TypeAlias, TypeVar

Opened = TypeVar("Opened")

Attributes: TypeAlias = Mapping[str, str | None]
"""Attributes of an element by their names in lower case; None or empty where one has no value."""


class Handler(Protocol[Opened]):
    """What takes the events, in the order of the page."""

    def enter(self, name: str, attributes: Attributes) -> Opened | None:
        """An element begins.

        Args:
            name: Of the element, in lower case.
            attributes: Its attributes.

        Returns:
            What `leave` gets where the element ends; None for no call there.
        """

    def leave(self, opened: Opened) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Text stands here. Of `script`, `style` and `noscript` it is their source."""


def attribute(attributes: Attributes, name: str) -> str:
    """The value of an attribute; empty where it is missing or has none."""
    return attributes.get(name) or ""
