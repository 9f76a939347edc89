"""The values of a claim as TOML, in the plainest form that holds them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import tomlkit
from tomlkit.items import Item

from claimtrack.durations import format_duration
from claimtrack.models import Source

_LINE_WIDTH = 100


def rendered(field: str, value: object) -> tuple[str, Item | None]:
    """Return key and TOML value of a field of a claim.

    Args:
        field: its name, as in `claimtrack.models.Claim`; `slug` for the id in the file.
        value: what it holds; None and an empty tuple give None, since such a key is left out.
    """
    key, to_toml = _FIELDS[field]
    return key, None if value is None or value == () else to_toml(value)


def _sources(sources: Sequence[Source]) -> Item:
    entries = [_source(source) for source in sources]
    if len(entries) == 1:
        return entries[0]
    array = tomlkit.array()
    array.extend(entries)
    return array.multiline(len(array.as_string()) > _LINE_WIDTH)


def _source(source: Source) -> Item:
    parts = {"publisher": source.publisher, "title": source.title, "archive_url": source.archive_url}
    named = {key: value for key, value in parts.items() if value is not None}
    if not named:
        return tomlkit.string(source.url)
    table = tomlkit.inline_table()
    table.update({"url": source.url, **named})
    return table


def _note(text: str) -> Item:
    lines = text.replace("\r\n", "\n")  # how lines end in the file is not for the note to say
    return tomlkit.string(lines, multiline="\n" in lines)


_FIELDS: dict[str, tuple[str, Callable[[Any], Item]]] = {
    "slug": ("id", tomlkit.string),
    "text": ("text", tomlkit.string),
    "sources": ("source", _sources),
    "cited_as": ("cited_as", tomlkit.string),
    "quote": ("quote", tomlkit.string),
    "kind": ("kind", lambda kind: tomlkit.string(kind.value)),
    "tags": ("tags", lambda tags: tomlkit.item(list(tags))),
    "note": ("note", _note),
    "max_age_s": ("max_age", lambda seconds: tomlkit.string(format_duration(seconds))),
}
