"""SELECT arguments: what names a claim, in which order claims come, and what is said where nothing fits."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimtrack.errors import SelectionError
from claimtrack.models import Article, Claim, Source
from claimtrack.selection import select


def _article(path: str, *claims: tuple[str, int, tuple[str, ...]]) -> Article:
    file = Path(path)
    return Article(
        id=file.stem,
        title=file.stem.title(),
        path=file,
        claims=tuple(
            Claim(
                id=f"{file.stem}/{slug}",
                text=f"About {slug}.",
                sources=tuple(Source(url=url) for url in urls),
                path=file,
                line=line,
            )
            for slug, line, urls in claims
        ),
    )


ARTICLES = (
    _article(
        "claims/moon.toml",
        ("mean-distance", 5, ("https://science.example/moon",)),
        ("age", 12, ("https://rocks.example/?id=7", "https://science.example/moon")),
        ("colour", 20, ()),
    ),
    _article("claims/2026-rivers.toml", ("age", 4, ()), ("longest", 9, ("https://water.example/",))),
    _article("claims/archive/mean.toml", ("mean-depth", 3, ())),
    _article("claims/colour.toml", ("hue", 3, ())),
    _article("claims/empty.toml"),
)
EVERY_ID = tuple(claim.id for article in ARTICLES for claim in article.claims)


def ids(*selectors: str) -> list[str]:
    return [claim.id for claim in select(ARTICLES, selectors)]


def test_no_selector_means_every_claim() -> None:
    assert tuple(ids()) == EVERY_ID


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        pytest.param("moon/age", ["moon/age"], id="full id"),
        pytest.param("mean-distance", ["moon/mean-distance"], id="bare slug"),
        pytest.param("2026-rivers", ["2026-rivers/age", "2026-rivers/longest"], id="article"),
        pytest.param("colour", ["colour/hue"], id="article before slug"),
        pytest.param("moon/*", ["moon/mean-distance", "moon/age", "moon/colour"], id="glob over one article"),
        pytest.param("*/age", ["moon/age", "2026-rivers/age"], id="glob over articles"),
        pytest.param("me[!o]n/*", ["mean/mean-depth"], id="glob with a class"),
        pytest.param(
            "m??n",
            ["moon/mean-distance", "moon/age", "moon/colour", "mean/mean-depth"],
            id="glob of articles",
        ),
        pytest.param("claims/2026-*.toml", ["2026-rivers/age", "2026-rivers/longest"], id="glob over files"),
        pytest.param("claims/colour.toml", ["colour/hue"], id="file"),
        pytest.param("./claims//colour.toml", ["colour/hue"], id="file in another spelling"),
        pytest.param("colour.toml", ["colour/hue"], id="file without its folder"),
        pytest.param("../claims/colour.toml", ["colour/hue"], id="file from a folder beside"),
        pytest.param("/home/ada/project/claims/colour.toml", ["colour/hue"], id="absolute file"),
        pytest.param("claims/archive", ["mean/mean-depth"], id="folder"),
        pytest.param("claims/archive/", ["mean/mean-depth"], id="folder with a slash"),
        pytest.param(".", list(EVERY_ID), id="the project's folder"),
        pytest.param("claims/moon.toml:12", ["moon/age"], id="first line of a claim"),
        pytest.param("claims/moon.toml:19", ["moon/age"], id="last line of a claim"),
        pytest.param("moon.toml:999", ["moon/colour"], id="line of the last claim"),
        pytest.param("https://science.example/moon", ["moon/mean-distance", "moon/age"], id="source"),
        pytest.param(
            "HTTPS://Science.Example:443/moon#top", ["moon/mean-distance", "moon/age"], id="source, respelled"
        ),
        pytest.param("https://rocks.example/?id=7", ["moon/age"], id="source with a query is no glob"),
        pytest.param("https://water.example", ["2026-rivers/longest"], id="source without a slash"),
    ],
)
def test_what_a_selector_names(selector: str, expected: list[str]) -> None:
    assert ids(selector) == expected


def test_claims_come_in_file_order_and_once() -> None:
    assert ids("longest", "moon/age", "moon/*", "moon/age") == [
        "moon/mean-distance",
        "moon/age",
        "moon/colour",
        "2026-rivers/longest",
    ]


@pytest.mark.parametrize(
    ("selector", "message", "hint"),
    [
        ("moon/mean-distanse", "nothing matches 'moon/mean-distanse'", "did you mean 'moon/mean-distance'?"),
        ("mon", "nothing matches 'mon'", "did you mean 'moon'"),
        ("claims/mon.toml", "nothing matches 'claims/mon.toml'", "did you mean 'claims/moon.toml'"),
        ("zzzzzz", "nothing matches 'zzzzzz'", "`claims list` shows all claims"),
        ("", "nothing matches ''", "`claims list` shows all claims"),
        ("moon/zz*", "nothing matches 'moon/zz*'", "did you mean 'moon/age'"),
        ("claims/moon.toml:2", "nothing matches 'claims/moon.toml:2'", "did you mean 'claims/moon.toml'"),
        ("elsewhere/moon.toml", "nothing matches 'elsewhere/moon.toml'", "did you mean 'claims/moon.toml'"),
        ("moon/mean-distance/x", "nothing matches", "did you mean 'moon/mean-distance'"),
        ("age", "'age' names 2 claims: moon/age, 2026-rivers/age", "write the article in front: moon/age"),
        ("empty", "article 'empty' has no claims", "`claims add`"),
        ("https://other.example/", "no claim cites https://other.example/", "whole URL"),
        ("ftp://other.example/", "scheme 'ftp' is refused", "only http and https"),
        ("https://ann:pw@other.example/", "user name or password", "remove it"),
    ],
)
def test_a_selector_that_names_nothing_is_an_error_with_a_way_out(
    selector: str, message: str, hint: str
) -> None:
    with pytest.raises(SelectionError) as caught:
        ids("moon", selector)
    assert message in caught.value.message
    assert hint in caught.value.hint
    assert "pw" not in str(caught.value)


def test_every_selector_that_names_nothing_is_named() -> None:
    with pytest.raises(SelectionError) as caught:
        ids("mon", "moon", "claims/rivers.toml")
    assert caught.value.message == "nothing matches 'mon'; nothing matches 'claims/rivers.toml'"
    assert "'claims/2026-rivers.toml'" in caught.value.hint


def test_a_bare_slug_of_many_articles_names_only_some_of_them() -> None:
    articles = [_article(f"claims/a{number}.toml", ("same", 1, ())) for number in range(50)]
    with pytest.raises(SelectionError, match=r"names 50 claims: a0/same, a1/same, a2/same and 47 more"):
        select(articles, ["same"])


def test_a_secret_in_a_url_is_not_repeated() -> None:
    with pytest.raises(SelectionError) as caught:
        ids("https://other.example/?token=hunter2")
    assert "hunter2" not in f"{caught.value.message}{caught.value.hint}"


def test_files_outside_the_project_are_named_by_their_whole_path() -> None:
    articles = [_article("/srv/team-claims/tides.toml", ("spring", 3, ()))]
    assert [claim.id for claim in select(articles, ["/srv/team-claims/tides.toml"])] == ["tides/spring"]
    with pytest.raises(SelectionError):
        select(articles, ["/home/ada/tides.toml"])
