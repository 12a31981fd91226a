"""A folder storage-conductor/ -> Conductor: its components, its tracks and its tech stack."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from storagelint.markdown import Page, parse
from storagelint.model import Project
from storagelint.model.components import FOLDER, Component, Conductor
from storagelint.model.standard import standard
from storagelint.reading.components.json_places import read_object
from storagelint.reading.components.plan import read_plan
from storagelint.reading.components.spec import read_spec
from storagelint.reading.components.tracks import read_tracks
from storagelint.reading.technologies import technologies_in, technology
from storagelint.source import Source, SourceError, read

__all__ = ["read_conductor", "read_conductors"]

TRACKS = "tracks.md"
TECH_STACK = "tech-stack.md"


def read_conductors(project: Project) -> tuple[Conductor, ...]:
    """The folders storage-conductor/ that the project's documents stand in.

    Documents of the project are taken as they are, other files are read from the disk. Folders and
    files whose real path leaves the project's root are not read.
    """
    pages = {document.path: document.page for document in project.documents}
    found = {folder for path in pages if (folder := _conductor_of(path)) is not None}
    return tuple(_Folder(folder, project.root, pages).read() for folder in sorted(found))


def read_conductor(root: Path, folder: str = FOLDER) -> Conductor:
    """The folder storage-conductor/ below a root, read from the disk; empty where there is none."""
    return _Folder(folder, root, {}).read()


def _conductor_of(path: str) -> str | None:
    """The innermost folder of that name that a path goes through."""
    parts = path.split("/")
    for at in range(len(parts) - 2, -1, -1):
        if parts[at] == FOLDER:
            return "/".join(parts[: at + 1])
    return None


class _Folder:
    """The files of one storage-conductor/."""

    def __init__(self, folder: str, root: Path | None, pages: dict[str, Page]) -> None:
        self.folder = folder
        self.root = root
        self.real_root = os.path.realpath(root / folder) if root is not None else ""
        self.pages = pages
        self.known = _children(path for path in pages if path.startswith(folder + "/"))
        self.paths: set[str] = set()

    def read(self) -> Conductor:
        components = tuple(self._component(id) for id in self._ids())
        files = self._files(self.folder)
        tracks = self._page(f"{self.folder}/{TRACKS}") if TRACKS in files else None
        return Conductor(
            self.folder,
            components,
            read_tracks(tracks, f"{self.folder}/{TRACKS}") if tracks else None,
            files,
            frozenset(self.paths),
            self._stack() if TECH_STACK in files else None,
        )

    def _component(self, id: str) -> Component:
        folder = f"{self.folder}/storages/{id}"
        files = self._files(folder) & set(standard().files)
        metadata = self._source(f"{folder}/metadata.json") if "metadata.json" in files else None
        spec = self._page(f"{folder}/spec.md") if "spec.md" in files else None
        plan = self._page(f"{folder}/plan.md") if "plan.md" in files else None
        stated = read_object(metadata) if metadata else None
        specified = read_spec(spec, f"{folder}/spec.md") if spec else None
        backend = specified.part("Storage Backend") if specified else None
        return Component(
            id,
            folder,
            frozenset(files),
            stated,
            specified,
            read_plan(plan, f"{folder}/plan.md") if plan else None,
            _products(stated.text("backend") if stated else None),
            _products(backend.text if backend else None),
        )

    def _ids(self) -> list[str]:
        """The folders below storages/, but for those that are hidden or begin with `_`."""
        storages = f"{self.folder}/storages"
        start = storages + "/"
        known = {path[len(start) :].split("/")[0] for path in self.known if path.startswith(start)}
        found = {entry.name for entry in self._entries(storages) if entry.is_dir()}
        return sorted(id for id in known | found if not id.startswith((".", "_")))

    def _files(self, folder: str) -> frozenset[str]:
        """The names of the files right in a folder."""
        known = self.known.get(folder, set())
        found = {entry.name for entry in self._entries(folder) if entry.is_file()}
        self.paths.update(f"{folder}/{name}" for name in known | found)
        return frozenset(known | found)

    def _entries(self, folder: str) -> Iterator[os.DirEntry[str]]:
        """What stands in a folder and does not lead out of storage-conductor/."""
        if self.root is None or not self._is_inside(self.root / folder):
            return
        try:
            entries = sorted(os.scandir(self.root / folder), key=lambda entry: entry.name)
        except (OSError, ValueError):
            return
        yield from (each for each in entries if not each.is_symlink() or self._is_inside(each.path))

    def _is_inside(self, path: str | os.PathLike[str]) -> bool:
        real = os.path.realpath(path)
        return real == self.real_root or real.startswith(self.real_root.rstrip(os.sep) + os.sep)

    def _page(self, path: str) -> Page | None:
        page = self.pages.get(path)
        if page is None and (source := self._source(path)) is not None:
            page = parse(source)
        return page

    def _source(self, path: str) -> Source | None:
        page = self.pages.get(path)
        if page is not None:
            return page.source
        if self.root is None:
            return None
        try:
            return read(self.root / path, path)
        except (SourceError, ValueError):
            return None

    def _stack(self) -> frozenset[str] | None:
        """The products that tech-stack.md names."""
        page = self._page(f"{self.folder}/{TECH_STACK}")
        if page is None:
            return None
        return frozenset(each.name for _, _, each in technologies_in(page.source.text)) or None


def _children(paths: Iterable[str]) -> dict[str, set[str]]:
    """Folder -> the names of the files right in it."""
    found: dict[str, set[str]] = {}
    for path in paths:
        parent, _, name = path.rpartition("/")
        found.setdefault(parent, set()).add(name)
    return found


def _products(text: str | None) -> tuple[str, ...]:
    """The products that a backend names, each once."""
    if not text:
        return ()
    names = [each.name for _, _, each in technologies_in(text)]
    single = technology(text) if not names else None
    return tuple(dict.fromkeys([single.name] if single else names))
