"""What speaks against a claim in its best window: other numbers, names, denials, opposites, hedges that the claim drops.

Each finding carries a strength in (0, 1], how well the words around the two places fit, for the features, and the words of claim
and page, for the reasons.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claimtrack.models import Part
from claimtrack.scoring.alignment import Alignment, Place
from claimtrack.scoring.finding import Finding, Slug
from claimtrack.scoring.index import Row
from claimtrack.scoring.lexicon import RELATED
from claimtrack.scoring.misplacement import find_misplaced
from claimtrack.scoring.modality import Modality, read_modality
from claimtrack.scoring.names import Name, countries, find_names, name_word_matches
from claimtrack.scoring.opposites import alike, converse, opposed, poles
from claimtrack.scoring.quantities import Dimension, Quantity, Relation, compare
from claimtrack.scoring.words import Word

_ELSEWHERE = 0.3
"""Strength of a missing number that stands elsewhere on the page."""
_BOTH_DENY = 0.5
"""What is left of a differing negation where both sides deny something: they may say one thing in two ways."""
_TOPICAL = 0.8
"""A name of the title is what the page is about; that a sentence names another is no conflict."""
_SLOT = frozenset(
    "in at of from to by with for on near against under after before over into through via".split()
)
"""Prepositions: names in aligned places stand behind the same one, or both behind none."""
_MIN_SWAP = 0.25
_SIDE = 7
"""How many words around a word are its sides."""


def find(alignment: Alignment) -> list[Finding]:
    """Return every finding of a window, strongest first."""
    found = [
        *_quantities(alignment),
        *find_misplaced(alignment),
        *_negations(alignment),
        *_opposites(alignment),
        *_names(alignment),
        *_modality(alignment),
    ]
    return sorted(found, key=lambda finding: -finding.strength)


def _quantities(alignment: Alignment) -> Iterator[Finding]:
    for held in alignment.held:
        mine = (held.quantity.text,)
        is_date = held.quantity.dimension is Dimension.DATE
        if held.relation is Relation.AT_ODDS and held.odds is not None and not held.derived:
            slug = Slug.DATE_DIFFERS if is_date else Slug.NUMBER_DIFFERS
            yield Finding(
                slug=slug,
                strength=0.2 + 0.8 * held.odds_affinity,
                claim_words=mine,
                page_words=(held.odds.text,),
            )
        elif held.relation is Relation.FIRMER and held.page is not None:
            yield Finding(
                slug=Slug.BOUND_DROPPED,
                strength=0.5 + 0.5 * held.match_affinity,
                claim_words=mine,
                page_words=(held.page.text,),
            )
        elif (
            held.relation is Relation.MATCH
            and held.odds is not None
            and held.odds_affinity > held.match_affinity + 0.15
        ):
            yield Finding(
                slug=Slug.NUMBER_MISPLACED,
                strength=held.odds_affinity - held.match_affinity,
                claim_words=mine,
                page_words=(held.odds.text,),
            )
        elif (
            held.relation is Relation.UNRELATED
            and not held.derived
            and held.quantity.dimension is not Dimension.ORDINAL
        ):
            strength = _ELSEWHERE if _on_page(alignment, held.quantity) else 1.0
            yield Finding(slug=Slug.NUMBER_MISSING, strength=strength, claim_words=mine)


def _on_page(alignment: Alignment, quantity: Quantity) -> bool:
    """Whether the page's article has a number somewhere else."""
    index = alignment.index
    return any(
        index.passages[number].part is Part.ARTICLE
        and compare(quantity, other) in (Relation.MATCH, Relation.FIRMER)
        for number, other in index.quantities
    )


def _negations(alignment: Alignment) -> Iterator[Finding]:
    """A word that a negation aims at on one side and that the other side asserts."""
    claim = alignment.claim
    both = bool(claim.denial_targets) and any(row.denial_targets for row in alignment.rows)
    best: Finding | None = None
    for pair in alignment.aligned:
        if pair.place is None or pair.strength < RELATED or pair.term.in_name:
            continue
        row = alignment.rows[pair.place.row]
        mine = claim.denied[pair.term.at]
        aimed = pair.term.at in claim.denial_targets if mine else pair.place.at in row.denial_targets
        if not aimed or any(row.denied[at] == mine for at in row.places[row.words[pair.place.at].stem]):
            continue
        fit = alignment.affinity(
            (pair.term.at, pair.term.at + 1), pair.place.row, (pair.place.at, pair.place.at + 1)
        )
        strength = max(0.05, fit * pair.strength * (_BOTH_DENY if both else 1.0))
        if best is None or strength > best.strength:
            word = pair.term.word
            best = Finding(
                slug=Slug.NEGATION_DIFFERS, strength=strength, claim_words=(claim.text[word.start : word.end],),
                page_words=(alignment.page_text(pair.place),),
            )  # fmt: skip
    if best is not None:
        yield best


