"""What a client may give away: cookies, passwords, and what stands in its addresses."""

from __future__ import annotations

from .catalogue import Kind
from .honest import PAGE
from .wire import Exchange

secrets = Kind("secrets")


@secrets.attack("cookie")
def _cookie(exchange: Exchange) -> None:
    """Sets cookies for this host and for all of `localhost`, on an honest page."""
    exchange.page(
        PAGE,
        fields=[("Set-Cookie", "sid=crumb; Path=/"), ("Set-Cookie", "wide=crumb; Domain=localhost; Path=/")],
    )


@secrets.attack("cookie-and-away")
def _cookie_away(exchange: Exchange) -> None:
    """Sets a cookie and redirects to another port, where it must not arrive."""
    exchange.redirect(
        f"http://{exchange.origins['honest']}/honest/page", fields=[("Set-Cookie", "sid=crumb; Path=/")]
    )


@secrets.attack("cookie-or-nothing")
def _cookie_wall(exchange: Exchange) -> None:
    """Redirects to itself until its cookie comes back."""
    if "cookie" in exchange.headers:
        exchange.page(PAGE)
    else:
        exchange.redirect("/secrets/cookie-or-nothing", fields=[("Set-Cookie", "sid=crumb; Path=/")])


@secrets.attack("cookie-flood")
def _cookies(exchange: Exchange) -> None:
    """Ninety cookies of four kilobytes, on an honest page."""
    exchange.page(PAGE, fields=[("Set-Cookie", f"c{number}={'x' * 4000}; Path=/") for number in range(90)])


@secrets.attack("password-asked")
def _password(exchange: Exchange) -> None:
    """Asks for name and password."""
    exchange.page("<p>who are you?</p>", "401 Unauthorized", [("WWW-Authenticate", 'Basic realm="x"')])


@secrets.attack("proxy-password-asked")
def _proxy_password(exchange: Exchange) -> None:
    """Asks for the name and password of a proxy."""
    exchange.page(
        "<p>who are you?</p>", "407 Proxy Authentication Required", [("Proxy-Authenticate", "Basic")]
    )


@secrets.attack("token-in-the-address")
def _token(exchange: Exchange) -> None:
    """Fails for whoever asks with a token in the address; which token it was must not be told."""
    exchange.page("<p>no</p>", "500 Internal Server Error")
