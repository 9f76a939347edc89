"""Damaged, tampered with or planted: a reader gets what was kept, or an error that names the file and what to do."""

from __future__ import annotations

import json
import os
import random
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.cache import SnapshotCache, records
from claimtrack.cache.objects import LEVEL
from claimtrack.errors import CacheError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from tests.cache.conftest import Pages

URL = "https://velda.example/news/bridge?page=2"
EDITS = 200


def only(cache: SnapshotCache, pattern: str) -> Path:
    (path,) = (found for found in cache.root.glob(pattern) if found.is_file())
    return path


def test_no_edit_of_a_file_passes_for_what_was_kept(cache: SnapshotCache, page: Pages) -> None:
    body = b"<p>" + bytes(random.Random(7).randbytes(3000)) + b"</p>"  # noqa: S311 - no secret
    kept = cache.keep(page(body, etag='"v1"'))

    def read() -> None:
        assert cache.latest(URL) == kept
        assert cache.body(kept) == body

    dice = random.Random(2026)  # noqa: S311 - no secret
    for path in (only(cache, "objects/**/*.zst"), only(cache, "pages/**/*.json")):
        sound = path.read_bytes()
        for _ in range(EDITS):
            path.write_bytes(_edited(sound, dice))
            with pytest.raises(CacheError, match=path.name) as caught:
                read()
            assert caught.value.hint
        path.write_bytes(sound)
    read()


def _edited(sound: bytes, dice: random.Random) -> bytes:
    place = dice.randrange(len(sound))
    kind = dice.randrange(4)
    if kind == 0:
        return sound[:place]
    if kind == 1:
        return sound[:place] + bytes([sound[place] ^ dice.randrange(1, 256)]) + sound[place + 1 :]
    if kind == 2:
        return sound[:place] + dice.randbytes(3) + sound[place:]
    return sound[:place] + sound[place + 1 :]


def test_a_missing_body_is_an_error_that_says_to_fetch_again(cache: SnapshotCache, page: Pages) -> None:
    kept = cache.keep(page())
    only(cache, "objects/**/*.zst").unlink()
    with pytest.raises(CacheError, match="missing") as caught:
        cache.body(kept)
    assert "fetch" in caught.value.hint


def test_bodies_that_changed_places_are_noticed(cache: SnapshotCache, page: Pages) -> None:
    first, second = cache.keep(page(b"one")), cache.keep(page(b"two"))
    paths = [cache.root / "objects" / kept.sha256[:2] / f"{kept.sha256}.zst" for kept in (first, second)]
    contents = [path.read_bytes() for path in paths]
    for path, content in zip(paths, reversed(contents), strict=True):
        path.write_bytes(content)
    for kept in (first, second):
        with pytest.raises(CacheError, match="does not match"):
            cache.body(kept)


def test_a_record_in_the_folder_of_another_page_is_noticed(cache: SnapshotCache, page: Pages) -> None:
    cache.keep(page())
    cache.keep(page(url="https://velda.example/other"))
    record = only(cache, "pages/velda.example/other-*/*.json")
    shutil.copy(record, only(cache, "pages/velda.example/news-*/*.json").parent)
    with pytest.raises(CacheError, match="another page"):
        cache.latest(URL)


def test_a_damaged_body_is_mended_when_the_page_is_fetched_again(cache: SnapshotCache, page: Pages) -> None:
    cache.keep(page())
    only(cache, "objects/**/*.zst").write_bytes(b"damaged")
    assert cache.body(cache.keep(page())) == page().body.read()


def test_a_bomb_in_the_cache_is_not_inflated(cache: SnapshotCache, page: Pages) -> None:
    kept = cache.keep(page())
    only(cache, "objects/**/*.zst").write_bytes(zstd.compress(bytes(500_000_000), level=LEVEL))
    with pytest.raises(CacheError, match=r"larger|match"):
        cache.body(kept)
    with pytest.raises(CacheError, match="cannot be in the cache"):
        cache.body(replace(kept, size_bytes=500_000_000))


