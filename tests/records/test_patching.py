"""Changing a claim in place: the keys asked for change, and every other byte of the file stays."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimtrack.errors import RecordError
from claimtrack.models import Kind, Source
from claimtrack.records import load, patch

OLD = """\
# Tides, checked by hand in spring.
[article]
title   =  'Tides'   # odd spacing stays

[[claim]]   # the first
id = "spring"
text = "A spring tide is hihger."  # to be looked at
source = [
  "https://a.example/",  # main
  'https://b.example/',
]
note = '''
# no comment
'''

# About neap tides.

[[claim]]
id = "neap"
text = "A neap tide is lower."

  [[claim.source]]
  url = "https://c.example/"
  publisher = "The Tide Post"

# The end.
"""


def changed_lines(old: str, new: str) -> list[str]:
    """Return the lines that differ, with - and + in front."""
    lines = difflib.ndiff(old.splitlines(keepends=True), new.splitlines(keepends=True))
    return [line.rstrip("\r\n") for line in lines if line[0] in "-+"]


@pytest.fixture(params=["\n", "\r\n"], ids=["unix", "windows"])
def file(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    path = tmp_path / "tides.toml"
    path.write_bytes(OLD.replace("\n", request.param).encode())
    return path


def test_one_changed_value_is_one_changed_line(file: Path) -> None:
    old = file.read_bytes().decode()
    claim = patch(file, "spring", root=file.parent, text="A spring tide is higher.")
    new = file.read_bytes().decode()
    assert changed_lines(old, new) == [
        '- text = "A spring tide is hihger."  # to be looked at',
        '+ text = "A spring tide is higher."  # to be looked at',
    ]
    assert new.count("\r") == old.count("\r")
    assert load([file], root=file.parent)[0].claims[0] == claim


def test_a_new_key_stands_with_its_claim_above_the_comments_of_the_next(file: Path) -> None:
    old = file.read_bytes().decode()
    patch(file, "spring", root=file.parent, quote="higher", max_age_s=86_400)
    new = file.read_bytes().decode()
    assert changed_lines(old, new) == ['+ quote = "higher"', '+ max_age = "1d"']
    assert new.index("max_age") < new.index("# About neap tides.")
    assert new.count("\r") in (0, new.count("\n"))


def test_a_source_is_replaced_in_whatever_form_it_stood(file: Path) -> None:
    source = Source(url="https://d.example/", publisher="Harbour Office")
    for slug in ("spring", "neap"):
        claim = patch(file, slug, root=file.parent, sources=(source,))
        assert claim.sources == (source,)
    text = file.read_bytes().decode()
    assert text.count('source = {url = "https://d.example/", publisher = "Harbour Office"}') == 2
    assert "[[claim.source]]" not in text
    assert text.rstrip().endswith("# The end.")


def test_several_keys_change_at_once_and_keys_are_taken_out(file: Path) -> None:
    before = load([file], root=file.parent)[0].claims[0]
    claim = patch(
        file, "spring", root=file.parent, sources=(), note=None, cited_as="The Tide Post", kind=Kind.OPINION, tags=("sea",)
    )  # fmt: skip
    assert claim == replace(
        before, sources=(), note=None, cited_as="The Tide Post", kind=Kind.OPINION, tags=("sea",)
    )
    assert "source = [" not in file.read_bytes().decode()
    assert patch(file, "spring", root=file.parent, quote=None) == claim


def test_the_last_claim_of_a_file_without_a_line_end(tmp_path: Path) -> None:
    file = tmp_path / "tides.toml"
    file.write_bytes(b"\xef\xbb\xbf[[claim]]\nid = 'a'\ntext = 'x'\n[article]\ntitle = 'Tides'")
    assert patch(file, "a", root=tmp_path, quote="y").quote == "y"
    assert file.read_bytes() == (
        b"\xef\xbb\xbf[[claim]]\nid = 'a'\ntext = 'x'\nquote = \"y\"\n[article]\ntitle = 'Tides'\n"
    )


@settings(deadline=None)
@given(
    text=st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)
    .map(str.split)
    .map(" ".join)
    .filter(bool),
    number=st.integers(0, 4),
)
def test_any_text_can_be_written_and_the_other_claims_stay(
    tmp_path_factory: pytest.TempPathFactory, text: str, number: int
) -> None:
    root = tmp_path_factory.mktemp("project")
    file = root / "tides.toml"
    claims = [f"# {i}\n[[claim]]\nid = 'c{i}'\ntext = '''\n[[claim]] {i}'''\n" for i in range(5)]
    file.write_text("[article]\ntitle = 'Tides'\n\n" + "\n".join(claims), "utf-8")
    before = file.read_text("utf-8")
    assert patch(file, f"c{number}", root=root, text=text).text == text
    after = file.read_text("utf-8").split(f"id = 'c{number}'\n")
    head, tail = before.split(f"id = 'c{number}'\n")
    assert after[0] == head
    assert after[1].split("\n", 1)[1] == tail.split("\n", 2)[2]


@pytest.mark.parametrize(
    ("content", "slug", "fault"),
    [
        pytest.param(OLD, "sprin", "tides.toml: no claim with the id 'sprin'", id="unknown claim"),
        pytest.param(
            "claim = [\n  {id = 'a', text = 'x'},\n  {id = 'b', text = 'y'},\n]\n[article]\ntitle = 'T'\n",
            "b",
            "tides.toml:3: this claim cannot be changed in place",
            id="inline",
        ),
        pytest.param(
            "claim = [{id = 'a', text = 'x'}, {id = 'b', text = 'y'}]\n[article]\ntitle = 'T'\n",
            "a",
            "tides.toml:1: this claim cannot be changed in place",
            id="two on a line",
        ),
    ],
)
def test_what_cannot_be_changed_is_said(
    tmp_path: Path, content: str, slug: str, fault: str, is_documented: Callable[[str], bool]
) -> None:
    file = tmp_path / "tides.toml"
    file.write_text(content, "utf-8")
    with pytest.raises(RecordError) as caught:
        patch(file, slug, root=tmp_path, text="New.")
    (found,) = caught.value.faults
    assert str(replace(found, hint="")) == fault
    assert found.hint
    assert is_documented(found.message)
    assert file.read_text("utf-8") == content


def test_an_unknown_id_in_a_long_file_is_a_short_fault(tmp_path: Path) -> None:
    file = tmp_path / "tides.toml"
    file.write_text(
        "[article]\ntitle = 'T'\n" + "".join(f"[[claim]]\nid = 'c{i}'\ntext = 'x'\n" for i in range(500)),
        "utf-8",
    )
    with pytest.raises(RecordError) as caught:
        patch(file, "zzz", root=tmp_path, text="New.")
    assert str(caught.value) == "tides.toml: no claim with the id 'zzz' (check the spelling)"


def test_a_change_that_would_make_the_file_invalid_is_not_made(file: Path) -> None:
    old = file.read_bytes()
    with pytest.raises(RecordError, match=r"tides\.toml:7: text: the string is empty"):
        patch(file, "spring", root=file.parent, text="")
    assert file.read_bytes() == old
    assert [path.name for path in file.parent.iterdir()] == ["tides.toml"]


def test_a_missing_file_is_a_fault_and_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="no such file"):
        patch(tmp_path / "tides.toml", "spring", root=tmp_path, text="New.")
    with pytest.raises(RecordError, match="cannot be written: No such file"):
        patch(tmp_path / "nowhere" / "tides.toml", "spring", root=tmp_path, text="New.")
    assert list(tmp_path.iterdir()) == []
