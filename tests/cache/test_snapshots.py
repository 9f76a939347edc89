"""What is kept is found again, in order, and nothing a server says chooses a name."""

from __future__ import annotations

import json
import re
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from claimtrack.cache import SnapshotCache
from claimtrack.cache.pages import path_of
from claimtrack.errors import CacheError
from claimtrack.models import Origin
from claimtrack.urls import BadUrlError, canonical

if TYPE_CHECKING:
    from tests.cache.conftest import Pages

URL = "https://velda.example/news/bridge?page=2"


def files(cache: SnapshotCache, pattern: str = "**/*") -> list[Path]:
    return sorted(path for path in cache.root.glob(pattern) if path.is_file())


def test_a_page_that_was_never_fetched_is_not_there(cache: SnapshotCache) -> None:
    assert cache.latest(URL) is None
    assert cache.history(URL) == []
    assert not cache.root.exists()


def test_a_page_is_found_again_as_it_was_kept(cache: SnapshotCache, page: Pages) -> None:
    response = replace(
        page(b"<p>1931</p>", etag='"v1"', last_modified="Mon, 02 Nov 2026 08:00:00 GMT"),
        final_url="https://velda.example/bridge",
        redirects=(URL,),
    )
    snapshot = cache.keep(response)
    assert cache.latest(URL) == snapshot
    assert cache.body(snapshot) == b"<p>1931</p>"
    assert snapshot.fetched_at == response.fetched_at
    assert (snapshot.redirects, snapshot.final_url) == ((URL,), "https://velda.example/bridge")
    assert (snapshot.etag, snapshot.last_modified) == ('"v1"', "Mon, 02 Nov 2026 08:00:00 GMT")
    assert (snapshot.content_type, snapshot.size_bytes, snapshot.elapsed_ms) == ("text/html", 11, 12)


@pytest.mark.parametrize("body", [b"", b"x", b"x" * 5_000_000, bytes(range(256)) * 1000])
def test_any_body_is_kept_to_the_byte(cache: SnapshotCache, page: Pages, body: bytes) -> None:
    response = page(body)
    with closing(response.body):
        assert cache.body(cache.keep(response)) == body


def test_the_same_body_is_stored_once(cache: SnapshotCache, page: Pages) -> None:
    for path in ("a", "b", "c"):
        cache.keep(page(b"<p>the same</p>", url=f"https://velda.example/{path}"))
    assert len(files(cache, "objects/**/*")) == 1
    assert len(files(cache, "pages/**/*.json")) == 3


def test_every_version_stays_and_the_newest_is_latest(cache: SnapshotCache, page: Pages) -> None:
    kept = [cache.keep(page(f"<p>version {number}</p>".encode())) for number in range(3)]
    assert cache.history(URL) == kept
    assert cache.latest(URL) == kept[-1]
    assert [cache.body(snapshot) for snapshot in kept] == [f"<p>version {n}</p>".encode() for n in range(3)]


def test_a_confirmation_is_a_record_and_takes_over_new_validators(cache: SnapshotCache, page: Pages) -> None:
    first = cache.keep(page(etag='"v1"'))
    confirmed = cache.keep(replace(page(b"", etag='"v1-b"'), status=304, confirms=first))
    assert confirmed == replace(first, confirmed_at=confirmed.confirmed_at, etag='"v1-b"')
    assert confirmed.confirmed_at == page.now
    assert cache.history(URL) == [first, confirmed]
    assert len(files(cache, "objects/**/*")) == 1


def test_two_fetches_in_one_moment_are_both_kept_in_order(cache: SnapshotCache, page: Pages) -> None:
    moment = page.now
    kept = [cache.keep(replace(page(body), fetched_at=moment)) for body in (b"z", b"a", b"m")]
    assert cache.history(URL) == kept


@pytest.mark.parametrize("jump", [timedelta(days=-3650), timedelta(days=-20000), timedelta(microseconds=-1)])
def test_a_clock_that_is_set_back_does_not_make_the_older_page_the_latest(
    cache: SnapshotCache, page: Pages, jump: timedelta
) -> None:
    cache.keep(page(b"before"))
    after = cache.keep(replace(page(b"after"), fetched_at=page.now + jump))
    assert cache.latest(URL) == after
    assert after.fetched_at == page.now + jump


def test_times_are_kept_in_utc(cache: SnapshotCache, page: Pages) -> None:
    local = datetime(2026, 11, 24, 10, 0, tzinfo=timezone(timedelta(hours=5)))
    cache.keep(replace(page(), fetched_at=local))
    latest = cache.latest(URL)
    assert latest
    assert latest.fetched_at == local
    assert latest.fetched_at.tzinfo is UTC


def test_a_record_can_be_read_by_a_person(cache: SnapshotCache, page: Pages) -> None:
    snapshot = cache.keep(page(server="Velda/1", date="Tue, 24 Nov 2026 09:31:00 GMT"))
    (record,) = files(cache, "pages/**/*.json")
    assert re.fullmatch(
        r"pages/velda\.example/news-bridge-page-2-[0-9a-f]{8}", str(record.parent.relative_to(cache.root))
    )
    assert record.name.startswith("20261124T093100.000000Z-")
    fields = json.loads(record.read_text(encoding="utf-8"))
    assert fields["url"] == URL
    assert fields["sha256"] == snapshot.sha256
    assert fields["headers"] == {
        "content-type": "text/html",
        "server": "Velda/1",
        "date": "Tue, 24 Nov 2026 09:31:00 GMT",
    }
    assert files(cache, "objects/*/*") == [
        cache.root / "objects" / snapshot.sha256[:2] / f"{snapshot.sha256}.zst"
    ]


