import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.scoring.quantities import (
    Comparator,
    Dimension,
    Quantity,
    Relation,
    compare,
    derivable,
    read_quantities,
)


def only(text: str) -> Quantity:
    found = read_quantities(text)
    assert len(found) == 1, [(quantity.text, str(quantity.dimension)) for quantity in found]
    return found[0]


def relation(claim: str, page: str) -> Relation:
    """The strongest relation between any two quantities of the texts."""
    order = [Relation.MATCH, Relation.FIRMER, Relation.AT_ODDS, Relation.UNRELATED]
    found = [compare(mine, theirs) for mine in read_quantities(claim) for theirs in read_quantities(page)]
    return min(found, key=order.index, default=Relation.UNRELATED)


@pytest.mark.parametrize(
    ("text", "dimension", "value"),
    [
        ("$100 billion", Dimension.MONEY, 100e9),
        ("$1.2bn", Dimension.MONEY, 1.2e9),
        ("£84m", Dimension.MONEY, 84e6),
        ("€1.234,50", Dimension.MONEY, 1234.5),
        ("HK$88bn", Dimension.MONEY, 88e9),
        ("88 billion Hong Kong dollars", Dimension.MONEY, 88e9),
        ("30p", Dimension.MONEY, 0.3),
        ("fifty pence", Dimension.MONEY, 0.5),
        ("20 €", Dimension.MONEY, 20),
        ("4.3%", Dimension.PERCENT, 4.3),
        ("4.3 per cent", Dimension.PERCENT, 4.3),
        ("half of them", Dimension.PERCENT, 50),
        ("two-thirds of it", Dimension.PERCENT, 200 / 3),
        ("two in five", Dimension.PERCENT, 40),
        ("three out of every four", Dimension.PERCENT, 75),
        ("7 in every 10", Dimension.PERCENT, 70),
        ("¾ of them", Dimension.PERCENT, 75),
        ("0.3 percentage points", Dimension.POINTS, 0.3),
        ("ten years", Dimension.DURATION, 10 * 365.25 * 86400),
        ("a decade", Dimension.DURATION, 10 * 365.25 * 86400),
        ("half an hour", Dimension.DURATION, 1800),
        ("90 minutes", Dimension.DURATION, 5400),
        ("5 km", Dimension.LENGTH, 5000),
        ("0.8-inch", Dimension.LENGTH, 0.02032),
        ("355 horsepower", Dimension.POWER, 355 * 745.7),
        ("twenty-one dogs", Dimension.COUNT, 21),
        ("one hundred and five dogs", Dimension.COUNT, 105),
        ("two million five hundred thousand dogs", Dimension.COUNT, 2.5e6),
        ("half a million dogs", Dimension.COUNT, 5e5),
        ("one and a half million dogs", Dimension.COUNT, 1.5e6),
        ("two dozen dogs", Dimension.COUNT, 24),
        ("26,000 dogs", Dimension.COUNT, 26000),
        ("1.2 lakh dogs", Dimension.COUNT, 120_000),
        ("3rd dog", Dimension.ORDINAL, 3),
        ("fifty-first dog", Dimension.ORDINAL, 51),
        ("doubled", Dimension.TIMES, 2),
        ("2016", Dimension.DATE, 2016),
    ],
)
def test_values_and_dimensions(text: str, dimension: Dimension, value: float):
    quantity = only(text)
    assert quantity.dimension is dimension
    assert math.isclose(quantity.value, value, rel_tol=1e-9)
    assert quantity.text == text[quantity.start : quantity.end]


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("more than 100 dogs", Comparator.MORE),
        ("over 100 dogs", Comparator.MORE),
        ("100+ dogs", Comparator.MORE),
        ("not more than 100 dogs", Comparator.AT_MOST),
        ("no more than 100 dogs", Comparator.AT_MOST),
        ("no fewer than 100 dogs", Comparator.AT_LEAST),
        ("not less than 100 dogs", Comparator.AT_LEAST),
        ("at least 100 dogs", Comparator.AT_LEAST),
        ("100 or more dogs", Comparator.AT_LEAST),
        ("up to 100 dogs", Comparator.AT_MOST),
        ("as many as 100 dogs", Comparator.AT_MOST),
        ("fewer than 100 dogs", Comparator.LESS),
        ("under 100 dogs", Comparator.LESS),
        ("about 100 dogs", Comparator.ABOUT),
        ("some 100 dogs", Comparator.ABOUT),
        ("100 or so dogs", Comparator.ABOUT),
        ("nearly 100 dogs", Comparator.NEARLY),
        ("just under 100 dogs", Comparator.NEARLY),
        ("exactly 100 dogs", Comparator.EXACT),
        ("between 10 and 15 percent", Comparator.RANGE),
        ("10-15%", Comparator.RANGE),
        ("$5 to $6 million", Comparator.RANGE),
    ],
)
def test_comparators(text: str, comparator: Comparator):
    assert only(text).comparator is comparator


