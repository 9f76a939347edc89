"""Fit the weights of the embedded scorer and write `src/claimtrack/scoring/weights.py`.

    CLAIMTRACK_DATA=DIR python training/fit_lexical.py

A logistic regression whose signs are fixed beforehand: coverage can only help, a finding can only hurt. Fitted on public pairs
(WiCE claims of the development split against their whole cited pages, FEVER-Symmetric, Fool Me Twice) and, with little weight, on
written claims, whose coverage is levelled between labels because supported ones were paraphrased on purpose. Each set has an
intercept of its own because their shares of supported claims differ. Needs numpy and scipy; claimtrack needs neither.
"""  # noqa: INP001

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from claimtrack.models import Block, BlockKind, Document
from claimtrack.passages import SentenceSplitter
from claimtrack.scoring.claim_view import view_claim
from claimtrack.scoring.features import features
from claimtrack.scoring.findings import find
from claimtrack.scoring.index import PageIndex
from claimtrack.scoring.windows import choose

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ["CLAIMTRACK_DATA"])
WEIGHTS_OF_SETS = {"wice": 3.0, "symmetric": 1.0, "fm2": 1.0, "written": 0.05}
L2 = 5e-3
MIN_SCALE = 0.15
"""Least spread assumed of a feature: rare findings get no extreme weights."""
PRIOR = 0.38
"""Share of supported claims that the score is calibrated for; WiCE has a third, articles as a rule more."""
BINS, MAX_LEVELLING = 8, 4.0
HELPS = (
    "covered covered_exactly covered_single covered_pair covered_page covered_context worst_clause runs names_found quantities_match "
    "quantities_fit quantities_derived"
).split()
HURTS = (
    "missing_weight worst name-missing number-missing quantities_missing number-differs number-misplaced date-differs "
    "negation-differs opposite-word name-differs quantities_odds bound-dropped hedge-hardened plan-as-fact promise-added quantifier-hardened "
    "universal_unbacked attribution-dropped replaced inverted cause_unbacked order_unbacked comparison_unbacked"
).split()


@dataclass(frozen=True)
class Pair:
    """A claim, the text it is held against, and whether that text supports it."""

    claim: str
    lines: tuple[str, ...]
    title: str | None
    supported: bool


def rows(path: Path) -> Iterator[dict[str, object]]:
    """Yield the records of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def wice() -> Iterator[Pair]:
    """Claims of Wikipedia against whole pages."""
    for row in rows(DATA / "quality/wice/claim-dev.jsonl"):
        yield Pair(
            row["claim"],
            tuple(line.replace("\n", " ") for line in row["evidence"]),
            None,
            row["label"] == "supported",
        )


def symmetric() -> Iterator[Pair]:
    """Contrastive claims against one sentence."""
    brackets = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]"}
    for name in ("fever_symmetric_dev", "fever_symmetric_generated"):
        for row in rows(DATA / f"quality/fever_symmetric/{name}.jsonl"):
            text = row.get("evidence_sentence") or row["evidence"]
            for code, sign in brackets.items():
                text = text.replace(code, sign)
            if row["label"] in {"SUPPORTS", "REFUTES"}:
                yield Pair(row["claim"], (text,), None, row["label"] == "SUPPORTS")


def fm2() -> Iterator[Pair]:
    """Claims written to mislead against gold evidence."""
    for row in rows(DATA / "quality/fm2/dev.jsonl"):
        yield Pair(
            row["text"],
            tuple(one["text"] for one in row["gold_evidence"]),
            row["wikipedia_page"],
            row["label"] == "SUPPORTS",
        )


def written() -> Iterator[Pair]:
    """Claims of our own, hard on purpose: supported ones share few words with their passage, contradicted ones many."""
    for folder in sorted((DATA / "written").iterdir()):
        if folder.is_dir():
            passages = {row["pid"]: row for row in rows(folder / "passages.jsonl")}
            for row in rows(folder / "claims.jsonl"):
                page = passages[row["pid"]]
                yield Pair(
                    row["claim"], tuple(page["text"].split("\n")), page["title"], row["label"] == "supported"
                )


def measure(pair: Pair) -> dict[str, float] | None:
    """Return the features of a pair, or None where claim and text share nothing."""
    lines = [line for line in pair.lines if line.strip()]
    text = "\n".join(lines)
    blocks, start = [], 0
    for line in lines:
        blocks.append(Block(start=start, end=start + len(line), kind=BlockKind.PARAGRAPH))
        start += len(line) + 1
    digest = sha256(text.encode()).hexdigest()
    document = Document(sha256=digest, text=text, text_sha256=digest, blocks=tuple(blocks), title=pair.title)
    index = PageIndex(document, SentenceSplitter().split(document))
    windows = choose(view_claim(pair.claim, index.postings.capitals), index)
    return None if windows is None else features(windows, index, find(windows.best))


def matrix(pairs: Iterable[Pair], names: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Features and labels of a set."""
    measured = [(measure(pair), pair.supported) for pair in pairs]
    kept = [([values[name] for name in names], label) for values, label in measured if values is not None]
    return np.array([values for values, _ in kept]), np.array([float(label) for _, label in kept])


