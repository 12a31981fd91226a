"""Interface contracts and a design -> which field of the contracts is stored where."""

from __future__ import annotations

from storagelint.generating.design import Design
from storagelint.generating.texts.inline_text import code_span
from storagelint.generating.texts.notes import proposed, question
from storagelint.generating.wording import column, phrase
from storagelint.judging.surroundings.contracts import Dto, DtoField, dtos
from storagelint.judging.surroundings.mapped import names_agree
from storagelint.model import Entity, Field, TypeFamily
from storagelint.model.names import fold_field, singular, words

_NUMBERS = frozenset([TypeFamily.INTEGER, TypeFamily.DECIMAL, TypeFamily.FLOAT])
_TIMES = frozenset([TypeFamily.TIMESTAMP, TypeFamily.DATE, TypeFamily.TIME])
_NUMBER_WORDS = frozenset(["number", "integer", "int", "int64", "float", "double", "decimal"])
_TEXTS = frozenset([TypeFamily.TEXT, TypeFamily.UUID, TypeFamily.ENUM])
_DEFAULT = {
    "dto-field": "DTO Field",
    "data-field": "Data Field",
    "transformation": "Transformation",
}
_ROW_WORDS = frozenset("dto request response data create update new list item input".split())


def mapping(design: Design) -> str:
    """A row for each field of the objects that the contracts beside the document define.

    A field that several objects have is one row where it is stored in one place.
    """
    rows: dict[tuple[str, str], list[str]] = {}
    about: list[str] = []
    for dto in dtos(design.document, design.project):
        entity = entity_of(design, dto)
        if entity is not None:
            about.append(_about(design, dto, entity))
        for field in dto.fields:
            row = _row(design, field, entity)
            rows.setdefault((fold_field(row[0]), row[1]), row)
    if not rows:
        return question("mapping", design)
    spec = design.kind.tables.get("mappings")
    columns = spec.columns if spec else _DEFAULT
    known = tuple(_DEFAULT)
    header = [column(concept, name, design.language) for concept, name in columns.items()]
    table = design.manner.table(
        header,
        [
            [row[known.index(concept)] if concept in known else "" for concept in columns]
            for row in rows.values()
        ],
    )
    said = "\n".join(dict.fromkeys(about))
    return proposed(f"{said}\n\n{table}" if said else table, design)


def entity_of(design: Design, dto: Dto) -> Entity | None:
    """The entity that an object is called after, else the one that has most of its fields."""
    named = {singular(word) for word in words(dto.name)} - _ROW_WORDS
    candidates = [entity for entity in design.document.entities if entity.fields]
    for entity in candidates:
        if {singular(word) for word in words(entity.name)} == named:
            return entity
    best = max(candidates, key=lambda entity: _shared(dto, entity), default=None)
    if best is None or 2 * _shared(dto, best) < len(dto.fields):
        return None
    return best


def _shared(dto: Dto, entity: Entity) -> int:
    return sum(_field_of(field, entity) is not None for field in dto.fields)


def _field_of(dto_field: DtoField, entity: Entity) -> Field | None:
    """The field that bears the same name, or the entity's key for its `id`."""
    key = fold_field(dto_field.name.rpartition(".")[2])
    exact = next((field for field in entity.fields if field.key == key), None)
    if exact is not None:
        return exact
    own = {fold_field(f"{singular(word)}id") for word in words(entity.name)[-1:]}
    keys = [entity.field(name) for name in entity.primary_key]
    if len(keys) == 1 and keys[0] is not None and (key in own or key == "id"):
        return keys[0]
    return None


def _about(design: Design, dto: Dto, entity: Entity) -> str:
    return phrase(
        design.language,
        "mapping",
        "about",
        dto=code_span(dto.name),
        entity=code_span(entity.name),
    )


def _row(design: Design, dto_field: DtoField, entity: Entity | None) -> list[str]:
    code = design.language
    field = _field_of(dto_field, entity) if entity else None
    if field is None or entity is None:
        return [dto_field.name, "-", phrase(code, "mapping", _origin(dto_field))]
    return [dto_field.name, f"{entity.name}.{field.name}", _transformation(code, dto_field, field)]


def _origin(dto_field: DtoField) -> str:
    """What the contract says of a field that no entity has; it may well say nothing."""
    if "comput" in dto_field.text.casefold():
        return "computed"
    return "default" if dto_field.filled else "unknown"


def _transformation(code: str, dto_field: DtoField, field: Field) -> str:
    sort = dto_field.type.casefold().strip("` ?")
    if field.family in _TIMES:
        return phrase(code, "mapping", "iso")
    if (sort in _NUMBER_WORDS and field.family in _TEXTS) or (
        sort in ("string", "uuid") and field.family in _NUMBERS
    ):
        return phrase(
            code, "mapping", "converted", **{"from": field.type or "", "to": dto_field.type}
        )
    if fold_field(dto_field.name) == field.key or names_agree(dto_field.name, field.name):
        return phrase(code, "mapping", "direct")
    return phrase(code, "mapping", "renamed")
