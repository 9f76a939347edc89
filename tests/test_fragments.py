"""Text fragments: what a link holds, and that a browser that follows it comes to the passage.

`Browser` below finds a directive the way the specification says (whole words; case, accents and curly quotes make no
difference; every part within one block; the first match wins). It shares nothing with the code under test.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from claimtrack.fragments import link_to

URL = "https://page.example/story"


class Browser:
    """https://wicg.github.io/scroll-to-text-fragment/#navigating-to-text-fragment, over a text with a block or cell a piece."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.units: list[str] = []
        self.offsets: list[int] = []
        for offset, ch in enumerate(text):
            for unit in unicodedata.normalize("NFKD", ch).casefold():
                if not unicodedata.combining(unit):
                    self.units.append(
                        " " if ch == " " else {"’": "'", "‘": "'", "“": '"', "”": '"'}.get(unit, unit)
                    )
                    self.offsets.append(offset)
        self.offsets.append(len(text))

    def _fold(self, words: str) -> list[str]:
        return Browser(words).units

    def _is_edge(self, at: int) -> bool:
        """A word begins or ends here: the default rule of UAX 29 for letters, digits, and what joins them."""
        around = "".join(self.units[at - 1 : at + 1]) if 0 < at < len(self.units) else ""
        if len(around) < 2 or not all(re.match(r"\w", ch) for ch in around):
            joins = 0 < at < len(self.units) and re.fullmatch(
                r"\w[.,:'_]\w|[.,:'_]\w", "".join(self.units[max(0, at - 1) : at + 2])
            )
            before = at >= 2 and re.fullmatch(r"\w[.,:'_]\w", "".join(self.units[at - 2 : at + 1]))
            return not ((joins and re.match(r"\w", self.units[at - 1])) or before)
        return False

    def matches(self, words: str, at: int) -> Iterator[tuple[int, int]]:
        """Where the words stand, whole, in one block, at or after a place; indices into units."""
        wanted = self._fold(words)
        for begin in range(at, len(self.units) - len(wanted) + 1):
            end = begin + len(wanted)
            if self.units[begin:end] == wanted and self._is_edge(begin) and self._is_edge(end):
                yield begin, end

    def _skip_space(self, at: int) -> int:
        while at < len(self.units) and self.units[at].isspace():
            at += 1
        return at

    def find(self, directive: str) -> tuple[int, int] | None:
        """The offsets in the text that are marked, or None where nothing is."""
        parts = directive.split(",")
        prefix = unquote(parts.pop(0)[:-1]) if parts[0].endswith("-") else None
        suffix = unquote(parts.pop()[1:]) if parts[-1].startswith("-") else None
        start, last = unquote(parts[0]), unquote(parts[1]) if len(parts) > 1 else None
        assert len(parts) <= 2
        for begin, end in self._starts(prefix, start):
            for _, until in [(begin, end)] if last is None else self.matches(last, end):
                if suffix is None or self._follows(suffix, until):
                    return self.offsets[begin], self.offsets[until - 1] + 1
        return None

    def _starts(self, prefix: str | None, start: str) -> Iterator[tuple[int, int]]:
        if prefix is None:
            yield from self.matches(start, 0)
            return
        for _, prefix_end in self.matches(prefix, 0):
            at = self._skip_space(prefix_end)
            yield from (match for match in self.matches(start, at) if match[0] == at)

    def _follows(self, suffix: str, at: int) -> bool:
        at = self._skip_space(at)
        return any(begin == at for begin, _ in self.matches(suffix, at))


def directive(text: str, passage: str, nth: int = 0) -> str:
    """The directive for the nth occurrence of a passage; empty where the link has none."""
    at = [match.start() for match in re.finditer(f"(?={re.escape(passage)})", text)][nth]
    link = link_to(URL, text, at, at + len(passage))
    base, mark, found = link.partition("#:~:text=")
    assert base == URL
    assert bool(mark) == bool(found)
    return found


def test_the_simulated_browser_takes_the_first_whole_match() -> None:
    browser = Browser("A cat. The Cát sat;\ncatkin, “don’t”\tpi 3.14")
    assert browser.find("cat") == (2, 5)
    assert browser.find("the-,CAT") == (11, 14)
    assert browser.find("cat,-sat") == (11, 14)
    assert browser.find("the,catkin") == (7, 26)
    assert browser.find("sat-,catkin") is None
    assert browser.find("sat%3B-,catkin") == (20, 26)
    assert browser.find("kin") is None
    assert browser.find("don") is None
    assert browser.find("%22don%27t%22") == (28, 35)
    assert browser.find("14") is None
    assert browser.find("sat%3B catkin") is None


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


def test_the_end_of_a_range_that_comes_earlier_too_is_said_with_more_words() -> None:
    filler = " ".join(f"word{n}" for n in range(60))
    text = f"It began in the north. {filler} all of the town. {filler} and then all of the town."
    found = directive(text, text)
    assert Browser(text).find(found) == (0, len(text))
    assert found.endswith("word59%20and%20then%20all%20of%20the%20town.")


