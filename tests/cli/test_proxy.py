"""`--proxy`: whole commands through a proxy on loopback."""

from __future__ import annotations

import threading
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

CLAIM = "The bridge of Velda opened in 1931."


class Proxy(ThreadingHTTPServer):
    """Fetches what it is asked for by its whole address, whatever the host, from the site of the test."""

    daemon_threads = True

    def __init__(self, origin: str) -> None:
        self.asked: list[str] = []
        proxy = self
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                proxy.asked.append(self.path)
                path = "/" + self.path.split("/", 3)[3]
                if path == "/robots.txt":
                    self.send_error(404)
                    return
                with direct.open(f"http://{origin}{path}") as answer:
                    body = answer.read()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the signature of http.server
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"


@pytest.fixture
def proxy(site) -> Iterator[Proxy]:
    with Proxy(site.host) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_claim_is_checked_through_the_proxy_that_the_flag_names(workspace, site, proxy):
    site.article("/bridge", CLAIM)
    workspace.claim("bridge", CLAIM, "http://velda.example/bridge")
    result = workspace.run("verify", "--proxy", proxy.url, "--format", "json", code=0)
    (check,) = result.json["checks"]
    assert check["verdict"] == "supported"
    assert proxy.asked == ["http://velda.example/robots.txt", "http://velda.example/bridge"]
    fetched = workspace.run("fetch", "--refresh", env={"CLAIMS_PROXY": proxy.url}, code=0)
    assert "http://velda.example/bridge" in fetched.out
    assert len(proxy.asked) == 3  # the rules of the host are kept for a day


def test_a_bad_proxy_stops_the_command_with_a_remedy_and_tells_no_password(workspace, proxy):
    workspace.claim("bridge", CLAIM, "http://velda.example/bridge")
    for command in ("verify", "fetch"):
        result = workspace.run(command, "--proxy", "http://ann:hunter2@127.0.0.1:1", code=2)
        assert "--proxy" in result.err
        assert "write http://HOST:PORT" in result.err
        assert "hunter2" not in result.err + result.out
    assert not (workspace.root / "claims.db").exists()
    assert proxy.asked == []
