"""Answers of judges on disk, so that nothing is asked and paid for twice.

::

    cache/judge/ab/<sha256>.json

The name is a hash of the judge and of all that it was asked; of the question nothing else is kept.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from claimtrack.cache.batch import Batch
from claimtrack.cache.files import Folder
from claimtrack.errors import CacheError
from claimtrack.interfaces import KeptAnswer

MAX_BYTES = 2 << 20
"""Largest file accepted."""
ROOT = Path("judge")


class AnswerCache:
    """Implements `claimtrack.interfaces.AnswerShelf` below one folder. Threads and processes may share it."""

    def __init__(self, root: Path) -> None:
        """Nothing is touched yet.

        Args:
            root: the cache folder.
        """
        self._folder = Folder(root)

    def answer(self, key: str) -> KeptAnswer | None:
        """The answer kept under a key; None where none is, or where it cannot be trusted: the judge is then asked anew."""
        try:
            data = self._folder.read(_path(key), MAX_BYTES)
        except CacheError:
            return None
        return _decode(data, key) if data else None

    def keep_answer(self, key: str, judge: str, answer: KeptAnswer) -> None:
        """Put an answer in place of the one before.

        Args:
            key: of judge and question, in hexadecimal.
            judge: for people who look at the file.
            answer: to keep.

        Raises:
            CacheError: it cannot be written.
        """
        fields = {
            "key": key,
            "judge": judge,
            "tokens_in": answer.tokens_in,
            "tokens_out": answer.tokens_out,
            "sha256": _hash(answer.text),
            "answer": answer.text,
        }
        with Batch(self._folder) as batch:
            batch.write(_path(key).as_posix(), [(json.dumps(fields, indent=2) + "\n").encode("ascii")])


def _decode(data: bytes, key: str) -> KeptAnswer | None:
    try:
        fields = json.loads(data)
        text = fields["answer"]
        if fields["key"] != key or _hash(text) != fields["sha256"]:
            return None
        return KeptAnswer(text=text, tokens_in=int(fields["tokens_in"]), tokens_out=int(fields["tokens_out"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _path(key: str) -> Path:
    return ROOT / key[:2] / f"{key}.json"
