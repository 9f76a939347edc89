"""Loopback web servers with made-up pages, each answer late by a latency: what `fetch.py` fetches.

    python benchmarks/origins.py [--origins 20] [--latency-ms 50]

One process serves all origins, each on a port of its own, and prints the ports on one line. It speaks just enough HTTP/1.1: GET and
HEAD, kept-alive connections, entity tags. `/page/N` is page N, some 11 kB, different for each N; everything else is 404.
"""

from __future__ import annotations

import argparse
import asyncio
import functools
import random

LATENCY_MS = 50.0
ORIGINS = 20
_SENTENCES = 66
_NAMES = "Ombry Velmar Quillon Ashby Torvane Lissel Marrow Penhale Corvin Hasty Wendle Ostrey".split()
_THINGS = "bridge ferry market harbour library orchard station tower canal school mill theatre".split()
_VERBS = "opened closed moved reopened burned grew shrank flooded".split()


def claim(number: int) -> str:
    """A statement that page `number` makes, and no other."""
    return f"The {_NAMES[number % 12]} viaduct number {number} is {100 + number} metres long."


@functools.cache
def page(number: int) -> bytes:
    """Page `number` as HTML: half markup, half made-up news with the claim in the middle."""
    draw = random.Random(number)  # noqa: S311 - the same page every time is what is wanted
    sentences = [_sentence(draw) for _ in range(_SENTENCES)]
    sentences[_SENTENCES // 2] = claim(number)
    paragraphs = "\n".join(
        f'<p class="story__text story__text--body" data-block="{n}">{" ".join(sentences[n : n + 3])}</p>'
        for n in range(0, _SENTENCES, 3)
    )
    menu = "\n".join(
        f'<li class="menu__item"><a class="menu__link" href="/section/{thing}">{thing.title()}</a></li>'
        for thing in _THINGS * 3
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Viaduct {number}</title></head>\n'
        f'<body><header><nav><ul class="menu">\n{menu}\n</ul></nav></header>\n'
        f"<main><article><h1>Viaduct {number}</h1>\n{paragraphs}\n</article></main>\n"
        "<footer><p>Made up for measuring</p></footer></body></html>\n"
    ).encode()


def _sentence(draw: random.Random) -> str:
    """One sentence of local news; every third has a number in it."""
    start = f"The {draw.choice(_THINGS)} of Lower {draw.choice(_NAMES)} {draw.choice(_VERBS)}"
    if draw.randrange(3):
        return f"{start} while the {draw.choice(_THINGS)} by the river {draw.choice(_VERBS)}, as people there had expected."
    return f"{start} in {draw.randrange(1800, 2020)}, and nobody in {draw.choice(_NAMES)} was surprised at all by the news."


def answer(request: bytes) -> bytes:
    """The whole answer to the head of a request."""
    lines = request.decode("latin-1").split("\r\n")
    method, target = lines[0].split(" ")[:2]
    fields = {
        name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])
    }
    kind, _, rest = target[1:].partition("/")
    if kind != "page" or not rest.isdecimal():
        return b"HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\nnot found"
    tag = f'"{rest}"'
    if fields.get("if-none-match") == tag:
        return f"HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\n\r\n".encode()
    body = page(int(rest))
    head = (
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
        f"ETag: {tag}\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode()
    return head if method == "HEAD" else head + body


class _Origin(asyncio.Protocol):
    """One connection."""

    def __init__(self, latency_s: float) -> None:
        self._latency_s = latency_s
        self._pending = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        *requests, self._pending = (self._pending + data).split(b"\r\n\r\n")
        for request in requests:
            asyncio.get_running_loop().call_later(self._latency_s, self._send, answer(request))

    def _send(self, data: bytes) -> None:
        if self._transport and not self._transport.is_closing():
            self._transport.write(data)


async def serve(origins: int, latency_s: float) -> None:
    """Serve until the process ends; prints the ports once all are listening."""
    loop = asyncio.get_running_loop()
    servers = [
        await loop.create_server(lambda: _Origin(latency_s), "127.0.0.1", 0, backlog=512)
        for _ in range(origins)
    ]
    print(*(server.sockets[0].getsockname()[1] for server in servers), flush=True)
    await asyncio.gather(*(server.serve_forever() for server in servers))


def main() -> None:
    """Parse the arguments and serve."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--origins", type=int, default=ORIGINS)
    parser.add_argument("--latency-ms", type=float, default=LATENCY_MS)
    options = parser.parse_args()
    asyncio.run(serve(options.origins, options.latency_ms / 1000))


if __name__ == "__main__":
    main()
