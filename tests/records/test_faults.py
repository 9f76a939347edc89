"""Every fault of a claim file: at its line, in words, with a remedy; and each of them is in the docs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from claimtrack.errors import Fault, RecordError
from claimtrack.records import MAX_FILE_BYTES, load, parse
from claimtrack.records.faults import MAX_FAULTS

HEAD = '[article]\ntitle = "Tides"\n\n'
CLAIM = '[[claim]]\nid = "spring"\ntext = "A spring tide is higher than a neap tide."\n'
FIRST_LINE_OF_CLAIM = 4


def faults_of(content: str | bytes, name: str = "claims/tides.toml") -> tuple[Fault, ...]:
    """Return what is wrong with a claim file of this content."""
    with pytest.raises(RecordError) as caught:
        parse(content.encode() if isinstance(content, str) else content, Path(name))
    return caught.value.faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A faulty file and the one fault expected of it."""

    content: str
    line: int
    message: str
    hint: str


def in_claim(extra: str, message: str, hint: str, *, line: int = FIRST_LINE_OF_CLAIM + 3) -> Case:
    """Return a case whose fault is in the lines added to a claim that is valid without them."""
    return Case(content=HEAD + CLAIM + extra, line=line, message=message, hint=hint)


CASES = [
    # The head of the file.
    Case(content="", line=1, message="no [article] table", hint="begin the file with [article]"),
    Case(content="# nothing yet\n", line=1, message="no [article] table", hint='title = "..."'),
    Case(content="\n[article]\nurl = 'https://a.example'", line=2, message="no 'title'", hint="below [article]"),
    Case(content='article = "Tides"', line=1, message="article: expected a table, got a string", hint="[article]"),
    Case(
        content='[[article]]\ntitle = "Tides"', line=1, message="article: expected a table, got a list", hint="single"
    ),
    Case(content="[article]\ntitle = 7", line=2, message="title: expected a string, got an integer", hint="in quotes"),
    Case(content='[article]\ntitle = " "', line=2, message="title: the string is empty", hint="write something"),
    Case(
        content='[article]\ntitle = "Tides"\npublished = "April 25"',
        line=3,
        message="published: 'April 25' is no ISO 8601 date",
        hint="2026-04-25",
    ),
    Case(content='title = "Tides"\n' + HEAD, line=1, message="unknown key 'title'", hint="below a line [article]"),
    Case(content=HEAD + '[[claims]]\nid = "a"', line=4, message="unknown key 'claims'", hint="did you mean 'claim'?"),
    Case(content="[article]\ntitel = 'x'\ntitle = 'x'", line=2, message="unknown key 'titel'", hint="mean 'title'?"),
    # The shape of claims.
    Case(
        content=HEAD + '[claim]\nid = "a"',
        line=4,
        message="claim: expected a list of tables, got a table",
        hint="[[claim]] in double brackets",
    ),
    Case(
        content='claim = ["a"]\n' + HEAD,
        line=1,
        message="claim: expected a table, got a string",
        hint="write [[claim]] in double",
    ),
    in_claim("txet = 'x'\n", "unknown key 'txet'", "did you mean 'text'?"),
    in_claim("colour = 'x'\n", "unknown key 'colour'", "known are id, text, source, cited_as"),
    # text and id.
    Case(content=HEAD + '[[claim]]\nid = "a"\n', line=4, message="no 'text'", hint="one sentence"),
    Case(content=HEAD + '[[claim]]\nid = "a"\ntext = ""\n', line=6, message="text: the string is empty", hint="'text'"),
    Case(
        content=HEAD + '[[claim]]\nid = "a"\n\n# why\ntext = ["x"]\n',
        line=8,
        message="text: expected a string, got a list",
        hint="single text",
    ),
    Case(
        content=HEAD + '[[claim]]\ntext = "Café tides: 2.5 m at Port-Élan\'s pier."\n',
        line=4,
        message="no 'id'",
        hint='write id = "cafe-tides-2-5-m-at-port-elans-pier"',
    ),
    Case(
        content=HEAD + '[[claim]]\nid = "Spring Tide"\ntext = "x"\n',
        line=5,
        message="id: 'Spring Tide' is no slug",
        hint='write id = "spring-tide": lower-case letters',
    ),
    Case(
        content=HEAD + CLAIM + "\n" + CLAIM,
        line=9,
        message="id: 'spring' is the id of the claim on line 4 too",
        hint='free is "a-spring-tide-is-higher-than-a-neap-tide"',
    ),
    # source.
    in_claim("source = 3\n", "source: expected a URL or a table, got an integer", "a list of those"),
    in_claim("source = ''\n", "source: the string is empty", "leave 'source' out"),
    in_claim("source = 'tides.example/a'\n", "source: URL without a scheme: 'tides.example/a'", "write https://"),
    in_claim("source = 'a.example/?token=hunter2'\n", "source: URL without a scheme: 'a.example/?token=[redacted]", ""),
    in_claim("source = 'file:///etc/passwd'\n", "source: URL scheme 'file' is refused", "only http and https"),
    in_claim("source = 'https://ann:pw@tides.example/'\n", "source: URL with a user name or password", "remove it"),
    in_claim("source = 'https://tides.example/a b'\n", "source: URL with a space", "percent-encode"),
    in_claim(
        "source = [\n  'https://a.example/x', # one\n  'https://A.example:443/x#there',\n]\n",
        "source: https://a.example/x is cited twice",
        "one mention is enough",
        line=9,
    ),
    in_claim(
        "source = [\n  { url = 'https://a.example' },\n  { publisher = 'The Tide Post' },\n]\n",
        "no 'url'",
        "'cited_as' of the claim",
        line=9,
    ),
    in_claim("[claim.source]\n\nurl = 'gopher://a.example'\n", "url: URL scheme 'gopher' is refused", "only", line=9),
    in_claim(
        "source = { url = 'https://a.example', archive_url = 'a.example' }\n", "archive_url: URL without", "https://"
    ),
    in_claim("[claim.source]\nurl = 'https://a.example'\npublisherr = 'x'\n", "unknown key 'publisherr'", "'publisher'?", line=9),
    in_claim("[claim.source]\nurl = 'https://a.example'\ntags = ['x']\n", "unknown key 'tags'", "above [claim.source]", line=9),
    in_claim("[[claim.source]]\nurl = 'https://a.example'\n\n[[claim.source]]\nurl = 9\n", "url: expected a string, got an integer", "quotes", line=11),
    # The other keys of a claim.
    in_claim("kind = 'opnion'\n", "kind: 'opnion' is no kind of claim", "did you mean 'opinion'?"),
    in_claim("max_age = 30\n", "max_age: expected a string, got an integer", 'quotes: max_age = "..."'),
    in_claim("max_age = '1 month'\n", "max_age: '1 month' is no duration", "1d12h"),
    in_claim("max_age = '101000w'\n", "max_age: '101000w' is too long", "100 years"),
    in_claim("kind = 'opinion'\nmax_age = '3d'\n", "max_age: an opinion is never checked", 'kind = "fact"', line=8),
    in_claim("kind = 'opinion'\nquote = 'x'\n", "quote: an opinion is never checked", "leave 'quote' out", line=8),
    in_claim("tags = 'sea'\n", "tags: expected a list of strings, got a string", 'write tags = ["sea"]'),
    in_claim("tags = [\n  'sea',\n  2026-11-24,\n]\n", "tags: expected a string in the list, got a date", "quotes", line=9),
    in_claim("tags = ['sea', '']\n", "tags: an empty string in the list", "take it out"),
    in_claim("cited_as = true\n", "cited_as: expected a string, got a boolean", "quotes"),
    in_claim("quote = 1.5\n", "quote: expected a string, got a number", "quotes"),
    in_claim("note = 10:30:00\n", "note: expected a string, got a time", "quotes"),
    # TOML itself.
    in_claim("note = unquoted words\n", "not valid TOML, column 8: invalid value", "in quotes"),
    in_claim("id = 'again'\n", "not valid TOML, column 13: cannot overwrite a value", "[[claim]] line miss"),
    in_claim('note = "C:\\tides"\nnote2 = "C:\\data"\n', "not valid TOML, column 14: unescaped '\\' in a string", "backslash", line=8),
    in_claim('note = "two\nlines"\n', "not valid TOML, column 12: illegal character '\\n'", '"""'),
    in_claim("source = { url = 'https://a.example',\n", "not valid TOML, column 38: invalid initial", "on one line"),
    in_claim('note = """open\n\n', "not valid TOML: unterminated string", "never closed", line=7),
    in_claim("just words\n", "not valid TOML, column 6: expected '=' after a key", "docs/claim-files.md"),
    in_claim("note = [[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]\n", "nested deeper than 16 levels", "no nesting"),
    in_claim("a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r = 1\n", "nested deeper than 16 levels", "no nesting"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.message)
def test_a_fault_stands_at_its_line_with_a_remedy(case: Case) -> None:
    (fault,) = faults_of(case.content)
    assert (fault.line, fault.message[: len(case.message)]) == (case.line, case.message)
    assert case.hint in fault.hint
    assert str(fault).startswith(f"claims/tides.toml:{case.line}: {case.message}")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.message)
