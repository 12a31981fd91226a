"""The installed code -> a mark that changes whenever a rule, the engine or a library does."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

import storagelint


def environment_mark() -> str:
    """What tells the interpreter, the libraries and the engine from others.

    Libraries are known by the folders of the path: to install one changes its folder's time.
    """
    parts = [sys.version, storagelint.__version__]
    for name in sys.path:
        try:
            parts.append(f"{name} {Path(name).stat().st_mtime_ns}")
        except OSError:
            parts.append(name)
    return digest([*parts, folders_mark([str(Path(storagelint.__file__).parent)])])


def folders_mark(folders: Iterable[str]) -> str:
    """What tells the code and the data below some folders from others: sizes and times.

    The pages of rules do not count. No link to a folder is followed.
    """
    return digest(line for folder in folders for line in _files(folder))


def digest(parts: Iterable[str]) -> str:
    """A mark of several texts."""
    joined = "\0".join(parts)
    return sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _files(top: str) -> Iterator[str]:
    folders = [top]
    while folders:
        folder = folders.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            yield f"{folder} is gone"
            continue
        names = {entry.name for entry in entries}
        for entry in entries:
            if entry.name.startswith((".", "__pycache__")):
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            elif not (entry.name.endswith(".md") and f"{entry.name[:-3]}.py" in names):
                try:
                    found = entry.stat()
                except OSError:
                    yield f"{entry.path} is gone"
                else:
                    yield f"{entry.path} {found.st_size} {found.st_mtime_ns}"
