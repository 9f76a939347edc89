"""`claims verify --second-opinion`, from the settings to the verdict that the next run confirms."""

from __future__ import annotations

import json
import re
import sqlite3
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

import pytest

KEY = "sk-secret-0123456789"
STORY = (
    "Until the spring of 1931 you crossed the strait by boat, if the weather let you.",
    "The harbour master then cut a ribbon, and the first tram rolled over the Orrin bridge.",
    "Nobody has missed the boats, which were sold to a museum in Vell.",
)
OPENED = "An official inaugurated the Orrin bridge with a ceremony."
COST = "The Orrin bridge cost 40 million crowns."


class Judge:
    """A service of OpenAI's kind that has read the page: it finds what `knows` has, and nothing else."""

    def __init__(self) -> None:
        self.knows: dict[str, tuple[str, str]] = {OPENED: ("supported", STORY[1])}
        self.asked: list[tuple[dict[str, str], Any]] = []
        self.hold = threading.Event()
        self.hold.set()
        self.reached = threading.Event()
        judge = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                payload = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                judge.asked.append((dict(self.headers.items()), payload))
                judge.reached.set()
                judge.hold.wait(60)
                text = judge.answer(payload["messages"][1]["content"])
                usage = {"prompt_tokens": 1_000, "completion_tokens": 100}
                body = json.dumps({"choices": [{"message": {"content": text}}], "usage": usage}).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the signature of http.server
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    def answer(self, user: str) -> str:
        listed = re.findall(r"^(S\d+-[0-9a-f]+): (.*)$", user.rpartition("Statements:\n")[2], re.MULTILINE)
        return json.dumps({"answers": [self._one(*one) for one in listed]})

    def _one(self, name: str, text: str) -> dict[str, Any]:
        label, quote = self.knows.get(text, ("unsupported", ""))
        return {
            "id": name, "label": label, "support": 0.9 if quote else 0.1, "passages": [],
            "quotes": [quote] if quote else [], "missing": [], "conflicts": [],
        }  # fmt: skip

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.hold.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def judge() -> Iterator[Judge]:
    with Judge() as running:
        yield running


@pytest.fixture
def bridge(workspace, judge):
    """A claim that the scorer cannot find and the judge can, and one that is not on the page."""
    page = workspace.site.article("/bridge", *STORY, title="A crossing")
    workspace.claim("opened", OPENED, page, name="bridge")
    workspace.claim("cost", COST, page, name="bridge")
    settings = workspace.root / "claims.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8")
        + f'[judge]\nbackend = "openai"\nmodel = "tiny"\nurl = "{judge.url}"\nkey_env = "TEST_API_KEY"\nask = "all"\n'
        "price_in = 2.0\nprice_out = 10.0\n",
        encoding="utf-8",
    )
    return workspace


@pytest.fixture
def ask(bridge) -> Callable[..., Any]:
    """Verify and return the result, with the checks by slug."""

    def run(*words: str, **env: str) -> tuple[Any, dict[str, Any]]:
        words = ("verify", "--allow-host", bridge.site.host, "--format", "json", *words)
        result = bridge.run(*words, env={"TEST_API_KEY": KEY, **env})
        checks = (
            {one["claim_id"].partition("/")[2]: one for one in result.json["checks"]} if result.out else {}
        )
        return result, checks

    return run


def slugs(check: dict[str, Any]) -> list[str]:
    return [reason["slug"] for reason in check["reasons"]]


def test_a_claim_that_the_scorer_misses_is_found_and_says_who_found_it(ask, judge):
    result, checks = ask("--second-opinion")
    opened = checks["opened"]
    assert opened["verdict"] == "supported"
    assert opened["scorer"].endswith("+judge:openai/tiny")
    assert slugs(opened)[0] == "judge-supported"
    assert opened["evidence"][0]["exact"] == STORY[1].removesuffix(".")
    assert "#:~:text=" in opened["evidence"][0]["link"]
    assert checks["cost"]["verdict"] == "unsupported"
    assert len(judge.asked) == 1
    assert "judge openai/tiny: 1 call, 1,000 tokens in and 100 out, cost 0.0030; " in result.err
    assert "of 2 verdicts changed" in result.err


