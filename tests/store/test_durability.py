"""Killed, raced and read while being written: nothing that was acknowledged is lost, nobody sees half of anything."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from claimtrack.store import Store

if TYPE_CHECKING:
    from tests.store.conftest import World

WRITER = Path(__file__).with_name("writing_process.py")
ROUNDS_OF_KILLING = 20
ROUNDS_OF_RACING = 10
EACH = 5


class Writer:
    """A process that saves checks and acknowledges each."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def start(self, path: Path, prefix: str, limit: int | None = None) -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{path} {prefix} {'' if limit is None else limit}\n")
        self.process.stdin.flush()

    def said(self, lines: int) -> list[str]:
        assert self.process.stdout
        return [self.process.stdout.readline().strip() for _ in range(lines)]

    def kill(self) -> list[str]:
        """Kill it with SIGKILL and return what it had still said."""
        self.process.kill()
        assert self.process.stdout
        return [
            line.strip()
            for line in self.process.stdout.read().splitlines(keepends=True)
            if line.endswith("\n")
        ]


@contextmanager
def writer() -> Iterator[Writer]:
    command = [sys.executable, str(WRITER)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Writer(process)
        finally:
            process.kill()


def kept(path: Path) -> set[str]:
    connection = sqlite3.connect(path)
    try:
        assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert connection.execute("pragma foreign_key_check").fetchall() == []
        whole = connection.execute(
            "select checks.id from checks join snapshot_texts on snapshot_texts.id = checks.text_id "
            "join evidence on evidence.check_id = checks.id join reasons on reasons.check_id = checks.id"
        ).fetchall()
        assert len(whole) == connection.execute("select count(*) from checks").fetchone()[0]
        return {check_id for (check_id,) in whole}
    finally:
        connection.close()


def test_a_writer_killed_at_any_moment_loses_no_acknowledged_check(path: Path) -> None:
    acknowledged: set[str] = set()
    for number in range(ROUNDS_OF_KILLING):
        with writer() as victim:
            victim.start(path, f"r{number:02d}")
            acknowledged.update(victim.said(1 + number))
            acknowledged.update(victim.kill())
        acknowledged.discard("open")
        found = kept(path)
        assert acknowledged <= found
        # beyond what was acknowledged, at most the one check whose commit the kill overtook, each round
        assert len(found - acknowledged) <= number + 1
    with Store.open(path) as store:
        assert store.runs()[0].exit_code is None


def test_two_processes_that_make_the_store_at_once_both_succeed(tmp_path: Path) -> None:
    with ExitStack() as stack:
        writers = [stack.enter_context(writer()) for _ in range(2)]
        for number in range(ROUNDS_OF_RACING):
            path = tmp_path / f"round{number}.db"
            for name, process in zip("ab", writers, strict=True):
                process.start(path, name, EACH)
            said = [process.said(EACH + 2) for process in writers]
            assert [(lines[0], lines[-1]) for lines in said] == [("open", "closed")] * 2
            assert kept(path) == {f"{name}-{one:04d}" for name in "ab" for one in range(EACH)}
            with Store.open(path) as store:
                assert len(store.runs()) == 2
                assert len(store.claim_statuses()) == 1
    assert {file.suffix for file in tmp_path.iterdir()} == {".db"}


def test_a_reader_neither_blocks_a_writer_nor_sees_half_a_check(path: Path, world: World) -> None:
    with Store.open(path, busy_timeout_s=0) as store:
        claim = world.claim()
        store.sync([world.article(claim)])
        run = world.begin(store)
        reader = sqlite3.connect(path, isolation_level=None, timeout=0)
        count = "select count(*) from checks"
        reader.execute("begin")
        assert reader.execute(count).fetchone() == (0,)
        store.save(world.check(run, claim), world.document())
        assert reader.execute(count).fetchone() == (0,)
        reader.execute("commit")
        assert reader.execute(count).fetchone() == (1,)
        with store._transaction() as database:
            database.execute("delete from evidence")
            assert reader.execute("select verdict, passage from claim_status").fetchone() == (
                "supported",
                "It is 412 metres long",
            )
        reader.close()
