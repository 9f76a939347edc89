"""Answers of judges on disk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from claimtrack.cache import AnswerCache
from claimtrack.errors import CacheError
from claimtrack.interfaces import KeptAnswer

KEY = "ab" * 32
ANSWER = KeptAnswer(text='{"answers": ["ü \ud83d"]}', tokens_in=300, tokens_out=20)


@pytest.fixture
def kept(tmp_path: Path) -> tuple[AnswerCache, Path]:
    cache = AnswerCache(tmp_path / "cache")
    cache.keep_answer(KEY, "openai/tiny", ANSWER)
    return cache, tmp_path / "cache" / "judge" / "ab" / f"{KEY}.json"


def test_what_was_kept_comes_back(kept: tuple[AnswerCache, Path]) -> None:
    cache, path = kept
    assert cache.answer(KEY) == ANSWER
    assert cache.answer("cd" * 32) is None
    assert json.loads(path.read_text())["judge"] == "openai/tiny"


def test_the_later_answer_takes_the_place_of_the_one_before(kept: tuple[AnswerCache, Path]) -> None:
    cache, _ = kept
    later = KeptAnswer(text="{}", tokens_in=1, tokens_out=1)
    cache.keep_answer(KEY, "openai/tiny", later)
    assert cache.answer(KEY) == later


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"junk",
        b"[]",
        b"{}",
        b"null",
        b"[" * 100_000,
        b'{"answer": 7, "key": "%s"}' % KEY.encode(),
        b"x" * (3 << 20),
    ],
)
def test_what_cannot_be_trusted_is_not_there(kept: tuple[AnswerCache, Path], content: bytes) -> None:
    cache, path = kept
    path.write_bytes(content)
    assert cache.answer(KEY) is None


def test_an_answer_that_was_edited_or_moved_is_not_there(kept: tuple[AnswerCache, Path]) -> None:
    cache, path = kept
    other = "ab" + "cd" * 31
    path.with_name(f"{other}.json").write_bytes(path.read_bytes())
    assert cache.answer(other) is None
    path.write_text(path.read_text().replace("answers", "Answers"))
    assert cache.answer(KEY) is None


def test_a_planted_link_is_not_followed(kept: tuple[AnswerCache, Path], tmp_path: Path) -> None:
    cache, path = kept
    path.rename(tmp_path / "elsewhere.json")
    path.symlink_to(tmp_path / "elsewhere.json")
    assert cache.answer(KEY) is None


def test_a_cache_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way")
    with pytest.raises(CacheError):
        AnswerCache(tmp_path / "cache").keep_answer(KEY, "openai/tiny", ANSWER)
