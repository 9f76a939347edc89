"""Bad input through the command line: one clear error with its remedy, exit code 2, nothing lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest

HEAD = '[article]\ntitle = "The Moon"\n'
CLAIM = '[[claim]]\nid = "distance"\ntext = "The Moon is far."\n'


def failed(result, *words: str) -> None:
    assert result.code == 2, (result.out, result.err)
    assert result.out == ""
    for word in words:
        assert word in result.err, result.err


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(HEAD + '[[claim]]\nid = "a\n', ["claims/moon.toml:4"], id="syntax error"),
        pytest.param(HEAD + CLAIM + CLAIM, ["claims/moon.toml:7", "distance"], id="duplicate id"),
        pytest.param(HEAD + '[[claim]]\nid = "a"\n', ["claims/moon.toml:3", "text"], id="no text"),
        pytest.param(
            HEAD + '[[claim]]\nid = "a"\ntext = ""\n', ["claims/moon.toml:5", "text"], id="empty text"
        ),
        pytest.param(
            HEAD + CLAIM + 'surce = "x"\n', ["claims/moon.toml:6", "did you mean", "source"], id="unknown key"
        ),
        pytest.param(
            HEAD + CLAIM + 'source = "blog.example/moon"\n',
            ["claims/moon.toml:6", "https://"],
            id="no scheme",
        ),
        pytest.param(
            HEAD + CLAIM + 'source = "file:///etc/passwd"\n', ["claims/moon.toml:6", "http"], id="file URL"
        ),
        pytest.param(
            HEAD + CLAIM + 'source = "http://a:b@h.example/"\n', ["claims/moon.toml:6"], id="credentials"
        ),
        pytest.param(CLAIM, ["claims/moon.toml", "title"], id="no article"),
        pytest.param(HEAD + "x = " + "[" * 100_000, ["claims/moon.toml"], id="deep nesting"),
    ],
)
def test_claim_files(workspace, text, words):
    workspace.claims_file(text)
    failed(workspace.verify(), *words)
    failed(workspace.run("lint"), *words)
    assert not (workspace.root / "claims.db").exists()


def test_all_errors_of_all_files_at_once(workspace):
    workspace.claims_file(HEAD + '[[claim]]\nid = "a"\n[[claim]]\ntext = "b"\n', "one")
    workspace.claims_file('[article]\ntitel = "c"\n', "two")
    result = workspace.run("lint", code=2)
    for where in ("claims/one.toml:3", "claims/one.toml:5", "claims/two.toml"):
        assert where in result.err


def test_not_utf8(workspace):
    workspace.claims_file(HEAD)
    (workspace.root / "claims" / "moon.toml").write_bytes(HEAD.encode() + b'note = "caf\xe9"\n')
    failed(workspace.verify(), "claims/moon.toml:3", "UTF-8")


def test_50_megabytes(workspace):
    workspace.claims_file(HEAD + "# " + "x" * 50_000_000)
    failed(workspace.verify(), "claims/moon.toml", "5,000,000")


def test_missing_folder_of_claims(workspace):
    failed(workspace.verify(), "claims")


def test_missing_claim_file(workspace):
    failed(workspace.run("lint", "claims/venus.toml"), "claims/venus.toml")


def test_unreadable_claim_file(workspace):
    """A link to nothing cannot be read by anyone; root ignores file modes."""
    (workspace.root / "claims").mkdir()
    (workspace.root / "claims" / "moon.toml").symlink_to("nowhere.toml")
    failed(workspace.verify(), "claims/moon.toml")


def test_a_missing_project_folder(workspace):
    failed(workspace.run("-C", "nowhere", "verify"), "nowhere")


def test_database_path_is_a_directory(workspace):
    workspace.claim("a", "The Moon is far.")
    (workspace.root / "claims.db").mkdir()
    failed(workspace.verify(), "claims.db", "folder")


@pytest.mark.parametrize(
    ("content", "word"), [(b"just some text\n", "not"), (b"", "empty")], ids=["text", "zero bytes"]
)
def test_a_file_that_is_no_store(workspace, content, word):
    workspace.claim("a", "The Moon is far.")
    path = workspace.root / "claims.db"
    path.write_bytes(content)
    failed(workspace.verify(), "claims.db", word)
    assert path.read_bytes() == content


def test_somebody_elses_database(workspace):
    workspace.claim("a", "The Moon is far.")
    path = workspace.root / "claims.db"
    connection = sqlite3.connect(path)
    connection.execute("create table recipes (name)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    failed(workspace.verify(), "claims.db")
    assert path.read_bytes() == before


@pytest.fixture
def read_only_place(tmp_path: Path):
    """A folder that nobody can write to, root included: a read-only mount, where that can be had."""
    place = tmp_path / "read-only"
    place.mkdir()
    if os.geteuid() != 0:
        place.chmod(0o555)
        yield place
        place.chmod(0o755)
        return
    mount = ["mount", "-t", "tmpfs", "-o", "ro", "none", str(place)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("root ignores file modes, and no read-only file system can be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_store_in_a_read_only_place(workspace, read_only_place):
    workspace.claim("a", "The Moon is far.", workspace.site.article("/moon", "The Moon is far."))
    failed(workspace.verify("--db", str(read_only_place / "claims.db")), str(read_only_place))
    assert not workspace.site.requests


def test_a_cache_in_a_read_only_place(workspace, read_only_place):
    workspace.claim("a", "The Moon is far.", workspace.site.article("/moon", "The Moon is far."))
    (workspace.root / "claims.toml").write_text(f'cache = "{read_only_place}/cache"\n')
    failed(workspace.verify(), str(read_only_place))
    assert not workspace.site.requests


def test_output_into_a_missing_folder(workspace):
    workspace.claim("a", "The Moon is far.")
    failed(workspace.verify("-f", "json", "-o", "nowhere/out.json"), "nowhere/out.json")


def test_a_tampered_snapshot_is_never_scored(workspace):
    url = workspace.site.article("/moon", "The Moon is on average 384,400 km from Earth.")
    workspace.claim("a", "The Moon is on average 384,400 km from Earth.", url)
    workspace.verify(code=0)
    (body,) = (workspace.root / "cache" / "objects").rglob("*.zst")
    body.chmod(0o644)
    body.write_bytes(body.read_bytes()[:-4] + b"evil")
    offline = workspace.verify("--offline", "-f", "json", code=3)
    assert [check["problem"] for check in offline.json["checks"]] == ["cache-corrupt"]
    online = workspace.verify("-f", "json", code=0)
    assert workspace.site.answers == {200: 2}
    assert [check["verdict"] for check in online.json["checks"]] == ["supported"]
    workspace.verify("--offline", code=0)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["verify", "--fail-on", "everything"], "partial, unsupported, contradicted"),
        (["verify", "--max-age", "soon"], "6h"),
        (["verify", "--jobs", "0"], "1 to 64"),
        (["verify", "--threshold", "2"], "0 to 1"),
        (["verify", "--offline", "--refresh"], "exclude"),
        (["verify", "--allow-host", "127.0.0.1"], "HOST:PORT"),
        (["verify", "--no-such-option"], "--no-such-option"),
        (["no-such-command"], "no-such-command"),
        (["add", "moon", "A text.", "--source", "blog.example"], "https://"),
    ],
)
def test_usage(workspace, words, told):
    workspace.claim("a", "The Moon is far.", "http://127.0.0.1:9/")
    result = workspace.run(*words)
    assert result.code == 2
    assert told in result.err


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('timout = "9"\n', "did you mean 'timeout'?"),
        ("jobs = true\n", "claims.toml: jobs"),
        ("jobs =\n", "TOML"),
    ],
)
def test_settings(workspace, text, told):
    (workspace.root / "claims.toml").write_text(text)
    failed(workspace.verify(), told)


def test_no_claims_at_all_is_nothing_selected(workspace):
    workspace.claims_file(HEAD)
    assert "claims add" in workspace.verify(code=5).err