def _opposites(alignment: Alignment) -> Iterator[Finding]:
    """Words of the claim for which the page has the opposite in a place that fits, and nothing alike in one that fits better."""
    claim = alignment.claim
    strengths = {pair.term.at: pair.strength for pair in alignment.aligned}
    for at, word in enumerate(claim.words):
        if strengths.get(at, 0.0) >= RELATED or word.is_number or (word.is_stop and not poles(word.stem)):
            continue
        best: tuple[float, str] | None = None
        same = 0.0
        for number, row in enumerate(alignment.rows):
            for place, other in enumerate(row.words):
                if other.stem == word.stem or alike(word.stem, other.stem):
                    same = max(same, alignment.affinity((at, at + 1), number, (place, place + 1)))
                elif (
                    opposed(word.stem, other.stem)
                    and (word.capital or not other.capital or not place)
                    and Place(row=number, at=place) not in alignment.taken
                ):
                    fit = alignment.affinity((at, at + 1), number, (place, place + 1))
                    turned = converse(word.stem, other.stem) and _sides_exchanged(
                        alignment, at, Place(row=number, at=place)
                    )
                    if (claim.denied[at] != row.denied[place]) != turned:
                        same = max(same, fit)
                    elif best is None or fit > best[0]:
                        best = fit, row.text[other.start : other.end]
        if best is not None and best[0] > same:
            yield Finding(
                slug=Slug.OPPOSITE_WORD,
                strength=0.1 + 0.9 * best[0],
                claim_words=(claim.text[word.start : word.end],),
                page_words=(best[1],),
            )


def _sides_exchanged(alignment: Alignment, at: int, place: Place) -> bool:
    """Whether what stands before a word of the claim stands behind its counterpart on the page, or the other way round."""
    kept = exchanged = 0
    for pair in alignment.aligned:
        if (
            pair.place is None
            or pair.place.row != place.row
            or pair.strength < RELATED
            or abs(pair.term.at - at) > _SIDE
        ):
            continue
        if (pair.term.at < at) == (pair.place.at < place.at):
            kept += 1
        else:
            exchanged += 1
    return exchanged > kept


def _names(alignment: Alignment) -> Iterator[Finding]:
    """Names that the window lacks: another name in a place that fits is a conflict, none is a gap."""
    claim = alignment.claim
    others = [
        (number, name)
        for number, row in enumerate(alignment.rows)
        for name in find_names(row.text, row.words, known=alignment.index.postings.capitals)
        if not _in_header(row, name)
        and not any(
            name_word_matches(mine, theirs)
            for own in claim.names
            for mine in own.folds
            for theirs in name.folds
        )
    ]
    for name, share in zip(claim.names, alignment.names, strict=True):
        own = [pair.term for pair in alignment.aligned if name.first <= pair.term.at < name.after]
        topic = max((alignment.in_context(term) for term in own), default=0.0)
        if share >= 1 or topic >= _TOPICAL:
            continue
        fits = [
            (alignment.affinity((name.first, name.after), number, (other.first, other.after)), other.text)
            for number, other in others
            if _same_slot(claim.words, name, alignment.rows[number].words, other)
        ]
        best = max(fits, default=None)
        if best is not None and best[0] > _MIN_SWAP and share == 0 and not claim.denial_targets:
            yield Finding(
                slug=Slug.NAME_DIFFERS, strength=best[0], claim_words=(name.text,), page_words=(best[1],)
            )
        else:
            on_page = sum(alignment.index.has_word(word) for word in name.folds) / len(name.folds)
            yield Finding(
                slug=Slug.NAME_MISSING,
                strength=1.0 - max(share, 0.6 * on_page, topic),
                claim_words=(name.text,),
            )


def _in_header(row: Row, name: Name) -> bool:
    """Whether a name stands in the header of a column: that says what its values are, and takes the place of nothing."""
    return row.cells is not None and row.cells.in_header(row.words[name.first].start)


def _same_slot(mine: Sequence[Word], name: Name, theirs: Sequence[Word], other: Name) -> bool:
    """Whether two names can stand for each other: behind the same preposition or none, and both countries or neither."""
    return _preposition(mine, name) == _preposition(theirs, other) and bool(countries(name.folds)) == bool(
        countries(other.folds)
    )


def _preposition(cut: Sequence[Word], name: Name) -> str:
    before = [
        word.fold for word in cut[max(0, name.first - 2) : name.first] if word.fold not in {"the", "a", "an"}
    ]
    return before[-1] if before and before[-1] in _SLOT else ""


def _modality(alignment: Alignment) -> Iterator[Finding]:
    """The page speaks more softly than the claim: it hedges, plans, restricts or quotes where the claim asserts."""
    mine = alignment.claim.modality
    for row in alignment.rows[:1] if len(alignment.rows) == 1 else alignment.rows:
        theirs = read_modality(row.text)
        yield from _softer(mine, theirs)


def _softer(mine: Modality, theirs: Modality) -> Iterator[Finding]:
    asserts = not mine.possible and not mine.planned
    promises = bool(mine.certain) and not theirs.certain
    if theirs.possible and asserts:
        strength = 0.9 if promises else 0.5
        yield Finding(
            slug=Slug.HEDGE_HARDENED,
            strength=strength,
            claim_words=mine.certain[:1],
            page_words=theirs.possible[:1],
        )
    if theirs.planned and asserts:
        strength = 0.8 if promises else 0.4
        yield Finding(
            slug=Slug.PLAN_AS_FACT,
            strength=strength,
            claim_words=mine.certain[:1],
            page_words=theirs.planned[:1],
        )
    if promises and asserts and not theirs.possible and not theirs.planned:
        yield Finding(slug=Slug.PROMISE_ADDED, strength=0.5, claim_words=mine.certain[:1])
    if mine.universal and theirs.partial and not mine.partial and not theirs.universal:
        yield Finding(
            slug=Slug.QUANTIFIER_HARDENED,
            strength=0.6,
            claim_words=mine.universal[:1],
            page_words=theirs.partial[:1],
        )
    if theirs.said and not mine.said:
        yield Finding(slug=Slug.ATTRIBUTION_DROPPED, strength=0.3, page_words=theirs.said[:1])
