"""Pages as the classifier meets them: read by the real extractor, from files or from a few words."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from claimtrack.extract import PageExtractor
from claimtrack.models import Document, Snapshot

PAGES = Path(__file__).parent / "pages"
TABLE: dict[str, dict[str, dict[str, str]]] = tomllib.loads(
    (PAGES / "expected.toml").read_text(encoding="utf-8")
)
PROSE = (
    "<p>The salt pans of Velda were dug in the year of the great frost, when the harbour lay under ice until April and the "
    "fishers had nothing to sell but patience. Eleven families shared the work, and the marks of their spades can still be "
    "seen where the clay is hard.</p><p>Since then the price has followed the weather more than the market. A wet summer "
    "leaves brine where crystals should be, and the merchants of Orrin, who have no pans of their own, send their boats "
    "further down the coast. In dry years they stay at home and complain about the price of rope instead.</p><p>What has "
    "changed is the road. It was widened in spring, and a lorry now takes forty minutes from the pans to the quay, where "
    "the boat took half a day with a fair wind. The last skipper on the route, a woman of seventy who gives her name only "
    "as Tarn, says that she will go on until the tar runs out.</p><p>The council has promised her a berth without a fee. It "
    "has not said for how long, and the harbour master, asked twice, answered that the minutes would be public in due "
    "course. Nobody in the room laughed, though several people looked out of the window at the rain.</p>"
)
"""A little more than two hundred words."""
FURNITURE = f"<ul>{'<li>Markets and money</li><li>Sport today</li>' * 60}</ul>"
"""Navigation of three hundred words."""
SCRIPT_FILLER = "0," * 10_500


@dataclass(frozen=True)
class Sample:
    """A page of the table."""

    rule: str
    name: str
    finding: str
    url: str
    final_url: str

    @property
    def html(self) -> str:
        text = (PAGES / self.rule / f"{self.name}.html").read_text(encoding="utf-8")
        filled = text.replace("<!--prose-->", PROSE).replace("<!--furniture-->", FURNITURE)
        return filled.replace("/*filler*/", SCRIPT_FILLER)


def samples() -> list[Sample]:
    """Every page of the table."""
    found = []
    for rule, pages in TABLE.items():
        for name, row in pages.items():
            url = row.get("url", f"https://site.example/news/{name}")
            found.append(Sample(rule, name, row["finding"], url, row.get("final_url", url)))
    return found


def snapshot_of(html: str, url: str, final_url: str = "", **fields: str) -> Snapshot:
    body = html.encode()
    return Snapshot(
        url=url,
        final_url=final_url or url,
        redirects=(url,) if final_url not in {"", url} else (),
        fetched_at=datetime(2026, 11, 1, 9, 30, tzinfo=UTC),
        status=200,
        content_type=fields.get("content_type", "text/html; charset=utf-8"),
        sha256=hashlib.sha256(body).hexdigest(),
        size_bytes=len(body),
    )


Read = Callable[..., tuple[Snapshot, Document]]


@pytest.fixture(scope="session")
def read() -> Read:
    """Return what the pipeline knows of a page: its snapshot and its document."""
    extractor = PageExtractor()

    def reading(
        html: str, url: str = "https://site.example/news/1", final_url: str = "", **fields: str
    ) -> tuple[Snapshot, Document]:
        snapshot = snapshot_of(html, url, final_url, **fields)
        document = extractor.extract(html.encode(), snapshot)
        assert isinstance(document, Document), document
        return snapshot, document

    return reading


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "sample" in metafunc.fixturenames:
        found = samples()
        metafunc.parametrize("sample", found, ids=[f"{page.rule}/{page.name}" for page in found])


@pytest.fixture(scope="session")
def all_samples() -> list[Sample]:
    return samples()


@pytest.fixture(scope="session")
def prose() -> str:
    return PROSE
