from __future__ import annotations

import http.client
import os
import socket
import threading
from pathlib import Path

import pytest

from claimtrack.demo import DemoServer
from claimtrack.errors import UsageError

POLL = "/pages/marlowe-poll.html"


def ask(
    server: DemoServer, target: str, headers: dict[str, str] | None = None, method: str = "GET"
) -> tuple[int, http.client.HTTPMessage, bytes]:
    """One request, its target sent exactly as given."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    try:
        connection.request(method, target, headers=headers or {})
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def test_a_page_comes_with_its_validators(server: DemoServer, pages: Path) -> None:
    status, headers, body = ask(server, POLL)
    assert status == 200
    assert body == (pages / "marlowe-poll.html").read_bytes()
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Content-Length"] == str(len(body))
    assert headers["ETag"]
    assert headers["Last-Modified"].endswith(" GMT")


def test_an_unchanged_page_is_confirmed_without_a_body(server: DemoServer) -> None:
    _, headers, _ = ask(server, POLL)
    for conditional in (
        {"If-None-Match": headers["ETag"]},
        {"If-Modified-Since": headers["Last-Modified"]},
        {"If-None-Match": headers["ETag"], "If-Modified-Since": headers["Last-Modified"]},
    ):
        status, confirmed, body = ask(server, POLL, conditional)
        assert (status, body) == (304, b"")
        assert confirmed["ETag"] == headers["ETag"]
        assert confirmed["Last-Modified"] == headers["Last-Modified"]


def test_an_edit_shows_at_the_next_request(server: DemoServer, pages: Path) -> None:
    _, before, _ = ask(server, POLL)
    path = pages / "marlowe-poll.html"
    written = path.stat().st_mtime
    path.write_bytes(path.read_bytes().replace(b"58 percent", b"51 percent"))
    os.utime(path, (written, written))  # in the same second: the tag alone must tell
    status, after, body = ask(
        server, POLL, {"If-None-Match": before["ETag"], "If-Modified-Since": before["Last-Modified"]}
    )
    assert status == 200
    assert b"51 percent" in body
    assert after["ETag"] != before["ETag"]


def test_a_page_deleted_is_gone_and_a_page_added_is_there(server: DemoServer, pages: Path) -> None:
    (pages / "marlowe-poll.html").rename(pages / "second-poll.html")
    assert ask(server, POLL)[0] == 404
    assert ask(server, "/pages/second-poll.html")[0] == 200


def test_head_tells_the_length_and_sends_nothing(server: DemoServer, pages: Path) -> None:
    status, headers, body = ask(server, POLL, method="HEAD")
    assert (status, body) == (200, b"")
    assert headers["Content-Length"] == str((pages / "marlowe-poll.html").stat().st_size)


def test_the_publishers_have_their_manners(server: DemoServer) -> None:
    status, headers, _ = ask(server, "/moved/marlowe-poll.html")
    assert (status, headers["Location"]) == (301, POLL)
    status, headers, _ = ask(server, "/")
    assert (status, headers["Location"]) == (302, "/pages/article.html")
    status, _, body = ask(server, "/wall/marlowe-poll.html")
    assert status == 403
    assert b"Just a moment" in body
    assert ask(server, "/pages/courier-live-blog.html")[0] == 404
    assert ask(server, "/slow/marlowe-poll.html")[0] == 200
    assert ask(server, "/robots.txt")[2].startswith(b"User-agent: *\nAllow: /")


@pytest.mark.parametrize(
    "target",
    [
        "/pages/../claims.toml",
        "/pages/../../demo/claims.toml",
        "/../claims.toml",
        "/pages/%2e%2e/claims.toml",
        "/pages/..%2fclaims.toml",
        "/pages/....//claims.toml",
        "/claims.toml",
        "/.claims-demo",
        "/slow/../claims.toml",
    ],
)
def test_nothing_but_pages_can_be_had(server: DemoServer, target: str) -> None:
    status, _, body = ask(server, target)
    assert status == 404
    assert b"allow_hosts" not in body


def test_a_redirect_cannot_be_bent(server: DemoServer) -> None:
    assert ask(server, "/moved//evil.example/a.html")[0] == 404


def test_other_methods_are_refused(server: DemoServer) -> None:
    assert ask(server, POLL, method="DELETE")[0] == 501


def test_a_stuck_request_gets_nothing_until_the_server_stops(tmp_path: Path) -> None:
    with DemoServer(tmp_path) as server:
        connection = socket.create_connection(("127.0.0.1", server.port), timeout=30)
        connection.sendall(b"GET /stuck/a.html HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        connection.settimeout(0.2)
        with pytest.raises(TimeoutError):
            connection.recv(1)
        assert ask(server, "/robots.txt")[0] == 200, "others are served meanwhile"
    connection.settimeout(30)
    with connection:
        assert connection.recv(1) == b""


def test_the_server_stops_although_a_browser_keeps_a_connection_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = DemoServer(tmp_path)
    monkeypatch.setattr(server.RequestHandlerClass, "timeout", 600)
    with server:
        idle = socket.create_connection(("127.0.0.1", server.port), timeout=30)
        ask(server, "/robots.txt")  # by now the idle connection has its thread
        stopping = threading.Thread(target=server.__exit__, args=(None, None, None))
        stopping.start()
        stopping.join(60)
        assert not stopping.is_alive()
        idle.close()


def test_it_listens_on_loopback_only_and_lets_go_of_its_port(tmp_path: Path) -> None:
    with DemoServer(tmp_path) as server:
        assert server.server_address == ("127.0.0.1", server.port)
        assert server.base_url == f"http://127.0.0.1:{server.port}"
    with DemoServer(tmp_path, port=server.port) as again:
        assert again.base_url == server.base_url


@pytest.mark.parametrize("port", [-1, 70_000])
def test_a_port_that_is_none_is_refused(tmp_path: Path, port: int) -> None:
    with pytest.raises(UsageError, match="cannot serve on"):
        DemoServer(tmp_path, port=port)


def test_a_port_in_use_is_refused_with_a_hint(server: DemoServer, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=f"cannot serve on 127.0.0.1:{server.port}") as caught:
        DemoServer(tmp_path, port=server.port)
    assert "another port" in caught.value.hint


def test_each_answer_is_told_in_one_printable_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    lines: list[str] = []
    with DemoServer(tmp_path, on_request=lines.append) as server:
        ask(server, "/robots.txt?a=b")
        with socket.create_connection(("127.0.0.1", server.port), timeout=30) as client:
            client.sendall(b"GET /\x1b[31m HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            while client.recv(4096):
                pass
    assert lines == ["GET /robots.txt?a=b 200", "GET /%1B%5B31m 404"]
    assert capfd.readouterr() == ("", ""), "the terminal stays quiet"


def test_a_client_that_hangs_up_is_not_reported(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "long.html").write_bytes(b"." * 20_000_000)
    answered = threading.Event()
    with DemoServer(tmp_path, on_request=lambda _: answered.set()) as server:
        with socket.create_connection(("127.0.0.1", server.port), timeout=30) as client:
            client.sendall(b"GET /pages/long.html HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            assert answered.wait(30)
        assert ask(server, "/robots.txt")[0] == 200
    assert capfd.readouterr().err == ""


def test_wait_ends_when_the_server_stops(tmp_path: Path) -> None:
    with DemoServer(tmp_path) as server:
        waiting = threading.Thread(target=server.wait)
        waiting.start()
    waiting.join(30)
    assert not waiting.is_alive()
