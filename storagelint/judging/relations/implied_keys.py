"""Document -> the fields that point at another entity by their names alone."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.judging.entities.shape import is_log, names_a_reference
from storagelint.judging.relations.links import (
    defined,
    is_polymorphic,
    key_of,
    named_parent,
    pointing_field,
)
from storagelint.model.comparable import comparable
from storagelint.model.document import Document
from storagelint.model.facts import Entity, EntityKind, Field, Form, Relationship
from storagelint.model.stores import technology_of

_LOOSE = (
    "no fk",
    "no foreign",
    "without foreign",
    "not a foreign",
    "soft ref",
    "soft link",
    "logical ref",
    "loose",
    "weak ref",
    "denormal",
    "polymorph",
    "not enforced",
    "external",
    "snapshot",
    "other service",
)
"""What a description says of a reference that is not to be enforced."""


def undeclared(document: Document) -> Iterator[tuple[Entity, Field, Entity]]:
    """Each field that names a row of another table and is no foreign key, with both tables.

    Not the fields of logs, which outlive what they speak of, nor those that are said to be loose.
    """
    for entity in document.entities:
        if not defined(entity) or entity.kind is not EntityKind.TABLE or is_log(entity):
            continue
        bare = [each for each in entity.fields if not each.references and names_a_reference(each)]
        if not bare:
            continue
        own = {
            field.key
            for definition in entity.definitions
            if definition.form is not Form.MERMAID
            for field in definition.fields
        }
        composite = {name for reference in entity.references for name in reference.fields}
        for field in bare:
            if field.key not in own or is_marked(entity, field):
                continue
            parent = named_parent(document, field)
            if parent is None or parent is entity or field.name in composite:
                continue
            if _meant(document, entity, field, parent):
                yield entity, field, parent


def is_marked(entity: Entity, field: Field) -> bool:
    """Whether the field is marked as a foreign key, by more than a diagram where there is more."""
    if not field.foreign_key or not defined(entity):
        return field.foreign_key
    return any(
        each.foreign_key and each.key == field.key
        for definition in entity.definitions
        if definition.form is not Form.MERMAID
        for each in definition.fields
    )


def bare_keys(
    document: Document, *, strictly: bool
) -> Iterator[tuple[Entity, Field, Entity | None]]:
    """Each field that is marked as a foreign key of nothing, with the entity that it names.

    Unless `strictly`, a relationship that no other field carries may state what it points at.
    """
    for entity in document.entities:
        for field in entity.fields:
            if field.references is not None or not is_marked(entity, field):
                continue
            parent = named_parent(document, field, loosely=True)
            if is_polymorphic(entity, field) or (parent is not None and not defined(entity)):
                continue
            stated = () if strictly and defined(entity) else document.relationships
            if not any(_states(document, each, entity, field, parent) for each in stated):
                yield entity, field, parent


def _states(
    document: Document, stated: Relationship, entity: Entity, field: Field, parent: Entity | None
) -> bool:
    """Whether a relationship may be the key's: no other field carries it."""
    ends = [document.entity(stated.from_entity), document.entity(stated.to_entity)]
    if not any(end is entity for end in ends):
        return False
    if stated.field is not None and stated.form is not Form.MERMAID:
        return stated.field.casefold() == field.name.casefold()
    if parent is not None:
        return any(end is parent for end in ends)
    other = ends[0] if ends[1] is entity else ends[1]
    return other is None or not (
        pointing_field(document, entity, other) or pointing_field(document, other, entity)
    )


def _meant(document: Document, entity: Entity, field: Field, parent: Entity) -> bool:
    description = (field.description or "").casefold()
    if any(word in description for word in _LOOSE) or is_polymorphic(entity, field):
        return False
    if parent.kind is not entity.kind or not defined(parent):
        return False
    keys = key_of(parent)
    target = parent.field(keys[0]) if len(keys) == 1 else None
    engine = (technology_of(parent, document) or "").casefold() or None
    return target is not None and comparable(field.canonical, target.canonical, engine)
