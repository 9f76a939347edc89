"""What `Store.open` makes, accepts and refuses; a file that is refused is never changed."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from claimtrack.errors import StoreError
from claimtrack.store import Store
from claimtrack.store.migrations import SCHEMA_VERSION, migrations

if TYPE_CHECKING:
    from tests.store.conftest import World

OPEN_AS_A_PLAIN_USER = """
import os
import sys
from pathlib import Path
from claimtrack.errors import StoreError
from claimtrack.store import Store
if os.geteuid() == 0:  # root may write anywhere
    os.setuid(65534)
try:
    with Store.open(Path(sys.argv[1]), read_only=sys.argv[2:] == ["read-only"]) as store:
        print(len(store.runs()), "runs")
except StoreError as error:
    sys.exit(f"refused: {error}")
"""

needs_permissions = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs POSIX permissions")


def pragma(path: Path, name: str) -> object:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(f"pragma {name}").fetchone()[0]
    finally:
        connection.close()


def refusal(path: Path, **options: bool | float) -> StoreError:
    with pytest.raises(StoreError) as caught:
        Store.open(path, **options)  # type: ignore[arg-type]
    assert str(path) in caught.value.message
    assert caught.value.hint
    return caught.value


def test_a_new_store_is_marked_as_ours(path: Path) -> None:
    with Store.open(path) as store:
        assert store._database.execute("pragma foreign_keys").fetchone()[0] == 1
    assert pragma(path, "application_id") == int.from_bytes(b"CLMT", "big")
    assert pragma(path, "user_version") == SCHEMA_VERSION
    assert pragma(path, "journal_mode") == "wal"
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_the_schema_version_counts_the_migrations(store: Store) -> None:
    assert len(migrations.applied(store._database)) == SCHEMA_VERSION
    assert migrations.pending(store._database) == []


def test_a_name_with_url_characters_is_a_plain_file_name(tmp_path: Path) -> None:
    odd = tmp_path / "my claims?mode=memory#1 %20.db"
    Store.open(odd).close()
    assert [file.name for file in tmp_path.iterdir()] == [odd.name]


def test_a_relative_path_is_found(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    Store.open(Path(path.name)).close()
    assert path.is_file()


def test_without_create_nothing_is_made(path: Path) -> None:
    assert "no database" in refusal(path, create=False).message
    assert "no database" in refusal(path, read_only=True).message
    assert list(path.parent.iterdir()) == []


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "folder" in refusal(tmp_path).message


def test_a_store_in_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "not there" in refusal(tmp_path / "missing" / "claims.db").message


def test_a_file_of_zero_bytes_is_never_made_again_silently(path: Path) -> None:
    path.touch()
    error = refusal(path)
    assert "store-empty" in error.message
    assert "delete" in error.hint
    assert path.read_bytes() == b""


@pytest.mark.parametrize("content", [b"Dear diary,\n" * 40, b"SQLite format 3\x00cut off", b"\x00" * 4096])
def test_a_file_that_is_no_database_is_refused_and_kept(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert "store-foreign" in refusal(path).message
    assert path.read_bytes() == content


def test_the_database_of_another_program_is_refused_and_kept(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("create table songs (title text)")
    connection.close()
    before = path.read_bytes()
    assert "another program" in refusal(path).message
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_newer_schema_is_refused_and_kept(path: Path) -> None:
    Store.open(path).close()
    connection = sqlite3.connect(path)
    connection.execute(f"pragma user_version = {SCHEMA_VERSION + 1}")
    connection.close()
    before = path.read_bytes()
    error = refusal(path)
    assert "store-newer" in error.message
    assert "update" in error.hint
    assert path.read_bytes() == before


def test_a_newer_schema_that_stands_only_in_the_log_is_refused(path: Path) -> None:
    Store.open(path).close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("pragma wal_autocheckpoint = 0")
    other.execute(f"pragma user_version = {SCHEMA_VERSION + 1}")
    before = path.read_bytes()
    try:
        assert "store-newer" in refusal(path).message
        assert path.read_bytes() == before
    finally:
        other.close()


def test_an_older_schema_is_brought_up_to_date(path: Path) -> None:
    Store.open(path).close()
    connection = sqlite3.connect(path)
    connection.execute("pragma user_version = 2")
    connection.execute("delete from _sqlite_migrations where name = '0003_views'")
    for (view,) in connection.execute("select name from sqlite_master where type = 'view'").fetchall():
        connection.execute(f"drop view {view}")
    connection.commit()
    connection.close()
    assert "store-older" in refusal(path, read_only=True).message
    with Store.open(path) as store:
        assert store.claim_statuses() == ()
    assert pragma(path, "user_version") == SCHEMA_VERSION


def test_evidence_from_before_parts_were_told_is_the_articles(path: Path) -> None:
    Store.open(path).close()
    connection = sqlite3.connect(path)
    connection.execute("pragma user_version = 5")
    connection.execute("delete from _sqlite_migrations where name like '0006%'")
    connection.execute("alter table evidence drop column part")
    for column in ("author", "publisher", "modified", "canonical"):
        connection.execute(f"alter table snapshot_texts drop column {column}")
    connection.execute("pragma foreign_keys = off")
    connection.execute(
        "insert into evidence (check_id, position, stance, prefix, exact, suffix, link, start, end)"
        " values ('c', 0, 'supports', '', 'It is 412 metres long', '', '', 0, 21)"
    )
    connection.commit()
    connection.close()
    with Store.open(path) as store:
        assert [row["part"] for row in store._database.table("evidence").rows] == ["article"]
    assert pragma(path, "user_version") == SCHEMA_VERSION


def test_half_a_database_is_called_damaged_and_kept(path: Path) -> None:
    Store.open(path).close()
    half = path.read_bytes()[: path.stat().st_size // 2]
    path.write_bytes(half)
    assert "store-damaged" in refusal(path).message
    assert path.read_bytes() == half


def test_a_locked_database_is_named_once_the_wait_is_over(path: Path) -> None:
    Store.open(path).close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("begin immediate")
    try:
        assert "store-busy" in refusal(path, busy_timeout_s=0.05).message
    finally:
        other.close()


def test_a_store_locked_later_says_so_and_goes_on_when_free(path: Path, world: World) -> None:
    with Store.open(path, busy_timeout_s=0.05) as store:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("begin immediate")
        try:
            with pytest.raises(StoreError, match="store-busy"):
                store.sync([world.article()])
        finally:
            other.close()
        store.sync([world.article()])
        assert len(store.claim_statuses()) == 1


def test_a_closed_store_says_so_as_a_store_error(path: Path) -> None:
    store = Store.open(path)
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.runs()


def test_reading_only_leaves_the_file_alone(path: Path, world: World) -> None:
    with Store.open(path) as store:
        store.sync([world.article()])
    before = path.read_bytes()
    with Store.open(path, read_only=True) as reader:
        assert len(reader.claim_statuses()) == 1
        with pytest.raises(StoreError, match="store-read-only"):
            reader.sync([world.article(world.claim("tram"))])
    assert path.read_bytes() == before


@needs_permissions
def test_a_store_on_read_only_ground_can_be_read(world: World) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "claims.db"
        with Store.open(path) as store:
            world.begin(store)
        folder.chmod(0o555)
        done = subprocess.run(
            [sys.executable, "-c", OPEN_AS_A_PLAIN_USER, str(path), "read-only"],
            capture_output=True,
            text=True,
            check=False,
        )
        folder.chmod(0o755)
        assert (done.stdout, done.stderr) == ("1 runs\n", "")
        assert [file.name for file in folder.iterdir()] == [path.name]


@needs_permissions
@pytest.mark.parametrize("exists", [True, False])
def test_a_place_that_cannot_be_written_is_named_at_once(*, exists: bool) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "claims.db"
        if exists:
            Store.open(path).close()
            path.chmod(0o444)
        before = path.read_bytes() if exists else None
        folder.chmod(0o555)
        done = subprocess.run(
            [sys.executable, "-c", OPEN_AS_A_PLAIN_USER, str(path)],
            capture_output=True,
            text=True,
            check=False,
        )
        folder.chmod(0o755)
        assert done.returncode == 1
        assert done.stderr.startswith(f"refused: {path}: ")
        assert (path.read_bytes() if path.exists() else None) == before


def test_without_hard_links_a_store_is_made_all_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    with Store.open(path) as store:
        assert store.runs() == ()
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_the_end_of_a_run_leaves_nothing_in_the_log(path: Path, world: World) -> None:
    with Store.open(path) as store:
        run = store.begin_run(command="verify", started_at=world.now, settings={})
        store.end_run(run, world.now, 0, {})
        copy = path.with_name("copy.db")
        copy.write_bytes(path.read_bytes())
    with Store.open(copy, read_only=True) as without_log:
        assert [known.finished_at for known in without_log.runs()] == [world.now]
