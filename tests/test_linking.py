"""Evidence with links: which kind of link a piece of a page gets."""

from __future__ import annotations

import pytest

from claimtrack.linking import linked
from claimtrack.models import Block, BlockKind, Document, Evidence, Label, Stance, Verdict

URL = "https://page.example/story"


def _document(
    *blocks: tuple[str, BlockKind], page: int | None = None, breaks: tuple[int, ...] = ()
) -> Document:
    """A document of some blocks; `breaks` are those of the first."""
    made: list[Block] = []
    for number, (words, kind) in enumerate(blocks):
        start = made[-1].end + 1 if made else 0
        made.append(
            Block(start=start, end=start + len(words), kind=kind, page=page, breaks=() if number else breaks)
        )
    text = "\n".join(words for words, _ in blocks)
    return Document(sha256="0" * 64, text=text, text_sha256="1" * 64, blocks=tuple(made))


def _link(document: Document, passage: str, url: str = URL) -> str:
    start = document.text.index(passage)
    item = Evidence(
        exact=passage, prefix="", suffix="", start=start, end=start + len(passage), stance=Stance.SUPPORTS
    )
    verdict = Verdict(label=Label.SUPPORTED, score=0.9, evidence=(item, item), reasons=(), scorer="test@1")
    first, second = linked(verdict, url, document).evidence
    assert first == second
    return first.link


def test_words_that_are_seen_get_a_text_fragment() -> None:
    document = _document(("The ferry came back on Monday.", BlockKind.PARAGRAPH))
    for url in (URL, f"{URL}#top"):
        assert (
            _link(document, "ferry came back on Mon", url)
            == f"{URL}#:~:text=ferry%20came%20back%20on%20Monday"
        )


def test_a_pdf_is_opened_at_its_page() -> None:
    document = _document(("The ferry came back on Monday.", BlockKind.PARAGRAPH), page=7)
    assert _link(document, "ferry", f"{URL}#top") == f"{URL}#page=7"


def test_words_that_nobody_sees_get_the_page_alone() -> None:
    document = _document(
        ("Ferries.", BlockKind.PARAGRAPH), ("The ferry came back on Monday.", BlockKind.META)
    )
    assert _link(document, "The ferry came back on Monday.") == URL


@pytest.mark.parametrize("place", ["in front", "behind"])
def test_words_that_nobody_sees_are_no_context_and_no_match(place: str) -> None:
    hidden = ("Hidden: Nine votes. So it was said.", BlockKind.META)
    shown = ("Nine votes.", BlockKind.PARAGRAPH)
    heading = ("Votes by town", BlockKind.HEADING)
    blocks = (heading, hidden, shown) if place == "in front" else (heading, shown, hidden)
    document = _document(*blocks)
    start = next(block.start for block in document.blocks if block.kind is BlockKind.PARAGRAPH)
    item = Evidence(
        exact="Nine votes.", prefix="", suffix="", start=start, end=start + 11, stance=Stance.SUPPORTS
    )
    verdict = Verdict(label=Label.SUPPORTED, score=0.9, evidence=(item,), reasons=(), scorer="test@1")
    assert (
        linked(verdict, URL, document).evidence[0].link == f"{URL}#:~:text=Votes%20by%20town-,Nine%20votes."
    )


def test_no_part_of_a_directive_crosses_the_end_of_a_line() -> None:
    text = "It was cold. The ferry came back on Monday. It was full."
    document = _document((text, BlockKind.PARAGRAPH), breaks=(text.index(" back"),))
    assert (
        _link(document, "The ferry came back on Monday.")
        == f"{URL}#:~:text=The%20ferry%20came,back%20on%20Monday."
    )
