"""Words: cut, fold and stem them, and tell the ones that carry meaning from the ones that do not."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

_TOKEN = re.compile(r"(?:[A-Z]\.){2,}|\d[\d.,]*\d|[^\W_]+(?:['’\u00ad][^\W_]+)*")
_AROUND_WORDS = '.,;:!?()"“”'
_CHUNK_CHARS = 40
"""Longest text without white space whose words are remembered: what is longer hardly comes again."""
_CHUNKS_KEPT = 16384
_FOLDS = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "«": '"',
        "»": '"',
        "–": "-",
        "—": "-",
        "‑": "-",
        "\u00ad": None,
        "\u200b": None,
    }
)

_UNITED_STATES = frozenset({"US", "U.S.", "U.S.A.", "USA"})
"""Not the pronoun."""

STOP_WORDS = frozenset(
    "a an the this that these those and or but nor so yet if then than as at by for from in into of off on onto out over "
    "to up with within without about above across after again against along among around before behind below beneath "
    "beside between beyond down during through toward towards under until upon via is am are was were be been being do "
    "does did doing done has have had having it its itself he him his himself she her hers herself they them their "
    "theirs themselves we us our ours ourselves you your yours i me my mine who whom whose which what when where why how "
    "there here also just very too such own same other another any each every some all both either neither because "
    "while although though since not no can could may might must shall should will would ll re ve d s t".split()
)
"""Words of grammar: they carry no weight in coverage. What negations and hedges mean is `polarity`'s business."""


class Word(NamedTuple):
    """One word of a text, with the forms it is compared by. A tuple, for there are many of them."""

    start: int
    """Half-open character offsets into the text it was cut from."""
    end: int
    fold: str
    """NFKC, lower case, straight apostrophes, no possessive `'s`."""
    stem: str
    """What inflected forms of one word share."""
    capital: bool
    """Whether it begins with an upper-case letter."""

    @property
    def is_stop(self) -> bool:
        """Whether it is a word of grammar."""
        return self.fold in STOP_WORDS

    @property
    def is_number(self) -> bool:
        """Whether it is written in digits."""
        return self.fold[0].isdecimal()


