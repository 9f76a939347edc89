"""Put findings into words that an editor understands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from claimtrack.models import Part, Reason
from claimtrack.scoring.alignment import Alignment
from claimtrack.scoring.finding import Finding, Slug
from claimtrack.scoring.lexicon import RELATED
from claimtrack.scoring.quantities import Relation

STATED, WORDS_MISSING, NOTHING_FOUND = "stated", "words-missing", "nothing-found"
NUMBERS_AGREE, NUMBER_DERIVED = "numbers-agree", "number-derived"
QUOTE_FOUND, QUOTE_MISSING = "quote-found", "quote-missing"
LOOK_ALIKE_LETTERS = "look-alike-letters"
TABLE_ROW = "table-row"
FURNITURE = "furniture"
SLUGS: tuple[str, ...] = (
    STATED, WORDS_MISSING, NOTHING_FOUND, NUMBERS_AGREE, NUMBER_DERIVED, QUOTE_FOUND, QUOTE_MISSING, LOOK_ALIKE_LETTERS, FURNITURE, TABLE_ROW,
    *(str(slug) for slug in Slug),
)  # fmt: skip
"""Every slug a verdict can carry."""

MAX_WORDS_NAMED = 6
"""How many missing words a reason names."""
_TELLING = 0.25
"""Words that weigh less are not worth naming."""

_MESSAGES: dict[Slug, str] = {
    Slug.NUMBER_DIFFERS: "the claim says {claim}, the page says {page}",
    Slug.DATE_DIFFERS: "the claim says {claim}, the page says {page}",
    Slug.NUMBER_MISPLACED: "{claim} stands on the page, but in this place it says {page}",
    Slug.NUMBER_MISSING: "the passage does not give {claim}",
    Slug.BOUND_DROPPED: "the claim says {claim}, the page says {page}: the limit is left out",
    Slug.NEGATION_DIFFERS: "one denies what the other asserts: the claim's {claim} against the page's {page}",
    Slug.OPPOSITE_WORD: "the claim says {claim}, the page says {page}, which is the opposite",
    Slug.NAME_DIFFERS: "the claim names {claim} where the page names {page}",
    Slug.NAME_MISSING: "the passage does not name {claim}",
    Slug.HEDGE_HARDENED: "the page is less certain than the claim: it says {page}",
    Slug.PLAN_AS_FACT: "the page speaks of a plan or an expectation ({page}), the claim of a fact",
    Slug.PROMISE_ADDED: "the claim says {claim}, the page does not promise it",
    Slug.QUANTIFIER_HARDENED: "the claim says {claim}, the page only {page}",
    Slug.ATTRIBUTION_DROPPED: "on the page someone says it ({page}), the claim states it as a fact",
}


_PLACES: dict[Part, str] = {
    Part.NAVIGATION: "in the page's menus and footers",
    Part.RELATED: "in the page's list of related stories",
    Part.COMMENTS: "in the page's comments",
    Part.REFERENCES: "in the page's list of references",
    Part.FURNITURE: "in what surrounds the page's article",
}


def from_finding(finding: Finding) -> Reason:
    """Return the reason for a finding."""
    message = finding.detail or _MESSAGES[finding.slug].format(
        claim=_quoted(finding.claim_words), page=_quoted(finding.page_words)
    )
    return Reason(
        slug=str(finding.slug),
        claim_words=finding.claim_words,
        page_words=finding.page_words,
        message=message,
    )


def from_alignment(alignment: Alignment) -> list[Reason]:
    """Return the reasons that lie in what was found and what was not: words, numbers."""
    claim = alignment.claim
    reasons: list[Reason] = []
    agreeing = [held for held in alignment.held if held.relation is Relation.MATCH and held.page is not None]
    if agreeing:
        mine = tuple(held.quantity.text for held in agreeing)
        theirs = tuple(held.page.text for held in agreeing if held.page is not None)
        reasons.append(
            Reason(
                slug=NUMBERS_AGREE,
                claim_words=mine,
                page_words=theirs,
                message=f"{_quoted(mine)} agrees with the page's {_quoted(theirs)}",
            )
        )
    derived = tuple(held.quantity.text for held in alignment.held if held.derived)
    if derived:
        reasons.append(
            Reason(
                slug=NUMBER_DERIVED,
                claim_words=derived,
                message=f"{_quoted(derived)} follows from numbers of the passage",
            )
        )
    if alignment.rows[0].cells is not None:
        reasons.append(
            Reason(slug=TABLE_ROW, message=f"the row of the table reads “{alignment.rows[0].text}”")
        )
    missing = missing_words(alignment)
    if missing:
        reasons.append(
            Reason(
                slug=WORDS_MISSING,
                claim_words=missing,
                message=f"the passage has no word for {_quoted(missing)}",
            )
        )
    elif claim.terms:
        reasons.append(
            Reason(
                slug=STATED, message="every word of the claim that matters has its counterpart in the passage"
            )
        )
    return reasons


def missing_words(alignment: Alignment) -> tuple[str, ...]:
    """Return the claim's words that nothing in the window stands for, heaviest first, as written."""
    lost = [
        pair.term
        for pair in alignment.aligned
        if pair.term.weight >= _TELLING and alignment.said(pair) < RELATED
    ]
    lost.sort(key=lambda term: (-term.weight, term.at))
    text = alignment.claim.text
    return tuple(dict.fromkeys(text[term.word.start : term.word.end] for term in lost[:MAX_WORDS_NAMED]))


def quote_reason(quote: str, *, found: bool) -> Reason:
    """Return the reason for a quotation that was, or was not, found."""
    if found:
        return Reason(
            slug=QUOTE_FOUND,
            claim_words=(quote,),
            page_words=(quote,),
            message="the quoted words stand on the page",
        )
    return Reason(
        slug=QUOTE_MISSING, claim_words=(quote,), message="the quoted words do not stand on the page"
    )


def look_alikes(words: tuple[str, ...]) -> Reason:
    """Return the reason for words of the passage that mix two alphabets."""
    named = ", ".join(f"“{word}”" for word in words[:MAX_WORDS_NAMED])
    return Reason(
        slug=LOOK_ALIKE_LETTERS,
        page_words=words[:MAX_WORDS_NAMED],
        message=f"the page writes {named} with letters of two alphabets: it only looks like the word",
    )


def furniture(part: Part) -> Reason:
    """Return the reason for words that are not of the page's article."""
    return Reason(slug=FURNITURE, message=f"the words stand {_PLACES[part]}, not in its article")


def nothing_found() -> Reason:
    """Return the reason where the page shares no word with the claim."""
    return Reason(slug=NOTHING_FOUND, message="the page has none of the claim's words")


def ordered(findings: Sequence[Finding], others: Iterable[Reason]) -> tuple[Reason, ...]:
    """Return findings in their order, then the other reasons, each only once."""
    return tuple(dict.fromkeys([*(from_finding(finding) for finding in findings), *others]))


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)
