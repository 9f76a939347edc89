import math
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimtrack.models import BlockKind, Claim, Document, Label, Stance, Verdict
from claimtrack.passages import SentenceSplitter
from claimtrack.scoring import LexicalScorer
from claimtrack.scoring.reasons import SLUGS

Judge = Callable[..., Verdict]

PAGE = (
    "Harlow ferry fares to rise",
    "Passengers on the Harlow ferry will pay £6.40 for a single crossing from 1 April, up from £5.90, Northmere Lines said.",
    "Child fares stay at £2.80. The company carried 1.26 million passengers in 2023, compared with 1.41 million in 2019.",
    "Its commercial director, Odile Fenwick, blamed fuel, which she said made up nearly a third of running costs.",
    "The passengers' council had asked for a freeze. Its chair, Marcus Hale, did not rule out a protest.",
)


def by_slug(verdict: Verdict) -> set[str]:
    return {reason.slug for reason in verdict.reasons}


def test_a_claim_in_the_words_of_the_page_is_supported(judge: Judge):
    verdict = judge("Northmere Lines carried 1.26 million passengers in 2023.", *PAGE)
    assert verdict.label is Label.SUPPORTED
    assert verdict.evidence[0].exact.startswith("The company carried 1.26 million passengers in 2023")
    assert verdict.evidence[0].stance is Stance.SUPPORTS
    assert "numbers-agree" in by_slug(verdict)


def test_another_number_in_its_place_contradicts(judge: Judge):
    verdict = judge("Northmere Lines carried 1.62 million passengers in 2023.", *PAGE)
    assert verdict.label is Label.CONTRADICTED
    assert verdict.evidence[0].stance is Stance.CONTRADICTS
    (reason,) = [reason for reason in verdict.reasons if reason.slug == "number-differs"]
    assert reason.claim_words == ("1.62 million",)
    assert reason.page_words == ("1.26 million",)
    assert "1.62 million" in reason.message
    assert "1.26 million" in reason.message


def test_a_denial_contradicts(judge: Judge):
    verdict = judge("Marcus Hale ruled out a protest.", *PAGE)
    assert verdict.label is Label.CONTRADICTED
    assert "negation-differs" in by_slug(verdict)


def test_what_the_page_does_not_say_is_unsupported_and_named(judge: Judge):
    verdict = judge("Northmere Lines will buy three hydrogen vessels from a Danish shipyard.", *PAGE)
    assert verdict.label is Label.UNSUPPORTED
    missing = next(reason for reason in verdict.reasons if reason.slug == "words-missing")
    assert {"hydrogen", "shipyard"} <= set(missing.claim_words)
    assert all(evidence.stance is Stance.RELATED for evidence in verdict.evidence)


def test_a_page_about_something_else_gives_no_evidence(judge: Judge):
    verdict = judge("Zebras graze quietly.", "Bridges rust slowly.")
    assert (verdict.label, verdict.score, verdict.evidence) == (Label.UNSUPPORTED, 0.0, ())
    assert by_slug(verdict) == {"nothing-found"}


def test_an_empty_page_gives_a_verdict(judge: Judge):
    assert judge("Zebras graze quietly.").label is Label.UNSUPPORTED


def test_every_verdict_has_a_reason_with_a_message(judge: Judge):
    for claim in (
        "Child fares stay at £2.80.",
        "Child fares rise to £3.",
        "Of.",
        "It is what it is.",
        "2023",
        "?",
    ):
        verdict = judge(claim, *PAGE)
        assert verdict.reasons
        assert all(reason.message and reason.slug in SLUGS for reason in verdict.reasons)


def test_words_of_the_reasons_stand_in_claim_and_page(judge: Judge):
    claim = "Odile Fenwick blamed wages for 40% of all costs in 2021."
    page = "\n".join(PAGE)
    for reason in judge(claim, *PAGE).reasons:
        assert all(word in claim for word in reason.claim_words)
        assert all(word in page for word in reason.page_words)


def test_the_title_counts_as_said(judge: Judge):
    page = ("It carried 640,000 passengers last year, its highest figure yet.",)
    with_title = judge(
        "Tarn Ferries carried 640,000 passengers last year.", *page, title="Tarn Ferries sets a record"
    )
    without = judge("Tarn Ferries carried 640,000 passengers last year.", *page)
    assert with_title.score > without.score


def test_one_sentence_is_preferred_where_one_suffices(judge: Judge):
    verdict = judge("Child fares stay at £2.80.", *PAGE)
    assert verdict.evidence[0].exact == "Child fares stay at £2.80."


def test_two_sentences_are_taken_where_the_claim_needs_both(judge: Judge):
    verdict = judge(
        "The council's chair Marcus Hale, whose passengers' council had asked for a freeze, did not rule out a protest.",
        *PAGE,
    )
    assert verdict.evidence[0].exact == PAGE[4]


def test_visible_text_is_preferred_to_hidden_text(
    make_document: Callable[..., Document], make_claim: Callable[..., Claim]
):
    sentence = "The Harlow ferry carried 640,000 passengers."
    document = make_document(sentence, "Something else entirely.", sentence, kinds={0: BlockKind.META})
    verdict = LexicalScorer().score(
        make_claim("The Harlow ferry carried 640,000 passengers."),
        document,
        SentenceSplitter().split(document),
    )
    assert verdict.evidence[0].start == document.blocks[2].start


