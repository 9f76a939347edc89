"""Settings: where each can come from, which place wins, and what is said about a value that makes no sense."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from claimtrack.config import SETTINGS, Settings, load_settings, override
from claimtrack.errors import ConfigError

DOCUMENT = Path(__file__).parent.parent / "docs" / "configuration.md"

ELSEWHERE: dict[str, tuple[str, str, object]] = {
    # name: (as written in the file, in a variable, the value)
    "claims": ('"facts"', "facts", "facts"),
    "db": ('"other.db"', "other.db", "other.db"),
    "cache": ('"pages"', "pages", "pages"),
    "contact": ('"ann@blog.example"', "ann@blog.example", "ann@blog.example"),
    "timeout": ("2.5", "2.5", 2.5),
    "max_bytes": ("1_000", "1000", 1000),
    "jobs": ("3", "3", 3),
    "host_jobs": ("4", "4", 4),
    "host_delay": ("0", "0", 0.0),
    "robots": ("false", "no", False),
    "max_age": ('"1d12h"', "1d12h", 129_600),
    "allow_hosts": ('["127.0.0.1:80", "[::1]:80"]', "127.0.0.1:80, [::1]:80", ("127.0.0.1:80", "[::1]:80")),
    "proxy": ('"http://127.0.0.1:3128"', "http://127.0.0.1:3128", "http://127.0.0.1:3128"),
    "archive_timegate": (
        '"https://archive.example/"',
        "https://archive.example/",
        "https://archive.example/",
    ),
    "archive_availability": ('""', "", ""),
    "archive_delay": ("0.5", "0.5", 0.5),
    "judge_backend": ('"ollama"', "ollama", "ollama"),
    "judge_model": ('"granite"', "granite", "granite"),
    "judge_url": ('"http://localhost:8080"', "http://localhost:8080", "http://localhost:8080"),
    "judge_key_env": ('"JUDGE_API_KEY"', "JUDGE_API_KEY", "JUDGE_API_KEY"),
    "judge_ask": ('"all"', "all", "all"),
    "judge_budget": ("7", "7", 7),
    "judge_tokens": ("90_000", "90000", 90_000),
    "judge_timeout": ("30", "30", 30.0),
    "judge_price_in": ("0.15", "0.15", 0.15),
    "judge_price_out": ("0.6", "0.6", 0.6),
    "threshold": ("0.25", "0.25", 0.25),
    "fail_on": ('["partial", "problem"]', "partial,problem", ("partial", "problem")),
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "claims.toml"


def test_every_field_is_a_setting_and_tested_here() -> None:
    assert [field.name for field in fields(Settings)] == list(SETTINGS) == list(ELSEWHERE)


def test_without_file_and_variables_the_defaults_hold() -> None:
    assert load_settings(None, {"CLAIMSX_DB": "x", "PATH": "/bin"}) == Settings()


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_setting_comes_from_file_variable_and_flag(file: Path, name: str) -> None:
    written, variable, value = ELSEWHERE[name]
    assert getattr(Settings(), name) != value
    file.write_text(f"{name} = {written}\n", encoding="utf-8")
    found = [
        load_settings(file, {}),
        load_settings(None, {f"CLAIMS_{name.upper()}": variable}),
        override(Settings(), {name: variable}),
    ]
    assert [getattr(settings, name) for settings in found] == [value] * 3
    assert {type(getattr(settings, name)) for settings in found} == {type(value)}


def test_the_later_place_wins(file: Path) -> None:
    file.write_text('jobs = 2\ndb = "file.db"\ncache = "file"\n', encoding="utf-8")
    settings = override(
        load_settings(file, {"CLAIMS_JOBS": "3", "CLAIMS_DB": "variable.db"}),
        {"jobs": 4, "db": None, "contact": None},
    )
    assert (settings.jobs, settings.db, settings.cache) == (4, "variable.db", "file")


def test_a_list_replaces_the_one_before_it() -> None:
    settings = override(Settings(allow_hosts=("a.example:80",)), {"allow_hosts": ("b.example:80",)})
    assert settings.allow_hosts == ("b.example:80",)


def test_a_byte_order_mark_and_windows_line_ends_are_read(file: Path) -> None:
    file.write_bytes(b'\xef\xbb\xbfjobs = 2\r\ncontact = "ann@blog.example"\r\n')
    assert load_settings(file, {}).jobs == 2


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("jobs = 0", "jobs: expected a whole number from 1 to 64, got 0"),
        ("jobs = 65", "jobs: expected a whole number from 1 to 64, got 65"),
        ("jobs = 1.5", "jobs: expected a whole number from 1 to 64, got 1.5"),
        ("jobs = true", "jobs: expected a number, got True"),
        ("jobs = inf", "jobs: expected a whole number from 1 to 64, got inf"),
        ("jobs = nan", "jobs: expected a whole number from 1 to 64, got nan"),
        ('jobs = "many"', "jobs: expected a number, got 'many'"),
        ("jobs = [1]", "jobs: expected a number, got [1]"),
        (f"jobs = 1{'0' * 400}", "jobs: expected a number, got a number of many digits"),
        ("timeout = -1", "timeout: expected 0 to 3600 seconds, got -1"),
        ("timeout = nan", "timeout: expected 0 to 3600 seconds, got nan"),
        ("host_delay = 1e999", "host_delay: expected 0 to 3600 seconds, got inf"),
        ("max_bytes = 0", "max_bytes: expected a whole number from 1 to 1,000,000,000, got 0"),
        ("threshold = 1.01", "threshold: expected a number from 0 to 1, got 1.01"),
        ('threshold = "50%"', "threshold: expected a number, got '50%'"),
        ("robots = 1", "robots: expected true or false, got 1"),
        ('robots = "maybe"', "robots: expected true or false, got 'maybe'"),
        ("max_age = 3600", "max_age: expected a duration in quotes, such as '6h' or '2d', got 3600"),
        ('max_age = "soon"', "max_age: 'soon' is no duration"),
        ("db = 7", "db: expected text in quotes, got 7"),
        ('db = " "', "db: expected a path, got ' '"),
        ('db = "a\\u0000b"', "db: expected a path, got 'a\\x00b'"),
        ("contact = 2026-11-24", "contact: expected text in quotes, got datetime.date(2026, 11, 24)"),
        ("allow_hosts = [8000]", "allow_hosts: expected a list of texts, got [8000]"),
        ("fail_on = {}", "fail_on: expected a list of texts, got {}"),
        (
            'fail_on = "supported"',
            "fail_on: expected partial, unsupported, contradicted, problem, none, got 'supported'",
        ),
        ("fail_on = []", "fail_on: expected partial, unsupported, contradicted, problem, none, got []"),
        ('fail_on = ["none", "partial"]', "fail_on: 'none' stands alone"),
        (f'db = ["{"x" * 1000}"]', "db: expected text in quotes, got ['xxx"),
    ],
)
def test_a_value_that_makes_no_sense_names_the_place_and_what_is_accepted(
    file: Path, written: str, message: str
) -> None:
    file.write_text(written, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_settings(file, {})
    assert caught.value.message.startswith(f"{file}: {message}")
    assert len(caught.value.message) < len(str(file)) + 250


def test_the_place_of_a_bad_value_is_its_variable_or_flag() -> None:
    with pytest.raises(ConfigError, match=r"^CLAIMS_MAX_AGE: max_age: '3600' is no duration"):
        load_settings(None, {"CLAIMS_MAX_AGE": "3600"})
    with pytest.raises(ConfigError, match=r"^CLAIMS_FAIL_ON: fail_on: expected partial"):
        load_settings(None, {"CLAIMS_FAIL_ON": ""})
    with pytest.raises(ConfigError, match=r"^--max-age: max_age: 'x' is no duration"):
        override(Settings(), {"max_age": "x"})


@pytest.mark.parametrize(
    ("written", "name", "hint"),
    [
        ("job = 3", "job", "did you mean 'jobs'?"),
        ('maxage = "6h"', "maxage", "did you mean 'max_age'?"),
        ("failon = 1", "failon", "did you mean 'fail_on'?"),
        ("zzz = 1", "zzz", "known settings: allow_hosts, archive_availability, archive_delay"),
        ("[claims.sub]", "claims", ""),
        ("[tool]\njobs = 3", "tool", "known settings: "),
    ],
)
def test_an_unknown_setting_is_refused_with_the_one_meant(
    file: Path, written: str, name: str, hint: str
) -> None:
    file.write_text(written, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_settings(file, {})
    assert name in caught.value.message
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"jobs = ", "not a TOML file: Invalid value (at end of document)"),
        (b"jobs = 1\njobs = 2", "not a TOML file: Cannot overwrite a value (at end of document)"),
        (b'contact = "caf\xe9"', "not a TOML file: 'utf-8' codec can't decode byte 0xe9"),
        (b"jobs = 1" + b"0" * 5_000, "not a TOML file: Exceeds the limit"),
        (b"jobs = " + b"[" * 50_000, "not a TOML file"),
        (b"# " + b"x" * 1_000_000, "1,000,002 bytes are too many for a settings file"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(file: Path, content: bytes, message: str) -> None:
    file.write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        load_settings(file, {})
    assert caught.value.message.startswith(f"{file}: {message}")


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"missing\.toml: cannot be read: No such file"):
        load_settings(tmp_path / "missing.toml", {})
    with pytest.raises(ConfigError, match="cannot be read: Is a directory"):
        load_settings(tmp_path, {})


def test_the_documentation_has_every_setting_with_its_variable_and_default() -> None:
    rows = re.findall(
        r"^\| `(\w+)` \| `(\w+)` \|[^|]*\| `([^`]*)` \|", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert [(name, variable) for name, variable, _ in rows] == [
        (name, f"CLAIMS_{name.upper()}") for name in SETTINGS
    ]
    for name, _, default in rows:
        assert _parsed(name, default) == getattr(Settings(), name)


def test_the_example_in_the_documentation_is_read(file: Path) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    file.write_text(example, encoding="utf-8")
    assert load_settings(file, {}).fail_on == ("partial", "problem")


def _parsed(name: str, written: str) -> Any:
    import tomllib

    value = tomllib.loads(f"x = {written}")["x"]
    return tuple(value) if isinstance(value, list) else SETTINGS[name](value)
