"""What tests a client's manners and its cache: waits without end, dates that cannot be, robots.txt of every kind."""

from __future__ import annotations

from .catalogue import Kind
from .honest import PAGE
from .wire import Exchange, Fields

manners = Kind("manners")

_TEXT: Fields = [("Content-Type", "text/plain")]


@manners.attack("wait-for-ever", own_site=True)
def _429(exchange: Exchange) -> None:
    """Asks to be left alone for thirty years."""
    exchange.page("<p>slow down</p>", "429 Too Many Requests", [("Retry-After", "999999999")])


@manners.attack("wait-until-9999", own_site=True)
def _503(exchange: Exchange) -> None:
    """Asks to be left alone until the year 9999."""
    exchange.page(
        "<p>later</p>", "503 Service Unavailable", [("Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT")]
    )


@manners.attack("wait-nonsense", own_site=True)
def _nonsense(exchange: Exchange) -> None:
    """Asks for a wait that is no time: below nothing, not a number, a word, too large for any clock."""
    waits = ("-5", "nan", "soon", "1e309", "\u0661", "Thu, 00 Jan 99999 25:61:61 GMT")
    wait = waits[(exchange.count - 1) % len(waits)].encode().decode("latin-1")
    exchange.page("<p>later</p>", "503 Service Unavailable", [("Retry-After", wait)])


@manners.attack("not-modified-unasked")
def _304(exchange: Exchange) -> None:
    """Says that nothing changed, to somebody who has nothing."""
    exchange.head("304 Not Modified", [("ETag", '"x"')])


@manners.attack("dates-of-2099")
def _future(exchange: Exchange) -> None:
    """An honest page with every date in 2099, fresh for longer than the universe."""
    then = "Thu, 01 Jan 2099 00:00:00 GMT"
    fresh = [("Cache-Control", "max-age=1000000000000000000"), ("Age", "-1")]
    exchange.page(PAGE, fields=[("Date", then), ("Last-Modified", then), ("Expires", then), *fresh])


@manners.attack("dates-that-are-none")
def _no_dates(exchange: Exchange) -> None:
    """An honest page whose dates are none."""
    exchange.page(
        PAGE,
        fields=[
            ("Date", "yesterday"),
            ("Last-Modified", "Thu, 00 Jan 99999 25:61:61 GMT"),
            ("Expires", "-1"),
        ],
    )


@manners.attack("tag-of-50-kb")
def _etag(exchange: Exchange) -> None:
    """An honest page with an ETag that must not come back."""
    exchange.page(PAGE, fields=[("ETag", '"' + 'a"b,' * 12_500 + '"')])


@manners.attack("not-to-be-stored")
def _no_store(exchange: Exchange) -> None:
    """An honest page that is not to be stored, and varies with everything."""
    exchange.page(PAGE, fields=[("Vary", "*"), ("Cache-Control", "no-store")])


@manners.attack("robots-huge", own_site=True)
def _robots_huge(exchange: Exchange) -> None:
    """An honest page of a host whose robots.txt never ends."""
    exchange.page(PAGE)


@manners.attack("robots-slow", own_site=True)
def _robots_slow(exchange: Exchange) -> None:
    """An honest page of a host whose robots.txt never comes."""
    exchange.page(PAGE)


@manners.attack("robots-deny", own_site=True)
def _robots_deny(exchange: Exchange) -> None:
    """An honest page of a host whose robots.txt forbids it."""
    exchange.page(PAGE)


@manners.attack("robots-broken", own_site=True)
def _robots_broken(exchange: Exchange) -> None:
    """An honest page of a host whose robots.txt fails: for now, nothing may be asked."""
    exchange.page(PAGE)


@manners.attack("robots-garbage", own_site=True)
def _robots_garbage(exchange: Exchange) -> None:
    """An honest page of a host whose robots.txt is noise: nothing is forbidden."""
    exchange.page(PAGE)


def robots_txt(site: str, exchange: Exchange) -> None:
    """Answer for `/robots.txt`: most sites have none."""
    match site:
        case "manners-robots-huge":
            exchange.head(fields=_TEXT)
            exchange.send(b"User-agent: *\nAllow: /\n")
            exchange.flood(b"Disallow: /" + b"x" * 1000 + b"\n")
        case "manners-robots-slow":
            exchange.pause()
        case "manners-robots-deny":
            exchange.page("User-agent: *\nDisallow: /\n", fields=_TEXT)
        case "manners-robots-broken":
            exchange.page("", "500 Internal Server Error", _TEXT)
        case "manners-robots-garbage":
            exchange.page(bytes(range(256)) * 100, fields=_TEXT)
        case _:
            exchange.page("", "404 Not Found", _TEXT)
