"""Find a quotation on a page, whatever quotes, dashes and white space either side uses."""

from __future__ import annotations

from functools import lru_cache

_PLAIN = str.maketrans(
    {
        "’": "'", "‘": "'", "‚": "'", "′": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "″": '"', "–": "-", "—": "-",
        "‑": "-", "‐": "-", "−": "-",
    }
)  # fmt: skip
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"


@lru_cache(maxsize=8)
def _plain(text: str) -> tuple[str, tuple[int, ...]]:
    """The text with plain quotes, plain dashes and single spaces, and for each character where it came from."""
    out: list[str] = []
    origin: list[int] = []
    for place, char in enumerate(text):
        if char in _INVISIBLE:
            continue
        if char.isspace():
            if out and out[-1] != " ":
                out.append(" ")
                origin.append(place)
        else:
            out.append(char)
            origin.append(place)
    return "".join(out).translate(_PLAIN), tuple(origin)


def find_quote(quote: str, text: str) -> tuple[int, int] | None:
    """Return the half-open offsets of `quote` in `text`, or None. Letters and their case must agree."""
    wanted = _plain(quote)[0].strip().strip("\"'").strip()
    if not wanted:
        return None
    plain, origin = _plain(text)
    at = plain.find(wanted)
    return None if at < 0 else (origin[at], origin[at + len(wanted) - 1] + 1)
