"""The one call that parses markup, and the check that all of it was parsed.

libxml2 drops in silence what lies deeper than 256 elements or is longer than 10 MB, where it builds the tree itself. bs4
builds its own from the parser's events, which have no such bound (measured at 300 and 100,000 levels: everything is there);
the parser's log is asked all the same, because its next release may see that differently.
"""

from __future__ import annotations

import warnings

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning
from bs4.builder._lxml import LXMLTreeBuilder
from lxml import etree

from claimtrack.extract.problems import UnreadableError, markup_limit, too_deep

MAX_MARKUP = 1_000_000
"""Most `<` in a page. Each may cost 10 microseconds and 600 bytes; the largest honest pages have a tenth of it."""


def parse(markup: str) -> BeautifulSoup:
    """Return the tree of a page or fragment, however broken it is.

    XML is read as HTML, as a browser does without an XML content type, and text without any tag is text. bs4 warns of both,
    which says nothing here: what a page holds is not the caller's doing.

    Raises:
        UnreadableError: more than `MAX_MARKUP`, or the parser left something out.
    """
    count = markup.count("<")
    if count > MAX_MARKUP:
        raise UnreadableError(markup_limit(count, MAX_MARKUP))
    builder = LXMLTreeBuilder()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        soup = BeautifulSoup(markup, builder=builder)
    check_whole(builder.parser)
    return soup


def check_whole(parser: etree._FeedParser) -> None:
    """Raise `UnreadableError` where a parser stopped at one of its own limits."""
    for log in (parser.feed_error_log, parser.error_log):
        for entry in log.filter_from_errors():
            if entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
                raise UnreadableError(too_deep(entry.message))
