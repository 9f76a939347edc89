"""`claims diff`: the evidence then and now, on pages that are edited between runs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Result, Workspace

HARBOUR = (
    "The harbour board of Selby Quay met on Monday to go through the figures of the year that has passed."
)
FERRY = "The ferry to Orme carried 48,200 passengers in 2031, the board said, which was more than it had hoped for."
BOAT = "A second boat, the Marigold, is to join the line in spring and will call at the island twice a day."
PRICES = "Ticket prices stay as they are, the chairwoman Ilse Varn told the Selby Courier after the meeting."
CLAIM = "The ferry to Orme carried 48,200 passengers in 2031."
PATH = "/ferry"


@pytest.fixture
def quay(workspace: Workspace) -> Workspace:
    """A project with one claim, checked once."""
    url = put(workspace, HARBOUR, FERRY, BOAT, PRICES)
    workspace.claim("passengers", CLAIM, url)
    workspace.claim("view", "It is the finest ferry of all.", kind="opinion")
    workspace.claim("unsourced", "The ferry was built in 2019.", cited_as="The Selby Courier")
    workspace.verify("passengers", code=0)
    return workspace


def put(workspace: Workspace, *paragraphs: str) -> str:
    return workspace.site.article(PATH, *paragraphs, title="Selby Quay")


def edited(workspace: Workspace, *paragraphs: str) -> Result:
    """Edit the page, verify, and return what `claims diff` says."""
    put(workspace, *paragraphs)
    workspace.verify("passengers")
    return workspace.run("diff", "passengers", code=0)


def test_a_number_that_changed_is_named_and_marked(quay: Workspace) -> None:
    result = edited(quay, HARBOUR, FERRY.replace("48,200", "42,800"), BOAT, PRICES)
    assert "then  ✓ supported" in result.out
    assert "now   ✗ contradicted" in result.out
    assert "- the words of the passage changed; 48,200 → 42,800" in result.out
    assert "»The ferry to Orme carried [-48,200-]{+42,800+} passengers in 2031" in result.out
    assert "[-word-]: gone since; {+word+}: new since" in result.err


def test_a_page_that_changed_elsewhere(quay: Workspace) -> None:
    result = edited(
        quay, HARBOUR, FERRY, BOAT, PRICES, "Readers may write to the editor until the end of the week."
    )
    assert "- the page changed elsewhere; the passage stands word for word\n" in result.out
    assert "[-" not in result.out


def test_a_passage_that_moved(quay: Workspace) -> None:
    weather = "Rain is expected over the quay for the whole of the night, with gusts from the west."
    result = edited(quay, weather, HARBOUR, FERRY, BOAT, PRICES)
    assert "- the page changed elsewhere; the passage stands word for word, further down\n" in result.out


def test_words_around_the_passage(quay: Workspace) -> None:
    result = edited(quay, HARBOUR, f"It is not the case what was told before. {FERRY}", BOAT, PRICES)
    assert "- the passage stands word for word; the words around it changed" in result.out
    assert "{+It is not the case what was told before.+}" in result.out


def test_a_passage_that_is_gone(quay: Workspace) -> None:
    result = edited(quay, HARBOUR, BOAT, PRICES)
    assert "- the passage is gone: nothing like it stands on the page any more" in result.out
    assert "»[-The ferry to Orme carried 48,200 passengers in 2031" in result.out


def test_a_page_that_never_changed(quay: Workspace) -> None:
    quay.verify("passengers")
    result = quay.run("diff", "passengers", code=0)
    assert "nothing to compare: the page reads as it did on" in result.out


def test_where_nothing_was_checked(quay: Workspace) -> None:
    quay.claim("new", "The Marigold will call at the island twice a day.", quay.site.url(PATH))
    assert "not checked yet" in quay.run("diff", "new", code=3).out
    assert "an opinion: never checked" in quay.run("diff", "view", code=0).out
    assert "cites no page" in quay.run("diff", "unsourced", code=3).out


def test_a_page_that_is_not_there_now(quay: Workspace) -> None:
    put(quay, HARBOUR, FERRY.replace("48,200", "42,800"), BOAT, PRICES)
    quay.verify("passengers")
    quay.site.pages.pop(PATH)
    quay.verify("passengers")
    result = quay.run("diff", "passengers", code=3)
    assert "? problem      http-404" in result.out
    assert "what follows was read before" in result.out
    assert "[-48,200-]{+42,800+}" in result.out


def test_a_page_that_was_never_there(workspace: Workspace) -> None:
    workspace.claim("gone", CLAIM, workspace.site.url("/gone"))
    workspace.verify()
    result = workspace.run("diff", "gone", code=3)
    assert "http-404" in result.out
    assert "no check before it had a verdict" in result.out


def test_each_source_is_told_of_and_one_may_be_named(quay: Workspace) -> None:
    second = quay.site.article("/second", FERRY, PRICES)
    quay.claims_file("")
    (quay.root / "claims" / "moon.toml").unlink()
    quay.claim("passengers", CLAIM, quay.site.url(PATH), second)
    quay.verify()
    put(quay, HARBOUR, BOAT)
    quay.verify()
    both = quay.run("diff", "passengers", code=0).out
    assert both.index(quay.site.url(PATH)) < both.index("is gone") < both.index(second)
    one = quay.run("diff", "passengers", "--source", second, code=0).out
    assert quay.site.url(PATH) not in one
    refused = quay.run("diff", "passengers", "--source", "https://other.example/", code=5)
    assert f"it cites {quay.site.url(PATH)}, {second}" in refused.err


def test_since_names_an_earlier_text(quay: Workspace) -> None:
    put(quay, HARBOUR, FERRY.replace("48,200", "42,800"), BOAT, PRICES)
    quay.verify("passengers")
    assert "48,200 → 42,800" in quay.run("diff", "passengers", "--since", "2999-01-01", code=0).out
    early = quay.run("diff", "passengers", "--since", "2001-01-01T09:30", code=0).out
    assert (
        "nothing to compare: no check from 2001-01-01T09:30 or before found other words on the page" in early
    )
    assert "is no time" in quay.run("diff", "passengers", "--since", "spring", code=2).err


def test_json_has_the_pieces(quay: Workspace) -> None:
    put(quay, HARBOUR, FERRY.replace("48,200", "42,800"), BOAT, PRICES)
    quay.verify("passengers")
    record = quay.run("diff", "passengers", "-f", "json", code=0).json
    assert record["claim_id"] == "moon/passengers"
    (source,) = record["sources"]
    assert (source["then"]["verdict"], source["now"]["verdict"]) == ("supported", "contradicted")
    (passage,) = [one for one in source["passages"] if one["state"] == "changed"]
    assert passage["numbers"] == [{"before": "48,200", "after": "42,800"}]
    assert {"before": "48,200 ", "after": "42,800 ", "changed": True} in passage["passage"]
    assert source["problem"] is None


def test_piped_nothing_is_wrapped(quay: Workspace) -> None:
    result = edited(quay, HARBOUR, FERRY.replace("48,200", "42,800"), BOAT, PRICES)
    assert any(len(line) > 120 for line in result.out.splitlines())
    assert "\x1b" not in result.out


def test_hostile_words_are_inert(workspace: Workspace) -> None:
    evil = "The mill \x1b]52;c;evil\x07 is {} m tall\u202e\u200b, they say."
    page = workspace.site.article("/evil", evil.format(41))
    workspace.claim("mill", "The mill is 41 m tall, they say.", page)
    workspace.verify()
    workspace.site.article("/evil", evil.format("40\x1b[2J\u202e"))
    workspace.verify()
    for words in (
        ["diff", "mill"],
        ["why", "mill"],
        ["diff", "mill", "-f", "json"],
        ["why", "mill", "-f", "json"],
    ):
        result = workspace.run(*words)
        assert "evil" in result.out
        for ch in result.out + result.err:
            assert ch in "\n\t" or (ch.isprintable() and ch not in "\u202e\u200b"), repr(ch)


def test_the_text_of_the_json_is_ascii(quay: Workspace) -> None:
    out = quay.run("diff", "passengers", "-f", "json", code=0).out
    assert out.isascii()
    assert json.loads(out)["sources"][0]["then"] is None
