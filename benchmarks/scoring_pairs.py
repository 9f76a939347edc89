"""The embedded scorer alone, on labelled pairs of claim and text, beside a 40-line IDF window.

    python benchmarks/scoring_pairs.py [written] [wice] [symmetric] [fm2]

Needs the benchmark data (see README.md here). `rest` and `contradicted` are the AUROC of the score of supported claims against all
others and against contradicted ones; `F1` is macro-F1 over the labels that the set has, with labels mapped onto ours; `ms` is CPU
time a claim, the index of a page shared by its claims. Part of what is measured here was used to fit the scorer (`training/`):
the field test (`fieldtest.py`) is the fair measure.
"""

from __future__ import annotations

import json
import math
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from claimtrack.models import Block, BlockKind, Claim, Document, Label, Passage
from claimtrack.passages import SentenceSplitter
from claimtrack.scoring import LexicalScorer

DATA = Path(os.environ.get("CLAIMTRACK_DATA", Path(__file__).parent.parent / "../shared/data"))
BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]"}


@dataclass(frozen=True, slots=True)
class Page:
    """A text with its passages; one object for all claims on it."""

    document: Document
    passages: Sequence[Passage]


@dataclass(frozen=True, slots=True)
class Pair:
    """A labelled claim."""

    claim: str
    page: Page
    label: Label


def page(lines: Sequence[str], title: str | None = None) -> Page:
    """One paragraph a line."""
    kept = [line.replace("\n", " ") for line in lines if line.strip()]
    blocks, start = [], 0
    for line in kept:
        blocks.append(Block(start=start, end=start + len(line), kind=BlockKind.PARAGRAPH))
        start += len(line) + 1
    text = "\n".join(kept)
    digest = sha256(text.encode()).hexdigest()
    document = Document(sha256=digest, text=text, text_sha256=digest, blocks=tuple(blocks), title=title)
    return Page(document, SentenceSplitter().split(document))


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def written() -> Iterator[Pair]:
    """Claims of our own on written passages, hard on purpose."""
    for folder in sorted(path for path in (DATA / "written").iterdir() if path.is_dir()):
        pages = {
            row["pid"]: page(row["text"].split("\n"), row["title"]) for row in rows(folder / "passages.jsonl")
        }
        for row in rows(folder / "claims.jsonl"):
            yield Pair(row["claim"], pages[row["pid"]], Label(row["label"]))


def wice() -> Iterator[Pair]:
    """Wikipedia claims against the whole cited page, development split."""
    labels = {
        "supported": Label.SUPPORTED,
        "partially_supported": Label.PARTIAL,
        "not_supported": Label.UNSUPPORTED,
    }
    for row in rows(DATA / "quality/wice/claim-dev.jsonl"):
        yield Pair(row["claim"], page(row["evidence"]), labels[row["label"]])


def symmetric() -> Iterator[Pair]:
    """Contrastive pairs: each claim with a sentence that supports it and one that refutes it."""
    for row in rows(DATA / "quality/fever_symmetric/fever_symmetric_dev.jsonl"):
        text = row["evidence"]
        for code, sign in BRACKETS.items():
            text = text.replace(code, sign)
        yield Pair(
            row["claim"], page([text]), Label.SUPPORTED if row["label"] == "SUPPORTS" else Label.CONTRADICTED
        )


def fm2() -> Iterator[Pair]:
    """Claims written to mislead, against gold evidence."""
    for row in rows(DATA / "quality/fm2/dev.jsonl"):
        evidence = [one["text"] for one in row["gold_evidence"]]
        label = Label.SUPPORTED if row["label"] == "SUPPORTS" else Label.CONTRADICTED
        yield Pair(row["text"], page(evidence, row["wikipedia_page"]), label)


SETS: dict[str, Callable[[], Iterator[Pair]]] = {
    "written": written,
    "wice": wice,
    "symmetric": symmetric,
    "fm2": fm2,
}


