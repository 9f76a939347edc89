from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtrack.demo.routes import Action, Route, route


@pytest.mark.parametrize(
    ("target", "action", "name"),
    [
        ("/", Action.START, "article.html"),
        ("/robots.txt", Action.ROBOTS, ""),
        ("/pages/a-page2.html", Action.PAGE, "a-page2.html"),
        ("/pages/a.html?utm_source=mail", Action.PAGE, "a.html"),
        ("/moved/a.html", Action.MOVED, "a.html"),
        ("/slow/a.html", Action.SLOW, "a.html"),
        ("/stuck/a.html", Action.STUCK, "a.html"),
        ("/wall/a.html", Action.WALL, "a.html"),
    ],
)
def test_a_path_says_how_it_is_answered(target: str, action: Action, name: str) -> None:
    assert route(target) == Route(action=action, name=name)


@pytest.mark.parametrize(
    "target",
    [
        "",
        "/pages",
        "/pages/",
        "/pages/../claims.toml",
        "/pages/..%2fclaims.toml",
        "/pages/%2e%2e/claims.toml",
        "/pages/sub/a.html",
        "/pages/A.html",
        "/pages/a.html\n",
        "/pages/a.html/",
        "//pages/a.html",
        "/pages/a.htm",
        "/pages/.html",
        "/missing/a.html",
        "/start/a.html",
        "/claims.toml",
        "http://127.0.0.1/pages/a.html",
        f"/pages/{'a' * 81}.html",
    ],
)
def test_everything_else_is_missing(target: str) -> None:
    assert route(target) == Route(action=Action.MISSING)


@given(st.text(alphabet="/.\\%2eEfF5cpagesmovedslow-html?\x00\n", max_size=60))
def test_no_target_names_a_file_outside_a_folder(target: str) -> None:
    name = route(target).name
    assert "/" not in name
    assert "\\" not in name
    assert ".." not in name
