"""What a claim file may say: from parsed TOML to an `Article`, every fault reported."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from claimtrack.durations import BadDurationError, parse_duration
from claimtrack.models import Article, Claim, Kind, Source
from claimtrack.records.faults import FaultList
from claimtrack.records.positions import KeyPath, Positions
from claimtrack.records.slugs import SLUG_RULE, is_slug, slugify
from claimtrack.records.tables import Table, did_you_mean, flowed, shown, type_name
from claimtrack.urls import redact

FILE_KEYS = ("article", "claim")
ARTICLE_KEYS = ("title", "url", "author", "published", "note")
CLAIM_KEYS = ("id", "text", "source", "cited_as", "quote", "kind", "tags", "note", "max_age")
SOURCE_KEYS = ("url", "publisher", "title", "archive_url")

_PARTIAL_DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2]))?")


def article_from(
    data: Mapping[str, object], path: Path, *, positions: Positions, faults: FaultList
) -> Article:
    """Return the article of a parsed claim file.

    Everything wrong is reported to `faults`; only where nothing was is the result whole.

    Args:
        data: what `tomllib` made of the file.
        path: the file, as it is to be shown; its stem becomes the id of the article.
        positions: the lines of the file.
        faults: where to report.
    """
    file = Table(data, (), positions=positions, faults=faults)
    file.refuse_unknown_keys(FILE_KEYS, misplaced=ARTICLE_KEYS, hint="it belongs below a line [article]")
    head = _head(file)
    head.refuse_unknown_keys(ARTICLE_KEYS)
    head.string("note")
    return Article(
        id=path.stem,
        title=head.string("title") or "",
        url=head.url("url"),
        author=head.string("author"),
        published=_published(head),
        path=path,
        claims=_claims(file, path),
    )


def _head(file: Table) -> Table:
    if "article" not in file.values:
        file.fault("no [article] table", 'begin the file with [article] and title = "..."')
        return file.inner({}, "article")
    value = file.values["article"]
    if not isinstance(value, dict):
        hint = "a file holds one article: write [article] on a line of its own, in single brackets"
        file.fault(f"article: expected a table, got {type_name(value)}", hint, at=("article",))
        return file.inner({}, "article")
    if "title" not in value:
        file.fault("no 'title'", 'write title = "..." below [article]', at=("article",))
    return file.inner(value, "article")


def _published(head: Table) -> str | None:
    value = head.values.get("published")
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    text = head.string("published")
    if text is None or _PARTIAL_DATE.fullmatch(text):
        return text
    try:
        datetime.fromisoformat(text)
    except ValueError:
        hint = "write the year first: 2026-04-25, 2026-04 or 2026"
        head.fault(f"published: {shown(text)} is no ISO 8601 date", hint, at=("published",))
        return None
    return text


def _claims(file: Table, path: Path) -> tuple[Claim, ...]:
    value = file.values.get("claim", [])
    hint = "write [[claim]] in double brackets above each claim"
    if not isinstance(value, list):
        file.fault(f"claim: expected a list of tables, got {type_name(value)}", hint, at=("claim",))
        return ()
    claims: list[Claim] = []
    lines: dict[str, int] = {}
    for number, values in enumerate(value):
        if isinstance(values, dict):
            claims.append(_claim(file.inner(values, "claim", number), path, lines))
        else:
            file.fault(f"claim: expected a table, got {type_name(values)}", hint, at=("claim", number))
    return tuple(claims)


def _claim(table: Table, path: Path, lines: dict[str, int]) -> Claim:
    table.refuse_unknown_keys(CLAIM_KEYS)
    text = table.required("text", hint='write the statement as one sentence: text = "..."') or ""
    slug = _slug(table, text, lines)
    kind = _kind(table)
    if kind is Kind.OPINION:
        for key in ("quote", "max_age"):
            if key in table.values:
                hint = f'leave {key!r} out, or write kind = "fact"'
                table.fault(f"{key}: an opinion is never checked", hint, at=(key,))
    return Claim(
        id=f"{path.stem}/{slug}",
        text=text,
        sources=_sources(table),
        cited_as=table.string("cited_as"),
        quote=table.string("quote"),
        kind=kind,
        tags=tuple(dict.fromkeys(table.strings("tags"))),
        note=table.string("note", keep_lines=True),
        max_age_s=_max_age(table),
        path=path,
        line=table.line,
    )


def _slug(table: Table, text: str, lines: dict[str, int]) -> str:
    if "id" not in table.values:
        table.fault("no 'id'", f'write id = "{slugify(text, lines)}"')
    slug = table.string("id")
    if slug is None:
        return ""
    if not is_slug(slug):
        hint = f'write id = "{slugify(slug, lines)}": {SLUG_RULE}'
        table.fault(f"id: {shown(slug)} is no slug", hint, at=("id",))
    elif slug in lines:
        hint = f'every id of a file is its own; free is "{slugify(text, lines)}"'
        table.fault(f"id: {shown(slug)} is the id of the claim on line {lines[slug]} too", hint, at=("id",))
    else:
        lines[slug] = table.line
    return slug


def _kind(table: Table) -> Kind:
    text = table.string("kind")
    if text is None:
        return Kind.FACT
    try:
        return Kind(text)
    except ValueError:
        table.fault(
            f"kind: {shown(text)} is no kind of claim",
            did_you_mean(text, [kind.value for kind in Kind]),
            at=("kind",),
        )
        return Kind.FACT


def _max_age(table: Table) -> int | None:
    text = table.string("max_age")
    if text is None:
        return None
    try:
        return parse_duration(text)
    except BadDurationError as error:
        table.fault(f"max_age: {error.message}", error.hint, at=("max_age",))
        return None


def _sources(table: Table) -> tuple[Source, ...]:
    value = table.values.get("source", [])
    entries: list[tuple[object, KeyPath]] = [(value, ("source",))]
    if isinstance(value, list):
        entries = [(item, ("source", number)) for number, item in enumerate(value)]
    sources: dict[str, Source] = {}
    for entry, at in entries:
        source = _source(table, entry, at)
        if source is None:
            continue
        if source.url in sources:
            table.fault(f"source: {redact(source.url)} is cited twice", "one mention is enough", at=at)
        sources[source.url] = source
    return tuple(sources.values())


def _source(table: Table, entry: object, at: KeyPath) -> Source | None:
    if isinstance(entry, str):
        if not flowed(entry):
            hint = "leave 'source' out where none is known: the claim then asks for one"
            table.fault("source: the string is empty", hint, at=at)
            return None
        url = table.checked_url(entry, *at)
        return None if url is None else Source(url=url)
    if not isinstance(entry, dict):
        hint = 'write source = "https://...", a list of those, or tables with a url'
        table.fault(f"source: expected a URL or a table, got {type_name(entry)}", hint, at=at)
        return None
    inner = table.inner(entry, *at)
    misplaced = "it belongs to the claim: write it above [claim.source]"
    inner.refuse_unknown_keys(SOURCE_KEYS, misplaced=CLAIM_KEYS, hint=misplaced)
    known_only_by_name = "write its address; a publisher without one goes into 'cited_as' of the claim"
    parts = {key: inner.string(key) for key in ("publisher", "title")}
    archive_url = inner.url("archive_url")
    required = inner.required("url", hint=known_only_by_name)
    url = None if required is None else inner.checked_url(required, "url")
    return None if url is None else Source(url=url, archive_url=archive_url, **parts)
