"""`claims cache`: what a person sees of the snapshots, and what keeps them in order."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

CLAIM = "The bridge of Velda opened in 1931."


@pytest.fixture
def fetched(workspace, site):
    """Two pages, one of them in two versions."""
    workspace.claim("bridge", CLAIM, site.article("/bridge", CLAIM, "It is 200 metres long."))
    workspace.claim("mill", "The mill of Velda stands.", site.article("/mill", "The mill of Velda stands."))
    workspace.verify()
    site.article("/bridge", CLAIM, "It is 210 metres long.")
    workspace.run("fetch", "--allow-host", site.host, code=0)
    return workspace


def age(workspace: Any) -> None:
    for path in (workspace.root / "cache").rglob("*"):
        os.utime(path, (0, 0))


def test_ls_lists_the_newest_of_each_page_and_all_when_asked(fetched, site):
    newest = fetched.run("cache", "ls", code=0)
    assert len(newest.out.splitlines()) == 2
    assert site.url("/bridge") in newest.out
    assert "2 snapshots of 2 pages" in newest.err
    assert len(fetched.run("cache", "ls", "--all", code=0).out.splitlines()) == 4


def test_ls_takes_claims_and_urls(fetched, site):
    for selector in ("moon/bridge", site.url("/bridge")):
        result = fetched.run("cache", "ls", "-a", selector, code=0)
        assert [line.split()[-1] for line in result.out.splitlines()] == [site.url("/bridge")] * 2
    assert "confirmed" in fetched.run("cache", "ls", "-a", "mill", code=0).out
    assert "no snapshot" in fetched.run("cache", "ls", "https://velda.example/", code=0).err
    fetched.run("cache", "ls", "no-such-claim", code=5)


def test_ls_names_a_damaged_record_and_lists_the_rest(fetched, site):
    record = next((fetched.root / "cache").glob("pages/*/mill-*/2*.json"))
    record.write_text("damaged", encoding="utf-8")
    result = fetched.run("cache", "ls", code=2)
    assert record.name in result.err
    assert site.url("/bridge") in result.out


def test_show_prints_the_record_and_the_words(fetched, site):
    result = fetched.run("cache", "show", site.url("/bridge"), code=0)
    assert "210 metres" in result.out
    assert "SHA-256" in result.out
    assert "header" in result.out
    assert "content-type: text/html" in result.out


def test_show_finds_the_page_as_it_was(fetched, site):
    listed = fetched.run("cache", "ls", "-a", site.url("/bridge")).out.splitlines()
    moment, _, first, *_ = listed[0].split()
    assert "200 metres" in fetched.run("cache", "show", f"{site.url('/bridge')}@{first}", code=0).out
    assert moment in fetched.run("cache", "show", f"{site.url('/bridge')}@{first}", code=0).out
    assert fetched.run("cache", "show", f"{site.url('/bridge')}@1999", code=5).err.count("hint:") == 1


def test_show_saves_the_page_byte_for_byte(fetched, site):
    body = site.pages["/bridge"].body
    fetched.run("cache", "show", site.url("/bridge"), "--save", "page.html", code=0)
    assert (fetched.root / "page.html").read_text(encoding="utf-8") == body
    assert fetched.run("cache", "show", site.url("/bridge"), "--save", "-", code=0).out == body


def test_show_prints_nothing_that_drives_a_terminal(workspace, site):
    workspace.claim("x", CLAIM, site.article("/x", f"{CLAIM} \x1b[31m red \u202e hidden"))
    workspace.run("fetch", "--allow-host", site.host, code=0)
    result = workspace.run("cache", "show", site.url("/x"), code=0)
    assert "\x1b" not in result.out
    assert "\u202e" not in result.out


def test_show_of_what_cannot_be_read_says_why(workspace, site):
    workspace.claim("x", CLAIM, site.article("/x"))
    site.pages["/x"] = replace(site.pages["/x"], body="<body><hr></body>")
    workspace.run("fetch", "--allow-host", site.host, code=0)
    assert "no-text" in workspace.run("cache", "show", site.url("/x"), code=3).out


def test_diff_shows_what_changed_in_the_words(fetched, site):
    lines = fetched.run("cache", "diff", site.url("/bridge"), code=0).out.splitlines()
    assert "-It is 200 metres long." in lines
    assert "+It is 210 metres long." in lines
    assert f" {CLAIM}" in lines


def test_diff_between_two_that_are_named(fetched, site):
    listed = fetched.run("cache", "ls", "-a", site.url("/bridge")).out.splitlines()
    first, second = (line.split()[2] for line in listed)
    back = fetched.run("cache", "diff", site.url("/bridge"), second, first, code=0).out.splitlines()
    assert "+It is 200 metres long." in back
    same = fetched.run("cache", "diff", site.url("/bridge"), first, first, code=0)
    assert (same.out, same.err) == ("", "the words are the same\n")
    fetched.run("cache", "diff", site.url("/mill"), code=5)


def test_check_of_a_sound_cache(fetched):
    for words in ((), ("--quick",)):
        result = fetched.run("cache", "check", *words, code=0)
        assert result.out == ""
        assert "all as it was written" in result.err


def test_check_names_each_damaged_file_and_exits_2(fetched):
    bodies = sorted((fetched.root / "cache").glob("objects/*/*.zst"))
    bodies[0].write_bytes(bodies[0].read_bytes()[:-1])
    bodies[1].unlink()
    result = fetched.run("cache", "check", code=2)
    assert len(result.out.splitlines()) == 2
    assert bodies[0].name in result.out
    assert bodies[1].name in result.out
    assert str(fetched.root) not in result.out
    assert "hint:" in result.err
    assert len(fetched.run("cache", "check", "--quick", code=2).out.splitlines()) == 1


def test_prune_says_what_would_go_and_does_it_only_when_told(fetched, site):
    site.article("/bridge", "A wall.")
    fetched.run("fetch", "--allow-host", site.host, code=0)
    site.article("/bridge", "Another wall.")
    fetched.run("fetch", "--allow-host", site.host, code=0)
    age(fetched)
    before = sorted((fetched.root / "cache").rglob("*"))
    dry = fetched.run("cache", "prune", "--keep", "1", code=0)
    assert "nothing was removed: add --yes" in dry.err
    assert sorted((fetched.root / "cache").rglob("*")) == before
    done = fetched.run("cache", "prune", "--keep", "1", "--yes", code=0)
    assert done.out == dry.out
    assert "bytes freed" in done.err
    assert len(sorted((fetched.root / "cache").rglob("*"))) < len(before)
    fetched.run("cache", "check", code=0)


def test_prune_never_takes_what_a_check_rests_on(fetched, site):
    age(fetched)
    fetched.run("cache", "prune", "--keep", "1", "--yes", code=0)
    listed = fetched.run("cache", "ls", "-a", site.url("/bridge")).out.splitlines()
    assert len(listed) == 2  # the first was scored, the second is the newest
    (fetched.root / "claims.db").unlink()
    fetched.run("cache", "prune", "--keep", "1", "--yes", code=0)
    assert len(fetched.run("cache", "ls", "-a", site.url("/bridge")).out.splitlines()) == 1


def test_prune_of_nothing(fetched):
    assert "nothing can go" in fetched.run("cache", "prune", "--older-than", "90d", "--yes", code=0).err
    fetched.run("cache", "prune", "--older-than", "soon", code=2)
    fetched.run("cache", "prune", "--keep", "0", code=2)


def test_warc_out_and_back_in_another_project(fetched, site, tmp_path):
    pytest.importorskip("warcio")
    fetched.run("cache", "export", "--warc", "pages.warc.gz", code=0)
    other = tmp_path / "other"
    other.mkdir()
    warc = str(fetched.root / "pages.warc.gz")
    assert "4 snapshots taken over" in fetched.run("cache", "import", warc, cwd=other, code=0).err
    there = fetched.run("cache", "ls", "--all", cwd=other, code=0).out
    assert there == fetched.run("cache", "ls", "--all", code=0).out
    words = fetched.run("cache", "show", site.url("/bridge"), cwd=other, code=0)
    assert "210 metres" in words.out
    fetched.run("cache", "check", cwd=other, code=0)


def test_export_of_some_pages(fetched):
    pytest.importorskip("warcio")
    result = fetched.run("cache", "export", "--warc", "one.warc.gz", "moon/mill", code=0)
    assert "2 snapshots written" in result.err
    fetched.run("cache", "export", "--warc", "no/such/folder.warc.gz", code=2)


def test_import_of_what_is_no_warc(fetched):
    pytest.importorskip("warcio")
    (fetched.root / "x.warc").write_text("no", encoding="utf-8")
    assert "no WARC file" in fetched.run("cache", "import", "x.warc", code=2).err
    fetched.run("cache", "import", "missing.warc", code=2)


def test_without_the_library_the_error_names_the_extra(fetched, tmp_path):
    hidden = tmp_path / "hidden" / "warcio"
    hidden.mkdir(parents=True)
    (hidden / "__init__.py").write_text(
        "raise ModuleNotFoundError('No module named warcio')", encoding="utf-8"
    )
    result = fetched.run(
        "cache", "export", "--warc", "x.warc.gz", code=2, env={"PYTHONPATH": str(hidden.parent)}
    )
    assert "claimtrack[warc]" in result.err
    assert not Path(fetched.root / "x.warc.gz").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="bytes on stdout")
def test_export_to_stdout(fetched):
    pytest.importorskip("warcio")
    done = subprocess.run(
        [sys.executable, "-m", "claimtrack", "cache", "export", "--warc", "-"],
        cwd=fetched.root,
        capture_output=True,
        check=True,
    )
    assert done.stdout.startswith(b"\x1f\x8b")
