"""A row of a mapping -> the fields of the data that it names, and what becomes of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from storagelint.judging.surroundings.contracts import Dto, DtoField, dtos
from storagelint.model.document import Document
from storagelint.model.facts import Entity, Field, Mapping
from storagelint.model.names import fold_field, singular, words
from storagelint.model.project import Project
from storagelint.patterns import pattern
from storagelint.source import Span

_NO_FIELD = frozenset(
    """computed calculated derived generated constant static runtime none null na virtual literal
    aggregate aggregated transient session context system server request auto""".split()
)
_PARTS = pattern(r"[.\[\]]+")
_DTO = pattern(r"\s?dto\b", re.I)
_COMPUTED = pattern(
    r"a(?:ggregat|lways)|c(?:omput|alculat|onstant|ount)|de(?:riv|fault)|f(?:ixed|rom the)|generat"
    r"|hard-?coded|ignored|join|l(?:ook ?up|iteral)|n(?:ot (?:stored|persisted)|/a)|runtime"
    r"|s(?:tatic|um of|erver|ession)|virtual",
    re.I,
)
_DIRECT = pattern(
    r"\W{0,4}(?:direct(?:ly)?(?: mapping)?|as[- ]is|same|identity|1:1|unchanged|no (?:change|"
    r"transformation|conversion)|copy|none)\b",
    re.I,
)

_CONVERTS = pattern(r"[(,;]|format|convert|→|->")


@dataclass(frozen=True, slots=True)
class Mapped:
    """A field of the data that a mapping names."""

    mapping: Mapping
    name: str
    """As written: `orders.total`, `first_name`."""
    entity: Entity | None
    field: Field | None


def mapped(document: Document, project: Project) -> Iterator[Mapped]:
    """The fields of the data that the mappings name, each with what it resolves to."""
    for each, elsewhere in document.once(_named):
        other = project.entity(elsewhere, document)
        if other is None:
            yield each
        else:
            yield Mapped(each.mapping, each.name, other, other.field(_parts(each.name)[1]))


def _named(document: Document) -> list[tuple[Mapped, str | None]]:
    """The fields of the data that the mappings name, with what they are in the document itself.

    Beside each the entity that it names where only another document can define that.
    """
    found = [
        _own(mapping, name, document)
        for mapping in document.mappings
        for name in mapping.data_fields
        if fold_field(name) not in _NO_FIELD
    ]
    return [(each, _elsewhere(each.name, document)) for each in found]


def _elsewhere(name: str, document: Document) -> str | None:
    head, *rest = _parts(name)
    return head if rest and document.entity(head) is None else None


def _own(mapping: Mapping, name: str, document: Document) -> Mapped:
    """`table.field`, or a field of the entity that the object is called after, or of one."""
    head, *rest = _parts(name)
    entity = document.entity(head) if rest else None
    if entity is not None:
        return Mapped(mapping, name, entity, entity.field(rest[0]))
    owners = document.fields_by_key.get(fold_field(head), [])
    about = document.entity(_DTO.sub("", mapping.dto)) if mapping.dto else None
    for owner, field in owners:
        if owner is about or len(owners) == 1:
            return Mapped(mapping, name, owner, field)
    return Mapped(mapping, name, None, None)


def _parts(name: str) -> list[str]:
    if name.isidentifier():
        return [name]
    return [part for part in _PARTS.split(name) if part] or [name]


def is_known(document: Document, each: Mapped) -> bool:
    """Whether the name is anything that the document has: a field, an entity, a held path."""
    if each.field is not None:
        return True
    head = _PARTS.split(each.name)[0]
    if "." in each.name and each.entity is not None:
        return False
    return fold_field(head) in document.fields_by_key or (
        "." not in each.name and document.entity(head) is not None
    )


def is_computed(mapping: Mapping) -> bool:
    """Whether the row says that the value is made, not stored."""
    text = mapping.transformation or ""
    return bool(_COMPUTED.search(text)) or any(
        fold_field(name) in _NO_FIELD for name in mapping.data_fields
    )


def is_direct(mapping: Mapping) -> bool:
    """Whether the row says that the value is passed on as it is, and adds no conversion."""
    text = mapping.transformation or ""
    return bool(_DIRECT.match(text)) and not _CONVERTS.search(text)


def names_agree(dto_name: str, field_name: str) -> bool:
    """Whether two names are one but for their style and the entity's name before them."""
    one, other = set(words(dto_name.rpartition(".")[2])), set(words(field_name))
    return one <= other or other <= one or fold_field(dto_name) == fold_field(field_name)


def contract_field(mapping: Mapping, known: list[Dto]) -> tuple[Dto, DtoField] | None:
    """The contract's field that a row is about; None where no object or several differ on it."""
    return next(iter(contract_fields(mapping, known)), None)


def contract_fields(mapping: Mapping, known: list[Dto]) -> list[tuple[Dto, DtoField]]:
    """The field that a row is about in each object that has it; none where their types differ."""
    named = [dto for dto in known if mapping.dto and dto.is_called(mapping.dto)]
    found = [
        (dto, field)
        for dto in named or known
        if (field := dto.field(mapping.dto_field)) is not None
    ]
    return found if named or len({field.type for _, field in found}) == 1 else []


def pairs(document: Document, project: Project) -> Iterator[tuple[Mapped, Dto, DtoField]]:
    """Each row that maps one known field of a contract to one known field of the data.

    A row that names no object is about each one that is called after the entity, else the first.
    """
    known = dtos(document, project) if document.mappings else []
    for each in mapped(document, project) if known else ():
        if each.field is not None and len(each.mapping.data_fields) == 1:
            found = contract_fields(each.mapping, known)
            for about in [one for one in found if _is_called_after(one[0], each)] or found[:1]:
                yield each, *about


def _is_called_after(dto: Dto, each: Mapped) -> bool:
    """Whether all words of the entity's name stand in the object's: `CreateOrderRequest`."""
    if each.entity is None:
        return False
    named = {singular(word) for word in words(dto.name)}
    return named.issuperset(singular(word) for word in words(each.entity.name))


def text_at(document: Document, span: Span | None) -> str:
    """The text of a stretch of one line."""
    if span is None:
        return ""
    return document.page.source.lines[span.line - 1][span.column - 1 : span.end_column - 1]
