"""The other commands, and what all of them share."""

from __future__ import annotations

import json
import os
import pty
import signal
import socket
import subprocess
import sys

import pytest


@pytest.fixture
def checked(workspace):
    """A project with one claim of each kind, verified once."""
    page = workspace.site.article(
        "/river",
        "The river Arlen is 214 km long and rises in the Holt hills.",
        "Inflation in the county rose to 4.3 percent in May, the office said.",
    )
    workspace.claim("length", "The river Arlen is 214 km long.", page)
    workspace.claim("inflation", "Inflation in the county rose to 4.7 percent in May.", page)
    workspace.claim("gone", "The river once had nine mills.", workspace.site.url("/gone"))
    workspace.claim("unsourced", "The river froze in 1963.", cited_as="The Arlen Post")
    workspace.claim("view", "It is the finest river of all.", kind="opinion")
    workspace.verify(code=1)
    return workspace


def test_init_then_add_then_verify(workspace):
    root = workspace.root / "new"
    made = workspace.run("init", "new", code=0)
    assert "made" in made.out
    page = workspace.site.article("/river", "The river Arlen is 214 km long.")
    workspace.run(
        "-C",
        "new",
        "add",
        "rivers",
        "The river Arlen is 214 km long.",
        "-s",
        page,
        "--title",
        "Rivers",
        code=0,
    )
    result = workspace.run("-C", "new", "verify", "--allow-host", workspace.site.host, code=0)
    assert "rivers/" in result.out
    again = workspace.run("init", "new", code=0)
    assert again.out.count("kept") == 2
    assert (root / ".gitignore").read_text().startswith("claims.db")


def test_add_keeps_what_stands_there(workspace):
    path = workspace.claims_file('# mine\n[article]\ntitle = "Rivers"   # a comment\n', "rivers")
    before = path.read_text()
    result = workspace.run(
        "add", "rivers", "The Arlen froze in 1963.", "--cited-as", "The Arlen Post", "--tag", "ice", code=0
    )
    assert path.read_text().startswith(before)
    assert "rivers/" in result.out
    assert "needs a source" in workspace.run("lint", code=0).out


def test_lint_counts(checked):
    result = checked.run("lint", code=0)
    assert "1 claim files, 5 claims, 1 of them opinions: no errors" in result.err
    assert "needs a source: moon/unsourced (The Arlen Post is named)" in result.out


def test_list_shows_each_claim_once(checked):
    lines = checked.run("list", code=0).out.splitlines()
    words = ["supported", "contradicted", "problem", "problem", "opinion"]
    assert [word in line for word, line in zip(words, lines, strict=True)] == [True] * 5
    only = checked.run("list", "--only", "contradicted", code=0)
    assert only.out.count("\n") == 1
    assert "moon/inflation" in only.out


def test_list_before_the_first_run(workspace):
    workspace.claim("a", "The Moon is far.", "https://moon.example/")
    assert "unchecked" in workspace.run("list", code=0).out


def test_show_prints_claim_passage_and_history(checked):
    result = checked.run("show", "inflation", code=0)
    assert "moon/inflation" in result.out
    assert "[4.7" in result.out
    assert "»Inflation" in result.out.replace("_", "")
    assert "History" in result.out


STORY = """<!doctype html><html lang=en><title>Old slip</title><meta name=author content="Ada Vane">
<meta property=og:site_name content="Tarn Herald"><meta property=article:published_time content=2026-05-04>
<meta property=article:modified_time content=2026-05-06>
<main><p>The board of the harbour of Tarn voted on Monday to fill the old slip in before the winter comes to the lakes.</p></main>
<section class=related><h3><a href=/x>Ossery ferry carries nine passengers</a></h3><h3><a href=/y>Lighthouse goes dark</a></h3></section>
"""


def test_show_says_who_wrote_the_page_and_when_and_where_its_words_stand(workspace):
    from tests.conftest import Page

    workspace.site.pages["/slip"] = Page(STORY)
    workspace.claim("ferry", "The Ossery ferry carries nine passengers.", workspace.site.url("/slip"))
    (check,) = workspace.verify("--format", "json", code=0).json["checks"]
    assert (check["verdict"], check["evidence"][0]["part"]) == ("partial", "related")
    shown = workspace.run("show", "ferry", code=0).out
    assert "“Old slip”, by Ada Vane, Tarn Herald, published 2026-05-04, modified 2026-05-06" in shown
    assert "in the page's related stories" in shown


def test_show_of_a_claim_with_a_problem_says_what_to_do(checked):
    result = checked.run("show", "gone", code=0)
    assert "http-404" in result.out


def test_show_of_an_opinion(checked):
    assert "never checked" in checked.run("show", "view", code=0).out


def test_show_of_an_unknown_claim_suggests(checked):
    assert "did you mean 'length'" in checked.run("show", "lenght", code=5).err


def test_status_names_reasons(checked):
    result = checked.run("status", code=0)
    assert "needs a source" in result.out
    assert "could not be checked" in result.out
    assert "moon/gone" in result.out
    assert "moon/length" not in result.out


