"""Heads that are no heads: too large, contradictory, cut, or not HTTP at all."""

from __future__ import annotations

from .catalogue import Kind
from .honest import PAGE
from .wire import Exchange

headers = Kind("headers")


@headers.attack("one-of-a-megabyte")
def _huge(exchange: Exchange) -> None:
    """One header of a megabyte."""
    exchange.page(PAGE, fields=[("X-Big", "a" * (1 << 20))])


@headers.attack("twenty-thousand")
def _many(exchange: Exchange) -> None:
    """Twenty thousand small headers."""
    exchange.page(PAGE, fields=[(f"X-{number}", "b") for number in range(20_000)])


@headers.attack("ninety-of-60-kb")
def _ninety(exchange: Exchange) -> None:
    """Five megabytes of headers, each and all within the limits of the standard library."""
    exchange.page(PAGE, fields=[(f"X-{number}", "b" * 60_000) for number in range(90)])


@headers.attack("endless")
def _endless(exchange: Exchange) -> None:
    """Headers without end."""
    exchange.send(b"HTTP/1.1 200 OK\r\n")
    exchange.flood(b"X-More: and more\r\n" * 1000)


@headers.attack("drip")
def _drip(exchange: Exchange) -> None:
    """A header that comes a byte at a time and never ends."""
    exchange.send(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    exchange.drip(b"a")


@headers.attack("silent")
def _silent(exchange: Exchange) -> None:
    """No answer, the connection held open."""
    exchange.pause()


@headers.attack("continue-endless")
def _continue(exchange: Exchange) -> None:
    """`100 Continue` now and then, for ever."""
    exchange.drip(b"HTTP/1.1 100 Continue\r\n\r\n")


@headers.attack("continue-flood")
def _continue_flood(exchange: Exchange) -> None:
    """`100 Continue` as fast as it is read."""
    exchange.flood(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)


@headers.attack("early-hints-endless")
def _hints(exchange: Exchange) -> None:
    """`103 Early Hints` now and then, for ever."""
    exchange.drip(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n")


@headers.attack("status-line-of-a-megabyte")
def _status_huge(exchange: Exchange) -> None:
    """A status line of a megabyte."""
    exchange.send(b"HTTP/1.1 200 " + b"O" * (1 << 20) + b"\r\n\r\n" + PAGE.encode())


@headers.attack("status-garbage")
def _garbage(exchange: Exchange) -> None:
    """Another protocol's greeting."""
    exchange.send(b"\x00\xff\xfeSSH-2.0-surprise\r\n\r\n" + PAGE.encode())


@headers.attack("no-status-line")
def _http09(exchange: Exchange) -> None:
    """A bare page, as in the first HTTP of all."""
    exchange.send(PAGE.encode())


@headers.attack("no-answer")
def _nothing(exchange: Exchange) -> None:
    """Hangs up without a byte."""


@headers.attack("status-999")
def _status_999(exchange: Exchange) -> None:
    """A status that HTTP does not know."""
    exchange.page(PAGE, "999 No thanks")


@headers.attack("status-zero")
def _status_zero(exchange: Exchange) -> None:
    """The status 000."""
    exchange.send(b"HTTP/1.1 000 Nothing\r\n\r\n" + PAGE.encode())


@headers.attack("head-cut")
def _cut(exchange: Exchange) -> None:
    """A head that stops in the middle of a header."""
    exchange.send(b"HTTP/1.1 200 OK\r\nContent-Ty")


@headers.attack("two-lengths")
def _two_lengths(exchange: Exchange) -> None:
    """Two lengths that contradict each other."""
    exchange.head(fields=[("Content-Length", "5"), ("Content-Length", str(len(PAGE)))])
    exchange.send(PAGE.encode())


@headers.attack("length-negative")
def _negative(exchange: Exchange) -> None:
    """A length below nothing."""
    exchange.head(fields=[("Content-Length", "-1")])
    exchange.send(PAGE.encode())


@headers.attack("length-in-words")
def _words(exchange: Exchange) -> None:
    """A length that is no number; the page is whole all the same."""
    exchange.head(fields=[("Content-Length", "plenty")])
    exchange.send(PAGE.encode())


@headers.attack("bytes-of-all-kinds")
def _bytes(exchange: Exchange) -> None:
    """Latin-1, UTF-8 and control bytes in a value; the page is honest."""
    exchange.send(
        b"HTTP/1.1 200 OK\r\nX-Odd: caf\xe9 \xf0\x9f\x92\xa9 \x1b[31m\x07\r\n"
        b"Content-Type: text/html; charset=utf-8\r\nConnection: close\r\n"
        b"Content-Length: %d\r\n\r\n" % len(PAGE.encode()) + PAGE.encode()
    )


@headers.attack("folded")
def _folded(exchange: Exchange) -> None:
    """A header over two lines, as was once allowed; the page is honest."""
    exchange.head(fields=[("X-Folded", "one\r\n two")], length=len(PAGE.encode()))
    exchange.send(PAGE.encode())
