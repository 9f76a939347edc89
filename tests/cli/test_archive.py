"""`claims archive find`: copies are proposed only after the claim was held against them."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import quote

import pytest

CLAIM = "The bridge of Velda opened in 1931."
OTHER = "The bridge of Velda opened in 1935."
DEAD = "https://velda.example/bridge"


@dataclass
class Archive:
    """A web archive on the test's site: it keeps copies and answers as Memento and Wayback's services do."""

    site: Any
    url: str = DEAD

    def keep(self, stamp: str, *words: str) -> str:
        """Keep a copy; plainly at `id_`, and within the archive's own frame, which says nothing of the claim."""
        self.site.article(f"/web/{stamp}id_/{self.url}", *words)
        return str(self.site.article(f"/web/{stamp}/{self.url}", "A copy kept by an archive."))

    def gate(self, *stamps: str) -> None:
        """Answer as a TimeGate and with a TimeMap that lists these copies."""
        page = type(self.site.pages[f"/web/{stamps[0]}/{self.url}"])
        links = [f'<{self.url}>; rel="original"']
        links += [
            f'<{self.site.url(f"/web/{stamp}/{self.url}")}>; rel="memento"; datetime="{http_date(stamp)}"'
            for stamp in stamps
        ]
        self.site.pages[f"/map/{self.url}"] = page(",\n".join(links))
        newest = self.site.url(f"/web/{max(stamps)}/{self.url}")
        self.site.pages[f"/gate/{self.url}"] = page("", status=302, headers={"Location": newest})
        timemap = (
            f'<{self.url}>; rel="original", </map/{self.url}>; rel="timemap"; type="application/link-format"'
        )
        self.site.pages[f"/web/{max(stamps)}/{self.url}"].headers["Link"] = timemap

    def offer(self, stamp: str, near: str) -> None:
        """Answer as an availability service that is asked for a copy near a time."""
        copy = {"available": True, "status": "200", "timestamp": stamp}
        copy["url"] = self.site.url(f"/web/{stamp}/{self.url}")
        answer = json.dumps({"url": self.url, "archived_snapshots": {"closest": copy} if stamp else {}})
        page = next(iter(self.site.pages.values()))
        self.site.pages[f"/available?url={quote(self.url, safe='')}&timestamp={near}"] = type(page)(answer)


def http_date(stamp: str) -> str:
    moment = datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    return format_datetime(moment, usegmt=True)


@pytest.fixture
def archive(site) -> Archive:
    return Archive(site)


@pytest.fixture
def dead(workspace, site):
    """A claim whose page is gone, in a project that asks the archive of the test."""
    workspace.claim("bridge", CLAIM, DEAD)
    settings = workspace.root / "claims.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8")
        + f'archive_timegate = "{site.url("/gate/")}"\narchive_availability = ""\narchive_delay = 0\n',
        encoding="utf-8",
    )
    return workspace


def find(workspace: Any, *words: str, code: int | None = None) -> Any:
    return workspace.run("archive", "find", "--allow-host", workspace.site.host, *words, code=code)


def test_a_copy_that_supports_the_claim_is_proposed_with_its_passage(dead, archive):
    kept = archive.keep("20240301120000", CLAIM)
    archive.gate("20240301120000")
    before = (dead.root / "claims" / "moon.toml").read_bytes()
    result = find(dead, "bridge", code=0)
    assert f"proposed: archive_url = {kept}" in result.out
    assert "supported" in result.out
    assert "2024-03-01 12:00" in result.out
    assert f"    {CLAIM}" in result.out.splitlines()
    assert "--apply" in result.err
    assert (dead.root / "claims" / "moon.toml").read_bytes() == before


def test_the_copy_nearest_to_the_time_is_tried_first_and_none_after_it(dead, archive, site):
    for year in range(2018, 2025):
        archive.keep(f"{year}0301120000", CLAIM)
    archive.gate(*(f"{year}0301120000" for year in range(2018, 2025)))
    result = find(dead, "bridge", "--at", "2020-04-01", code=0)
    assert "/web/20200301120000/" in result.out
    assert [path for path in site.requests if "id_" in path] == [f"/web/20200301120000id_/{DEAD}"]


def test_a_copy_that_says_something_else_is_not_proposed(dead, archive):
    for stamp in ("20230101000000", "20240101000000"):
        archive.keep(stamp, OTHER)
    archive.gate("20230101000000", "20240101000000")
    result = find(dead, "bridge", "--apply", code=1)
    assert result.out.count("contradicted") == 2
    assert "no copy supports the claim" in result.out
    assert "archive_url" not in (dead.root / "claims" / "moon.toml").read_text(encoding="utf-8")


def test_the_search_goes_on_to_the_copy_that_supports(dead, archive):
    archive.keep("20240101000000", OTHER)
    kept = archive.keep("20230101000000", CLAIM)
    archive.gate("20230101000000", "20240101000000")
    result = find(dead, "bridge", "--at", "2024-06-01", code=0)
    assert result.out.index("contradicted") < result.out.index("supported")
    assert f"proposed: archive_url = {kept}" in result.out


def test_most_bounds_the_copies_that_are_tried(dead, archive, site):
    stamps = [f"2024010{day}000000" for day in range(1, 9)]
    for stamp in stamps:
        archive.keep(stamp, OTHER)
    archive.gate(*stamps)
    find(dead, "bridge", "--most", "2", code=1)
    assert sum("id_" in path for path in site.requests) == 2


