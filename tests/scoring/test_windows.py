"""The window that is chosen is the best one, though most windows are never aligned."""

from collections.abc import Callable
from hashlib import sha256
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimtrack.models import Block, BlockKind, Document, Stance, Verdict
from claimtrack.passages import SentenceSplitter
from claimtrack.scoring import windows
from claimtrack.scoring.claim_view import view_claim
from claimtrack.scoring.index import PageIndex
from claimtrack.scoring.lookup import Lookup
from claimtrack.scoring.names import matching_name_words, name_word_matches

Make = Callable[..., Document]

_PIECES = [
    "The Orley mill burned down in 2019.",
    "It was sold for $4.3 million to Anna Brandt.",
    "Brandt paid about four million dollars.",
    "The mill had stood there since 1870.",
    "Nobody was hurt.",
    "In 2018 the river rose by 12 percent.",
    "Orley has two mills and a dam.",
    "She did not sell the dam.",
    "The Orley Mill Trust (OMT) owns it.",
    "A third of the dam was washed away.",
]
_CLAIMS = [
    "The Orley mill burned in 2019 and was sold for $4.3 million.",
    "Anna Brandt bought the Orley dam for 4 million dollars.",
    "The OMT owns two mills.",
    "The river washed a third of the dam away in 2018.",
    "Nobody sold the mill.",
]


@settings(max_examples=150)
@given(
    st.lists(st.sampled_from(_PIECES), min_size=1, max_size=8),
    st.sampled_from(_CLAIMS),
    st.sampled_from([None, "Fire at the Orley mill"]),
)
def test_no_window_that_was_passed_over_is_better(pieces: list[str], claim: str, title: str | None):
    text = " ".join(pieces)
    page = _document(text, title=title)
    index = PageIndex(page, SentenceSplitter().split(page))
    lookup = Lookup(view_claim(claim, index.postings.capitals), index)
    chosen = windows.choose(view_claim(claim, index.postings.capitals), index)
    rows = windows.shortlist(lookup)
    assert (chosen is None) == (not rows)
    if chosen is None:
        return
    scale = windows._Scale(lookup)
    singles = sorted((scale.weigh((row,)) for row in rows), key=windows._order)
    spans = list(windows._spans(index, [one.alignment.numbers[0] for one in singles[: windows._LEADING]]))
    every = [*singles[: windows._LEADING], *map(scale.weigh, spans)]
    assert chosen.best.numbers == min(every, key=windows._order).alignment.numbers
    assert all(scale.weigh(span).worth <= scale.most(span) + 1e-9 for span in spans)


def _document(text: str, title: str | None) -> Document:
    digest = sha256(text.encode()).hexdigest()
    block = Block(start=0, end=len(text), kind=BlockKind.PARAGRAPH)
    return Document(sha256=digest, text=text, text_sha256=digest, blocks=(block,), title=title)


def test_another_place_that_says_nearly_the_same_is_shown_beside_the_best(judge: Callable[..., Verdict]):
    verdict = judge(
        "Architects will be invited to redesign the Orley mill.",
        "The town bought the Orley mill and will invite architects to redesign it.",
        "Tea is served.",
        "Architects from all over the valley will be invited to redesign the mill, the town said.",
    )
    first, *others = verdict.evidence
    assert first.stance is not Stance.RELATED
    assert [item.stance for item in others] == [Stance.RELATED]
    assert {item.exact[:10] for item in verdict.evidence} == {"The town b", "Architects"}


def test_no_more_than_three_places_are_shown_and_none_twice(judge: Callable[..., Verdict]):
    verdict = judge(
        "The mill burned in May.",
        *[f"The mill burned in May, said neighbour {number}." for number in range(9)],
    )
    spans = sorted((item.start, item.end) for item in verdict.evidence)
    assert len(spans) <= 3
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


def test_what_has_little_of_the_claim_is_not_shown(judge: Callable[..., Verdict]):
    verdict = judge(
        "The Orley mill burned down in May.",
        "The Orley mill burned down in May.",
        "A mill is a mill.",
        "Tea.",
    )
    assert [item.exact for item in verdict.evidence] == ["The Orley mill burned down in May."]


@pytest.mark.parametrize(
    "mine",
    ["iran", "iranian", "dutch", "netherlands", "nba", "orley", "brandts", "china", "chinese", "usa", "a"],
)
def test_name_words_are_found_without_trying_all(mine: str):
    page = frozenset(
        "iran iranian iranians netherlands holland dutch nba nbas orley orleys orleyan brandt brandts china chinese american usa a as "
        "marlow marlowe marlowian austria austrian japan japanese".split()
    )
    beside = [word for word in page if word.startswith(mine[:2])]
    found = {word for word in matching_name_words(mine, beside) if word in page}
    assert found == {word for word in page if name_word_matches(mine, word)}
