"""Labelled files: JSON Lines, one claim a line. Everything that is wrong is said, with its line and its remedy."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from claimtrack.errors import Fault, LabelledFileError
from claimtrack.evaluation.labels import FilePage, Gold, LabelledClaim, PageSource, TextPage, WebPage
from claimtrack.urls import BadUrlError, canonical

_MAX_LINE = 32 << 20
"""Bytes; a claim with its whole page is seldom longer than some hundred thousand."""
_MAX_FAULTS = 100
"""Faults after which no more lines are read: somebody gave the wrong file."""
_LABELS = {label.value: label for label in Gold if label is not Gold.NOT_SUPPORTED}
_CLASSES = {True: Gold.SUPPORTED, False: Gold.NOT_SUPPORTED}
_PAGE_KEYS = ("text", "file", "url")
_CLAIM_HINT = 'write {"claim": "...", "text": "...", "label": "supported"}'
_LABEL_HINT = f"write one of {', '.join(_LABELS)}; or true and false in a set of two classes"


class _LineError(Exception):
    """What is wrong with a line, and the remedy."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def read_labelled(paths: Iterable[Path]) -> tuple[LabelledClaim, ...]:
    """Read labelled files; ids are unique over all of them.

    A file that a line names is looked for beside the labelled file. Keys that are not known are passed over.

    Args:
        paths: The files; `-` is standard input.

    Raises:
        LabelledFileError: carries a fault for each line that is wrong.
    """
    reader = _Reader()
    for path in paths:
        reader.read(path)
    reader.check_pairs()
    if reader.faults:
        raise LabelledFileError(tuple(reader.faults))
    return tuple(reader.claims)


@dataclass(slots=True)
class _Reader:
    claims: list[LabelledClaim] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    _lines: dict[str, str] = field(default_factory=dict)
    """Where each id stands."""

    def read(self, path: Path) -> None:
        try:
            opened = nullcontext(sys.stdin.buffer) if str(path) == "-" else path.open("rb")
            with opened as stream:
                for number, line in _lines(stream):
                    if len(self.faults) >= _MAX_FAULTS:
                        self._fault(
                            path, number, "too many errors: the rest was not read", "is it the right file?"
                        )
                        return
                    self._take(path, number, line)
        except OSError as error:
            self._fault(path, 0, f"cannot be read: {error.strerror}", "name a file of labelled claims")

    def _take(self, path: Path, number: int, line: bytes) -> None:
        if not line.strip():
            return
        try:
            claim = _Line(path, number, _object(line)).claim()
        except _LineError as error:
            self._fault(path, number, str(error), error.hint)
            return
        before = self._lines.get(claim.id)
        if before is not None:
            self._fault(
                path,
                number,
                f"the id {claim.id!r} stands at {before} already",
                "give each claim an id of its own",
            )
            return
        self._lines[claim.id] = f"{path}:{number}"
        self.claims.append(claim)

    def check_pairs(self) -> None:
        """Hold that every `pair_of` names a supported claim, and that no set mixes two kinds of labels."""
        golds = {claim.id: claim.gold for claim in self.claims}
        for claim in self.claims:
            if claim.pair_of is not None and golds.get(claim.pair_of) is not Gold.SUPPORTED:
                self._fault(
                    claim.path,
                    claim.line,
                    f"pair_of names {claim.pair_of!r}, which is no supported claim of these files",
                    "give the id of the claim that this one is a wrong version of",
                )
        four = next((one for one in self.claims if one.gold not in _CLASSES.values()), None)
        two = next((one for one in self.claims if one.gold is Gold.NOT_SUPPORTED), None)
        if four and two:
            self._fault(
                two.path,
                two.line,
                f"the label is false, and that of {four.path}:{four.line} is {four.gold.value}",
                "evaluate sets of two classes and of four apart",
            )

    def _fault(self, path: Path, number: int, message: str, hint: str) -> None:
        self.faults.append(Fault(path=path, line=number, message=message, hint=hint))


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := stream.readline(_MAX_LINE):
        number += 1
        yield number, line


