"""Pages of a few bytes, repeated until something gives: tags, attributes, entities, white space, marks."""

from __future__ import annotations

from collections.abc import Callable

from .catalogue import Kind, page_of
from .honest import CLAIM

floods = Kind("floods")
_MB = 1 << 20


def _page(name: str, about: str, make: Callable[[], str]) -> None:
    floods.add(name, about, page_of(lambda: make().encode()))


def _before(flood: str, count: int) -> Callable[[], str]:
    """The claim in front, where no flood can swallow it."""
    return lambda: f"<!doctype html><title>Census</title><p>{CLAIM}</p>\n" + flood * count


def _after(flood: str, count: int) -> Callable[[], str]:
    """The claim behind, where a browser would not show it."""
    return lambda: "<!doctype html><title>Census</title><p>Nothing here.</p>\n" + flood * count + CLAIM


_page("paragraphs", "Two million empty paragraphs.", _before("<p>", 2_000_000))
_page(
    "attributes",
    "A million attributes on one tag.",
    lambda: f"<p>{CLAIM}</p><div " + " ".join(f"a{n}=1" for n in range(1_000_000)) + ">x</div>",
)
_page(
    "attribute-of-9-mb",
    "One attribute of nine megabytes.",
    lambda: f'<p>{CLAIM}</p><div title="{"x" * (9 * _MB)}">x</div>',
)
_page(
    "line-of-9-mb",
    "Nine megabytes of text on one line.",
    lambda: f"<p>{CLAIM} " + "so it is said " * (9 * _MB // 14) + "</p>",
)
_page(
    "line-of-50-mb",
    "Fifty megabytes of text on one line.",
    lambda: f"<p>{CLAIM} " + "so it is said " * (50 * _MB // 14) + "</p>",
)
_page("word-of-9-mb", "One word of nine megabytes.", lambda: f"<p>{CLAIM}</p><p>" + "a" * (9 * _MB) + "</p>")
_page(
    "sentences",
    "Two hundred thousand short sentences.",
    lambda: f"<p>{CLAIM}</p><p>" + "No. " * 200_000 + "</p>",
)
_page("numbers", "A million numbers.", lambda: f"<p>{CLAIM}</p><p>" + "6,319 " * 1_000_000 + "</p>")
_page("entities", "A million entities, half of them unknown.", _before("&amp;&zzz;", 500_000))
_page("less-than", "A million `<`.", _before("<", 1_000_000))
_page("bang", "`<!` without end.", _before("<!", 200_000))
_page("end-tags", "`</a ` without end.", _before("</a ", 200_000))
_page("scripts", "`<script` without end.", _before("<script", 200_000))
_page("cdata", "`<![CDATA[` without end.", _before("<![CDATA[", 200_000))
_page("instructions", "`<?` without end.", _before("<?", 200_000))
_page("comments", "`<!--` without end.", _before("<!--", 200_000))
_page(
    "comments-swallow",
    "An unclosed comment in front of the claim: a browser shows nothing of it.",
    _after("<!--", 200_000),
)
_page(
    "spaces",
    "Five megabytes of spaces inside a paragraph.",
    lambda: f"<p>{CLAIM} " + " " * (5 * _MB) + "x</p>",
)
_page(
    "baits",
    "Fifty thousand each of what makes bad patterns take for ever.",
    lambda: (
        f"<p>{CLAIM}</p><p>"
        + " ".join(bait * 50_000 for bait in ("1,", "a", '"', "-", ".", "(", "$1"))
        + "!</p>"
    ),
)
_page(
    "digits",
    "A number of a million digits, and a price of as many.",
    lambda: f"<p>{CLAIM}</p><p>{'9' * _MB} and ${'9' * _MB}</p>",
)
_page(
    "combining",
    "One letter under half a million marks.",
    lambda: f"<p>{CLAIM}</p><p>e" + "\u0301\u0323" * 250_000 + "</p>",
)
_page(
    "compatibility",
    "Three hundred thousand letters, each eighteen under compatibility forms.",
    lambda: f"<p>{CLAIM}</p><p>" + "\ufdfa" * 300_000 + "</p>",
)
_page(
    "zero-width",
    "Half a million joiners inside a word.",
    lambda: f"<p>{CLAIM}</p><p>a" + "\u200d" * 500_000 + "b</p>",
)
_page(
    "titles",
    "A title of five megabytes.",
    lambda: f"<title>{'Census ' * (5 * _MB // 7)}</title><p>{CLAIM}</p>",
)
_page(
    "metadata",
    "Twenty thousand descriptions.",
    lambda: "".join(f'<meta name=description content="d{n}">' for n in range(20_000)) + f"<p>{CLAIM}</p>",
)
_page(
    "cells",
    "A table of half a million cells.",
    lambda: f"<p>{CLAIM}</p><table>" + ("<tr>" + "<td>7" * 500) * 1000 + "</table>",
)
_page(
    "spans",
    "Cells that claim to span a million others.",
    lambda: f"<p>{CLAIM}</p><table>" + "<tr><td colspan=1000000 rowspan=1000000>x" * 200 + "</table>",
)