def test_two_addresses_that_read_alike_have_folders_of_their_own(cache: SnapshotCache, page: Pages) -> None:
    alike = (
        "https://a.example/Page",
        "https://a.example/page",
        "https://a.example/page?",
        "http://a.example/page",
        "https://a.example/page/",
    )
    for number, url in enumerate(alike):
        cache.keep(page(str(number).encode(), url=url))
    latest = [cache.latest(url) for url in alike]
    assert [snapshot and cache.body(snapshot) for snapshot in latest] == [b"0", b"1", b"2", b"3", b"4"]


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/../../../../etc/passwd",
        "https://a.example/%2e%2e/%2e%2e/x",
        "https://a.example/\u00e9t\u00e9/\u6771\u4eac",
        "https://a.example/?" + "q" * 4000,
        f"https://{'a' * 63}.{'b' * 63}.{'c' * 63}.{'d' * 50}.example:8443/",
        "http://[2606:4700::1111]:8080/x",
        "http://127.0.0.1:8000/",
        "https://a.example/con/aux.txt",
    ],
)
def test_no_address_leads_out_of_the_cache(cache: SnapshotCache, page: Pages, url: str) -> None:
    snapshot = cache.keep(
        page(url=canonical(url), content_disposition="attachment; filename=../../../../tmp/pwned")
    )
    assert cache.latest(canonical(url)) == snapshot
    (record,) = files(cache, "pages/**/*.json")
    assert len(record.relative_to(cache.root).parts) == 4


@settings(deadline=None)
@given(st.from_regex(r"[a-zé0-9.-]{1,40}(:[0-9]{1,4})?", fullmatch=True), st.text(max_size=80))
def test_a_folder_is_three_plain_names_whatever_the_address(host: str, path: str) -> None:
    try:
        url = canonical(f"https://{host}/{path}")
    except BadUrlError:
        reject()
    folder = path_of(url)
    assert len(folder.parts) == 3
    for part in folder.parts:
        assert re.fullmatch(r"[a-z0-9][a-z0-9.-]{0,254}", part)


def test_only_the_folder_of_the_page_is_looked_at(cache: SnapshotCache, page: Pages) -> None:
    kept = cache.keep(page())
    cache.keep(page(url="https://other.example/"))
    for record in files(cache, "pages/other.example/**/*.json"):
        record.write_text("damaged")
    assert cache.latest(URL) == kept


def test_an_attached_page_says_who_and_from_what(cache: SnapshotCache, page: Pages) -> None:
    assert cache.attached(URL) is None
    kept = cache.attach(
        URL, b"saved", content_type="text/html", at=page.now, by="Ada Orrin", file_name="My page.html"
    )
    live = cache.keep(page(b"a wall"))
    assert (kept.origin, kept.supplied_by, kept.file_name) == (Origin.ATTACHED, "Ada Orrin", "My page.html")
    assert cache.body(kept) == b"saved"
    assert (cache.latest(URL), cache.attached(URL)) == (live, kept)


def test_a_cache_for_copies_marks_what_it_keeps(cache: SnapshotCache, page: Pages) -> None:
    copies = SnapshotCache(cache.root, origin=Origin.ARCHIVE)
    assert copies.keep(page()).origin is Origin.ARCHIVE
    latest = cache.latest(URL)
    assert latest
    assert latest.origin is Origin.ARCHIVE


def test_what_is_inserted_takes_its_place_in_time_and_is_written_once(
    cache: SnapshotCache, page: Pages
) -> None:
    new = cache.keep(page(b"new"))
    old = replace(new, fetched_at=new.fetched_at - timedelta(days=900))
    for _ in range(2):
        inserted = cache.insert(old, b"old")
    again = cache.insert(replace(old, etag='"another answer in the same moment"'), b"older still")
    assert cache.history(URL) == [inserted, again, new]
    assert cache.latest(URL) == new


def test_the_text_of_a_body_is_noted_once_for_each_reading(cache: SnapshotCache, page: Pages) -> None:
    kept = cache.keep(page())
    for text, extractor in (("a", "words@1"), ("a", "words@1"), ("b", "words@2")):
        cache.note_text(kept, text_sha256=text * 64, extractor=extractor, at=page.now)
    assert [(note.sha256, note.text_sha256, note.extractor) for note in cache.texts(URL)] == [
        (kept.sha256, "a" * 64, "words@1"),
        (kept.sha256, "b" * 64, "words@2"),
    ]
    assert cache.history(URL) == [kept]


def test_headers_are_read_back(cache: SnapshotCache, page: Pages) -> None:
    cache.keep(page(etag='"v1"', server="Velda/1"))
    latest = cache.latest(URL)
    assert latest
    assert latest.headers == {"content-type": "text/html", "etag": '"v1"', "server": "Velda/1"}


def test_a_body_beyond_all_bounds_is_not_kept(
    cache: SnapshotCache, page: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claimtrack.cache.objects.MAX_BODY_BYTES", 10)
    with pytest.raises(CacheError, match="11 bytes"):
        cache.keep(page(b"x" * 11))
    assert files(cache) == []
