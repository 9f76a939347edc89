"""Yes for no: a denial taken out, one put in, or a word of direction turned round."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimtrack.scoring.counterfactuals.model import Change, Counterfactual, PageWords, changed
from claimtrack.scoring.polarity import denied
from claimtrack.scoring.words import words

_NO_DENIAL = "only just merely least to more less fewer later earlier sooner surprisingly necessarily doubt matter other wonder"
"""Behind "not" or "no" they deny nothing, or are no word that can be let stand alone."""
_DENIALS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), after)
    for pattern, after in (
        (r"\bno longer\b", "still"),
        (r"\bnot yet\b", "already"),
        (r"\bcannot\b", "can"),
        (r"\bwon['’]t\b", "will"),
        (r"\bcan['’]t\b", "can"),
        (r"(?<=[a-z])n['’]t\b", ""),
        (rf"\bnot (?!(?:{'|'.join(_NO_DENIAL.split())}|been for)\b)", ""),
        (r"\bnever(?! before\b)", "always"),
        (r"\bwithout any\b", "with some"),
        (r"\bwithout\b", "with"),
        (r"^Nobody\b|^No one\b", "everybody"),
        (r"\bneither\b(?= \w+ nor\b)", "both"),
        (rf"\bno (?!(?:{'|'.join(_NO_DENIAL.split())})\b)(?=[a-z])", "some "),
    )
)
"""What denies, and what stands in its place where it no longer does."""
_ANY = re.compile(r"\bany\b")
"""Behind a "not" that was taken out, it would stand alone."""
_AUXILIARIES = "is are was were will would can could should does do did"
_NEGATABLE = re.compile(rf"\b(?:{'|'.join(_AUXILIARIES.split())})\b(?! (?:not|only|still|to)\b)")
"""In lower case only: in front, "Is", "Will" and "Can" ask, or are names."""
_PERFECT = re.compile(
    r"\b(?:has|have|had)\b(?= (?:\w+ly )?(?:been|\w{2,}ed|become|grown|risen|fallen|taken|made|won|lost|sold|bought|built|held)\b)"
)
_TURNS = {
    word: other
    for pair in (
        "rose fell", "risen fallen", "rise fall", "rises falls", "rising falling", "increased decreased", "increase decrease",
        "increases decreases", "increasing decreasing", "grew shrank", "grown shrunk", "grow shrink", "growing shrinking",
        "gained lost", "higher lower", "highest lowest",
        "more less", "before after", "earlier later", "bought sold", "buy sell", "won lost", "largest smallest",
        "larger smaller", "longer shorter", "longest shortest", "faster slower", "older younger", "oldest youngest",
        "cheaper dearer", "approved rejected", "accepted rejected", "opened closed", "raised cut", "above below",
        "joined left", "always never", "public private", "north south", "east west",
        "northern southern", "eastern western", "most least", "narrowed widened", "supported opposed",
        "confirmed denied", "strengthened weakened", "doubled halved", "best worst", "upper lower", "maximum minimum",
        "included excluded", "succeeded failed", "hired dismissed",
    )
    for word, other in (pair.split(), pair.split()[::-1])
}  # fmt: skip
"""Words at opposite ends, in the same form. Where a word has several, the last stands."""
_WORD = re.compile(r"[^\W\d_]+")
_ADVERBIAL = "if once when where after before because since while until although though as"
_BEGUN = r"(?: [\w'’-]+){0,5} $"
_IN_AN_ADVERBIAL = re.compile(rf"\b(?:{'|'.join(_ADVERBIAL.split())})\b{_BEGUN}", re.IGNORECASE)
"""In front of a word that stands in a clause of time, cause or condition: turned round, the claim may be as right."""
_IN_A_CLAUSE = re.compile(
    rf"\b(?:{'|'.join(_ADVERBIAL.split())}|what|which|who|whom|whose|that|than|how|why)\b{_BEGUN}",
    re.IGNORECASE,
)
"""In front of a verb that is not the claim's own: to deny it need not deny the claim."""
_KEPT = re.compile(
    r"\b(?:more|less|most|least) (?:or|than)\b|\bat (?:most|least)\b|"
    r"\bgr[eo]w(?:n|ing)?\b(?= (?:less|more|\w+er)\b)"
)
"""Words that are no direction here: "more than" a number, "grew" in front of "larger"."""


def other_polarity(claim: str, page: PageWords) -> Iterator[Counterfactual]:  # noqa: ARG001 - as the other makers
    """Yield versions of a claim that deny what it says: a denial taken out where there is one, else a word turned or a denial put in."""
    out = list(_taken_out(claim))
    if out:
        yield from out
    elif not any(denied(claim, words(claim))):
        yield from _put_in(claim)
        yield from _turned(claim)


def _taken_out(claim: str) -> Iterator[Counterfactual]:
    for pattern, instead in _DENIALS:
        match, after = pattern.search(claim), instead
        if match and (instead or not _ANY.search(claim, match.end())):
            start, end = match.span()
            if match[0][0].isupper():
                # What comes to begin the sentence begins it with a capital.
                after, end = (after.capitalize(), end) if after else (claim[end : end + 1].upper(), end + 1)
            yield changed(Change.POLARITY, claim, start, end, after)


def _put_in(claim: str) -> Iterator[Counterfactual]:
    for match in sorted((*_NEGATABLE.finditer(claim), *_PERFECT.finditer(claim)), key=re.Match.start):
        if not _IN_A_CLAUSE.search(claim[: match.start()]):
            yield changed(
                Change.POLARITY, claim, match.end(), match.end(), "not" if match[0] == "can" else " not"
            )


def _turned(claim: str) -> Iterator[Counterfactual]:
    kept = [match.span() for match in _KEPT.finditer(claim)]
    for match in _WORD.finditer(claim):
        other = _TURNS.get(match[0])
        if other is None or _IN_AN_ADVERBIAL.search(claim[: match.start()]):
            continue
        if not any(start <= match.start() < end for start, end in kept):
            yield changed(Change.POLARITY, claim, *match.span(), other)
