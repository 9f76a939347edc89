"""Each kind of finding: claims that must raise it, and look-alikes that must not."""

from collections.abc import Callable

import pytest

Slugs = Callable[..., dict[str, float]]

STRONG = 0.5
"""A conflict of this strength contradicts, whatever its kind."""

NEGATION_CONFLICTS = [
    ("Harlow Council approved the tram line.", "Harlow Council did not approve the tram line."),
    ("Harlow Council has not approved the tram line.", "Harlow Council has approved the tram line."),
    ("The museum charges visitors for entry.", "The museum never charges visitors for entry."),
    ("The museum doesn't charge visitors for entry.", "The museum charges visitors for entry."),
    (
        "Marta Quill resigned from the board of Tellmar.",
        "Marta Quill did not resign from the board of Tellmar.",
    ),
    ("The vaccine protects older patients.", "The vaccine does not protect older patients."),
    ("The bridge was damaged in the storm.", "The bridge wasn't damaged in the storm."),
    ("The drug cannot cure the infection.", "The drug can cure the infection."),
    ("The firm failed to pay its suppliers.", "The firm paid its suppliers."),
    ("The firm paid its suppliers.", "The firm failed to pay its suppliers."),
    ("The minister refused to sign the treaty.", "The minister signed the treaty."),
    ("Police found weapons in the house.", "Police found no weapons in the house."),
    ("The reactor leaked coolant in March.", "The reactor never leaked coolant in March."),
    (
        "The union accepted the offer from the airline.",
        "The union has not accepted the offer from the airline.",
    ),
    ("The lake freezes in winter.", "The lake does not freeze in winter."),
    ("The film wasn't shown in Orsa.", "The film was shown in Orsa."),
]

NO_NEGATION_CONFLICTS = [
    (
        "Harlow Council approved the tram line.",
        "Harlow Council approved the tram line, though it did not set a date.",
    ),
    (
        "Harlow Council approved the tram line.",
        "Harlow Council not only approved the tram line but paid for it.",
    ),
    ("The hall seats at least 400 people.", "The hall seats no fewer than 400 people."),
    ("The museum charges no entry fee.", "The museum charges no entry fee."),
    ("The museum does not charge visitors.", "The museum doesn't charge visitors."),
    ("Marta Quill resigned from the board.", "Marta Quill resigned from the board, not from the company."),
    (
        "The bridge was damaged in the storm.",
        "The bridge was damaged in the storm and will not open before May.",
    ),
    ("The drug cures the infection.", "The drug cures the infection without side effects."),
    ("The firm paid its suppliers.", "The firm paid its suppliers. It did not pay its staff."),
    ("Police found weapons in the house.", "Nobody was hurt. Police found weapons in the house."),
    ("The lake freezes in winter.", "Unlike the river, which never does, the lake freezes in winter."),
    ("The union accepted the offer.", "The union accepted the offer; the pilots did not."),
    ("The plan never failed to please visitors.", "The plan never failed to please visitors."),
    ("Fewer than 40 people came to the fair.", "No more than 39 people came to the fair."),
    ("The film was shown in Orsa.", "The film was shown in Orsa, no doubt to an empty house."),
    ("Alder cannot be grown from cuttings.", "Alder can't be grown from cuttings."),
]

