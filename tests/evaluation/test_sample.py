"""The scorer on claims of our own: a change that makes it worse fails here. The floor is lowered by hand alone."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

from claimtrack.evaluation import read_floor, read_labelled

SAMPLE = Path(__file__).parents[2] / "training" / "written-sample"


def test_the_scorer_keeps_its_floor(tmp_path):
    done = subprocess.run(
        [
            *(sys.executable, "-m", "claimtrack", "-C", str(tmp_path), "eval", str(SAMPLE / "claims.jsonl")),
            *("--floor", str(SAMPLE / "floor.toml"), "--format", "json"),
        ],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["checked"] == found["claims"] == 397


def test_the_floor_holds_what_matters():
    names = {bound.name for bound in read_floor(SAMPLE / "floor.toml")}
    assert {"macro_f1", "auroc", "contrast_ordered", "contradicted_called_supported"} <= names


def test_the_sample_has_claims_of_every_label_and_wrong_versions():
    claims = read_labelled([SAMPLE / "claims.jsonl"])
    counts = Counter(claim.gold.value for claim in claims)
    assert min(counts[label] for label in ("supported", "partial", "unsupported", "contradicted")) >= 40
    assert sum(claim.pair_of is not None for claim in claims) >= 40
    assert len({claim.group for claim in claims}) == 44
