"""Links in the formats that servers write, and in those that attackers do."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.linkformat import Link, parse_links

TIMEMAP = """
<https://velda.example/bridge>;rel="original",
<https://keep.example/timemap/link/https://velda.example/bridge>; rel="self"; type="application/link-format"
  ; from="Tue, 20 Jun 2020 18:02:59 GMT", <https://keep.example/gate/https://velda.example/bridge>; rel=timegate,
<https://keep.example/web/20200620180259/https://velda.example/a,b;c>
 ; rel="first memento"; datetime="Tue, 20 Jun 2020 18:02:59 GMT" ,
</web/2/x>;REL="last  Memento";datetime="Wed, 21 Jun 2024 04:41:56 GMT";license="a \\"quoted\\", one"
"""


def test_a_timemap_as_in_the_standard() -> None:
    links = list(parse_links(TIMEMAP))
    assert [sorted(link.relations) for link in links] == [
        ["original"],
        ["self"],
        ["timegate"],
        ["first", "memento"],
        ["last", "memento"],
    ]
    assert links[3] == Link(
        target="https://keep.example/web/20200620180259/https://velda.example/a,b;c",
        parameters={"rel": "first memento", "datetime": "Tue, 20 Jun 2020 18:02:59 GMT"},
    )
    assert links[4].parameters["license"] == 'a "quoted", one'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("nothing", []),
        ("<a>", [("a", {})]),
        ("<a>;rel", [("a", {"rel": ""})]),
        ("<a>;rel=x;rel=y", [("a", {"rel": "x"})]),
        (
            '<a>; title="<b>; rel=evil"; rel=x, <c>',
            [("a", {"title": "<b>; rel=evil", "rel": "x"}), ("c", {})],
        ),
        ('<a>; rel="memento", <b>; rel="mem', [("a", {"rel": "memento"}), ("b", {"rel": ""})]),
        ("<a>; rel=x, <b", [("a", {"rel": "x"})]),
        ("<a>;;;rel=x", [("a", {})]),
    ],
)
def test_what_makes_no_sense_is_passed_over(text: str, expected: list[tuple[str, dict[str, str]]]) -> None:
    assert [(link.target, dict(link.parameters)) for link in parse_links(text)] == expected


@given(st.text(alphabet='<>;,="\\ abrel*\n', max_size=300))
def test_any_text_gives_links_that_stand_in_it(text: str) -> None:
    for link in parse_links(text):
        assert link.target in text


@pytest.mark.parametrize(
    "bait", ["<", "<a", '<a>;x="', "<a>;x", "<a>" + " " * 50, '<a>;x="\\', ";", '<a>;x="\\"']
)
def test_the_time_grows_with_the_text_and_not_with_its_square(bait: str) -> None:
    def seconds(times: int) -> float:
        text = bait * times
        started = time.process_time()
        for _ in parse_links(text):
            pass
        return time.process_time() - started

    assert seconds(50_000) < 5
