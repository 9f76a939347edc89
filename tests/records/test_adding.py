"""Adding claims: they load back as they were given, and what the file held stays byte for byte."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimtrack.durations import MAX_SECONDS
from claimtrack.errors import RecordError
from claimtrack.models import Claim, Kind, Source
from claimtrack.records import NewArticle, NewClaim, add, load
from claimtrack.urls import canonical

HEAD = b'[article]\ntitle = "Tides"\n'
SPRING = NewClaim(text="A spring tide is higher than a neap tide.")


def flowed(text: str) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" ")


LINES = st.text(st.characters(codec="utf-8"), max_size=60).map(flowed).filter(bool)
NOTES = (
    st.text(st.characters(codec="utf-8") | st.just("\n"), max_size=60)
    .map(lambda text: text.replace("\r\n", "\n").strip())
    .filter(bool)
)
SOURCES = st.builds(
    Source,
    url=st.from_regex(r"https://[a-z]{1,9}\.example/[a-z0-9\"'%?=&.-]{0,90}", fullmatch=True).map(canonical),
    publisher=st.none() | LINES,
    title=st.none() | LINES,
    archive_url=st.none() | st.just("https://archive.example/1"),
)
CLAIMS = st.builds(
    NewClaim,
    text=LINES,
    sources=st.lists(SOURCES, max_size=3, unique_by=lambda source: source.url).map(tuple),
    cited_as=st.none() | LINES,
    quote=st.none() | LINES,
    tags=st.lists(LINES, max_size=3, unique=True).map(tuple),
    note=st.none() | NOTES,
    max_age_s=st.none() | st.integers(0, MAX_SECONDS),
)
OPINIONS = st.builds(NewClaim, text=LINES, kind=st.just(Kind.OPINION), note=st.none() | NOTES)


def as_given(claim: Claim) -> NewClaim:
    """Return a loaded claim without what the file gave it."""
    fields = {name: getattr(claim, name) for name in NewClaim.__dataclass_fields__ if name != "slug"}
    return NewClaim(**fields)


@settings(deadline=None)
@given(st.lists(CLAIMS | OPINIONS, max_size=4), st.lists(CLAIMS, max_size=2), LINES)
def test_claims_load_back_as_they_were_given(
    tmp_path_factory: pytest.TempPathFactory, first: list[NewClaim], second: list[NewClaim], title: str
) -> None:
    root = tmp_path_factory.mktemp("project")
    file = root / "claims" / "tides.toml"
    added = add(file, first, root=root, article=NewArticle(title=title))
    added += add(file, second, root=root)
    (article,) = load([file], root=root)
    assert article.title == title
    assert [as_given(claim) for claim in article.claims] == first + second
    assert [replace(claim, line=0) for claim in article.claims] == [replace(claim, line=0) for claim in added]


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"], ids=["unix", "windows"])
@pytest.mark.parametrize(
    "old",
    [
        pytest.param(HEAD, id="plain"),
        pytest.param(HEAD[:-1], id="no line end at the end"),
        pytest.param(HEAD + b"\n# the end  \n\n\n", id="comment at the end"),
        pytest.param(b"\xef\xbb\xbf" + HEAD, id="byte order mark"),
        pytest.param(
            HEAD
            + b"\n[[ claim ]]   # odd   layout\nid='a'\n\ttext  = '''\nx'''\n[claim.source]\nurl='https://a.example'",
            id="odd layout",
        ),
    ],
)
def test_what_the_file_held_stays_byte_for_byte(tmp_path: Path, old: bytes, newline: bytes) -> None:
    file = tmp_path / "tides.toml"
    old = old.replace(b"\n", newline)
    file.write_bytes(old)
    (claim,) = add(file, [replace(SPRING, sources=(Source(url="https://b.example/"),))], root=tmp_path)
    new = file.read_bytes()
    assert new.startswith(old)
    assert new.removeprefix(old).replace(b"\r\n", b"\n").lstrip(b"\n") == (
        b'[[claim]]\nid = "a-spring-tide-is-higher-than-a-neap-tide"\n'
        b'text = "A spring tide is higher than a neap tide."\nsource = "https://b.example/"\n'
    )
    assert new.count(b"\n") == new.count(newline)
    assert load([file], root=tmp_path)[0].claims[-1] == claim
    assert new.split(b"\n")[claim.line - 2 : claim.line] == [
        newline.strip(b"\n"),
        b"[[claim]]" + newline.strip(b"\n"),
    ]


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"], ids=["unix", "windows"])
def test_a_note_of_several_lines_takes_the_line_ends_of_the_file(tmp_path: Path, newline: bytes) -> None:
    file = tmp_path / "tides.toml"
    file.write_bytes(HEAD.replace(b"\n", newline))
    for note in ("one\r\n  two", "one\n  two"):
        (claim,) = add(file, [replace(SPRING, note=note)], root=tmp_path)
        assert claim.note == "one\n  two"
    assert file.read_bytes().count(b"\n") == file.read_bytes().count(newline)


def test_a_missing_file_is_made_with_its_folder_and_a_title(tmp_path: Path) -> None:
    file = tmp_path / "claims" / "ten-facts_about-tides.toml"
    (claim,) = add(file, [SPRING], root=tmp_path)
    assert claim.where == "claims/ten-facts_about-tides.toml:4"
    assert file.read_text("utf-8").startswith('[article]\ntitle = "Ten facts about tides"\n\n[[claim]]\n')
    head = NewArticle(title="Tides", url="https://blog.example/", author="Ada", published="2026-04-25")
    add(tmp_path / "tides.toml", [], root=tmp_path, article=head)
    (article,) = load([tmp_path / "tides.toml"], root=tmp_path)
    assert (article.title, article.url, article.author, article.published) == (
        "Tides",
        "https://blog.example/",
        "Ada",
        "2026-04-25",
    )


def test_the_plainest_form_of_sources_is_written(tmp_path: Path) -> None:
    file = tmp_path / "tides.toml"
    a, b = Source(url="https://a.example/"), Source(url="https://b.example/")
    named = replace(a, publisher="The Tide Post")
    long = tuple(Source(url=f"https://{'x' * 50}.example/{number}") for number in range(2))
    claims = [replace(SPRING, sources=sources) for sources in ((a,), (a, b), (named,), (named, b), long)]
    add(file, claims, root=tmp_path)
    written = file.read_text("utf-8")
    assert 'source = "https://a.example/"\n' in written
    assert 'source = ["https://a.example/", "https://b.example/"]\n' in written
    assert 'source = {url = "https://a.example/", publisher = "The Tide Post"}\n' in written
    assert (
        'source = [{url = "https://a.example/", publisher = "The Tide Post"}, "https://b.example/"]\n'
        in written
    )
    assert f'source = [\n    "{long[0].url}",\n    "{long[1].url}",\n]\n' in written


def test_an_id_is_made_of_the_text_where_none_is_given(tmp_path: Path) -> None:
    claims = add(tmp_path / "tides.toml", [SPRING, SPRING, replace(SPRING, slug="own")], root=tmp_path)
    claims += add(tmp_path / "tides.toml", [SPRING], root=tmp_path)
    stem = "tides/a-spring-tide-is-higher-than-a-neap-tide"
    assert [claim.id for claim in claims] == [stem, f"{stem}-2", "tides/own", f"{stem}-3"]


@pytest.mark.parametrize(
    ("claim", "message"),
    [
        (replace(SPRING, text=" "), "not added: text: the string is empty"),
        (replace(SPRING, slug="Not A Slug"), "not added: id: 'Not A Slug' is no slug"),
        (replace(SPRING, slug="neap"), "not added: id: 'neap' is the id of the claim on line 4 too"),
        (
            replace(SPRING, sources=(Source(url="file:///etc"),)),
            "not added: source: URL scheme 'file' is refused",
        ),
        (replace(SPRING, kind=Kind.OPINION, quote="x"), "not added: quote: an opinion is never checked"),
        (replace(SPRING, text="caf\udce9"), "not added: not UTF-8 text"),
        (
            replace(SPRING, note="x" * 5_000_000),
            "not added: 5,000,312 bytes, more than the 5,000,000 that a claim file may have",
        ),
    ],
)
def test_a_claim_that_would_make_the_file_invalid_is_not_added(
    tmp_path: Path, claim: NewClaim, message: str, is_documented: Callable[[str], bool]
) -> None:
    file = tmp_path / "tides.toml"
    old = HEAD + b'\n[[claim]]\nid = "neap"\ntext = "A neap tide is lower."\n'
    file.write_bytes(old)
    with pytest.raises(RecordError) as caught:
        add(file, [SPRING, claim], root=tmp_path)
    (fault,) = caught.value.faults
    assert (fault.message, fault.line, is_documented(fault.message)) == (message, 0, True)
    assert file.read_bytes() == old
    assert [path.name for path in tmp_path.iterdir()] == ["tides.toml"]


def test_a_file_with_faults_is_reported_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "tides.toml"
    file.write_bytes(HEAD + b"[[claim]]\nid = 1\n")
    with pytest.raises(RecordError, match=r"tides\.toml:4: id: expected a string, got an integer"):
        add(file, [SPRING], root=tmp_path)
    assert file.read_bytes() == HEAD + b"[[claim]]\nid = 1\n"


def test_permissions_and_links_stay(tmp_path: Path) -> None:
    file, link = tmp_path / "tides.toml", tmp_path / "link" / "tides.toml"
    file.write_bytes(HEAD)
    file.chmod(0o640)
    link.parent.mkdir()
    link.symlink_to(file)
    add(link, [SPRING], root=tmp_path)
    assert link.is_symlink()
    assert file.stat().st_mode & 0o777 == 0o640
    assert len(load([file], root=tmp_path)[0].claims) == 1


def test_a_file_being_changed_by_another_command_is_left_alone(
    tmp_path: Path, is_documented: Callable[[str], bool]
) -> None:
    file, lock = tmp_path / "tides.toml", tmp_path / "tides.toml.lock"
    file.write_bytes(HEAD)
    lock.touch()
    with pytest.raises(RecordError) as caught:
        add(file, [SPRING], root=tmp_path)
    (fault,) = caught.value.faults
    assert is_documented(fault.message)
    assert "delete tides.toml.lock" in fault.hint
    assert (file.read_bytes(), lock.exists()) == (HEAD, True)


def test_a_folder_that_cannot_be_made_is_a_fault(
    tmp_path: Path, is_documented: Callable[[str], bool]
) -> None:
    (tmp_path / "claims").write_text("a file, no folder")
    with pytest.raises(RecordError) as caught:
        add(tmp_path / "claims" / "tides.toml", [SPRING], root=tmp_path)
    (fault,) = caught.value.faults
    assert fault.message.startswith("cannot be written: ")
    assert is_documented(fault.message)


def test_claims_added_by_many_at_once_are_all_there(tmp_path: Path) -> None:
    file = tmp_path / "tides.toml"
    file.write_bytes(HEAD)

    def add_until_done(number: int) -> None:
        while True:
            try:
                add(file, [replace(SPRING, slug=f"claim-{number}")], root=tmp_path)
            except RecordError as error:
                assert error.faults[0].message == "another command is changing it"  # noqa: PT017 - then try again
            else:
                return

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add_until_done, range(24)))
    (article,) = load([file], root=tmp_path)
    assert sorted(claim.id for claim in article.claims) == sorted(
        f"tides/claim-{number}" for number in range(24)
    )


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "tides.toml"
    file.write_bytes(HEAD)
    script = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from claimtrack.errors import RecordError\n"
        "from claimtrack.records import NewClaim, add\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (50, 50))\n"
        "try: add(Path(sys.argv[1]), [NewClaim(text='A spring tide is higher.')], root=Path(sys.argv[1]).parent)\n"
        "except RecordError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, file], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.startswith("tides.toml: cannot be written: File too large")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"tides.toml": HEAD}


@pytest.mark.parametrize("kills", range(3))
def test_a_killed_command_loses_nothing_it_has_reported(tmp_path: Path, kills: int) -> None:
    file = tmp_path / "tides.toml"
    script = (
        "import sys; from pathlib import Path\n"
        "from claimtrack.records import NewClaim, add\n"
        "while True: print(*(c.id for c in add(Path(sys.argv[1]), [NewClaim(text='Tide.')], root=Path())), flush=True)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script, file], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        reported = [process.stdout.readline().strip() for _ in range(7 + kills)]
        process.send_signal(signal.SIGKILL)
        reported += process.stdout.read().split()
    (article,) = load([file], root=tmp_path)
    assert [claim.id for claim in article.claims][: len(reported)] == reported
    assert len(article.claims) <= len(reported) + 1
