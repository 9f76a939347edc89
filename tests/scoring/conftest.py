from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from claimtrack.models import Block, BlockKind, Claim, Document, Verdict
from claimtrack.passages import SentenceSplitter
from claimtrack.scoring import LexicalScorer
from claimtrack.scoring.claim_view import view_claim
from claimtrack.scoring.findings import find
from claimtrack.scoring.index import PageIndex
from claimtrack.scoring.windows import choose


def make_document(
    *paragraphs: str,
    title: str | None = None,
    kinds: dict[int, BlockKind] | None = None,
    contexts: dict[int, str] | None = None,
) -> Document:
    blocks, start = [], 0
    for number, paragraph in enumerate(paragraphs):
        kind = (kinds or {}).get(number, BlockKind.PARAGRAPH)
        context = (contexts or {}).get(number, "")
        blocks.append(Block(start=start, end=start + len(paragraph), kind=kind, context=context))
        start += len(paragraph) + 1
    text = "\n".join(paragraphs)
    digest = sha256(text.encode()).hexdigest()
    return Document(sha256=digest, text=text, text_sha256=digest, blocks=tuple(blocks), title=title)


def make_claim(text: str, quote: str | None = None) -> Claim:
    return Claim(id="article/claim", text=text, quote=quote, path=Path("claims/article.toml"), line=3)


@pytest.fixture(name="make_document")
def _make_document() -> Callable[..., Document]:
    return make_document


@pytest.fixture(name="make_claim")
def _make_claim() -> Callable[..., Claim]:
    return make_claim


@pytest.fixture
def judge() -> Callable[..., Verdict]:
    """The verdict of the lexical scorer on a claim against paragraphs."""
    scorer, splitter = LexicalScorer(), SentenceSplitter()

    def run(claim: str, *paragraphs: str, quote: str | None = None, title: str | None = None) -> Verdict:
        document = make_document(*paragraphs, title=title)
        return scorer.score(make_claim(claim, quote), document, splitter.split(document))

    return run


@pytest.fixture
def slugs() -> Callable[..., dict[str, float]]:
    """The findings in the best window, each with its greatest strength."""

    def run(claim: str, *paragraphs: str, title: str | None = None) -> dict[str, float]:
        document = make_document(*paragraphs, title=title)
        index = PageIndex(document, SentenceSplitter().split(document))
        windows = choose(view_claim(claim, index.postings.capitals), index)
        assert windows is not None
        strongest: dict[str, float] = {}
        for finding in find(windows.best):
            strongest[str(finding.slug)] = max(strongest.get(str(finding.slug), 0.0), finding.strength)
        return strongest

    return run
