"""Fields that are called after an entity -> the references that nobody has stated: `user_id`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from storagelint.judging.entities.shape import names_a_reference
from storagelint.judging.relations.links import is_polymorphic, key_of, named_parent
from storagelint.model import Document, Entity, Field, Reference


def implied_links(document: Document) -> Iterator[tuple[Entity, Entity, Field]]:
    """Parent, child and field of each."""
    for child in document.entities:
        for field in child.fields:
            if field.references is not None or field.primary_key or not names_a_reference(field):
                continue
            parent = named_parent(document, field)
            if parent is None or parent is child or not parent.fields:
                continue
            if not is_polymorphic(child, field):
                yield parent, child, field


def with_implied_links(document: Document) -> Document:
    """The document as it would be if these references were stated."""
    found = {
        (child.key, field.key): Reference(
            entity=parent.name, field=next(iter(key_of(parent)), None)
        )
        for parent, child, field in implied_links(document)
    }
    if not found:
        return document
    entities = [
        entity.altered(
            fields=[
                field.altered(references=found.get((entity.key, field.key), field.references))
                for field in entity.fields
            ]
        )
        for entity in document.entities
    ]
    return replace(document, entities=entities)
