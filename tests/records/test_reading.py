"""Finding and reading claim files: which are read, in which order, what they mean, and what is no claim file."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from claimtrack.errors import Fault, RecordError
from claimtrack.models import Article, Claim, Kind, Source
from claimtrack.records import load


def write(path: Path, title: str = "Tides", claims: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'[article]\ntitle = "{title}"\n{claims}', "utf-8")
    return path


def faults_of(*paths: Path, root: Path) -> tuple[Fault, ...]:
    with pytest.raises(RecordError) as caught:
        load(paths, root=root)
    return caught.value.faults


def test_every_key_of_a_file_reaches_the_model(tmp_path: Path) -> None:
    file = tmp_path / "claims" / "tides.toml"
    file.parent.mkdir()
    file.write_text(
        """\
[article]
title = "Tides"
url = "HTTPS://Blog.Example:443#top"
author = "Ada  Brandt"
published = 2026-04-25
note = "For us."

[[claim]]
id = "spring"
text = '''
  A spring tide
  is higher.'''
source = ["https://a.example/", { url = "http://B.example:80/x?y=1#z", publisher = "The Tide Post", title = "Tides", archive_url = "https://archive.example/1" }]
cited_as = "The Tide Post"
quote = "higher  than"
tags = ["sea", "moon", "sea"]
note = '''
one
  two
'''
max_age = "1d12h"

[[claim]]
id = "neap"
text = "A neap tide is lower."
kind = "opinion"
source = []
""",
        "utf-8",
    )
    shown = Path("claims/tides.toml")
    expected = Article(
        id="tides",
        title="Tides",
        url="https://blog.example/",
        author="Ada Brandt",
        published="2026-04-25",
        path=shown,
        claims=(
            Claim(
                id="tides/spring",
                text="A spring tide is higher.",
                sources=(
                    Source(url="https://a.example/"),
                    Source(
                        url="http://b.example/x?y=1",
                        publisher="The Tide Post",
                        title="Tides",
                        archive_url="https://archive.example/1",
                    ),
                ),
                cited_as="The Tide Post",
                quote="higher than",
                tags=("sea", "moon"),
                note="one\n  two",
                max_age_s=129_600,
                path=shown,
                line=8,
            ),
            Claim(id="tides/neap", text="A neap tide is lower.", kind=Kind.OPINION, path=shown, line=23),
        ),
    )
    (article,) = load([tmp_path / "claims"], root=tmp_path)
    assert article == expected
    assert article.claims[0].where == "claims/tides.toml:8"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-04-25", "2026-04-25"),
        ("2026-04-25T10:30:00Z", "2026-04-25T10:30:00+00:00"),
        ("'2026-04-25'", "2026-04-25"),
        ("'2026-04'", "2026-04"),
        ("'2026'", "2026"),
        ("'2026-04-25T10:30:00+02:00'", "2026-04-25T10:30:00+02:00"),
    ],
)
def test_dates_may_stand_in_quotes_or_not(tmp_path: Path, written: str, read: str) -> None:
    file = tmp_path / "tides.toml"
    file.write_text(f"[article]\ntitle = 'Tides'\npublished = {written}\n", "utf-8")
    assert load([file], root=tmp_path)[0].published == read


def test_folders_are_read_by_name_and_with_the_folders_in_them(tmp_path: Path) -> None:
    for name in ("b.toml", "a/z.toml", "c.toml", "a/y.toml", "2026.01.toml"):
        write(tmp_path / "claims" / name)
    for name in (".hidden.toml", ".git/x.toml", "reviews.jsonl", "c.toml.lock", "notes.md"):
        write(tmp_path / "claims" / name)
    (tmp_path / "claims" / ".#b.toml").symlink_to(
        "nobody@nowhere"
    )  # what Emacs leaves while a file is edited
    articles = load([tmp_path / "claims"], root=tmp_path)
    assert [article.id for article in articles] == ["2026.01", "y", "z", "b", "c"]


def test_files_come_in_the_order_given_and_once(tmp_path: Path) -> None:
    first, second = write(tmp_path / "b.toml"), write(tmp_path / "a.toml")
    (tmp_path / "link.toml").symlink_to(first)
    paths = [first, second, first, tmp_path / "." / "a.toml", tmp_path]
    assert [article.id for article in load(paths, root=tmp_path)] == ["b", "a"]


def test_a_folder_that_links_to_itself_is_no_endless_loop(tmp_path: Path) -> None:
    write(tmp_path / "claims" / "a.toml")
    (tmp_path / "claims" / "again").symlink_to(tmp_path / "claims")
    assert len(load([tmp_path / "claims"], root=tmp_path)) == 1


def test_nothing_to_read_is_no_fault(tmp_path: Path) -> None:
    assert load([tmp_path], root=tmp_path) == ()
    write(tmp_path / "empty.toml")
    assert load([tmp_path], root=tmp_path)[0].claims == ()


def test_paths_are_relative_to_the_project_where_they_lie_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside, outside = write(tmp_path / "project" / "in.toml"), write(tmp_path / "out.toml")
    root = tmp_path / "link"
    root.symlink_to(tmp_path / "project")
    assert [article.path for article in load([inside, outside], root=root)] == [Path("in.toml"), outside]
    monkeypatch.chdir(tmp_path)
    paths = [Path("project/in.toml"), Path("out.toml")]
    assert [article.path for article in load(paths, root=Path("project"))] == [
        Path("in.toml"),
        Path("out.toml"),
    ]
    monkeypatch.chdir(root)
    assert load([Path("in.toml")], root=Path())[0].path == Path("in.toml")


def test_all_faults_of_all_files_come_at_once(tmp_path: Path) -> None:
    write(tmp_path / "a.toml", claims="[[claim]]\nid = 'x'\nkind = 'y'\n")
    write(tmp_path / "b.toml")
    write(tmp_path / "c.toml", claims="x = = 1")
    missing = tmp_path / "none.toml"
    assert [(str(fault.path), fault.line, fault.message[:12]) for fault in faults_of(tmp_path, missing, root=tmp_path)] == [
        ("a.toml", 3, "no 'text'"),
        ("a.toml", 5, "kind: 'y' is"),
        ("c.toml", 3, "not valid TO"),
        ("none.toml", 0, "no such file"),
    ]  # fmt: skip


def test_two_files_of_one_name_are_a_fault(tmp_path: Path, is_documented: Callable[[str], bool]) -> None:
    write(tmp_path / "a" / "tides.toml")
    write(tmp_path / "b" / "tides.toml")
    (fault,) = faults_of(tmp_path, root=tmp_path)
    assert str(fault).startswith("b/tides.toml: the same name as a/tides.toml")
    assert is_documented(fault.message)


def test_what_is_no_readable_file_is_a_fault(tmp_path: Path, is_documented: Callable[[str], bool]) -> None:
    (tmp_path / "folder.toml").mkdir()
    os.mkfifo(tmp_path / "pipe.toml")  # opening it would wait for ever
    (tmp_path / "loop.toml").symlink_to("loop.toml")
    (tmp_path / "torn.toml").symlink_to("nowhere")
    faults = faults_of(tmp_path, tmp_path / "none.toml", root=tmp_path)
    assert [f"{fault.path}: {fault.message}" for fault in faults] == [
        "folder.toml: a folder, where a claim file is expected",
        f"loop.toml: cannot be read: {os.strerror(errno.ELOOP)}",
        "pipe.toml: no regular file, where a claim file is expected",
        "torn.toml: no such file",
        "none.toml: no such file",
    ]
    assert all(is_documented(fault.message) and fault.hint for fault in faults)
