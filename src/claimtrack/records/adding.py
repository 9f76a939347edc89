"""Appending claims to a claim file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

import tomlkit

from claimtrack.errors import Fault, RecordError
from claimtrack.models import Claim, Kind, Source
from claimtrack.records.editing import editing
from claimtrack.records.parsing import parse
from claimtrack.records.reading import shown_path
from claimtrack.records.rendering import rendered
from claimtrack.records.slugs import slugify


@dataclass(frozen=True, slots=True, kw_only=True)
class NewArticle:
    """What stands at the top of a new claim file."""

    title: str
    url: str | None = None
    author: str | None = None
    published: str | None = None
    """ISO 8601 date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClaim:
    """A claim that no file holds yet: the fields of a `Claim`, less what the file gives it."""

    slug: str | None = None
    """Its id in the file; None makes one from the text."""
    text: str
    sources: tuple[Source, ...] = ()
    cited_as: str | None = None
    quote: str | None = None
    kind: Kind = Kind.FACT
    tags: tuple[str, ...] = ()
    note: str | None = None
    max_age_s: int | None = None


def add(
    path: Path, claims: Sequence[NewClaim], *, root: Path, article: NewArticle | None = None
) -> tuple[Claim, ...]:
    """Append claims to a claim file and return them as they now stand in it.

    What the file holds already stays as it is, byte for byte. A missing file is made.

    Args:
        path: the claim file.
        claims: what to append, in this order.
        root: the project's folder; see `claimtrack.records.load`.
        article: the head of the file where it has to be made; None takes its title from the file's name.

    Raises:
        RecordError: the file is invalid or would be with the claims in it, it cannot be read or written, or another
            command is changing it. Nothing is written then.
    """
    shown = shown_path(path, root)
    with editing(path, shown, may_be_new=True) as edit:
        old = _head(path, article) if edit.is_new else edit.old
        before = parse(old, shown)
        taken = {claim.id.partition("/")[2] for claim in before.claims}
        content = old
        for claim in claims:
            slug = claim.slug or slugify(claim.text, taken)
            taken.add(slug)
            content = _appended(content, replace(claim, slug=slug), shown)
        try:
            after = parse(content, shown)
        except RecordError as error:
            raise RecordError(tuple(_of_new_claim(fault) for fault in error.faults)) from error
        edit.save(content)
    return after.claims[len(before.claims) :]


def _head(path: Path, article: NewArticle | None) -> bytes:
    head = article or NewArticle(title=path.stem.replace("-", " ").replace("_", " ").capitalize())
    values = {field.name: getattr(head, field.name) for field in fields(head)}
    written = {key: value for key, value in values.items() if value is not None}
    return _encoded(tomlkit.dumps({"article": written}), path)


def _appended(old: bytes, claim: NewClaim, shown: Path) -> bytes:
    values: dict[str, object] = {}
    for field in fields(claim):
        value = getattr(claim, field.name)
        key, item = rendered(field.name, value)
        if item is not None and value != field.default:
            values[key] = item
    newline = b"\r\n" if b"\r\n" in old else b"\n"
    gap = newline if old.endswith(b"\n") else newline * 2
    return old + gap + _encoded(f"[[claim]]\n{tomlkit.dumps(values)}", shown).replace(b"\n", newline)


def _encoded(text: str, shown: Path) -> bytes:
    try:
        return text.encode()
    except (
        UnicodeEncodeError
    ) as error:  # a lone surrogate: how Python carries command-line bytes that are no UTF-8
        fault = Fault(path=shown, line=0, message="not added: not UTF-8 text", hint="write it in UTF-8")
        raise RecordError((fault,)) from error


def _of_new_claim(fault: Fault) -> Fault:
    """Drop the line, which the file does not have: what stood there before is valid."""
    return replace(fault, line=0, message=f"not added: {fault.message}")
