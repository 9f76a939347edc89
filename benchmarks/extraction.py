"""How much of what real pages say is found in their text, and how fast, beside other extractors as far as they are installed.

    python benchmarks/extraction.py [--data DIR] [--show]
    python benchmarks/extraction.py --snippets FILE.json --pages DIR [--show]

`DIR` of the first form is the folder `article-extraction` of the benchmark data: `ground-truth.json` with the `articleBody` of each page
and `html/<name>.html.gz` (scrapinghub/article-extraction-benchmark). A sentence of the body of six words or more counts as found where
its words stand in a row in the extracted text.

The second form is for sets in the form of trafilatura's evaluation: `FILE.json` maps a URL or another name of a page to an object
with `file` (a file in `DIR`, plain or `.gz`) and `with`, a list of snippets that must be in the text after every run of white space in
both became one space. Snippets in `without`, which a main-content extractor must leave out, are counted as well: a citation checker keeps
the whole page, so they are no mistakes of its.

Soft hyphens count for nothing in the pages' text and in the truth: no reader sees them. Times are processor time, the best of `--rounds`
rounds over all pages; of ours alone, everything is a document with title, dates, author, facts and the texts of its metadata.
`parts.py` measures how the article is told from what is around it.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import os
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from claimtrack.extract import PageExtractor
from claimtrack.extract.blocks import BlockBuilder
from claimtrack.extract.charset import decode
from claimtrack.extract.html import add_blocks
from claimtrack.models import Document, Snapshot

ROOT = Path(__file__).parent.parent
DATA = Path(os.environ.get("CLAIMTRACK_DATA", ROOT.parent / "shared" / "data")) / "article-extraction"
URL = "https://page.example/"
FEWEST_WORDS = 6
WORD = re.compile(r"\w+")
SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page with its truth, brought into the form that texts are searched in."""

    name: str
    body: bytes
    html: str
    wanted: list[str]
    unwanted: list[str]


Normal = Callable[[str], str]


def in_words(text: str) -> str:
    """A text as its words, so that a run of words is found whole."""
    return f" {' '.join(WORD.findall(text.replace(chr(0xAD), '')))} "


def in_lines(text: str) -> str:
    """A text on one line."""
    return " ".join(text.replace("\xad", "").split())


def read_bodies(data: Path) -> list[Page]:
    """The pages of a set in the form of article-extraction-benchmark."""
    truth = json.loads((data / "ground-truth.json").read_text(encoding="utf-8"))
    pages = []
    for name in sorted(truth):
        body = gzip.decompress((data / "html" / f"{name}.html.gz").read_bytes())
        sentences = SENTENCE_END.split(truth[name]["articleBody"])
        wanted = [in_words(sentence) for sentence in sentences if len(WORD.findall(sentence)) >= FEWEST_WORDS]
        pages.append(_page(name, body, wanted, []))
    return pages


def read_snippets(file: Path, folder: Path) -> list[Page]:
    """The pages of a set in the form of trafilatura's evaluation; of those whose file is missing, only the number is told."""
    pages, missing = [], 0
    for name, entry in json.loads(file.read_text(encoding="utf-8")).items():
        path = folder / entry["file"]
        if not path.exists():
            missing += 1
            continue
        body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        wanted, unwanted = ([in_lines(text) for text in entry.get(key) or ()] for key in ("with", "without"))
        pages.append(_page(name, body, wanted, unwanted))
    if missing:
        print(f"{missing} files are not in {folder}: their pages are left out")
    return pages


def _page(name: str, body: bytes, wanted: list[str], unwanted: list[str]) -> Page:
    html = decode(body, "text/html").text
    return Page(name=name, body=body, html=html, wanted=wanted, unwanted=unwanted)


def ours_fast(page: Page) -> str:
    """The visible text, from markup that is decoded already, as blocks with kinds, parts and cells."""
    builder = BlockBuilder()
    add_blocks(page.html, builder)
    document = builder.document(sha256="", extractor="")
    return document.text


def ours(page: Page) -> str:
    """Everything: from bytes to a document with the texts of its metadata."""
    snapshot = Snapshot(
        url=URL, final_url=URL, fetched_at=datetime(2026, 11, 1, tzinfo=UTC), status=200, content_type="text/html",
        sha256="0" * 64, size_bytes=len(page.body),
    )  # fmt: skip
    document = PageExtractor().extract(page.body, snapshot)
    return document.text if isinstance(document, Document) else ""


def bs4_html_parser(page: Page) -> str:
    """Beautiful Soup's own words for it."""
    from bs4 import BeautifulSoup  # noqa: PLC0415 - a peer

    return BeautifulSoup(page.html, "html.parser").get_text(" ", strip=True)


