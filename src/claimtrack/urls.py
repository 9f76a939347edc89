"""URLs: the canonical form that identifies a source, and what of a URL may be shown."""

from __future__ import annotations

import re
import unicodedata
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit, urlunsplit

MAX_LENGTH = 4096
"""Longest URL accepted, in characters."""

_UNSAFE = re.compile(r"[\x00-\x20\x7f\\\s]")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SECRET_PARAMETER = re.compile(
    r"(?P<name>[?&#;](?=[^=?&#;\s]*(?:token|key|sig|signature|password|passwd|secret|auth|session))[^=?&#;\s]*)=[^&#;\s]+",
    re.IGNORECASE,
)
"""The look-ahead ends where the name does, so the time grows with the text and not with its square."""
_USERINFO = re.compile(r"//[^/?#\s]*@")
_DEVIATIONS = re.compile("[ßẞς\u200c\u200d]")
"""What IDNA 2003 maps to something else, and names another host than browsers reach."""


class BadUrlError(ValueError):
    """A URL that cannot be a source; `hint` says how to mend it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def canonical(url: str) -> str:
    """Return the form under which a source is known: what two spellings of one address share.

    Scheme and host in lower case, IDNA host, no default port, no fragment, `/` for an empty path. The query stays as
    it is: parameters may be all that tells two pages apart.

    Raises:
        BadUrlError: not an absolute http or https URL that a fetcher may ask for.
    """
    text = url.strip()
    if len(text) > MAX_LENGTH:
        raise BadUrlError(f"URL of {len(text)} characters", f"at most {MAX_LENGTH} are accepted")
    if _UNSAFE.search(text):
        raise BadUrlError("URL with a space, a control character or a backslash", "percent-encode it")
    if _USERINFO.search(text.partition("?")[0].partition("#")[0]):
        raise BadUrlError(
            "URL with a user name or password", "remove it: credentials are never sent or stored"
        )
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise BadUrlError(f"not a URL: {error}") from error
    _require_web_address(parts, text)
    host = _host(parts)
    if port is not None and port != _DEFAULT_PORTS[parts.scheme]:
        host = f"{host}:{port}"
    return urlunsplit((parts.scheme, host, parts.path or "/", parts.query, ""))


def _require_web_address(parts: SplitResult, text: str) -> None:
    if not parts.scheme or (not parts.netloc and "." in parts.scheme):
        raise BadUrlError(f"URL without a scheme: {redact(text)!r}", "write https:// in front")
    if parts.scheme not in _DEFAULT_PORTS:
        raise BadUrlError(f"URL scheme {parts.scheme!r} is refused", "only http and https are fetched")
    if not (parts.hostname or "").strip("."):
        raise BadUrlError(f"URL without a host: {redact(text)!r}", "write the whole address")


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if ":" in host:
        return f"[{host}]"
    if host.isascii():
        return host
    try:
        return ".".join(map(_to_ascii, re.split("[.。．｡]", host)))
    except UnicodeError as error:
        raise BadUrlError(f"host {host!r} is no domain name") from error


def _to_ascii(label: str) -> str:
    """One part of a host name as the name service knows it.

    The standard library knows IDNA 2003, which turns `straße` into `strasse`. Browsers do not
    (https://www.unicode.org/reports/tr46/#Deviations), and the two names may have different owners.
    """
    if _DEVIATIONS.search(label):
        return "xn--" + unicodedata.normalize("NFC", label.lower()).encode("punycode").decode("ascii")
    return label.encode("idna").decode("ascii")


def host_of(url: str) -> str:
    """Return `host:port` of a canonical URL, the port always written."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    return f"{f'[{host}]' if ':' in host else host}:{parts.port or _DEFAULT_PORTS.get(parts.scheme, 0)}"


def is_loopback(url: str) -> bool:
    """Tell whether a canonical URL is written as one of this machine: `localhost`, a name below it, or a loopback address."""
    host = urlsplit(url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def proxy_address(url: str) -> tuple[str, int]:
    """Return host and port of a proxy's URL, which must be `http://HOST:PORT`.

    Raises:
        BadUrlError: anything else. The message never repeats the URL: it may hold a password.
    """
    shape = "write http://HOST:PORT"
    if "@" in url:
        raise BadUrlError("proxy URL with a user name or password", f"{shape}: credentials are never sent")
    try:
        parts = urlsplit(canonical(url))
        port = urlsplit(url.strip()).port
    except ValueError as error:
        raise BadUrlError("not the URL of a proxy", shape) from error
    if parts.scheme != "http":
        raise BadUrlError("only http:// proxies are used", shape)
    if not port or parts.path != "/" or parts.query:
        raise BadUrlError("not the URL of a proxy: it has a host and a port, and nothing else", shape)
    return parts.hostname or "", port


def redact(text: str) -> str:
    """Return `text` with the values of secret-looking URL parameters, and any user name and password, replaced."""
    return _USERINFO.sub("//[redacted]@", _SECRET_PARAMETER.sub(r"\g<name>=[redacted]", text))
