"""The rules of robots.txt: the examples of RFC 9309, and what real files do besides."""

from __future__ import annotations

import time

import pytest

from claimtrack.fetch.robots import MAX_BYTES, MAX_CRAWL_DELAY_S, RobotsRules

SITE = "https://orrin.example"


def allows(text: str, path: str, token: str = "claimtrack") -> bool:  # noqa: S107 - the name of a robot
    return RobotsRules(text.encode(), token).allows(SITE + path)


SECTION_5_1 = """\
User-Agent: *
Disallow: *.gif$
Disallow: /example/
Allow: /publications/

User-Agent: foobot
Disallow:/
Allow:/example/page.html
Allow:/example/allowed.gif

User-Agent: barbot
User-Agent: bazbot
Disallow: /example/page.html

User-Agent: quxbot
"""


@pytest.mark.parametrize(
    ("token", "path", "allowed"),
    [
        ("foobot", "/", False),
        ("foobot", "/example/page.html", True),
        ("foobot", "/example/allowed.gif", True),
        ("foobot", "/example/other.gif", False),
        ("FOOBOT", "/example/page.html", True),
        ("barbot", "/example/page.html", False),
        ("barbot", "/example/", True),
        ("bazbot", "/example/page.html", False),
        ("bazbot", "/image.gif", True),
        ("quxbot", "/example/page.html", True),
        ("quxbot", "/image.gif", True),
        ("otherbot", "/image.gif", False),
        ("otherbot", "/image.gif?size=2", True),
        ("otherbot", "/example/page.html", False),
        ("otherbot", "/publications/", True),
        ("otherbot", "/publications/image.gif", True),
        ("otherbot", "/elsewhere", True),
    ],
)
def test_the_simple_example_of_section_5_1(token: str, path: str, *, allowed: bool) -> None:
    assert allows(SECTION_5_1, path, token) is allowed


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/example/page/disallowed.gif", False),
        ("/example/page/", True),
        ("/example/page/allowed.gif", True),
        ("/example/", True),
    ],
)
def test_the_longest_match_of_section_5_2(path: str, *, allowed: bool) -> None:
    text = "User-Agent: foobot\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif\n"
    assert allows(text, path, "foobot") is allowed


@pytest.mark.parametrize(
    ("rule", "path", "matches"),
    [
        ("/foo/bar?baz=quz", "/foo/bar?baz=quz", True),
        ("/foo/bar?baz=http://foo.bar", "/foo/bar?baz=http%3A%2F%2Ffoo.bar", True),
        ("/foo/bar?baz=http%3a%2f%2Ffoo.bar", "/foo/bar?baz=http%3A%2F%2Ffoo.bar", True),
        ("/foo/bar?baz=http%3A%2F%2Ffoo.bar", "/foo/bar?baz=http://foo.bar", True),
        ("*/search/", "/foo?next=/search/", True),
        ("/foo/bar/ツ", "/foo/bar/%E3%83%84", True),
        ("/foo/bar/%E3%83%84", "/foo/bar/%E3%83%84", True),
        ("/foo/bar/%e3%83%84", "/foo/bar/%E3%83%84", True),
        ("/foo/bar/%62%61%7A", "/foo/bar/baz", True),
        ("/path/file-with-a-%2A.html", "/path/file-with-a-*.html", True),
        ("/path/foo-%24", "/path/foo-$", True),
        ("/fish", "/fish.html", True),
        ("/fish", "/Fish.html", False),
        ("/fish", "/catfish", False),
        ("/fish*", "/fishheads/yummy.html", True),
        ("/fish/", "/fish", False),
        ("/fish/", "/fish/?id=1", True),
        ("/*.php", "/folder/name.php?x=1", True),
        ("/*.php", "/windows.PHP", False),
        ("/*.php$", "/name.php", True),
        ("/*.php$", "/name.php?x=1", False),
        ("/fish*.php", "/fishheads/catfish.php?x", True),
        ("/$", "/", True),
        ("/$", "/page", False),
        ("*", "/anything", True),
        ("/a**b", "/a-b", True),
    ],
)
def test_how_a_rule_matches(rule: str, path: str, *, matches: bool) -> None:
    assert allows(f"User-agent: claimtrack\nDisallow: {rule}\n", path) is not matches


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        pytest.param("", "/", True, id="an empty file allows all"),
        pytest.param("User-agent: *\nDisallow: /\n", "/robots.txt", True, id="robots.txt itself"),
        pytest.param("User-agent: *\nDisallow:\n", "/a", True, id="an empty rule forbids nothing"),
        pytest.param("User-agent: *\nDisallow: /p\nAllow: /p\n", "/p", True, id="allow wins a draw"),
        pytest.param("User-agent: *\nAllow: /p\nDisallow: /p\n", "/p", True, id="in either order"),
        pytest.param("User-agent: *\nAllow: /\nDisallow: /p/q\n", "/p/q", False, id="the longer rule wins"),
        pytest.param("Disallow: /\n", "/a", True, id="a rule before any group"),
        pytest.param(
            "User-agent: claimtrack\nDisallow: /a\n\nUser-agent: x\nDisallow: /b\n", "/b", True, id="other"
        ),
        pytest.param(
            "User-agent: *\nDisallow: /\nUser-agent: ClaimTrack\nAllow: /\n", "/a", True, id="any case"
        ),
        pytest.param(
            "User-agent: claimtrack/2.0\nDisallow: /a\n", "/a", False, id="a version behind the name"
        ),
        pytest.param("User-agent: claim\nDisallow: /\n", "/a", True, id="a name that only begins like ours"),
        pytest.param("User-agent: track\nDisallow: /\n", "/a", True, id="a name that ours ends in"),
        pytest.param(
            "User-agent: claimtrackbot\nDisallow: /\n", "/a", True, id="a name that begins with ours"
        ),
        pytest.param(
            "User-agent: claimtrack\nDisallow: /a\nUser-agent: claimtrack\nDisallow: /b",
            "/b",
            False,
            id="merged",
        ),
        pytest.param(
            "User-agent: claimtrack\nDisallow: /a\nUser-agent: claimtrack\nDisallow: /b",
            "/a",
            False,
            id="both",
        ),
        pytest.param(
            "User-agent: claimtrack\n\n\nDisallow: /a\n", "/a", False, id="blank lines do not end a group"
        ),
        pytest.param(
            "User-agent: x\nUser-agent: claimtrack\nDisallow: /a\n", "/a", False, id="a group of two"
        ),
        pytest.param("User-agent: claimtrack # us\nDisallow: /a # why\n", "/a", False, id="comments"),
        pytest.param("# all\rUser-agent: *\rDisallow: /a\r", "/a", False, id="lines ended by CR"),
        pytest.param("User-agent: *\r\nDisallow: /a\r\n", "/a", False, id="lines ended by CRLF"),
        pytest.param("\ufeffUser-agent: *\nDisallow: /a\n", "/a", False, id="a byte order mark"),
        pytest.param("  user-AGENT :  *  \n\tDISALLOW\t: /a\n", "/a", False, id="case and space"),
        pytest.param(
            "User-agent: *\nDisallow: /a\nSitemap: https://x.example/s\nDisallow: /b",
            "/b",
            False,
            id="sitemap",
        ),
        pytest.param("<html><p>User-agent: *</p></html>", "/a", True, id="a page in place of the file"),
        pytest.param("User-agent: *\nDisallow: /a?b\n", "/a?b=1", False, id="queries count"),
        pytest.param("User-agent: *\nDisallow: /a\n", "/b?x=/a", True, id="only from the start of the path"),
    ],
)
def test_files(text: str, path: str, *, allowed: bool) -> None:
    assert allows(text, path) is allowed