def test_a_range_crosses_blocks() -> None:
    text = "Votes by town:\nHollin has given nine votes.\nOssery has given ten.\nThat is all."
    passage = "Hollin has given nine votes.\nOssery has given ten."
    found = directive(text, passage)
    assert found == "Hollin%20has%20given%20nine,Ossery%20has%20given%20ten."
    assert Browser(text).find(found) == (text.index("Hollin"), text.index("\nThat"))


def test_the_second_of_two_is_told_by_the_words_around_it() -> None:
    sentence = "The ferry came back on time."
    text = f"In May it snowed. {sentence} In June it rained. {sentence} The end."
    found = directive(text, sentence, nth=1)
    assert "June" in unquote(found)
    assert Browser(text).find(found) == (text.rindex(sentence), text.rindex(sentence) + len(sentence))


def test_more_words_are_added_until_they_tell() -> None:
    sentence = "The ferry came back on time."
    text = "\n".join(
        f"{day} was cold and wet and grey as ever: {sentence} It was late and dark, and so on."
        for day in ("Monday", "Tuesday", "Sunday")
    )
    found = directive(text, sentence, nth=1)
    assert "Tuesday" in unquote(found)
    assert (Browser(text).find(found) or (0, 0))[0] == text.index(sentence, text.index("Tuesday"))


def test_the_first_of_many_equal_ones_needs_no_difference() -> None:
    text = "\n".join(["The same footer on every page."] * 9)
    assert Browser(text).find(directive(text, "The same footer on every page.")) == (0, 30)
    assert directive(text, "The same footer on every page.", nth=8) == ""


def test_a_passage_of_one_endless_word_is_quoted_whole() -> None:
    word = "渡" * 400 + "。"
    assert Browser(word).find(directive(word, word)) == (0, len(word))


def test_what_a_browser_folds_is_no_difference() -> None:
    text = 'The CAFÉ “Tarn” opened again.\nThe cafe "tarn" opened again.'
    found = directive(text, 'The cafe "tarn" opened again.')
    assert found.startswith("The%20CAF%C3%89%20%E2%80%9CTarn%E2%80%9D%20opened-,") or found.count(",") >= 1
    assert Browser(text).find(found) == (text.index("\n") + 1, len(text))


@pytest.mark.parametrize("url", [f"{URL}#section", f"{URL}#:~:text=old", f"{URL}#"])
def test_the_pages_own_fragment_gives_way(url: str) -> None:
    link = link_to(url, "The ferry came back on Monday.", 0, 30)
    assert link == f"{URL}#:~:text=The%20ferry%20came%20back%20on%20Monday."


WORDS = st.sampled_from(
    "a the The THE cat cät cats don’t don't “no” no 3 3.14 14 1,204 x-ray ray (see see) – it. it’s naïve é".split()
)
TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=9).map(" ".join), min_size=1, max_size=6).flatmap(
    lambda blocks: st.lists(st.sampled_from("\n\t"), min_size=len(blocks) - 1, max_size=len(blocks) - 1).map(
        lambda gaps: "".join(block + gap for block, gap in zip(blocks, [*gaps, ""], strict=True))
    )
)


@settings(max_examples=1_500, deadline=None)
@given(TEXTS, st.data())
def test_a_browser_comes_to_the_passage_or_the_link_has_no_fragment(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    _, _, found = link_to(URL, text, start, end).partition("#:~:text=")
    inner = re.search(r"\w.*\w|\w", text[start:end], re.DOTALL)
    assert inner or not found
    assume(inner and found)
    assert inner
    marked = Browser(text).find(found)
    assert marked is not None, found
    # What is marked is the passage, give or take the rest of a word and signs that stand alone.
    assert marked[0] <= start + inner.start()
    assert marked[1] >= start + inner.end()
    assert not re.search(r"\s\S*\w", text[marked[0] : start])
    assert not re.search(r"\w\S*\s", text[end : marked[1]])


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=120), st.integers(0, 120), st.integers(0, 120))
@example("\u0301a", 0, 2)
@example("a\u200db c", 0, 2)
def test_any_text_gives_a_link(text: str, start: int, end: int) -> None:
    start, end = min(start, len(text)), min(end, len(text))
    link = link_to(URL, text, min(start, end), max(start, end))
    assert link.isascii()
    assert link.startswith(URL)


def test_sentences_of_a_page_nearly_all_get_a_fragment() -> None:
    sentences = [f"On day {n} the ferry carried {n * 7} people and {n % 3} dogs." for n in range(60)]
    text = "\n".join(" ".join(sentences[n : n + 5]) for n in range(0, 60, 5))
    for sentence in sentences:
        at = text.index(sentence)
        assert Browser(text).find(directive(text, sentence)) == (at, at + len(sentence))
