"""What the hostile tests share: the server in a process of its own, a project that cites it, and `claims` measured as it runs."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
CLAIM = "The 2031 census of Lower Ombry counted 6,318 lamplighters."
"""What every page of the server that can be read says."""


@dataclass(frozen=True)
class Hostile:
    """The server, running."""

    process: subprocess.Popen[bytes]
    origins: Mapping[str, str]
    """`HOST:PORT` by site, and of the canary."""
    attacks: Mapping[str, str]
    """`HOST:PORT` by path."""
    tls: Mapping[str, str]
    """`HOST:PORT` by what is wrong with TLS there."""
    forms: Mapping[str, str]
    """The canary's address in every spelling, by name of the spelling."""

    def url(self, path: str) -> str:
        return f"http://{self.attacks[path.partition('?')[0]]}{path}"

    @property
    def allowed(self) -> list[str]:
        """Everything but the canary."""
        named = {address for site, address in self.origins.items() if site != "canary"}
        return sorted(named | set(self.tls.values()))

    def record(self) -> dict[str, Any]:
        """All requests so far, and the addresses at which the canary was reached."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(b"\n")
        self.process.stdin.flush()
        found: dict[str, Any] = json.loads(self.process.stdout.readline())
        return found


@contextlib.contextmanager
def serving(*words: str, prefix: Sequence[str] = ()) -> Iterator[Hostile]:
    """The server in a process of its own, from the first to the last line of a `with` block."""
    command = [*prefix, sys.executable, "-m", "server", *words]
    with subprocess.Popen(command, cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            yield Hostile(process=process, **json.loads(process.stdout.readline()))
        finally:
            process.kill()


@pytest.fixture(scope="session")
def hostile() -> Iterator[Hostile]:
    with serving("--tls") as server:
        yield server


@pytest.fixture(scope="session")
def start_server() -> Callable[..., contextlib.AbstractContextManager[Hostile]]:
    """For tests that need a server elsewhere: `with start_server(*options, prefix=command) as server`."""
    return serving


@dataclass
class Run:
    """One run of `claims` in a process of its own."""

    code: int
    out: str
    err: str
    seconds: float
    peak_kb: int
    """Most memory that the process itself held at any time, its children not counted; 0 where the system does not tell."""

    @property
    def checks(self) -> list[dict[str, Any]]:
        """The checks of a run with `--format jsonl`, in the order in which they were decided."""
        records: list[dict[str, Any]] = [json.loads(line) for line in self.out.splitlines()]
        return [record for record in records if record["type"] == "check"]

    @property
    def outcomes(self) -> dict[str, str]:
        """Verdict or problem of each claim, by its slug."""
        return {
            check["claim_id"].partition("/")[2]: check["verdict"] or check["problem"] for check in self.checks
        }


@dataclass
class HostileProject:
    """A project in a folder of its own."""

    root: Path
    settings: dict[str, Any] = field(default_factory=dict)
    prefix: Sequence[str] = ()
    """A command that runs the command: into a namespace, under a tracer."""

    def write(self, claims: Mapping[str, tuple[str, str]], allow: Sequence[str] = ()) -> None:
        """Write settings and one claim file.

        Args:
            claims: slug to text and source.
            allow: the hosts that may be fetched wherever they are.
        """
        (self.root / "claims").mkdir(parents=True, exist_ok=True)
        settings = {"host_delay": 0, "timeout": 5, "allow_hosts": list(allow), **self.settings}
        lines = [f"{name} = {json.dumps(value)}" for name, value in settings.items()]
        (self.root / "claims.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
        text = '[article]\ntitle = "The lamps of Lower Ombry"\n'
        for slug, (claim, source) in claims.items():
            text += f'\n[[claim]]\nid = "{slug}"\ntext = {json.dumps(claim)}\nsource = {json.dumps(source)}\n'
        (self.root / "claims" / "ombry.toml").write_text(text, encoding="utf-8")

    def run(self, *words: str, env: Mapping[str, str] | None = None, within: int = 360) -> Run:
        """Run `claims` as a person would; how it ends is the test's to judge, but never with a traceback."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("CLAIMS_")}
        clean |= {"PYTHONWARNINGS": "error", "NO_COLOR": "1", "COLUMNS": "100", **(env or {})}
        out, err = self.root / "out", self.root / "err"
        begun = time.monotonic()
        with (
            out.open("wb") as to_out,
            err.open("wb") as to_err,
            subprocess.Popen(
                [*self.prefix, sys.executable, "-m", "claimtrack", "-C", str(self.root), *words],
                cwd=self.root,
                env=clean,
                stdout=to_out,
                stderr=to_err,
            ) as process,
        ):
            try:
                peak = 0
                while process.poll() is None and time.monotonic() - begun < within:
                    peak = max(peak, _peak_kb(process.pid))
                    time.sleep(0.02)
            finally:
                process.kill()
        run = Run(
            code=process.returncode,
            out=out.read_text("utf-8"),
            err=err.read_text("utf-8"),
            seconds=time.monotonic() - begun,
            peak_kb=peak,
        )
        assert run.seconds < within, (
            f"still running after {within} s; last decided:\n{run.out[-2000:]}\n{run.err}"
        )
        assert "Traceback" not in run.err, run.err
        return run

    def verify(self, *words: str, env: Mapping[str, str] | None = None, within: int = 360) -> Run:
        run = self.run("verify", "--jobs", "4", "--format", "jsonl", *words, env=env, within=within)
        assert run.code in {0, 1, 3}, f"exit {run.code}\n{run.err}"
        return run


def _peak_kb(pid: int) -> int:
    """The high-water mark of the resident set (`VmHWM`), which only Linux tells."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("ascii", "replace")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")), 0)


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[], Any]], Any]:
    """Make a JSON value once for all the processes of a parallel test run: the first one makes it, the others wait."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def get(name: str, make: Callable[[], Any]) -> Any:
        made = shared / f"{name}.json"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not made.exists():
                made.write_text(json.dumps(make()), encoding="utf-8")
        return json.loads(made.read_text("utf-8"))

    return get


@pytest.fixture(scope="session")
def new_project(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., HostileProject]:
    """Make a project; keyword arguments are settings."""

    def make(*prefix: str, **settings: object) -> HostileProject:
        return HostileProject(tmp_path_factory.mktemp("project"), settings, prefix)

    return make
