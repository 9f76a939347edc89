"""Finding claim files and reading all of them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from claimtrack.errors import Fault, RecordError
from claimtrack.models import Article
from claimtrack.records.parsing import MAX_FILE_BYTES, parse, too_large


def load(paths: Sequence[Path], *, root: Path) -> tuple[Article, ...]:
    """Read claim files, and every `*.toml` file of the folders among `paths` and of the folders in those.

    Files come in the order of `paths`, those of a folder by name; a file named twice is read once. Names that begin
    with a dot are passed over in folders: editors keep their own files under such names.

    Args:
        paths: claim files and folders.
        root: the project's folder; `path` of articles and claims is relative to it where the file lies in it.

    Raises:
        RecordError: something is wrong; carries every fault of every file.
    """
    articles: list[Article] = []
    faults: list[Fault] = []
    by_id: dict[str, Path] = {}
    for path in _each_once(paths, faults, root):
        shown = shown_path(path, root)
        try:
            article = parse(read_bytes(path, shown), shown)
        except RecordError as error:
            faults.extend(error.faults)
            continue
        first = by_id.setdefault(article.id, shown)
        if first is not shown:
            hint = "the name begins every id of the file: rename one of them"
            faults.append(Fault(path=shown, line=0, message=f"the same name as {first}", hint=hint))
        articles.append(article)
    if faults:
        raise RecordError(tuple(faults))
    return tuple(articles)


def read_bytes(path: Path, shown: Path) -> bytes:
    """Return a claim file's content, at most `MAX_FILE_BYTES`.

    Args:
        path: the file.
        shown: the file, as faults are to name it.

    Raises:
        RecordError: there is no such file, it is no file, it is too large, or it cannot be read.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # before opening: a FIFO would wait for a writer
            what = "a folder" if stat.S_ISDIR(status.st_mode) else "no regular file"
            raise _file_fault(shown, f"{what}, where a claim file is expected", "name a file of TOML text")
        if status.st_size > MAX_FILE_BYTES:  # before reading: it may not fit into memory
            raise _file_fault(shown, *too_large(status.st_size))
        with path.open("rb") as file:
            return file.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError as error:
        raise _file_fault(shown, "no such file", "check the name; `claims add` makes a new file") from error
    except OSError as error:
        raise _unreadable(shown, error) from error


def shown_path(path: Path, root: Path) -> Path:
    """Return `path` relative to `root` where it lies in it, and as it is elsewhere."""
    for normal in (os.path.abspath, os.path.realpath):
        inside = Path(normal(path))
        if inside.is_relative_to(normal(root)):
            return inside.relative_to(normal(root))
    return path


def _each_once(paths: Iterable[Path], faults: list[Fault], root: Path) -> Iterator[Path]:
    seen: set[str] = set()
    for path in paths:
        for file in _files_of(path, faults, root) if path.is_dir() else (path,):
            real = os.path.realpath(file)
            if real not in seen:
                seen.add(real)
                yield file


def _files_of(folder: Path, faults: list[Fault], root: Path) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        faults.extend(_unreadable(shown_path(folder, root), error).faults)
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.suffix == ".toml":
            yield entry
        elif entry.is_dir() and not entry.is_symlink():  # a link could lead back here
            yield from _files_of(entry, faults, root)


def _unreadable(path: Path, error: OSError) -> RecordError:
    return _file_fault(path, f"cannot be read: {error.strerror}", "check its permissions")


def _file_fault(path: Path, message: str, hint: str) -> RecordError:
    return RecordError((Fault(path=path, line=0, message=message, hint=hint),))