@pytest.mark.parametrize("sha256", ["../../../../etc/passwd", "", "A" * 64, "0" * 63])
def test_what_is_no_hash_names_no_file(cache: SnapshotCache, page: Pages, sha256: str) -> None:
    with pytest.raises(CacheError, match="SHA-256"):
        cache.body(replace(cache.keep(page()), sha256=sha256))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '"x"',
        "{}",
        '{"check": "x"}',
        "[" * 100_000,
        '{"url": "\\ud800", "check": ""}',
        '{"check": ' + "9" * 5000 + "}",
    ],
)
def test_what_is_no_record_is_an_error_that_names_the_file(
    cache: SnapshotCache, page: Pages, text: str
) -> None:
    cache.keep(page())
    record = only(cache, "pages/**/*.json")
    record.write_text(text)
    with pytest.raises(CacheError, match=record.name):
        cache.latest(URL)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("format", 2),
        ("size_bytes", "12"),
        ("redirects", None),
        ("fetched_at", "yesterday"),
        ("url", 7),
        ("status", None),
    ],
)
def test_a_sealed_record_of_another_make_is_an_error(
    cache: SnapshotCache, page: Pages, name: str, value: object
) -> None:
    cache.keep(page())
    record = only(cache, "pages/**/*.json")
    fields = json.loads(record.read_text())
    del fields["check"]
    fields[name] = value
    record.write_bytes(records.sealed(fields))
    with pytest.raises(CacheError, match=record.name):
        cache.latest(URL)


def test_files_that_are_no_records_are_passed_over(cache: SnapshotCache, page: Pages) -> None:
    kept = cache.keep(page())
    folder = only(cache, "pages/**/*.json").parent
    for name in (
        ".tmp-0123456789abcdef",
        "notes.txt",
        "20991231.json",
        "99991231T235959.999999Z-00000000.json",
    ):
        (folder / name).write_text("x")
    assert cache.latest(URL) == kept


@pytest.mark.skipif(os.name != "posix", reason="symbolic links")
@pytest.mark.parametrize("part", ["object", "objects folder", "record", "page folder", "pages"])
def test_a_planted_link_is_refused_and_its_target_untouched(
    cache: SnapshotCache, page: Pages, tmp_path: Path, part: str
) -> None:
    kept = cache.keep(page())
    place = {
        "object": only(cache, "objects/**/*.zst"),
        "objects folder": only(cache, "objects/**/*.zst").parent,
        "record": only(cache, "pages/**/*.json"),
        "page folder": only(cache, "pages/**/*.json").parent,
        "pages": cache.root / "pages",
    }[part]
    elsewhere = tmp_path / "elsewhere"
    place.rename(elsewhere)
    before = elsewhere.read_bytes() if elsewhere.is_file() else sorted(elsewhere.rglob("*"))
    place.symlink_to(elsewhere)

    def read() -> None:
        cache.latest(URL)
        cache.body(kept)

    with pytest.raises(CacheError) as caught:
        read()
    assert "link" in caught.value.hint
    if not place.suffix:
        with pytest.raises(CacheError, match="link"):
            cache.keep(page())
    after = elsewhere.read_bytes() if elsewhere.is_file() else sorted(elsewhere.rglob("*"))
    assert after == before


@pytest.mark.skipif(os.name != "posix", reason="symbolic links")
def test_the_cache_itself_may_be_a_link_of_ones_own(page: Pages, tmp_path: Path) -> None:
    (tmp_path / "big disk").mkdir()
    (tmp_path / "cache").symlink_to(tmp_path / "big disk")
    cache = SnapshotCache(tmp_path / "cache")
    kept = cache.keep(page())
    assert cache.latest(URL) == kept
    assert cache.body(kept) == page().body.read()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes")
def test_a_pipe_in_the_cache_does_not_hang_a_reader(cache: SnapshotCache, page: Pages) -> None:
    kept = cache.keep(page())
    path = only(cache, "objects/**/*.zst")
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(CacheError, match="plain file"):
        cache.body(kept)


@given(
    st.recursive(
        st.none() | st.integers() | st.text(),
        lambda values: st.lists(values) | st.dictionaries(st.text(), values),
        max_leaves=10,
    )
)
def test_a_record_is_plain_json_with_an_indent_of_two(value: object) -> None:
    fields = {"url": "https://velda.example/", "value": value}
    written = records.sealed(fields)
    check = json.loads(written)["check"]
    assert written.decode() == json.dumps({**fields, "check": check}, ensure_ascii=False, indent=2) + "\n"
