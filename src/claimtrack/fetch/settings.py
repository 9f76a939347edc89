"""What can be set about fetching."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from claimtrack.errors import ConfigError
from claimtrack.urls import BadUrlError, proxy_address


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """Limits and manners. The defaults suit other people's servers; tests and loopback may go faster.

    Raises:
        ConfigError: a value makes no sense.
    """

    contact: str = ""
    """URL or mail address sent in the User-Agent, so that the owner of a server can reach whoever runs this."""
    allow_hosts: tuple[str, ...] = ()
    """Exact HOST:PORT pairs that may be reached at private addresses; they are asked without spacing."""
    proxy: str = ""
    """`http://HOST:PORT` that every request goes through, at whatever address it is; it resolves names in our place."""
    ca_file: Path | None = None
    """PEM file of certificate authorities to trust in place of the usual ones (a company's own)."""
    jobs: int = 16
    """Most requests under way at once, over all hosts."""
    host_jobs: int = 1
    """Most of them to one of `allow_hosts`, unless its robots.txt asks for pauses. Any other host gets one at a time."""
    spacing_s: float = 1.0
    """Least time in seconds between the starts of two requests to one host."""
    connect_timeout_s: float = 5.0
    """Most seconds until a connection to one address stands."""
    read_timeout_s: float = 10.0
    """Most seconds without a single byte."""
    total_timeout_s: float = 20.0
    """Most seconds on the clock for one source: name look-up, redirects, headers and body together."""
    max_wire_bytes: int = 10_000_000
    """Largest body accepted, as it travels."""
    max_body_bytes: int = 20_000_000
    """Largest body accepted, inflated."""
    max_redirects: int = 5
    max_retries: int = 2
    """How often a request is made again where the failure may pass by itself."""
    retry_delay_s: float = 1.0
    """Seconds before the first retry, give or take half; doubles with each."""
    max_pause_s: float = 60.0
    """Longest pause in seconds that a server may ask for (Retry-After). One that asks for more is left alone for
    the rest of the run."""

    robots: bool = True
    """Whether `robots.txt` is obeyed (RFC 9309)."""
    host_budget_s: float = 900.0
    """Most seconds that one host may cost a run: its answers, and the pauses it asks for. Our own spacing does not count."""
    max_requests_per_host: int = 10_000
    """Most requests to one host in a run, redirects and robots.txt included."""
    full_refetch_after_s: float = 30 * 86_400
    """Age in seconds from which a page is fetched whole, even where its server would say that it did not change."""

    def __post_init__(self) -> None:
        for name in (
            "jobs",
            "host_jobs",
            "connect_timeout_s",
            "read_timeout_s",
            "total_timeout_s",
            "max_wire_bytes",
            "max_body_bytes",
            "host_budget_s",
            "max_requests_per_host",
        ):
            if getattr(self, name) <= 0:
                raise ConfigError(f"{name} must be more than 0, not {getattr(self, name)}")
        for name in (
            "spacing_s",
            "max_redirects",
            "max_retries",
            "retry_delay_s",
            "max_pause_s",
            "full_refetch_after_s",
        ):
            if getattr(self, name) < 0:
                raise ConfigError(f"{name} must not be negative: {getattr(self, name)}")
        if not (self.contact.isascii() and self.contact.isprintable()):
            raise ConfigError("contact must be printable ASCII", hint="a URL or a mail address")
        if self.proxy:
            try:
                proxy_address(self.proxy)
            except BadUrlError as error:
                raise ConfigError(f"proxy: {error}", hint=error.hint) from error
