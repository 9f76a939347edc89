"""Earlier evidence on a newer page: found exactly, in other words, or gone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.anchoring import Anchor, AnchorState, anchor, relocate
from claimtrack.models import Evidence, Stance
from claimtrack.rewording import Difference


def _evidence(text: str, exact: str, context: int = 64) -> Evidence:
    start = text.index(exact)
    end = start + len(exact)
    return Evidence(
        exact=exact,
        prefix=text[max(0, start - context) : start],
        suffix=text[end : end + context],
        start=start,
        end=end,
        stance=Stance.SUPPORTS,
    )


STORY = (
    "Harbour news\nIt was cold. The Morwenna ferry carried 212 passengers to Hollin on Monday, the company said. It was full.\n"
    "The Selkie carried 40 goats.\nSeals were counted."
)
PASSAGE = "The Morwenna ferry carried 212 passengers to Hollin on Monday, the company said."


def _anchored(now: str, passage: str = PASSAGE, before: str = STORY) -> Anchor:
    return anchor(_evidence(before, passage), text_before=before, text_now=now)


def _found(now: str, found: Anchor) -> str | None:
    return None if found.start is None or found.end is None else now[found.start : found.end]


def test_a_passage_in_its_place_is_exact() -> None:
    found = _anchored(STORY + "\nMore")
    assert (found.state, found.similarity) == (AnchorState.EXACT, 1.0)
    assert (found.start, found.end) == (STORY.index(PASSAGE), STORY.index(PASSAGE) + len(PASSAGE))


def test_a_passage_with_its_surroundings_elsewhere_has_moved() -> None:
    now = "Weather\n" + STORY
    found = _anchored(now)
    assert (found.state, found.similarity, _found(now, found)) == (AnchorState.MOVED, 1.0, PASSAGE)


def test_of_equal_places_the_nearest_is_taken() -> None:
    before = "x\n" * 50 + STORY
    now = f"{STORY}\n{STORY}\n" + "x\n" * 300 + STORY
    found = anchor(_evidence(before, PASSAGE, context=8), text_before=before, text_now=now)
    assert found.start == STORY.index(PASSAGE) + len(STORY) + 1


@pytest.mark.parametrize(
    ("now", "words"),
    [
        pytest.param(STORY.replace("It was full", "It was empty"), PASSAGE, id="other words beside it"),
        pytest.param(f"News\n{PASSAGE}\nWeather", PASSAGE, id="other words around it"),
        pytest.param(
            STORY.replace("passengers", "pasengers"), PASSAGE.replace("passengers", "pasengers"), id="a typo"
        ),
        pytest.param(
            STORY.replace("Monday,", "Monday –").replace("said.", "said;"),
            PASSAGE.replace("Monday,", "Monday –").replace("said.", "said;"),
            id="punctuation",
        ),
        pytest.param(STORY.replace(" ", "\u2003\n"), PASSAGE.replace(" ", "\u2003\n"), id="white space"),
        pytest.param(STORY.replace("carried", "took"), PASSAGE.replace("carried", "took"), id="a word"),
        pytest.param(
            STORY.replace("Monday,", "Monday morning,"),
            PASSAGE.replace("Monday,", "Monday morning,"),
            id="a word more",
        ),
        pytest.param(
            STORY.replace(", the company said", ""),
            PASSAGE.replace(", the company said", ""),
            id="words less",
        ),
        pytest.param(
            STORY.replace(
                PASSAGE, "We know: " + PASSAGE.replace("carried", "took").replace("The M", "the M")
            ),
            PASSAGE.replace("carried", "took").replace("The M", "the M"),
            id="inside a sentence",
        ),
    ],
)
def test_a_passage_in_other_words_is_found_but_carries_nothing(now: str, words: str) -> None:
    found = _anchored(now)
    assert found.state is AnchorState.FUZZY
    assert _found(now, found) == words
    assert (found.similarity == 1.0) == (words.split() == PASSAGE.split())
    assert relocate([_evidence(STORY, PASSAGE)], text_before=STORY, text_now=now) is None


@pytest.mark.parametrize(
    ("now", "difference"),
    [
        pytest.param(STORY.replace("212", "221"), Difference.NUMBER, id="a figure"),
        pytest.param(STORY.replace("212", "1.212"), Difference.NUMBER, id="a longer figure"),
        pytest.param(STORY.replace("212", "two"), Difference.NUMBER, id="a number word"),
        pytest.param(STORY.replace("212", "-212"), Difference.NUMBER, id="a sign"),
        pytest.param(STORY.replace("Hollin", "Ossery"), Difference.NAME, id="a name"),
        pytest.param(STORY.replace("Monday", "Tuesday"), Difference.NAME, id="a day"),
        pytest.param(
            STORY.replace("Morwenna", "Hollin").replace("to Hollin", "to Morwenna"),
            Difference.NAME,
            id="names exchanged",
        ),
        pytest.param(STORY.replace("carried", "never carried"), Difference.NEGATION, id="never"),
        pytest.param(STORY.replace("carried", "didn’t carry"), Difference.NEGATION, id="didn't"),
        pytest.param(STORY.replace("The M", "It is not true that the M"), Difference.NEGATION, id="in front"),
        pytest.param(
            STORY.replace("company said.", "company said, which the crew denied."),
            Difference.NEGATION,
            id="behind",
        ),
        pytest.param(
            STORY.replace("It was full.", "None of it is so."), Difference.NEGATION, id="the next sentence"
        ),
    ],
)
def test_other_numbers_names_and_denials_are_no_passage_of_ours(now: str, difference: Difference) -> None:
    found = _anchored(now)
    assert (found.state, found.start, found.end) == (AnchorState.ORPHAN, None, None)
    assert difference in found.differs
    # What stands there now is shown all the same.
    assert found.closest
    assert "passengers" in now[slice(*found.closest)]


@pytest.mark.parametrize("now", ["", "\n", "Weather", STORY.replace(PASSAGE, ""), "passengers " * 50])
def test_a_passage_that_is_gone_has_nothing_like_it(now: str) -> None:
    assert _anchored(now) == Anchor(state=AnchorState.ORPHAN)


def test_a_word_that_denied_before_is_not_missed_where_words_came_in_between() -> None:
    before = f"It was not. {PASSAGE}"
    now = f"It was not. {'So it was. ' * 5}{PASSAGE}"
    assert _anchored(now, before=before).state is AnchorState.FUZZY
    assert _anchored(PASSAGE, before=before).differs == {Difference.NEGATION}


def test_a_short_passage_counts_only_among_its_own_words() -> None:
    before = "Votes\nHollin\tnine votes\nOssery\tten votes"
    now = "Votes\nHollin\tnine votes\nOssery\televen votes"
    found = _anchored(now, "nine votes", before)
    assert found.state is AnchorState.FUZZY
    assert _found(now, found) == "nine votes"
    assert _anchored("Somebody wants nine votes or fewer by noon", "nine votes", before).start is None


def test_a_figure_inside_a_longer_one_is_not_found_again() -> None:
    before = "It rose by 5% a year, they say."
    for now in (
        "It rose by 1.5% a year, they say.",
        "It rose by 15% a year, they say.",
        "It rose by -5% a year, they say.",
    ):
        assert _anchored(now, "5% a year", before).start is None


def test_in_a_script_without_capitals_any_other_word_may_be_a_name() -> None:
    before = "天气很冷。渡轮于星期一返回霍林港。船上坐满了人。"
    passage = "渡轮于星期一返回霍林港。"
    assert _anchored(before.replace("坐满", "没有"), passage, before).state is AnchorState.FUZZY
    assert _anchored(before.replace("霍林港", "奥瑟里"), passage, before).state is AnchorState.ORPHAN


def test_a_huge_page_of_the_same_words_costs_no_more_than_its_length() -> None:
    # A cost that grows with the square would take hours.
    now = "passengers Hollin ferry Monday company " * 25_000
    assert _anchored(now).start is None


LETTERS = "abcdefghijklmnopqrstuvwxyz"
PLAIN = [
    place
    for place, word in enumerate(PASSAGE.split())
    if word in {"carried", "passengers", "company", "ferry"}
]
AROUND = st.lists(st.sampled_from(["Weather", "It rained all day long.", "Menu", "More news"]), max_size=4)


def _page(passage: str, above: list[str], below: list[str]) -> str:
    return "\n".join([*above, passage, *below])


@given(above=AROUND, below=AROUND, data=st.data())
def test_typos_signs_and_white_space_do_not_hide_a_passage(
    above: list[str], below: list[str], data: st.DataObject
) -> None:
    words = PASSAGE.split()
    place = data.draw(st.sampled_from(PLAIN))
    at = data.draw(st.integers(1, len(words[place]) - 1))
    letter = data.draw(st.sampled_from(LETTERS))
    kept = data.draw(st.sampled_from([0, 1]))
    words[place] = words[place][:at] + letter + words[place][at + kept :]
    gaps = data.draw(
        st.lists(st.sampled_from([" ", "  ", "\u00a0", "\n", " – ", ", "]), min_size=13, max_size=13)
    )
    edited = "".join(word + gap for word, gap in zip(words, gaps, strict=True)).strip(" ,–\n\u00a0")
    now = _page(edited, above, below)
    found = _anchored(now, before=_page(PASSAGE, [], []))
    assert found.start is not None, now
    assert found.end is not None
    assert found.start <= now.index("Morwenna")
    assert found.end >= now.index("said")


CHANGES = st.sampled_from(
    [
        *[
            ("212", other)
            for other in (
                "213",
                "2,12",
                "12",
                "two hundred",
                "212.5",
                "212 million",
                "-212",
                "£212",
                "21 2",
                "",
            )
        ],
        *[
            ("Hollin", other)
            for other in ("Ossery", "Hollis", "Port Hollin", "Hollin and Ossery", "Holl in", "")
        ],
        *[("Morwenna", other) for other in ("Selkie", "Morwena", "Morwenna Brandt", "")],
        *[("Monday", other) for other in ("Tuesday", "Monday and Friday", "May", "")],
        *[
            ("carried", other)
            for other in ("never carried", "did not carry", "failed to carry", "carried no", "hasn't carried")
        ],
        *[("said", other) for other in ("denied", "said; not so", "never said")],
        ("The", "No"),
        ("The Morwenna", "Without the Morwenna"),
        ("passengers", "million passengers"),
    ]
)


@given(
    change=CHANGES,
    above=AROUND,
    below=AROUND,
    other=st.sampled_from([("ferry", "boat"), ("company", "firm"), ("x", "x")]),
)
def test_a_number_a_name_or_a_denial_that_differs_is_never_found(
    change: tuple[str, str], above: list[str], below: list[str], other: tuple[str, str]
) -> None:
    now = _page(PASSAGE.replace(*change).replace(*other), above, below)
    found = _anchored(now)
    assert (found.state, found.start) == (AnchorState.ORPHAN, None), now


@given(above=AROUND, below=AROUND, added=AROUND, context=st.integers(0, 64))
def test_what_is_found_exactly_is_what_a_verdict_is_carried_by(
    above: list[str], below: list[str], added: list[str], context: int
) -> None:
    before, now = _page(PASSAGE, above, below), _page(PASSAGE, [*added, *above], below)
    item = _evidence(before, PASSAGE, context)
    found = anchor(item, text_before=before, text_now=now)
    carried = relocate([item], text_before=before, text_now=now)
    assert (carried is not None) == (found.state in {AnchorState.EXACT, AnchorState.MOVED})
    if carried:
        assert (carried[0].start, carried[0].end) == (found.start, found.end)