def test_a_range_takes_unit_and_scale_from_its_end():
    quantity = only("between $5 and $6 million")
    assert (quantity.value, quantity.high) == (5e6, 6e6)


def test_a_change_is_no_range():
    assert [quantity.comparator for quantity in read_quantities("rose from 5% to 10%")] == [
        Comparator.EXACT,
        Comparator.EXACT,
    ]


@pytest.mark.parametrize(
    "text",
    [
        "one of them", "no one came", "the new one", "twice a day is a habit, a year passes".split(",", maxsplit=1)[1],
        "in the first-half".replace("first-half", "wood"), "may I ask", "1,1,1,1", "a third-party tool".replace("a third-party", "some"),
    ],
)  # fmt: skip
def test_what_is_no_quantity(text: str):
    assert read_quantities(text) == []


CONFLICTS = [
    ("growth of 4.3%", "growth of 4.7%"),
    ("growth of 4.3 percent", "growth of 4.7 per cent"),
    ("it paid $1.2 billion", "it paid $1.2 million"),
    ("it paid $84m", "it paid $48m"),
    ("it paid 30 euros", "it paid €40"),
    ("a fine of £250", "a fine of £520"),
    ("more than 100 villages", "89 villages"),
    ("at least 40 villages", "35 villages"),
    ("fewer than 100 villages", "120 villages"),
    ("up to 100 villages", "150 villages"),
    ("nearly 100 villages", "120 villages"),
    ("about 100 villages", "150 villages"),
    ("14 villages", "eight villages"),
    ("fourteen villages applied", "eight villages applied"),
    ("106 protesters died", "160 protesters died"),
    ("half of the members", "a third of the members"),
    ("two-thirds of members", "35% of members"),
    ("two in five members", "60 percent of members"),
    ("it took ten years", "it took twelve years"),
    ("it took a decade", "it took 15 years"),
    ("a 45-minute delay", "a delay of two hours"),
    ("355 horsepower", "414 horsepower"),
    ("a 5 km path", "an 8-mile path"),
    ("opened in 2013", "opened in 2016"),
    ("opened in May 2016", "opened in July 2016"),
    ("opened on 3 March 2016", "opened on March 13, 2016"),
    ("in the 1980s", "in 1993"),
    ("the third-largest village", "the second-largest village"),
    ("between 10 and 15 percent", "22 percent"),
    ("between 10 and 15 percent", "between 20 and 25 percent"),
    ("12 percent", "between 20 and 25 percent"),
    ("more than 300 villages", "more than 100 villages"),
    ("prices doubled", "prices tripled"),
    ("up 0.3 percentage points", "up 0.8 percentage points"),
    ("on Monday", "on Thursday"),
]


@pytest.mark.parametrize(("claim", "page"), CONFLICTS)
def test_different_values_are_at_odds(claim: str, page: str):
    assert relation(claim, page) is Relation.AT_ODDS


AGREEMENTS = [
    ("growth of 4.3%", "growth of 4.3 per cent"),
    ("$100B+ in fees", "more than $100 billion in fees"),
    ("over 100 billion dollars", "$100B+"),
    ("about 1,200 villages", "1,204 villages"),
    ("1,200 villages", "about 1,200 villages"),
    ("roughly 450 villages", "about 450 villages"),
    ("more than 100 villages", "106 villages"),
    ("at least 40 villages", "40 villages"),
    ("fewer than 100 villages", "96 villages"),
    ("up to 100 villages", "up to 100 villages"),
    ("nearly 100 villages", "97 villages"),
    ("over half of the members", "51% of the members"),
    ("half of the members", "50 percent of the members"),
    ("a third of members", "33% of members"),
    ("two in five members", "40% of members"),
    ("three quarters of members", "75 per cent of members"),
    ("two-thirds of members", "66.7% of members"),
    ("ten years", "a decade"),
    ("twelve months", "one year"),
    ("60 minutes", "one hour"),
    ("half an hour", "thirty minutes"),
    ("under half an hour", "under thirty minutes"),
    ("384,400 km away", "238,855 miles away"),
    ("fourteen villages", "14 villages"),
    ("1.5 million villages", "one and a half million villages"),
    ("$1.2 billion", "$1.23bn"),
    ("a dozen villages", "twelve villages"),
    ("26,000 villages", "26 thousand villages"),
    ("in May 2016", "on 3 May 2016"),
    ("in 2016", "on May 3, 2016"),
    ("on 3 May 2016", "2016-05-03"),
    ("in the 1990s", "in 1993"),
    ("between 10 and 15 percent", "12 percent"),
    ("the third village", "the 3rd village"),
    ("prices doubled", "prices rose twofold"),
]


