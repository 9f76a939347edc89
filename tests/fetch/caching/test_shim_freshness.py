"""How long a response is good for (RFC 9111, section 4.2).

Over HTTP, through the shim. Nothing here waits for a response to age: the origin says how old it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.fetch.caching.conftest import Exchange

DAY = 86_400
CC, EXPIRES, DATE, AGE, VARY, ETAG = "Cache-Control", "Expires", "Date", "Age", "Vary", "ETag"
MODIFIED = "Last-Modified"
TAG = ((ETAG, '"v1"'),)
FRESH = ((CC, "max-age=3600"),)

FRESHNESS = [
    ("max-age", [(CC, "max-age=3600")], "cache"),
    ("max-age in any case", [(CC, "MaX-AgE=3600")], "cache"),
    ("max-age of zero", [(CC, "max-age=0")], "origin"),
    ("negative max-age", [(CC, "max-age=-3600")], "origin"),
    ("max-age at 2^31 - 1", [(CC, "max-age=2147483647")], "cache"),
    ("max-age at 2^31", [(CC, "max-age=2147483648")], "cache"),
    ("max-age beyond any number", [(CC, "max-age=" + "9" * 5000)], "cache"),
    ("max-age of eleven digits", [(CC, "max-age=99999999999")], "cache"),
    ("max-age with leading zeros", [(CC, "max-age=003600")], "cache"),
    ("max-age in quotes", [(CC, 'max-age="3600"')], "cache"),
    ("max-age in single quotes", [(CC, "max-age='3600'")], "origin"),
    ("max-age with a fraction", [(CC, "max-age=3600.5")], "origin"),
    ("max-age with letters behind", [(CC, "max-age=3600a")], "origin"),
    ("max-age with letters before", [(CC, "max-age=a3600")], "origin"),
    ("max-age without a value", [(CC, "max-age")], "origin"),
    ("max-age with an empty value", [(CC, "max-age=")], "origin"),
    ("max-age with a space before the sign", [(CC, "max-age =3600")], "origin"),
    ("max-age with a space behind the sign", [(CC, "max-age= 3600")], "origin"),
    ("max-age twice alike", [(CC, "max-age=3600, max-age=3600")], "cache"),
    ("max-age twice with two values", [(CC, "max-age=3600, max-age=1800")], "origin"),
    ("max-age on two lines with two values", [(CC, "max-age=3600"), (CC, "max-age=0")], "origin"),
    ("max-age beside an unknown directive", [(CC, "foobar, max-age=3600")], "cache"),
    ("max-age beside an unknown one with a value", [(CC, 'foo=bar, x="y", max-age=3600')], "cache"),
    ("max-age within quotes before the real one", [(CC, 'x="max-age=3600", max-age=0')], "origin"),
    ("max-age within quotes behind the real one", [(CC, 'max-age=0, x="max-age=3600"')], "origin"),
    ("max-age behind an escaped quote", [(CC, 'x="a\\", max-age=3600", max-age=0')], "origin"),
    ("max-age within an open quote", [(CC, 'x="a, max-age=3600')], "origin"),
    ("max-age among empty members", [(CC, ", ,max-age=3600,, ")], "cache"),
    ("max-age on the second line", [(CC, "foobar"), (CC, "max-age=3600")], "cache"),
    ("max-age before past Expires", [(CC, "max-age=3600"), (EXPIRES, "@-7200"), (DATE, "@0")], "cache"),
    ("max-age of zero before Expires", [(CC, "max-age=0"), (EXPIRES, "@7200"), (DATE, "@0")], "origin"),
    ("max-age before bad Expires", [(CC, "max-age=3600"), (EXPIRES, "0"), (DATE, "@0")], "cache"),
    ("s-maxage is not for us", [(CC, "s-maxage=3600")], "origin"),
    ("s-maxage does not lengthen", [(CC, "s-maxage=3600, max-age=0")], "origin"),
    ("s-maxage does not shorten", [(CC, "s-maxage=0, max-age=3600")], "cache"),
    ("private is for us", [(CC, "private, max-age=3600")], "cache"),
    ("public", [(CC, "public, max-age=3600")], "cache"),
    ("CDN-Cache-Control is not for us", [("CDN-Cache-Control", "max-age=3600")], "origin"),
    ("CDN-Cache-Control does not shorten", [("CDN-Cache-Control", "no-store"), *FRESH], "cache"),
    ("Surrogate-Control is not for us", [("Surrogate-Control", "max-age=3600")], "origin"),
    ("Expires in the future", [(EXPIRES, "@7200"), (DATE, "@0")], "cache"),
    ("Expires without Date", [(EXPIRES, "@7200")], "cache"),
    ("Expires in the past", [(EXPIRES, "@-7200"), (DATE, "@0")], "origin"),
    ("Expires now", [(EXPIRES, "@0"), (DATE, "@0")], "origin"),
    ("Expires of zero", [(EXPIRES, "0"), (DATE, "@0")], "origin"),
    ("Expires of -1", [(EXPIRES, "-1"), (DATE, "@0")], "origin"),
    ("Expires in words", [(EXPIRES, "tomorrow"), (DATE, "@0")], "origin"),
    ("Expires on two lines", [(EXPIRES, "@7200"), (EXPIRES, "@7201"), (DATE, "@0")], "origin"),
    (
        "Expires in the form of RFC 850",
        [(EXPIRES, "Thursday, 18-Aug-50 02:01:18 GMT"), (DATE, "@0")],
        "cache",
    ),
    ("Expires in the form of asctime", [(EXPIRES, "Thu Aug 18 02:01:18 2050"), (DATE, "@0")], "cache"),
    ("Expires in another zone", [(EXPIRES, "Thu, 18 Aug 2050 02:01:18 AEST"), (DATE, "@0")], "origin"),
    ("Expires on no day", [(EXPIRES, "Thu, 30 Feb 2050 02:01:18 GMT"), (DATE, "@0")], "origin"),
    ("Expires before a Date in the future", [(EXPIRES, "@7200"), (DATE, "@7300")], "origin"),
    ("a Date in the future", [*FRESH, (DATE, "@7200")], "cache"),
    ("a Date in the past", [*FRESH, (DATE, "@-7200")], "origin"),
    ("a Date that is none", [*FRESH, (DATE, "yesterday")], "cache"),
    ("Age beyond max-age", [*FRESH, (AGE, "7200"), (DATE, "@0")], "origin"),
    ("Age within max-age", [*FRESH, (AGE, "60"), (DATE, "@0")], "cache"),
    ("Age beyond Expires", [(EXPIRES, "@3600"), (AGE, "7200"), (DATE, "@0")], "origin"),
    ("Age with an old one behind", [*FRESH, (AGE, "0, 7200")], "cache"),
    ("Age with an old one before", [*FRESH, (AGE, "7200, 0")], "origin"),
    ("Age on two lines, the old one first", [*FRESH, (AGE, "7200"), (AGE, "0")], "origin"),
    ("Age in words is ignored", [*FRESH, (AGE, "old")], "cache"),
    ("negative Age is ignored", [*FRESH, (AGE, "-7200")], "cache"),
    ("Age with a fraction is ignored", [*FRESH, (AGE, "7200.0")], "cache"),
    ("Age with a parameter is ignored", [*FRESH, (AGE, "7200;x=1")], "cache"),
    ("Age beyond 2^31", [(CC, "max-age=2147483648"), (AGE, "9999999999")], "origin"),
    ("nothing said", [], "origin"),
    ("nothing said, with a validator", [*TAG], "validated"),
    ("a guess from Last-Modified", [(MODIFIED, f"@{-10 * DAY}"), (DATE, "@0")], "cache"),
    ("no guess from one in the future", [(MODIFIED, "@7200"), (DATE, "@0")], "validated"),
    ("no guess from one that is no date", [(MODIFIED, "long ago"), (DATE, "@0")], "validated"),
    ("a guess is no longer than a day", [(MODIFIED, f"@{-999 * DAY}"), (AGE, f"{DAY + 1}")], "validated"),
    ("a guess is a tenth", [(MODIFIED, "@-10000"), (DATE, "@0"), (AGE, "1100")], "validated"),
    ("a guess within the tenth", [(MODIFIED, "@-10000"), (DATE, "@0"), (AGE, "900")], "cache"),
    ("Pragma rules a guess out", [(MODIFIED, f"@{-10 * DAY}"), ("Pragma", "no-cache")], "validated"),
    ("Pragma does not rule max-age out", [*FRESH, ("Pragma", "no-cache")], "cache"),
    ("bad max-age rules a guess out", [(CC, "max-age=x"), (MODIFIED, f"@{-10 * DAY}")], "validated"),
]


@pytest.mark.parametrize(("given", "expected"), [pytest.param(*case[1:], id=case[0]) for case in FRESHNESS])
def test_freshness(exchange: Exchange, given: list[tuple[str, str]], expected: str) -> None:
    assert exchange.outcome(*given) == expected
