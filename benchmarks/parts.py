"""Article or furniture: how well the parts of real pages are told apart, beside main-content extractors as far as they are installed.

    python benchmarks/parts.py [--data DIR]

`DIR` is the folder `article-extraction` of the benchmark data: 181 news and blog pages with the body of each one's article
(scrapinghub/article-extraction-benchmark). Two figures:

- article: the share of the bodies' sentences (six words or more, those that the page's text has at all) that stand word for word
  in blocks called article, or in the peer's main text.
- furniture: the share of blocks of six words or more of which no four words in a row are in the body that are called something else, or
  of which the peer's main text has no four words in a row. Headlines, captions and bylines count as such blocks, so that no
  honest reader reaches 1.

The rules were written while looking at the first half of the pages (every other one by name); of the second half only the two figures
were looked at, time and again.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import os
import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from claimtrack.extract import PageExtractor
from claimtrack.models import BlockKind, Document, Part, Snapshot

ROOT = Path(__file__).parent.parent
DATA = Path(os.environ.get("CLAIMTRACK_DATA", ROOT.parent / "shared" / "data")) / "article-extraction"
URL = "https://page.example/"
FEWEST_WORDS = 6
SHINGLE = 4
WORD = re.compile(r"\w+")
SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’)]*\s+|\n+")


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page with its truth."""

    html: str
    sentences: list[list[str]]
    """Words of each sentence of the article's body that the page's text has."""
    blocks: list[tuple[list[str], Part]]
    """Words of each visible block, and what it is called."""
    around: list[list[str]]
    """Words of the blocks that have nothing of the body."""


def words(text: str) -> list[str]:
    """The words of a text, in lower case."""
    return [word.lower() for word in WORD.findall(text)]


def shingles(cut: Sequence[str]) -> set[tuple[str, ...]]:
    """Every few words in a row."""
    return {tuple(cut[at : at + SHINGLE]) for at in range(len(cut) - SHINGLE + 1)}


def joined(cut: Iterable[str]) -> str:
    """Words as a text in which a run of words is found whole."""
    return f" {' '.join(cut)} "


def read(html: str, body: str) -> Page:
    """Extract a page and hold its blocks against the body of its article."""
    data = html.encode()
    snapshot = Snapshot(
        url=URL, final_url=URL, fetched_at=datetime(2026, 11, 1, tzinfo=UTC), status=200,
        content_type="text/html; charset=utf-8", sha256="0" * 64, size_bytes=len(data),
    )  # fmt: skip
    document = PageExtractor().extract(data, snapshot)
    if not isinstance(document, Document):
        raise TypeError(f"unread: {document}")
    blocks = [
        (words(document.text[block.start : block.end]), block.part)
        for block in document.blocks
        if block.kind is not BlockKind.META
    ]
    shown = joined(word for cut, _ in blocks for word in cut)
    truth = shingles(words(body))
    return Page(
        html=html,
        sentences=[
            cut
            for sentence in SENTENCE_END.split(body)
            if len(cut := words(sentence)) >= FEWEST_WORDS and joined(cut) in shown
        ],
        blocks=blocks,
        around=[cut for cut, _ in blocks if len(cut) >= FEWEST_WORDS and truth.isdisjoint(shingles(cut))],
    )


def ours(pages: Sequence[Page]) -> tuple[float, float]:
    """Shares of sentences called article, and of blocks around it called something else."""
    kept = total = 0
    called = around = 0
    for page in pages:
        article = joined(word for cut, part in page.blocks if part is Part.ARTICLE for word in cut)
        kept += sum(joined(cut) in article for cut in page.sentences)
        total += len(page.sentences)
        unlike = {id(cut) for cut in page.around}
        called += sum(id(cut) in unlike and part is not Part.ARTICLE for cut, part in page.blocks)
        around += len(page.around)
    return kept / total, called / around


def peer(pages: Sequence[Page], main_text: Callable[[str], str]) -> tuple[float, float]:
    """The same of an extractor that gives the text of the article alone."""
    kept = total = 0
    left_out = around = 0
    for page in pages:
        cut = words(main_text(page.html))
        article, has = joined(cut), shingles(cut)
        kept += sum(joined(sentence) in article for sentence in page.sentences)
        total += len(page.sentences)
        left_out += sum(has.isdisjoint(shingles(block)) for block in page.around)
        around += len(page.around)
    return kept / total, left_out / around


def trafilatura(html: str) -> str:
    """Its default, without comments."""
    from trafilatura import extract  # type: ignore[import-not-found] # noqa: PLC0415 - a peer, where installed

    return extract(html, include_comments=False) or ""


def resiliparse(html: str) -> str:
    """Its main content."""
    from resiliparse.extract import html2text  # type: ignore[import-not-found] # noqa: PLC0415 - the same

    return str(html2text.extract_plain_text(html, main_content=True))


def main() -> None:
    """Print a line for each half, and one for each peer."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--data", type=Path, default=DATA)
    data: Path = arguments.parse_args().data
    if not (data / "ground-truth.json").exists():
        print(f"no pages in {data}: set CLAIMTRACK_DATA or --data")
        return
    truth = json.loads((data / "ground-truth.json").read_text(encoding="utf-8"))
    pages = []
    for name in sorted(truth):
        with gzip.open(data / "html" / f"{name}.html.gz", "rt", encoding="utf-8", errors="replace") as file:
            pages.append(read(file.read(), truth[name]["articleBody"]))
    for name, some in (("first half", pages[0::2]), ("second half", pages[1::2]), ("all", pages)):
        print("claimtrack, {:12s} article {:.4f}  furniture {:.4f}".format(name, *ours(some)))
    for extractor in (trafilatura, resiliparse):
        if importlib.util.find_spec(extractor.__name__) is None:
            print(f"{extractor.__name__} is not installed: not compared")
            continue
        started = time.process_time()
        shares = peer(pages, extractor)
        each = 1000 * (time.process_time() - started) / len(pages)
        print(
            "{:24s} article {:.4f}  furniture {:.4f}  {:.1f} ms a page".format(
                extractor.__name__, *shares, each
            )
        )


if __name__ == "__main__":
    main()
