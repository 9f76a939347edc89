"""Bodies that never end, or end the client: by size and by time."""

from __future__ import annotations

from .catalogue import Kind
from .honest import PAGE
from .wire import Exchange

bodies = Kind("bodies")
_CHUNKED = [("Transfer-Encoding", "chunked")]
_MORE = b"<p>and so on</p>" * 4096


@bodies.attack("endless")
def _endless(exchange: Exchange) -> None:
    """No length, and no end."""
    exchange.head()
    exchange.send(PAGE.encode())
    exchange.flood(_MORE)


@bodies.attack("endless-chunked")
def _endless_chunked(exchange: Exchange) -> None:
    """Chunks without a last one."""
    exchange.head(fields=_CHUNKED)
    exchange.flood(b"%x\r\n%b\r\n" % (len(_MORE), _MORE))


@bodies.attack("length-huge")
def _length_huge(exchange: Exchange) -> None:
    """Announces a petabyte, sends a page, and waits."""
    exchange.head(length=10**15)
    exchange.send(PAGE.encode())
    exchange.pause()


@bodies.attack("length-of-500-digits")
def _length_digits(exchange: Exchange) -> None:
    """A length of five hundred digits."""
    exchange.head(fields=[("Content-Length", "9" * 500)])
    exchange.send(PAGE.encode())


@bodies.attack("just-too-large")
def _too_large(exchange: Exchange) -> None:
    """One byte more than is accepted, its length not told."""
    exchange.head()
    exchange.send(PAGE.encode().ljust(10_000_001))


@bodies.attack("drip")
def _drip(exchange: Exchange) -> None:
    """A byte of body now and then: no read waits long."""
    exchange.head()
    exchange.send(b"<html><body><p>")
    exchange.drip(b"a")


@bodies.attack("drip-known-length")
def _drip_length(exchange: Exchange) -> None:
    """The same, its length announced."""
    exchange.head(length=100_000)
    exchange.drip(b"a")


@bodies.attack("drip-chunks")
def _drip_chunks(exchange: Exchange) -> None:
    """A chunk of one byte now and then."""
    exchange.head(fields=_CHUNKED)
    exchange.drip(b"1\r\na\r\n")


@bodies.attack("drip-page-then-hold")
def _page_then_hold(exchange: Exchange) -> None:
    """The whole page without a length, the connection then held open: nobody can know that it is whole."""
    exchange.head()
    exchange.send(PAGE.encode())
    exchange.pause()


@bodies.attack("chunk-line-endless")
def _chunk_line(exchange: Exchange) -> None:
    """A chunk size of endless zeros."""
    exchange.head(fields=_CHUNKED)
    exchange.flood(b"0" * 65_536)


@bodies.attack("chunk-extension-endless")
def _chunk_extension(exchange: Exchange) -> None:
    """A chunk extension without end."""
    exchange.head(fields=_CHUNKED)
    exchange.send(b"5;")
    exchange.flood(b"x" * 65_536)


@bodies.attack("trailers-endless")
def _trailers(exchange: Exchange) -> None:
    """A whole page in chunks, then trailers without end."""
    exchange.head(fields=_CHUNKED)
    data = PAGE.encode()
    exchange.send(b"%x\r\n%b\r\n0\r\n" % (len(data), data))
    exchange.flood(b"X-Trailer: on and on\r\n" * 2000)
