"""The check that libxml2 parsed all of a page.

It drops in silence what lies deeper than 256 elements or is longer than 10 MB, where it builds the tree itself. bs4 builds its
own from the parser's events, which have no such bound (measured at 300 and 100,000 levels: everything is there); the parser's log
is asked all the same, because its next release may see that differently.
"""

from __future__ import annotations

from lxml import etree

from claimtrack.extract.problems import UnreadableError, too_deep


def check_whole(parser: etree._FeedParser) -> None:
    """Raise `UnreadableError` where a parser stopped at one of its own limits."""
    for log in (parser.feed_error_log, parser.error_log):
        for entry in log.filter_from_errors():
            if entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
                raise UnreadableError(too_deep(entry.message))
