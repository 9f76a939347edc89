"""Every attack in one run of `claims verify`, honest pages beside them (row 100, and the outcome column of rows 1 to 56)."""

from __future__ import annotations

import fnmatch
import sqlite3
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

CLAIM = "The 2031 census of Lower Ombry counted 6,318 lamplighters."
EXPECTED: dict[str, list[str]] = {
    f"/{kind}/{name}": [allowed] if isinstance(allowed, str) else allowed
    for kind, rows in tomllib.loads((Path(__file__).parent / "expected.toml").read_text("utf-8")).items()
    for name, allowed in rows.items()
}
"""Path (or `/tls/NAME`) to what may become of a claim that cites it."""


def slug_of(path: str) -> str:
    return path.strip("/").replace("/", "-")


@dataclass(frozen=True)
class Whole:
    """The one run over everything, and the project it left behind."""

    code: int
    out: str
    err: str
    seconds: float
    peak_kb: int
    root: str
    paths: list[str]
    """Every attack that the server has, and what is wrong with its TLS ports."""
    checks: dict[str, dict[str, Any]]
    alone: dict[str, dict[str, Any]]
    """What a run over the honest pages alone found."""
    canary: list[str]
    requests: list[dict[str, Any]]


def claims_of(hostile: Any, paths: list[str]) -> dict[str, tuple[str, str]]:
    claims = {}
    for path in paths:
        kind, _, name = path.strip("/").partition("/")
        url = f"https://{hostile.tls[name]}/" if kind == "tls" else hostile.url(path)
        secret = "?access_token=hunter2" if path == "/secrets/token-in-the-address" else ""
        claims[slug_of(path)] = (CLAIM, url + secret)
    return claims


@pytest.fixture(scope="module")
def whole(hostile: Any, new_project: Callable[..., Any], once: Callable[..., Any]) -> Whole:
    def checks_of(run: Any) -> dict[str, dict[str, Any]]:
        return {check["claim_id"].partition("/")[2]: check for check in run.checks}

    def make() -> dict[str, Any]:
        project, other = new_project(), new_project()
        project.write(claims_of(hostile, list(EXPECTED)), hostile.allowed)
        run = project.verify()
        record = hostile.record()
        honest = [path for path in EXPECTED if path.startswith("/honest/")]
        other.write(claims_of(hostile, honest), hostile.allowed)
        return {
            "code": run.code,
            "out": run.out,
            "err": run.err,
            "seconds": run.seconds,
            "peak_kb": run.peak_kb,
            "root": str(project.root),
            "paths": [*hostile.attacks, *(f"/tls/{name}" for name in hostile.tls)],
            "checks": checks_of(run),
            "alone": checks_of(other.verify()),
            **record,
        }

    return Whole(**once("one-run", make))


def test_the_table_names_every_attack(whole: Whole) -> None:
    assert sorted(EXPECTED) == sorted(whole.paths)


GAPS = {
    "/quotes/two-halves": "half a claim about one town and its number about another still pass as supported"
}
"""What does not hold yet; `docs/security.md` says so too. Strict: a gap that closes must leave this list."""
PATHS = [
    pytest.param(path, marks=pytest.mark.xfail(reason=GAPS[path], strict=True)) if path in GAPS else path
    for path in EXPECTED
]
HELD_KB = 200_000
"""Most memory that the command itself may take, its workers not counted; 124,000 were measured."""


@pytest.mark.parametrize("path", PATHS)
def test_each_attack_has_the_outcome_it_must_have(whole: Whole, path: str) -> None:
    check = whole.checks[slug_of(path)]
    outcome = check["verdict"] or check["problem"]
    allowed = EXPECTED[path]
    assert any(fnmatch.fnmatchcase(outcome, pattern) for pattern in allowed), (
        f"{outcome}, where {' or '.join(allowed)} was due: {check['problem_detail'] or check['reasons']}"
    )


def test_every_claim_has_one_outcome_and_it_is_stored(whole: Whole) -> None:
    assert len(whole.checks) == len(EXPECTED)
    assert all((check["verdict"] is None) != (check["problem"] is None) for check in whole.checks.values())
    with sqlite3.connect(Path(whole.root) / "claims.db") as store:
        (stored,) = store.execute("select count(*) from checks").fetchone()
    store.close()
    assert stored == len(EXPECTED)


def test_a_problem_says_what_happened_and_what_to_do(whole: Whole) -> None:
    for check in whole.checks.values():
        if check["problem"]:
            assert check["problem_detail"], check
            assert check["problem_hint"], check


def test_nothing_reached_the_inside(whole: Whole) -> None:
    assert whole.canary == []


def test_the_whole_run_stays_in_its_bounds(whole: Whole) -> None:
    assert whole.code == 1, "an honest page contradicts its claim"
    assert whole.seconds < 360
    assert whole.peak_kb < HELD_KB


def test_honest_pages_are_judged_as_if_alone(whole: Whole) -> None:
    same = ("verdict", "score", "reasons", "evidence", "problem", "snapshot")
    assert whole.alone
    for slug, check in whole.alone.items():
        assert [whole.checks[slug][name] for name in same] == [check[name] for name in same], slug


def test_no_cookie_and_no_credential_was_ever_sent(whole: Whole) -> None:
    assert whole.requests
    for request in whole.requests:
        sent = {"cookie", "cookie2", "authorization", "proxy-authorization"} & set(request["headers"])
        assert not sent, request
        assert sum(len(name) + len(value) for name, value in request["headers"].items()) < 1024, request


def test_nothing_but_gzip_was_ever_asked_for(whole: Whole) -> None:
    asked = {request["headers"].get("accept-encoding") for request in whole.requests}
    assert asked <= {"gzip", "identity", None}


def test_a_passage_is_always_words_that_a_reader_sees(whole: Whole) -> None:
    for check in whole.checks.values():
        for item in check["evidence"]:
            assert "<" not in item["exact"], check["claim_id"]
            assert "root:" not in item["exact"], check["claim_id"]


def test_no_file_was_written_where_a_server_said(whole: Whole) -> None:
    assert not Path("/tmp/hostile-was-here").exists()  # noqa: S108 - where the attack aims
    names = {entry.name for entry in Path(whole.root).iterdir()}
    assert names <= {
        "claims",
        "claims.toml",
        "claims.db",
        "claims.db-wal",
        "claims.db-shm",
        "cache",
        "out",
        "err",
    }
    for file in (Path(whole.root) / "cache" / "objects").rglob("*"):
        assert file.is_dir() or (len(file.stem) == 64 and set(file.stem) <= set("0123456789abcdef")), file


def test_no_escape_reaches_the_terminal_or_a_report(whole: Whole) -> None:
    for text in (whole.out, whole.err):
        bad = {ch for ch in text if (ord(ch) < 0x20 and ch not in "\n\t") or 0x7F <= ord(ch) <= 0x9F}
        assert not bad