def test_the_key_is_sent_in_one_header_and_stands_nowhere_else(ask, judge, bridge):
    result, _ = ask("--second-opinion")
    headers, payload = judge.asked[0]
    assert headers["Authorization"] == f"Bearer {KEY}"
    assert KEY not in json.dumps(payload) + result.out + result.err
    for file in bridge.root.rglob("*"):
        if file.is_file():
            assert KEY.encode() not in file.read_bytes()


class TestWithoutTheFlag:
    """Row 99: settings alone send nothing, read no key and change no verdict."""

    def test_no_judge_is_asked_and_no_key_is_needed(self, ask, judge):
        result, checks = ask(TEST_API_KEY="")
        assert checks["opened"]["verdict"] != "supported"
        assert not judge.asked
        assert "judge" not in result.err + result.out

    def test_a_source_at_the_address_of_the_judge_is_not_fetched(self, workspace, judge):
        workspace.claim("inside", "The judge is here.", judge.url)
        result = workspace.run("verify", "--format", "json", env={"CLAIMS_JUDGE_URL": judge.url})
        (check,) = result.json["checks"]
        assert check["problem"] == "blocked-address"


class TestNextRun:
    def test_a_judged_verdict_stands_while_nothing_changes(self, ask, judge):
        first, _ = ask("--second-opinion")
        again, checks = ask("--second-opinion")
        assert checks["opened"]["basis"] == "unchanged"
        assert checks["opened"]["verdict"] == "supported"
        assert len(judge.asked) == 1
        assert "no verdict to ask about" in again.err
        assert first.code == again.code

    def test_it_stands_without_the_flag_too(self, ask, judge):
        ask("--second-opinion")
        _, checks = ask()
        assert (checks["opened"]["verdict"], checks["opened"]["basis"]) == ("supported", "unchanged")
        assert checks["opened"]["scorer"].endswith("+judge:openai/tiny")
        assert len(judge.asked) == 1

    def test_verdicts_from_before_are_asked_about(self, ask, judge):
        _, before = ask()
        _, after = ask("--second-opinion")
        assert before["opened"]["verdict"] != after["opened"]["verdict"] == "supported"
        assert after["opened"]["change"]["causes"] == ["scorer"]
        assert len(judge.asked) == 1

    def test_a_page_that_changes_where_the_judge_read_is_scored_anew(self, ask, judge, bridge):
        ask("--second-opinion")
        bridge.site.article("/bridge", STORY[0], "The Orrin bridge was never finished.", STORY[2])
        judge.knows = {}
        _, checks = ask("--second-opinion")
        assert checks["opened"]["verdict"] != "supported"
        assert len(judge.asked) == 2

    def test_a_page_that_changes_elsewhere_carries_the_verdict_on(self, ask, bridge):
        _, before = ask("--second-opinion")
        page = bridge.site.article("/bridge", *STORY, "Tickets are sold at the kiosk.", title="A crossing")
        _, checks = ask("--second-opinion")
        assert checks["opened"]["basis"] == "carried"
        assert checks["opened"]["scorer"] == before["opened"]["scorer"]
        assert checks["opened"]["source"] == page
        _, later = ask("--second-opinion")
        assert later["opened"]["basis"] == "unchanged"
        assert later["opened"]["check_id"] != checks["opened"]["check_id"]

    def test_answers_are_kept_when_the_database_is_not(self, ask, judge, bridge):
        ask("--second-opinion")
        (bridge.root / "claims.db").unlink()
        result, checks = ask("--second-opinion")
        assert checks["opened"]["verdict"] == "supported"
        assert len(judge.asked) == 1
        assert "1 answer known already" in result.err


