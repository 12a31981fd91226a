"""Constraints of fields -> the sections on what the store enforces, and what is valid."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.generating.design import Design
from storagelint.generating.texts.inline_text import code_span, without_ticks
from storagelint.generating.texts.notes import proposed, question
from storagelint.generating.wording import phrase
from storagelint.judging.entities.shape import is_view
from storagelint.model import Entity, Field, TypeFamily

_MOST = 40
"""So many fields are listed in a bullet at most."""


def constraints(design: Design) -> str:
    """The keys, the uniqueness and the checks of all entities, a bullet each."""
    entities = [entity for entity in design.document.entities if entity.fields]
    if not entities:
        return question("constraints", design)
    groups = {
        "keys": [_name(entity, *entity.primary_key) for entity in entities if entity.primary_key],
        "references": [each for entity in entities for each in _references(design, entity)],
        "uniques": [each for entity in entities for each in _uniques(design, entity)],
        "checks": [
            f"{_name(entity, field.name)}: {code_span(field.check)}"
            for entity in entities
            for field in entity.fields
            if field.check
        ],
    }
    lines = [
        phrase(design.language, "constraints", name, keys=", ".join(keys[:_MOST]))
        for name, keys in groups.items()
        if keys
    ]
    if not lines:
        return proposed(phrase(design.language, "constraints", "none"), design)
    if any(field.nullable is False for entity in entities for field in entity.fields):
        lines.append(phrase(design.language, "constraints", "required"))
    return design.manner.bullets(lines)


def _references(design: Design, entity: Entity) -> Iterator[str]:
    for field, reference in entity.foreign_keys():
        target = reference.entity + (f".{reference.field}" if reference.field else "")
        key = f"{_name(entity, field.name)} → {code_span(target)}"
        if reference.on_delete:
            key = phrase(
                design.language, "constraints", "action", key=key, action=reference.on_delete
            )
        yield key


def _uniques(design: Design, entity: Entity) -> Iterator[str]:
    for field in entity.fields:
        if field.unique and not field.primary_key:
            yield _name(entity, field.name)
    for group in entity.uniques:
        if len(group) > 1:
            named = _name(entity, *group)
            yield phrase(design.language, "constraints", "together", fields=named)


def validation(design: Design) -> str:
    """What the values of single fields must be, by their enums, checks and lengths."""
    entities = [e for e in design.document.entities if e.fields and not is_view(e)]
    if not entities:
        return question("validation", design)
    lines = [line for entity in entities for field in entity.fields
             if (line := _rule(design, entity, field))]  # fmt: skip
    text = design.manner.bullets(lines[:_MOST])
    return proposed(text or phrase(design.language, "validation", "none"), design)


def _rule(design: Design, entity: Entity, field: Field) -> str:
    named = _name(entity, field.name)
    values = field.enum or (field.canonical.values if field.canonical else ())
    if values:
        listed = ", ".join(without_ticks(value) for value in values)
        return phrase(design.language, "validation", "values", field=named, values=listed)
    if field.check:
        return phrase(
            design.language, "validation", "check", field=named, check=code_span(field.check)
        )
    length = field.canonical.length if field.canonical else None
    if length and field.family is TypeFamily.TEXT and field.type:
        return phrase(
            design.language,
            "validation",
            "length",
            field=named,
            length=str(length),
            type=without_ticks(field.type),
        )
    return ""


def _name(entity: Entity, *fields: str) -> str:
    """`orders.id`, `lines (order_id, number)`."""
    if len(fields) == 1:
        return code_span(f"{entity.name}.{fields[0]}")
    return code_span(f"{entity.name} ({', '.join(fields)})")
