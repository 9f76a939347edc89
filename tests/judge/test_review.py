"""Second opinions on the verdicts of a page, from the question to the evidence."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from claimtrack.cache import AnswerCache
from claimtrack.interfaces import Reviewer
from claimtrack.judge import Asking, Ledger, SecondOpinion
from claimtrack.judge.backends import make_backend
from claimtrack.judge.prompt import MOST_CLAIMS
from claimtrack.judge.review import Scope
from claimtrack.models import Label, Stance
from claimtrack.passages import SentenceSplitter
from claimtrack.scoring import LexicalScorer

STORY = (
    "Until the spring of 1931 you crossed the strait by boat, if the weather let you.",
    "The harbour master then cut a ribbon, and the first tram rolled over the Orrin bridge.",
    "Nobody has missed the boats, which were sold to a museum in Vell.",
)
URL = "https://page.example/bridge"


@pytest.fixture
def second(options, tmp_path):
    def make(scope: Scope = Scope.UNSURE) -> SecondOpinion:
        ledger = Ledger()
        exchange = Asking(
            backend=make_backend("openai", options()),
            shelf=AnswerCache(tmp_path / "cache"),
            ledger=ledger,
            pause=lambda _seconds: None,
        )
        return SecondOpinion(
            exchange=exchange,
            ledger=ledger,
            splitter=SentenceSplitter(),
            scorer=LexicalScorer(),
            scope=scope,
            end=lambda: None,
        )

    return make


def knowing(answers: dict[str, tuple[str, list[str]]]) -> Callable[[str], str]:
    """A judge that has read the page: label and quotes for each claim, the opposite for its denial."""

    def answer(user: str) -> str:
        listed = re.findall(r"^(S\d+-[0-9a-f]+): (.*)$", user.rpartition("Statements:\n")[2], re.MULTILINE)
        made = []
        for one, text in listed:
            bare = text.removeprefix("The following is not true: ")
            label, quotes = answers.get(bare, ("unsupported", []))
            if bare != text:
                label = {"supported": "contradicted", "contradicted": "supported"}.get(label, "unsupported")
            made.append(
                {"id": one, "label": label, "support": 0.9 if label == "supported" else 0.1, "passages": [],
                 "quotes": quotes, "missing": [], "conflicts": []}
            )  # fmt: skip
        return json.dumps({"answers": made})

    return answer


def test_it_is_what_the_pipeline_asks_for(second):
    reviewer: Reviewer = second()
    assert reviewer.jobs == 4


def test_a_paraphrase_that_the_scorer_misses_is_supported(page, claim, verdict, service, second):
    text = "The Orrin bridge was inaugurated by the harbour master."
    service.answer = knowing({text: ("supported", [STORY[1]])})
    document = page(*STORY)
    (after,) = second().review(document, URL, [(claim(text), verdict(Label.UNSUPPORTED))])
    assert (after.label, after.score, after.unsure) == (Label.SUPPORTED, 0.9, False)
    assert after.scorer == "lexical@9+judge:openai/tiny"
    assert after.judge == "openai/tiny"
    first = after.evidence[0]
    assert first.stance is Stance.SUPPORTS
    assert document.text[first.start : first.end] == first.exact == STORY[1].removesuffix(".")
    assert first.link.startswith(f"{URL}#:~:text=")


def test_claims_of_a_page_are_asked_about_together_and_come_back_in_order(
    page, claim, verdict, service, second
):
    texts = [f"The strait has {number} names." for number in range(MOST_CLAIMS + 2)]
    service.answer = knowing({texts[3]: ("contradicted", [STORY[0]]), texts[9]: ("partial", [STORY[2]])})
    opinion = second()
    pairs = [(claim(text, f"c{n}"), verdict(Label.UNSUPPORTED)) for n, text in enumerate(texts)]
    after = opinion.review(page(*STORY), URL, pairs)
    assert len(service.asked) == 2
    assert [one.label.value for one in after[:4]] == ["unsupported"] * 3 + ["contradicted"]
    assert opinion.ledger.asked_about == MOST_CLAIMS + 2
    assert opinion.ledger.changed == sum(one.label is not Label.UNSUPPORTED for one in after)


def test_a_verdict_that_nothing_happened_to_is_returned_as_it_was(page, claim, verdict, service, second):
    before = verdict(Label.UNSUPPORTED)
    document = page("")
    assert second().review(document, URL, [(claim("x"), before)]) == [before]
    assert not service.asked


class TestScope:
    def test_only_what_is_unsure(self, verdict, second):
        sure = replace(verdict(Label.PARTIAL), unsure=False)
        assert second().wants(verdict(Label.PARTIAL))
        assert not second().wants(sure)
        assert second(Scope.ALL).wants(sure)

    def test_no_judge_is_heard_twice_and_another_one_may_be(self, verdict, second):
        heard = replace(verdict(Label.PARTIAL), scorer="lexical@9+judge:openai/tiny")
        other = replace(verdict(Label.PARTIAL), scorer="lexical@9+judge:ollama/tiny")
        assert not second(Scope.ALL).wants(heard)
        assert second().wants(other)