def _object(line: bytes) -> Mapping[str, object]:
    if len(line) >= _MAX_LINE:
        raise _LineError(f"longer than {_MAX_LINE:,} bytes", "put the page into a file, and name it by file")
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _LineError(f"no JSON: {error}", _CLAIM_HINT) from error
    if not isinstance(value, dict):
        raise _LineError("no JSON object", _CLAIM_HINT)
    return value


@dataclass(frozen=True, slots=True)
class _Line:
    path: Path
    number: int
    values: Mapping[str, object]

    def claim(self) -> LabelledClaim:
        """Return the labelled claim; raises `_LineError`."""
        page, name = self._page()
        return LabelledClaim(
            id=self._text("id") or f"{self.path.stem}:{self.number}",
            text=self._required_text("claim", _CLAIM_HINT),
            gold=self._gold(),
            page=page,
            evidence=self._evidence(),
            group=self._text("group") or name,
            kind=self._text("kind") or "",
            pair_of=self._text("pair_of"),
            path=self.path,
            line=self.number,
        )

    def _gold(self) -> Gold:
        label = self.values.get("label")
        if isinstance(label, bool):
            return _CLASSES[label]
        if isinstance(label, str) and label in _LABELS:
            return _LABELS[label]
        raise _LineError(
            "no label" if label is None else f"the label {json.dumps(label)[:40]} is not known", _LABEL_HINT
        )

    def _page(self) -> tuple[PageSource, str]:
        """The page, and the name under which claims on it belong together."""
        named = [key for key in _PAGE_KEYS if self.values.get(key) is not None]
        if len(named) != 1:
            raise _LineError(
                f"{' and '.join(named)} name a page each" if named else "names no page",
                "give one of text, file and url",
            )
        if self.values.get("title") is not None and named != ["text"]:
            raise _LineError(f"title stands beside {named[0]}", "remove it: the page brings its own")
        value = self._required_text(named[0], "write the page's words, the name of its file, or its URL")
        match named[0]:
            case "text":
                title = self._text("title")
                return TextPage(text=value, title=title), sha256(f"{title}\n{value}".encode()).hexdigest()
            case "file":
                return self._file(value)
            case _:
                return self._web(value)

    def _file(self, name: str) -> tuple[PageSource, str]:
        path = self.path.parent / name
        try:
            is_file = path.is_file()
        except (OSError, ValueError):  # a name that is too long, or holds a NUL
            is_file = False
        if not is_file:
            raise _LineError(f"no file {name!r} beside the labelled file", "give its path from there")
        return FilePage(path=path), str(path)

    def _web(self, value: str) -> tuple[PageSource, str]:
        try:
            url = canonical(value)
        except BadUrlError as error:
            raise _LineError(str(error), error.hint or "write the whole address") from error
        return WebPage(url=url), url

    def _evidence(self) -> tuple[str, ...]:
        value = self.values.get("evidence")
        given = value if isinstance(value, list) else [] if value is None else [value]
        passages = [one for one in given if isinstance(one, str)]
        if len(passages) < len(given):
            raise _LineError("evidence is no text", "give a passage, or a list of passages")
        return tuple(self._encodable("evidence", one) for one in passages if one.strip())

    def _required_text(self, key: str, hint: str) -> str:
        text = self._text(key)
        if text is None or not text.strip():
            raise _LineError(f"no {key}" if text is None else f"{key} is empty", hint)
        return text

    def _text(self, key: str) -> str | None:
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, str):
            raise _LineError(f"{key} is no text", "write it in quotes")
        return self._encodable(key, value)

    def _encodable(self, key: str, value: str) -> str:
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise _LineError(
                f"{key} holds half a character (a lone surrogate)", "write the whole character"
            ) from error
        return value
