"""The files of a commit or of the index -> a Disk that holds them and nothing else."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from hashlib import new
from pathlib import Path

from storagelint.disk import Disk, Entry
from storagelint.history.repository import UNMERGED, Repository


class Tree(Disk):
    """What stood below a project's root."""

    def __init__(self, root: Path, repository: Repository, blobs: Mapping[str, str]) -> None:
        """`blobs` are those of the whole repository, by their paths below its top."""
        super().__init__(root)
        self._repository = repository
        prefix = posixpath.relpath(root.as_posix(), repository.top.as_posix())
        start = "" if prefix == "." else f"{prefix}/"
        self.blobs = {
            path.removeprefix(start): blob for path, blob in blobs.items() if path.startswith(start)
        }
        """Path below the root -> id of its bytes."""
        self._bytes: dict[str, bytes] = {}
        self._folders: dict[str, dict[str, bool]] = {"": {}}
        for path in self.blobs:
            self._enter(path)

    def exists(self, path: str) -> bool:
        """Whether a file or a folder of this path was there."""
        normal = _normal(path)
        return normal in self.blobs or normal in self._folders

    def is_file(self, path: str) -> bool:
        """Whether a file of this path was there."""
        return _normal(path) in self.blobs

    def entries(self, folder: str, within: str) -> tuple[Entry, ...]:
        """What stood in a folder, by name; git keeps no links that lead out of it."""
        found = self._folders.get(_normal(folder), {})
        return tuple(Entry(name, found[name], not found[name]) for name in sorted(found))

    def fetch(self, paths: Iterable[str]) -> None:
        """Have the bytes of many files at hand, which git gives faster at once."""
        wanted = {self.blobs[path] for path in paths if path in self.blobs}
        self._bytes |= self._repository.read(sorted(wanted - self._bytes.keys() - {UNMERGED}))

    def bytes_of(self, path: str) -> bytes | None:
        """The bytes of a file; None where it was not there."""
        self.fetch([path])
        return self._bytes.get(self.blobs.get(path, ""))

    def is_unmerged(self, path: str) -> bool:
        """Whether a merge of the file was not finished."""
        return self.blobs.get(path) == UNMERGED

    def holds(self, path: str, data: bytes) -> bool:
        """Whether a file was there with just these bytes."""
        blob = self.blobs.get(path)
        if blob is None:
            return False
        sort = "sha1" if len(blob) == 40 else "sha256"
        made = new(sort, b"blob %d\0" % len(data), usedforsecurity=False)
        made.update(data)
        return made.hexdigest() == blob

    def _enter(self, path: str) -> None:
        """Note a file in its folder, and the folder in those around it."""
        folder, _, name = path.rpartition("/")
        is_file = True
        while True:
            known = folder in self._folders
            self._folders.setdefault(folder, {})[name] = is_file
            if known:
                return
            folder, _, name = folder.rpartition("/")
            is_file = False

    def _load(self, path: str) -> bytes | None:
        return self.bytes_of(_normal(path))


def _normal(path: str) -> str:
    normal = posixpath.normpath(path)
    return "" if normal == "." else normal
