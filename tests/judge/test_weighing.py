"""What a judge's word does to a verdict: the table of all that can happen."""

from __future__ import annotations

import pytest

from claimtrack.judge.answer import Opinion
from claimtrack.judge.protocol import Excerpt
from claimtrack.judge.quotes import QuoteFinder
from claimtrack.judge.weighing import Weighing
from claimtrack.models import Evidence, Label, Part, Reason, Stance, Verdict

S, P, U, C = Label.SUPPORTED, Label.PARTIAL, Label.UNSUPPORTED, Label.CONTRADICTED
QUOTE = "The harbour master opened the Orrin bridge in 1932."
OTHER = "Its three spans carry the road and a tramway."
CLAIM = "The Orrin bridge opened in 1932."


@pytest.fixture
def weigh(page, claim, verdict):
    """The verdict that is left of one, after an opinion."""

    def run(
        before,
        label,
        *,
        quotes=(QUOTE,),
        denial=None,
        again=(S,),
        support=0.8,
        evidence=(),
        reasons=None,
        **more,
    ):
        document = page(QUOTE, OTHER)
        excerpts = [
            Excerpt(
                id=f"P{at}", start=block.start, end=block.end, text=document.text[block.start : block.end]
            )
            for at, block in enumerate(document.blocks, start=1)
        ]
        seen = []

        def look_again(_claim, _document, spans):
            seen.append(spans)
            slugs = again[1:] or ("stated",)
            named = [
                Reason(slug=slug, claim_words=("1932",), page_words=("1931",), message=slug) for slug in slugs
            ]
            return verdict(again[0], reasons=tuple(named))

        weighing = Weighing(
            document=document,
            finder=QuoteFinder(excerpts, document.text),
            look_again=look_again,
            judge="openai/tiny",
        )
        opinion = Opinion(label=label, support=support, quotes=tuple(quotes), **more)
        first = verdict(before, evidence=evidence, **({"reasons": reasons} if reasons else {}))
        other = Opinion(label=denial, support=0.1) if denial else None
        return weighing.weigh(claim(CLAIM), first, opinion, other)

    return run


def slugs(found: Verdict) -> list[str]:
    return [reason.slug for reason in found.reasons]


@pytest.mark.parametrize(
    ("before", "said", "after"),
    [
        (S, S, S), (S, P, P), (S, U, U), (S, C, C),
        (P, S, S), (P, P, P), (P, U, U), (P, C, C),
        (U, S, S), (U, P, P), (U, U, U), (U, C, C),
        (C, S, C), (C, P, C), (C, U, C), (C, C, C),
    ],
)  # fmt: skip
def test_with_a_quote_on_the_page_the_judge_decides_all_but_a_conflict(weigh, before, said, after):
    found = weigh(before, said, denial=U)
    assert found.label is after
    assert found.unsure == (before is C and said is not C)
    assert found.scorer == "lexical@9+judge:openai/tiny"
    assert slugs(found)[0] == ("judge-conflict-stands" if found.unsure else f"judge-{said}")
    assert slugs(found)[-1] == "words-missing"


@pytest.mark.parametrize("quotes", [(), ("The harbour master closed the Orrin bridge.",), ("bridge",)])
@pytest.mark.parametrize(
    ("before", "said", "after"),
    [
        (S, S, S), (S, P, P), (S, U, U), (S, C, S),
        (P, S, P), (P, P, P), (P, U, U), (P, C, P),
        (U, S, U), (U, P, U), (U, U, U), (U, C, U),
        (C, S, C), (C, C, C),
    ],
)  # fmt: skip
def test_without_a_quote_on_the_page_it_can_only_take_back(weigh, before, said, after, quotes):
    found = weigh(before, said, quotes=quotes)
    assert found.label is after
    if before is said is not U:
        assert slugs(found)[0] == "judge-quote-not-found"
        assert found.unsure


@pytest.mark.parametrize("label", [S, P, C])
def test_the_same_of_a_claim_and_of_its_denial_does_not_count(weigh, label):
    found = weigh(U, label, denial=label)
    assert (found.label, found.score, found.unsure) == (U, 0.3, True)
    assert slugs(found)[0] == "judge-inconsistent"


