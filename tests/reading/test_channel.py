"""What passes between the pool and its workers."""

from __future__ import annotations

import io
import os
import pickle
import struct
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.models import Block, BlockKind, Document, Problem, ProblemSlug
from claimtrack.reading.channel import ChannelError, receive, receive_with_body, send

DOCUMENT = Document(
    sha256="0" * 64,
    text="The ferry \ud800 is back.",
    text_sha256="1" * 64,
    blocks=(Block(start=0, end=4, kind=BlockKind.HEADING, page=2),),
)


def _framed(data: bytes) -> io.BytesIO:
    return io.BytesIO(struct.pack("<QQ", len(data), 0) + data)


@pytest.mark.parametrize(
    "message", [DOCUMENT, Problem(slug=ProblemSlug.TOO_DEEP, detail="x"), (b"body", True), ("memory",), None]
)
def test_values_pass(message: object) -> None:
    stream = io.BytesIO()
    send(stream, message)
    send(stream, message)
    stream.seek(0)
    assert receive(stream) == message
    assert receive(stream) == message
    with pytest.raises(ChannelError, match="ended"):
        receive(stream)


def test_bytes_go_beside_a_message() -> None:
    stream = io.BytesIO()
    send(stream, None, b"a page")
    send(stream, DOCUMENT)
    stream.seek(0)
    assert receive_with_body(stream) == (None, b"a page")
    assert receive_with_body(stream) == (DOCUMENT, b"")


class _Call:
    def __reduce__(self) -> tuple[object, ...]:
        return os.system, ("exit 1",)


@pytest.mark.parametrize("what", [_Call(), os.system, OSError("x"), eval, b"".join])
def test_functions_do_not(what: object) -> None:
    with pytest.raises(ChannelError, match="no value of ours"):
        receive(_framed(pickle.dumps(what)))


@pytest.mark.parametrize("name", ["dataclass.__globals__", "Path", "annotations", "StrEnum"])
def test_nor_does_what_our_modules_import(name: str) -> None:
    """A name in a module of ours is not enough: it must be one of its values."""
    data = (
        pickle.PROTO
        + b"\x04"
        + b"".join(
            pickle.SHORT_BINUNICODE + bytes([len(part)]) + part
            for part in (b"claimtrack.models.claim", name.encode())
        )
    )
    with pytest.raises(ChannelError, match="no value of ours"):
        receive(_framed(data + pickle.STACK_GLOBAL + pickle.STOP))


def test_a_message_cut_off_or_too_long_is_none() -> None:
    stream = io.BytesIO()
    send(stream, DOCUMENT)
    with pytest.raises(ChannelError, match="before"):
        receive(io.BytesIO(stream.getvalue()[:-1]))
    with pytest.raises(ChannelError, match="bytes"):
        receive(io.BytesIO(struct.pack("<QQ", 1, 1 << 40) + b"x"))


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    with suppress(ChannelError):
        receive(_framed(data))