@pytest.mark.parametrize(("claim", "page"), AGREEMENTS)
def test_different_spellings_of_one_value_agree(claim: str, page: str):
    assert relation(claim, page) is Relation.MATCH


LOOK_ALIKES = [
    ("4.3 percent", "4.3 percentage points"),
    ("414 horsepower", "355 lb-ft"),
    ("14 villages", "27 rivers"),
    ("$5 million", "€6 million"),
    ("in 2016", "2,016 villages were counted twice".replace("2,016", "2,019")),
    ("5 km", "8 kg"),
    ("12 percent", "12 years"),
    ("on Monday", "on 3 May 2016"),
    ("in May", "in 2016"),
    ("more than 100 villages", "5,000 villages"),
    ("150 villages", "more than 100 villages"),
    ("80 villages", "up to 100 villages"),
]


@pytest.mark.parametrize(("claim", "page"), LOOK_ALIKES)
def test_quantities_about_different_things_are_unrelated(claim: str, page: str):
    assert relation(claim, page) is Relation.UNRELATED


@pytest.mark.parametrize(
    ("claim", "page"),
    [
        ("it takes an hour, 60 minutes", "it takes up to 60 minutes"),
        ("it will raise $12.9bn", "it could raise up to $12.9bn"),
        ("200 people", "as many as 200 people"),
        ("100 people", "at least 100 people"),
        ("100 people", "fewer than 100 people"),
        ("12 percent", "between 10 and 15 percent"),
    ],
)
def test_a_dropped_bound_is_neither_agreement_nor_conflict(claim: str, page: str):
    assert relation(claim, page) is Relation.FIRMER


@pytest.mark.parametrize(
    ("claim", "page"),
    [
        ("£57 million more", "£412 million, up from £355 million"),
        ("roughly $640 more", "$39,014, up from $38,373"),
        ("25 percent more", "$1.2bn, from $960m"),
        ("80% of the costs", "a fifth of the costs"),
        ("it doubled", "from 40 villages to 80 villages"),
        ("seven years later", "built in 2009 and sold in 2016"),
        ("42 villages", "half of the 84 villages"),
        ("1.4 percentage points", "rose from 5.1% to 6.5%"),
        ("twenty minutes", "ten minutes, and ten minutes more"),
    ],
)
def test_what_follows_from_two_numbers_is_derivable(claim: str, page: str):
    assert any(derivable(quantity, read_quantities(page)) for quantity in read_quantities(claim))


@pytest.mark.parametrize(
    ("claim", "page"),
    [
        ("£75 million more", "£412 million, up from £355 million"),
        ("40 percent more", "$1.2bn, from $960m"),
        ("eleven years later", "built in 2009 and sold in 2016"),
        ("it tripled", "from 40 villages to 80 villages"),
        ("70% of the costs", "a fifth of the costs"),
    ],
)
def test_what_does_not_follow_is_not_derivable(claim: str, page: str):
    assert not any(derivable(quantity, read_quantities(page)) for quantity in read_quantities(claim))


@given(st.text(max_size=300))
def test_any_text_is_read_in_order_and_verbatim(text: str):
    end = -1
    for quantity in read_quantities(text):
        assert quantity.text == text[quantity.start : quantity.end]
        assert quantity.start >= end or quantity.end > end
        end = quantity.start


@given(st.integers(0, 10**9))
def test_a_number_agrees_with_itself_in_groups_and_plain(value: int):
    if 1500 <= value <= 2099:  # a year, until a noun tells otherwise
        return
    assert relation(f"it had {value} villages", f"it had {value:,} villages") is Relation.MATCH


@given(st.integers(1, 999), st.integers(1, 999))
def test_exact_counts_of_one_thing_agree_only_when_equal(first: int, second: int):
    found = relation(f"{first} villages", f"{second} villages")
    rounded = (
        first != second
        and first % 10 == 0
        and first >= 100
        and abs(first - second) <= 5 * 10 ** (first % 100 == 0)
    )
    if first == second:
        assert found is Relation.MATCH
    elif not rounded:
        assert found is Relation.AT_ODDS
