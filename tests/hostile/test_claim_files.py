"""Claim files as an attack: whoever proposes a claim writes the file that a build reads (row 59)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

HEAD = b'[article]\ntitle = "Lamps"\n'
CLAIM = b'\n[[claim]]\nid = "%b"\ntext = "Lamps burn."\n'

FILES = {
    "nested": HEAD + b"x = " + b"[" * 100_000,
    "nested-tables": HEAD + b"x = " + b"{a=" * 100_000,
    "dotted": HEAD + b".".join([b"a"] * 100_000) + b" = 1\n",
    "table-of-tables": HEAD + b"[" + b".".join([b"a"] * 100_000) + b"]\n",
    "fifty-megabytes": HEAD + b"# " + b"x" * 50_000_000,
    "nul": HEAD + CLAIM % b"a" + b'note = "\0"\n',
    "not-utf-8": HEAD + b'note = "caf\xe9"\n',
    "utf-16": (HEAD + CLAIM % b"a").decode().encode("utf-16"),
    "twice-the-same-id": HEAD + CLAIM % b"a" + CLAIM % b"a",
    "a-million-claims": HEAD + b"".join(CLAIM % str(n).encode() for n in range(1_000_000)),
    "integer-of-a-million-digits": HEAD + b"x = " + b"9" * 1_000_000 + b"\n",
    "unclosed": HEAD + b'x = """' + b'"\\' * 1_000_000,
    "spaces": HEAD + b"x" + b" " * 4_000_000,
    "way-out": HEAD + b'\n[[claim]]\nid = "../../../etc/cron.d/lamps"\ntext = "Lamps burn."\n',
    "markup-in-an-id": HEAD + b'\n[[claim]]\nid = "<script>alert(1)</script>"\ntext = "Lamps burn."\n',
    "escapes-in-a-text": HEAD + b'\n[[claim]]\nid = "a"\ntext = "\x1b]0;owned\x07"\n',
    "yaml": b"a: &a [x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\n" * 1000,
}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_claim_file_is_one_clear_error_and_nothing_is_stored(
    new_project: Callable[..., Any], name: str
) -> None:
    project = new_project()
    project.write({})
    (project.root / "claims" / "ombry.toml").write_bytes(FILES[name])
    run = project.run("verify", within=60)
    assert run.code == 2, (run.out, run.err)
    assert "claims/ombry.toml" in run.err
    assert "internal error" not in run.err
    assert len(run.err) < 10_000
    assert not {ch for ch in run.err if ord(ch) < 0x20 and ch != "\n"}
    assert not (project.root / "claims.db").exists()
    assert run.peak_kb < 400_000
