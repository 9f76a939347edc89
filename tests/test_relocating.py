"""Earlier evidence on a newer page, word for word among the same words: what carries a verdict over."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.anchoring import relocate
from claimtrack.models import Evidence, Stance

BEFORE = "Harbour news\nIt was cold. The ferry came back on Monday. It was full.\nSeals were counted."
EXACT = "The ferry came back on Monday."


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


def _relocated(before: str, now: str, exact: str = EXACT, context: int = 64) -> Evidence | None:
    found = relocate([_evidence(before, exact, context)], text_before=before, text_now=now)
    return found[0] if found else None


@pytest.mark.parametrize(
    "now",
    [
        pytest.param(BEFORE, id="nothing changed"),
        pytest.param("Weather\nMenu\n" + BEFORE, id="blocks put in front"),
        pytest.param(BEFORE + "\nComments", id="blocks put behind"),
        pytest.param("Weather\n" + BEFORE + "\nComments", id="both"),
    ],
)
def test_evidence_is_found_where_the_page_changed_elsewhere(now: str) -> None:
    found = _relocated(BEFORE, now)
    assert found
    assert now[found.start : found.end] == found.exact == EXACT


@pytest.mark.parametrize("context", [64, 8])
@pytest.mark.parametrize(
    "now",
    [
        pytest.param(BEFORE.replace("Monday", "Tuesday"), id="the words"),
        pytest.param(BEFORE.replace("The ferry", "It is not true that the ferry"), id="not true"),
        pytest.param(BEFORE.replace(EXACT, f"Not so: {EXACT}"), id="put in front"),
        pytest.param(BEFORE.replace(EXACT, f"{EXACT[:-1]}, say some."), id="put behind"),
        pytest.param(BEFORE.replace(EXACT, ""), id="gone"),
        pytest.param("", id="all gone"),
    ],
)
def test_evidence_whose_words_or_surroundings_changed_is_not(now: str, context: int) -> None:
    assert _relocated(BEFORE, now, context=context) is None


@pytest.mark.parametrize(
    "now",
    [
        "Nobody says: The ferry came back.",
        "The ferry came back. Or did it?",
        "No! The ferry came back.\nMore",
        "More\nThe ferry came back. No!",
    ],
)
def test_at_the_edge_of_a_text_nothing_may_come_in_beside_the_evidence(now: str) -> None:
    before = "The ferry came back."
    assert _relocated(before, now, before) is None
    for moved in (f"More\n{before}", f"{before}\nMore", f"More\n{before}\nMore"):
        found = _relocated(before, moved, before)
        assert found
        assert moved[found.start : found.end] == before


def test_one_piece_of_evidence_that_is_gone_is_enough() -> None:
    evidence = [_evidence(BEFORE, EXACT), _evidence(BEFORE, "Seals were counted.")]
    now = BEFORE.replace("Seals", "Whales")
    assert relocate(evidence[:1], text_before=BEFORE, text_now=f"{BEFORE}\nMore") is not None
    assert relocate(evidence, text_before=BEFORE, text_now=now) is None
    assert relocate([], text_before=BEFORE, text_now=now) == ()


@given(
    st.lists(st.sampled_from(["ab c", "c ab", "x", "not ab", "…"]), min_size=1, max_size=6).map("\n".join),
    st.lists(st.sampled_from(["new", "ab", "x"]), max_size=3).map(
        lambda blocks: "".join(f"{block}\n" for block in blocks)
    ),
    st.data(),
)
def test_whatever_comes_in_front_evidence_stays_verbatim(text: str, put_in: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    evidence = _evidence(text, text[start:end])
    now = put_in + text
    found = relocate([evidence], text_before=text, text_now=now)
    assert found is not None
    assert now[found[0].start : found[0].end] == evidence.exact
    assert now[: found[0].start].endswith(evidence.prefix)