def bs4_lxml(page: Page) -> str:
    """The same on lxml's parser."""
    from bs4 import BeautifulSoup  # noqa: PLC0415 - a peer

    return BeautifulSoup(page.html, "lxml").get_text(" ", strip=True)


def selectolax(page: Page) -> str:
    """Lexbor's text of the body without scripts and styles."""
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - a peer

    tree = LexborHTMLParser(page.html)
    for node in tree.css("script, style, template"):
        node.decompose()
    return tree.text(separator=" ") or ""


def trafilatura(page: Page) -> str:
    """Its default."""
    from trafilatura import extract  # type: ignore[import-not-found] # noqa: PLC0415 - a peer, where installed

    return extract(page.html) or ""


def trafilatura_recall(page: Page) -> str:
    """Its setting for recall."""
    from trafilatura import extract  # noqa: PLC0415 - the same

    return extract(page.html, favor_recall=True) or ""


def readability(page: Page) -> str:
    """Its main content, as text."""
    from lxml import html  # noqa: PLC0415 - the same
    from readability import Document as Readable  # type: ignore[import-not-found] # noqa: PLC0415 - the same

    summary = Readable(page.html).summary()
    return " ".join(map(str, html.fromstring(summary).itertext())) if summary.strip() else ""


def resiliparse(page: Page) -> str:
    """Its full text."""
    from resiliparse.extract import html2text  # type: ignore[import-not-found] # noqa: PLC0415 - the same

    return str(html2text.extract_plain_text(page.html))


def resiliparse_main(page: Page) -> str:
    """Its main content."""
    from resiliparse.extract import html2text  # noqa: PLC0415 - the same

    return str(html2text.extract_plain_text(page.html, main_content=True))


READERS: tuple[tuple[str, Callable[[Page], str], str], ...] = (
    ("claimtrack, visible text", ours_fast, "claimtrack"),
    ("claimtrack, everything", ours, "claimtrack"),
    ("selectolax text", selectolax, "selectolax"),
    ("bs4 get_text, html.parser", bs4_html_parser, "bs4"),
    ("bs4 get_text, lxml", bs4_lxml, "bs4"),
    ("trafilatura", trafilatura, "trafilatura"),
    ("trafilatura, recall", trafilatura_recall, "trafilatura"),
    ("readability-lxml", readability, "readability"),
    ("resiliparse, full text", resiliparse, "resiliparse"),
    ("resiliparse, main content", resiliparse_main, "resiliparse"),
)
"""Name, reader and the package that it needs."""


def measure(
    pages: Sequence[Page], read: Callable[[Page], str], normal: Normal, rounds: int
) -> tuple[list[str], int, float]:
    """What is missed, how much is there that a main-content extractor leaves out, and pages per second of processor time."""
    missed, kept = [], 0
    seconds = float("inf")
    texts: list[str] = []
    for _ in range(rounds):
        started = time.process_time()
        texts = [read(page) for page in pages]
        seconds = min(seconds, time.process_time() - started)
    for page, text in zip(pages, texts, strict=True):
        normalised = normal(text)
        missed += [f"{page.name}: {one.strip()}" for one in page.wanted if one not in normalised]
        kept += sum(one in normalised for one in page.unwanted)
    return missed, kept, len(pages) / seconds


def main() -> None:
    """Print a line for each extractor."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--data", type=Path, default=DATA)
    arguments.add_argument("--snippets", type=Path, help="truth in the form of trafilatura's evaluation")
    arguments.add_argument("--pages", type=Path, help="folder with the files that --snippets names")
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--show", action="store_true", help="list what is missed with everything together")
    options = arguments.parse_args()
    truth = options.snippets or options.data / "ground-truth.json"
    if not truth.exists():
        print(
            f"skipped: {truth} is not here; set CLAIMTRACK_DATA to the folder that holds article-extraction/, or --data"
        )
        return
    normal = in_lines if options.snippets else in_words
    pages = (
        read_snippets(options.snippets, options.pages or truth.parent)
        if options.snippets
        else read_bodies(options.data)
    )
    print(
        f"{len(pages)} pages, {sum(len(page.wanted) for page in pages):,} {'snippets' if options.snippets else 'sentences'}"
    )
    for name, read, package in READERS:
        if importlib.util.find_spec(package) is None:
            print(f"{name:28s} not compared: {package} is not installed")
            continue
        missed, kept, speed = measure(pages, read, normal, options.rounds)
        extra = f"  {kept} of the unwanted" if options.snippets else ""
        print(f"{name:28s} {len(missed):5d} missed  {speed:6.0f} pages/CPU s{extra}", flush=True)
        if options.show and read is ours:
            print(*(f"    {line}" for line in missed), sep="\n")


if __name__ == "__main__":
    main()
