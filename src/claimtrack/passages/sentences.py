"""Where a sentence ends: at a stop that is no part of an abbreviation, an initial, a number, a name or a quotation going on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimtrack.passages.abbreviations import (
    CALENDAR,
    CLOSING,
    LEADING,
    MONTHS,
    NUMBERED,
    ORDINAL_LANGUAGES,
    SPEECH,
    STARTERS,
)

MIN_SENTENCE_CHARS = 6
"""What is shorter ("No.") says nothing alone and is read with the sentence behind it."""

# A run of stops is tried once, as a whole: from each of its stops anew it would take squared steps.
_STOP = re.compile(
    r"(?P<mark>(?<![.!?…؟।॥۔։።။])[.!?…؟।॥۔։።။]++|(?<=[\u0370-\u03ff\u1f00-\u1fff])[;\u037e])"
    r"(?P<close>[\"'”’“‘»«›‹)\]]*(?:[ \u00a0\u202f][»›](?=\s|$))?)"
    r"(?P<note>(?:\[[^\[\]\n]{1,20}\])*(?:[¹²³⁰⁴-⁹]{1,3}|(?<=[^\W\d_]\.)[0-9]{1,3}(?=\s+[A-Z]))?)"
    r"(?P<gap>\s+)"
    r"|(?P<wide>[。！？｡]+[」』”’）]*)"
)
_OPENING = "\"'“‘„‚«»‹›([¿¡-–—•*"
_LAST_WORD = re.compile(r"[^\s\"'“‘„«(\[]+$")
_NEXT_WORD = re.compile(r"[^\W_]+")
_INITIALS = re.compile(r"[^\W\d_](?:\.-?[^\W\d_])*")
_DOTTED = re.compile(r"[^\W\d_]{1,2}(?:\.[^\W\d_]{1,3})+")
_SPACED_INITIAL = re.compile(r"[^\W\d_]\.")
_TAIL_CHARS = 40
"""How far back of a stop its word is looked for; no abbreviation is longer."""
_SPEAKER = re.compile(rf"(?:[^\W\d_][\w'’-]{{0,30}}\s){{1,3}}(?:{'|'.join(sorted(SPEECH))})\b")
_ORDINAL_DIGITS = 2


def sentence_spans(text: str, start: int, end: int, lang: str) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a paragraph as half-open character offsets, in order; together they leave out white space only.

    Args:
        text: Holds the paragraph.
        start: Where it begins in `text`.
        end: Where it ends.
        lang: The page's language, a BCP 47 tag, or an empty string. Only what a full stop behind a number means depends on it.
    """
    begin = start
    ordinals = lang.partition("-")[0].lower() in ORDINAL_LANGUAGES
    for match in _STOP.finditer(text, start, end):
        if match["wide"] is not None:
            yield begin, match.end()
        elif match.start("gap") - begin >= MIN_SENTENCE_CHARS and _ends(
            text, begin, end, match, ordinals=ordinals
        ):
            yield begin, match.start("gap")
        else:
            continue
        begin = match.end()
    yield begin, end


def _ends(text: str, begin: int, end: int, stop: re.Match[str], *, ordinals: bool) -> bool:
    """Whether the stop ends the sentence that started at `begin`."""
    after = stop.end()
    if text[after : after + 1] in {".", "…"}:
        return False  # ". . ." is one mark
    while after < end and text[after] in _OPENING:
        after += 1
    if text[after : after + 1].islower() and not text[after + 1 : after + 2].isupper():
        return False  # but "iPhone sales rose" starts a sentence
    if stop["mark"] != ".":
        return not (stop["close"] and _goes_on(text, after))
    word = _LAST_WORD.search(text, max(begin, stop.start() - _TAIL_CHARS), stop.start())
    if word is None or stop["note"]:
        return True
    if word.group().isdecimal():
        return not _is_ordinal(text, word, begin, after, ordinals=ordinals)
    return _word_ends(text, word.group(), after)


def _goes_on(text: str, after: int) -> bool:
    """Whether a sentence goes on behind a quotation: "Stop!" Marlow said."""
    return _SPEAKER.match(text, after) is not None


def _is_ordinal(text: str, number: re.Match[str], begin: int, after: int, *, ordinals: bool) -> bool:
    """Whether a full stop behind a number makes an ordinal of it, or the number of a list item: "1. Introduction"."""
    if number.start() == begin:
        return True
    if len(number.group()) > _ORDINAL_DIGITS:
        return False
    following = _next_word(text, after)
    return following.casefold() in MONTHS or (ordinals and following[:1].isupper() and not _starts(following))


def _word_ends(text: str, word: str, after: int) -> bool:
    if len(word) == 1 and _SPACED_INITIAL.match(text, after):
        return False  # "z. B.", "J. K. Marlow"
    bare, following = word.casefold(), _next_word(text, after)
    if following[:1].isdecimal() and (bare in NUMBERED or bare.endswith("str")):
        return False
    if bare in LEADING:
        return False
    if (
        bare in CLOSING
        or word in CALENDAR
        or _DOTTED.fullmatch(word)
        or (word[0].isupper() and _INITIALS.fullmatch(word))
    ):
        return _starts(following)
    return True


def _starts(word: str) -> bool:
    """Whether a word with a capital starts a sentence behind an abbreviation; "ET" and "US" are names."""
    return word.casefold() in STARTERS and not (len(word) > 1 and word.isupper())


def _next_word(text: str, after: int) -> str:
    found = _NEXT_WORD.match(text, after)
    return found.group() if found else ""
