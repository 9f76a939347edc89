"""The claims that the project ships with: the article of `claims/`, checked where no network is."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from claimtrack.models import Kind
from claimtrack.records import load

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def claims():
    (article,) = load([ROOT / "claims"], root=ROOT)
    return article.claims


def test_nine_rows_and_the_theses(claims):
    facts = [claim for claim in claims if claim.kind is Kind.FACT]
    opinions = [claim for claim in claims if claim.kind is Kind.OPINION]
    assert len(facts) == 9
    assert len(opinions) == 5
    assert sum(not claim.sources for claim in facts) == 2
    assert all(claim.cited_as for claim in facts if not claim.sources)
    assert not any(claim.sources for claim in opinions)


def no_network(*command: str) -> subprocess.CompletedProcess[str] | None:
    """Run a command in a network namespace of its own, which holds nothing but an idle loopback."""
    for flags in ("-n", "-rn"):
        if (
            shutil.which("unshare")
            and subprocess.run(["unshare", flags, "true"], capture_output=True, check=False).returncode == 0
        ):
            return subprocess.run(
                ["unshare", flags, *command], capture_output=True, text=True, timeout=120, check=False
            )
    return None


def test_without_a_network_each_row_says_so(claims, tmp_path):
    """The sources are real pages: this runs only where it cannot reach them."""
    for name in ("claims", "claims.toml"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name)
        elif source.exists():
            shutil.copy(source, tmp_path / name)
    done = no_network(sys.executable, "-m", "claimtrack", "-C", str(tmp_path), "verify", "--format", "json")
    if done is None:
        pytest.skip(
            "no network namespace can be made here (unshare -n), and the real sources must not be asked"
        )
    assert done.returncode == 3, done.stderr
    report = json.loads(done.stdout)
    pairs = [
        (claim, source) for claim in claims if claim.kind is Kind.FACT for source in claim.sources or (None,)
    ]
    assert len(report["checks"]) == len(pairs)
    assert {check["claim_id"] for check in report["checks"]} == {claim.id for claim, _ in pairs}
    for check in report["checks"]:
        assert check["problem"] == ("network" if check["source"] else "needs-source")
        assert check["verdict"] is None
    assert len(report["run"]["opinions"]) == 5
