"""Rules over addresses alone: where the redirects of a page led."""

from __future__ import annotations

import re

from claimtrack.classify.findings import limited, replaced
from claimtrack.classify.places import host_words, is_home, last_segment, path_words, registrable_domain
from claimtrack.models import Finding, ProblemSlug, Snapshot

RESOLVERS = frozenset(
    "doi.org dx.doi.org hdl.handle.net handle.net purl.org w3id.org n2t.net bit.ly j.mp t.co tinyurl.com goo.gl "
    "g.co ow.ly is.gd v.gd buff.ly dlvr.it ift.tt lnkd.in trib.al youtu.be amzn.to nyti.ms wapo.st bbc.in cnn.it reut.rs "
    "econ.st fb.me rebrand.ly shorturl.at cutt.ly rb.gy t.ly feedproxy.google.com feeds.feedburner.com "
    "news.google.com apple.news msft.it aka.ms 1drv.ms git.io redd.it wp.me tmblr.co".split()
)
"""Hosts that are there to lead elsewhere: short links and registries of persistent identifiers."""
_TELLING_SEGMENT = re.compile(r"(?=.{8})(?=.*(?:[-_]|\d))[\w.,~-]+")
"""A last part of a path that names one page and no other."""


def redirected_home(snapshot: Snapshot) -> Finding | None:
    """The page's address leads to a home page, as sites do with pages they no longer have."""
    cited, final = snapshot.url, snapshot.final_url
    if is_home(cited) or not is_home(final) or _is_resolver(cited):
        return None
    if _site(cited) != _site(final) and host_words(final) & (path_words(cited) - host_words(cited)):
        # site.example/blog → blog.site.example: the section got an address of its own.
        return None
    return replaced(ProblemSlug.REDIRECTED_HOME, f"{cited} leads to the home page {final}")


def moved_host(snapshot: Snapshot) -> Finding | None:
    """Another owner's site answers. The same name of the page there makes it the same page."""
    cited, final = snapshot.url, snapshot.final_url
    if not has_moved(snapshot) or _is_resolver(cited):
        return None
    name = last_segment(cited)
    if _TELLING_SEGMENT.fullmatch(name) and name == last_segment(final):
        return None
    return limited(
        ProblemSlug.MOVED_HOST,
        f"{cited} leads to another site, {registrable_domain(final)}: {final}",
    )


def has_moved(snapshot: Snapshot) -> bool:
    """Tell whether the page came from a domain that may be another owner's."""
    if _site(snapshot.url) == _site(snapshot.final_url):
        return False
    cited, final = registrable_domain(snapshot.url), registrable_domain(snapshot.final_url)
    return bool(cited and final) and cited != final


def _is_resolver(url: str) -> bool:
    return _site(url) in RESOLVERS


def _site(url: str) -> str:
    """The host without `www.` and its like, and without a port."""
    host = url.partition("://")[2].partition("/")[0].rpartition("@")[2]
    return re.sub(r"^(?:www\d?|m|mobile|amp)\.|:\d+$", "", host)
