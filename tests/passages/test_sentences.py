"""Where sentences end, in fifteen languages: the table in `sentences.txt`."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from claimtrack.models import Block, BlockKind, Document
from claimtrack.passages import SentenceSplitter

_UNSPACED = {"ja", "zh"}


def cases() -> Iterator[tuple[str, list[str]]]:
    """Language and sentences of each paragraph of the table."""
    lang = ""
    for line in (Path(__file__).parent / "sentences.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            lang = line.removeprefix("== ")
        elif line and not line.startswith("#"):
            yield lang, [part.strip() for part in line.split("|")]


CASES = list(cases())


def sentences(text: str, lang: str | None) -> list[str]:
    digest = sha256(text.encode()).hexdigest()
    block = Block(start=0, end=len(text), kind=BlockKind.PARAGRAPH)
    page = Document(sha256=digest, text=text, text_sha256=digest, blocks=(block,), lang=lang)
    return [passage.text for passage in SentenceSplitter().split(page)]


@pytest.mark.parametrize(("lang", "parts"), CASES)
def test_sentences_end_where_readers_end_them(lang: str, parts: list[str]):
    assert sentences(("" if lang in _UNSPACED else " ").join(parts), lang) == parts


def test_a_number_with_a_stop_is_an_ordinal_where_the_language_writes_them_so():
    text = "Es war der 2. Weltkrieg."
    assert sentences(text, "de") == [text]
    assert sentences("It rose by 2. Tarn fell.", "en") == ["It rose by 2.", "Tarn fell."]


def test_a_page_that_names_no_language_is_cut_all_the_same():
    assert sentences("Am 3. Oktober z. B. war Dr. Weiß da. Er ging.", None) == [
        "Am 3. Oktober z. B. war Dr. Weiß da.",
        "Er ging.",
    ]


def test_the_table_is_large_and_speaks_many_languages():
    assert len(CASES) >= 180
    assert len({lang for lang, _ in CASES}) >= 15
