"""Verdicts on real pages, end to end: claim files, `claims verify` over HTTP on loopback, the JSON it prints.

    python benchmarks/fieldtest.py [--claims FILE] [--split dev] [--show]

Needs the folder `fieldtest` of the benchmark data (see README.md here): its pages are other people's and are not in this
repository. Its own `serve_pages.py` and `score_run.py` serve and score, so the figures mean what its authors meant; word overlap with
a threshold, the peer, reaches macro-F1 0.27, AUROC 0.61 and an evidence hit rate of 0.74 there. Beside the scores it is printed which of
the annotator's passages the extracted text lacks, and how many passages a verdict shows: the hit rate counts the best of them.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
DATA = Path(os.environ.get("CLAIMTRACK_DATA", ROOT.parent / "shared" / "data")) / "fieldtest"


@contextmanager
def served(split: str) -> Iterator[str]:
    """Serve the pages of a split and yield `host:port`."""
    command = [sys.executable, str(DATA / "serve_pages.py"), "--split", split]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        if server.stdout is None:
            raise RuntimeError("no pipe to the page server")
        try:
            yield f"127.0.0.1:{int(server.stdout.readline())}"
        finally:
            server.terminate()


def write_claims(project: Path, claims: list[dict[str, Any]], host: str) -> None:
    """Write one claim file with all claims, each citing its page."""
    lines = ["[article]", 'title = "Field test"']
    for claim in claims:
        source = f"http://{host}/{claim['page']}"
        lines += ["", "[[claim]]", f"id = {json.dumps(claim['id'])}", f"text = {json.dumps(claim['claim'])}"]
        lines.append(f"source = {json.dumps(source)}")
    (project / "claims").mkdir()
    (project / "claims" / "fieldtest.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def verify(project: Path, host: str) -> list[dict[str, Any]]:
    """Run `claims verify` in a project and return its checks."""
    command = [
        sys.executable,
        "-m",
        "claimtrack",
        "-C",
        str(project),
        "verify",
        "--format",
        "json",
        "--exit-zero",
        "--allow-host",
        host,
    ]
    started = time.monotonic()
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    print(f"claims verify: {time.monotonic() - started:.1f} s on the clock")
    checks: list[dict[str, Any]] = json.loads(done.stdout)["checks"]
    return checks


def plain(text: str) -> str:
    """Text as it is compared: NFKC, no soft hyphens and other invisible signs, white space collapsed."""
    visible = (char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) != "Cf")
    return " ".join("".join(visible).split())


def extracted(project: Path) -> dict[str, str]:
    """The text of each page by the SHA-256 of its snapshot, as the run stored it."""
    with closing(sqlite3.connect(project / "claims.db")) as database:
        rows = database.execute("select snapshot_sha256, text from snapshot_texts").fetchall()
    return {sha256: plain(text) for sha256, text in rows}


def print_missing(claims: list[dict[str, Any]], checks: list[dict[str, Any]], texts: dict[str, str]) -> None:
    """Say which of the annotator's passages are not in the extracted text."""
    pages = {check["claim_id"].partition("/")[2]: texts.get(check["snapshot"], "") for check in checks}
    golden = [
        (claim, passage)
        for claim in claims
        for passage in [claim.get("evidence"), *claim.get("evidence_alt", [])]
        if passage
    ]
    missing = [
        (claim, passage) for claim, passage in golden if plain(passage) not in pages.get(claim["id"], "")
    ]
    print(f"{len(golden)} passages of the annotator, {len(missing)} not in the extracted text")
    for claim, passage in missing:
        print(f"  {claim['id']} {claim['page']}: {passage[:120]}")


def main() -> None:
    """Serve, verify, score, print."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument(
        "--claims", type=Path, default=DATA / "claims-dev.jsonl", help="labelled claims, a JSON object a line"
    )
    arguments.add_argument("--split", default="dev", help="pages to serve: dev, hidden or all")
    arguments.add_argument(
        "--show", action="store_true", help="list the misjudged claims (for dev only, please)"
    )
    options = arguments.parse_args()
    if not options.claims.exists():
        print(
            f"skipped: {options.claims} is not here; set CLAIMTRACK_DATA to the folder that holds fieldtest/"
        )
        return
    claims = [
        json.loads(line) for line in options.claims.read_text(encoding="utf-8").splitlines() if line.strip()
    ]
    with tempfile.TemporaryDirectory() as scratch, served(options.split) as host:
        project = Path(scratch)
        write_claims(project, claims, host)
        checks = verify(project, host)
        predictions = project / "predictions.jsonl"
        rows = [
            {
                "id": check["claim_id"].partition("/")[2],
                "verdict": check["verdict"],
                "score": check["score"],
                "evidence": [item["exact"] for item in check["evidence"]],
            }
            for check in checks
        ]
        predictions.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
        problems = [f"{check['claim_id']} {check['problem']}" for check in checks if check["problem"]]
        print(
            f"{len(claims)} claims, {len(checks)} checks, {len(problems)} could not be made {problems or ''}"
        )
        print_missing(claims, checks, extracted(project))
        shown = [len(check["evidence"]) for check in checks if check["verdict"]]
        print(f"{sum(shown) / max(1, len(shown)):.2f} passages shown a claim")
        score = [sys.executable, str(DATA / "score_run.py"), "--gold", str(options.claims), str(predictions)]
        subprocess.run([*score, "--show"] if options.show else score, check=True)


if __name__ == "__main__":
    main()