OPPOSITES = [
    ("Sales of boats rose in Orsa.", "Sales of boats fell in Orsa."),
    ("Tellmar bought the quarry in Orsa.", "Tellmar sold the quarry in Orsa."),
    ("Orsa won the cup final.", "Orsa lost the cup final."),
    ("The council approved the tram plan.", "The council rejected the tram plan."),
    ("The law allows fishing at night.", "The law bans fishing at night."),
    ("The jury found the skipper guilty of fraud.", "The jury found the skipper innocent of fraud."),
    ("Marta Quill joined the board of Tellmar.", "Marta Quill left the board of Tellmar."),
    ("The shares were sold at a premium to the market.", "The shares were sold at a discount to the market."),
    ("The southern branch of the bank closed.", "The northern branch of the bank closed."),
    ("The tower is the oldest building in Orsa.", "The tower is the youngest building in Orsa."),
    ("Import duties on wool were raised.", "Import duties on wool were lowered."),
    ("The reservoir was full in August.", "The reservoir was empty in August."),
    ("The ferry left early on Monday.", "The ferry left late on Monday."),
    ("The beam is stable in strong wind.", "The beam is unstable in strong wind."),
    ("The minister confirmed the payment.", "The minister denied the payment."),
    ("Profits widened at the brewery.", "Profits narrowed at the brewery."),
]

NO_OPPOSITES = [
    ("Sales of boats rose in Orsa.", "Sales of boats climbed in Orsa."),
    ("Sales of boats rose in Orsa.", "Sales of boats rose in Orsa, while those of cars fell."),
    ("Sales of boats did not rise in Orsa.", "Sales of boats fell in Orsa."),
    ("Orsa beat Tellby in the final.", "Tellby lost to Orsa in the final."),
    ("Tellmar bought the quarry from Harlow.", "Harlow sold the quarry to Tellmar."),
    (
        "The council approved the tram plan.",
        "The council approved the tram plan after it had rejected the bus plan.",
    ),
    ("The law allows fishing at night.", "The law permits fishing at night."),
    ("Marta Quill joined the board.", "Marta Quill joined the board when Jon Ode left."),
    ("The reservoir was full in August.", "The reservoir, empty in May, was full in August."),
    (
        "The tower is the oldest building in Orsa.",
        "The tower is the oldest building in Orsa, the school the newest.",
    ),
    ("The ferry left early on Monday.", "The ferry left early on Monday and arrived late."),
    ("The beam is stable in wind.", "The beam remains stable in wind."),
    ("Import duties were raised.", "Import duties were increased."),
    ("The minister confirmed the payment.", "The minister confirmed the payment that her deputy had denied."),
    ("The show opened in the north.", "The show opened in the north before it closed in the south."),
]

NAME_SWAPS = [
    ("The quarry was sold to Marta Quill.", "The quarry was sold to Jonas Harrow."),
    ("The festival takes place in Orsa every June.", "The festival takes place in Tellby every June."),
    ("The engine was designed by Petra Lund.", "The engine was designed by Viktor Hale."),
    ("The team flew from Lisbon to the match.", "The team flew from Madrid to the match."),
    ("The contract for buses went to Tellmar.", "The contract for buses went to Brightwell."),
    ("The violin was made by Stainer.", "The violin was made by Amati."),
    ("The treaty was signed in Geneva.", "The treaty was signed in Vienna."),
    ("The rocket was launched from Kourou.", "The rocket was launched from Baikonur."),
    ("The prize for poetry went to Ines Marlow.", "The prize for poetry went to Omar Dells."),
    ("Funding for the dam came from Norway.", "Funding for the dam came from Sweden."),
    ("The mural was painted by Ada Finch.", "The mural was painted by Leo Brandt."),
    ("The vaccine was tested in Ghana.", "The vaccine was tested in Kenya."),
    ("The ship was built for Cunard.", "The ship was built for Hapag."),
    ("The trial was held at Durham.", "The trial was held at Lincoln."),
    ("The song was written by Nora Vale.", "The song was written by Tom Birk."),
]

