"""Words that stand at opposite ends: rose and fell, bought and sold, before and after. By hand, with WordNet's pairs behind."""

from __future__ import annotations

from claimtrack.scoring.lexicon import lexicon
from claimtrack.scoring.words import stem

_AXES: dict[str, tuple[str, str]] = {
    "direction": (
        ("rise rises rising rose risen climb increase grow growth gain gains surge soar jump up upward raise lift boost expand "
        "widen higher hike improve accelerate strengthen rebound premium swell rally upgrade advance escalate"),
        ("fall decline decrease drop down downward slip slide plunge plummet tumble sink shrink cut lower reduce reduction narrow "
        "weaken slump dip slow discount contract downgrade lessen dwindle shed deteriorate diminish"),
    ),
    "amount": ("more most above exceed over majority", "less fewer fewest least below under minority"),
    "trade": ("buy buyer purchase acquire acquisition", "sell seller sale divest"),
    "outcome": ("win winner victory beat defeat triumph success succeed", "lose loser loss fail failure"),
    "order": ("before prior precede earlier predecessor previous", "after following later successor subsequent"),
    "sequence": ("first initial begin start open launch", "final end finish close conclude"),
    "consent": ("approve accept agree back endorse support welcome favour favor praise", "reject refuse oppose decline disagree criticise criticize condemn object"),
    "permission": ("allow permit let legal authorise authorize enable", "ban forbid prohibit block bar illegal prevent disable"),
    "verdict": ("guilty convict conviction", "innocent acquit acquittal clear"),
    "membership": ("join enter arrive hire appoint", "leave quit depart resign exit fire dismiss sack"),
    "inclusion": ("include contain", "exclude omit"),
    "size": ("large big great huge tall wide major long high maximum", "small little tiny short minor low minimum"),
    "pace": ("fast quick rapid swift", "slow gradual"),
    "age": ("old older oldest elder senior", "young younger youngest junior new newest"),
    "rank": ("best top good better strong", "worst bottom bad worse weak poor"),
    "latitude": ("north northern", "south southern"),
    "longitude": ("east eastern", "west western"),
    "sex": ("man men male boy king", "woman women female girl queen"),
    "ownership": ("public state", "private"),
    "border": ("import inside domestic internal indoors", "export outside foreign external outdoors abroad"),
    "money": ("profit surplus credit asset income earn", "deficit debit liability expense owe"),
    "price": ("cheap cheaper free inexpensive", "expensive costly dear"),
    "frequency": ("always often frequent regular", "never seldom rarely rare"),
    "state": ("alive live survive", "dead die kill"),
    "switch": ("enable on active", "disable off inactive"),
    "validity": ("true correct right", "false wrong incorrect untrue"),
    "presence": ("present available", "absent unavailable missing"),
    "ease": ("easy simple", "hard difficult complex"),
    "time": ("early ahead", "late behind delay"),
    "attitude": ("confirm admit acknowledge", "deny dispute reject"),
    "motion": ("push send lend teach", "pull receive borrow learn"),
    "light": ("light bright day", "dark night"),
    "side": ("left", "right"),
    "level": ("top upper", "bottom lower"),
    "treatment": ("well safe safely", "mistreat badly dangerous unsafe mistreated"),
    "change": ("keep retain remain stay maintain preserve original", "drop scrap abandon replace remove change"),
    "unity": ("same alike identical similar", "different unlike distinct"),
    "mutability": ("mutable modify in-place", "immutable unchanged"),
    "optional": ("require mandatory compulsory must need", "optional voluntary"),
    "creation": ("build create add", "destroy demolish delete remove"),
    "depth": ("deep", "shallow"), "fill": ("full", "empty"), "warmth": ("hot warm", "cold cool"),
    "hardness": ("soft", "hard"), "richness": ("rich wealthy", "poor"), "marriage": ("marry wed", "divorce"),
    "employer": ("employer", "employee"), "guest": ("host", "guest"), "peace": ("peace", "war"),
}  # fmt: skip
_CONVERSE = frozenset(
    {"outcome", "trade", "order", "amount", "motion", "age", "size", "price", "pace", "rank", "level"}
)
"""Axes that relate two sides."""
_POLES: dict[str, dict[str, int]] = {}
for _axis, _ends in _AXES.items():
    for _sign, _words in zip((1, -1), _ends, strict=True):
        for _word in _words.split():
            _POLES.setdefault(stem(_word), {})[_axis] = _sign


_SAME_SIDE: dict[str, frozenset[str]] = {}
for _ends in _AXES.values():
    for _end in _ends:
        _group = frozenset(stem(_word) for _word in _end.split())
        for _word in _group:
            _SAME_SIDE[_word] = _SAME_SIDE.get(_word, frozenset()) | (_group - {_word})
_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "mis", "non", "de", "counter", "anti")
_MIN_ROOT = 4


def negated_form(first: str, second: str) -> bool:
    """Whether one stem is the other with a denying prefix: "stabl" and "unstabl"."""
    short, long = sorted((first, second), key=len)
    return len(short) >= _MIN_ROOT and long.endswith(short) and long[: len(long) - len(short)] in _PREFIXES


def poles(stemmed: str) -> dict[str, int]:
    """Return the axes a stem lies on, each with its end (1 or -1)."""
    return _POLES.get(stemmed, {})


def opposed(first: str, second: str) -> bool:
    """Whether two stems stand at opposite ends of an axis, and at the same end of none."""
    if first == second:
        return False
    mine, theirs = poles(first), poles(second)
    signs = {mine[axis] * theirs[axis] for axis in mine.keys() & theirs.keys()}
    if signs:
        return signs == {-1}
    return second in lexicon().antonyms.get(first, ()) or negated_form(first, second)


def converse(first: str, second: str) -> bool:
    """Whether two opposed stems say the same with their sides exchanged: "A beat B", "B lost to A"."""
    return not _CONVERSE.isdisjoint(poles(first).keys() & poles(second).keys())


def same_side(stemmed: str) -> frozenset[str]:
    """Return the other stems at the same end of an axis."""
    return _SAME_SIDE.get(stemmed, frozenset())


def alike(first: str, second: str) -> bool:
    """Whether two stems stand at the same end of an axis."""
    return second in _SAME_SIDE.get(first, ())
