"""Compressed bodies: bombs, broken streams, and codings that nobody asked for."""

from __future__ import annotations

import functools
import gzip
import struct
import zlib

from .catalogue import Kind
from .honest import PAGE
from .wire import Exchange, Fields, noise

encodings = Kind("encodings")
BOMB_MB = 1024
"""What a bomb holds when it is inflated."""
_MB = 1 << 20


def _coded(name: str) -> Fields:
    return [("Content-Encoding", name)]


@functools.cache
def bomb(wbits: int = 31, megabytes: int = BOMB_MB) -> bytes:
    """A thousand times smaller than what it holds: gzip by default, zlib with `wbits` 15.

    One megabyte is compressed and flushed to a byte boundary, and those blocks are repeated: no time is spent on the rest.
    """
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = deflate.compress(b" " * _MB) + deflate.flush(zlib.Z_FULL_FLUSH)
    again = deflate.compress(b" " * _MB) + deflate.flush(zlib.Z_FULL_FLUSH)
    start = {31: b"\x1f\x8b\x08\0\0\0\0\0\0\xff", 15: b"\x78\xda"}[wbits]
    return start + first + again * (megabytes - 1) + b"\x03\x00" + b"\0" * (8 if wbits == 31 else 4)


def _zstd_bomb(megabytes: int = BOMB_MB) -> bytes:
    """A zstd frame of run-length blocks (RFC 8878, 3.1.1.2): four bytes for 128 KiB."""
    block = struct.pack("<I", (131_072 << 3) | (1 << 1))[:3] + b" "
    last = struct.pack("<I", (131_072 << 3) | (1 << 1) | 1)[:3] + b" "
    return b"\x28\xb5\x2f\xfd\x00\x38" + block * (megabytes * 8 - 1) + last


_BROTLI_PAGE = b"\x8b\x05\x80<p>hello</p>\x03"
"""`<p>hello</p>` in brotli's uncompressed form: the standard library has no brotli."""


@encodings.attack("gzip-bomb")
def _gzip_bomb(exchange: Exchange) -> None:
    """A gigabyte in gzip."""
    exchange.page(bomb(), fields=_coded("gzip"))


@encodings.attack("gzip-bomb-members")
def _gzip_members(exchange: Exchange) -> None:
    """Two hundred gzip members of a megabyte each."""
    exchange.page(gzip.compress(b" " * _MB) * 200, fields=_coded("gzip"))


@encodings.attack("gzip-many-members")
def _gzip_many(exchange: Exchange) -> None:
    """A hundred thousand empty gzip members."""
    exchange.page(gzip.compress(b"") * 100_000, fields=_coded("gzip"))


@encodings.attack("gzip-bomb-nested")
def _gzip_nested(exchange: Exchange) -> None:
    """A bomb inside a bomb, both codings told."""
    exchange.page(gzip.compress(bomb()), fields=_coded("gzip, gzip"))


@encodings.attack("gzip-bomb-nested-untold")
def _gzip_untold(exchange: Exchange) -> None:
    """A bomb inside gzip, only the outer coding told: the page is a gzip file."""
    exchange.page(gzip.compress(bomb()), fields=_coded("gzip"))


@encodings.attack("chain-of-1000")
def _chain(exchange: Exchange) -> None:
    """A thousand codings, one after the other."""
    exchange.page(gzip.compress(PAGE.encode()), fields=_coded(", ".join(["gzip"] * 1000)))


@encodings.attack("deflate-bomb")
def _deflate_bomb(exchange: Exchange) -> None:
    """A gigabyte in deflate, which nobody asked for."""
    exchange.page(bomb(15), fields=_coded("deflate"))


@encodings.attack("zstd-bomb")
def _zstd(exchange: Exchange) -> None:
    """A gigabyte in zstd."""
    exchange.page(_zstd_bomb(), fields=_coded("zstd"))


@encodings.attack("brotli")
def _brotli(exchange: Exchange) -> None:
    """Brotli, which nobody asked for."""
    exchange.page(_BROTLI_PAGE, fields=_coded("br"))


@encodings.attack("unknown")
def _unknown(exchange: Exchange) -> None:
    """A coding that does not exist."""
    exchange.page(PAGE, fields=_coded("rot13"))


@encodings.attack("identity")
def _identity(exchange: Exchange) -> None:
    """The name for no coding at all: an honest page."""
    exchange.page(PAGE, fields=_coded("identity"))


@encodings.attack("gzip-cut")
def _gzip_cut(exchange: Exchange) -> None:
    """The first half of a gzip stream, its length right: half a page."""
    letters = noise(1, 3000).hex()
    whole = gzip.compress(f"<p>{letters}</p>{PAGE}".encode())
    exchange.page(whole[: len(whole) // 2], fields=_coded("gzip"))


@encodings.attack("gzip-without-trailer")
def _gzip_no_trailer(exchange: Exchange) -> None:
    """A gzip stream without its checksum and length."""
    exchange.page(gzip.compress(PAGE.encode())[:-8], fields=_coded("gzip"))


@encodings.attack("gzip-bad-checksum")
def _gzip_bad(exchange: Exchange) -> None:
    """A gzip stream whose checksum is wrong."""
    data = bytearray(gzip.compress(PAGE.encode()))
    data[-6] ^= 0xFF
    exchange.page(bytes(data), fields=_coded("gzip"))


@encodings.attack("gzip-that-is-none")
def _gzip_none(exchange: Exchange) -> None:
    """Plain text under the name of gzip."""
    exchange.page(PAGE, fields=_coded("gzip"))


@encodings.attack("gzip-empty")
def _gzip_empty(exchange: Exchange) -> None:
    """No byte under the name of gzip."""
    exchange.page(b"", fields=_coded("gzip"))


@encodings.attack("bomb-on-redirect")
def _bomb_redirect(exchange: Exchange) -> None:
    """A redirect whose own body is a bomb; the page it leads to is honest."""
    exchange.redirect("/honest/page", body=bomb(), fields=_coded("gzip"))


@encodings.attack("bomb-on-404")
def _bomb_404(exchange: Exchange) -> None:
    """A 404 whose body is a bomb."""
    exchange.page(bomb(), "404 Not Found", _coded("gzip"))
