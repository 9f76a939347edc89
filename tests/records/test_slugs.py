"""Ids of claims: what is one, and which one a text gets."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimtrack.records import is_slug, slugify


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("The Moon is 4.5 billion years old.", "the-moon-is-4-5-billion-years-old"),
        ("Anthropic's & Kraków’s Straße", "anthropics-krakows-strasse"),
        ("x" * 100, "x" * 48),
        (
            "One two three four five six seven eight nine ten eleven",
            "one-two-three-four-five-six-seven-eight-nine-ten",
        ),
        ("潮の満ち引き", "claim"),
        ("", "claim"),
    ],
)
def test_a_slug_is_made_of_the_first_words(text: str, slug: str) -> None:
    assert slugify(text) == slug


def test_a_slug_that_is_taken_gets_a_number() -> None:
    assert slugify("Spring tide", {"spring-tide", "spring-tide-2"}) == "spring-tide-3"


@pytest.mark.parametrize("text", ["", "-a", "A", "a_b", "a b", "é", "a\n", "a" * 81, "a/b"])
def test_what_is_no_slug(text: str) -> None:
    assert not is_slug(text)


@settings(deadline=None)
@given(st.text(), st.booleans())
def test_whatever_the_text_its_slug_is_one(text: str, again: bool) -> None:  # noqa: FBT001 - hypothesis fills it in
    first = slugify(text)
    slug = slugify(text, {first}) if again else first
    assert is_slug(slug)
    assert (slug != first) is again
