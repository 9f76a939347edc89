"""Where sentences end, in the table of the tests: ours beside pysbd and syntok, as far as they are installed.

    python benchmarks/sentences.py [FILE]

A paragraph counts where all its sentences are cut as the table cuts them. The table was written along with our rules, so that it
favours them: read the figures as what the peers miss of it, not as a contest. `FILE` is another table of the same form.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from claimtrack.models import Block, BlockKind, Document
from claimtrack.passages import SentenceSplitter

TABLE = Path(__file__).parent.parent / "tests/passages/sentences.txt"
UNSPACED = {"ja", "zh"}

Splitter = Callable[[str, str], list[str]]
"""From a paragraph and its language to sentences."""


def cases(table: Path) -> Iterator[tuple[str, list[str]]]:
    """Language and sentences of each paragraph."""
    lang = ""
    for line in table.read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            lang = line.removeprefix("== ").partition("-")[0]
        elif line and not line.startswith("#"):
            yield lang, [part.strip() for part in line.split("|")]


def ours(text: str, lang: str) -> list[str]:
    """The package's splitter."""
    digest = sha256(text.encode()).hexdigest()
    block = Block(start=0, end=len(text), kind=BlockKind.PARAGRAPH)
    page = Document(sha256=digest, text=text, text_sha256=digest, blocks=(block,), lang=lang)
    return [passage.text for passage in SentenceSplitter().split(page)]


def pysbd(text: str, lang: str) -> list[str]:
    """Rules for some twenty languages; English rules for the others."""
    import pysbd as peer  # type: ignore[import-not-found] # noqa: PLC0415 - a peer, where installed

    try:
        segmenter = peer.Segmenter(language=lang, clean=False)
    except ValueError:
        segmenter = peer.Segmenter(language="en", clean=False)
    return [sentence.strip() for sentence in segmenter.segment(text)]


def syntok(text: str, _lang: str) -> list[str]:
    """Rules for English, German and Spanish, whatever the language."""
    from syntok import segmenter  # type: ignore[import-not-found] # noqa: PLC0415 - a peer, where installed

    return [
        "".join(token.spacing + token.value for token in sentence).strip()
        for paragraph in segmenter.process(text)
        for sentence in paragraph
    ]


def main() -> None:
    """Print a line for each splitter."""
    table = Path(sys.argv[1]) if len(sys.argv) > 1 else TABLE
    rows = list(cases(table))
    splitters: dict[str, Splitter] = {"claimtrack": ours, "pysbd": pysbd, "syntok": syntok}
    for name, split in splitters.items():
        if find_spec(name) is None:
            print(f"{name} is not installed: not compared")
            continue
        split("Once. Before the clock starts.", "en")
        started = time.process_time()
        right = [
            (lang, split(("" if lang in UNSPACED else " ").join(parts), lang) == parts)
            for lang, parts in rows
        ]
        each = 1000 * (time.process_time() - started) / len(rows)
        missed = Counter(lang for lang, hit in right if not hit)
        print(
            f"{name:11s} {sum(hit for _, hit in right)}/{len(rows)} paragraphs right, {each:.3f} ms each; missed by language: "
            f"{dict(missed) or 'none'}"
        )


if __name__ == "__main__":
    main()
