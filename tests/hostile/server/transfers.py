"""Transfers that break off: nothing that did not arrive whole may be taken for a page."""

from __future__ import annotations

from .catalogue import Kind
from .honest import PAGE
from .wire import Exchange

transfers = Kind("transfers")
_HALF = PAGE.encode()[: len(PAGE) // 3]
_CHUNKED = [("Transfer-Encoding", "chunked")]


@transfers.attack("short-of-its-length")
def _short(exchange: Exchange) -> None:
    """Half of what was announced."""
    exchange.head(length=2 * len(PAGE.encode()))
    exchange.send(PAGE.encode())


@transfers.attack("chunks-cut")
def _chunks_cut(exchange: Exchange) -> None:
    """Chunks without the last one."""
    exchange.head(fields=_CHUNKED)
    exchange.send(b"%x\r\n%b\r\n" % (len(_HALF), _HALF))


@transfers.attack("chunk-cut")
def _chunk_cut(exchange: Exchange) -> None:
    """A chunk that breaks off."""
    exchange.head(fields=_CHUNKED)
    exchange.send(b"%x\r\n%b" % (len(PAGE.encode()), _HALF))


@transfers.attack("chunk-size-no-number")
def _chunk_size(exchange: Exchange) -> None:
    """A chunk whose size is no number."""
    exchange.head(fields=_CHUNKED)
    exchange.send(b"zz\r\nhello\r\n0\r\n\r\n")


@transfers.attack("chunk-size-of-a-petabyte")
def _chunk_huge(exchange: Exchange) -> None:
    """A chunk of a petabyte that never comes."""
    exchange.head(fields=_CHUNKED)
    exchange.send(b"4000000000000\r\n" + PAGE.encode())


@transfers.attack("reset-in-the-head")
def _reset_head(exchange: Exchange) -> None:
    """Broken off in the middle of a head."""
    exchange.send(b"HTTP/1.1 200 OK\r\nContent-Ty")
    exchange.pause(0.2)
    exchange.reset()


@transfers.attack("reset-in-the-body")
def _reset_body(exchange: Exchange) -> None:
    """Broken off in the middle of a body."""
    exchange.head(length=100_000)
    exchange.send(PAGE.encode())
    exchange.pause(0.2)
    exchange.reset()


@transfers.attack("reset-at-once")
def _reset(exchange: Exchange) -> None:
    """Broken off without a byte, every time."""
    exchange.reset()


@transfers.attack("reset-twice")
def _flaky(exchange: Exchange) -> None:
    """Broken off twice; the third time the page comes."""
    if exchange.count <= 2:
        exchange.reset()
    else:
        exchange.page(PAGE)


@transfers.attack("part-unasked")
def _part(exchange: Exchange) -> None:
    """A part of the page where all of it was asked for."""
    fields = [("Content-Range", f"bytes 0-{len(_HALF) - 1}/{len(PAGE.encode())}")]
    exchange.page(_HALF, "206 Partial Content", fields)
