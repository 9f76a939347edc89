"""Many files at once: all of them whole and in place, or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimtrack.cache import disk
from claimtrack.cache.batch import Batch
from claimtrack.cache.files import Folder
from claimtrack.errors import CacheError

MANY = 3 * disk.FEW


@pytest.fixture(params=["one call", "file by file"])
def folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """A folder on a system that forces many files to the disk in one call, and on one that does not."""
    if request.param == "file by file":
        monkeypatch.setattr(disk, "_syncfs", lambda: None)
    elif disk._syncfs() is None:
        pytest.skip("this system has no call for that")
    return Folder(tmp_path / "root")


def files(folder: Folder) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder.root)): path.read_bytes()
        for path in folder.root.rglob("*")
        if path.is_file()
    }


def test_everything_is_in_place_once_the_block_is_left(folder: Folder) -> None:
    with Batch(folder) as batch:
        for number in range(MANY):
            batch.write(f"deep/{number % 10}/{number}", [b"a", str(number).encode()])
        batch.append("deep/list", b"one\n")
        batch.append("deep/list", b"two\n")
        assert not any(name.rpartition("/")[2].isdecimal() for name in files(folder))
    expected = {f"deep/{number % 10}/{number}": b"a%d" % number for number in range(MANY)}
    assert files(folder) == {**expected, "deep/list": b"one\ntwo\n"}


def test_a_file_is_replaced_in_one_step(folder: Folder) -> None:
    for text in (b"before", b"after"):
        with Batch(folder) as batch:
            batch.write("a/file", [text])
    assert files(folder) == {"a/file": b"after"}


def test_an_error_in_the_block_leaves_nothing(folder: Folder) -> None:
    def failing(batch: Batch) -> None:
        for number in range(MANY):
            batch.write(f"a/{number}", [b"x"])
        batch.append("a/list", b"one\n")
        raise LookupError

    with pytest.raises(LookupError), Batch(folder) as batch:
        failing(batch)
    assert files(folder) == {}


def test_a_file_that_cannot_be_put_in_place_is_an_error_and_leaves_no_half_file(folder: Folder) -> None:
    (folder.root / "a" / "taken").mkdir(parents=True)
    with pytest.raises(CacheError, match="taken"), Batch(folder) as batch:  # noqa: PT012 - it is leaving the block that fails
        batch.write("a/first", [b"x"])
        batch.write("a/taken", [b"x"])
    assert files(folder) == {"a/first": b"x"}


@pytest.mark.parametrize("place", ["link/file", "link/below/file", "a/link/file"])
def test_nothing_is_written_through_a_link(folder: Folder, tmp_path: Path, place: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    link = folder.root / place.partition("link")[0] / "link"
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(outside)
    with pytest.raises(CacheError, match="link"), Batch(folder) as batch:
        batch.write(place, [b"x"])
    with pytest.raises(CacheError, match="link"), Batch(folder) as batch:
        batch.append(place, b"x\n")
    assert list(outside.iterdir()) == []


def test_the_root_may_be_a_link_of_the_persons_own(folder: Folder, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    folder.root.symlink_to(tmp_path / "elsewhere")
    with Batch(folder) as batch:
        batch.write("a/file", [b"x"])
    assert (tmp_path / "elsewhere" / "a" / "file").read_bytes() == b"x"


def test_names_are_those_of_before(folder: Folder) -> None:
    with Batch(folder) as batch:
        assert batch.names("a") == []
        batch.write("a/one", [b"x"])
    with Batch(folder) as batch:
        assert batch.names("a") == ["one"]
