"""Answers that are taken, and everything that is not."""

from __future__ import annotations

import json

import pytest

from claimtrack.judge.answer import MOST_CHARS, UnusableAnswerError, read_answer
from claimtrack.models import Label


@pytest.fixture
def good(opinions, prompt):
    return json.loads(
        opinions(prompt.user, label="supported", quotes=["the harbour master"], passages=["P1"])
    )


def test_an_answer_is_read(good, prompt):
    good["answers"][0] |= {"missing": ["in 1932"], "conflicts": [{"statement": "1932", "page": "1931"}]}
    first = read_answer(json.dumps(good), prompt)[good["answers"][0]["id"]]
    assert first.label is Label.SUPPORTED
    assert first.quotes == ("the harbour master",)
    assert first.missing == ("in 1932",)
    assert first.conflicts == (("1932", "1931"),)


@pytest.mark.parametrize("fence", ["```json\n{}\n```", "  ```\n{}\n``` \n", "```json\n{}```"])
def test_a_fence_around_it_does_no_harm(good, prompt, fence):
    assert read_answer(fence.replace("{}", json.dumps(good)), prompt)


@pytest.mark.parametrize(
    "text",
    [
        "", "supported", "null", "[]", "{}", '{"answers": {}}', '{"answers": []}', '{"answers": [7]}', "[" * 50_000,
        '{"answers": [], "note": 1}', "```\n```", "9" * 5_000, "x" * (MOST_CHARS + 1), "```" + "\n " * 90_000,
    ],
)  # fmt: skip
def test_what_has_another_form_is_refused(prompt, text):
    with pytest.raises(UnusableAnswerError):
        read_answer(text, prompt)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("label", "Supported"), ("label", "true"), ("label", None), ("label", ["supported"]), ("label", 1),
        ("support", 1.01), ("support", -0.1), ("support", "1"), ("support", True), ("support", None), ("support", float("nan")),
        ("passages", ["P99"]), ("passages", "P1"), ("passages", [1]),
        ("quotes", "words"), ("quotes", [None]), ("quotes", ["x"] * 51), ("missing", {}),
        ("conflicts", [{"statement": "x"}]), ("conflicts", [{"statement": 1, "page": "x"}]), ("conflicts", ["x"]),
        ("conflicts", "x"), ("id", "S99"), ("id", 7), ("id", None), ("note", "hello"),
    ],
)  # fmt: skip
def test_one_bad_value_spoils_the_answer(good, prompt, key, value):
    good["answers"][0][key] = value
    with pytest.raises(UnusableAnswerError):
        read_answer(json.dumps(good), prompt)


def test_a_statement_that_is_left_out_or_there_twice_spoils_it(good, prompt):
    for answers in (good["answers"][1:], [*good["answers"], good["answers"][0]]):
        with pytest.raises(UnusableAnswerError):
            read_answer(json.dumps({"answers": answers}), prompt)


def test_nothing_of_the_answer_is_repeated_in_the_message(good, prompt):
    good["answers"][0]["label"] = "CANARY"
    with pytest.raises(UnusableAnswerError) as caught:
        read_answer(json.dumps(good), prompt)
    assert "CANARY" not in str(caught.value)