class IdfWindow:
    """The peer: the share of a claim's IDF weight that the best run of three passages holds; no label but by two thresholds."""

    def __init__(self) -> None:
        self._page: Page | None = None
        self._sets: list[set[str]] = []
        self._idf: Callable[[str], float] = lambda _: 1.0

    def judge(self, claim: str, on: Page) -> tuple[Label, float]:
        """Label and score of a claim."""
        if on is not self._page:
            self._page = on
            self._sets = [tokens(passage.text) for passage in on.passages]
            counts = Counter(word for words in self._sets for word in words)
            total = len(self._sets) + 1
            self._idf = lambda word: math.log(total / (counts[word] + 0.5)) + 1
        wanted = tokens(claim)
        best = 0.0
        for first in range(len(self._sets)):
            window = set().union(*self._sets[first : first + 3])
            best = max(best, sum(map(self._idf, wanted & window)))
        score = best / (sum(map(self._idf, wanted)) or 1)
        return (
            Label.SUPPORTED if score > 0.75 else Label.PARTIAL if score > 0.55 else Label.UNSUPPORTED,
            score,
        )


def tokens(text: str) -> set[str]:
    """Lower-case words of three characters or more, and numbers."""
    return {word for word in re.findall(r"\w+", text.lower()) if len(word) > 2 or word.isdigit()}


def lexical() -> Callable[[str, Page], tuple[Label, float]]:
    """The embedded scorer as a function."""
    scorer = LexicalScorer()

    def judge(text: str, on: Page) -> tuple[Label, float]:
        claim = Claim(id="benchmark/claim", text=text, path=Path("benchmark.toml"), line=1)
        verdict = scorer.score(claim, on.document, on.passages)
        return verdict.label, verdict.score

    return judge


def auroc(good: list[float], bad: list[float]) -> float:
    """Probability that a good one scores above a bad one."""
    if not good or not bad:
        return math.nan
    ranked = sorted([(score, True) for score in good] + [(score, False) for score in bad])
    wins, below, at = 0.0, 0, 0
    while at < len(ranked):
        after = at
        while after < len(ranked) and ranked[after][0] == ranked[at][0]:
            after += 1
        here = [flag for _, flag in ranked[at:after]]
        wins += here.count(True) * (below + here.count(False) / 2)
        below += here.count(False)
        at = after
    return wins / (len(good) * len(bad))


def macro_f1(pairs: list[tuple[Label, Label]]) -> float:
    """Mean F1 over the labels that occur in the gold column (the first)."""
    scores = []
    for label in {gold for gold, _ in pairs}:
        hit = sum(gold is label and said is label for gold, said in pairs)
        named = sum(gold is label or said is label for gold, said in pairs)
        scores.append(2 * hit / (hit + named))
    return sum(scores) / len(scores)


def line(name: str, pairs: list[Pair], scorer: str, judge: Callable[[str, Page], tuple[Label, float]]) -> str:
    """Run one scorer over one set."""
    started = time.process_time()
    said = [judge(pair.claim, pair.page) for pair in pairs]
    milliseconds = 1000 * (time.process_time() - started) / len(pairs)
    by_label: dict[Label, list[float]] = {label: [] for label in Label}
    for pair, (_, score) in zip(pairs, said, strict=True):
        by_label[pair.label].append(score)
    supported = by_label[Label.SUPPORTED]
    rest = [score for label, scores in by_label.items() if label is not Label.SUPPORTED for score in scores]
    against = auroc(supported, by_label[Label.CONTRADICTED])
    f1 = macro_f1([(pair.label, label) for pair, (label, _) in zip(pairs, said, strict=True)])
    false = sum(
        pair.label is Label.SUPPORTED and label is Label.CONTRADICTED
        for pair, (label, _) in zip(pairs, said, strict=True)
    )
    return (
        f"{name:10s} {len(pairs):6d}  {scorer:12s} {auroc(supported, rest):6.3f} {against:13.3f} {f1:6.3f} "
        f"{false / max(1, len(supported)):20.3f} {milliseconds:7.2f}"
    )


def main(names: list[str]) -> int:
    """Print the table; 2 where the data is not there."""
    if not (DATA / "quality").is_dir():
        print(
            f"no benchmark data in {DATA}: set CLAIMTRACK_DATA to the folder that holds quality/ and written/"
        )
        return 2
    print(
        f"{'set':10s} {'claims':>6s}  {'scorer':12s} {'rest':>6s} {'contradicted':>13s} {'F1':>6s} {'falsely contradicted':>20s} {'ms':>7s}"
    )
    for name in names or SETS:
        pairs = list(SETS[name]())
        print(line(name, pairs, "IDF window", IdfWindow().judge))
        print(line(name, pairs, "lexical", lexical()), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