def test_every_fault_is_in_the_docs(case: Case, is_documented: Callable[[str], bool]) -> None:
    assert [fault.message for fault in faults_of(case.content) if not is_documented(fault.message)] == []


def test_the_docs_do_not_cover_everything(is_documented: Callable[[str], bool]) -> None:
    assert not is_documented("no such fault")


def test_all_faults_of_a_file_are_reported_in_file_order() -> None:
    content = HEAD + CLAIM + 'kind = "x"\ntgas = []\n\n[[claim]]\nid = "B!"\nsource = ["nowhere", 4]\n'
    assert [(fault.line, fault.message.split(":")[0]) for fault in faults_of(content)] == [
        (7, "kind"),
        (8, "unknown key 'tgas'"),
        (10, "no 'text'"),
        (11, "id"),
        (12, "source"),
        (12, "source"),
    ]


def test_lines_are_right_below_multi_line_strings_comments_and_windows_line_ends() -> None:
    content = (
        HEAD
        + '# [[claim]] in a comment\n[[claim]]\nid = "a"\ntext = """\n[[claim]]\nid = "no"\n"""\n'
        + "note = '''\n# \"\"\" [[claim]]\n'''\nkind = 'x' # [[claim]]\n"
    )
    for text in (content, content.replace("\n", "\r\n"), "\ufeff" + content):
        assert [fault.line for fault in faults_of(text)] == [14]


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        pytest.param(HEAD.encode() + b"\n# caf\xe9\n", 5, "not UTF-8: byte 0xe9 at offset 33", id="latin-1"),
        pytest.param(HEAD.encode() + b"note = '\x00'", 4, "NUL byte at offset 35", id="NUL"),
        pytest.param(HEAD.encode("utf-16"), 1, "NUL byte at offset 3", id="utf-16"),
    ],
)
def test_bytes_that_are_no_text_are_a_fault_with_line_and_offset(
    content: bytes, line: int, message: str
) -> None:
    (fault,) = faults_of(content)
    assert (fault.line, fault.message) == (line, message)
    assert "UTF-8" in fault.hint


