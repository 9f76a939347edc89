"""A store on disk, and builders of what goes into it: invented people, places and pages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from claimtrack.models import (
    Article,
    Block,
    BlockKind,
    Check,
    Claim,
    Document,
    Evidence,
    Label,
    Problem,
    ProblemSlug,
    Reason,
    Snapshot,
    Source,
    Stance,
    Verdict,
)
from claimtrack.store import Store

START = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
BRIDGE_PAGE = "The Orrin bridge opened in 1931.\nIt is 412 metres long and carries the tram to Velda."


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class World:
    """A project of one article whose clock moves by an hour with each check."""

    def __init__(self) -> None:
        self.now = START
        self._numbers = count(1)

    def claim(self, slug: str = "length", **fields: Any) -> Claim:
        values: dict[str, Any] = {
            "id": f"bridge/{slug}",
            "text": "The Orrin bridge is 412 metres long.",
            "sources": (Source(url="https://velda.example/bridge", publisher="Velda Courier"),),
            "path": Path("claims/bridge.toml"),
            "line": 4,
        }
        return Claim(**values | fields)

    def article(self, *claims: Claim, **fields: Any) -> Article:
        values: dict[str, Any] = {
            "id": "bridge",
            "title": "The bridge at Orrin",
            "path": Path("claims/bridge.toml"),
            "claims": claims or (self.claim(),),
        }
        return Article(**values | fields)

    def document(self, text: str = BRIDGE_PAGE, title: str | None = "The bridge") -> Document:
        block = Block(start=0, end=len(text), kind=BlockKind.PARAGRAPH)
        return Document(
            sha256=_digest(f"<p>{text}"), text=text, text_sha256=_digest(text), blocks=(block,), title=title
        )

    def snapshot(self, url: str, document: Document | None = None, **fields: Any) -> Snapshot:
        values: dict[str, Any] = {
            "url": url,
            "final_url": url,
            "fetched_at": self.now,
            "status": 200,
            "content_type": "text/html",
            "sha256": (document or self.document()).sha256,
            "size_bytes": 2048,
            "fetcher": "test@1",
        }
        return Snapshot(**values | fields)

    def verdict(self, label: Label = Label.SUPPORTED, score: float = 0.97, **fields: Any) -> Verdict:
        exact = "It is 412 metres long"
        start = BRIDGE_PAGE.index(exact)
        evidence = Evidence(
            exact=exact,
            prefix="opened in 1931.\n",
            suffix=" and carries",
            start=start,
            end=start + len(exact),
            stance=Stance.SUPPORTS,
            link="https://velda.example/bridge#:~:text=412%20metres",
        )
        reason = Reason(
            slug="numbers-agree",
            claim_words=("412 metres",),
            page_words=("412 metres",),
            message="412 metres in both",
        )
        values: dict[str, Any] = {
            "label": label,
            "score": score,
            "evidence": (evidence,),
            "reasons": (reason,),
            "scorer": "test@1",
        }
        return Verdict(**values | fields)

    def problem(
        self, slug: ProblemSlug = ProblemSlug.TIMEOUT, detail: str = "no answer within 20 s"
    ) -> Problem:
        return Problem(slug=slug, detail=detail, hint="try again later")

    def check(self, run: str, claim: Claim, **fields: Any) -> Check:
        """Return a check of the claim's first source: supported, unless `fields` say otherwise."""
        self.now += timedelta(hours=1)
        source = claim.sources[0] if claim.sources else None
        number = next(self._numbers)
        values: dict[str, Any] = {
            "id": f"{number:06d}",
            "run": run,
            "claim": claim,
            "source": source,
            "checked_at": self.now,
        }
        if "problem" not in fields:
            document = self.document()
            values |= {
                "verdict": self.verdict(),
                "snapshot": self.snapshot(source.url if source else "", document),
                "document_sha256": document.text_sha256,
                "key": f"key-{number}",
            }
        return Check(**values | fields)

    def begin(self, store: Store, **fields: Any) -> str:
        return store.begin_run(command="verify", started_at=self.now, settings={}, **fields)

    def reworded(self, claim: Claim, text: str) -> Claim:
        return replace(claim, text=text)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "claims.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path) as opened:
        yield opened
