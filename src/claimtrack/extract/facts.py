"""What a page is made of beside its words: scripts, forms, headings, what it says of itself.

`claimtrack.classify` judges by these facts; nothing is judged here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from claimtrack.extract.blocks import clean
from claimtrack.extract.notes import Notes
from claimtrack.models import PageFacts

MAX_TEXT = 2_000
"""Most characters kept of a text."""
_SCRIPT_START = 1_200
"""Characters kept of each script: what walls are known by stands in their first lines."""
_MAX_SCRIPTS = 60
_MAX_START = 20_000
"""Characters kept of all scripts together."""
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Thai, Lao, Burmese, Khmer, kana, Han: scripts that set no spaces between words."""
_CHARACTERS_PER_WORD = 2


def count_words(text: str) -> int:
    """Number of words in `text`; two characters of a script without spaces count as one word."""
    unspaced = len(_UNSPACED.findall(text))
    spaced = _UNSPACED.sub(" ", text) if unspaced else text
    words = spaced.split()
    without = [word for word in words if not word[0].isalnum() and not any(map(str.isalnum, word))]
    return len(words) - len(without) + unspaced // _CHARACTERS_PER_WORD


def read_facts(
    notes: Notes, visible: str, noscript: Iterable[str], json_ld: Iterable[Mapping[str, object]]
) -> PageFacts:
    """Collect the facts of a page.

    Args:
        notes: What the walk noted of it.
        visible: The words that a reader sees.
        noscript: The paragraphs that are shown where scripts do not run.
        json_ld: The objects of its JSON-LD.
    """
    free, declared, body_words = _of_json_ld(json_ld)
    sources = ["".join(script) for script in notes.scripts]
    return PageFacts(
        word_count=count_words(visible),
        title=clean(notes.head.title)[:MAX_TEXT],
        headings=tuple(
            clean("".join(heading))[:MAX_TEXT] for heading in notes.headings if "".join(heading).strip()
        ),
        robots=notes.robots[:MAX_TEXT],
        canonical=notes.canonical[:MAX_TEXT],
        script_bytes=sum(len(source.encode("utf-8", "surrogatepass")) for source in sources),
        script_start="\n".join(source[:_SCRIPT_START] for source in filter(None, sources[:_MAX_SCRIPTS]))[
            :_MAX_START
        ],
        resources=tuple(notes.resources),
        noscript=" ".join(noscript)[:MAX_TEXT],
        password_fields=notes.password_fields,
        barriers=notes.barriers(),
        accessible_for_free=free,
        declared_words=declared,
        article_body_words=body_words,
    )


def _of_json_ld(nodes: Iterable[Mapping[str, object]]) -> tuple[bool | None, int | None, int]:
    """`isAccessibleForFree` (false where any object says so), the largest `wordCount`, the words of the longest body."""
    free: bool | None = None
    declared: int | None = None
    body_words = 0
    for node in nodes:
        said = _boolean(node.get("isAccessibleForFree"))
        # The parts of a page that are not free (`hasPart`) say so in objects of their own: one is enough.
        free = said if free is None or said is False else free
        count = _number(node.get("wordCount"))
        declared = max(filter(None, (declared, count)), default=None)
        body = node.get("articleBody")
        body_words = max(body_words, count_words(body) if isinstance(body, str) else 0)
    return free, declared, body_words


def _boolean(value: object) -> bool | None:
    """JSON-LD writes truth in three ways: `false`, `"False"`, `"https://schema.org/False"`."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.rpartition("/")[2].strip().lower())
    return None


def _number(value: object) -> int | None:
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        value = int(value.strip()[:12])
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None