def test_bytes_that_are_no_text_do_no_harm() -> None:
    assert not RobotsRules(b"\xff\xfe\x00User\nUser-agent: *\nDisallow: /a\n\xc3\x28\n").allows(SITE + "/a")


def test_what_lies_beyond_500_kb_does_not_count() -> None:
    head = b"User-agent: *\nDisallow: /a\n"
    filler = b"#" * (MAX_BYTES - len(head) - 1) + b"\n"
    rules = RobotsRules(head + filler + b"Disallow: /b\n")
    assert not rules.allows(SITE + "/a")
    assert rules.allows(SITE + "/b")


@pytest.mark.parametrize(
    ("line", "seconds"),
    [
        ("Crawl-delay: 7", 7.0),
        ("crawl-delay: 0.5", 0.5),
        ("Crawl-delay: 86400", MAX_CRAWL_DELAY_S),
        ("Crawl-delay: -3", 0.0),
        ("Crawl-delay: inf", 0.0),
        ("Crawl-delay: nan", 0.0),
        ("Crawl-delay: soon", 0.0),
        ("", 0.0),
    ],
)
def test_crawl_delay_is_seconds_within_reason(line: str, seconds: float) -> None:
    assert RobotsRules(f"User-agent: *\n{line}\nDisallow: /x\n".encode()).crawl_delay_s == seconds


def test_the_crawl_delay_of_another_robot_is_not_ours() -> None:
    text = b"User-agent: other\nCrawl-delay: 9\n\nUser-agent: *\nCrawl-delay: 2\n"
    assert RobotsRules(text).crawl_delay_s == 2.0


def test_no_file_takes_long_to_read_or_to_match() -> None:
    """Processor time, not the clock: a rule of many wildcards made matchers by regular expressions hang for ever."""
    baits = (
        b"User-agent: *\nDisallow: /" + b"*a" * 2000 + b"b\n",
        b"User-agent: *\n" + b"Disallow: /*a*a*a*a*a*b\n" * 20_000,
        b"User-agent: a\n" * 30_000,
        b":" * MAX_BYTES,
    )
    started = time.process_time()
    for bait in baits:
        RobotsRules(bait).allows(SITE + "/" + "a" * 4000)
    assert time.process_time() - started < 30
