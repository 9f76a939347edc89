"""URLs: which spellings are one source, which are refused with which remedy, and what of a URL may be shown."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claimtrack.urls import MAX_LENGTH, BadUrlError, canonical, host_of, is_loopback, redact


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://page.example/a", "https://page.example/a"),
        ("HTTPS://Page.Example/A", "https://page.example/A"),
        ("https://page.example", "https://page.example/"),
        ("https://page.example?x=1", "https://page.example/?x=1"),
        ("https://page.example:443/", "https://page.example/"),
        ("http://page.example:80/", "http://page.example/"),
        ("https://page.example:80/", "https://page.example:80/"),
        ("https://page.example:/a", "https://page.example/a"),
        ("https://page.example./a", "https://page.example/a"),
        ("https://page.example/a#part", "https://page.example/a"),
        ("https://page.example/a?b=c&b=d#:~:text=x", "https://page.example/a?b=c&b=d"),
        ("https://page.example/a?", "https://page.example/a"),
        ("  https://page.example/a \n", "https://page.example/a"),
        ("https://page.example/~a%20b/%2F?q=%C3%A9", "https://page.example/~a%20b/%2F?q=%C3%A9"),
        ("https://page.example/@someone?to=a@b.example#@", "https://page.example/@someone?to=a@b.example"),
        ("https://page.example?to=//a@b.example", "https://page.example/?to=//a@b.example"),
        ("https://page.example//a//b", "https://page.example//a//b"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://BÜCHER.example/é", "https://xn--bcher-kva.example/é"),
        ("https://straße.example/", "https://xn--strae-oqa.example/"),
        ("https://STRAẞE.example/", "https://xn--strae-oqa.example/"),
        ("https://１２７.0.0.1/", "https://127.0.0.1/"),
        ("https://page。example/", "https://page.example/"),
        ("http://[::1]:8080/", "http://[::1]:8080/"),
        ("http://[2001:DB8::1]/", "http://[2001:db8::1]/"),
        ("http://127.0.0.1:8001/a", "http://127.0.0.1:8001/a"),
    ],
)
def test_canonical(url: str, expected: str) -> None:
    assert canonical(url) == expected
    assert canonical(expected) == expected


@pytest.mark.parametrize(
    ("url", "message", "hint"),
    [
        ("", "without a scheme", "https://"),
        ("page.example/a", "without a scheme", "https://"),
        ("//page.example/a", "without a scheme", "https://"),
        ("page.example:8080/a", "without a scheme", "https://"),
        ("ftp://page.example/", "scheme 'ftp' is refused", "http and https"),
        ("file:///etc/passwd", "scheme 'file' is refused", "http and https"),
        ("javascript:alert(1)", "scheme 'javascript' is refused", "http and https"),
        ("data:text/html,x", "scheme 'data' is refused", "http and https"),
        ("https:///a", "without a host", "whole address"),
        ("https:page.example", "without a host", "whole address"),
        ("https://./a", "without a host", "whole address"),
        ("https://:443/", "without a host", "whole address"),
        ("https://page.example/a b", "a space", "percent-encode"),
        ("https://page.example/\u00a0a", "a space", "percent-encode"),
        ("https://page.example/\x00", "a control character", "percent-encode"),
        ("https://page.example/\nX: y", "a control character", "percent-encode"),
        ("https://page.example\\@other.example/", "a backslash", "percent-encode"),
        ("https://page.example:99999/", "not a URL", ""),
        ("https://page.example:8a/", "not a URL", ""),
        ("https://[::1/", "not a URL", ""),
        ("https://" + "ü" * 70 + ".example/", "no domain name", ""),
        ("https://page.example/" + "a" * MAX_LENGTH, "URL of 4117 characters", "4096"),
    ],
)
def test_what_is_refused_and_what_to_do_about_it(url: str, message: str, hint: str) -> None:
    with pytest.raises(BadUrlError) as caught:
        canonical(url)
    assert message in str(caught.value)
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    "url",
    [
        "https://ann:SECRET@page.example/",
        "https://ann:SECRET@ann@page.example/",
        "https://SECRET@page.example:99999/",
        "https://ann:SECRET@℀.example/",
        "//ann:SECRET@page.example/",
        "page.example/?token=SECRET",
        "https:///?api_key=SECRET",
    ],
)
def test_no_secret_is_repeated_in_an_error(url: str) -> None:
    with pytest.raises(BadUrlError) as caught:
        canonical(url)
    assert "SECRET" not in f"{caught.value} {caught.value.hint}"


@given(st.text(max_size=30).map("https://page.example/".__add__) | st.text(max_size=40))
@example("http://ı.example")
@example("http://K.example/")
def test_a_canonical_url_is_its_own_canonical_form(url: str) -> None:
    try:
        once = canonical(url)
    except BadUrlError:
        return
    assert canonical(once) == once
    assert once.startswith(("http://", "https://"))
    assert "#" not in once


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://page.example/", "page.example:443"),
        ("http://page.example/a", "page.example:80"),
        ("http://page.example:8080/", "page.example:8080"),
        ("http://[::1]/", "[::1]:80"),
    ],
)
def test_host_of(url: str, host: str) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://page.example/?a=1&token=SECRET&b=2", "https://page.example/?a=1&token=[redacted]&b=2"),
        ("https://page.example/?API_Key=SECRET", "https://page.example/?API_Key=[redacted]"),
        (
            "https://page.example/?X-Amz-Signature=SECRET#x",
            "https://page.example/?X-Amz-Signature=[redacted]#x",
        ),
        ("https://page.example/#access_token=SECRET", "https://page.example/#access_token=[redacted]"),
        ("https://page.example/;jsessionid=SECRET?x=1", "https://page.example/;jsessionid=[redacted]"),
        ("https://page.example/?token=SECRET=SECRET?SECRET", "https://page.example/?token=[redacted]"),
        ("https://page.example/;a=1?token=SECRET", "https://page.example/;a=1?token=[redacted]"),
        ("https://page.example/??token=SECRET", "https://page.example/??token=[redacted]"),
        ("https://ann:SECRET@page.example/", "https://[redacted]@page.example/"),
        ("https://ann:SECRET@x@page.example/", "https://[redacted]@page.example/"),
        (
            "moved to //SECRET@page.example then https://b.example",
            "moved to //[redacted]@page.example then https://b.example",
        ),
        ("https://page.example/?q=1 and mail a@b.example", "https://page.example/?q=1 and mail a@b.example"),
        ("no URL = no change", "no URL = no change"),
    ],
)
def test_redact(text: str, shown: str) -> None:
    assert redact(text) == shown


@pytest.mark.parametrize("bait", ["?", "?token", "//", "a", "?key=", "&a", "//a@", "token=", "http:"])
def test_redacting_takes_no_longer_than_reading(bait: str) -> None:
    """CPU time, not time on the clock; a quadratic pattern takes minutes here."""
    text = (bait * 200_000)[:200_000]
    before = time.process_time()
    redact(text)
    assert time.process_time() - before < 2


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://localhost/", True),
        ("http://ollama.localhost:11434/", True),
        ("http://127.0.0.1:8080/v1", True),
        ("http://127.9.9.9/", True),
        ("http://[::1]:8080/", True),
        ("http://localhost.example/", False),
        ("http://10.0.0.1/", False),
        ("http://judge.example/", False),
        ("http://0.0.0.0/", False),
    ],
)
def test_this_machine_is_known_by_how_it_is_written(url: str, here: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert is_loopback(url) is here
