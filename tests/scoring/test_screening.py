"""What is left unread for want of a number word holds no quantity."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.scoring.quantities import may_count
from claimtrack.scoring.quantities.dates import find_dates
from claimtrack.scoring.quantities.numerals import lexemes
from claimtrack.scoring.quantities.reader import _may_begin, read_quantities
from claimtrack.scoring.words import tokens

_WORDS = (
    "a an the of in half third hundred million decade year May march March Friday fridays one's no-one twice dozen tea Orley "
    "five-year o’five ½ 3½ U.S. Jan. 5 1990s ’80s 2019-20 $4 k first second percent twenty-one and by"
).split()


@given(st.lists(st.sampled_from(_WORDS), max_size=10).map(" ".join))
def test_a_text_that_is_screened_out_begins_no_quantity(text: str):
    if any(map(may_count, tokens(text))):
        return
    items = lexemes(text)
    assert not find_dates(text)
    assert not any(_may_begin(items, at) for at in range(len(items)))


@pytest.mark.parametrize(
    "text",
    [
        "a decade",
        "half of them",
        "in May",
        "on Fridays",
        "’80s",
        "it doubled",
        "a third of it",
        "½ mile",
        "5m",
        "twenty-one",
    ],
)
def test_words_that_make_a_quantity_pass(text: str):
    assert read_quantities(text)
    assert any(map(may_count, tokens(text)))


@pytest.mark.parametrize("word", ["march", "may", "river", "a", "an", "U", "o’clock", "friday"])
def test_other_words_do_not(word: str):
    assert not may_count(word)
