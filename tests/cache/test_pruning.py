"""Pruning frees what nothing needs, and never what something rests on."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from claimtrack.bodies import Body
from claimtrack.cache import SnapshotCache
from claimtrack.cache.batch import Batch
from claimtrack.cache.integrity import examine
from claimtrack.cache.pruning import PrunePlan, PruneRules, carry_out, plan_prune
from claimtrack.errors import CacheError

if TYPE_CHECKING:
    from tests.cache.conftest import Pages

URL = "https://velda.example/news/bridge?page=2"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC).timestamp()


def age(cache: SnapshotCache) -> None:
    """Make every file look as if no run used it for years."""
    for path in cache.root.rglob("*"):
        os.utime(path, (LONG_AGO, LONG_AGO))


@pytest.fixture
def prune(cache: SnapshotCache) -> Callable[..., PrunePlan]:
    def run(**rules: object) -> PrunePlan:
        age(cache)
        plan = plan_prune(cache, PruneRules(**rules), datetime.now(UTC))  # type: ignore[arg-type]
        before = sum(path.stat().st_size for path in cache.root.rglob("2*.json")) + sum(
            path.stat().st_size for path in cache.root.rglob("objects/*/*")
        )
        carry_out(cache, plan)
        after = sum(path.stat().st_size for path in cache.root.rglob("2*.json")) + sum(
            path.stat().st_size for path in cache.root.rglob("objects/*/*")
        )
        assert before - after == plan.freed_bytes
        assert examine(cache).findings == []
        return plan

    return run


def bodies(cache: SnapshotCache, url: str = URL) -> list[bytes]:
    return [cache.body(snapshot) for snapshot in cache.history(url)]


def versions(cache: SnapshotCache, page: Pages, count: int = 4, url: str = URL) -> None:
    for number in range(count):
        cache.keep(page(f"<p>version {number}</p>".encode(), url=url))


def test_without_a_rule_no_record_goes(cache: SnapshotCache, page: Pages, prune) -> None:
    versions(cache, page)
    assert prune().is_empty
    assert len(bodies(cache)) == 4


def test_the_newest_of_each_page_stay(cache: SnapshotCache, page: Pages, prune) -> None:
    versions(cache, page)
    versions(cache, page, 1, "https://velda.example/other")
    plan = prune(keep=2)
    assert (len(plan.records), len(plan.objects)) == (2, 1)  # the other page needs version 0
    assert bodies(cache) == [b"<p>version 2</p>", b"<p>version 3</p>"]
    assert bodies(cache, "https://velda.example/other") == [b"<p>version 0</p>"]


def test_what_is_old_goes_but_for_the_newest(cache: SnapshotCache, page: Pages, prune) -> None:
    versions(cache, page)
    prune(before=page.now - timedelta(seconds=90))
    assert bodies(cache) == [b"<p>version 2</p>", b"<p>version 3</p>"]
    prune(before=page.now + timedelta(days=1000))
    assert bodies(cache) == [b"<p>version 3</p>"]


def test_with_both_rules_only_what_both_let_go_goes(cache: SnapshotCache, page: Pages, prune) -> None:
    versions(cache, page)
    prune(keep=3, before=page.now + timedelta(days=1))
    assert len(bodies(cache)) == 3


def test_a_snapshot_that_a_check_rests_on_stays(cache: SnapshotCache, page: Pages, prune) -> None:
    versions(cache, page)
    first = cache.history(URL)[0]
    prune(keep=1, rests_on={(URL, first.sha256)})
    assert bodies(cache) == [b"<p>version 0</p>", b"<p>version 3</p>"]


def test_of_a_body_that_a_check_rests_on_the_confirmations_may_go(
    cache: SnapshotCache, page: Pages, prune
) -> None:
    kept = cache.keep(page(b"one"))
    for _ in range(5):
        cache.keep(replace(page(b""), status=304, confirms=kept))
    cache.keep(page(b"two"))
    prune(keep=1, rests_on={(URL, kept.sha256)})
    assert bodies(cache) == [b"one", b"two"]
    assert cache.history(URL)[0] == kept


def test_what_a_person_attached_stays(cache: SnapshotCache, page: Pages, prune) -> None:
    attached = cache.attach(
        URL, b"saved", content_type="text/html", at=page.now, by="Ada Orrin", file_name="x.html"
    )
    versions(cache, page)
    prune(keep=1)
    assert cache.history(URL)[0] == attached
    assert cache.attached(URL) == attached


def test_notes_about_texts_go_with_their_bodies(cache: SnapshotCache, page: Pages, prune) -> None:
    for number in range(3):
        kept = cache.keep(page(f"{number}".encode()))
        cache.note_text(kept, text_sha256=f"{number}" * 64, extractor="words@1", at=page.now)
    prune(keep=1)
    assert [note.text_sha256 for note in cache.texts(URL)] == ["2" * 64]


def test_what_killed_runs_left_goes(cache: SnapshotCache, page: Pages, prune) -> None:
    versions(cache, page)
    with Batch(cache.folder) as batch:
        cache.objects.put(Body(b"nobody names it"), batch)
    for place in (cache.root, *cache.root.glob("pages/*/*"), *cache.root.glob("objects/*")):
        (place / ".tmp-0123456789abcdef").write_bytes(b"")
    plan = prune()
    assert len(plan.objects) == 1
    assert not list(cache.root.rglob(".tmp-*"))
    assert len(bodies(cache)) == 4


def test_what_was_used_lately_stays(cache: SnapshotCache, page: Pages) -> None:
    cache.keep(page())
    with Batch(cache.folder) as batch:
        cache.objects.put(Body(b"a run is about to name it"), batch)
    (cache.root / ".tmp-0123456789abcdef").write_bytes(b"being written")
    assert plan_prune(cache, PruneRules(), datetime.now(UTC)).is_empty
    age(cache)
    plan = plan_prune(cache, PruneRules(), datetime.now(UTC))
    with Batch(cache.folder) as batch:  # between the plan and the deed
        cache.objects.put(Body(b"a run is about to name it"), batch)
    carry_out(cache, plan)
    cache.keep(replace(page(b"a run is about to name it")))
    assert examine(cache).findings == []


def test_a_lost_record_is_struck_from_the_index(cache: SnapshotCache, page: Pages, prune) -> None:
    versions(cache, page)
    next(cache.root.glob("pages/*/*/2*.json")).unlink()
    plan = prune()
    assert len(plan.relisted) == 1
    assert len(bodies(cache)) == 3


@pytest.mark.parametrize(
    "damage", [Path.unlink, lambda path: path.write_bytes(b"+ what"), lambda path: path.write_bytes(b"")]
)
def test_a_damaged_index_is_written_anew(cache: SnapshotCache, page: Pages, prune, damage) -> None:
    versions(cache, page)
    damage(next(cache.root.glob("pages/*/*/index.txt")))
    assert examine(cache).findings
    prune()
    assert len(bodies(cache)) == 4


def test_while_a_record_cannot_be_read_no_body_goes(cache: SnapshotCache, page: Pages) -> None:
    versions(cache, page)
    record = next(cache.root.glob("pages/*/*/2*.json"))
    record.write_text("damaged")
    age(cache)
    plan = plan_prune(cache, PruneRules(keep=1), datetime.now(UTC))
    assert (plan.unreadable, plan.objects) == (1, ())
    assert (record.parent, record.name) not in [(cache.root / page.path, name) for page, name in plan.records]
    carry_out(cache, plan)
    assert len(list(cache.root.glob("objects/*/*"))) == 4


def test_nothing_is_removed_through_a_link(cache: SnapshotCache, page: Pages, tmp_path: Path) -> None:
    versions(cache, page)
    age(cache)
    plan = plan_prune(cache, PruneRules(keep=1), datetime.now(UTC))
    folder = next(cache.root.glob("pages/*/*"))
    folder.rename(tmp_path / "elsewhere")
    folder.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CacheError, match="link"):
        carry_out(cache, plan)
    assert len(list((tmp_path / "elsewhere").glob("2*.json"))) == 4
