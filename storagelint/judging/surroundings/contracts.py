"""Files beside a document -> the data transfer objects that they define."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from storagelint.judging.surroundings.neighbours import beside, text_of
from storagelint.markdown import Section, Table, parse
from storagelint.model.document import Document
from storagelint.model.names import fold_field
from storagelint.model.project import Project
from storagelint.patterns import pattern
from storagelint.source import from_text
from storagelint.vocabulary import vocabulary, word_cache

FILES = ("01-interface-contracts.md", "04-backend-design.md")
_SECTION = pattern(
    r"(?:[\d.]+\s+)?(?:dtos?\b|data transfer objects?|(?:dto / )?data structures?|"
    r"request and response models?|api models?)",
    re.I,
)
_SUFFIXES = ("dto", "response", "request")
_REQUEST = pattern(r"request|create|update|patch|input|command|payload|body|form", re.I)
_YES = pattern(r"yes|true|required|✅|✓|是|必填|ja|oui|sí|да", re.I)
_NO = pattern(r"no|false|optional|❌|否|nein|non|нет", re.I)
_LENGTH = pattern(
    r"(?:max(?:imum|[ _]?length)?|up to|at most|≤|<=)[ :=]{0,3}(?P<most>\d{1,6})|"
    r"\d{1,6}\s?(?:-|–|to|\.\.)\s?(?P<to>\d{1,6})\s?char",
    re.I,
)
_ENUM = pattern(r"(?:enum|one of|values?)\s{0,3}[:(\[]\s{0,3}(?P<list>[^()\[\]]{3,200})", re.I)
_SPLIT = pattern(r"\s{0,3}(?:[,|/]|\bor\b)\s{0,3}")


@dataclass(frozen=True, slots=True)
class DtoField:
    """A field of a data transfer object."""

    name: str
    type: str = ""
    required: bool | None = None
    nullable: bool | None = None
    filled: bool = False
    """Whether the server fills it in: `No (auto)`, `No (computed)`, `No (default=5)`."""
    text: str = ""
    """Its validation and description."""

    @property
    def longest(self) -> int | None:
        """The most characters that are accepted, where the text says so."""
        match = _LENGTH.search(self.text) or _LENGTH.search(self.type)
        return int(match["most"] or match["to"]) if match else None

    @property
    def values(self) -> frozenset[str]:
        """The values that are accepted, where they are listed; empty otherwise."""
        match = _ENUM.search(self.type) or _ENUM.search(self.text)
        if match is None:
            return frozenset()
        parts = (part.strip(" `'\".") for part in _SPLIT.split(match["list"]))
        found = [part.casefold() for part in parts if part]
        return (
            frozenset(found)
            if len(found) > 1 and all(map(str.isidentifier, found))
            else (frozenset())
        )


@dataclass(frozen=True, slots=True)
class Dto:
    """A data transfer object, with the file that defines it."""

    name: str
    fields: tuple[DtoField, ...]
    file: str

    @property
    def is_request(self) -> bool:
        """Whether it carries data in: its name says request, create, update."""
        return bool(_REQUEST.search(self.name))

    def field(self, name: str) -> DtoField | None:
        """The field of that name in any case style."""
        key = fold_field(name.rpartition(".")[2])
        return next((field for field in self.fields if fold_field(field.name) == key), None)

    def is_called(self, name: str) -> bool:
        """Whether a heading such as «Order DTO» means this object."""
        return bool(_bare(name)) and _bare(name) == _bare(self.name)


def _bare(name: str) -> str:
    key = fold_field(name)
    for suffix in _SUFFIXES:
        if key != suffix:
            key = key.removesuffix(suffix)
    return key


def dtos(document: Document, project: Project) -> list[Dto]:
    """The objects of the interface contracts and the backend design beside a document."""
    found: list[Dto] = []
    for file in FILES:
        text = text_of(beside(document, file), project)
        if text:
            found += read_dtos(text, file)
    return found


@word_cache(256)
def read_dtos(text: str, file: str) -> tuple[Dto, ...]:
    """The objects that a text defines in tables under «Data Transfer Objects» and the like."""
    page = parse(from_text(text))
    return tuple(
        dto
        for section in page.sections
        if _SECTION.match(section.title)
        for part in section.walk()
        if part is not section
        for dto in _objects(part, file)
    )


def _objects(section: Section, file: str) -> Iterator[Dto]:
    fields = [
        field for table in section.blocks if isinstance(table, Table) for field in _fields(table)
    ]
    name = re.sub(r"\A[\d.]+\s+", "", section.title).strip("` ")
    if fields and name:
        yield Dto(name, tuple(fields), file)


def _fields(table: Table) -> Iterator[DtoField]:
    concepts = [vocabulary().column(heading) for heading in table.headings]
    if "type" not in concepts or len(concepts) < 2:
        return
    places = {concept: number for number, concept in enumerate(concepts) if concept}
    titles = {heading.casefold(): number for number, heading in enumerate(table.headings)}
    for row in table.rows:
        cells = [cell.text for cell in row.cells]
        said = {name: cells[at] for name, at in places.items() if at < len(cells)}
        at = titles.get("validation", len(cells))
        validation = cells[at] if at < len(cells) else ""
        required = said.get("required", "")
        if cells and cells[0].strip("` "):
            yield DtoField(
                name=cells[0].strip("` ?"),
                type=said.get("type", ""),
                required=_yes_or_no(required),
                nullable=_yes_or_no(said.get("nullable", "")),
                filled="(" in required and required.casefold().startswith("no"),
                text=f"{validation} {said.get('description', '')}".strip(),
            )


def _yes_or_no(text: str) -> bool | None:
    return True if _YES.match(text) else (False if _NO.match(text) else None)
