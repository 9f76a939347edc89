"""The numbers that the verdict is decided from: how much of a claim a page carries, and what speaks against it there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from claimtrack.scoring.alignment import Alignment
from claimtrack.scoring.finding import Finding, Slug
from claimtrack.scoring.index import PageIndex
from claimtrack.scoring.lexicon import RELATED
from claimtrack.scoring.quantities import Relation
from claimtrack.scoring.windows import Windows

_CLAUSE_TERMS = 3
"""Shorter clauses say too little to be missing."""
_UNSAID, _SAID = 0.15, 0.75
"""Mean strength of a clause's words up to which nothing of it is said, and from which it is."""
_CAUSES = frozenset("because due owing thanks reason cause caused led resulting therefore so".split())
_ORDER = frozenset("before after then until since while when during earlier later".split())
_COMPARING = frozenset(
    "than more less most least compared same as only first last highest lowest largest biggest smallest".split()
)


def features(windows: Windows, index: PageIndex, found: Sequence[Finding]) -> dict[str, float]:
    """Return the features of a claim on a page, most in [0, 1]."""
    best, claim = windows.best, windows.best.claim
    total = max(claim.total, 0.1)
    strengths = [pair.strength for pair in best.aligned]
    strongest: dict[Slug, float] = {}
    for finding in found:
        strongest[finding.slug] = max(strongest.get(finding.slug, 0.0), finding.strength)
    out = {
        "covered": best.covered / total,
        "covered_exactly": sum(pair.term.weight for pair in best.aligned if pair.strength == 1.0) / total,
        "covered_single": windows.single.covered / total,
        "covered_pair": (windows.pair or best).covered / total,
        "covered_page": _on_page(best, index) / total,
        "covered_context": sum(pair.term.weight * best.said(pair) for pair in best.aligned) / total,
        "missing_weight": min(
            1.0,
            sum(pair.term.weight for pair in best.aligned if best.said(pair) < RELATED) / 3,
        ),
        "worst": max(
            (pair.term.weight * (1 - best.said(pair)) for pair in best.aligned),
            default=0.0,
        ),
        "worst_clause": _worst_clause(best),
        "unsaid_clause": _unsaid_clause(best),
        "runs": _runs(best),
        "inverted": _inverted(best),
        "replaced": _replaced(best),
        "names_found": sum(best.names) / len(best.names) if best.names else 1.0,
        "has_names": float(bool(best.names)),
        "sentences": float(len(best.rows) - 1),
        "length": min(1.0, len(strengths) / 20),
        "negated": float(any(claim.denied)),
        "page_negated": float(any(any(row.denied) for row in best.rows)),
        "cause_unbacked": _unbacked(best, _CAUSES),
        "order_unbacked": _unbacked(best, _ORDER),
        "comparison_unbacked": _unbacked(best, _COMPARING),
        "universal_unbacked": float(
            bool(claim.modality.universal) and not any(_has(best, word) for word in claim.modality.universal)
        ),
        "claim_hedged": float(bool(claim.modality.possible or claim.modality.planned)),
    }
    out |= _quantity_features(best)
    out |= {str(slug): strongest.get(slug, 0.0) for slug in Slug}
    return out


def _on_page(best: Alignment, index: PageIndex) -> float:
    return sum(
        pair.term.weight
        * max(
            pair.strength, float(pair.term.word.stem in index.postings or pair.term.word.stem in index.title)
        )
        for pair in best.aligned
    )


def _unsaid_clause(best: Alignment) -> float:
    """1 where the claim has one clause that is said and another of several words of which nothing is; else 0."""
    said: dict[int, list[float]] = {}
    for pair in best.aligned:
        said.setdefault(pair.term.clause, []).append(best.said(pair))
    shares = [sum(clause) / len(clause) for clause in said.values() if len(clause) >= _CLAUSE_TERMS]
    return float(bool(shares) and min(shares) <= _UNSAID and max(shares) >= _SAID)


def _worst_clause(best: Alignment) -> float:
    """Coverage of the clause of the claim that is covered least, among those that weigh something."""
    gained: dict[int, float] = {}
    total: dict[int, float] = {}
    for pair in best.aligned:
        clause = pair.term.clause
        total[clause] = total.get(clause, 0.0) + pair.term.weight
        gained[clause] = gained.get(clause, 0.0) + pair.term.weight * best.said(pair)
    shares = [gained[clause] / weight for clause, weight in total.items() if weight >= 0.5]  # noqa: PLR2004
    return min(shares, default=1.0)


def _runs(best: Alignment) -> float:
    """Share of neighbouring terms of the claim that are neighbours on the page too."""
    pairs = list(zip(best.aligned, best.aligned[1:], strict=False))
    kept = sum(
        1
        for left, right in pairs
        if left.place is not None and right.place is not None and left.place.row == right.place.row
        and min(left.strength, right.strength) >= RELATED and 0 < right.place.at - left.place.at <= 3  # noqa: PLR2004
    )  # fmt: skip
    return kept / len(pairs) if pairs else 0.0


def _inverted(best: Alignment) -> float:
    """Share of pairs of found terms that stand the other way round on the page."""
    order = [
        (pair.place.row, pair.place.at)
        for pair in best.aligned
        if pair.place is not None and pair.strength == 1.0
    ]
    pairs = [(left, right) for at, left in enumerate(order) for right in order[at + 1 :] if left != right]
    return sum(left > right for left, right in pairs) / len(pairs) if pairs else 0.0


def _replaced(best: Alignment) -> float:
    """Weight of missing terms between two found ones that have other words of meaning between them on the page."""
    weight = 0.0
    for left, middle, right in zip(best.aligned, best.aligned[1:], best.aligned[2:], strict=False):
        if (
            middle.strength >= RELATED
            or left.place is None
            or right.place is None
            or left.place.row != right.place.row
        ):
            continue
        first, after = left.place.at + 1, right.place.at
        if min(left.strength, right.strength) >= RELATED and 0 < after - first <= 4:  # noqa: PLR2004
            row = best.rows[left.place.row]
            if any(not word.is_stop for word in row.words[first:after]):
                weight += middle.term.weight
    return min(1.0, weight)


def _has(best: Alignment, word: str) -> bool:
    return word.lower() in best.folds


def _unbacked(best: Alignment, kind: frozenset[str]) -> float:
    used = {word.fold for word in best.claim.words} & kind
    return float(bool(used) and not used & best.folds)


def _quantity_features(best: Alignment) -> Mapping[str, float]:
    held = best.held
    count = max(1, len(held))
    return {
        "has_quantities": float(bool(held)),
        "quantities_match": sum(one.relation in (Relation.MATCH, Relation.FIRMER) for one in held) / count if held else 0.0,
        "quantities_fit": sum(one.match_affinity for one in held) / count if held else 0.0,
        "quantities_derived": sum(one.derived for one in held) / count if held else 0.0,
        "quantities_odds": sum(one.relation is Relation.AT_ODDS and not one.derived for one in held) / count if held else 0.0,
        "quantities_missing": sum(one.relation is Relation.UNRELATED and not one.derived for one in held) / count if held else 0.0,
    }  # fmt: skip
