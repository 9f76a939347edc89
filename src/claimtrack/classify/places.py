"""What an address says about the page behind it: whose it is, whether it is a home page, where a redirect led."""

from __future__ import annotations

import ipaddress
import re
from functools import cache
from urllib.parse import parse_qsl, unquote, urlsplit

import tldextract

_HOME_FILES = r"(?:index|default|home|start)(?:\.(?:html?|php|aspx?|jsp|shtml))?"
_LANGUAGES = "ar|bg|cs|da|de|el|en|es|et|fi|fr|he|hr|hu|id|it|ja|ko|lt|lv|nb|nl|no|pl|pt|ro|ru|sk|sl|sr|sv|th|tr|uk|vi|zh"
_HOME_PATH = re.compile(
    rf"/?(?:(?:{_LANGUAGES})(?:[-_][a-z]{{2,4}})?/?|[a-z]{{2}}/(?:{_LANGUAGES})/?)?(?:{_HOME_FILES})?/?",
    re.IGNORECASE,
)
_TRACKING = re.compile(
    r"utm_\w+|ref|src|source|from|redirect\w*|lang|hl|locale|gclid|fbclid|status|e|err|error", re.IGNORECASE
)
"""Query parameters that choose no page."""
_WORDS = re.compile(r"[^\W_]+")


@cache
def _suffixes() -> tldextract.TLDExtract:
    # No list is fetched and nothing is written: the one in the package, private suffixes (github.io) included.
    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def registrable_domain(url: str) -> str:
    """The part of a host that one owner registered: `news.site.co.uk` is of `site.co.uk`. Empty for an address.

    By the Public Suffix List (https://publicsuffix.org/list/), with its rule that a top-level domain that is not listed is
    a suffix by itself.
    """
    host = urlsplit(url).hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        found = _suffixes().extract_str(host)
    else:
        return ""
    return found.top_domain_under_public_suffix or ".".join(host.rstrip(".").split(".")[-2:])


def is_home(url: str) -> bool:
    """Tell whether an address is that of a site's home page, or of its home page in one language."""
    parts = urlsplit(url)
    chooses = any(not _TRACKING.fullmatch(name) for name, _ in parse_qsl(parts.query, keep_blank_values=True))
    return not chooses and _HOME_PATH.fullmatch(parts.path) is not None


def path_words(url: str) -> frozenset[str]:
    """Words in the path and query of an address, without case."""
    parts = urlsplit(url)
    return frozenset(_WORDS.findall(unquote(f"{parts.path} {parts.query}").casefold()))


def host_words(url: str) -> frozenset[str]:
    """Labels of the host of an address, each also taken apart at its hyphens."""
    labels = (urlsplit(url).hostname or "").split(".")
    return frozenset(labels) | frozenset(word for label in labels for word in label.split("-"))


def last_segment(url: str) -> str:
    """The last part of the path that is not empty, without its extension."""
    segments = [part for part in urlsplit(url).path.split("/") if part]
    return unquote(segments[-1]).rpartition(".")[0] or unquote(segments[-1]) if segments else ""
