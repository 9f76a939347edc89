"""A private HTTP cache on loopback in front of one origin: our caching rules, put before a test suite for caches.

Not a product, and nothing of claimtrack runs through it: it exists so that suites written by others, such as
http-tests/cache-tests, can ask from outside whether `claimtrack.fetch.caching` keeps to RFC 9111. Everything that the RFC
decides is asked of that package, and the origin is asked through the same door as every page; here is only what a proxy
needs besides: a server, a memory, request directives and invalidation. See docs/http-caching.md.

    python -m benchmarks.cache_shim --port 0 --origin http://127.0.0.1:8000
"""
