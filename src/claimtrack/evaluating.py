"""A run of `claims eval`: wires the stages of a project together, for claims that people have labelled."""

from __future__ import annotations

from collections.abc import Sequence

from claimtrack.classify import SoftNotFoundProbe
from claimtrack.evaluation import EvaluationRun, LabelledClaim, PageShelf
from claimtrack.policy import Freshness
from claimtrack.project import Project
from claimtrack.reading import ReadingPool


def evaluation_run(
    project: Project,
    claims: Sequence[LabelledClaim],
    pool: ReadingPool,
    wanted: Freshness,
    *,
    wrong_versions: bool = False,
) -> EvaluationRun:
    """Plan an evaluation with a project's settings, cache and manners; iterate over it to carry it out.

    Args:
        project: Where the cache is, and how pages are fetched.
        claims: What to score.
        pool: Reads the pages; close it in the end.
        wanted: What to ask of the network for claims with a URL.
        wrong_versions: Also change each claim so that it is wrong, and score that.

    Raises:
        CacheError: the cache cannot be written: said before any page is asked for.
    """
    fetcher = project.fetcher()
    cache = project.cache()
    run = EvaluationRun(
        claims,
        shelf=PageShelf(cache=cache, max_bytes=project.settings.max_bytes),
        pool=pool,
        fetcher=fetcher,
        prober=None
        if wanted.offline
        else SoftNotFoundProbe(fetcher, pool, exempt=project.settings.allow_hosts),
        clock=project.clock,
        freshness=wanted,
        wrong_versions=wrong_versions,
    )
    if run.fetch_count:
        cache.prepare()
    return run
