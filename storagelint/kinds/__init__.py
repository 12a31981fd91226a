"""What a document of each kind is and must contain; all of it is data in the TOML files here."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, ClassVar, Literal

import pathspec

from storagelint.vocabulary.toml import read_toml

Need = Literal["required", "recommended", "optional"]
CodePolicy = Literal["allowed", "discouraged", "forbidden"]
FieldCase = Literal["snake_case", "camelCase", "PascalCase", "UPPER_CASE"]
IndexPattern = Literal[
    "idx_<entity>_<fields>",
    "idx_<fields>",
    "ix_<entity>_<fields>",
    "ix_<fields>",
    "index_<entity>_<fields>",
    "index_<fields>",
    "i_<entity>_<fields>",
    "i_<fields>",
    "<entity>_<fields>_idx",
    "<fields>_idx",
    "<entity>_<fields>_ix",
    "<fields>_ix",
    "<entity>_<fields>_index",
    "<fields>_index",
]


def kebab(name: str) -> str:
    """An attribute's name as settings and kinds write it."""
    return name.replace("_", "-")


CONFIG: dict[str, Any] = {
    "extra": "forbid",
    "alias_generator": kebab,
    "validate_by_name": False,
    "validate_by_alias": True,
    "use_attribute_docstrings": True,
}
"""How pydantic reads the data of settings and kinds: keys in kebab-case, and no others."""


@dataclass(frozen=True)
class SectionSpec:
    """A section that documents of a kind have, in the order of the list."""

    __pydantic_config__: ClassVar = CONFIG

    role: str
    """What the vocabulary calls it; its headings are the synonyms of this role."""
    heading: str
    """How the kind's template writes it."""
    level: int = 2
    need: Need = "required"
    parent: str | None = None
    """The role of the section that it belongs under."""
    aliases: tuple[str, ...] = ()
    """Headings of this kind beside those of the vocabulary."""
    applies: tuple[str, ...] = ()
    """The classes of stores for which the section is expected; empty: all."""

    def suits(self, store_classes: Set[str]) -> bool:
        """Whether a document with such stores is expected to have the section.

        A document that names no store is taken for a relational design.
        """
        stores = store_classes or {"relational"}
        return not self.applies or not stores.isdisjoint(self.applies)


@dataclass(frozen=True)
class TableSpec:
    """The columns that a table of a role must have, as the template heads them."""

    __pydantic_config__: ClassVar = CONFIG

    columns: dict[str, str]
    """Column concept -> heading."""
    need: Need = "required"


@dataclass(frozen=True)
class Naming:
    """The naming that a kind asks for; None leaves it to the document's own majority."""

    __pydantic_config__: ClassVar = CONFIG

    entity_number: Literal["singular", "plural"] | None = None
    """Whether tables are named `order` or `orders`."""
    field_case: FieldCase | None = None
    """How fields of tables are written."""
    index_pattern: IndexPattern | None = None
    """What the names of indexes are made of."""


@dataclass(frozen=True)
class Kind:
    """A kind of document."""

    __pydantic_config__: ClassVar = CONFIG

    name: str
    description: str = ""
    paths: tuple[str, ...] = ()
    """gitignore-style globs of the files that are of this kind."""
    title: str | None = None
    """A regular expression for the first heading; its group `name` is the system or feature."""
    title_form: str = ""
    """The title as a person would write it, for messages."""
    code: CodePolicy = "allowed"
    numbered: bool = False
    """Whether second-level headings are numbered."""
    diagram: Need = "optional"
    metadata: tuple[str, ...] = ()
    """Keys of the bold lines below the title."""
    sections: tuple[SectionSpec, ...] = ()
    tables: dict[str, TableSpec] = field(default_factory=dict)
    """Role of a table (fields, indexes, queries ...) -> its columns."""
    naming: Naming = field(default_factory=Naming)
    rationale: tuple[str, ...] = ()
    """What the reason for a store should speak of: consistency, scalability ..."""
    timestamps: Need = "optional"
    purpose: Need = "optional"
    """Whether each entity must say what it is for."""
    consistency: bool = True
    """Whether its documents describe a design that the consistency rules judge."""
    technology: str | None = None
    """The storage technology of documents that name none."""

    @cached_property
    def _spec(self) -> pathspec.GitIgnoreSpec:
        return pathspec.GitIgnoreSpec.from_lines(self.paths)

    @cached_property
    def title_pattern(self) -> re.Pattern[str] | None:
        """The compiled `title`."""
        return re.compile(self.title, re.IGNORECASE) if self.title else None

    def matches(self, path: str) -> bool:
        """Whether a file is of this kind by its path, relative to the project's root."""
        return bool(self.paths) and self._spec.match_file(path)

    def section(self, role: str) -> SectionSpec | None:
        """The section of a role, or None."""
        return next((section for section in self.sections if section.role == role), None)


@cache
def builtin_kinds() -> dict[str, Kind]:
    """The kinds of the package by name; `generic` is the last and matches nothing."""
    kinds: dict[str, Kind] = {}
    for file in sorted(Path(__file__).parent.glob("*.toml")):
        kind = _trusted(read_toml(file.read_text("utf-8")))
        kinds[kind.name] = kind
    kinds["generic"] = Kind(name="generic", description="Any other document.")
    return kinds


def parse_kind(data: dict[str, Any]) -> Kind:
    """A kind from a project's data. Raises pydantic.ValidationError, which names the key."""
    from pydantic import TypeAdapter

    return TypeAdapter(Kind).validate_python(data)


def _trusted(data: dict[str, Any]) -> Kind:
    """A kind of the package, whose data a test holds valid: importing pydantic takes 0.1 s."""
    parts = {
        "sections": tuple(SectionSpec(**_frozen(each)) for each in data.get("sections", ())),
        "tables": {role: TableSpec(**each) for role, each in data.get("tables", {}).items()},
        "naming": Naming(**_frozen(data.get("naming", {}))),
    }
    return Kind(**_frozen(data) | parts)


def _frozen(data: dict[str, Any]) -> dict[str, Any]:
    return {
        key.replace("-", "_"): tuple(each) if isinstance(each, list) else each
        for key, each in data.items()
    }


def kind_of(path: str, kinds: dict[str, Kind], declared: str | None = None) -> Kind:
    """The kind of a document: the declared one, else the first whose globs match its path."""
    if declared and declared in kinds:
        return kinds[declared]
    return next((kind for kind in kinds.values() if kind.matches(path)), kinds["generic"])