def test_hidden_text_alone_is_shown_after_what_is_visible(
    make_document: Callable[..., Document], make_claim: Callable[..., Claim]
):
    document = make_document(
        "The Harlow ferry carried 640,000 passengers.", "The Harlow ferry is old.", kinds={0: BlockKind.META}
    )
    verdict = LexicalScorer().score(
        make_claim("The Harlow ferry carried 640,000 passengers."),
        document,
        SentenceSplitter().split(document),
    )
    assert len(verdict.evidence) == 2


def test_a_table_row_is_read_with_its_header(
    make_document: Callable[..., Document], make_claim: Callable[..., Claim]
):
    document = make_document(
        "Orsa | 47.4", "Tellby | 68.1", kinds={0: BlockKind.TABLE_ROW, 1: BlockKind.TABLE_ROW},
        contexts={0: "Town | Unemployment, percent", 1: "Town | Unemployment, percent"},
    )  # fmt: skip
    passages = SentenceSplitter().split(document)
    right = LexicalScorer().score(make_claim("Unemployment in Tellby is 68.1 percent."), document, passages)
    wrong = LexicalScorer().score(make_claim("Unemployment in Tellby is 47.4 percent."), document, passages)
    assert right.evidence[0].exact == "Tellby | 68.1"
    assert right.score > wrong.score


@pytest.mark.parametrize(
    "quote",
    [
        "did not rule out a protest",
        "“did  not rule\u00a0out a protest”",
        "passengers’ council had asked",
        "'passengers' council'",
    ],
)
def test_a_quotation_is_found_whatever_its_marks(judge: Judge, quote: str):
    verdict = judge("Marcus Hale may protest.", *PAGE, quote=quote)
    assert verdict.reasons[0].slug == "quote-found"
    assert verdict.evidence[0].exact.strip("\"'“”‘’") in "\n".join(PAGE)


def test_a_missing_quotation_caps_the_verdict_at_partial(judge: Judge):
    claim = "Northmere Lines carried 1.26 million passengers in 2023."
    assert judge(claim, *PAGE).label is Label.SUPPORTED
    verdict = judge(claim, *PAGE, quote="a record number of passengers")
    assert verdict.label is Label.PARTIAL
    assert verdict.score < 0.5
    assert verdict.reasons[0].slug == "quote-missing"


def test_label_and_score_agree(judge: Judge):
    for sentence in " ".join(PAGE).split(". "):
        for claim in (
            sentence,
            sentence.replace("not ", ""),
            sentence.replace("1", "7"),
            sentence + " in Denmark",
        ):
            verdict = judge(claim, *PAGE)
            assert (verdict.label is Label.SUPPORTED) == (verdict.score >= 0.5)


def test_the_index_of_a_page_is_reused_and_pages_are_told_apart(
    make_document: Callable[..., Document], make_claim: Callable[..., Claim]
):
    scorer, splitter = LexicalScorer(), SentenceSplitter()
    first, second = make_document("The ferry sank."), make_document("The ferry sailed.")
    pages = [(first, splitter.split(first)), (second, splitter.split(second))]
    claim = make_claim("The ferry sank.")
    alone = [LexicalScorer().score(claim, *page) for page in pages]
    assert [scorer.score(claim, *page) for page in pages * 3] == alone * 3


def test_many_pages_do_not_pile_up(make_document: Callable[..., Document], make_claim: Callable[..., Claim]):
    scorer, splitter = LexicalScorer(), SentenceSplitter()
    for number in range(60):
        document = make_document(f"The ferry number {number} sank.")
        scorer.score(make_claim("The ferry sank."), document, splitter.split(document))
    assert len(scorer._pages) <= 16


_WORDS = st.sampled_from(
    "The ferry Harlow not 640,000 rose fell in 2019 said Marta Quill 4.3% £5 may all never up to . , ; and ? “ ” é 月 U.S. half of two".split()
)
_TEXTS = st.lists(_WORDS, max_size=40).map(" ".join)


@settings(deadline=None)
@given(_TEXTS, st.lists(_TEXTS, max_size=5), st.one_of(st.none(), _TEXTS))
def test_any_claim_on_any_page_gives_a_sound_verdict(claim: str, paragraphs: list[str], quote: str | None):
    blocks, start = [], 0
    from claimtrack.models import Block

    for paragraph in paragraphs:
        blocks.append(Block(start=start, end=start + len(paragraph), kind=BlockKind.PARAGRAPH))
        start += len(paragraph) + 1
    document = Document(
        sha256="0" * 64, text="\n".join(paragraphs), text_sha256="0" * 64, blocks=tuple(blocks)
    )
    passages = SentenceSplitter().split(document)
    made = Claim(id="a/b", text=claim, quote=quote, path=Path("a.toml"), line=1)
    verdict = LexicalScorer().score(made, document, passages)
    assert math.isfinite(verdict.score)
    assert 0 <= verdict.score <= 1
    assert verdict.reasons
    assert verdict.scorer == "lexical@2"
    for evidence in verdict.evidence:
        assert evidence.exact == document.text[evidence.start : evidence.end] != ""
        assert document.text[: evidence.start].endswith(evidence.prefix)
        assert document.text[evidence.end :].startswith(evidence.suffix)
        assert max(len(evidence.prefix), len(evidence.suffix)) <= 64
        assert evidence.link == ""
    assert LexicalScorer().score(made, document, passages) == verdict
