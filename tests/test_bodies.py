"""The body of an answer is in memory while it is small and in a file that goes with it once it is large."""

from __future__ import annotations

import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.bodies import IN_MEMORY, Body
from claimtrack.errors import CacheError


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    return tmp_path / "tmp"


@given(st.lists(st.integers(0, IN_MEMORY), max_size=6))
def test_what_was_added_is_read_back_in_order_as_often_as_wanted(sizes: list[int]) -> None:
    parts = [bytes([number]) * size for number, size in enumerate(sizes)]
    with closing(Body()) as body:
        for number, part in enumerate(parts):
            body.add(part)
            if number == 2:
                assert body.read() == b"".join(parts[:3])
        assert body.size_bytes == sum(sizes)
        assert body.read() == b"".join(body.chunks()) == b"".join(parts)


def test_a_large_body_is_read_in_pieces_and_leaves_no_file(folder: Path) -> None:
    with closing(Body()) as body:
        for _ in range(5):
            body.add(b"x" * IN_MEMORY)
        assert max(map(len, body.chunks())) < IN_MEMORY
        assert list(folder.iterdir()) == []
    assert list(folder.iterdir()) == []


def test_no_room_for_it_is_an_error_that_says_where(folder: Path) -> None:
    folder.rmdir()
    with closing(Body(b"small")) as body, pytest.raises(CacheError, match=str(folder)) as caught:
        body.add(b"x" * IN_MEMORY)
    assert "TMPDIR" in caught.value.hint