NO_NAME_SWAPS = [
    ("The quarry was sold to Marta Quill.", "The quarry was sold to Quill."),
    ("The quarry was sold to Marta Quill.", "Jonas Harrow said the quarry was sold to Marta Quill."),
    (
        "The servers run on AWS.",
        "Amazon Web Services (AWS) sells storage. The servers run on Amazon Web Services.",
    ),
    ("The servers run on Amazon Web Services.", "The servers run on AWS."),
    ("The exports of Iran fell.", "Iranian exports fell."),
    ("The exports of the United States fell.", "US exports fell."),
    ("The exports of the US fell.", "American exports fell."),
    ("The festival takes place in Orsa.", "The festival takes place in Orsa, near Tellby."),
    ("The violin was made by Stainer.", "The violin, which Amati praised, was made by Stainer."),
    ("The museum in Málaga reopened.", "The museum in Malaga reopened."),
    (
        "British ministers signed the treaty in Geneva.",
        "Ministers of the United Kingdom signed the treaty in Geneva.",
    ),
    ("The mural was painted by Ada Finch.", "The mural was painted by Ada Finch and Leo Brandt."),
    ("The prize went to Ines Marlow.", "On Tuesday the prize went to Ines Marlow."),
    (
        "The engine was designed by Petra Lund.",
        "Viktor Hale built the engine that was designed by Petra Lund.",
    ),
    ("The SUVs were recalled by Brightwell.", "Every SUV was recalled by Brightwell."),
]

HEDGES = [
    ("The plant will close in May.", "The plant could close in May."),
    ("The plant will close in May.", "The plant may close in May."),
    ("The plant closes in May.", "The plant might close in May."),
    ("The new engine cuts fuel use.", "The new engine would cut fuel use."),
    ("The fire was caused by a cable.", "The fire was possibly caused by a cable."),
    ("The fire was caused by a cable.", "The fire was probably caused by a cable."),
    ("The fire was caused by a cable.", "The fire was reportedly caused by a cable."),
    ("The fire killed 40 sheep.", "The fire is believed to have killed 40 sheep."),
    ("The painting is by Ada Finch.", "The painting is perhaps by Ada Finch."),
    ("Rain will return on Friday.", "Rain is likely to return on Friday."),
    ("The treaty ends the dispute.", "The treaty could potentially end the dispute."),
    ("The bones are 9,000 years old.", "The bones are thought to be 9,000 years old."),
    ("The mayor took bribes.", "The mayor allegedly took bribes."),
    ("The merger goes through in June.", "The merger goes through in June, subject to approval."),
    ("The results hold for children.", "The preliminary results hold for children."),
]

NO_HEDGES = [
    ("The plant could close in May.", "The plant could close in May."),
    ("The plant may close in May.", "The plant might close in May."),
    ("The plant will close in May.", "The plant will close in May."),
    ("The plant closed in May.", "The plant closed in May."),
    ("The fire was caused by a cable.", "The fire was caused by a cable. Insurers may object."),
    ("The fire was probably caused by a cable.", "The fire was likely caused by a cable."),
    ("Rain fell on Friday in May.", "Rain fell on Friday in May."),
    ("The mayor is alleged to have possibly taken bribes.", "The mayor allegedly took bribes."),
    ("The bones are thought to be old.", "The bones are thought to be old."),
    ("The treaty ended the dispute.", "The treaty ended the dispute."),
    ("The painting is by Ada Finch.", "The painting is by Ada Finch."),
    ("The merger is planned for June.", "The merger could come in June."),
    ("The engine cuts fuel use.", "The engine cuts fuel use by a tenth."),
    ("The festival is expected to grow.", "The festival is likely to grow."),
    ("The herd numbers 40 sheep.", "The herd numbers 40 sheep."),
]

PLANS = [
    ("Tellmar opened a mine in Orsa.", "Tellmar plans to open a mine in Orsa."),
    ("Tellmar has hired 40 divers.", "Tellmar expects to hire 40 divers."),
    ("Tellmar will hire 40 divers.", "Tellmar hopes to hire 40 divers."),
    ("Tellmar will hire 40 divers.", "Tellmar intends to hire 40 divers."),
    ("The bridge opened in June.", "The bridge is scheduled to open in June."),
    ("The bridge opened in June.", "The bridge is set to open in June."),
    ("The club signed Leo Brandt.", "The club aims to sign Leo Brandt."),
    ("The club signed Leo Brandt.", "The club is in talks to sign Leo Brandt."),
    ("The city bought the quarry.", "The city is considering buying the quarry."),
    ("Profits doubled at the brewery.", "Profits were expected to double at the brewery."),
]


