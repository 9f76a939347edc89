from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from claimtrack.errors import Fault, LabelledFileError
from claimtrack.evaluation import read_labelled
from claimtrack.evaluation.labels import FilePage, Gold, TextPage, WebPage

GOOD = {"claim": "The pier is 310 metres long.", "text": "The pier is 310 m long.", "label": "supported"}


@pytest.fixture
def labelled(tmp_path):
    """Writes lines, objects or raw text, and reads them."""

    def read(*lines):
        path = tmp_path / "claims.jsonl"
        texts = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
        path.write_bytes(b"\n".join(texts) + b"\n")
        return read_labelled([path])

    return read


def faults(labelled: Callable[..., object], *lines: object) -> tuple[Fault, ...]:
    with pytest.raises(LabelledFileError) as caught:
        labelled(*lines)
    return caught.value.faults


def test_a_line_is_a_claim_with_its_page_and_label(labelled, tmp_path):
    (tmp_path / "page.html").write_text("<p>The pier is 310 m long.", encoding="utf-8")
    text, file, web = labelled(
        {**GOOD, "title": "The pier", "id": "a", "kind": "number", "evidence": "310 m"},
        b"",
        {**GOOD, "text": None, "file": "page.html", "label": "partial", "evidence": ["310 m", "long"]},
        {**GOOD, "text": None, "url": "HTTPS://Pier.example/a#b", "label": "contradicted", "group": "piers"},
    )
    assert text.page == TextPage(text="The pier is 310 m long.", title="The pier")
    assert (text.id, text.gold, text.kind, text.evidence) == ("a", Gold.SUPPORTED, "number", ("310 m",))
    assert file.page == FilePage(path=tmp_path / "page.html")
    assert (file.id, file.line, file.evidence) == ("claims:3", 3, ("310 m", "long"))
    assert web.page == WebPage(url="https://pier.example/a")
    assert web.group == "piers"


def test_claims_on_one_page_are_one_group(labelled):
    first, second, other = labelled(GOOD, {**GOOD, "claim": "It is short."}, {**GOOD, "title": "Piers"})
    assert first.group == second.group != other.group


def test_true_and_false_are_two_classes(labelled):
    yes, no = labelled({**GOOD, "label": True}, {**GOOD, "label": False})
    assert (yes.gold, no.gold) == (Gold.SUPPORTED, Gold.NOT_SUPPORTED)


def test_keys_that_are_not_known_are_passed_over(labelled):
    (claim,) = labelled({**GOOD, "annotator": "Ines", "seen": [1]})
    assert claim.gold is Gold.SUPPORTED


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"{", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b'{"claim": "\xff"}', "no JSON"),
        (b"[1]", "no JSON object"),
        ({**GOOD, "claim": None}, "no claim"),
        ({**GOOD, "claim": " "}, "claim is empty"),
        ({**GOOD, "claim": 3}, "claim is no text"),
        ({**GOOD, "claim": "half \ud83d"}, "half a character"),
        ({**GOOD, "label": None}, "no label"),
        ({**GOOD, "label": "maybe"}, 'the label "maybe" is not known'),
        ({**GOOD, "label": "not-supported"}, "is not known"),
        ({**GOOD, "label": 1}, "the label 1 is not known"),
        ({**GOOD, "text": None}, "names no page"),
        ({**GOOD, "url": "https://pier.example/"}, "text and url name a page each"),
        ({**GOOD, "text": None, "url": "pier.example"}, "scheme"),
        ({**GOOD, "text": None, "url": "ftp://pier.example/"}, "refused"),
        ({**GOOD, "text": None, "file": "none.html"}, "no file 'none.html'"),
        ({**GOOD, "text": None, "file": "a\0b"}, "no file"),
        ({**GOOD, "text": None, "file": "."}, "no file"),
        ({**GOOD, "text": None, "url": "https://pier.example/", "title": "Pier"}, "title stands beside url"),
        ({**GOOD, "evidence": 3}, "evidence is no text"),
        ({**GOOD, "evidence": ["a", None]}, "evidence is no text"),
        ({**GOOD, "pair_of": "nobody"}, "pair_of names 'nobody'"),
    ],
)
def test_a_line_that_is_wrong_is_named_with_its_remedy(labelled, line, says):
    (fault,) = faults(labelled, GOOD, line)
    assert fault.line == 2
    assert says in fault.message
    assert fault.hint
    assert str(fault).startswith(f"{fault.path}:2: ")


def test_every_wrong_line_is_said_at_once(labelled):
    assert [fault.line for fault in faults(labelled, b"{", GOOD, b"}", {**GOOD, "label": "no"})] == [1, 3, 4]


def test_the_wrong_kind_of_file_is_not_read_to_its_end(labelled):
    found = faults(labelled, *[b"words"] * 500)
    assert len(found) == 101
    assert "too many errors" in found[-1].message


def test_an_id_stands_once(labelled):
    (fault,) = faults(labelled, {**GOOD, "id": "a"}, {**GOOD, "id": "a"})
    assert fault.line == 2
    assert "claims.jsonl:1" in fault.message


def test_a_pair_points_at_a_supported_claim(labelled):
    wrong = {**GOOD, "id": "b", "label": "contradicted", "pair_of": "a"}
    _, claim = labelled({**GOOD, "id": "a"}, wrong)
    assert claim.pair_of == "a"
    (fault,) = faults(labelled, {**GOOD, "id": "a", "label": "partial"}, wrong)
    assert fault.line == 2


def test_two_sorts_of_labels_do_not_mix(labelled):
    (fault,) = faults(labelled, {**GOOD, "label": False}, {**GOOD, "label": "partial"})
    assert "apart" in fault.hint


def test_a_file_that_is_not_there_is_a_fault(tmp_path):
    with pytest.raises(LabelledFileError) as caught:
        read_labelled([tmp_path / "none.jsonl"])
    assert "cannot be read" in caught.value.faults[0].message
