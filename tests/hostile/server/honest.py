"""Pages that do nothing wrong: what stands on them must be found whatever happens beside them."""

from __future__ import annotations

import gzip

from .catalogue import Kind
from .wire import Exchange

CLAIM = "The 2031 census of Lower Ombry counted 6,318 lamplighters."
"""What every page that can be read says, and every claim about it."""

_FILLER = (
    "The harbour office of Lower Ombry keeps its ledgers in oak chests on the second floor.",
    "Visitors may read them on weekdays, provided that they leave their umbrellas at the door.",
    "A census is held every eleven years, and its tables are printed by the guild of stationers.",
    "Lamplighters are paid by the street, apprentices by the lamp, and nobody is paid in winter fog.",
)


def document(*paragraphs: str, title: str = "Census of Lower Ombry", head: str = "") -> str:
    """A plain page of a few paragraphs."""
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head>\n'
        f"<body>\n<h1>{title}</h1>\n{body}\n</body></html>\n"
    )


PAGE = document(_FILLER[0], CLAIM, *_FILLER[1:])
"""An ordinary page that carries the claim."""

honest = Kind("honest")


@honest.attack("page")
def _page(exchange: Exchange) -> None:
    """An ordinary page."""
    exchange.page(PAGE)


@honest.attack("gzip")
def _gzip(exchange: Exchange) -> None:
    """The same page compressed."""
    exchange.page(gzip.compress(PAGE.encode()), fields=[("Content-Encoding", "gzip")])


@honest.attack("chunked")
def _chunked(exchange: Exchange) -> None:
    """The same page in chunks."""
    exchange.head(fields=[("Transfer-Encoding", "chunked")])
    data = PAGE.encode()
    for start in range(0, len(data), 100):
        chunk = data[start : start + 100]
        exchange.send(b"%x\r\n%b\r\n" % (len(chunk), chunk))
    exchange.send(b"0\r\n\r\n")


@honest.attack("long")
def _long(exchange: Exchange) -> None:
    """Three megabytes, and the claim at the very end."""
    exchange.page(document(*_FILLER * 9_000, CLAIM))


@honest.attack("silent-about-it")
def _other(exchange: Exchange) -> None:
    """A page that says nothing of the claim."""
    exchange.page(document(*_FILLER))


@honest.attack("other-number")
def _number(exchange: Exchange) -> None:
    """A page that gives another number."""
    exchange.page(PAGE.replace("6,318", "5,904"))


@honest.attack("moved")
def _moved(exchange: Exchange) -> None:
    """A page that lives elsewhere now."""
    exchange.redirect("/honest/page")


@honest.attack("five-hops")
def _hops(exchange: Exchange) -> None:
    """Five redirects, and then the page: as many as are followed."""
    step = int(exchange.target.partition("?")[2] or "1")
    exchange.redirect(f"/honest/five-hops?{step + 1}" if step < 5 else "/honest/page")


@honest.attack("held-open")
def _held_open(exchange: Exchange) -> None:
    """A whole page with its length, the connection then held open."""
    exchange.page(PAGE)
    exchange.pause()
