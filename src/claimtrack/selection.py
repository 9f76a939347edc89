"""SELECT arguments: which claims a command is about."""

from __future__ import annotations

import difflib
import os.path
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import translate
from itertools import islice
from pathlib import Path, PurePath

from claimtrack.errors import SelectionError
from claimtrack.models import Article, Claim
from claimtrack.urls import BadUrlError, canonical, redact

_GLOB_SIGNS = re.compile(r"[*?[]")
_FILE_AND_LINE = re.compile(r"(?P<file>.+):(?P<line>[0-9]{1,9})")
_MOST_COMPARED = 10_000
"""Names looked at for a "did you mean": more would take seconds."""
_MOST_NAMED = 3


def select(articles: Sequence[Article], selectors: Sequence[str]) -> tuple[Claim, ...]:
    """Return the claims that the selectors name, in file order and each once; all claims where there are none.

    A selector is the first of these that fits:

    - the id of a claim, `moon/mean-distance`, or of an article, `moon`;
    - the id of a claim without its article, `mean-distance`, where only one article has it;
    - the URL of a source, in any spelling that is the same page;
    - a claim file, `claims/moon.toml` or `moon.toml`, a folder of them, or the claim at a line of one,
      `claims/moon.toml:12`;
    - a glob over ids or files: `moon/*`, `*-distance`, `claims/2026-*.toml`.

    Raises:
        SelectionError: selectors match nothing, or several articles have the claim; names all of these selectors.
    """
    if not selectors:
        return tuple(claim for article in articles for claim in article.claims)
    index = _Index(articles)
    chosen: set[str] = set()
    failures: list[SelectionError] = []
    for selector in selectors:
        try:
            chosen.update(claim.id for claim in index.find(selector))
        except SelectionError as error:
            failures.append(error)
    if failures:
        hints = dict.fromkeys(error.hint for error in failures if error.hint)
        raise SelectionError("; ".join(error.message for error in failures), hint="; ".join(hints))
    return tuple(claim for article in articles for claim in article.claims if claim.id in chosen)


class _Index:
    """The claims of a project by everything that can name them."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._articles = {article.id: article for article in articles}
        self._by_id: dict[str, Claim] = {}
        self._by_slug: defaultdict[str, list[Claim]] = defaultdict(list)
        self._by_url: defaultdict[str, list[Claim]] = defaultdict(list)
        for article in articles:
            for claim in article.claims:
                self._by_id[claim.id] = claim
                self._by_slug[claim.id.partition("/")[2]].append(claim)
                for source in claim.sources:
                    self._by_url[source.url].append(claim)

    def find(self, selector: str) -> Iterable[Claim]:
        """Return the claims that one selector names; raises `SelectionError` where there are none."""
        if selector in self._by_id:
            return [self._by_id[selector]]
        if selector in self._articles:
            return self._some(self._articles[selector].claims, selector)
        if selector in self._by_slug:
            return self._only(self._by_slug[selector])
        if "://" in selector:
            return self._citing(selector)
        found = list(self._in_files(selector))
        if not found and _GLOB_SIGNS.search(selector):
            found = list(self._matching(selector))
        return self._some(found, selector)

    def _only(self, claims: Sequence[Claim]) -> Sequence[Claim]:
        if len(claims) == 1:
            return claims
        slug = claims[0].id.partition("/")[2]
        ids = ", ".join(claim.id for claim in claims[:_MOST_NAMED])
        more = f" and {len(claims) - _MOST_NAMED} more" if len(claims) > _MOST_NAMED else ""
        raise SelectionError(
            f"{slug!r} names {len(claims)} claims: {ids}{more}",
            hint=f"write the article in front: {claims[0].id}",
        )

    def _citing(self, url: str) -> Sequence[Claim]:
        try:
            found = self._by_url.get(canonical(url), [])
        except BadUrlError as error:
            raise SelectionError(f"{redact(url)!r}: {redact(str(error))}", hint=error.hint) from error
        if not found:
            hint = "a source is named by its whole URL; `claims list` shows them"
            raise SelectionError(f"no claim cites {redact(url)}", hint=hint)
        return found

    def _in_files(self, selector: str) -> Iterator[Claim]:
        with_line = _FILE_AND_LINE.fullmatch(selector)
        name = with_line["file"] if with_line else selector
        for article in self._articles.values():
            if not _names(name, article.path):
                continue
            if with_line is None:
                yield from article.claims
            else:  # the claim whose lines hold this one
                yield from [claim for claim in article.claims if claim.line <= int(with_line["line"])][-1:]

    def _matching(self, glob: str) -> Iterator[Claim]:
        fits = re.compile(translate(glob)).match
        for article in self._articles.values():
            if fits(article.id) or fits(article.path.as_posix()):
                yield from article.claims
            else:
                yield from (claim for claim in article.claims if fits(claim.id))

    def _some(self, claims: Sequence[Claim], selector: str) -> Sequence[Claim]:
        if claims:
            return claims
        if selector in self._articles:
            raise SelectionError(f"article {selector!r} has no claims", hint="add one with `claims add`")
        raise SelectionError(f"nothing matches {selector!r}", hint=self._suggestion(selector))

    def _suggestion(self, selector: str) -> str:
        article_id, slash, _ = selector.partition("/")
        if slash and article_id in self._articles:
            names: Iterable[str] = (claim.id for claim in self._articles[article_id].claims)
        else:
            paths = (article.path.as_posix() for article in self._articles.values())
            names = (name for group in (self._articles, paths, self._by_slug, self._by_id) for name in group)
        close = difflib.get_close_matches(selector, list(islice(names, _MOST_COMPARED)), n=_MOST_NAMED)
        if close:
            return f"did you mean {' or '.join(map(repr, close))}?"
        return "`claims list` shows all claims"


def _names(selector: str, path: Path) -> bool:
    """Tell whether a selector is a path to a claim file, its last parts, or a folder around it."""
    wanted = PurePath(os.path.normpath(selector))
    if selector and path.parts[: len(wanted.parts)] == wanted.parts:
        return True
    if not path.suffix or wanted.suffix != path.suffix:
        return False
    if wanted.is_absolute() or wanted.parts[0] == os.path.pardir:  # the project's folder is not known here
        return wanted.parts[-len(path.parts) :] == path.parts
    return path.parts[-len(wanted.parts) :] == wanted.parts
