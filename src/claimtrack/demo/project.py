"""The sample project in a folder: made once, kept as a person has edited it, pointed at the server's address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from urllib.parse import urlsplit

from claimtrack.errors import UsageError

ARTICLE_ID = "harbour-plan"
"""Article part of the sample's claim ids."""

MARKER = ".claims-demo"
"""File that says a folder is a sample project of ours; it holds the address that the project was last pointed at."""

_ADDRESS = re.compile(r"http://[0-9.]{7,15}:[0-9]{1,5}")
_ASSETS = files("claimtrack.demo") / "assets"
_STYLE_LINK = '<link rel="stylesheet" href="style.css">'
_TEMPLATES = {
    "claims.toml": "claims.toml",
    "README.md": "README.md",
    "harbour-plan.toml": f"claims/{ARTICLE_ID}.toml",
}
"""Assets that name the server's address, and where they go in the project."""


def create(folder: Path, base_url: str) -> Path:
    """Write the sample project, or complete one that is there.

    Files that exist stay as they are: pages and claims are there to be edited. Only the server's address in the claim
    file, the settings and the README follows `base_url`. A file that was deleted comes back.

    Args:
        folder: A new or empty folder, or one that this function made. Parents are made too.
        base_url: Where the pages will be served: `http://127.0.0.1:PORT`, without a slash at the end.

    Returns:
        The folder, absolute.

    Raises:
        UsageError: The folder holds other things, is no folder, or cannot be written.
    """
    folder = folder.absolute()
    try:
        old_url = _recorded_url(folder)
        if old_url is None:
            _require_empty(folder)
            folder.mkdir(parents=True, exist_ok=True)
            _write(folder / MARKER, base_url)  # first, so that a project left half made can be completed
        for name, text in _project_files(base_url):
            _put(folder / name, text)
            if old_url is not None:
                _repoint(folder / name, old_url, base_url)
        _write(folder / MARKER, base_url)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot make the sample project in {folder}: {error}") from error
    return folder


def recorded_port(folder: Path) -> int:
    """The port that a sample project was last pointed at, so that its URLs, and with them its history, stay the same.

    Returns:
        The port; 0, which means any, where the folder is no sample project.
    """
    url = _recorded_url(folder)
    return int(url.rpartition(":")[2]) if url else 0


def _recorded_url(folder: Path) -> str | None:
    marker = folder / MARKER
    if not marker.is_file():
        return None
    url = marker.read_text(encoding="utf-8", errors="replace").strip()
    return url if _ADDRESS.fullmatch(url) else None


def _require_empty(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is not a folder", hint="name a new folder for the sample project")
    if folder.is_dir() and any(folder.iterdir()):
        raise UsageError(
            f"{folder} is not empty",
            hint="name a new folder, or one that `claims demo` made: nothing is overwritten",
        )


def _project_files(base_url: str) -> Iterator[tuple[str, str]]:
    """Yield the path in the project and the text of each file."""
    host = urlsplit(base_url).netloc
    for asset, name in _TEMPLATES.items():
        yield name, _text(_ASSETS / asset).replace("{base_url}", base_url).replace("{host}", host)
    style = f"<style>\n{_text(_ASSETS / 'style.css')}</style>"
    for page in sorted((_ASSETS / "pages").iterdir(), key=lambda item: item.name):
        # a page stands alone in the project, as its snapshot will in the cache
        yield f"pages/{page.name}", _text(page).replace(_STYLE_LINK, style)


def _text(asset: Traversable) -> str:
    return asset.read_text(encoding="utf-8")


def _put(path: Path, text: str) -> None:
    """Write a file that is missing."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, text)


def _repoint(path: Path, old_url: str, new_url: str) -> None:
    """Put the new address where the old one stands, and change nothing else."""
    text = path.read_bytes().decode("utf-8")  # as bytes: line ends stay as the person's editor made them
    address = re.compile(re.escape(urlsplit(old_url).netloc) + r"(?!\d)")
    moved = address.sub(urlsplit(new_url).netloc, text)
    if moved != text:
        _write(path, moved)


def _write(path: Path, text: str) -> None:
    """Write whole or not at all: the file may hold a person's edits."""
    unfinished = path.with_name(f"{path.name}.tmp")
    unfinished.write_bytes(text.encode("utf-8"))
    unfinished.replace(path)
