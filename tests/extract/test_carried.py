"""Text that a page holds and does not show at first: whole paragraphs are there to be opened, a line is not."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from claimtrack.models import BlockKind, Document

Reader = Callable[..., Document]

LONG = "".join(
    f"<p>In the year {year} the council of Hollin met in the old boat house by the quay.</p>"
    for year in range(1950, 1960)
)
FIRST = "In the year 1950 the council of Hollin met in the old boat house by the quay."
SHOWN = "<p>The ferry is back.</p>"


def _unseen(document: Document) -> list[str]:
    return [
        document.text[block.start : block.end] for block in document.blocks if block.kind is BlockKind.META
    ]


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(f"{SHOWN}<div style='display:none'>{LONG}</div>", id="hidden"),
        pytest.param(f"{SHOWN}<section hidden><div hidden>{LONG}</div></section>", id="hidden twice"),
        pytest.param(f"{SHOWN}<template>{LONG}</template>", id="template"),
        pytest.param(f"{SHOWN}<noscript>{LONG}</noscript>", id="noscript"),
        pytest.param(
            f"{SHOWN}<script type=application/json>{json.dumps({'page': {'body': [LONG]}})}</script>",
            id="data",
        ),
        pytest.param(f'{SHOWN}<iframe srcdoc="{LONG}"></iframe>', id="page in a frame"),
    ],
)
def test_paragraphs_that_can_be_opened_are_there_and_marked(read: Reader, page: str) -> None:
    document = read(page)
    assert document.text.startswith("The ferry is back.")
    unseen = _unseen(document)
    assert unseen[0] == FIRST
    assert len(unseen) == 10
    assert document.facts
    assert document.facts.word_count == 4


def test_what_is_shown_as_well_is_no_second_time_there(read: Reader) -> None:
    assert not _unseen(read(f"{LONG}<div hidden>{LONG}</div>"))


def test_of_data_only_what_is_more_than_the_page_shows(read: Reader) -> None:
    other = "".join(
        f"<p>In the year {year} the ferry to Ossery was late nine times in all.</p>"
        for year in range(1950, 1965)
    )
    data = f"<script type=application/json>{json.dumps([LONG])}</script>"
    assert not _unseen(read(f"{other}{data}"))


@pytest.mark.parametrize("hides", ["style=display:none", "style='visibility: hidden'", "hidden"])
def test_a_page_that_hides_itself_as_a_whole_shows_itself_again(read: Reader, hides: str) -> None:
    document = read(f"<html><body {hides}>{SHOWN}<p hidden>Not this.</p></body></html>")
    assert document.text == "The ferry is back."
    assert document.blocks[0].kind is BlockKind.PARAGRAPH
