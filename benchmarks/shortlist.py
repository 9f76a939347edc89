"""Index a page and shortlist its passages for one claim, beside other BM25s; and score the claim in all.

    python benchmarks/shortlist.py [--pages 7]

Pages are made here, of words drawn by Mandelbrot's form of Zipf's law from the scorer's own list of English words, two sentences of five with a number
as in the news, so that nothing is needed but the package. Every page is a new one; `first` is the first page of a process, whose word caches are nearly empty, `next` the median of
the others. The peers, `rank-bm25` and `bm25s`, run where they are installed, over the same passages, with the simplest tokeniser
that finds words; they do not stem, know no synonyms, and rank no numbers. `peak` is what building the
index allocates at most, by tracemalloc, the page's own text and passages left out. Times are CPU time of this thread.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path
from typing import Any

from claimtrack.models import Block, BlockKind, Claim, Document, Passage
from claimtrack.passages import SentenceSplitter
from claimtrack.scoring.claim_view import view_claim
from claimtrack.scoring.index import PageIndex
from claimtrack.scoring.lexical import LexicalScorer
from claimtrack.scoring.lexicon import lexicon
from claimtrack.scoring.lookup import Lookup
from claimtrack.scoring.postings import leading
from claimtrack.scoring.quantities import may_count
from claimtrack.scoring.windows import shortlist

SIZES = (300, 5_000, 50_000)
"""Words of a page."""
SHORTEST, LONGEST = 6, 34
"""Words of a sentence."""
TOP = 10
WORD = re.compile(r"\w+")

Page = tuple[str, Document, Sequence[Passage]]
"""A claim, and a page that says something like it."""


def pages(size: int, seed: str) -> Iterator[Page]:
    """Make pages of some size without end, each with the claim that one of its sentences makes with every third word left out."""
    draw = random.Random(seed)  # noqa: S311 - nothing secret
    listed = [word for word in lexicon().rank if not may_count(word)]
    weights = list(accumulate((rank + 2.7) ** -1.2 for rank in range(len(listed))))
    while True:
        paragraphs: list[list[str]] = [[]]
        left = size
        while left > 0:
            sentence = draw.choices(listed, cum_weights=weights, k=min(left, draw.randint(SHORTEST, LONGEST)))
            left -= len(sentence)
            if draw.random() < 0.4:
                sentence[-1] = f"{draw.randint(1, 9999):,}"
            sentence[0] = sentence[0].title()
            paragraphs[-1].append(" ".join(sentence) + ".")
            if len(paragraphs[-1]) == 4:
                paragraphs.append([])
        joined = [" ".join(paragraph) for paragraph in paragraphs if paragraph]
        chosen = draw.choice(draw.choice([one for one in paragraphs if one])).rstrip(".").split()
        document = _document(joined)
        yield (
            " ".join(word for at, word in enumerate(chosen) if at % 3 != 1),
            document,
            SentenceSplitter().split(document),
        )


def _document(paragraphs: Sequence[str]) -> Document:
    blocks, start = [], 0
    for paragraph in paragraphs:
        blocks.append(Block(start=start, end=start + len(paragraph), kind=BlockKind.PARAGRAPH))
        start += len(paragraph) + 1
    text = "\n".join(paragraphs)
    digest = sha256(text.encode()).hexdigest()
    return Document(sha256=digest, text=text, text_sha256=digest, blocks=tuple(blocks))


def ours(page: Page) -> None:
    """Index the words and rank the passages by BM25, with the scorer's stems and synonyms."""
    claim, document, passages = page
    index = PageIndex(document, passages)
    wanted = Lookup(view_claim(claim, index.postings.capitals), index).wanted()
    leading(index.postings.scores(wanted), TOP)


def numbered(page: Page) -> None:
    """The same where the claim has a number: every number of the page is read, once for all claims on it."""
    claim, document, passages = page
    index = PageIndex(document, passages)
    shortlist(Lookup(view_claim(f"{claim} 1,234", index.postings.capitals), index))


def scored(page: Page) -> None:
    """Everything: index, shortlist, windows, verdict."""
    claim, document, passages = page
    LexicalScorer().score(
        Claim(id="benchmark/claim", text=claim, path=Path("benchmark.toml"), line=1), document, passages
    )


def rank_bm25(page: Page) -> None:
    """The package `rank-bm25`."""
    from rank_bm25 import BM25Okapi  # type: ignore[import-not-found] # noqa: PLC0415 - a peer, where installed

    index = BM25Okapi([WORD.findall(passage.text.lower()) for passage in page[2]])
    index.get_scores(WORD.findall(page[0].lower())).argsort()[-TOP:]


def bm25s(page: Page) -> None:
    """The package `bm25s`."""
    import bm25s as peer  # type: ignore[import-not-found] # noqa: PLC0415 - a peer, where installed

    index: Any = peer.BM25()
    index.index(
        peer.tokenize([passage.text for passage in page[2]], show_progress=False), show_progress=False
    )
    index.retrieve(
        peer.tokenize([page[0]], show_progress=False), k=min(TOP, len(page[2])), show_progress=False
    )


def milliseconds(work: Callable[[Page], None], page: Page) -> float:
    """CPU time of one piece of work."""
    started = time.thread_time()
    work(page)
    return 1000 * (time.thread_time() - started)


def peak_kb(work: Callable[[Page], None], page: Page) -> float:
    """What it allocates at most, in kB."""
    tracemalloc.start()
    work(page)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1000


WORK: dict[str, tuple[str, str, Callable[[Page], None]]] = {
    "bm25": ("claimtrack: index and BM25", "claimtrack", ours),
    "numbers": ("claimtrack: and the page's numbers", "claimtrack", numbered),
    "verdict": ("claimtrack: verdict in all", "claimtrack", scored),
    "rank-bm25": ("rank-bm25: index and top 10", "rank_bm25", rank_bm25),
    "bm25s": ("bm25s: index and top 10", "bm25s", bm25s),
}
"""Its label, the package that it needs and what it does."""


def line(name: str, size: int, count: int) -> str:
    """Measure one piece of work on pages of one size; the line of the table."""
    label, _, run = WORK[name]
    run(next(pages(SIZES[0], "before")))  # the lexicon is read, the peer imported
    made = pages(size, "measured")
    times = [milliseconds(run, next(made)) for _ in range(count)]
    rest = statistics.median(times[1:] or times)
    return f"{size:6d}  {label:34s} {times[0]:9.2f} {rest:9.2f} {peak_kb(run, next(made)):9.0f}"


def main() -> None:
    """Print the table; every line is measured in a process of its own."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--pages", type=int, default=7, help="pages of each size")
    arguments.add_argument(
        "--one", nargs=2, metavar=("NAME", "WORDS"), help="measure one line of the table only"
    )
    options = arguments.parse_args()
    if options.one:
        print(line(options.one[0], int(options.one[1]), options.pages))
        return
    print(f"{'words':>6s}  {'':34s} {'first ms':>9s} {'next ms':>9s} {'peak kB':>9s}", flush=True)
    for size in SIZES:
        for name, (_, package, _) in WORK.items():
            if find_spec(package) is None:
                print(f"{size:6d}  {package} is not installed: not compared")
                continue
            command = [sys.executable, __file__, "--pages", str(options.pages), "--one", name, str(size)]
            subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