def test_apply_writes_the_address_and_leaves_the_rest(dead, archive):
    kept = archive.keep("20240301120000", CLAIM)
    archive.gate("20240301120000")
    path = dead.root / "claims" / "moon.toml"
    path.write_text(path.read_text(encoding="utf-8") + "# a comment\n", encoding="utf-8")
    result = find(dead, "bridge", "--apply", code=0)
    assert "archive_url written" in result.out
    text = path.read_text(encoding="utf-8")
    (claim,) = tomllib.loads(text)["claim"]
    assert claim["source"] == {"url": DEAD, "archive_url": kept}
    assert text.endswith("# a comment\n")
    dead.run("lint", code=0)


def test_the_copy_is_kept_marked_as_archived(dead, archive):
    archive.keep("20240301120000", CLAIM)
    archive.gate("20240301120000")
    find(dead, "bridge", code=0)
    (line,) = dead.run("cache", "ls", code=0).out.splitlines()
    assert "archive" in line.split()
    assert "id_" in line
    dead.run("cache", "check", code=0)


def test_the_availability_service_is_asked_first_and_may_be_enough(dead, archive, site):
    kept = archive.keep("20240301120000", CLAIM)
    archive.offer("20240301120000", near="20240401000000")
    result = find_with_availability(dead, site)
    assert f"proposed: archive_url = {kept}" in result.out
    assert not any(path.startswith("/gate/") for path in site.requests)


def test_where_it_knows_no_copy_the_timegate_is_asked(dead, archive, site):
    archive.keep("20240301120000", CLAIM)
    archive.gate("20240301120000")
    archive.offer("", near="20240401000000")
    assert "proposed" in find_with_availability(dead, site).out


def find_with_availability(dead: Any, site: Any) -> Any:
    settings = dead.root / "claims.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        text.replace('availability = ""', f'availability = "{site.url("/available")}"'), encoding="utf-8"
    )
    return find(dead, "bridge", "--at", "2024-04-01", code=0)


@pytest.mark.parametrize(
    "answer",
    ["", "[]", '{"archived_snapshots": 7}', "[" * 100_000, '{"archived_snapshots": {"closest": {}}}'],
)
def test_nonsense_from_an_archive_is_no_copy(dead, archive, site, answer):
    archive.keep("20240301120000", CLAIM)
    archive.offer("", near="20240401000000")
    site.pages[f"/available?url={quote(DEAD, safe='')}&timestamp=20240401000000"].body = answer
    archive.gate("20240301120000")
    assert "proposed" in find_with_availability(dead, site).out


def test_where_no_archive_has_a_copy_the_run_is_incomplete(dead):
    result = find(dead, "bridge", code=3)
    assert "http-404" in result.out
    assert "no copy was found" in result.out


def test_a_copy_that_cannot_be_fetched_is_said_and_passed_over(dead, archive, site):
    archive.keep("20240101000000", CLAIM)
    kept = archive.keep("20230101000000", CLAIM)
    archive.gate("20230101000000", "20240101000000")
    del site.pages[f"/web/20240101000000id_/{DEAD}"]
    result = find(dead, "bridge", code=0)
    assert "http-404" in result.out
    assert f"proposed: archive_url = {kept}" in result.out


def test_by_default_copies_are_looked_for_near_the_time_of_the_article(dead, archive):
    path = dead.root / "claims" / "moon.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("[article]", '[article]\npublished = "2019-05-01"')
    )
    for stamp in ("20190401000000", "20240101000000"):
        archive.keep(stamp, CLAIM)
    archive.gate("20190401000000", "20240101000000")
    assert "/web/20190401000000/" in find(dead, "bridge", code=0).out


def test_a_url_means_that_source_of_the_claims_that_cite_it(dead, archive):
    archive.keep("20240301120000", CLAIM)
    archive.gate("20240301120000")
    result = find(dead, DEAD, code=0)
    assert result.out.startswith(f"moon/bridge  {DEAD}")
    find(dead, "https://velda.example/elsewhere", code=5)


def test_an_archive_at_a_private_address_is_refused_like_any_host(dead, archive, site):
    archive.keep("20240301120000", CLAIM)
    archive.gate("20240301120000")
    result = dead.run("archive", "find", "bridge", code=3)
    assert "blocked-address" in result.out
    assert not site.requests


def test_dates_that_make_no_sense_are_refused(dead):
    find(dead, "bridge", "--at", "once", code=2)
    find(dead, "bridge", "--most", "0", code=2)


def test_an_address_with_a_secret_is_told_to_no_archive(dead, site):
    dead.claim("secret", CLAIM, f"{DEAD}?token=SECRETPW")
    result = find(dead, "secret", code=3)
    assert "no archive is asked" in result.out
    assert "SECRETPW" not in result.out + result.err
    assert not site.requests


def test_claims_without_a_page_are_nothing_to_look_for(dead):
    dead.claim("view", "It is a fine bridge.", kind="opinion")
    find(dead, "view", code=5)


def test_verify_never_asks_an_archive(dead, archive, site):
    archive.keep("20240301120000", CLAIM)
    archive.gate("20240301120000")
    dead.verify(code=3)
    assert not any(path.startswith(("/gate", "/map", "/web")) for path in site.requests)
