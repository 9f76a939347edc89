"""Each rule on pages that it must find and on pages that only look like it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from claimtrack.classify import PageClassifier

if TYPE_CHECKING:
    from tests.classify.conftest import Read, Sample

PAGES = Path(__file__).parent / "pages"
CLASSIFIER = PageClassifier()


def test_a_page_is_what_the_table_says(sample: Sample, read: Read) -> None:
    snapshot, document = read(sample.html, sample.url, sample.final_url)
    found = CLASSIFIER.classify(snapshot, document)
    said = (found.problem.slug, found.severity) if found else None
    assert said == (None if sample.finding == "nothing" else (sample.rule, sample.finding))
    if found:
        assert found.problem.detail
        assert found.problem.hint


def test_each_rule_has_its_pages_and_its_look_alikes(all_samples: list[Sample]) -> None:
    found = Counter(page.rule for page in all_samples if page.finding != "nothing")
    passed = Counter(page.rule for page in all_samples if page.finding == "nothing")
    assert min(found.values()) >= 6
    assert min(passed[rule] for rule in found) >= 6


def test_every_page_stands_in_the_table(all_samples: list[Sample]) -> None:
    files = {f"{path.parent.name}/{path.stem}" for path in PAGES.glob("*/*.html")}
    assert files == {f"{page.rule}/{page.name}" for page in all_samples}