class TestFiles:
    def test_prompts_are_written_counted_and_not_sent(self, ask, judge, tmp_path):
        folder = tmp_path / "prompts"
        result, checks = ask("--judge-dump", str(folder), TEST_API_KEY="")
        (file,) = folder.iterdir()
        assert STORY[1] in file.read_text(encoding="utf-8")
        assert re.search(r"judge dump: 1 prompt written, [\d,]+ tokens in and 0 out", result.err)
        assert not judge.asked
        assert "judge" not in json.dumps(checks)

    def test_answers_are_read_from_beside_them(self, ask, judge, tmp_path):
        folder = tmp_path / "prompts"
        ask("--judge-dump", str(folder))
        (file,) = folder.iterdir()
        answer = judge.answer(file.read_text(encoding="utf-8"))
        file.with_name(file.name.replace("prompt", "answer")).write_text(answer, encoding="utf-8")
        result, checks = ask("--judge-replay", str(folder), "--offline")
        assert checks["opened"]["verdict"] == "supported"
        assert checks["opened"]["scorer"].endswith("+judge:replay/tiny")
        assert "judge replay/tiny: 1 answer known already; " in result.err
        assert not judge.asked

    def test_they_exclude_each_other(self, ask, tmp_path):
        result, _ = ask("--judge-dump", str(tmp_path), "--judge-replay", str(tmp_path))
        assert result.code == 2
        assert "exclude each other" in result.err

    def test_offline_asks_nobody(self, ask, judge):
        result, _ = ask("--second-opinion", "--offline")
        assert result.code == 2
        assert not judge.asked


def test_a_spent_budget_leaves_the_verdict_and_says_so(ask, judge, bridge):
    other = bridge.site.article("/other", *STORY[::-1], title="Another crossing")
    bridge.claim("again", OPENED, other, name="bridge")
    result, checks = ask("--second-opinion", "--judge-budget", "1")
    first = [slugs(checks[name])[0] for name in ("opened", "again")]
    assert sorted(first) == ["judge-not-asked", "judge-supported"]
    assert len(judge.asked) == 1
    assert "1 not asked" in result.err
    _, later = ask("--second-opinion")
    assert [later[name]["verdict"] for name in ("opened", "again")] == ["supported"] * 2


def test_a_judge_that_fails_costs_no_verdict_and_is_asked_again(ask, judge):
    judge.answer = lambda _user: "I would rather not say."
    result, checks = ask("--second-opinion")
    assert slugs(checks["opened"])[0] == "judge-error"
    assert "judge" not in checks["opened"]["scorer"]
    assert "1 without a usable answer" in result.err
    del judge.answer
    _, later = ask("--second-opinion")
    assert later["opened"]["verdict"] == "supported"


@pytest.mark.parametrize(
    ("env", "message"),
    [
        ({"CLAIMS_JUDGE_BACKEND": ""}, "no judge is set"),
        ({"CLAIMS_JUDGE_BACKEND": "oracle"}, "no judge backend is called 'oracle'"),
        ({"CLAIMS_JUDGE_MODEL": ""}, "judge.model is not set"),
        ({"TEST_API_KEY": ""}, "the variable TEST_API_KEY holds no key"),
        ({"CLAIMS_JUDGE_URL": "http://judge.example/v1"}, "never sent to judge.example:80 without TLS"),
        ({"CLAIMS_JUDGE_KEY_ENV": "AWS_SECRET_ACCESS_KEY"}, "ends in _API_KEY"),
    ],
)  # fmt: skip
def test_settings_that_make_no_sense_stop_the_run_before_anything_is_fetched(ask, bridge, env, message):
    result, _ = ask("--second-opinion", **env)
    assert result.code == 2
    assert message in " ".join(result.err.split())
    assert not bridge.site.requests


def test_what_is_unsure_is_remembered(ask, bridge):
    ask("--second-opinion")
    with sqlite3.connect(bridge.root / "claims.db") as database:
        assert database.execute("select distinct unsure from checks").fetchall() == [(0,)]
    database.close()


def test_an_interrupted_run_does_not_wait_for_the_judge(bridge, judge):
    import os
    import signal
    import subprocess
    import sys

    judge.hold.clear()
    process = subprocess.Popen(
        [sys.executable, "-m", "claimtrack", "verify", "--allow-host", bridge.site.host, "--second-opinion"],
        cwd=bridge.root,
        env={**os.environ, "TEST_API_KEY": KEY, "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert judge.reached.wait(60)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130, err
    assert "interrupted" in err
