"""Text fragments: what a link holds, and that a browser that follows it comes to the passage."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote

import pytest

from claimtrack.fragments import link_to

FindRange = Callable[[str, str], tuple[int, int] | None]

URL = "https://page.example/story"


def directive(text: str, passage: str, nth: int = 0) -> str:
    """The directive for the nth occurrence of a passage; empty where the link has none."""
    at = [match.start() for match in re.finditer(f"(?={re.escape(passage)})", text)][nth]
    link = link_to(URL, text, at, at + len(passage))
    base, mark, found = link.partition("#:~:text=")
    assert base == URL
    assert bool(mark) == bool(found)
    return found


@pytest.mark.parametrize(
    ("text", "passage", "expected"),
    [
        pytest.param(
            "The ferry came back on Monday.",
            "The ferry came back on Monday.",
            "The%20ferry%20came%20back%20on%20Monday.",
            id="whole",
        ),
        pytest.param(
            "Before.\nThe ferry came back on Monday.",
            "ferry came back on Mon",
            "ferry%20came%20back%20on%20Monday",
            id="inside a word",
        ),
        pytest.param(
            "Sea-wall, A&B: 61.4% – naïve 漢字 #1",
            "Sea-wall, A&B: 61.4% – naïve 漢字 #1",
            "Sea%2Dwall%2C%20A%26B%3A%2061.4%25%20%E2%80%93%20na%C3%AFve%20%E6%BC%A2%E5%AD%97%20%231",
            id="encoding",
        ),
        pytest.param(
            "One sailed. Nine votes. Then two.",
            "Nine votes.",
            "One%20sailed.-,Nine%20votes.,-Then%20two.",
            id="too short alone",
        ),
        pytest.param("Nine votes.", "Nine votes.", "Nine%20votes.", id="short, with nothing around it"),
        pytest.param(
            "Hollin\nNine votes.\nOssery",
            "Nine votes.",
            "Hollin-,Nine%20votes.,-Ossery",
            id="words of the blocks beside",
        ),
        pytest.param(
            "  Hollin  \n —  \nNine votes.",
            "Nine votes.",
            "Nine%20votes.",
            id="a block without words is no context",
        ),
        pytest.param(
            "The ferry came back on time. Ice. The ferry came back on time. Snow.",
            "The ferry came back on time.",
            "The%20ferry%20came%20back%20on%20time.,-Ice.%20The%20ferry%20came",
            id="first of two",
        ),
        pytest.param(
            "Town\tSouls\nHollin\t1,204 souls",
            "Hollin\t1,204 souls",
            "Souls-,Hollin,1%2C204%20souls",
            id="cells of a row",
        ),
        pytest.param(
            "• \tHollin won the long race\t •",
            "• \tHollin won the long race\t •",
            "Hollin%20won%20the%20long%20race",
            id="cells without words",
        ),
        pytest.param("…\n—", "…", "", id="no word at all"),
        pytest.param("", "", "", id="nothing"),
    ],
)
def test_directive(text: str, passage: str, expected: str) -> None:
    assert directive(text, passage) == expected


def test_a_long_passage_is_a_range_of_its_first_and_last_words() -> None:
    passage = " ".join(f"word{n}" for n in range(80)) + "."
    assert (
        directive(f"{passage} More.", passage)
        == "word0%20word1%20word2%20word3,word76%20word77%20word78%20word79."
    )


def test_the_end_of_a_range_that_comes_earlier_too_is_said_with_more_words(find_range: FindRange) -> None:
    filler = " ".join(f"word{n}" for n in range(60))
    text = f"It began in the north. {filler} all of the town. {filler} and then all of the town."
    found = directive(text, text)
    assert find_range(text, found) == (0, len(text))
    assert found.endswith("word59%20and%20then%20all%20of%20the%20town.")


def test_a_range_crosses_blocks(find_range: FindRange) -> None:
    text = "Votes by town:\nHollin has given nine votes.\nOssery has given ten.\nThat is all."
    passage = "Hollin has given nine votes.\nOssery has given ten."
    found = directive(text, passage)
    assert found == "Hollin%20has%20given%20nine,Ossery%20has%20given%20ten."
    assert find_range(text, found) == (text.index("Hollin"), text.index("\nThat"))


def test_the_second_of_two_is_told_by_the_words_around_it(find_range: FindRange) -> None:
    sentence = "The ferry came back on time."
    text = f"In May it snowed. {sentence} In June it rained. {sentence} The end."
    found = directive(text, sentence, nth=1)
    assert "June" in unquote(found)
    assert find_range(text, found) == (text.rindex(sentence), text.rindex(sentence) + len(sentence))


def test_more_words_are_added_until_they_tell(find_range: FindRange) -> None:
    sentence = "The ferry came back on time."
    text = "\n".join(
        f"{day} was cold and wet and grey as ever: {sentence} It was late and dark, and so on."
        for day in ("Monday", "Tuesday", "Sunday")
    )
    found = directive(text, sentence, nth=1)
    assert "Tuesday" in unquote(found)
    assert (find_range(text, found) or (0, 0))[0] == text.index(sentence, text.index("Tuesday"))


def test_the_first_of_many_equal_ones_needs_no_difference(find_range: FindRange) -> None:
    text = "\n".join(["The same footer on every page."] * 9)
    assert find_range(text, directive(text, "The same footer on every page.")) == (0, 30)
    assert directive(text, "The same footer on every page.", nth=8) == ""


def test_a_passage_of_one_endless_word_is_quoted_whole(find_range: FindRange) -> None:
    word = "渡" * 400 + "。"
    assert find_range(word, directive(word, word)) == (0, len(word))


@pytest.mark.parametrize("word", ["a" * 2_000_000, "渡" * 3_000, "a-" * 5_000])
def test_a_word_without_end_is_not_quoted(word: str) -> None:
    # A link as long as the page is of use to nobody, and to find the ends of the word would take long.
    middle = len(word) // 2
    for text in (word, f"{word} {word}", f"Some words before {word} and after it"):
        assert len(link_to(URL, text, middle, middle + 50)) < 20_000
    assert link_to(URL, word, 0, len(word)) == URL


def test_what_a_browser_folds_is_no_difference(find_range: FindRange) -> None:
    text = 'The CAFÉ “Tarn” opened again.\nThe cafe "tarn" opened again.'
    found = directive(text, 'The cafe "tarn" opened again.')
    assert found.startswith("The%20CAF%C3%89%20%E2%80%9CTarn%E2%80%9D%20opened-,") or found.count(",") >= 1
    assert find_range(text, found) == (text.index("\n") + 1, len(text))


@pytest.mark.parametrize("url", [f"{URL}#section", f"{URL}#:~:text=old", f"{URL}#"])
def test_the_pages_own_fragment_gives_way(url: str) -> None:
    link = link_to(url, "The ferry came back on Monday.", 0, 30)
    assert link == f"{URL}#:~:text=The%20ferry%20came%20back%20on%20Monday."


def test_sentences_of_a_page_nearly_all_get_a_fragment(find_range: FindRange) -> None:
    sentences = [f"On day {n} the ferry carried {n * 7} people and {n % 3} dogs." for n in range(60)]
    text = "\n".join(" ".join(sentences[n : n + 5]) for n in range(0, 60, 5))
    for sentence in sentences:
        at = text.index(sentence)
        assert find_range(text, directive(text, sentence)) == (at, at + len(sentence))
