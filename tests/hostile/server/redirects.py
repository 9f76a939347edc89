"""Redirects: round in circles, without end, to nowhere, and to where nobody may go."""

from __future__ import annotations

from urllib.parse import quote

from .catalogue import Kind
from .honest import CLAIM, PAGE
from .wire import Exchange

redirects = Kind("redirects")

CANARY_FORMS = {
    "dotted": "http://127.0.0.1:{port}/secret",
    "short": "http://127.1:{port}/secret",
    "decimal": "http://2130706433:{port}/secret",
    "hexadecimal": "http://0x7f000001:{port}/secret",
    "hexadecimal-parts": "http://0x7f.0x0.0x0.0x1:{port}/secret",
    "octal": "http://0177.0.0.01:{port}/secret",
    "zero": "http://0.0.0.0:{port}/secret",
    "bare-zero": "http://0:{port}/secret",
    "another-loopback": "http://127.255.255.254:{port}/secret",
    "localhost": "http://localhost:{port}/secret",
    "capitals": "http://LOCALHOST:{port}/secret",
    "final-dot": "http://localhost.:{port}/secret",
    "ipv6": "http://[::1]:{port}/secret",
    "ipv6-long": "http://[0:0:0:0:0:0:0:1]:{port}/secret",
    "ipv6-unspecified": "http://[::]:{port}/secret",
    "mapped": "http://[::ffff:127.0.0.1]:{port}/secret",
    "mapped-hexadecimal": "http://[::ffff:7f00:1]:{port}/secret",
    "compatible": "http://[::127.0.0.1]:{port}/secret",
    "nat64": "http://[64:ff9b::7f00:1]:{port}/secret",
    "user-name": "http://archive.example@127.0.0.1:{port}/secret",
    "backslash": "http://127.0.0.1:{port}\\@archive.example/secret",
    "full-width": "http://１２７.０.０.１:{port}/secret",
    "circled": "http://①②⑦.0.0.1:{port}/secret",
    "ideographic-dots": "http://127。0。0。1:{port}/secret",
    "percent-encoded": "http://%31%32%37.0.0.1:{port}/secret",
    "no-scheme": "//127.0.0.1:{port}/secret",
    "one-slash": "http:/127.0.0.1:{port}/secret",
    "three-slashes": "http:///127.0.0.1:{port}/secret",
    "tab-inside": "http://127.0.\t0.1:{port}/secret",
}
"""The canary's address, written in every way that some client is known to understand; `{port}` is its port."""


def _to_canary(name: str, form: str) -> None:
    redirects.add(
        f"canary-{name}",
        "To a server inside, its address written another way.",
        lambda exchange: exchange.redirect(form.format(port=exchange.origins["canary"].rpartition(":")[2])),
    )


for _name, _form in CANARY_FORMS.items():
    _to_canary(_name, _form)


@redirects.attack("to-itself")
def _itself(exchange: Exchange) -> None:
    """To itself."""
    exchange.redirect("/redirects/to-itself")


@redirects.attack("to-and-fro")
def _ping(exchange: Exchange) -> None:
    """To a page that leads back."""
    exchange.redirect("/redirects/fro-and-to")


@redirects.attack("fro-and-to")
def _pong(exchange: Exchange) -> None:
    """The other half of `to-and-fro`."""
    exchange.redirect("/redirects/to-and-fro")


@redirects.attack("without-end")
def _endless(exchange: Exchange) -> None:
    """To a new address each time."""
    exchange.redirect(f"/redirects/without-end?{exchange.count}")


@redirects.attack("slow")
def _slow(exchange: Exchange) -> None:
    """To a new address each time, each just quick enough for any time limit on a single request."""
    exchange.pause(2.0)
    exchange.redirect(f"/redirects/slow?{exchange.count}")


@redirects.attack("six-hops")
def _six(exchange: Exchange) -> None:
    """Six redirects and then a page: one too many."""
    step = int(exchange.target.partition("?")[2] or "1")
    exchange.redirect(f"/redirects/six-hops?{step + 1}" if step < 6 else "/honest/page")


@redirects.attack("endless-body")
def _endless_body(exchange: Exchange) -> None:
    """Whose own body never ends; the page it leads to is honest."""
    exchange.head("302 Found", [("Location", "/honest/page")])
    exchange.flood(b"moved " * 10_000)


@redirects.attack("metadata")
def _metadata(exchange: Exchange) -> None:
    """To where clouds keep their secrets."""
    exchange.redirect("http://169.254.169.254/latest/meta-data/")


@redirects.attack("file")
def _file(exchange: Exchange) -> None:
    """To a file of the client's machine."""
    exchange.redirect("file:///etc/passwd")


@redirects.attack("gopher")
def _gopher(exchange: Exchange) -> None:
    """To the canary by a scheme that can send anything."""
    exchange.redirect(f"gopher://{exchange.origins['canary']}/_GET%20/secret")


@redirects.attack("ftp")
def _ftp(exchange: Exchange) -> None:
    """To the canary by FTP."""
    exchange.redirect(f"ftp://{exchange.origins['canary']}/secret")


@redirects.attack("data")
def _data(exchange: Exchange) -> None:
    """To a page that the address itself holds, claim and all."""
    exchange.redirect("data:text/html," + quote(f"<p>{CLAIM}</p>"))


@redirects.attack("javascript")
def _javascript(exchange: Exchange) -> None:
    """To a program."""
    exchange.redirect("javascript:alert(1)")


@redirects.attack("nowhere")
def _nowhere(exchange: Exchange) -> None:
    """Without saying where to."""
    exchange.head("302 Found", length=0)


@redirects.attack("raw-bytes")
def _raw(exchange: Exchange) -> None:
    """To bytes that are no text."""
    exchange.send(
        b"HTTP/1.1 302 Found\r\nLocation: /honest/page?\xff\xfe\x80\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
    )


@redirects.attack("bad-port")
def _port(exchange: Exchange) -> None:
    """To a port that cannot be."""
    exchange.redirect("http://127.0.0.1:99999999/")


@redirects.attack("bad-host")
def _host(exchange: Exchange) -> None:
    """To a host that cannot be."""
    exchange.redirect("http://[not-an-address/")


@redirects.attack("long")
def _long(exchange: Exchange) -> None:
    """To an address of 60,000 characters."""
    exchange.redirect("/honest/page?" + "a" * 60_000)


@redirects.attack("line-break")
def _line_break(exchange: Exchange) -> None:
    """To an address with an escaped line break and a header behind it: only an address."""
    exchange.redirect("/honest/page?%0d%0aX-Smuggled:%20yes")


@redirects.attack("meta-refresh")
def _meta(exchange: Exchange) -> None:
    """A page that carries the claim and asks to be left for the canary, which only a browser does."""
    origin = exchange.origins["canary"]
    exchange.page(
        PAGE.replace("</title>", f'</title><meta http-equiv="refresh" content="0;url=http://{origin}/">')
    )


@redirects.attack("refresh-header")
def _refresh(exchange: Exchange) -> None:
    """The same by a header."""
    exchange.page(PAGE, fields=[("Refresh", f"0; url=http://{exchange.origins['canary']}/")])


@redirects.attack("300-with-location")
def _choices(exchange: Exchange) -> None:
    """Several choices, which is no redirect."""
    exchange.page("<p>choose</p>", "300 Multiple Choices", [("Location", "/honest/page")])
