"""One headless Chromium for all tests of this folder, driven through the DevTools protocol over a pair of pipes.

Without a `chromium` on PATH its tests are skipped; those of the directives and of the reference implementation run all the same.

How a test learns exactly what a text fragment marked: scripts cannot ask, and the scroll position tells only the place. So the
page's style makes what is marked magenta on magenta (`::target-text`), each character's box is asked of the layout
(`Range.getClientRects`), and a screenshot says of each box whether its middle is magenta. Every character is read this way,
whatever its script or direction, and nothing is put into the page that could change what is found in it.
"""

from __future__ import annotations

import base64
import fcntl
import importlib.util
import io
import itertools
import json
import os
import shutil
import signal
import sys
import threading
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

MAGENTA = (255, 0, 255)
WIDTH, HEIGHT = 900, 1000
"""Of the viewport, in CSS pixels, which are device pixels here."""
MOST_LOOKS = 5
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title><style>
body {{ background: white; color: black; font: 16px sans-serif }}
::target-text {{ background: #f0f; color: #f0f }}
</style><body>{body}</body></html>
"""

_BOXES = """
(() => {
  const found = [];
  const range = document.createRange();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    let at = 0;
    for (const character of node.data) {
      range.setStart(node, at);
      range.setEnd(node, at += character.length);
      const boxes = [...range.getClientRects()].filter(box => box.width > 0 && box.height > 0);
      const base = character.normalize("NFD").codePointAt(0);
      if (!boxes.length || /[\\s\\p{M}\\p{Cf}]/u.test(character)) continue;
      const x = Math.floor(boxes[0].left + boxes[0].width / 2), y = Math.floor(boxes[0].top + boxes[0].height / 2);
      if (x >= 0 && x < innerWidth && y >= 0 && y < innerHeight) found.push([base, x, y]);
    }
  }
  return JSON.stringify(found);
})()
"""
"""Each character without its accents, and the middle of its box. White space, accents and format characters have none of their own."""


@dataclass(frozen=True)
class Marked:
    """What a reader sees: the characters in view, see `_BOXES`, and of each whether it is marked."""

    text: str
    flags: tuple[bool, ...]

    def runs(self) -> list[str]:
        """The stretches that are marked."""
        pairs = zip(self.flags, self.text, strict=True)
        return [
            "".join(ch for _, ch in run)
            for flag, run in itertools.groupby(pairs, lambda pair: pair[0])
            if flag
        ]


class Chromium:
    """A browser process; see https://chromedevtools.github.io/devtools-protocol/."""

    def __init__(self, program: str, profile: Path) -> None:
        arguments = [
            program, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--remote-debugging-pipe", "--hide-scrollbars", "--force-device-scale-factor=1", "--disable-extensions",
            "--disable-background-networking", "--disable-component-update", f"--user-data-dir={profile}", "about:blank",
        ]  # fmt: skip
        ours_in, theirs_out = os.pipe()
        theirs_in, ours_out = os.pipe()
        # The browser reads commands from descriptor 3 and answers on 4. Neither may be the other's source on the way there.
        command_end, answer_end = (
            fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in (theirs_in, theirs_out)
        )
        actions = [
            (os.POSIX_SPAWN_OPEN, 2, str(profile / "log"), os.O_WRONLY | os.O_CREAT, 0o600),
            (os.POSIX_SPAWN_DUP2, command_end, 3),
            (os.POSIX_SPAWN_DUP2, answer_end, 4),
        ]
        self._pid = os.posix_spawn(program, arguments, os.environ, file_actions=actions, setpgroup=0)
        for end in (theirs_in, theirs_out, command_end, answer_end):
            os.close(end)
        self._commands, self._answers = os.fdopen(ours_out, "wb"), os.fdopen(ours_in, "rb")
        self._session: str | None = None
        self._numbers = itertools.count(1)
        self._rest = b""
        self._events: list[dict[str, Any]] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Page.enable")
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=WIDTH,
            height=HEIGHT,
            deviceScaleFactor=1,
            mobile=False,
        )

    def _message(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            data = os.read(self._answers.fileno(), 1 << 20)
            if not data:
                raise EOFError("the browser is gone")
            self._rest += data
        message, _, self._rest = self._rest.partition(b"\0")
        parsed: dict[str, Any] = json.loads(message)
        return parsed

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        self._commands.write(json.dumps(message).encode() + b"\0")
        self._commands.flush()
        while True:
            answer = self._message()
            if answer.get("id") == number:
                assert "error" not in answer, answer
                result: dict[str, Any] = answer["result"]
                return result
            self._events.append(answer)

    def wait(self, method: str) -> None:
        while not any(event.get("method") == method for event in self._events):
            self._events.append(self._message())

    def script(self, source: str) -> Any:
        answer = self.call("Runtime.evaluate", expression=source, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def marked(self, url: str) -> Marked:
        """Open a page as a typed-in address, and read what its text fragment marks."""
        self._events.clear()
        self.call("Page.navigate", url=url)
        self.wait("Page.loadEventFired")
        # Marks are drawn some frames after the page; one that shall have none is given as long.
        for _ in range(MOST_LOOKS):
            self.script("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
            seen = self._look()
            if any(seen.flags):
                break
        return seen

    def _look(self) -> Marked:
        boxes = json.loads(self.script(_BOXES))
        shot = self.call("Page.captureScreenshot", format="png", optimizeForSpeed=True)["data"]
        picture = Image.open(io.BytesIO(base64.b64decode(shot))).convert("RGB")
        flags = tuple(picture.getpixel((x, y)) == MAGENTA for _, x, y in boxes)
        return Marked("".join(chr(base) for base, _, _ in boxes), flags)

    def close(self) -> None:
        self._commands.close()
        self._answers.close()
        os.killpg(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)


class _Handler(BaseHTTPRequestHandler):
    """Answers with the page that the test has set."""

    page = b""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(self.page)))
        self.end_headers()
        self.wfile.write(self.page)

    def log_message(self, *_: object) -> None:
        """Be silent."""


@pytest.fixture(scope="session")
def chromium(tmp_path_factory) -> Iterator[Chromium]:
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("no chromium on PATH: text fragments are not tried in a real browser")
    browser = Chromium(program, tmp_path_factory.mktemp("chromium"))
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def whole_page() -> Callable[[str], str]:
    """The page that a test writes the body of."""
    return lambda body: _PAGE.format(body=body)


@pytest.fixture(scope="session")
def visit(chromium: Chromium, whole_page: Callable[[str], str]) -> Iterator[Callable[[str, str], Marked]]:
    """Open a page with a text directive and see what is marked."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()

    # Another fragment of the address that is open would only move the view: each visit has an address of its own.
    numbers = itertools.count(1)

    def visit(body: str, directive: str) -> Marked:
        _Handler.page = whole_page(body).encode()
        return chromium.marked(f"http://127.0.0.1:{server.server_port}/{next(numbers)}#:~:text={directive}")

    yield visit
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def boxed() -> Callable[[str], str]:
    """The characters of a text as `Marked.text` has them."""

    def boxed(text: str) -> str:
        without = {"Mn", "Mc", "Me", "Cf"}
        shown = (ch for ch in text if not ch.isspace() and unicodedata.category(ch) not in without)
        return "".join(unicodedata.normalize("NFD", ch)[0] for ch in shown)

    return boxed


@pytest.fixture(scope="session")
def find_range() -> Callable[[str, str], tuple[int, int] | None]:
    """What the specification marks in a text, by the reference implementation."""
    spec = importlib.util.spec_from_file_location("reference", Path(__file__).with_name("reference.py"))
    assert spec
    assert spec.loader
    reference = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = reference
    spec.loader.exec_module(reference)
    return lambda text, directive: reference.Page(text).find_range(directive)
