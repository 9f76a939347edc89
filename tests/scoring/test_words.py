import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.scoring.lexicon import RELATED, SYNONYM, lexicon, rarity, similarity
from claimtrack.scoring.opposites import opposed
from claimtrack.scoring.quotes import find_quote
from claimtrack.scoring.words import fold, stem, words


@pytest.mark.parametrize(
    "forms",
    [
        "rise rises rising rose risen", "buy buys buying bought", "price prices priced pricing", "plan plans planned planning",
        "company companies", "child children", "person people", "organise organised organize organizing", "colour color colours",
        "control controlled controlling", "visit visited visiting", "sharp sharply", "die died dies dying", "say says said saying",
        "add added adding adds", "centre center centres", "agree agreed agrees", "teach taught teaching teaches", "large larger largest",
        "use used using uses", "stop stopped stopping", "carry carried carries carrying",
    ],
)  # fmt: skip
def test_forms_of_a_word_share_a_stem(forms: str):
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    "pair",
    ["plan plane", "car care", "nation national", "rate rat", "new news", "univers university", "bus busy"],
)
def test_different_words_keep_different_stems(pair: str):
    first, second = pair.split()
    assert stem(first) != stem(second)


@pytest.mark.parametrize(
    ("text", "folds"),
    [
        ("Don’t stop", ["don't", "stop"]),
        ("Harlow’s ferry's", ["harlow", "ferry"]),
        ("soft\u00adhyphen", ["softhyphen"]),
        ("Málaga ﬁsh", ["malaga", "fish"]),
        ("the U.S. and us", ["the", "usa", "and", "us"]),
        ("U.K. and E.U. rules", ["uk", "and", "eu", "rules"]),
        ("1,234.5 of 7", ["1,234.5", "of", "7"]),
    ],
)
def test_words_are_folded(text: str, folds: list[str]):
    assert [word.fold for word in words(text)] == folds


@given(st.text(max_size=200))
def test_words_stand_where_they_say(text: str):
    end = 0
    for word in words(text):
        assert end <= word.start < word.end <= len(text)
        assert word.fold
        assert word.stem
        end = word.end


@given(st.text(max_size=100))
def test_folding_twice_is_folding_once(text: str):
    assert fold(fold(text)) == fold(text)


def test_the_lexicon_knows_likeness_and_frequency():
    assert len(lexicon().rank) == 20_000
    assert similarity("begin", "start") >= SYNONYM
    assert similarity("captiv", "hostag") >= RELATED
    assert similarity("ferry", "thesis") == 0
    assert rarity("make") < rarity("ferry") < rarity("unheardofword") == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("rose", "fell"),
        ("bought", "sold"),
        ("before", "after"),
        ("win", "lose"),
        ("stable", "unstable"),
        ("north", "south"),
        ("male", "female"),
    ],
)
def test_opposites_are_known(first: str, second: str):
    assert opposed(stem(first), stem(second))
    assert opposed(stem(second), stem(first))


@pytest.mark.parametrize(
    ("first", "second"), [("rose", "climbed"), ("rose", "sold"), ("ferry", "boat"), ("rose", "rose")]
)
def test_others_are_no_opposites(first: str, second: str):
    assert not opposed(stem(first), stem(second))


@given(st.text(max_size=50), st.text(min_size=1, max_size=30), st.text(max_size=50))
def test_a_quotation_cut_from_a_text_is_found_there(before: str, quote: str, after: str):
    text = before + quote + after
    found = find_quote(quote, text)
    if found is not None:
        start, end = found
        assert 0 <= start < end <= len(text)


def test_a_quotation_in_other_letters_is_not_found():
    assert find_quote("A Record Year", "it was a record year") is None
