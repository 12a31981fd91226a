"""TOML -> Settings: what a project wants of the linter; data only, nothing of it is run."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar, Literal

import pathspec

from storagelint.config.lines import KeyPath, key_lines, line_of
from storagelint.kinds import (
    CONFIG,
    Kind,
    Naming,
    builtin_kinds,
    kebab,
    parse_kind,
)
from storagelint.patterns import pattern

FILE_NAMES = ("storagelint.toml", "pyproject.toml")
"""Where settings live; in one folder the first one counts."""
LAYOUT = ("docs/storage", "docs/plan", "storage-conductor", "specs")
"""Folders that tell a project's root where nothing else marks it; the first ones count more."""
MAX_BYTES = 1024 * 1024
"""The largest settings file that is read, in bytes."""
MOST_PROBLEMS = 20
"""How many problems of one file are told."""

Level = Literal["error", "warning", "info"]

_STARS = pattern(r"\*+")
_OPEN_SET = pattern(r"(?<!\\)\[[^\]]*\Z")
_LINE = pattern(r"\(at line (\d+), column \d+\)|\(at end of document\)")


class ConfigError(Exception):
    """Settings that cannot be used; `str()` names the file and, where it is known, the line."""


def safe_glob(pattern: str) -> str:
    """The pattern itself.

    Raises ValueError when it leaves the root, could take for ever, or can match nothing.
    """
    if not pattern.strip() or pattern.startswith("#"):
        raise ValueError("pattern is a comment" if pattern.strip() else "pattern is empty")
    if len(pattern) > 500:
        raise ValueError("pattern is longer than 500 characters")
    if _OPEN_SET.search(pattern):
        raise ValueError(f"pattern {pattern} has a [ that no ] closes")
    parts = pattern.split("/")
    if ".." in parts:
        raise ValueError("pattern leaves the project with ..")
    if any(len(_STARS.findall(part)) > 3 for part in parts) or parts.count("**") > 3:
        raise ValueError("pattern has more than three wildcards in one place")
    try:
        pathspec.GitIgnoreSpec.from_lines([pattern])
    except (ValueError, re.error):
        raise ValueError(f"{pattern} is no pattern of .gitignore") from None
    return pattern


@dataclass(frozen=True)
class Settings:
    """The settings of a project; keys are written in kebab-case."""

    __pydantic_config__: ClassVar = CONFIG

    include: tuple[str, ...] = ()
    """Globs, as in .gitignore, of files to check beside those of the kinds."""
    exclude: tuple[str, ...] = ()
    """Globs of files that a search leaves out; a file that is named is checked all the same."""
    select: tuple[str, ...] = ()
    """Codes, prefixes and names of the rules that run; empty: all that are not pedantic."""
    extend_select: tuple[str, ...] = ()
    """Rules that run as well."""
    ignore: tuple[str, ...] = ()
    """Rules that do not run."""
    per_file_ignores: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """A glob, and the rules that are silent in its files."""
    severity: dict[str, Level] = field(default_factory=dict)
    """A rule, and the weight of its findings: error, warning or info."""
    fail_on: Literal["error", "warning", "info", "never"] = "warning"
    """The least severity that makes the exit status 1: error, warning, info or never."""
    kinds: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Kinds of documents of the project's own, or what it changes in a kind of the package."""
    thresholds: dict[str, int | float | str] = field(default_factory=dict)
    """Options of rules by name; the page of a rule names its own."""
    naming: Naming = field(default_factory=Naming)
    """What names look like: entity-number, field-case and index-pattern."""
    technology: str | None = None
    """The storage technology of documents that name none."""
    external_entities: tuple[str, ...] = ()
    """Entities that live outside the documents."""
    synonyms: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    """Headings and words of the project's own for columns and sections, by what they mean."""
    rule_packs: tuple[str, ...] = ()
    """Names of installed rule packs to load."""
    baseline: str | None = None
    """The file of known findings, relative to the settings file."""

    def all_kinds(self) -> dict[str, Kind]:
        """The kinds of the package with the project's changes, its own kinds first.

        Raises pydantic.ValidationError where a change makes no kind.
        """
        builtin = builtin_kinds()
        own = [name for name in self.kinds if name not in builtin]
        return {name: self.kind(name) for name in (*own, *builtin)}

    def kind(self, name: str) -> Kind:
        """A kind of the project's own, or one of the package with the project's changes.

        Raises pydantic.ValidationError where the change makes no kind.
        """
        known, change = builtin_kinds().get(name), self.kinds.get(name, {})
        if known is not None:
            return self._changed(known, change)
        return parse_kind({"naming": self._asked(), **self._assumed(), **change, "name": name})

    def _asked(self) -> dict[str, Any]:
        """What the settings ask of names, as a kind's data."""
        return {key: value for key, value in _written(self.naming).items() if value is not None}

    def _assumed(self) -> dict[str, Any]:
        """What the settings say for all kinds of designs, as a kind's data."""
        return {} if self.technology is None else {"technology": self.technology}

    def _changed(self, kind: Kind, change: dict[str, Any]) -> Kind:
        asked, assumed = self._asked(), self._assumed() if kind.consistency else {}
        naming = change.get("naming", {})
        if not change and not asked and not assumed:
            return kind
        data = {**_written(kind), **assumed, **change, "name": kind.name}
        if isinstance(naming, dict):
            data["naming"] = {**_written(kind.naming), **asked, **naming}
        sections = change.get("sections", ())
        if isinstance(sections, list | tuple) and all(isinstance(each, dict) for each in sections):
            changed = {section.get("role"): section for section in sections}
            known = {section.role: asdict(section) for section in kind.sections}
            data["sections"] = [
                {**section, **changed.pop(role, {})} for role, section in known.items()
            ] + list(changed.values())
        return parse_kind(data)


