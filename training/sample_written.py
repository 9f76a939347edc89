"""Draw `training/written-sample/` from the written pairs: what `claims eval` is held to in CI.

    CLAIMTRACK_DATA=DIR python training/sample_written.py

Takes whole passages, so that wrong versions stay beside their originals: as many of each domain, out of the fifth that a hash of their
ids sets aside, in the order of another. The same data draws the same sample.
"""  # noqa: INP001

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from difflib import SequenceMatcher
from hashlib import sha256
from pathlib import Path
from typing import Any

from claimtrack.extract.page import PageExtractor
from claimtrack.models import Document, Snapshot

DATA = Path(os.environ["CLAIMTRACK_DATA"]) / "written"
SAMPLE = Path(__file__).parent / "written-sample"
PER_DOMAIN = 4
SET_ASIDE = 5
"""One passage in so many may be drawn."""
PAIR = "-pair"
LEAST_LIKE = 0.5
"""Share of words that a wrong version has in common with its original."""


def is_set_aside(pid: str) -> bool:
    """Whether a passage is one of those that may be drawn."""
    return int(sha256(pid.encode()).hexdigest(), 16) % SET_ASIDE == 0


def main() -> None:
    """Write the sample anew."""
    pages = SAMPLE / "pages"
    pages.mkdir(parents=True, exist_ok=True)
    for old in pages.iterdir():
        old.unlink()
    lines = []
    for domain in sorted(path for path in DATA.iterdir() if path.is_dir()):
        claims = rows(domain / "claims.jsonl")
        for passage in chosen(rows(domain / "passages.jsonl")):
            (pages / f"{passage['pid']}.md").write_text(markdown(passage), encoding="utf-8")
            lines += labelled([claim for claim in claims if claim["pid"] == passage["pid"]])
    (SAMPLE / "claims.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    print(f"{len(lines)} claims on {sum(1 for _ in pages.iterdir())} pages")  # noqa: T201


def rows(path: Path) -> list[dict[str, Any]]:
    """The records of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def chosen(passages: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The passages of one domain: held out, and the same words as a page."""
    kept = [
        one for one in passages if is_set_aside(one["pid"]) and words_of(markdown(one)) == one["text"].split()
    ]
    return sorted(
        sorted(kept, key=lambda one: sha256(one["pid"].encode()).digest())[:PER_DOMAIN],
        key=lambda one: one["pid"],
    )


def markdown(passage: dict[str, Any]) -> str:
    """A passage as a page: its title above it, a paragraph a line."""
    return "\n\n".join([f"# {passage['title']}", *passage["text"].split("\n")]) + "\n"


def words_of(page: str) -> list[str]:
    """The words that are read of a page, its heading aside."""
    body = page.encode()
    document = PageExtractor().extract(body, snapshot(body))
    return document.text.partition("\n")[2].split() if isinstance(document, Document) else []


def labelled(claims: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The lines for the claims of one passage, each wrong version with the id of its original."""
    originals = [one for one in claims if one["label"] == "supported"]
    for claim in claims:
        line = {
            "id": claim["id"],
            "claim": claim["claim"],
            "file": f"pages/{claim['pid']}.md",
            "label": claim["label"],
        }
        line["kind"] = claim["kind"].removesuffix(PAIR)
        if claim["evidence"]:
            line["evidence"] = claim["evidence"]
        if claim["kind"].endswith(PAIR) and originals:
            original = max(originals, key=lambda one: likeness(one["claim"], claim["claim"]))
            if likeness(original["claim"], claim["claim"]) >= LEAST_LIKE:
                line["pair_of"] = original["id"]
        yield json.dumps(line, ensure_ascii=False)


def likeness(first: str, second: str) -> float:
    """Share of words that two claims have in common, in order."""
    return SequenceMatcher(None, first.split(), second.split(), autojunk=False).ratio()


def snapshot(body: bytes) -> Snapshot:
    """A record of a page that nobody fetched."""
    return Snapshot(
        url="https://sample.example/page.md",
        final_url="https://sample.example/page.md",
        fetched_at=datetime.now(UTC),
        status=200,
        content_type="text/markdown; charset=utf-8",
        sha256=sha256(body).hexdigest(),
        size_bytes=len(body),
    )


if __name__ == "__main__":
    main()
