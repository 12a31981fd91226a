"""Document -> the fields that point at another entity by their names alone."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.model.comparable import comparable
from storagelint.model.document import Document
from storagelint.model.facts import Entity, EntityKind, Field
from storagelint.model.links import defined, is_polymorphic, key_of, named_parent
from storagelint.model.shape import is_log, names_a_reference, technology_of

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
        composite = {name for reference in entity.references for name in reference.fields}
        for field in entity.fields:
            if field.foreign_key or field.references or not names_a_reference(field):
                continue
            parent = named_parent(document, field)
            if parent is None or parent is entity or field.name in composite:
                continue
            if _meant(document, entity, field, parent):
                yield entity, field, parent


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
