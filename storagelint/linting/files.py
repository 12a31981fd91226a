"""PATHs -> the files to check: by the kinds' globs, without what .gitignore leaves out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pathspec

from storagelint.config import Settings, find_layout, find_root, safe_glob
from storagelint.kinds import Kind
from storagelint.source import load

SUFFIXES = (".md", ".markdown")
"""What a search takes for Markdown; a file that is named is read whatever its name."""
DATA_FILES = ("metadata.json",)
"""Other files that a search takes where a kind's globs name them."""
MOST_OTHERS = 500
"""How many documents of a project are read to know their names only."""
_MOST_FOLDERS = 5_000
"""In how many folders they are looked for."""
_SEARCHED = (*SUFFIXES, *DATA_FILES)
_NEVER = frozenset(["node_modules", "__pycache__"])


@dataclass(frozen=True, slots=True)
class File:
    """A file to check."""

    path: Path
    key: str
    """The path relative to the project's root with `/`, by which documents are known."""
    kind_path: str
    """The path that the kinds' globs are matched against."""


Load = Callable[[File], bytes]
"""The bytes of a file. Raises SourceError when they cannot be had."""


def load_file(file: File) -> bytes:
    """The bytes of a file on the disk. Raises SourceError when they cannot be had."""
    return load(file.path)


def project_root(paths: Sequence[Path], cwd: Path) -> Path:
    """The root: the nearest marked folder upwards from the PATHs, else the one that has the layout
    of a project, else the working folder.

    A lone PATH in the layout of a project belongs to that, whatever it stands in.
    """
    start = common_folder(paths) if paths else cwd
    marked, own = find_root(start), find_layout(start)
    if marked is None or own is None:
        return marked or own or cwd
    return own if len(paths) <= 1 and marked in own.parents else marked


def find(
    paths: Sequence[Path],
    root: Path,
    settings: Settings,
    kinds: Mapping[str, Kind],
    *,
    nothing_below: Callable[[Path], None] = lambda _folder: None,
) -> Iterator[File]:
    """The files of the PATHs, each once, in the order of their keys within a PATH.

    Calls `nothing_below` with each folder in which the search finds no file.
    """
    seen: set[str] = set()
    for path in paths or [root]:
        if path.is_dir():
            found = sorted(_search(path, root, settings, kinds), key=lambda file: file.key)
            if not found:
                nothing_below(path)
        else:
            found = [named(path, root, kinds)]
        for file in found:
            if file.key not in seen:
                seen.add(file.key)
                yield file


def others(root: Path, settings: Settings, kinds: Mapping[str, Kind], keys: Set[str]) -> list[File]:
    """The documents of a project but those of some keys.

    None where nothing tells that `root` is a project's, or where there are too many of them.
    """
    if root not in (find_root(root), find_layout(root)):
        return []
    found: list[File] = []
    for file in _search(root, root, settings, kinds, _MOST_FOLDERS):
        if file.key not in keys:
            found.append(file)
        if len(found) > MOST_OTHERS:
            return []
    return sorted(found, key=lambda file: file.key)


def listed(
    keys: Iterable[str],
    paths: Sequence[Path],
    root: Path,
    settings: Settings,
    kinds: Mapping[str, Kind],
) -> list[File]:
    """The files of a listing (paths below the root) that a search of the PATHs would take.

    What .gitignore says does not count: the listing holds what is wanted.
    """
    found: dict[str, File] = {}
    for path in paths or [root]:
        top = relative(path, root)
        start = "" if top == "." else f"{top}/"
        wanted = _Wanted(path, root, settings, kinds)
        for key in keys:
            hidden = any(part.startswith(".") or part in _NEVER for part in key.split("/"))
            if key == top:
                found.setdefault(key, named(path, root, kinds))
            elif key.startswith(start) and key.endswith(_SEARCHED) and not hidden:
                file = wanted.file(root / key)
                if file is not None:
                    found.setdefault(key, file)
    return [found[key] for key in sorted(found)]


def named(path: Path, root: Path, kinds: Mapping[str, Kind]) -> File:
    """A file that is named explicitly; its place in another project tells its kind."""
    key = relative(path, root)
    own = relative(path, find_layout(path.parent) or root)
    return File(path, key, _tail(key, kinds) or _tail(own, kinds) or key)


