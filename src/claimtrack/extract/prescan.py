"""What the first 1,024 bytes of a page declare as its encoding.

"Prescan a byte stream to determine its encoding" of the HTML standard, step by step
(https://html.spec.whatwg.org/#prescan-a-byte-stream-to-determine-its-encoding), with the algorithms it names: "get an
attribute", "extract a character encoding from a meta element", "get an XML encoding". Every tag counts, wherever it stands, in
a script too: that is the standard's.
"""

from __future__ import annotations

import re

import webencodings

PRESCAN_BYTES = 1024
_SPACES = frozenset(b"\t\n\f\r ")
_SPACES_AND_SLASH = _SPACES | {ord("/")}
_QUOTES = frozenset(b"\"'")
_GREATER, _EQUALS, _SLASH = b">=/"
_COMMENT = b"<!--"
_META = re.compile(rb"<meta[\t\n\f\r /]", re.IGNORECASE)
_TAG = re.compile(rb"</?[a-z]", re.IGNORECASE)
_OTHER_TAG = re.compile(rb"<[!/?]")
_NAME_END = re.compile(rb"[\t\n\f\r >]")
_CHARSET = re.compile(
    r"charset[\t\n\f\r ]*=[\t\n\f\r ]*(?:\"([^\"]*)\"|'([^']*)'|([^\t\n\f\r ;\"'][^\t\n\f\r ;]*))",
    re.IGNORECASE,
)
_CHARSET_NAME = re.compile(r"charset[\t\n\f\r ]*=", re.IGNORECASE)
_XML_DECLARATION = re.compile(rb"<\?xml[^>]*?encoding[\x00- ]*=[\x00- ]*([\"'])([^\"'>\x00- ]*)\1[^>]*>")


def prescan(body: bytes) -> webencodings.Encoding | None:
    """Return the encoding that a page declares in its first bytes, or None where it declares none that is known."""
    head = body[:PRESCAN_BYTES]
    try:
        found = _Scan(head).meta_encoding()
    except IndexError:  # the bytes ran out
        match = _XML_DECLARATION.match(head)
        found = _lookup(match[2]) if match else None
    if found is not None and found.name in {"utf-16be", "utf-16le"}:
        # Whoever could read the declaration as ASCII is not reading UTF-16.
        return webencodings.UTF8
    if found is not None and found.name == "x-user-defined":
        return webencodings.lookup("windows-1252")
    return found


def _lookup(label: bytes | str) -> webencodings.Encoding | None:
    return webencodings.lookup(label.decode("latin-1") if isinstance(label, bytes) else label)


def extract_encoding(content: str) -> webencodings.Encoding | None:
    """The encoding named in the `content` of a `meta` element."""
    named = _CHARSET_NAME.search(content)
    match = _CHARSET.match(content, named.start()) if named else None
    return _lookup(next(filter(None, match.groups()), "")) if match else None


class _Scan:
    """A position in the bytes; to read past their end is an IndexError, which ends the prescan."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def meta_encoding(self) -> webencodings.Encoding | None:
        """Go through the bytes up to a `meta` element that names an encoding."""
        while True:
            self._to(b"<", 0)
            if self._data.startswith(_COMMENT, self._at):
                # The hyphens that begin a comment may end it: `<!-->`.
                self._at += 2
                self._to(b"-->", 2)
            elif _META.match(self._data, self._at):
                self._at += len(b"<meta")
                found = self._meta()
                if found is not None:
                    return found
            elif _TAG.match(self._data, self._at):
                end = _NAME_END.search(self._data, self._at)
                self._at = end.start() if end else len(self._data)
                while self._attribute():
                    pass
            elif _OTHER_TAG.match(self._data, self._at):
                self._to(b">", 0)
            self._at += 1

    def _to(self, wanted: bytes, offset: int) -> None:
        at = self._data.find(wanted, self._at)
        if at < 0:
            raise IndexError
        self._at = at + offset

    def _meta(self) -> webencodings.Encoding | None:
        attributes: dict[str, str] = {}
        charset: webencodings.Encoding | None = None
        is_set = False
        needs_pragma: bool | None = None
        while attribute := self._attribute():
            name, value = attribute
            if name in attributes:
                continue
            attributes[name] = value
            if name == "content" and not is_set and (charset := extract_encoding(value)):
                is_set, needs_pragma = True, True
            elif name == "charset":
                charset = _lookup(value)
                is_set, needs_pragma = True, False
        got_pragma = attributes.get("http-equiv") == "content-type"
        return None if needs_pragma is None or (needs_pragma and not got_pragma) else charset

    def _attribute(self) -> tuple[str, str] | None:
        """Name and value in lower case, and the position behind them; None at the end of the tag."""
        while self._data[self._at] in _SPACES_AND_SLASH:
            self._at += 1
        if self._data[self._at] == _GREATER:
            return None
        start = self._at
        while (byte := self._data[self._at]) not in _SPACES_AND_SLASH and byte != _GREATER:
            if byte == _EQUALS and self._at > start:
                break
            self._at += 1
        name = self._lower(start, self._at)
        self._skip_spaces()
        if self._data[self._at] != _EQUALS:
            return name, ""
        self._at += 1
        return name, self._value()

    def _value(self) -> str:
        self._skip_spaces()
        quote = self._data[self._at]
        if quote in _QUOTES:
            self._at += 1
            start = self._at
            self._to(bytes([quote]), 0)
            self._at += 1
            return self._lower(start, self._at - 1)
        start = self._at
        while self._data[self._at] not in _SPACES and self._data[self._at] != _GREATER:
            self._at += 1
        return self._lower(start, self._at)

    def _skip_spaces(self) -> None:
        while self._data[self._at] in _SPACES:
            self._at += 1

    def _lower(self, start: int, end: int) -> str:
        return self._data[start:end].lower().decode("latin-1")
