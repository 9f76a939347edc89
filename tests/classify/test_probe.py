"""The random sibling: a site that says 200 to everything is found out, an honest one is not bothered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from claimtrack.cache import SnapshotCache
from claimtrack.classify import SoftNotFoundProbe
from claimtrack.classify.probe import MAX_PROBES_PER_HOST, Sibling, compare, sibling_of
from claimtrack.classify.similarity import resemblance
from claimtrack.extract import PageExtractor
from claimtrack.fetch import FetchSettings, HttpFetcher
from claimtrack.interfaces import FetchRequest
from claimtrack.models import Document, Severity, Snapshot

if TYPE_CHECKING:
    from tests.classify.conftest import Read
    from tests.conftest import Page, Site

LOST = "<title>The Orrin Daily</title><p>We looked everywhere, in the attic too, but there is nothing at {path}.</p>"


class Everything(dict[str, "Page"]):
    """Pages of a site that answers any address."""

    def __init__(self, answer: Page) -> None:
        super().__init__()
        self._answer = answer

    def get(self, key: str, default: object = None) -> Page:  # noqa: ARG002 - the signature of a dict
        return super().get(key) or type(self._answer)(
            self._answer.body.format(path=key), self._answer.status, self._answer.headers
        )


@dataclass(frozen=True)
class Reader:
    """Fetches and reads pages of the site as the pipeline does."""

    site: Site
    fetcher: HttpFetcher
    cache: SnapshotCache
    extractor: PageExtractor

    def read(self, path: str) -> tuple[Snapshot, Document]:
        (outcome,) = self.fetcher.fetch([FetchRequest(url=self.site.url(path))], self.cache)
        assert outcome.snapshot, outcome
        document = self.extractor.extract(self.cache.body(outcome.snapshot), outcome.snapshot)
        assert isinstance(document, Document)
        return outcome.snapshot, document

    def probe(self, **options: tuple[str, ...]) -> SoftNotFoundProbe:
        return SoftNotFoundProbe(self.fetcher, self.extractor, **options)

    def probes(self) -> list[str]:
        return [path for path in self.site.requests if "claimtrack-probe" in path]


@pytest.fixture
def reader(site: Site, tmp_path: Path) -> Reader:
    settings = FetchSettings(allow_hosts=(site.host,), spacing_s=0, max_retries=0)
    return Reader(site, HttpFetcher(settings), SnapshotCache(tmp_path / "cache"), PageExtractor())


@pytest.fixture
def page(site: Site) -> type[Page]:
    site.article("/some", "words")
    return type(site.pages.pop("/some"))


def test_a_site_that_answers_anything_is_found_out(reader: Reader, page: type[Page]) -> None:
    reader.site.pages = Everything(page(LOST))
    lost = reader.read("/2019/flood")
    found = reader.probe().ask([lost])
    assert found.keys() == {lost[0].url}
    (finding,) = found.values()
    assert finding.problem.slug == "soft-404"
    assert finding.severity is Severity.REPLACES


def test_a_page_that_is_there_on_such_a_site_is_not(reader: Reader, page: type[Page]) -> None:
    reader.site.pages = Everything(page(LOST))
    reader.site.article("/2019/flood", "The flood of 1958 took eleven lives.")
    assert reader.probe().ask([reader.read("/2019/flood")]) == {}
    assert len(reader.probes()) == 1


def test_an_honest_site_says_404_and_the_page_stands(reader: Reader) -> None:
    reader.site.article("/2019/flood", "The flood of 1958 took eleven lives.")
    assert reader.probe().ask([reader.read("/2019/flood")]) == {}
    assert len(reader.probes()) == 1


def test_a_site_that_sends_any_address_to_one_page(reader: Reader, page: type[Page], prose: str) -> None:
    reader.site.pages = Everything(page("", 302, {"Location": "/news"}))
    reader.site.pages["/news"] = page(f"<title>News</title>{prose}")
    assert reader.probe().ask([reader.read("/2019/flood")]).keys() == {reader.site.url("/2019/flood")}


def test_the_page_that_strangers_are_sent_to_is_there(reader: Reader, page: type[Page]) -> None:
    reader.site.pages = Everything(page("", 302, {"Location": "/news"}))
    reader.site.pages["/news"] = page("<title>News</title><p>The ferry stops early on 24 December.</p>")
    assert reader.probe().ask([reader.read("/news")]) == {}


def test_one_question_for_each_directory_and_run(reader: Reader, page: type[Page]) -> None:
    reader.site.pages = Everything(page(LOST))
    probe = reader.probe()
    pages = [reader.read(path) for path in ("/a/1", "/a/2", "/b/1", "/b/2.html", "/a/3?x=1")]
    assert len(probe.ask(pages[:3])) == 3
    assert len(probe.ask(pages[3:])) == 2
    asked = sorted(re.sub(r"[0-9a-f]{16}", "*", path) for path in reader.probes())
    assert asked == ["/a/claimtrack-probe-*", "/b/claimtrack-probe-*", "/b/claimtrack-probe-*.html"]


def test_one_host_is_asked_a_few_times_at_most(reader: Reader, page: type[Page]) -> None:
    reader.site.pages = Everything(page(LOST))
    probe = reader.probe()
    for number in range(MAX_PROBES_PER_HOST + 3):
        probe.ask([reader.read(f"/{number}/page")])
    assert len(reader.probes()) == MAX_PROBES_PER_HOST


def test_no_question_without_a_reason(reader: Reader, page: type[Page], prose: str) -> None:
    reader.site.pages["/long"] = page(f"<title>Salt</title>{prose}")
    reader.site.article("/", "The front page.")
    reader.site.article("/short", "A notice.")
    pages = [reader.read(path) for path in ("/long", "/", "/short")]
    probe = reader.probe()
    assert [probe.wants(*each) for each in pages] == [False, False, True]
    assert reader.probe(exempt=(reader.site.host,)).ask(pages) == {}
    assert reader.probes() == []


def test_a_title_that_speaks_of_an_error_is_a_reason(reader: Reader, page: type[Page], prose: str) -> None:
    reader.site.pages["/x"] = page(f"<title>Error | Daily</title>{prose}")
    assert reader.probe().wants(*reader.read("/x"))


def test_no_answer_keeps_no_snapshot(reader: Reader, page: type[Page]) -> None:
    reader.site.pages = Everything(page(LOST))
    lost = reader.read("/a/1")
    kept = set(reader.cache.root.rglob("*"))
    reader.probe().ask([lost])
    assert set(reader.cache.root.rglob("*")) == kept


def test_a_site_that_cannot_answer_proves_nothing(reader: Reader, read: Read) -> None:
    nowhere = read(LOST, "http://127.0.0.1:9/2019/flood")
    assert reader.probe().ask([nowhere]) == {}


def test_https_and_a_slash_are_no_move(read: Read, reader: Reader, prose: str) -> None:
    probe = reader.probe()
    assert not probe.wants(*read(prose, "http://daily.example/a", "https://www.daily.example/a/"))
    assert probe.wants(*read(prose, "http://daily.example/a", "https://daily.example/b"))


@pytest.mark.parametrize(
    ("url", "sibling"),
    [
        ("https://d.example/a/b", "https://d.example/a/claimtrack-probe-T"),
        ("https://d.example/a/b/", "https://d.example/a/b/claimtrack-probe-T"),
        ("https://d.example/a/b.v2.html?x=1", "https://d.example/a/claimtrack-probe-T.html"),
        ("https://d.example:81/b.php", "https://d.example:81/claimtrack-probe-T.php"),
    ],
)
def test_a_sibling_lies_in_the_same_directory(url: str, sibling: str) -> None:
    assert sibling_of(url, "T") == sibling


def test_an_empty_answer_is_like_nothing(read: Read) -> None:
    snapshot, document = read("<p>One two three four five.</p>")
    other = "https://site.example/news/claimtrack-probe-1"
    assert compare(snapshot, document, Sibling(url=other, final_url=other, text="")) is None


def test_resemblance() -> None:
    text = "the salt pans of Velda were dug in the year of the great frost"
    assert resemblance(text, text.upper()) == 1
    assert resemblance(text, "nothing of the kind was ever said by anyone") == 0
    assert 0 < resemblance(text, f"{text} when the harbour lay under ice") < 1
    assert resemblance("page abc is not here", "page xyz is not here", ignoring=["abc", "xyz"]) == 1
    assert resemblance("", "") == 1
    assert resemblance("", text) == 0
    assert resemblance("two words", "two words") == 1
