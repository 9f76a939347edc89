"""Walls and error pages through the real command: a problem with a name, never "unsupported"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Workspace

CLAIM = "The Orrin bridge opened in 1931."
CARRIED = "<p>The Orrin bridge opened in 1931 after four years of work.</p>"
ELSEWHERE = "<p>The ferry from Orrin to Velda stops early on Christmas Eve this year.</p>"
WALL = "<p>Subscribe to continue reading</p>"
CHALLENGE = "<title>Just a moment...</title>{}<p>Checking your browser before you go on.</p>"


def outcomes(workspace: Workspace, **pages: str) -> dict[str, str]:
    from tests.conftest import Page

    for slug, html in pages.items():
        workspace.site.pages[f"/news/{slug}"] = Page(f"<!doctype html><html lang=en>{html}</html>")
        workspace.claim(slug, CLAIM, workspace.site.url(f"/news/{slug}"))
    return {slug: check["verdict"] or check["problem"] for slug, check in workspace.checks().items()}


def test_what_stands_in_a_pages_place_is_never_a_verdict(workspace: Workspace) -> None:
    assert outcomes(
        workspace,
        challenge=CHALLENGE.format(""),
        parroting=CHALLENGE.format(CARRIED),
        lost="<title>Page not found</title><h1>Page not found</h1>",
        shop="<title>orrin.example</title><p>This domain is for sale.</p>",
        members="<title>Sign in</title><form><input type=password></form>",
    ) == {
        "challenge": "blocked",
        "parroting": "blocked",
        "lost": "soft-404",
        "shop": "parked",
        "members": "login-wall",
    }


def test_before_a_paywall_the_visible_text_counts(workspace: Workspace) -> None:
    assert outcomes(workspace, carried=CARRIED + WALL, elsewhere=ELSEWHERE + WALL, free=ELSEWHERE) == {
        "carried": "supported",
        "elsewhere": "paywall",
        "free": "unsupported",
    }


def test_a_wall_that_comes_up_later_does_not_unsay_what_was_known(workspace: Workspace) -> None:
    assert outcomes(workspace, bridge=CARRIED) == {"bridge": "supported"}
    workspace.site.pages["/news/bridge"].body = CHALLENGE.format("")
    checks = workspace.checks()
    assert checks["bridge"]["problem"] == "blocked"
    workspace.site.pages["/news/bridge"].body = f"<!doctype html><html lang=en>{CARRIED}</html>"
    assert workspace.checks()["bridge"]["verdict"] == "supported"
