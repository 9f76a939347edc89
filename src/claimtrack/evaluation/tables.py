"""Figures for a person: plain text, at most 80 columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from claimtrack.evaluation.contrast import Contrast
from claimtrack.evaluation.figures import Figures
from claimtrack.evaluation.labels import Gold
from claimtrack.models import Label

_LINES = (
    ("macro-F1 over the labels", "macro_f1"),
    ("accuracy", "accuracy"),
    ("supported against the rest: balanced accuracy", "balanced_accuracy"),
    ("  supported claims called so (recall)", "supported_recall"),
    ("  claims called supported that are (precision)", "supported_precision"),
    ("  other claims not called so (specificity)", "rest_specificity"),
    ("AUROC of the score: supported against the rest", "auroc"),
    ("  against partial", "auroc_partial"),
    ("  against unsupported", "auroc_unsupported"),
    ("  against contradicted", "auroc_contradicted"),
    ("contradicted claims called supported", "contradicted_called_supported"),
    ("supported claims called contradicted", "supported_called_contradicted"),
    ("expected calibration error of the score", "ece"),
    ("evidence hit rate (token F1 at least 0.5)", "evidence_hit_rate"),
)
_WIDTH = 50
_PROBLEM = "could not be checked"


def report_lines(figures: Figures) -> Iterator[str]:
    """Yield the lines of a report."""
    yield f"{_count(figures.claims, 'claim')} on {_count(figures.pages, 'page')}, {figures.checked} checked"
    if figures.scorers:
        yield f"scored by {', '.join(figures.scorers)}"
    if figures.problems:
        listed = ", ".join(f"{slug} {count}" for slug, count in figures.problems.items())
        yield f"{figures.claims - figures.checked} {_PROBLEM}, and count nowhere below: {listed}"
    if not figures.checked:
        return
    yield ""
    for name, key in _LINES:
        value = figures.main[key]
        if value is not None:
            interval = figures.intervals.get(key)
            yield f"{name:{_WIDTH}}{value:.3f}" + (
                f"  [{interval.low:.3f}, {interval.high:.3f}]" if interval else ""
            )
    if figures.intervals:
        yield "(in brackets: 95 % intervals, pages drawn again)"
    yield from _confusion(figures)
    yield from _reliability(figures)
    yield from _contrast(
        "pairs of the file", figures.contrast, figures.main["contrast"], figures.main["contrast_ordered"]
    )
    yield from _wrong_versions(figures)
    yield from _speed(figures)


def _confusion(figures: Figures) -> Iterator[str]:
    golds = [label for label in Gold if figures.golds.get(label)]
    two_classes = Gold.NOT_SUPPORTED in golds
    said = [Gold.SUPPORTED, Gold.NOT_SUPPORTED] if two_classes else [Gold(label.value) for label in Label]
    yield ""
    yield f"{'label, called':13}{'claims':>7}{'F1':>7} " + "".join(f"{label.value:>13}" for label in said)
    for gold in golds:
        counts = "".join(f"{figures.confusion.get((gold, label), 0):13}" for label in said)
        yield f"{gold.value:13}{figures.golds[gold]:7}{figures.f1[gold]:7.3f} {counts}"


def _reliability(figures: Figures) -> Iterator[str]:
    yield ""
    yield f"{'score':14}{'claims':>6}{'mean score':>12}{'supported':>11}"
    for one in figures.reliability:
        scores = f"{one.low:.1f} to {one.high:.1f}"
        yield f"{scores:14}{one.count:6}{one.mean_score:12.3f}{one.supported:11.3f}"


def _contrast(
    name: str, by_kind: Mapping[str, Contrast], rejected: float | None, ordered: float | None
) -> Iterator[str]:
    """Right claims and wrong versions: of those that pass, how many wrong ones are rejected; of all, how many score lower."""
    if not by_kind:
        return
    yield ""
    yield f"{name:24}{'pairs':>6}{'passed':>8}{'rejected':>10}{'scored lower':>14}"
    for kind, one in by_kind.items():
        yield _contrast_line(kind, one.pairs, one.passed, one.rejected, one.ordered)
    if len(by_kind) > 1:
        pairs, passed = (sum(getattr(one, key) for one in by_kind.values()) for key in ("pairs", "passed"))
        yield _contrast_line("all", pairs, passed, rejected, ordered)


def _contrast_line(kind: str, pairs: int, passed: int, rejected: float | None, ordered: float | None) -> str:
    return f"{kind[:23]:24}{pairs:6}{passed:8}{_share(rejected):>10}{_share(ordered):>14}"


def _wrong_versions(figures: Figures) -> Iterator[str]:
    main = figures.main
    yield from _contrast(
        "wrong versions",
        figures.wrong_versions,
        main["wrong_versions_rejected"],
        main["wrong_versions_ordered"],
    )
    if figures.not_discriminating:
        shares = ", ".join(f"{gold.value} {value:.3f}" for gold, value in figures.not_discriminating.items())
        yield "called supported, and a wrong version scores as high, by label:"
        yield f"  {shares}"


def _speed(figures: Figures) -> Iterator[str]:
    speed = figures.speed
    parts = [f"{speed.elapsed_s:.1f} s on the clock"]
    if speed.ms_per_claim is not None:
        parts.append(f"{speed.ms_per_claim:.1f} ms a claim, its page read")
    if speed.ms_per_wrong_version is not None:
        parts.append(f"{speed.ms_per_wrong_version:.1f} ms a wrong version")
    yield ""
    if figures.passages_shown is not None:
        yield f"{figures.passages_shown:.2f} passages shown a claim"
    yield "; ".join(parts)


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
