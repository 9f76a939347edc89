"""What every exporter is, and the one shape of a check that all machine-readable formats share."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Protocol

from claimtrack import __version__
from claimtrack.models import Change, Check, Evidence, Part, Reason
from claimtrack.report import RunReport

SCHEMA_VERSION = 1
"""Raised when a field changes its meaning or goes; a new field does not raise it. See `docs/json.md`."""


PLACES = {
    Part.NAVIGATION: "in the page's menus and footers",
    Part.RELATED: "in the page's related stories",
    Part.COMMENTS: "in the page's comments",
    Part.REFERENCES: "in the page's list of references",
    Part.FURNITURE: "beside the page's article",
}
"""Where a passage stands that is not of the article, in words."""


class Exporter(Protocol):
    """Writes checks to a text stream, as they come where the format allows."""

    def add(self, check: Check) -> None:
        """Take one check."""
        ...

    def finish(self, report: RunReport) -> None:
        """Write what only the end of the run knows."""
        ...


def check_record(check: Check) -> dict[str, Any]:
    """Return a check as plain JSON values; field by field in `docs/json.md`."""
    verdict, problem, source, snapshot = check.verdict, check.problem, check.source, check.snapshot
    return {
        "claim_id": check.claim.id,
        "claim": check.claim.text,
        "where": check.claim.where,
        "source": source.url if source else None,
        "publisher": (source.publisher if source else None) or check.claim.cited_as,
        "verdict": verdict.label.value if verdict else None,
        "score": round(verdict.score, 4) if verdict else None,
        "unsure": verdict.unsure if verdict else None,
        "problem": problem.slug.value if problem else None,
        "problem_detail": problem.detail if problem else None,
        "problem_hint": problem.hint if problem else None,
        "last_verdict": check.last_known.label.value if check.last_known else None,
        "last_checked_at": iso(check.last_known.checked_at) if check.last_known else None,
        "reasons": [reason_record(reason) for reason in verdict.reasons] if verdict else [],
        "evidence": [evidence_record(item) for item in verdict.evidence] if verdict else [],
        "basis": check.basis.value if verdict else None,
        "changed": check.change is not None,
        "change": _change(check.change) if check.change else None,
        "scorer": verdict.scorer if verdict else None,
        "snapshot": snapshot.sha256 if snapshot else None,
        "snapshot_origin": snapshot.origin.value if snapshot else None,
        "final_url": snapshot.final_url if snapshot else None,
        "fetched_at": iso(snapshot.confirmed_at or snapshot.fetched_at) if snapshot else None,
        "checked_at": iso(check.checked_at),
        "check_id": check.id,
    }


def run_record(report: RunReport) -> dict[str, Any]:
    """Return what is known of the run as a whole, as plain JSON values."""
    return {
        "id": report.run,
        "version": __version__,
        "started_at": iso(report.started_at),
        "finished_at": iso(report.finished_at) if report.finished_at else None,
        "exit_code": int(report.exit_code),
        "interrupted": report.interrupted,
        "counts": report.counts,
        "problems": report.problems,
        "opinions": [claim.id for claim in report.opinions],
        "fetched": report.tally.fetched,
        "not_modified": report.tally.not_modified,
        "fresh": report.tally.fresh,
        "stale": report.tally.stale,
    }


def iso(moment: datetime) -> str:
    """Return a moment as ISO 8601 in UTC, to the second: `2026-11-24T14:51:00Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def evidence_record(item: Evidence) -> dict[str, Any]:
    """Return a piece of evidence as plain JSON values."""
    return {
        "exact": item.exact,
        "prefix": item.prefix,
        "suffix": item.suffix,
        "start": item.start,
        "end": item.end,
        "stance": item.stance.value,
        "link": item.link,
        "part": item.part.value,
    }


def reason_record(reason: Reason) -> dict[str, Any]:
    """Return a finding as plain JSON values."""
    return {
        "slug": reason.slug,
        "claim_words": list(reason.claim_words),
        "page_words": list(reason.page_words),
        "message": reason.message,
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "causes": [cause.value for cause in change.causes],
        "verdict_before": change.label_before.value,
        "score_before": round(change.score_before, 4),
        "passage_before": change.passage_before,
        "passage_after": change.passage_after,
    }