def relative(path: Path, base: Path) -> str:
    """A path relative to a folder, with `/`; absolute where no relative one exists."""
    try:
        return Path(os.path.relpath(path, base)).as_posix()
    except ValueError:
        return path.as_posix()


def common_folder(paths: Sequence[Path]) -> Path:
    """The innermost folder that holds all of some paths, at least one."""
    folders = [path if path.is_dir() else path.parent for path in paths]
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:
        return folders[0]


def _matches(path: str, kinds: Mapping[str, Kind]) -> bool:
    return any(kind.matches(path) for kind in kinds.values())


def _tail(key: str, kinds: Mapping[str, Kind]) -> str | None:
    """The longest end of a path that a kind's globs match."""
    parts = [part for part in PurePosixPath(key).parts if part not in ("..", "/")][-12:]
    tails = ("/".join(parts[at:]) for at in range(len(parts)))
    return next((tail for tail in tails if _matches(tail, kinds)), None)


def _search(
    top: Path,
    root: Path,
    settings: Settings,
    kinds: Mapping[str, Kind],
    most_folders: int | None = None,
) -> Iterator[File]:
    wanted = _Wanted(top, root, settings, kinds)
    real_root = os.path.realpath(root)
    for path in walk(top, root, most_folders):
        file = wanted.file(path)
        if file is None:
            continue
        if path.is_symlink() and not _is_inside(os.path.realpath(path), real_root):
            continue
        yield file


class _Wanted:
    """What a search of a folder takes for a document."""

    def __init__(
        self, top: Path, root: Path, settings: Settings, kinds: Mapping[str, Kind]
    ) -> None:
        self.root = root
        self.base = find_layout(top) or top
        self.kinds = kinds
        self.include = pathspec.GitIgnoreSpec.from_lines(settings.include)
        self.exclude = pathspec.GitIgnoreSpec.from_lines(settings.exclude)

    def file(self, path: Path) -> File | None:
        """The file of a path; None where the search leaves it out."""
        key = relative(path, self.root)
        if self.exclude.match_file(key):
            return None
        below = relative(path, self.base)
        is_markdown = path.name.endswith(SUFFIXES)
        if _matches(key, self.kinds) or (is_markdown and self.include.match_file(key)):
            return File(path, key, key)
        return File(path, key, below) if _matches(below, self.kinds) else None


def _is_inside(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


@dataclass(frozen=True, slots=True)
class _Ignore:
    """The .gitignore of one folder."""

    prefix: str
    """The folder's path with a `/` at the end."""
    spec: pathspec.GitIgnoreSpec

    def verdict(self, path: str) -> bool | None:
        """Whether it leaves a path out or takes it in; None: it says nothing."""
        return self.spec.check_file(path.removeprefix(self.prefix)).include


def walk(top: Path, root: Path, most_folders: int | None = None) -> Iterator[Path]:
    """The Markdown and data files below a folder that no .gitignore leaves out."""
    above = [folder for folder in reversed(top.parents) if folder == root or root in folder.parents]
    outer = tuple(each for folder in above if (each := _ignore_file(folder)) is not None)
    folders = [(top, outer)]
    entered = 0
    while folders and entered != most_folders:
        folder, ignores = folders.pop()
        entered += 1
        own = _ignore_file(folder)
        if own is not None:
            ignores = (*ignores, own)
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name.endswith(SUFFIXES):
                    yield Path(entry.path)
                hidden = entry.name.startswith(".") or entry.name in _NEVER
                if not hidden and not _ignored(f"{entry.path}/", ignores):
                    folders.append((Path(entry.path), ignores))
            elif entry.name.endswith(_SEARCHED) and not _ignored(entry.path, ignores):
                yield Path(entry.path)


def _ignored(path: str, ignores: tuple[_Ignore, ...]) -> bool:
    for ignore in reversed(ignores):
        verdict = ignore.verdict(path)
        if verdict is not None:
            return verdict
    return False


def _ignore_file(folder: Path) -> _Ignore | None:
    try:
        text = (folder / ".gitignore").read_text("utf-8", errors="replace")
    except OSError:
        return None
    lines = [line for line in text.splitlines()[:5_000] if _is_safe(line)]
    return _Ignore(f"{folder}/", pathspec.GitIgnoreSpec.from_lines(lines))


def _is_safe(line: str) -> bool:
    try:
        safe_glob(line)
    except ValueError:
        return False
    return True
