"""A page that a person saved stands in where the live one cannot be read whole."""

from __future__ import annotations

TEXT = "The Arlen bridge was closed for nine weeks in the winter of 1963."
SAVED = f"<!doctype html><title>The Arlen Post</title><p>{TEXT}</p>"


def attach(workspace) -> None:
    saved = workspace.root / "saved.html"
    saved.write_text(SAVED, encoding="utf-8")
    workspace.run("attach", "bridge", "saved.html", code=0)


def test_where_the_live_page_is_refused(workspace):
    url = workspace.site.url("/wall")
    workspace.site.article("/wall", "Please sign in.")
    workspace.site.pages["/wall"].status = 403
    workspace.claim("bridge", TEXT, url)
    assert workspace.checks()["bridge"]["problem"] == "blocked"
    attach(workspace)
    check = workspace.checks()["bridge"]
    assert check["verdict"] == "supported"
    assert check["snapshot_origin"] == "attached"


def test_the_live_page_is_asked_first(workspace):
    url = workspace.site.article("/page", TEXT.replace("nine", "eight"))
    workspace.claim("bridge", TEXT, url)
    attach(workspace)
    check = workspace.checks()["bridge"]
    assert check["snapshot_origin"] == "fetched"
    assert check["verdict"] == "contradicted"


def test_what_was_attached_is_shown_and_exported_as_such(workspace):
    url = workspace.site.url("/gone")
    workspace.claim("bridge", TEXT, url)
    attach(workspace)
    workspace.checks()
    assert "saved and attached by" in workspace.run("show", "bridge", code=0).out
    assert workspace.run("export", code=0).json["checks"][0]["snapshot_origin"] == "attached"


def test_a_claim_keeps_what_was_last_known(workspace):
    url = workspace.site.article("/page", TEXT)
    workspace.claim("bridge", TEXT, url)
    workspace.verify(code=0)
    del workspace.site.pages["/page"]
    workspace.verify(code=3)
    assert "last known: supported by the snapshot of 20" in workspace.run("show", "bridge", code=0).out
