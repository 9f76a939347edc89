"""`claims attach`: a page that a person saved stands in for one that no program gets."""

from __future__ import annotations

import json
from typing import Any

import pytest

CLAIM = "The bridge of Velda opened in 1931."
PAGE = f"<!doctype html><title>Bridge</title><body><p>{CLAIM}</p><p>It is 200 metres long.</p></body>"


@pytest.fixture
def saved(workspace, site):
    workspace.claim("bridge", CLAIM, site.url("/bridge"))
    (workspace.root / "My bridge.html").write_text(PAGE, encoding="utf-8")
    return workspace


def newest_record(workspace: Any) -> Any:
    path = max((workspace.root / "cache").glob("pages/*/*/2*.json"))
    return json.loads(path.read_text(encoding="utf-8"))


def test_an_attached_page_is_checked_offline(saved, site):
    result = saved.run("attach", "bridge", "My bridge.html", "--by", "Ada Orrin", code=0)
    assert site.url("/bridge") in result.out
    (check,) = saved.run("verify", "--offline", "--format", "json", code=0).json["checks"]
    assert check["verdict"] == "supported"
    assert check["evidence"][0]["exact"] == CLAIM


def test_the_record_says_who_attached_what_and_when(saved, site):
    saved.run("attach", "moon/bridge", "My bridge.html", "--by", "Ada Orrin", code=0)
    record = newest_record(saved)
    assert (record["origin"], record["supplied_by"], record["file_name"]) == (
        "attached",
        "Ada Orrin",
        "My bridge.html",
    )
    assert record["content_type"] == "text/html"
    assert record["url"] == site.url("/bridge")
    shown = saved.run("cache", "show", site.url("/bridge"), code=0).out
    assert "by Ada Orrin from My bridge.html" in shown
    assert "attached" in saved.run("cache", "ls", code=0).out


def test_without_by_it_is_the_user(saved):
    saved.run("attach", "bridge", "My bridge.html", code=0, env={"LOGNAME": "ada"})
    assert newest_record(saved)["supplied_by"] == "ada"


def test_the_file_is_kept_byte_for_byte(saved, site):
    saved.run("attach", "bridge", "My bridge.html", code=0)
    assert saved.run("cache", "show", site.url("/bridge"), "--save", "-", code=0).out == PAGE
    saved.run("cache", "check", code=0)


def test_plain_text_is_read_too(saved):
    (saved.root / "notes.txt").write_text(f"{CLAIM}\n\nMore.\n", encoding="utf-8")
    saved.run("attach", "bridge", "notes.txt", code=0)
    assert newest_record(saved)["content_type"] == "text/plain"
    saved.run("verify", "--offline", code=0)


def test_a_claim_with_several_sources_needs_the_url(workspace, site):
    workspace.claim("bridge", CLAIM, site.url("/a"), site.url("/b"))
    (workspace.root / "x.html").write_text(PAGE, encoding="utf-8")
    assert "--url" in workspace.run("attach", "bridge", "x.html", code=2).err
    workspace.run("attach", "bridge", "x.html", "--url", "https://velda.example/", code=2)
    workspace.run("attach", "bridge", "x.html", "--url", "nonsense", code=2)
    workspace.run("attach", "bridge", "x.html", "--url", site.url("/b"), code=0)
    assert newest_record(workspace)["url"] == site.url("/b")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(100)),
        ("empty.html", b""),
        ("wordless.html", b"<body><hr></body>"),
        ("broken.pdf", b"%PDF-1.7 broken"),
    ],
)
def test_a_file_without_words_is_refused(saved, name, content):
    (saved.root / name).write_bytes(content)
    result = saved.run("attach", "bridge", name, code=2)
    assert name in result.err
    assert "hint:" in result.err
    assert not (saved.root / "cache" / "pages").exists()


def test_a_file_that_is_too_large_or_missing_is_refused(saved):
    (saved.root / "large.txt").write_text("word " * 3000, encoding="utf-8")
    assert (
        "larger" in saved.run("attach", "bridge", "large.txt", code=2, env={"CLAIMS_MAX_BYTES": "1000"}).err
    )
    saved.run("attach", "bridge", "missing.html", code=2)
    saved.run("attach", "bridge", ".", code=2)


def test_which_claim_must_be_clear(saved, workspace):
    workspace.claim("mill", "The mill of Velda stands.")
    saved.run("attach", "moon", "My bridge.html", code=5)
    saved.run("attach", "nothing", "My bridge.html", code=5)
    assert "cites no page" in saved.run("attach", "mill", "My bridge.html", code=2).err
