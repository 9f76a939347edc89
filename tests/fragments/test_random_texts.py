"""Links to passages of random texts: what the specification makes of them, and what Chromium does."""

from __future__ import annotations

import html
import random
import re
from collections.abc import Callable

from hypothesis import assume, event, example, given, settings
from hypothesis import strategies as st

from claimtrack.fragments import link_to

URL = "https://page.example/story"
FindRange = Callable[[str, str], tuple[int, int] | None]

WORDS = (
    "a the The THE cat cät cats don’t don't “no” no 3 3.14 14 1,204 x-ray ray (see see) – it. it’s naïve é & café, CAFE £5 5 "
    "渡る。 日本 かな カナ ærø aero straße 50% -5 ½ … O'Neill мир Мир"
).split()
TEXTS = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join), min_size=1, max_size=6
).flatmap(
    lambda blocks: st.lists(st.sampled_from("\n\t"), min_size=len(blocks) - 1, max_size=len(blocks) - 1).map(
        lambda gaps: "".join(block + gap for block, gap in zip(blocks, [*gaps, ""], strict=True))
    )
)


def _directive(text: str, start: int, end: int) -> str:
    return link_to(URL, text, start, end).partition("#:~:text=")[2]


@settings(max_examples=800, deadline=None)
@given(text=TEXTS, data=st.data())
def test_the_specification_marks_the_passage_or_the_link_has_no_fragment(
    find_range: FindRange, text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = _directive(text, start, end)
    event("with a fragment" if found else "without one")
    inner = re.search(r"\w.*\w|\w", text[start:end], re.DOTALL)
    assert inner or not found
    assume(inner and found)
    assert inner
    marked = find_range(text, found)
    assert marked is not None, found
    # What is marked is the passage, give or take the rest of a word and signs that stand alone.
    assert marked[0] <= start + inner.start()
    assert marked[1] >= start + inner.end()
    assert not re.search(r"\s\S*\w", text[marked[0] : start])
    assert not re.search(r"\w\S*\s", text[end : marked[1]])


@settings(max_examples=300, deadline=None)
@given(text=TEXTS, data=st.data())
def test_a_passage_that_stands_once_gets_a_fragment(
    find_range: FindRange, text: str, data: st.DataObject
) -> None:
    blocks = re.split(r"[\n\t]", text)
    block = data.draw(st.sampled_from(blocks))
    # The text around it is made to hold none of it: only then must a link be possible.
    assume(len(block.split()) > 2)
    unlike = f"Qvist zum.\n{block}\nZwerg quux."
    start = unlike.index(block)
    found = _directive(unlike, start, start + len(block))
    assume(re.search(r"\w", block))
    assert found
    assert find_range(unlike, found)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=120), st.integers(0, 120), st.integers(0, 120))
@example("\u0301a", 0, 2)
@example("a\u200db c", 0, 2)
def test_any_text_gives_a_link(text: str, start: int, end: int) -> None:
    start, end = min(start, len(text)), min(end, len(text))
    link = link_to(URL, text, min(start, end), max(start, end))
    assert link.isascii()
    assert link.startswith(URL)


def test_chromium_marks_what_the_specification_does(
    visit, find_range: FindRange, boxed: Callable[[str], str]
) -> None:
    """A sample of random pages, each followed by its link in the browser itself."""
    chance = random.Random(20261124)  # noqa: S311 - no secret
    seen = 0
    while seen < 25:
        blocks = [
            " ".join(chance.choices(WORDS, k=chance.randint(2, 9))) for _ in range(chance.randint(2, 5))
        ]
        text = "\n".join(blocks)
        start = chance.randrange(len(text))
        end = chance.randint(start + 1, len(text))
        found = _directive(text, start, end)
        if not found:
            continue
        seen += 1
        expected = find_range(text, found)
        assert expected, found
        marked = visit("".join(f"<p>{html.escape(block)}</p>" for block in blocks), found)
        before, inside = boxed(text[: expected[0]]), boxed(text[slice(*expected)])
        assert marked.text == boxed(text)
        flags = [len(before) <= at < len(before) + len(inside) for at in range(len(marked.text))]
        assert list(marked.flags) == flags, f"{text!r} {found}: marked {marked.runs()}, expected {inside!r}"
