"""Markup nested so deep, or so wrongly, that parsers drop text, take for ever, or fall over."""

from __future__ import annotations

from .catalogue import Kind, page_of
from .honest import CLAIM

nesting = Kind("nesting")

DEPTH = 100_000


def _page(name: str, about: str, markup: str) -> None:
    nesting.add(name, about, page_of(markup))


def _nested(start: str, depth: int, end: str = "") -> str:
    return f"<!doctype html><title>Census</title><body>{start * depth}<p>{CLAIM}</p>{end * depth}"


_page(
    "three-hundred",
    "Three hundred levels: deeper than some parsers look, not than a page can be.",
    _nested("<div>", 300, "</div>"),
)
_page("div", "A hundred thousand levels.", _nested("<div>", DEPTH, "</div>"))
_page("div-unclosed", "The same, none closed.", _nested("<div>", DEPTH))
_page("b", "A hundred thousand <b>, which every block inside reopens.", _nested("<b>", DEPTH))
_page("a-and-p", "Links and paragraphs nested wrongly.", _nested("<a><p>", 20_000))
_page(
    "font",
    "Five thousand different <font>, reopened by every paragraph.",
    _nested("".join(f"<p><font size={n}>" for n in range(5_000)), 1),
)
_page("table", "Tables in tables.", _nested("<table><tr><td>", 30_000))
_page(
    "table-text", "Text where a table may have none, which moves in front of it.", _nested("<table>a", 20_000)
)
_page("svg", "Pictures in pages in pictures.", _nested("<svg><foreignObject>", 20_000))
_page("lists", "Lists in lists.", _nested("<ul><li>", 30_000))
_page(
    "templates",
    "Templates in templates, the claim in the innermost: nobody sees it.",
    _nested("<template>", 5_000),
)
_page("select", "Choices in choices.", _nested("<select><option>", 20_000))
