"""Document -> what its schema says, alike for every notation that says it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from storagelint.judging.access.index_pairs import method_of
from storagelint.model.document import Document
from storagelint.model.facts import ConstraintKind, Entity, Field, Index, Reference
from storagelint.model.names import fold_field

Facts = dict[str, Any]
"""Name of an entity or an index -> what is said of it, comparable by `==`."""


def schema_facts(document: Document) -> Facts:
    """The entities with all that is said of their fields and keys, and the indexes.

    How the facts are spread makes no difference: a key beside its field or below the table, a
    unique constraint or an unnamed unique index, an index that says it is a btree or says nothing.
    """
    found: Facts = {f"entity {each.name}": _entity(document, each) for each in document.entities}
    found["indexes"] = sorted(
        str(_index(document, each)) for each in document.indexes if not _is_constraint(each)
    )
    found["types"] = sorted(document.user_types)
    found["queries"] = len(document.queries)
    found["unread"] = len(document.unread)
    return found


def _entity(document: Document, entity: Entity) -> Facts:
    unique = {_key(group) for group in entity.uniques}
    unique |= {_key((field.name,)) for field in entity.fields if field.unique}
    unique |= {
        _key(tuple(part.name for part in index.fields))
        for index in document.indexes_of(entity)
        if index.unique and not index.where and all(not part.expression for part in index.fields)
    }
    return {
        "kind": entity.kind,
        "partial": entity.partial,
        "fields": [_field(field) for field in entity.fields],
        "primary key": entity.primary_key,
        "unique": unique,
        "references": sorted(str(_reference(each)) for each in entity.references),
        "checks": sorted(_checks(entity)),
        "options": entity.options,
    }


def _field(field: Field) -> Facts:
    return {
        "name": field.name,
        "type": field.type,
        "nullable": field.nullable,
        "primary key": field.primary_key,
        "references": _reference(field.references) if field.references else None,
        "default": field.default,
        "values": field.enum,
        "generated": field.generated or "SERIAL" in (field.type or "").upper(),
        "description": field.description,
    }


def _reference(reference: Reference) -> tuple[object, ...]:
    one = reference.target_fields[0] if len(reference.target_fields) == 1 else None
    return (
        reference.entity,
        reference.field or one,
        reference.on_delete,
        reference.on_update,
        reference.deferrable,
        reference.fields,
        reference.target_fields if len(reference.fields) > 1 else (),
    )


def _checks(entity: Entity) -> Iterator[str]:
    """The conditions of all checks, whether of a field or of the table, each once."""
    fields = [each for field in entity.fields for each in field.constraints]
    tables = [each for definition in entity.definitions for each in definition.checks]
    conditions = {
        "".join((each.value or "").casefold().split())
        for each in (*fields, *tables)
        if each.kind is ConstraintKind.CHECK
    }
    yield from conditions


def _index(document: Document, index: Index) -> tuple[object, ...]:
    entity = document.entity(index.entity)
    return (
        entity.key if entity else index.entity,
        index.name,
        [(fold_field(part.name), part.descending, part.expression) for part in index.fields],
        index.unique,
        method_of(index),
        "".join((index.where or "").split()),
        index.include,
    )


def _is_constraint(index: Index) -> bool:
    """Whether it only says that fields are unique together or a key, which the entity says."""
    return not index.name and (index.unique or index.primary) and not index.where


def _key(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold_field(name) for name in names)
