"""How firmly a sentence speaks: possible, planned, said by someone; some or all."""

from __future__ import annotations

import re
from dataclasses import dataclass

_POSSIBLE = re.compile(
    r"\b(?:(?-i:may)|might|could|would|possibl[ey]|possibility|perhaps|maybe|potential(?:ly)?|likely|unlikely|probabl[ey]|probably|"
    r"believed|thought to|alleged(?:ly)?|reportedly|rumou?red|apparently|presumably|tentative(?:ly)?|provisional(?:ly)?|preliminary|"
    r"if approved|subject to)\b",
    re.IGNORECASE,
)  # fmt: skip
_PLANNED = re.compile(
    r"\b(?:plans?|planned|planning|expect(?:s|ed)?|hop(?:e|es|ed|ing)|aim(?:s|ed|ing)?|intend(?:s|ed)?|considering|"
    r"anticipat(?:e|es|ed)|in talks|exploring|weighing|set to|scheduled|slated|seek(?:s|ing)|ambition)\b",
    re.IGNORECASE,
)  # fmt: skip
_CERTAIN = re.compile(
    r"\b(?:will|won['’]t|shall|definitely|certainly|guaranteed|confirmed|is going to|are going to)\b",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\b(?:said|says|say|told|according to|claim(?:s|ed)|argu(?:es|ed)|accus(?:es|ed)|assert(?:s|ed)|blam(?:es|ed)|attribut(?:es|ed)|"
    r"describ(?:es|ed)|insist(?:s|ed)|warn(?:s|ed)|testified|wrote|writes|contend(?:s|ed)|announced|in (?:his|her|their|its) (?:view|opinion))\b",
    re.IGNORECASE,
)  # fmt: skip
_UNIVERSAL = re.compile(
    r"\b(?:all|every|everyone|everybody|each|any|always|exclusive(?:ly)?|entirely|invariably)\b",
    re.IGNORECASE,
)
_PARTIAL = re.compile(
    r"\b(?:most|many|some|several|often|usually|typical(?:ly)?|generally|mainly|mostly|largely|partly|sometimes|majority|in part|"
    r"frequently|a few)\b",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Modality:
    """The words of a sentence that soften, harden, attribute or generalise it, as written."""

    possible: tuple[str, ...]
    planned: tuple[str, ...]
    certain: tuple[str, ...]
    """Words that promise: "will"."""
    said: tuple[str, ...]
    universal: tuple[str, ...]
    partial: tuple[str, ...]


def read_modality(text: str) -> Modality:
    """Collect the modal words of a sentence."""

    def found(pattern: re.Pattern[str]) -> tuple[str, ...]:
        return tuple(match.group() for match in pattern.finditer(text))

    return Modality(
        possible=found(_POSSIBLE), planned=found(_PLANNED), certain=found(_CERTAIN), said=found(_SAID),
        universal=found(_UNIVERSAL), partial=found(_PARTIAL),
    )  # fmt: skip
