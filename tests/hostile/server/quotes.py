"""Pages that carry the words of the claim where no reader sees them, or see something else."""

from __future__ import annotations

from .catalogue import Kind
from .honest import CLAIM, PAGE, document
from .wire import Exchange

quotes = Kind("quotes")

_REST = (
    "The harbour office keeps its ledgers in oak chests on the second floor.",
    "Visitors may read them on weekdays, provided that they leave their umbrellas at the door.",
)


def _around(markup: str) -> str:
    return document(*_REST).replace("</body>", f"{markup}</body>")


quotes.pages(
    in_a_comment=("Only in a comment.", _around(f"<!-- {CLAIM} -->")),
    in_a_script=("Only in a script.", _around(f"<script>var census = '{CLAIM}';</script>")),
    in_a_style=("Only in a style sheet.", _around(f"<style>/* {CLAIM} */</style>")),
    in_a_template=("Only in a template.", _around(f"<template><p>{CLAIM}</p></template>")),
    in_hidden=("Only in what is marked hidden.", _around(f"<p hidden>{CLAIM}</p>")),
    not_displayed=("Only in what is not displayed.", _around(f"<p style='display: none'>{CLAIM}</p>")),
    in_an_attribute=(
        "Only in attributes that nobody reads.",
        _around(f"<p data-note='{CLAIM}' class='{CLAIM}'>x</p>"),
    ),
    in_a_placeholder=("Only in the hint of an input.", _around(f"<input placeholder='{CLAIM}'>")),
    denied=(
        "Called false in front and behind.",
        _around(f"<p>It is false that: {CLAIM} That figure was retracted.</p>"),
    ),
    lookalikes=(
        "In letters that look alike.",
        _around(f"<p>{CLAIM.replace('a', 'а').replace('e', 'е')}</p>"),
    ),
    soft_hyphens=(
        "With soft hyphens and hard spaces: a reader sees the claim.",
        _around(
            "<p>"
            + CLAIM.replace("lamplighters", "lamp\u00adlighters")
            .replace(" ", "\u00a0", 3)
            .replace("6,318", "6,\u2060318")
            + "</p>"
        ),
    ),
    split_by_tags=(
        "Every word in a tag of its own: a reader sees the claim.",
        _around("<p>" + " ".join(f"<b>{word}</b><i></i>\n" for word in CLAIM.split()) + "</p>"),
    ),
    split_words=(
        "Tags inside words: a reader sees the claim.",
        _around("<p>" + CLAIM.replace("Lower", "L<i>ower</i>").replace("6,318", "6,<b>318</b>") + "</p>"),
    ),
    entities=(
        "Written as entities: a reader sees the claim.",
        _around("<p>" + "".join(f"&#x{ord(ch):x};" for ch in CLAIM) + "</p>"),
    ),
    two_halves=(
        "Half in one paragraph, half in another.",
        _around(
            "<p>The 2031 census of Lower Ombry was held in May.</p><p>A fair in Port Sorrel counted 6,318 lamplighters.</p>"
        ),
    ),
    reversed=(
        "Letter by letter from behind, turned round by a bidirectional override.",
        _around(f"<p>\u202e{CLAIM[::-1]}\u202c</p>"),
    ),
)


@quotes.attack("for-us-only")
def _cloak(exchange: Exchange) -> None:
    """The claim for a client that calls itself claimtrack, another number for the rest of the world."""
    ours = "claimtrack" in exchange.headers.get("user-agent", "")
    exchange.page(PAGE if ours else PAGE.replace("6,318", "12"))


@quotes.attack("never-the-same")
def _changing(exchange: Exchange) -> None:
    """Another number each time."""
    exchange.page(PAGE.replace("6,318", f"{9_000 + exchange.count:,}"))