def test_a_file_whose_name_makes_no_id_is_a_fault(is_documented: Callable[[str], bool]) -> None:
    (fault,) = faults_of(HEAD, "claims/Über Gezeiten.toml")
    assert is_documented(fault.message)
    assert fault.line == 0
    assert fault.hint.endswith("call it uber-gezeiten.toml")


def test_a_hostile_number_of_faults_is_cut_and_said_to_be() -> None:
    faults = faults_of(HEAD + "".join(f"k{number} = 1\n" for number in range(50_000)))
    assert len(faults) == MAX_FAULTS + 1
    assert faults[-1].message == "more than 1,000 faults"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("[" * 100_000, id="brackets"),
        pytest.param("x = " + "[" * 100_000, id="nested lists"),
        pytest.param("x = " + "{a = " * 100_000, id="nested tables"),
        pytest.param("a" + ".a" * 2_000_000 + " = 1", id="dotted key"),
        pytest.param("[" + "a." * 2_000_000 + "a]", id="dotted header"),
        pytest.param("x = " + "9" * 100_000, id="digits"),
        pytest.param('"' * 4_999_999, id="quotes"),
        pytest.param("[[claim]]\n" * 499_999, id="half a million claims"),
        pytest.param("k" * 4_999_999 + " = 1", id="a key of 5 MB"),
        pytest.param(HEAD + CLAIM + f'max_age = "{"9" * 4_000_000}"', id="a duration of 4 MB"),
        pytest.param(HEAD + CLAIM + f'kind = "{"x" * 4_000_000}"', id="a kind of 4 MB"),
        pytest.param(HEAD + CLAIM + f'source = "https://{"x" * 4_000_000}"', id="a URL of 4 MB"),
    ],
)
def test_hostile_files_end_in_a_short_fault(content: str) -> None:
    faults = faults_of(content)
    assert all(len(str(fault)) < 500 for fault in faults)


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "huge.toml"
    with file.open("wb") as huge:
        huge.truncate(10**12)  # sparse: reading it would fill the memory
    with pytest.raises(RecordError) as caught:
        load([file], root=tmp_path)
    (fault,) = caught.value.faults
    assert fault.message == "1,000,000,000,000 bytes, more than the 5,000,000 that a claim file may have"
    assert fault.path == Path("huge.toml")


def test_the_largest_file_is_accepted() -> None:
    content = (HEAD + CLAIM).encode()
    article = parse(content + b"#" * (MAX_FILE_BYTES - len(content)), Path("tides.toml"))
    assert len(article.claims) == 1
    (fault,) = faults_of(content + b"#" * (MAX_FILE_BYTES - len(content) + 1))
    assert "5,000,001 bytes" in fault.message
