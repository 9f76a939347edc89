"""The examples in the docs and the claim file that the project ships with are valid, and say what they should."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from claimtrack.models import Article, Kind
from claimtrack.records import load, parse
from claimtrack.records.schema import ARTICLE_KEYS, CLAIM_KEYS, SOURCE_KEYS

ROOT = Path(__file__).parents[2]


def test_every_example_in_the_docs_is_a_valid_claim_file(docs: str) -> None:
    examples = re.findall(r"^```toml\n(.*?)^```$", docs, re.MULTILINE | re.DOTALL)
    articles = [parse(example.encode(), Path("example.toml")) for example in examples]
    assert [len(article.claims) for article in articles] == [1, 5, 2]
    assert articles[2].claims[0].text.endswith("in 2025, a third more than the year before.")
    assert (
        articles[2].claims[0].note
        == "The report counts the side channel too.\nAsk the port authority for the split."
    )


@pytest.mark.parametrize("keys", [ARTICLE_KEYS, CLAIM_KEYS, SOURCE_KEYS], ids=["article", "claim", "source"])
def test_every_key_is_in_the_docs(docs: str, keys: tuple[str, ...]) -> None:
    rows = "".join(rf"\| `{key}` \|.*\n" for key in keys if key != "source")
    documented = re.sub(r"\| `source` \|.*\n", "", docs)
    assert re.search(rows, documented)


@pytest.fixture
def article() -> Article:
    (article,) = load([ROOT / "claims" / "anthropic-cloud-deals.toml"], root=ROOT)
    return article


def test_the_shipped_claims_are_all_there(article: Article) -> None:
    facts = [claim for claim in article.claims if claim.kind is Kind.FACT]
    opinions = [claim for claim in article.claims if claim.kind is Kind.OPINION]
    assert (len(facts), len(opinions)) == (9, 5)
    assert not any(claim.sources or claim.cited_as for claim in opinions)
    assert article.url is not None


def test_shipped_claims_name_a_publisher_whether_a_page_is_known_or_not(article: Article) -> None:
    named = {
        claim.id.partition("/")[2]: claim.cited_as
        or ", ".join(str(source.publisher) for source in claim.sources)
        for claim in article.claims
        if claim.kind is Kind.FACT
    }
    assert named == {
        "claude-top-tier": "Reuters",
        "claude-on-bedrock-and-vertex": "Bessemer Venture Partners",
        "aws-spend-commitment": "AP News",
        "aws-primary-platform": "Anthropic",
        "aws-bedrock-integration": "GeekWire",
        "aws-trainium-and-inferentia": "GeekWire, GeekWire",
        "aws-data-centers-for-claude": "GeekWire",
        "google-investment": "Reuters",
        "google-tpu-capacity": "The Times of India",
    }
    assert [claim.id for claim in article.claims if claim.cited_as and claim.sources] == []


def test_one_page_of_the_shipped_claims_carries_several(article: Article) -> None:
    urls = [source.url for claim in article.claims for source in claim.sources]
    assert (len(urls), len(set(urls))) == (8, 5)
