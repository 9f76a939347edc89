"""Line numbers: right for every table, key and item of every TOML file, whatever stands in its strings."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from claimtrack.records.positions import MAX_DEPTH, KeyPath, TooDeepError, locate

EVERY_FORM = '''# a = 1
[article]
title = "A # no comment" # [[claim]]
"odd key".inner = 1
'a.b' = 'C:\\temp\\'

[[claim]]
id = "one"
text = """
[[claim]] \\""" not here
a quote at the end""""
note = \'\'\'
"""
[[claim]]\'\'\'
source = [  # first
  "https://a.example/#x",
  { url = "https://b.example", title = "x = [" },  # second

  "https://c.example" ]
when = 2026-11-24 10:30:00
number = [[1, 2.5e3], [
  3]]

[claim.more]
key = true
[claim.more.deeper]
key = false

  [[ claim ]]
id = "\\u0041"
source.url = "https://d.example"

[[claim.source2]]
url = 1
[[claim.source2]]
url = 2
["claim".x."y z"]
url = 3
[last]'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("article",), 2),
        (("article", "title"), 3),
        (("article", "odd key"), 4),
        (("article", "odd key", "inner"), 4),
        (("article", "a.b"), 5),
        (("claim",), 7),
        (("claim", 0), 7),
        (("claim", 0, "id"), 8),
        (("claim", 0, "text"), 9),
        (("claim", 0, "note"), 12),
        (("claim", 0, "source"), 15),
        (("claim", 0, "source", 0), 16),
        (("claim", 0, "source", 1), 17),
        (("claim", 0, "source", 1, "title"), 17),
        (("claim", 0, "source", 2), 19),
        (("claim", 0, "when"), 20),
        (("claim", 0, "number", 0, 1), 21),
        (("claim", 0, "number", 1), 21),
        (("claim", 0, "number", 1, 0), 22),
        (("claim", 0, "more"), 24),
        (("claim", 0, "more", "key"), 25),
        (("claim", 0, "more", "deeper", "key"), 27),
        (("claim", 1), 29),
        (("claim", 1, "id"), 30),
        (("claim", 1, "source", "url"), 31),
        (("claim", 1, "source2", 0), 33),
        (("claim", 1, "source2", 1), 35),
        (("claim", 1, "source2", 1, "url"), 36),
        (("claim", 1, "x", "y z", "url"), 38),
        (("last",), 39),
    ],
)
def test_every_form_of_toml(path: KeyPath, line: int) -> None:
    assert path_exists(tomllib.loads(EVERY_FORM), path)
    assert locate(EVERY_FORM).line(path) == line
    assert locate(EVERY_FORM.replace("\n", "\r\n")).line(path) == line


def test_a_missing_key_is_reported_at_the_table_around_it() -> None:
    positions = locate(EVERY_FORM)
    assert positions.line(("claim", 1, "text")) == 29
    assert positions.line(("claim", 0, "source", 1, "url2")) == 17
    assert positions.line(("nothing", "here")) == 1


def test_what_stands_above_a_syntax_error_is_found() -> None:
    positions = locate("[a]\nb = 1\nc 2\n[d]\n")
    assert (positions.line(("a", "b")), positions.line(("d",))) == (2, 1)


@pytest.mark.parametrize(
    "source",
    ["x = " + "[" * 50, "\n\nx = " + "{a=" * 50, ".".join("a" * 50) + " = 1", "[" + ".".join("a" * 50) + "]"],
)
def test_deep_nesting_is_refused_before_it_costs_anything(source: str) -> None:
    with pytest.raises(TooDeepError, match=f"deeper than {MAX_DEPTH}") as caught:
        locate(source)
    assert caught.value.line == source.count("\n") + 1


KEYS = st.sampled_from(["a", "b", "c-1", "'d e'", '"f.g"', '"h#[i"', "j . k", "l.m.n"])
STRINGS = st.sampled_from(
    ['"x"', '"[[a]] # \\""', "'\\'", '"""\n[[a]]\n\\"""b = 1\n"""', "'''\n# \"\"\"\n'''", '""""', "''", '"""a"""""']
)  # fmt: skip
GAPS = st.sampled_from(["", " ", "\n", " # ] }\n", "\r\n\t"])
VALUES = st.recursive(
    STRINGS | st.sampled_from(["1", "-2.5e3", "true", "2026-11-24 10:30:00", "10:30:00", "inf"]),
    lambda inner: st.one_of(
        st.lists(st.tuples(GAPS, inner, GAPS).map("".join), max_size=3).map(
            lambda items: f"[{','.join(items)}]"
        ),
        st.lists(st.tuples(KEYS, inner).map(" = ".join), max_size=2).map(
            lambda pairs: f"{{ {', '.join(pairs)} }}"
        ),
    ),
    max_leaves=6,
)
PAIRS = st.tuples(KEYS, VALUES, st.sampled_from(["", " # = 1"])).map(
    lambda parts: f"{parts[0]} = {parts[1]}{parts[2]}"
)
HEADERS = st.tuples(st.sampled_from(["[{}]", "[[{}]]", "[[ {} ]]"]), KEYS, KEYS, st.booleans()).map(
    lambda parts: parts[0].format(f"{parts[1]}.{parts[2]}" if parts[3] else parts[1])
)
DOCUMENTS = st.lists(PAIRS | HEADERS | st.sampled_from(["", "# [[a]]", "\t"]), max_size=8).map("\n".join)


def paths_of(value: object, path: KeyPath = ()) -> Iterator[KeyPath]:
    """Yield the way to every value inside `value`."""
    items: Iterator[tuple[str | int, object]] = iter(())
    if isinstance(value, dict):
        items = iter(value.items())
    elif isinstance(value, list):
        items = iter(enumerate(value))
    for key, inner in items:
        yield (*path, key)
        yield from paths_of(inner, (*path, key))


def path_exists(value: object, path: KeyPath) -> bool:
    """Tell whether parsed TOML holds a value there."""
    return path in set(paths_of(value))


@settings(deadline=None)
@given(DOCUMENTS)
def test_whatever_the_parser_accepts_is_found_where_it_stands(source: str) -> None:
    try:
        data = tomllib.loads(source)
    except tomllib.TOMLDecodeError:
        reject()
    positions = locate(source)
    lines = source.split("\n")
    for path in paths_of(data):
        assert path in positions._lines
        if isinstance(path[-1], str):
            assert path[-1] in lines[positions.line(path) - 1]


@settings(deadline=None)
@given(st.text(alphabet="ab=.[]{}\"'#\\\n\r\t ,1", max_size=60))
def test_any_text_at_all_is_survived(source: str) -> None:
    try:
        line = locate(source).line(("a",))
    except TooDeepError as error:
        line = error.line
    assert 1 <= line <= source.count("\n") + 1
