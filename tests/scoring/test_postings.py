import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.scoring import words as cutting
from claimtrack.scoring.postings import K1, B, Postings, leading
from claimtrack.scoring.words import words

_TEXTS = st.lists(
    st.lists(
        st.sampled_from(
            "Mills mill MILL milling dam Dam's river rivers Orley rose the 1,200 U.S. İzmir naïve tea-room".split()
        ),
        max_size=12,
    ).map(" ".join),
    max_size=8,
)


def bm25(texts: list[str], stem: str, row: int) -> float:
    """By the book: Robertson and Zaragoza 2009, with the idf of `Postings.idf`."""
    cut = [[word.stem for word in words(text)] for text in texts]
    count = cut[row].count(stem)
    spread = sum(stem in stems for stems in cut)
    idf = math.log((len(cut) + 1) / (spread + 0.5)) / math.log(len(cut) + 3)
    mean = sum(map(len, cut)) / len(cut)
    norm = K1 * (1 - B + B * len(cut[row]) / mean)
    return max(idf, 0.05) * count * (K1 + 1) / (count + norm)


@given(_TEXTS)
def test_scores_are_those_of_bm25(texts: list[str]):
    postings = Postings(texts)
    for stem in {word.stem for text in texts for word in words(text)}:
        scores = postings.scores([(((stem, 1.0),), 1.0)])
        holding = [row for row, text in enumerate(texts) if any(word.stem == stem for word in words(text))]
        assert sorted(scores) == holding
        assert all(math.isclose(scores[row], bm25(texts, stem, row)) for row in holding)


@given(_TEXTS)
def test_lookups_agree_with_the_words_of_the_rows(texts: list[str]):
    postings = Postings(texts)
    cut = [words(text) for text in texts]
    stems = {word.stem for row in cut for word in row}
    for stem in stems | {"absent"}:
        counts = {
            number: count
            for number, row in enumerate(cut)
            if (count := sum(word.stem == stem for word in row))
        }
        assert postings.rows(stem) == counts
        assert postings.spread(stem) == len(counts)
        assert (stem in postings) == bool(counts)
        for first in range(len(texts)):
            for after in range(first, len(texts) + 1):
                here = any(first <= number < after for number in counts)
                assert postings.stands_in(stem, range(first, after)) == here
    capitals = {word.stem for row in cut for word in row if word.capital}
    assert {stem for stem in stems if postings.has_capital(stem)} == capitals
    assert all(postings.has_word(word.fold) for row in cut for word in row)
    assert not postings.has_word("absent")
    assert sorted(postings.beginning_with("mil")) == sorted(stem for stem in stems if stem.startswith("mil"))
    assert [postings.length(number) for number in range(len(texts))] == [len(row) for row in cut]


@given(_TEXTS)
def test_a_capital_counts_inside_a_row_only(texts: list[str]):
    surplus: Counter[str] = Counter()
    for text in texts:
        for word in words(text)[1:]:
            surplus[word.fold] += 1 if word.capital else -1
    assert Postings(texts).capitals == {fold for fold, count in surplus.items() if count > 0}


def test_the_best_of_several_stems_counts_for_a_term():
    postings = Postings(["the mill burned", "the dam burned", "nothing"])
    alone = postings.scores([((("mill", 1.0),), 1.0)])
    either = postings.scores([((("mill", 1.0), ("burn", 0.5)), 1.0)])
    assert either[0] == alone[0]
    assert 0 < either[1] < either[0]


def test_leading_rows_keep_the_order_of_the_page_among_equals():
    assert leading({4: 1.0, 2: 1.0, 7: 3.0, 1: 0.5}, 3) == [7, 2, 4]


@given(st.text(alphabet="abdeilnrsty", max_size=9))
def test_a_stem_begins_as_is_foretold(word: str):
    assert cutting.stem(word)[:2] == cutting.stem_begins(word)


@pytest.mark.parametrize(
    "word", ["bought", "sold", "is", "dies", "men", "better", "axes", "ties", "flies", "used", "s", "was"]
)
def test_irregular_stems_begin_as_is_foretold(word: str):
    assert cutting.stem(word)[:2] == cutting.stem_begins(word)