def _written(data: Kind | Naming) -> dict[str, Any]:
    """A kind or its naming as settings write it."""
    return {kebab(key): value for key, value in asdict(data).items()}


@dataclass(frozen=True)
class Loaded:
    """Settings, and where each of them came from."""

    settings: Settings
    path: Path | None = None
    """The file, or None where there is none and the defaults hold."""
    origins: dict[str, str] = field(default_factory=dict)
    """Key, as written -> the file that sets it; keys that are not in here are defaults."""
    text: str = field(default="", repr=False)
    """What the file says."""

    @cached_property
    def lines(self) -> dict[KeyPath, int]:
        """The line of each key and table in the file."""
        return key_lines(self.text, _place(self.path)) if self.path else {}

    def refuse(self, problems: Iterable[tuple[KeyPath, str]]) -> ConfigError:
        """The error that says all that is wrong, each a key and a clause, with its line."""
        clauses = dict.fromkeys(
            (line_of(key, self.lines), clause) for key, clause in islice(problems, MOST_PROBLEMS)
        )
        (first, clause), *rest = sorted(clauses, key=lambda each: each[0] or 0)
        place = f"{self.path}:{first}" if first else f"{self.path}"
        more = (f"; line {line}: {text}" if line else f"; {text}" for line, text in rest)
        return ConfigError(f"{place}: {clause}{''.join(more)}")


def find_root(start: Path) -> Path | None:
    """The nearest folder from `start` upwards with settings or a git checkout, or None."""
    for folder in (start, *start.parents):
        if (folder / ".git").exists() or settings_file(folder) is not None:
            return folder
    return None


def find_layout(place: Path) -> Path | None:
    """The nearest folder upwards whose layout is that of a project, or None.

    It has one of LAYOUT below it, and `place` is the folder itself or leads into it. Only the
    path is asked above `place`, so that a file that does not exist yet has a root as well.
    """
    parts = place.parts
    for layout in LAYOUT:
        inner = tuple(layout.split("/"))
        for at in range(len(parts) - len(inner), 0, -1):
            if parts[at : at + len(inner)] == inner:
                return Path(*parts[:at])
        for depth in range(len(inner)):
            top = Path(*parts[: len(parts) - depth])
            if parts[len(parts) - depth :] == inner[:depth] and (top / layout).is_dir():
                return top
    return None


def find_settings(start: Path) -> Path | None:
    """The nearest settings file from `start` upwards; the search ends at a git checkout."""
    for folder in (start, *start.parents):
        file = settings_file(folder)
        if file is not None or (folder / ".git").exists():
            return file
    return None


def settings_file(folder: Path) -> Path | None:
    """The settings file in a folder: a pyproject.toml counts when it speaks of storagelint."""
    for name in FILE_NAMES:
        file = folder / name
        if not file.is_file():
            continue
        if name != "pyproject.toml" or b"[tool.storagelint" in _head(file):
            return file
    return None


def parse_settings(data: dict[str, Any]) -> Settings:
    """Settings from their data. Raises pydantic.ValidationError, which names the key."""
    from pydantic import TypeAdapter

    return TypeAdapter(Settings).validate_python(data)


def load(path: Path | None) -> Loaded:
    """The settings of a file, or the defaults.

    Raises ConfigError for a file that cannot be read, is not TOML, or has a key or a value
    that is not known.
    """
    if path is None:
        return Loaded(Settings())
    text, data = _parse(path)
    for key in _place(path):
        data = data.get(key, {})
    loaded = Loaded(Settings(), path, dict.fromkeys(data, str(path)), text)
    from pydantic import ValidationError

    from storagelint.config.problems import problems_of, refusals
    from storagelint.config.words import vocabulary_problems

    try:
        settings = parse_settings(data)
    except ValidationError as error:
        raise loaded.refuse(refusals(error, Settings)) from None
    problems = [*problems_of(settings), *vocabulary_problems(settings)]
    if problems:
        raise loaded.refuse(problems)
    return replace(loaded, settings=settings)


def _place(path: Path) -> tuple[str, ...]:
    """The table of a file that holds the settings."""
    return ("tool", "storagelint") if path.name == "pyproject.toml" else ()


def _head(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES)
    except OSError:
        return b""


def _parse(path: Path) -> tuple[str, dict[str, Any]]:
    import tomllib

    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror or error}") from None
    if len(data) > MAX_BYTES:
        raise ConfigError(f"{path}: has {len(data):,} bytes, more than {MAX_BYTES:,}")
    try:
        text = data.decode("utf-8")
        return text, tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: is not UTF-8 at byte {error.start}") from None
    except tomllib.TOMLDecodeError as error:
        reason = str(error)
        found = _LINE.search(reason)
        line = found[1] if found and found[1] else str(data.count(b"\n") + 1)
        clause = _LINE.sub("", reason).strip()
        raise ConfigError(f"{path}:{line}: {clause[:1].lower()}{clause[1:]}") from None
    except RecursionError:
        raise ConfigError(f"{path}: nests too deeply") from None
