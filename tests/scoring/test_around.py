"""Words around an article: named as such, never chosen before the article's, and no verdict by themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from claimtrack.models import Claim, Document, Label, Part, Verdict
from claimtrack.passages import SentenceSplitter
from claimtrack.scoring import LexicalScorer

Judge = Callable[..., Verdict]
CLAIM = "The harbour board of Tarn closed the old slip in 1994."
CARRIES = "In 1994 the harbour board of Tarn closed the old slip."
DENIES = "The harbour board of Tarn closed the old slip in 1987."
OTHER = "Ada Vane has chaired the board since the spring and lives in Ossery."
SAYS_NOTHING = [Part.NAVIGATION, Part.RELATED, Part.COMMENTS, Part.REFERENCES]


@pytest.fixture
def judge(make_document: Callable[..., Document], make_claim: Callable[..., Claim]) -> Judge:
    """The verdict on a claim against paragraphs that are each of some part of the page."""

    def run(*paragraphs: tuple[str, Part], quote: str | None = None) -> Verdict:
        plain = make_document(*(text for text, _ in paragraphs))
        blocks = tuple(
            replace(block, part=part) for block, (_, part) in zip(plain.blocks, paragraphs, strict=True)
        )
        document = replace(plain, blocks=blocks)
        return LexicalScorer().score(make_claim(CLAIM, quote), document, SentenceSplitter().split(document))

    return run


def test_the_article_supports_and_nothing_is_said_of_its_place(judge: Judge) -> None:
    verdict = judge((OTHER, Part.ARTICLE), (CARRIES, Part.ARTICLE))
    assert verdict.label is Label.SUPPORTED
    assert [item.part for item in verdict.evidence] == [Part.ARTICLE]
    assert "furniture" not in {reason.slug for reason in verdict.reasons}


@pytest.mark.parametrize("part", SAYS_NOTHING)
def test_what_stands_only_around_the_article_is_partial_and_says_where(judge: Judge, part: Part) -> None:
    verdict = judge((OTHER, Part.ARTICLE), (CARRIES, part))
    assert (verdict.label, verdict.evidence[0].part) == (Label.PARTIAL, part)
    assert verdict.evidence[0].exact == CARRIES
    assert verdict.score < 0.5
    assert verdict.reasons[0].slug == "furniture"
    assert "not in its article" in verdict.reasons[0].message


@pytest.mark.parametrize("part", SAYS_NOTHING)
def test_what_stands_around_the_article_denies_nothing(judge: Judge, part: Part) -> None:
    verdict = judge((OTHER, Part.ARTICLE), (DENIES, part))
    assert verdict.label is Label.UNSUPPORTED
    assert judge((OTHER, Part.ARTICLE), (DENIES, Part.ARTICLE)).label is Label.CONTRADICTED


def test_other_furniture_keeps_its_verdict_and_is_named(judge: Judge) -> None:
    verdict = judge((OTHER, Part.ARTICLE), (CARRIES, Part.FURNITURE))
    assert (verdict.label, verdict.reasons[0].slug) == (Label.SUPPORTED, "furniture")


@pytest.mark.parametrize("part", [Part.FURNITURE, *SAYS_NOTHING])
def test_the_articles_words_come_first_though_others_match_as_well(judge: Judge, part: Part) -> None:
    verdict = judge((CLAIM, part), (CARRIES, Part.ARTICLE), (CLAIM, part))
    assert verdict.label is Label.SUPPORTED
    assert verdict.evidence[0].exact == CARRIES


def test_teasers_of_the_same_story_do_not_crowd_the_article_out(judge: Judge) -> None:
    verdict = judge(*[(CLAIM, Part.RELATED)] * 25, (CARRIES, Part.ARTICLE))
    assert (verdict.label, verdict.evidence[0].exact) == (Label.SUPPORTED, CARRIES)


def test_an_article_is_never_joined_with_a_teaser(judge: Judge) -> None:
    verdict = judge(
        ("The harbour board of Tarn closed the old slip.", Part.ARTICLE), ("It was in 1994.", Part.RELATED)
    )
    assert verdict.label is not Label.SUPPORTED
    assert "1994" not in verdict.evidence[0].exact


def test_a_quotation_has_the_part_that_it_stands_in(judge: Judge) -> None:
    verdict = judge((CARRIES, Part.ARTICLE), (OTHER, Part.COMMENTS), quote="lives in Ossery")
    assert (verdict.evidence[0].exact, verdict.evidence[0].part) == ("lives in Ossery", Part.COMMENTS)
