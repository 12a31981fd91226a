"""A project's root -> what stands below it: files, folders, texts and marks of their bytes."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Container
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from storagelint.source import Source, SourceError, decode, load

_MOST_TEXTS = 64
"""How many texts are kept; others are loaded anew when they are asked for again."""


class Entry(NamedTuple):
    """What stands in a folder."""

    name: str
    is_file: bool
    is_folder: bool


class Question(NamedTuple):
    """What a rule wanted to know of anything but the document that it judges."""

    about: str
    """entries, exists, file or source, which the disk answers; defined, definer, document,
    documents, heads, index, indexes or listed, which the documents do."""
    name: str = ""
    within: str = ""


ON_DISK = frozenset(["entries", "exists", "file", "source"])
"""What questions ask of the disk."""


class Disk:
    """The files below a root. Without a root there are none."""

    def __init__(self, root: Path | None) -> None:
        self.root = root
        self._there: dict[str, bool] = {}
        self._files: dict[str, bool] = {}
        self._marks: dict[str, str] = {}
        self._sources: OrderedDict[str, Source | None] = OrderedDict()

    def exists(self, path: str) -> bool:
        """Whether a file or a folder of this path, relative to the root, is there."""
        if path not in self._there:
            self._there[path] = self._is(path, os.path.exists)
        return self._there[path]

    def is_file(self, path: str) -> bool:
        """Whether a file of this path is there."""
        if path not in self._files:
            self._files[path] = self._is(path, os.path.isfile)
        return self._files[path]

    def source(self, path: str) -> Source | None:
        """The text of a file; None where it cannot be read."""
        if path in self._sources:
            self._sources.move_to_end(path)
            return self._sources[path]
        source: Source | None = None
        data = self._load(path)
        if data is not None:
            try:
                source = decode(data, path)
            except SourceError:
                source = None
        self._marks[path] = "" if data is None else sha256(data).hexdigest()
        self._sources[path] = source
        if len(self._sources) > _MOST_TEXTS:
            self._sources.popitem(last=False)
        return source

    def mark(self, path: str) -> str:
        """What tells the bytes of a file from others; empty where it cannot be read."""
        if path not in self._marks:
            data = self._load(path)
            self._marks[path] = "" if data is None else sha256(data).hexdigest()
        return self._marks[path]

    def entries(self, folder: str, within: str) -> tuple[Entry, ...]:
        """What stands in a folder, by name, and does not lead out of the folder `within`."""
        if self.root is None or not self._is_inside(self.root / folder, within):
            return ()
        try:
            found = sorted(os.scandir(self.root / folder), key=lambda entry: entry.name)
        except (OSError, ValueError):
            return ()
        return tuple(
            Entry(each.name, each.is_file(), each.is_dir())
            for each in found
            if not each.is_symlink() or self._is_inside(each.path, within)
        )

    def answer(self, question: Question, listed: Container[str] = ()) -> str:
        """What tells the answer of the disk from others; `listed` are paths that it is not asked.

        Raises ValueError for a question that is not about the disk.
        """
        match question.about:
            case "exists":
                return str(self.exists(question.name))
            case "file":
                return str(self.is_file(question.name))
            case "source":
                return "listed" if question.name in listed else self.mark(question.name)
            case "entries":
                found = self.entries(question.name, question.within)
                return mark(repr([tuple(entry) for entry in found]))
        raise ValueError(question.about)

    def _is_inside(self, path: str | os.PathLike[str], within: str) -> bool:
        if self.root is None:
            return False
        real, outer = os.path.realpath(path), os.path.realpath(self.root / within)
        return real == outer or real.startswith(outer.rstrip(os.sep) + os.sep)

    def _is(self, path: str, asked: Callable[[str], bool]) -> bool:
        try:
            return self.root is not None and asked(f"{self.root}/{path}")
        except (OSError, ValueError):
            return False

    def _load(self, path: str) -> bytes | None:
        if self.root is None:
            return None
        try:
            return load(self.root / path)
        except (SourceError, ValueError):
            return None


def mark(text: str) -> str:
    """What tells a text from others, in 32 characters."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
