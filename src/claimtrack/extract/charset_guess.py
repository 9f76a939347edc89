"""The encoding of a page that does not tell it: by the script its letters make.

charset-normalizer tells most scripts apart, and the Latin encodings badly (measured: French in windows-1252 became
windows-1250). So it is asked for the script only. Japanese and Korean are known by their own letters, and Latin text is
windows-1252, as in the standard, unless that puts signs inside words where another encoding has letters.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from charset_normalizer import from_bytes

_OTHER_SCRIPTS = {
    "big5hkscs": "big5",
    "cp1251": "windows-1251",
    "cp1253": "windows-1253",
    "cp1255": "windows-1255",
    "cp1256": "windows-1256",
    "cp866": "ibm866",
    "cp874": "windows-874",
    "cp949": "euc-kr",
    "gb18030": "gb18030",
    "koi8_r": "koi8-r",
    "koi8_u": "koi8-u",
}
"""Python's names of the encodings to choose from, and the standard's."""
_LATIN = {"cp1252": "windows-1252", "cp1250": "windows-1250", "iso8859_2": "iso-8859-2"}
"""The same for Latin letters; the first of the equally good is taken."""
_SIGN_IN_WORD = re.compile(r"(?<=[^\W\d_])[¡-©«¬®-±´¶¸»-¿×÷²³¹\x80-\x9f](?=[^\W\d_])")
_PIECE = re.compile(rb"[^<>\r\n]+")
"""Text between tags. No multi-byte encoding of the standard uses these four delimiters inside a letter."""
_WORD = re.compile(rb"[\x80-\xff]{3,}")
_WORD_SHARE = 0.3
"""Of the bytes beyond ASCII those in runs: near all in other scripts, near none in Latin (measured: 0.8 to 1, and 0)."""
_ASCII = bytes(range(0x80))
_SAMPLE_BYTES = 16_384
_FEWEST_BYTES = 8
"""Bytes beyond ASCII from which a guess is better than the default."""


class _Letters(NamedTuple):
    """Letters that only one language writes."""

    codec: str
    label: str
    letters: re.Pattern[str]
    share: float
    """Of the characters beyond ASCII, at least."""


_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_OWN_LETTERS = (
    _Letters("cp932", "shift_jis", _KANA, 0.1),
    _Letters("euc_jp", "euc-jp", _KANA, 0.1),
    _Letters("cp949", "euc-kr", re.compile("[\uac00-\ud7a3]"), 0.8),
)


def guess(body: bytes) -> str | None:
    """Return a label of the encoding standard, or None where windows-1252 is as good a guess as any.

    Args:
        body: A page that is not UTF-8.
    """
    sample = _sample(body)
    beyond = len(sample.translate(None, _ASCII))
    if beyond < _FEWEST_BYTES:
        return None
    in_words = sum(map(len, _WORD.findall(sample)))
    if in_words < _WORD_SHARE * beyond:
        return _LATIN[min(_LATIN, key=lambda codec: _signs_in_words(sample, codec))]
    for own in _OWN_LETTERS:
        if _is_written_in(sample, own):
            return own.label
    best = from_bytes(sample, cp_isolation=list(_OTHER_SCRIPTS)).best()
    return _OTHER_SCRIPTS.get(best.encoding) if best else None


def _sample(body: bytes) -> bytes:
    """The text beyond ASCII at the beginning of a page, without its markup."""
    pieces, length = [], 0
    for match in _PIECE.finditer(body):
        if match[0].isascii():
            continue
        pieces.append(match[0])
        length += len(match[0])
        if length >= _SAMPLE_BYTES:
            break
    return b"\n".join(pieces)[: 2 * _SAMPLE_BYTES]


def _signs_in_words(sample: bytes, codec: str) -> int:
    return len(_SIGN_IN_WORD.findall(sample.decode(codec, "replace")))


def _is_written_in(sample: bytes, own: _Letters) -> bool:
    try:
        text = sample.decode(own.codec)
    except UnicodeDecodeError:
        return False
    return len(own.letters.findall(text)) > own.share * sum(not letter.isascii() for letter in text)
