"""A folder storage-conductor/ -> Conductor: its components, its tracks and its tech stack."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from storagelint.markdown import Page, parse
from storagelint.model import Project
from storagelint.model.components import FOLDER, Component, Conductor
from storagelint.model.standard import standard
from storagelint.reading.components.json_places import read_object
from storagelint.reading.components.plan import read_plan
from storagelint.reading.components.spec import read_spec
from storagelint.reading.components.tracks import read_tracks
from storagelint.reading.words.technologies import technologies_in, technology

__all__ = ["read_conductor", "read_conductors"]

TRACKS = "tracks.md"
TECH_STACK = "tech-stack.md"


def read_conductors(project: Project) -> tuple[Conductor, ...]:
    """The folders storage-conductor/ that the project's documents stand in.

    Documents of the project are taken as they are, other files are read from the disk. Folders and
    files whose real path leaves the project's root are not read.
    """
    paths = [head.path for head in project.heads]
    found = {folder for path in paths if (folder := _conductor_of(path)) is not None}
    return tuple(_Folder(folder, project, paths).read() for folder in sorted(found))


def read_conductor(root: Path, folder: str = FOLDER) -> Conductor:
    """The folder storage-conductor/ below a root, read from the disk; empty where there is none."""
    return _Folder(folder, Project((), root), ()).read()


def _conductor_of(path: str) -> str | None:
    """The innermost folder of that name that a path goes through."""
    parts = path.split("/")
    for at in range(len(parts) - 2, -1, -1):
        if parts[at] == FOLDER:
            return "/".join(parts[: at + 1])
    return None


class _Folder:
    """The files of one storage-conductor/."""

    def __init__(self, folder: str, project: Project, paths: Iterable[str]) -> None:
        self.folder = folder
        self.project = project
        self.known = _children(path for path in paths if path.startswith(folder + "/"))
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
        metadata = (
            self.project.source(f"{folder}/metadata.json") if "metadata.json" in files else None
        )
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
        entries = self.project.entries(storages, self.folder)
        found = {entry.name for entry in entries if entry.is_folder}
        return sorted(id for id in known | found if not id.startswith((".", "_")))

    def _files(self, folder: str) -> frozenset[str]:
        """The names of the files right in a folder."""
        known = self.known.get(folder, set())
        entries = self.project.entries(folder, self.folder)
        found = {entry.name for entry in entries if entry.is_file}
        self.paths.update(f"{folder}/{name}" for name in known | found)
        return frozenset(known | found)

    def _page(self, path: str) -> Page | None:
        document = self.project.document(path)
        if document is not None:
            return document.page
        source = self.project.source(path)
        return parse(source) if source is not None else None

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