def main() -> None:
    """Fit and write."""
    names = [*HELPS, *HURTS]
    sources = {"wice": wice, "symmetric": symmetric, "fm2": fm2, "written": written}
    sets = {name: matrix(source(), names) for name, source in sources.items()}
    shares = {name: np.full(len(labels), WEIGHTS_OF_SETS[name]) for name, (_, labels) in sets.items()}
    shares["written"] *= levelled(*sets["written"], names)
    weights, intercepts = fit(sets, shares, names)
    share = sets["wice"][1].mean()
    shift = np.log(PRIOR / (1 - PRIOR)) - np.log(share / (1 - share))
    write(dict(zip(names, weights, strict=True)), intercepts["wice"] + shift)
    for name, (values, labels) in sets.items():
        sys.stdout.write(f"{name}: {len(labels)} claims, AUROC {auroc(values @ weights, labels):.3f}\n")


def levelled(values: np.ndarray, labels: np.ndarray, names: list[str]) -> np.ndarray:
    """Weights that give supported and other claims the same spread of coverage, so that coverage itself tells nothing."""
    bins = np.minimum((values[:, names.index("covered_context")] * BINS).astype(int), BINS - 1)
    weights = np.zeros(len(labels))
    for number in range(BINS):
        for label in (0.0, 1.0):
            chosen = (bins == number) & (labels == label)
            if chosen.any():
                weights[chosen] = np.mean(bins == number) / np.mean(chosen[labels == label])
    return np.minimum(weights, MAX_LEVELLING)


def fit(
    sets: dict[str, tuple[np.ndarray, np.ndarray]], shares: dict[str, np.ndarray], names: list[str]
) -> tuple[np.ndarray, dict[str, float]]:
    """Return the weights, and the intercept of each set."""
    size, keys = len(names), list(sets)
    scale = np.maximum(np.concatenate([values for values, _ in sets.values()]).std(axis=0), MIN_SCALE)
    scaled = {key: values / scale for key, (values, _) in sets.items()}
    total = sum(share.sum() for share in shares.values())

    def loss(point: np.ndarray) -> tuple[float, np.ndarray]:
        weights = point[:size]
        value, slope = L2 / 2 * weights @ weights, np.concatenate([L2 * weights, np.zeros(len(keys))])
        for place, key in enumerate(keys):
            labels, share = sets[key][1], shares[key] / total
            logits = scaled[key] @ weights + point[size + place]
            value += np.sum(share * (np.logaddexp(0, logits) - labels * logits))
            error = share * (1 / (1 + np.exp(-logits)) - labels)
            slope[:size] += scaled[key].T @ error
            slope[size + place] += error.sum()
        return float(value), slope

    bounds = [(0, None) if name in HELPS else (None, 0) for name in names] + [(None, None)] * len(keys)
    found = minimize(
        loss,
        np.zeros(size + len(keys)),
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        options={"maxiter": 2000},
    )
    return found.x[:size] / scale, dict(zip(keys, found.x[size:], strict=True))


def auroc(scores: np.ndarray, labels: np.ndarray) -> float:
    """Probability that a supported claim scores above one that is not."""
    gaps = scores[labels == 1][:, None] - scores[labels == 0][None, :]
    return float(np.mean((gaps > 0) + 0.5 * (gaps == 0)))


def write(weights: dict[str, float], bias: float) -> None:
    """Write the table."""
    kept = sorted(
        ((name, round(weight, 3)) for name, weight in weights.items() if round(weight, 3)),
        key=lambda item: -abs(item[1]),
    )
    lines = [
        '"""Weights of the logistic regression behind the score. Made by `training/fit_lexical.py`; do not edit by hand.',
        "",
        "Fitted on WiCE claims (development split, annotations ODC-BY), FEVER-Symmetric (CC BY-SA 3.0), Fool Me Twice (Apache-2.0) and",
        f"written claims of our own. Signs were fixed beforehand. The bias is that of WiCE, moved to a share of {PRIOR:.0%} supported claims.",
        '"""',
        "",
        "from __future__ import annotations",
        "",
        f"BIAS = {bias:.3f}",
        "WEIGHTS: dict[str, float] = {",
        *(f'    "{name}": {weight},' for name, weight in kept),
        "}",
        "",
    ]
    (ROOT / "src/claimtrack/scoring/weights.py").write_text("\n".join(lines))


if __name__ == "__main__":
    main()
