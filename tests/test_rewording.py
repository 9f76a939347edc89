"""What sets two wordings apart, and what does not."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.rewording import Difference, compare, negations

NUMBER, NAME, NEGATION = Difference.NUMBER, Difference.NAME, Difference.NEGATION


@pytest.mark.parametrize(
    ("before", "now"),
    [
        pytest.param("The ferry came back.", "the ferry came back", id="case and full stop"),
        pytest.param("It’s “full”, they say", 'It\'s "full" – they say', id="signs"),
        pytest.param("It cost 5 metres of rope", "It cost 5 meters of rope", id="spelling of a unit"),
        pytest.param("It rose by 5%", "It rose by 5 percent", id="percent"),
        pytest.param("It didn't sail", "It did not sail", id="a contraction"),
        pytest.param("They cannot sail", "They can not sail", id="cannot"),
        pytest.param("in 2019–2021", "in 2019-2021", id="a dash between years"),
        pytest.param("ﬁve boats", "five boats", id="a ligature"),
        pytest.param("The boats sailed out", "These boats sailed out", id="a function word"),
        pytest.param("it is more than then", "it is less than then", id="other words, whatever they mean"),
    ],
)
def test_what_is_no_difference(before: str, now: str) -> None:
    assert compare(before, now).differs == frozenset()
    assert compare(now, before).differs == frozenset()


@pytest.mark.parametrize(
    ("before", "now", "difference"),
    [
        pytest.param("5 boats", "6 boats", NUMBER, id="figure"),
        pytest.param("1,204 boats", "1.204 boats", NUMBER, id="separator"),
        pytest.param("-5 degrees", "5 degrees", NUMBER, id="minus sign"),
        pytest.param("−5 degrees", "5 degrees", NUMBER, id="real minus sign"),
        pytest.param("£5 a head", "€5 a head", NUMBER, id="currency"),
        pytest.param("5 million boats", "5 billion boats", NUMBER, id="million"),
        pytest.param("half of them", "all of them", NUMBER, id="half"),
        pytest.param("5 km of it", "5 m of it", NUMBER, id="unit"),
        pytest.param("½ of it", "¼ of it", NUMBER, id="fraction"),
        pytest.param("at 12:30 sharp", "at 13:30 sharp", NUMBER, id="time"),
        pytest.param("from 5 to 6", "from 6 to 5", NUMBER, id="figures exchanged"),
        pytest.param("Brandt said so", "Keller said so", NAME, id="at the start"),
        pytest.param("so said Brandt", "so said Brant", NAME, id="one letter"),
        pytest.param("Brandt beat Keller", "Keller beat Brandt", NAME, id="names exchanged"),
        pytest.param("it is in Wales", "it is in wells", NAME, id="a name for a word"),
        pytest.param("渡轮返回霍林港", "渡轮返回奥瑟里", NAME, id="a script without capitals"),
        pytest.param("नौका आई", "नौकी आई", NAME, id="a vowel sign"),
        pytest.param("it sails", "it never sails", NEGATION, id="never"),
        pytest.param("it can sail", "it can't sail", NEGATION, id="can't"),
        pytest.param("it will sail", "it won’t sail", NEGATION, id="won't"),
        pytest.param("it is lawful", "it is unlawful", NEGATION, id="prefix"),
        pytest.param("it is harmful", "it is harmless", NEGATION, id="suffix"),
        pytest.param("sie fährt heute", "sie fährt heute nicht", NEGATION, id="German"),
        pytest.param("it did not sail and it sank", "it did sail and it not sank", NEGATION, id="elsewhere"),
    ],
)
def test_what_is_one(before: str, now: str, difference: Difference) -> None:
    assert difference in compare(before, now).differs
    assert difference in compare(now, before).differs


def test_how_much_is_kept() -> None:
    assert compare("one two red blue", "one two red blue").kept == 1
    assert compare("red blue", "red green").kept == 0.5
    assert compare("red", "red green blue pink").kept == 0.25
    assert compare("", "red").kept == compare("", "").kept == 0


def test_words_that_deny_are_counted() -> None:
    assert negations("No, it did not, and didn’t; not less.") == Counter({"no": 1, "not": 3})
    assert not negations("It sailed.")


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_compare(one: str, other: str) -> None:
    assert compare(one, one).differs == frozenset()
    assert compare(one, one).kept in {0, 1}
    assert 0 <= compare(one, other).kept <= 1