@pytest.mark.parametrize(("claim", "page"), NEGATION_CONFLICTS)
def test_a_denied_predicate_is_a_conflict(slugs: Slugs, claim: str, page: str):
    assert slugs(claim, page).get("negation-differs", 0) >= STRONG


@pytest.mark.parametrize(("claim", "page"), NO_NEGATION_CONFLICTS)
def test_another_negation_nearby_is_none(slugs: Slugs, claim: str, page: str):
    assert slugs(claim, page).get("negation-differs", 0) < STRONG


@pytest.mark.parametrize(("claim", "page"), OPPOSITES)
def test_an_opposite_in_the_same_place_is_a_conflict(slugs: Slugs, claim: str, page: str):
    assert slugs(claim, page).get("opposite-word", 0) >= STRONG


@pytest.mark.parametrize(("claim", "page"), NO_OPPOSITES)
def test_an_opposite_about_something_else_is_none(slugs: Slugs, claim: str, page: str):
    assert slugs(claim, page).get("opposite-word", 0) < STRONG


@pytest.mark.parametrize(("claim", "page"), NAME_SWAPS)
def test_another_name_in_the_same_place_is_a_conflict(slugs: Slugs, claim: str, page: str):
    assert slugs(claim, page).get("name-differs", 0) >= STRONG


@pytest.mark.parametrize(("claim", "page"), NO_NAME_SWAPS)
def test_the_same_name_written_otherwise_is_none(slugs: Slugs, claim: str, page: str):
    found = slugs(claim, page)
    assert "name-differs" not in found
    assert found.get("name-missing", 0) == 0


@pytest.mark.parametrize(("claim", "page"), HEDGES)
def test_a_hedge_that_the_claim_drops_is_found(slugs: Slugs, claim: str, page: str):
    assert "hedge-hardened" in slugs(claim, page)


@pytest.mark.parametrize(("claim", "page"), NO_HEDGES)
def test_a_hedge_that_the_claim_keeps_is_no_finding(slugs: Slugs, claim: str, page: str):
    assert "hedge-hardened" not in slugs(claim, page)


@pytest.mark.parametrize(("claim", "page"), PLANS)
def test_a_plan_cited_as_done_is_found(slugs: Slugs, claim: str, page: str):
    assert "plan-as-fact" in slugs(claim, page)


@pytest.mark.parametrize(
    ("claim", "page", "slug"),
    [
        ("All divers passed the test.", "Most divers passed the test.", "quantifier-hardened"),
        ("Every diver passed the test.", "Many divers passed the test.", "quantifier-hardened"),
        ("The ferry always leaves late.", "The ferry often leaves late.", "quantifier-hardened"),
        ("The wall costs 40 marks.", "The wall costs up to 40 marks.", "bound-dropped"),
        ("The drive lasts 60 minutes.", "The drive lasts as many as 60 minutes.", "bound-dropped"),
        ("The wall is unsafe.", "The wall is unsafe, the mayor said.", "attribution-dropped"),
        ("The ferry will leave at noon.", "The ferry leaves at noon.", "promise-added"),
        ("The wall was built in 1911 by monks.", "The wall was built by monks.", "number-missing"),
        (
            "The ferry carries 414 cars and 355 bikes.",
            "The ferry carries 355 cars and 414 bikes.",
            "number-differs",
        ),
        (
            "The wall was raised in May and the tower in July.",
            "The wall was raised in July and the tower in May.",
            "number-misplaced",
        ),
    ],
)
def test_softer_findings(slugs: Slugs, claim: str, page: str, slug: str):
    assert slug in slugs(claim, page)
