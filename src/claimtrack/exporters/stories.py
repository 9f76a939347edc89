"""The story of one claim as plain JSON values: what `claims why` and `claims diff` tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from claimtrack.episodes import Episode
from claimtrack.exporters.base import SCHEMA_VERSION, evidence_record, iso, reason_record
from claimtrack.models import Claim, Source
from claimtrack.pagediff import PageDiff, PassageDiff
from claimtrack.policy import combine
from claimtrack.store import HistoryEntry
from claimtrack.worddiff import Piece

Record = dict[str, Any]


def why_record(claim: Claim, stories: Iterable[tuple[Source, Sequence[Episode]]]) -> Record:
    """Return what the checks of a claim found and why they differ; field by field in `docs/json.md`."""
    told = list(stories)
    newest = [story[0].last.verdict for _, story in told if story]
    label = combine(verdict.label for verdict in newest if verdict)
    return _head(claim) | {
        "verdict": label.value if label else None,
        "sources": [
            _source(source) | {"episodes": [_episode(episode) for episode in story]} for source, story in told
        ],
    }


def diff_record(claim: Claim, diffs: Iterable[tuple[Source, PageDiff]]) -> Record:
    """Return the passages of a claim then and now; field by field in `docs/json.md`."""
    return _head(claim) | {"sources": [_source(source) | _diff(found) for source, found in diffs]}


def _head(claim: Claim) -> Record:
    return {
        "schema_version": SCHEMA_VERSION,
        "claim_id": claim.id,
        "claim": claim.text,
        "where": claim.where,
    }


def _source(source: Source) -> Record:
    return {"source": source.url, "publisher": source.publisher}


def _episode(episode: Episode) -> Record:
    last, verdict = episode.last, episode.last.verdict
    return _entry(last) | {
        "first_checked_at": iso(episode.first.checked_at),
        "last_checked_at": iso(last.checked_at),
        "checks": episode.count,
        "page_changed_elsewhere": episode.carried,
        "reasons": [reason_record(reason) for reason in verdict.reasons] if verdict else [],
        "evidence": [evidence_record(item) for item in verdict.evidence] if verdict else [],
        "changed": episode.first.change is not None,
        "causes": [cause.value for cause in episode.causes],
        "before": _entry(episode.before) if episode.before else None,
        "passage_before": episode.first.change.passage_before if episode.first.change else None,
        "passage_after": episode.first.change.passage_after if episode.first.change else None,
    }


def _entry(entry: HistoryEntry) -> Record:
    verdict, problem = entry.verdict, entry.problem
    return {
        "verdict": verdict.label.value if verdict else None,
        "score": round(verdict.score, 4) if verdict else None,
        "problem": problem.slug.value if problem else None,
        "problem_detail": problem.detail if problem else None,
        "problem_hint": problem.hint if problem else None,
        "claim": entry.claim_text,
        "quote": entry.quote,
        "extractor": entry.extractor or None,
        "scorer": verdict.scorer if verdict else None,
        "snapshot": entry.snapshot_sha256,
        "fetched_at": iso(entry.seen_at) if entry.seen_at else None,
        "checked_at": iso(entry.checked_at),
        "check_id": entry.check_id,
    }


def _diff(found: PageDiff) -> Record:
    return {
        "problem": _entry(found.problem) if found.problem else None,
        "then": _entry(found.then) if found.then else None,
        "now": _entry(found.now) if found.now else None,
        "same_since": iso(found.since.checked_at) if found.since else None,
        "same_bytes": found.is_read_anew,
        "passages": [_passage(one) for one in found.passages],
    }


def _passage(one: PassageDiff) -> Record:
    return {
        "state": one.fate.value,
        "message": one.message,
        "evidence": evidence_record(one.evidence),
        "start": one.start,
        "end": one.end,
        "similarity": round(one.similarity, 4),
        "numbers": [{"before": before, "after": after} for before, after in one.numbers],
        "differs": sorted(difference.value for difference in one.differs),
        "lead": [_piece(piece) for piece in one.lead],
        "passage": [_piece(piece) for piece in one.passage],
        "trail": [_piece(piece) for piece in one.trail],
    }


def _piece(piece: Piece) -> Record:
    return {"before": piece.before, "after": piece.after, "changed": piece.changed}