def test_export_gives_what_verify_gave(checked):
    verified = {check["claim_id"]: check for check in checked.verify("-f", "json").json["checks"]}
    exported = {check["claim_id"]: check for check in checked.run("export", code=0).json["checks"]}
    assert exported.keys() == verified.keys()
    for claim_id, check in exported.items():
        for name in ("verdict", "score", "problem", "evidence", "reasons", "source", "publisher"):
            assert check[name] == verified[claim_id][name], (claim_id, name)


@pytest.mark.parametrize("format_", ["text", "json", "jsonl", "csv"])
def test_export_formats(checked, format_):
    assert "moon/inflation" in checked.run("export", "-f", format_, code=0).out


def test_hostile_text_reaches_no_terminal(workspace):
    evil = "The mill \x1b]52;c;evil\x07 is 40 m tall\u202e\u200b, they say."
    page = workspace.site.article("/evil", evil)
    workspace.claim("mill", "The mill is 41 m tall, they say.", page)
    runs = [workspace.verify(), workspace.run("show", "mill"), workspace.run("list"), workspace.run("status")]
    for result in runs:
        for ch in result.out + result.err:
            assert ch in "\n\t" or (ch.isprintable() and ch not in "\u202e\u200b"), repr(ch)


def test_version_and_help(workspace):
    assert workspace.run("--version", code=0).out.startswith("claims 0.")
    assert "verify" in workspace.run("-h", code=0).out
    assert "--allow-host" in workspace.run("verify", "--help", code=0).out


def test_a_closed_pipe_ends_quietly(checked):
    command = f"{sys.executable} -m claimtrack -C {checked.root} export -f csv | head -c 1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, timeout=60, check=False)  # noqa: S602
    assert done.stderr == ""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_interrupted_keeps_what_was_done(workspace, number):
    """The first page is checked; the second never ends, until the signal comes."""
    quick = workspace.site.article("/quick", "The river Arlen is 214 km long.")
    workspace.claim("quick", "The river Arlen is 214 km long.", quick)
    listener = socket.create_server(("127.0.0.1", 0))
    silent = f"127.0.0.1:{listener.getsockname()[1]}"
    workspace.claim("silent", "Silence is golden.", f"http://{silent}/")
    lines: list[str] = []
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "claimtrack",
            "verify",
            "--allow-host",
            workspace.site.host,
            "--allow-host",
            silent,
        ],
        cwd=workspace.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    lines.append(process.stdout.readline())
    process.send_signal(number)
    _, err = process.communicate(timeout=60)
    listener.close()
    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert "interrupted" in err
    assert "moon/quick" in lines[0]
    exported = workspace.run("export", code=0).json["checks"]
    assert [check["claim_id"] for check in exported] == ["moon/quick"]


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="no hang-ups on this system")
def test_nohup_outlives_its_terminal(workspace):
    """Started with SIGHUP ignored, as `nohup` does, a run is not ended by one."""
    quick = workspace.site.article("/quick", "The river Arlen is 214 km long.")
    workspace.claim("quick", "The river Arlen is 214 km long.", quick)
    workspace.claim(
        "other", "The river Arlen rises in the Holt hills.", workspace.site.article("/other", "Nothing.")
    )
    ignoring = "import os, signal, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN); os.execv(sys.executable, sys.argv[1:])"
    verify = [
        sys.executable,
        "-m",
        "claimtrack",
        "verify",
        "--exit-zero",
        "--allow-host",
        workspace.site.host,
    ]
    process = subprocess.Popen(
        [sys.executable, "-c", ignoring, *verify], cwd=workspace.root, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    first = process.stdout.readline()
    process.send_signal(signal.SIGHUP)
    rest, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert len((first + rest).splitlines()) == 2


def test_progress_and_colour_only_on_a_terminal(checked):
    """On a pseudo-terminal there are both; in a pipe neither, even where FORCE_COLOR is set."""
    piped = checked.run("verify", "--offline", env={"FORCE_COLOR": "1"})
    assert "\x1b" not in piped.out + piped.err
    leader, follower = pty.openpty()
    env = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    process = subprocess.Popen(
        [sys.executable, "-m", "claimtrack", "verify", "--offline"],
        cwd=checked.root,
        env={**env, "TERM": "xterm-256color"},
        stdout=follower,
        stderr=follower,
    )
    os.close(follower)
    screen = b""
    while True:
        try:
            chunk = os.read(leader, 65536)
        except OSError:
            break
        if not chunk:
            break
        screen += chunk
    process.wait(timeout=60)
    os.close(leader)
    text = screen.decode()
    assert "\x1b[31m" in text
    assert "checked 0 of" in text


def test_settings_from_the_environment(checked):
    checked.run("list", env={"CLAIMS_DB": "other.db"}, code=0)
    assert (checked.root / "other.db").exists()


def test_project_is_found_from_a_folder_inside(checked):
    inside = checked.root / "claims"
    assert "moon/length" in checked.run("list", cwd=inside, code=0).out


def test_json_is_ascii_and_loads(checked):
    text = checked.run("export", "-f", "json", code=0).out
    assert text.isascii()
    assert json.loads(text)["run"]["id"] == "export"
