"""What a person's machine holds and an address may hold is told to nobody else (rows 32 to 37)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

CLAIM = "The 2031 census of Lower Ombry counted 6,318 lamplighters."


def sent(hostile: Any, target: str) -> list[dict[str, Any]]:
    """Requests for a target so far."""
    return [request for request in hostile.record()["requests"] if request["target"] == target]


def everything_under(root: Path) -> bytes:
    """All bytes of a project but those of the claim files, where the person wrote the secret."""
    files = (path for path in root.rglob("*") if path.is_file() and path.parent.name != "claims")
    return b"".join(path.read_bytes() for path in files)


def test_a_password_in_an_address_is_refused_and_repeated_nowhere(
    hostile: Any, new_project: Callable[..., Any]
) -> None:
    project = new_project()
    address = hostile.origins["honest"]
    project.write({"a": (CLAIM, f"http://editor:SECRETPW@{address}/honest/page")}, hostile.allowed)
    run = project.run("-v", "verify")
    assert run.code == 2
    assert "claims/ombry.toml:7" in run.err
    assert b"SECRETPW" not in everything_under(project.root)


@pytest.mark.parametrize("format_", ["text", "json", "jsonl", "csv"])
def test_a_token_in_an_address_is_sent_and_told_in_no_message(
    hostile: Any, new_project: Callable[..., Any], format_: str
) -> None:
    """The address itself, as the claim file has it, is how records name the source; nothing else may hold its token."""
    project = new_project()
    target = f"/secrets/token-in-the-address?access_token=SECRET-{format_}"
    project.write({"a": (CLAIM, hostile.url(target))}, hostile.allowed)
    run = project.run("verify", "--format", format_)
    assert run.code == 3
    assert sent(hostile, target), "the fetch must use the true one"
    assert f"SECRET-{format_}" not in run.err
    assert f"SECRET-{format_}" not in run.out.replace(hostile.url(target), "")
    if format_ == "text":
        assert f"SECRET-{format_}" not in run.out


def test_a_password_kept_for_other_programs_is_not_sent(
    hostile: Any, new_project: Callable[..., Any], tmp_path: Path
) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text(
        "machine 127.0.0.1 login editor password SECRETPW\ndefault login editor password SECRETPW\n"
    )
    netrc.chmod(0o600)
    project = new_project()
    project.write({"a": (CLAIM, hostile.url("/secrets/password-asked?netrc"))}, hostile.allowed)
    run = project.verify(env={"HOME": str(tmp_path), "NETRC": str(netrc)})
    assert run.outcomes == {"a": "blocked"}
    (request,) = sent(hostile, "/secrets/password-asked?netrc")
    assert "authorization" not in request["headers"]


def test_a_proxy_in_the_environment_gets_no_request(hostile: Any, new_project: Callable[..., Any]) -> None:
    project = new_project()
    project.write({"a": (CLAIM, hostile.url("/honest/page?proxy"))}, hostile.allowed)
    proxy = f"http://{hostile.origins['canary']}"
    names = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
    run = project.verify(env={**dict.fromkeys(names, proxy), "no_proxy": "", "NO_PROXY": ""})
    assert run.outcomes == {"a": "supported"}
    assert hostile.record()["canary"] == []


def test_a_cookie_goes_to_no_port_and_comes_back_to_none(
    hostile: Any, new_project: Callable[..., Any]
) -> None:
    paths = ("/secrets/cookie", "/secrets/cookie-and-away", "/secrets/cookie-flood", "/secrets/cookie?again")
    project = new_project()
    project.write(
        {f"n{number}": (CLAIM, hostile.url(path)) for number, path in enumerate(paths)}, hostile.allowed
    )
    for _ in range(2):
        assert set(project.verify().outcomes.values()) == {"supported"}
    assert all("cookie" not in request["headers"] for request in hostile.record()["requests"])
