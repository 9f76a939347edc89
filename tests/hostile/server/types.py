"""Bodies that are not what their header says, and headers that say nothing."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from .catalogue import Kind
from .honest import PAGE
from .wire import Exchange, noise

types = Kind("types")


def _png() -> bytes:
    """A picture of one pixel, and half a megabyte of noise behind it."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0\0"))
        + chunk(b"IEND", b"")
        + noise(2, 1 << 19)
    )


def _archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../../../tmp/hostile-was-here", "written from outside")
        archive.writestr("census.html", PAGE)
    return out.getvalue()


@types.attack("picture-as-page")
def _picture(exchange: Exchange) -> None:
    """A picture under the name of a page."""
    exchange.page(_png())


@types.attack("noise-as-page")
def _noise(exchange: Exchange) -> None:
    """Random bytes under the name of a page."""
    exchange.page(noise(3, 1 << 18))


@types.attack("archive-as-page")
def _zip(exchange: Exchange) -> None:
    """An archive under the name of a page, one of its files aimed out of any folder."""
    exchange.page(_archive())


@types.attack("page-as-pdf")
def _page_as_pdf(exchange: Exchange) -> None:
    """A page under the name of a PDF."""
    exchange.page(PAGE, fields=[("Content-Type", "application/pdf")])


@types.attack("page-as-picture")
def _page_as_picture(exchange: Exchange) -> None:
    """A page under the name of a picture."""
    exchange.page(PAGE, fields=[("Content-Type", "image/png")])


@types.attack("untold")
def _untold(exchange: Exchange) -> None:
    """An honest page whose type is not told."""
    exchange.page(PAGE, fields=[("Content-Type", "")])


@types.attack("type-of-60-kb")
def _huge(exchange: Exchange) -> None:
    """An honest page whose type has fifteen thousand parameters."""
    exchange.page(PAGE, fields=[("Content-Type", "text/html" + ";a=b" * 15_000)])


@types.attack("type-nonsense")
def _nonsense(exchange: Exchange) -> None:
    """A page whose type is no type."""
    exchange.page(PAGE, fields=[("Content-Type", "////;;;==")])


@types.attack("file-name-aimed-elsewhere")
def _disposition(exchange: Exchange) -> None:
    """An honest page that asks to be saved outside of any folder."""
    exchange.page(
        PAGE,
        fields=[("Content-Disposition", 'attachment; filename="../../../../tmp/hostile-was-here"')],
    )


@types.attack("empty")
def _empty(exchange: Exchange) -> None:
    """A page of no byte."""
    exchange.page(b"")


@types.attack("no-content")
def _no_content(exchange: Exchange) -> None:
    """The status that says there is no content."""
    exchange.head("204 No Content")