def fold(text: str) -> str:
    """Return `text` as it is compared: NFKC, lower case, plain quotes and dashes, no accents, no soft hyphens."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKC", text).translate(_FOLDS).casefold()
    if plain.isascii():
        return plain
    apart = unicodedata.normalize("NFD", plain)
    return unicodedata.normalize("NFC", "".join(char for char in apart if not "\u0300" <= char <= "\u036f"))


def tokens(text: str) -> list[str]:
    """Return the words of a text in order, as they are written."""
    return list(chain.from_iterable(map(_CUT.__getitem__, text.split())))


class _Cut(dict[str, tuple[str, ...]]):
    """The words of what stands between white space. No word crosses it, and most such chunks came up before."""

    def __missing__(self, chunk: str) -> tuple[str, ...]:
        bare = chunk.strip(_AROUND_WORDS)
        cut = (bare,) if bare.isalpha() else tuple(_TOKEN.findall(chunk))
        if len(chunk) <= _CHUNK_CHARS:
            if len(self) >= _CHUNKS_KEPT:
                self.clear()
            self[chunk] = cut
        return cut


_CUT = _Cut()


@lru_cache(maxsize=32768)
def forms(raw: str) -> tuple[str, str]:
    """Return the folded form and the stem of a word as it is written; see `Word`."""
    folded = fold_of(raw)
    return folded, stem(folded)


def fold_of(raw: str) -> str:
    """Return the folded form of a word as it is written; see `Word`."""
    if raw in _UNITED_STATES:
        return "usa"
    if raw.isascii() and raw.isalpha():
        return raw.lower()
    folded = fold(raw)
    if raw[0].isalpha():
        folded = folded.removesuffix(".").replace(".", "")
    return folded.removesuffix("'s") or raw


def words(text: str) -> list[Word]:
    """Return the words of a text in order."""
    return [
        Word._make((*match.span(), *forms(match[0]), match[0][0].isupper()))
        for match in _TOKEN.finditer(text)
    ]


_VOWELS = frozenset("aeiouy")
_IRREGULAR = {
    form: base
    for base, forms in {
        "be": "is are was were been being",
        "buy": "bought", "sell": "sold", "rise": "rose risen", "fall": "fell fallen", "grow": "grew grown", "win": "won",
        "lose": "lost losing", "say": "said", "tell": "told", "make": "made", "take": "took taken", "give": "gave given",
        "get": "got gotten", "go": "went gone", "come": "came", "become": "became", "begin": "began begun", "build": "built",
        "lead": "led", "leave": "left", "meet": "met", "pay": "paid", "run": "ran", "see": "saw seen", "send": "sent",
        "spend": "spent", "speak": "spoke spoken", "stand": "stood", "think": "thought", "write": "wrote written",
        "hold": "held", "keep": "kept", "know": "knew known", "find": "found", "feel": "felt", "bring": "brought",
        "catch": "caught", "teach": "taught", "choose": "chose chosen", "draw": "drew drawn", "drive": "drove driven",
        "break": "broke broken", "steal": "stole stolen", "fly": "flew flown", "lend": "lent", "wear": "wore worn",
        "shrink": "shrank shrunk", "sink": "sank sunk", "sing": "sang sung", "swim": "swam swum", "throw": "threw thrown",
        "show": "shown", "shoot": "shot", "sleep": "slept", "strike": "struck", "seek": "sought", "fight": "fought",
        "die": "dying dies died", "lie": "lying", "child": "children", "man": "men", "woman": "women", "person": "people",
        "foot": "feet", "half": "halves", "life": "lives", "wife": "wives", "mouse": "mice", "tooth": "teeth",
        "good": "better best", "bad": "worse worst", "forbid": "forbade forbidden", "hear": "heard", "hide": "hid hidden",
        "lay": "laid", "mean": "meant", "ride": "rode ridden", "swear": "swore sworn", "use": "used uses using",
        "wake": "woke woken", "bear": "bore born borne",
        "center": "centre centred centered centres", "theater": "theatre theatres", "program": "programme programmes",
        "large": "larger largest", "high": "higher highest", "low": "lower lowest", "long": "longer longest", "old": "older oldest elder eldest",
        "big": "bigger biggest", "small": "smaller smallest", "early": "earlier earliest", "late": "later latest", "fast": "faster fastest",
        "new": "newer newest", "young": "younger youngest", "great": "greater greatest", "cheap": "cheaper cheapest", "slow": "slower slowest",
        "short": "shorter shortest", "strong": "stronger strongest", "weak": "weaker weakest", "steep": "steeper steepest",
        "wide": "wider widest", "heavy": "heavier heaviest", "light": "lighter lightest", "far": "further furthest farther farthest",
    }.items()
    for form in forms.split()
}  # fmt: skip


STEM_BEGINS = 2
"""Letters at the beginning of a word that its stem keeps."""
_INFLECTED = frozenset("sdgyelr")
"""Last letters of what the stemmer undoes: plurals, -ed, -ing, -ly, a silent e, and the "ll" and "our" of British spellings."""
_NO_PLURAL = frozenset(
    "news series species politics economics physics mathematics always perhaps besides".split()
)


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """Return what the inflected forms and the British and American spellings of an English word share.

    A light stemmer in the spirit of Harman's S-stemmer (1991) and step 1 of Porter (1980): it undoes inflection (plural, past,
    participle, adverb) and leaves derivation alone, so that "nation" and "national" stay two words.
    """
    word = _IRREGULAR.get(word, word)
    if len(word) < 4 or word[-1] not in _INFLECTED or word in _NO_PLURAL:  # noqa: PLR2004
        return word
    if not word.isascii() or not word.isalpha():
        return word
    if word.endswith("ies") and len(word) > 4:  # noqa: PLR2004
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes", "zes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    word = _without_ed_ing(word)
    if word.endswith("ly") and len(word) > 5:  # noqa: PLR2004
        word = word[:-2]
    if word.endswith("e") and len(word) > 4 and not _SHORT.fullmatch(word[:-1]):  # noqa: PLR2004
        word = word[:-1]
    return _one_spelling(word) if len(word) > 5 else word  # noqa: PLR2004


def stem_begins(folded: str) -> str:
    """Return the first letters of the stem of a folded word, without stemming it: only irregular words change theirs."""
    return _IRREGULAR.get(folded, folded)[:STEM_BEGINS]


def _without_ed_ing(word: str) -> str:
    if word.endswith("ied") and len(word) > 4:  # noqa: PLR2004
        return word[:-3] + "y"
    for suffix in ("ed", "ing"):
        root = word[: -len(suffix)]
        if word.endswith(suffix) and len(root) >= 3 and not _VOWELS.isdisjoint(root):  # noqa: PLR2004
            if root[-1] == root[-2]:
                return root[:-1] if len(root) > 3 and root[-1] not in "aeiouls" else root  # noqa: PLR2004
            return root + "e" if _SHORT.fullmatch(root) else root
    return word


_SHORT = re.compile(r"[^aeiou]{0,5}[aeiouy][^aeiouwxy]")
"""One vowel and one consonant behind it: a root that lost its e ("rising"), or else it had doubled its consonant ("planning")."""


def _one_spelling(word: str) -> str:
    """Fold "organis" into "organiz", "colour" into "color", "controll" into "control"."""
    if word.endswith("our"):
        return word[:-3] + "or"
    if word.endswith("is"):
        return word[:-2] + "iz"
    return word[:-1] if word.endswith("ll") else word
