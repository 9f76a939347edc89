"""The only code that opens a socket: one guarded door to the network, polite to every host.

Read `fetcher` first (many URLs), then `visit`, `hops` and `body` (one URL, one answer), `door`, `wire`, `dial` and `addresses`
(what may be connected to), `proxy` (what changes where the person named one) and `deadline` (why nothing can hang).
`politeness` says when a host is asked, `robots` and `robots_gate` whether; `reuse` and `caching` what need not be asked at all.
`keeping` hands what came to the cache while the next answers are on their way.
`posting` sends JSON to a judge's service through the same door.
`problems` and `settling` find the words for a page that did not come.
"""

from __future__ import annotations

from claimtrack.fetch.fetcher import HttpFetcher
from claimtrack.fetch.posting import JsonClient
from claimtrack.fetch.settings import FetchSettings

__all__ = ["FetchSettings", "HttpFetcher", "JsonClient"]
