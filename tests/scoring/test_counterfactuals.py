"""Wrong versions of claims: sentences that say something else, and that the page does not happen to say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.scoring.counterfactuals import Change, PageWords, counterfactuals
from claimtrack.scoring.quantities import Relation, compare, read_quantities

PAGE = (
    "The Marlow Pier opened on 3 May 1897 and is 310 metres long.",
    "Its owner, Corvid Leisure, says that 1,200 people a day walk along it.",
    "In Eltham Vale the council has a pier too, run by Sable Estates since 1955.",
    "The council of Eltham Vale wanted a larger one, and Sable Estates did not.",
)


def made(claim: str, *page: str) -> dict[str, str]:
    return {one.kind.value: one.text for one in counterfactuals(claim, PageWords.of(page or PAGE))}


@pytest.mark.parametrize(
    ("claim", "version"),
    [
        ("The pier is 310 metres long.", "The pier is 430 metres long."),
        ("About 1,200 people walk along it.", "About 1,700 people walk along it."),
        ("It cost £1.25m.", "It cost £1.75m."),
        ("It has nineteen shops.", "It has thirty shops."),
        ("Six of them are open.", "Eight of them are open."),
        ("Some 80% of visitors come by train.", "Some 50% of visitors come by train."),
        ("It is the third of its kind.", "It is the fourth of its kind."),
        ("It draws 9,500 people.", "It draws 13,300 people."),
        # "More than" and "less than" are moved to where no number that they were right about makes them so.
        ("More than 100 boats moor there.", "More than 400 boats moor there."),
        ("Fewer than 80 boats moor there.", "Fewer than 20 boats moor there."),
    ],
)
def test_another_number_as_the_first_is_written(claim, version):
    assert made(claim, "It is a pier.")["number"] == version


@pytest.mark.parametrize(
    "claim",
    [
        "Half of it is closed.",
        "Two in five visitors stay overnight.",
        "Between 200 and 300 people work there.",
        "One of them is open.",
        "It was finished within four years.",
        "Version 3.11.2 is out.",
    ],
)
def test_a_number_that_is_not_one_numeral_is_left_alone(claim):
    assert "number" not in made(claim)


def test_a_number_of_the_page_is_not_put_in():
    assert made("The pier is 310 metres long.", "It is 310 m long.", "The other is 430 metres long.") == {
        "number": "The pier is 190 metres long.",
        "polarity": "The pier is not 310 metres long.",
    }


@pytest.mark.parametrize(
    ("claim", "version"),
    [
        ("It opened in 1897.", "It opened in 1894."),
        ("It opened on 3 May 1897.", "It opened on 3 May 1894."),
        ("It opens in May.", "It opens in October."),
        ("It opens on Monday.", "It opens on Wednesday."),
        ("It was built in the 1890s.", "It was built in the 1870s."),
    ],
)
def test_another_date(claim, version):
    assert made(claim)["date"] == version


@pytest.mark.parametrize(
    "claim",
    ["It opened before 1900.", "It made a loss in 1897/98.", "It will close by 2031.", "It ran until May."],
)
def test_a_date_that_is_a_bound_is_left_alone(claim):
    assert "date" not in made(claim)


def test_a_date_of_the_page_is_not_put_in():
    assert made("It opened in 1897.", "It opened in 1897 and closed in 1894.")["date"] == "It opened in 1901."


def test_another_name_of_the_page():
    version = made(
        "Corvid Leisure owns the pier.",
        "It belongs to Corvid Leisure.",
        "The ferry belongs to Sable Estates.",
    )
    assert version["name"] == "Sable Estates owns the pier."


def test_a_name_in_the_genitive_stays_in_it():
    page = ("The pier belongs to Corvid.", "The ferry is run by Sable, and Sable made it pay.")
    assert made("Corvid's pier is long.", *page)["name"] == "Sable's pier is long."


@pytest.mark.parametrize(
    "page",
    [
        ("Corvid Leisure and Sable Estates own the pier.",),  # what is true of one may be of the other
        ("Corvid Leisure owns the pier.", "The shops belong to Corvid Holdings."),  # perhaps the same
        ("Corvid Leisure owns the pier.", "The shops belong to Sable."),  # of another make
        ("Corvid Leisure owns the pier.", "Sable Estates."),  # begins a sentence: may be any words
    ],
)
def test_a_name_that_may_be_as_right_is_not_put_in(page):
    assert "name" not in made("Corvid Leisure owns the pier.", *page)


@pytest.mark.parametrize("claim", ["Great Corvid owns it.", "The Marlow-Corvid pier is long."])
def test_what_may_be_the_end_of_a_longer_name_is_left_alone(claim):
    page = ("The pier belongs to Corvid.", "The ferry is run by Sable, and Sable made it pay.")
    assert "name" not in made(claim, *page)


def test_a_word_that_begins_the_claim_is_no_name_for_that():
    page = ("Dearer tickets are sold by Sable.", "They are sold by Sable at night.")
    assert "name" not in made("Pricier tickets are for sale.", *page)


@pytest.mark.parametrize(
    ("claim", "version"),
    [
        ("The pier is open.", "The pier is not open."),
        ("The pier can be closed.", "The pier cannot be closed."),
        ("The pier has been closed.", "The pier has not been closed."),
        ("The pier is not open.", "The pier is open."),
        ("The pier isn't open.", "The pier is open."),
        ("The council won't pay.", "The council will pay."),
        ("The council cannot pay.", "The council can pay."),
        ("Corvid no longer owns the pier.", "Corvid still owns the pier."),
        ("Corvid has no plans to sell.", "Corvid has some plans to sell."),
        ("No shop stayed open.", "Some shop stayed open."),
        ("The pier never paid.", "The pier always paid."),
        ("Not one of the shops is open.", "One of the shops is open."),
        ("Nobody paid.", "Everybody paid."),
        ("They rebuilt it without a roof.", "They rebuilt it with a roof."),
        ("The number of visitors rose.", "The number of visitors fell."),
        ("Corvid bought the pier.", "Corvid sold the pier."),
        # The verb of a clause inside is not the claim's own.
        ("When the pier was sold, prices rose.", "When the pier was sold, prices fell."),
    ],
)
def test_yes_for_no(claim, version):
    assert made(claim)["polarity"] == version


@pytest.mark.parametrize(
    "claim",
    [
        "Corvid runs not only the pier.",
        "It has no fewer than ten shops.",
        "The owner has more than ten shops.",
        "Corvid owns it.",
        "Corvid does not pay any more.",
        "Had it not been for Corvid, the pier would have closed.",
    ],
)
def test_what_does_not_turn_by_one_word_is_left_alone(claim):
    assert "polarity" not in made(claim)


def test_each_says_what_was_changed():
    one = next(iter(counterfactuals("The pier is 310 metres long.", PageWords.of(PAGE))))
    assert (one.kind, one.before, one.after) == (Change.NUMBER, "310", "430")


def test_the_same_claim_and_page_make_the_same_versions():
    claim = "Corvid Leisure opened its 310-metre pier on 3 May 1897, and it is open."
    assert made(claim) == made(claim)
    assert set(made(claim)) == {"number", "date", "name", "polarity"}


def test_nothing_is_made_of_a_text_that_is_no_sentence():
    assert counterfactuals("The pier is 310 metres long. " * 100, PageWords.of(PAGE)) == ()


@given(
    value=st.integers(min_value=2, max_value=10**9),
    pattern=st.sampled_from(
        [
            "{:,} people came.",
            "About {} people came.",
            "It cost ${:,}.",
            "At least {} came.",
            "Up to {} came.",
        ]
    ),
)
def test_no_rounding_and_no_bound_makes_the_other_number_right(value, pattern):
    claim = pattern.format(value)
    version = made(claim, claim).get("number")
    if version is not None:
        (before,), (after,) = read_quantities(claim), read_quantities(version)
        assert compare(after, before) is Relation.AT_ODDS
        assert compare(before, after) is not Relation.MATCH
