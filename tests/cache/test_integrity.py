"""`examine` finds every change of any file, and nothing in a cache that is as it was written."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from claimtrack.bodies import Body
from claimtrack.cache import SnapshotCache
from claimtrack.cache.batch import Batch
from claimtrack.cache.integrity import examine

if TYPE_CHECKING:
    from tests.cache.conftest import Pages

URL = "https://velda.example/news/bridge?page=2"
EDITS = 200


@pytest.fixture
def full(cache: SnapshotCache, page: Pages) -> SnapshotCache:
    """Versions, confirmations, the same body twice, an attached file, notes about texts."""
    dice = random.Random(3)  # noqa: S311 - no secret
    for number in range(5):
        url = f"https://velda.example/{number}"
        for version in range(3):
            body = b"<p>" + dice.randbytes(200 * version + number) + b"</p>"
            kept = cache.keep(page(body, url=url, etag=f'"{version}"'))
        cache.note_text(kept, text_sha256="a" * 64, extractor="words@1", at=page.now)
        cache.keep(replace(page(b"", url=url), status=304, confirms=kept))
        cache.keep(page(b"<p>the same everywhere</p>", url=url))
    cache.attach(
        URL, b"%PDF-1.7", content_type="application/pdf", at=page.now, by="Ada Orrin", file_name="x.pdf"
    )
    return cache


def files(cache: SnapshotCache) -> list[Path]:
    return sorted(path for path in cache.root.rglob("*") if path.is_file())


def messages(cache: SnapshotCache, *, quick: bool = False) -> list[str]:
    return [f"{found.path}: {found.message}" for found in examine(cache, quick=quick).findings]


@pytest.mark.parametrize("quick", [True, False])
def test_a_cache_as_it_was_written_has_no_findings(full: SnapshotCache, quick: bool) -> None:  # noqa: FBT001
    found = examine(full, quick=quick)
    assert found.findings == []
    assert (found.pages, found.records, found.objects) == (6, 5 * 6 + 1, 5 * 3 + 2)


def test_an_empty_cache_and_none_at_all_have_no_findings(cache: SnapshotCache) -> None:
    assert messages(cache) == []
    cache.prepare()
    assert messages(cache) == []


def test_every_random_edit_is_found(full: SnapshotCache) -> None:
    dice = random.Random(20261124)  # noqa: S311 - no secret
    kinds: list[Callable[[Path, list[Path], random.Random], None]] = [_flip, _cut, _empty, _swap, _delete]
    paths = files(full)
    for number in range(EDITS):
        path = dice.choice(paths)
        sound = {one: one.read_bytes() for one in paths}
        edit = kinds[number % len(kinds)]
        edit(path, paths, dice)
        assert messages(full), (edit.__name__, path)
        for one, content in sound.items():
            if not one.exists() or one.read_bytes() != content:
                one.write_bytes(content)
    assert messages(full) == []


def _flip(path: Path, _paths: list[Path], dice: random.Random) -> None:
    data = bytearray(path.read_bytes())
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    path.write_bytes(data)


def _cut(path: Path, _paths: list[Path], dice: random.Random) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: dice.randrange(len(data))])


def _empty(path: Path, _paths: list[Path], _dice: random.Random) -> None:
    path.write_bytes(b"")


def _swap(path: Path, paths: list[Path], dice: random.Random) -> None:
    other = dice.choice([one for one in paths if one.read_bytes() != path.read_bytes()])
    first, second = path.read_bytes(), other.read_bytes()
    path.write_bytes(second)
    other.write_bytes(first)


def _delete(path: Path, _paths: list[Path], _dice: random.Random) -> None:
    path.unlink()


def test_every_bit_of_a_body_counts(cache: SnapshotCache, page: Pages) -> None:
    cache.keep(page(b"<p>" + b"The bridge of Velda. " * 40 + b"</p>"))
    (path,) = cache.root.glob("objects/*/*.zst")
    sound = path.read_bytes()
    for place in range(len(sound)):
        for bit in range(8):
            path.write_bytes(sound[:place] + bytes([sound[place] ^ 1 << bit]) + sound[place + 1 :])
            assert messages(cache), (place, bit)


def test_quick_reads_no_body_but_finds_what_has_gone(full: SnapshotCache) -> None:
    body = next(full.root.glob("objects/*/*.zst"))
    sound = body.read_bytes()
    body.write_bytes(sound[:-1])
    assert messages(full, quick=True) == []
    assert len(messages(full)) == 1
    body.unlink()
    assert "is missing" in messages(full, quick=True)[0]


def test_the_newest_confirmation_that_has_gone_is_missed(cache: SnapshotCache, page: Pages) -> None:
    kept = cache.keep(page())
    cache.keep(replace(page(b""), status=304, confirms=kept))
    newest = max(cache.root.glob("pages/*/*/2*.json"))
    newest.unlink()
    assert any(newest.name in message and "has gone" in message for message in messages(cache))


def test_a_body_that_no_record_names_is_found(full: SnapshotCache) -> None:
    with Batch(full.folder) as batch:
        full.objects.put(Body(b"left by a killed run"), batch)
    (message,) = messages(full)
    assert "no record names" in message


def test_half_files_are_found_wherever_they_lie(full: SnapshotCache) -> None:
    places = {full.root, *(path.parent for path in files(full)), full.root / "objects"}
    for place in places:
        (place / ".tmp-0123456789abcdef").write_bytes(b"half")
    found = messages(full)
    assert len(found) == len(places)
    assert all("half a file" in message for message in found)


def test_what_is_no_file_of_the_cache_is_found(full: SnapshotCache) -> None:
    page = next(full.root.glob("pages/*/*/"))
    shard = next(full.root.glob("objects/*/"))
    (page / "notes.txt").write_text("x")
    (page / "folder").mkdir()
    (shard / "README").write_text("x")
    (full.root / "pages" / "stray").write_text("x")
    shutil.copy(next(shard.glob("*.zst")), full.root / "objects" / "copy.zst")
    assert len(messages(full)) == 5


def test_a_record_moved_to_another_page_is_found(full: SnapshotCache) -> None:
    first, second = sorted(full.root.glob("pages/velda.example/*/"))[:2]
    record = next(first.glob("2*.json"))
    record.rename(second / record.name)
    assert any("another page" in message for message in messages(full))


def test_a_planted_link_is_found(full: SnapshotCache, tmp_path: Path) -> None:
    body = next(full.root.glob("objects/*/*.zst"))
    body.rename(tmp_path / "elsewhere")
    body.symlink_to(tmp_path / "elsewhere")
    assert any("no plain file" in message for message in messages(full))


def test_every_finding_says_what_to_do(full: SnapshotCache) -> None:
    for path in files(full)[::3]:
        path.write_bytes(b"x")
    found = examine(full).findings
    assert found
    assert all(finding.hint for finding in found)
    assert all((full.root / finding.path).is_relative_to(full.root) for finding in found)