def test_a_denial_that_fits_the_claim_does_no_harm(weigh):
    assert weigh(P, S, denial=C).label is S
    assert weigh(S, U, denial=U).label is U


class TestLookingAgain:
    """A better label than the scorer's has to hold in the place that the judge points to."""

    def test_a_conflict_there_is_not_lifted(self, weigh):
        found = weigh(P, S, again=(C, "number-differs"))
        assert found.label is P
        assert slugs(found)[0] == "judge-capped"
        assert found.reasons[0].page_words == ("1931",)

    @pytest.mark.parametrize("slug", ["number-missing", "look-alike-letters", "nothing-found"])
    def test_what_is_missing_there_leaves_it_partial(self, weigh, slug):
        assert weigh(U, S, again=(U, slug)).label is P
        assert weigh(P, S, again=(U, slug)).label is P
        assert slugs(weigh(U, S, again=(U, slug)))[:2] == ["judge-capped", "judge-partial"]

    def test_words_that_the_author_expects_and_that_are_not_there_leave_it_partial(self, weigh):
        missing = (Reason(slug="quote-missing", message="not there"),)
        assert weigh(U, S, reasons=missing).label is P
        assert weigh(P, S, reasons=missing).label is P

    def test_a_worse_label_is_not_looked_at_again(self, weigh):
        assert weigh(S, P, again=(C, "number-differs")).label is P


class TestScore:
    @pytest.mark.parametrize(
        ("label", "support", "score"),
        [(S, 0.8, 0.8), (S, 0.1, 0.5), (S, 1.0, 0.99), (P, 0.9, 0.49), (U, 0.0, 0.01), (C, 0.9, 0.2)],
    )
    def test_it_is_the_judges_within_what_the_label_allows(self, weigh, label, support, score):
        assert weigh(P if label is not P else U, label, support=support).score == score


class TestEvidence:
    def test_what_is_quoted_comes_first_and_verbatim(self, weigh, page):
        document = page(QUOTE, OTHER)
        start = document.text.index(OTHER)
        item = Evidence(
            exact=OTHER, prefix="", suffix="", start=start, end=start + len(OTHER), stance=Stance.SUPPORTS
        )
        found = weigh(P, S, evidence=(item,), quotes=("the HARBOUR master",))
        assert [one.exact for one in found.evidence] == ["The harbour master", OTHER]
        assert [one.stance for one in found.evidence] == [Stance.SUPPORTS, Stance.RELATED]
        first = found.evidence[0]
        assert document.text[first.start : first.end] == first.exact
        assert first.part is Part.ARTICLE

    def test_what_the_scorer_found_is_not_shown_twice(self, weigh):
        item = Evidence(exact=QUOTE[:20], prefix="", suffix="", start=0, end=20, stance=Stance.SUPPORTS)
        assert len(weigh(P, S, evidence=(item,)).evidence) == 1

    def test_more_quotes_than_can_be_shown(self, weigh):
        words = QUOTE.split()
        quotes = [" ".join(words[at : at + 3]) for at in range(6)]
        assert len(weigh(P, S, quotes=quotes).evidence) == 3

    def test_a_contradiction_shows_what_contradicts(self, weigh):
        assert weigh(U, C).evidence[0].stance is Stance.CONTRADICTS


class TestWords:
    def test_only_words_of_the_claim_and_of_the_page_are_repeated(self, weigh):
        found = weigh(
            S, P,
            missing=("in 1932", "CANARY"),
            conflicts=(("opened", "harbour master"), ("CANARY", "spans"), ("bridge", "CANARY")),
        )  # fmt: skip
        reason = found.reasons[0]
        assert reason.claim_words == ("opened", "in 1932")
        assert reason.page_words[0] == "harbour master"
        assert "CANARY" not in repr(found)

    def test_the_message_says_it_in_a_sentence(self, weigh):
        found = weigh(S, P, missing=("in 1932",), conflicts=(("opened", "harbour master"),))
        assert found.reasons[0].message == (
            "the judge finds a part of the claim on the page in “The harbour master opened the Orrin bridge in 1932”; "
            "the claim says “opened”, the page “harbour master”; it misses “in 1932”"
        )
