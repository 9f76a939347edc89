"""Changing keys of one claim in its file, and nothing else of the file."""

from __future__ import annotations

import codecs
from dataclasses import replace
from pathlib import Path
from typing import TypedDict, Unpack, cast

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT

from claimtrack.errors import Fault, RecordError
from claimtrack.models import Article, Claim, Kind, Source
from claimtrack.records.editing import editing
from claimtrack.records.parsing import parse
from claimtrack.records.reading import shown_path
from claimtrack.records.rendering import rendered
from claimtrack.records.tables import did_you_mean


class Changes(TypedDict, total=False):
    """What `patch` can change: fields of a `Claim`. None, or an empty tuple, takes the key out."""

    text: str
    sources: tuple[Source, ...]
    cited_as: str | None
    quote: str | None
    kind: Kind
    tags: tuple[str, ...]
    note: str | None
    max_age_s: int | None


def patch(path: Path, slug: str, *, root: Path, **changes: Unpack[Changes]) -> Claim:
    """Change keys of one claim in its file and return the claim as it now stands there.

    Comments, order and layout stay, and every other line of the file stays byte for byte.

    Args:
        path: the claim file.
        slug: the id of the claim in the file.
        root: the project's folder; see `claimtrack.records.load`.
        changes: the fields to change, with their new values.

    Raises:
        RecordError: there is no such claim, the file is invalid or would be with the change, the claim is written
            in a form that cannot be changed in place, the file cannot be read or written, or another command is
            changing it. Nothing is written then.
    """
    shown = shown_path(path, root)
    with editing(path, shown, may_be_new=False) as edit:
        before = parse(edit.old, shown)
        claim_id = f"{before.id}/{slug}"
        number = next((number for number, claim in enumerate(before.claims) if claim.id == claim_id), None)
        if number is None:
            slugs = [claim.id.partition("/")[2] for claim in before.claims]
            raise _fault(shown, 0, f"no claim with the id {slug!r}", did_you_mean(slug, slugs))
        line = before.claims[number].line
        try:
            content = _patched(edit.old, before, number, changes)
        except TOMLKitError as error:
            raise _by_hand(shown, line) from error
        after = parse(content, shown)
        if not _differ_only_as_asked(before, after, number, changes):
            raise _by_hand(shown, line)
        edit.save(content)
    return after.claims[number]


def _patched(content: bytes, article: Article, number: int, changes: Changes) -> bytes:
    """Return the file with the lines of one claim rewritten by tomlkit, which never sees the others."""
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    lines = content.removeprefix(mark).splitlines(keepends=True)
    start = article.claims[number].line - 1
    end = article.claims[number + 1].line - 1 if number + 1 < len(article.claims) else len(lines)
    while end > start and _speaks_of_what_follows(lines[end - 1]):
        end -= 1
    section = b"".join(lines[start:end])
    newline = b"\r\n" if b"\r\n" in section else b"\n"
    if not section.endswith(b"\n"):
        section += newline
    document = tomlkit.parse(section.replace(newline, b"\n"))
    (table,) = cast("AoT", document["claim"])
    for field, value in changes.items():
        key, item = rendered(field, value)
        if item is not None:
            table[key] = item
        elif key in table:
            del table[key]
    changed = tomlkit.dumps(document).encode().replace(b"\n", newline)
    return mark + b"".join([*lines[:start], changed, *lines[end:]])


def _speaks_of_what_follows(line: bytes) -> bool:
    """Tell a blank line or a comment: at the end of a claim they belong to the next, so new keys go above them."""
    return not line.strip() or (line.lstrip().startswith(b"#") and b'"""' not in line and b"'''" not in line)


def _differ_only_as_asked(before: Article, after: Article, number: int, changes: Changes) -> bool:
    if len(before.claims) != len(after.claims):
        return False
    asked = {field: getattr(after.claims[number], field) for field in changes}
    expected = [
        replace(claim, line=found.line) for claim, found in zip(before.claims, after.claims, strict=True)
    ]
    expected[number] = replace(expected[number], **asked)
    return replace(before, claims=tuple(expected)) == after


def _by_hand(shown: Path, line: int) -> RecordError:
    return _fault(
        shown,
        line,
        "this claim cannot be changed in place",
        "write it as a [[claim]] table, or edit it by hand",
    )


def _fault(path: Path, line: int, message: str, hint: str) -> RecordError:
    return RecordError((Fault(path=path, line=line, message=message, hint=hint),))
