"""What a page declares as its encoding, by the algorithms and the table of the standards."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claimtrack.extract.charset import decode
from claimtrack.extract.prescan import prescan

_SPEC = importlib.util.spec_from_file_location(
    "encoding_cases", Path(__file__).with_name("encoding_cases.py")
)
assert _SPEC
assert _SPEC.loader
cases = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(cases)
REST = b"<p>The ferry is back."


def test_there_are_as_many_cases_as_in_the_suite_of_html5lib() -> None:
    assert len(cases.PRESCAN) >= 82


@pytest.mark.parametrize("name", cases.PRESCAN)
def test_prescan(name: str) -> None:
    page, encoding = cases.PRESCAN[name]
    body = page if "without an end" in name or "cut off" in name else page + REST
    assert decode(body, "text/html").encoding == encoding


@pytest.mark.parametrize("label", cases.LABELS)
def test_labels(label: str) -> None:
    encoding = cases.LABELS[label]
    assert decode(f"<meta charset='{label}'>".encode() + REST, "").encoding == encoding
    assert decode(REST, f"text/html; charset={label}").encoding == encoding
    assert decode(REST, f'text/html; charset="{label.upper()}"').encoding == encoding


PIECES = st.sampled_from(
    b"<meta |<meta|charset|=| |'|\"|>|<!--|-->|http-equiv|content-type|content|text/html;|koi8-r|utf-16|<p |</p|<!|<?|/|x|<".split(
        b"|"
    )
)


@given(st.lists(PIECES, max_size=30).map(b"".join) | st.binary(max_size=80))
@example(b"<meta charset=")
@example(b"<meta charset='")
@example(b"<" * 1024)
@example(b"<meta content=charset http-equiv=content-type>")
def test_no_bytes_raise_and_only_a_declaration_is_found(body: bytes) -> None:
    found = prescan(body)
    assert found is None or b"koi8-r" in body.lower() or b"utf-16" in body.lower()
