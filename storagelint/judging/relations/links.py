"""Document -> its foreign keys with both ends, and what else carries a relationship."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from storagelint.judging.entities.shape import names_a_reference
from storagelint.model.document import Document
from storagelint.model.facts import (
    Entity,
    EntityKind,
    Field,
    Form,
    Reference,
    Relationship,
)
from storagelint.model.names import fold, fold_field, words

_KEYED = frozenset([EntityKind.TABLE, EntityKind.COLLECTION, EntityKind.OTHER, EntityKind.VIEW])
_CLASSES = frozenset(["relational", "document", "column", "warehouse", "graph"])
_KEY_WORDS = frozenset(["id", "uuid", "guid", "fk", "ref", "key", "code", "no"])
_ACTORS = frozenset(["by", "actor", "owner", "author", "creator", "editor", "user"])


@dataclass(frozen=True, slots=True)
class Link:
    """A foreign key between two entities of one document."""

    child: Entity
    fields: tuple[Field, ...]
    parent: Entity
    reference: Reference

    @property
    def label(self) -> str:
        """The key as messages call it: `orders.user_id`, `lines (order_id, number)`."""
        names = ", ".join(field.name for field in self.fields)
        return (
            f"{self.child.name}.{names}"
            if len(self.fields) == 1
            else f"{self.child.name} ({names})"
        )

    @property
    def optional(self) -> bool | None:
        """Whether a row may have no parent; None where the document does not say."""
        known = [field.nullable for field in self.fields if not field.primary_key]
        return True if True in known else (None if None in known else False)


def links(document: Document) -> list[Link]:
    """The foreign keys whose target the document defines, composite ones once."""
    return document.once(_all_links)


def find_links(document: Document) -> Iterator[Link]:
    """What `links` remembers."""
    for entity in document.entities:
        for field, reference in entity.foreign_keys():
            parent = document.target(reference)
            if parent is not None and len(reference.fields) < 2:
                yield Link(entity, (field,), parent, reference)
        for reference in entity.references:
            parent = document.target(reference)
            fields = tuple(found for name in reference.fields if (found := entity.field(name)))
            if parent is not None and len(fields) > 1:
                yield Link(entity, fields, parent, reference)


def has_keys(document: Document) -> bool:
    """Whether the stores that the document names know keys that point at others."""
    classes = document.store_classes
    return not classes or not classes.isdisjoint(_CLASSES)


def is_inferred(link: Link) -> bool:
    """Whether the reference is concluded from a description, not stated."""
    return link.fields[0].reference_inferred


def is_unique(document: Document, link: Link) -> bool:
    """Whether a parent has at most one such child: the key's fields are unique."""
    names = {field.key for field in link.fields}
    return any(key <= names for key in unique_sets(document, link.child))


def unique_sets(document: Document, entity: Entity) -> list[set[str]]:
    """The folded names of the fields of each key, uniqueness and unique index of all rows."""
    known = document.once(_own_unique_sets).get(id(entity))
    return _unique_sets(document, entity) if known is None else known


def _own_unique_sets(document: Document) -> dict[int, list[set[str]]]:
    """The unique sets of the document's own entities, by their identity."""
    return {id(entity): _unique_sets(document, entity) for entity in document.entities}


def _unique_sets(document: Document, entity: Entity) -> list[set[str]]:
    groups = [entity.primary_key, *entity.uniques]
    groups += [(field.name,) for field in entity.fields if field.unique]
    for index in document.indexes_of(entity):
        if (index.unique or index.primary) and index.where is None:
            groups.append(tuple(part.name for part in index.fields))
    return [{fold_field(name) for name in group} for group in groups if group]


def target_fields(reference: Reference, parent: Entity) -> tuple[str, ...]:
    """The names of the fields that a reference points at; the parent's key where it names none."""
    if reference.field:
        return (reference.field,)
    if reference.target_fields:
        return reference.target_fields
    return key_of(parent)


def key_of(entity: Entity) -> tuple[str, ...]:
    """The names of the primary key's fields; a first field `id` counts where none is stated."""
    if entity.primary_key:
        return entity.primary_key
    first = entity.fields[0].name if entity.fields else ""
    return (first,) if first.casefold() in ("id", "_id", "uuid") else ()


def named_parent(document: Document, field: Field, *, loosely: bool = False) -> Entity | None:
    """The entity that a field's name names: `user_id`, `userId`.

    Loosely also `billed_user_id`, and `posting_id` where only `job_postings` ends so.
    """
    parts = list(words(field.name))
    while parts and parts[-1] in _KEY_WORDS:
        parts.pop()
    starts = range(len(parts)) if loosely else range(min(1, len(parts)))
    for start in starts:
        found = document.entity("_".join(parts[start:]))
        if found is not None and found.kind in _KEYED:
            return found
    if not loosely or not parts:
        return None
    stem = fold("_".join(parts))
    ending = [each for each in document.by_last_words.get(stem, ()) if each.kind in _KEYED]
    return ending[0] if len(ending) == 1 else None


def is_actor(field: Field) -> bool:
    """Whether the field says who did something: created_by, owner_id, actor."""
    parts = [part for part in words(field.name) if part not in _KEY_WORDS]
    return bool(parts) and parts[-1] in _ACTORS


def is_polymorphic(entity: Entity, field: Field) -> bool:
    """Whether a field beside it says which entity it points at: `owner_type` with `owner_id`."""
    parts = words(field.name)
    stem = "".join(parts[:-1])
    return any(
        entity.field(stem + kind) is not None for kind in ("type", "kind", "table", "entity")
    )


def pointing_field(document: Document, child: Entity, parent: Entity) -> Field | None:
    """The field of `child` that leads to `parent`: by reference, by name, or by holding it."""
    return pointers(document).get(child.key, {}).get(parent.key)


def _all_links(document: Document) -> list[Link]:
    return list(find_links(document))


def pointers(document: Document) -> dict[str, dict[str, Field]]:
    """Folded child -> folded parent -> the first field of the child that leads there."""
    return document.once(find_pointers)


def find_pointers(document: Document) -> dict[str, dict[str, Field]]:
    """Folded name of a child -> folded name of each parent -> the first field that leads there."""
    found: dict[str, dict[str, Field]] = {}
    for child in document.entities:
        leads = found.setdefault(child.key, {})
        for field in child.fields:
            for parent in _led_to(document, field):
                leads.setdefault(parent.key, field)
    return found


def _led_to(document: Document, field: Field) -> Iterator[Entity]:
    if field.references is not None:
        found = [document.target(field.references)]
    elif names_a_reference(field) or field.foreign_key:
        found = [named_parent(document, field, loosely=True)]
    else:
        name = field.name.removesuffix("_ids").removesuffix("Ids")
        kind = field.type.strip("[]?<> ").rpartition("<")[2] if field.type else None
        found = [document.entity(each) for each in (name, kind)]
    return (entity for entity in found if entity is not None)


def junctions(document: Document, one: Entity, other: Entity) -> Iterator[Entity]:
    """The entities that point at both."""
    pointing = document.once(_pointing)
    sides = (pointing.get(one.key, []), pointing.get(other.key, []))
    for entity in min(sides, key=len):
        if entity is one or entity is other:
            continue
        if pointing_field(document, entity, one) and pointing_field(document, entity, other):
            yield entity


def _pointing(document: Document) -> dict[str, list[Entity]]:
    """Folded parent -> the entities with a field that leads there."""
    found: dict[str, list[Entity]] = {}
    for child in document.entities:
        for parent in pointers(document)[child.key]:
            found.setdefault(parent, []).append(child)
    return found


def is_carried(document: Document, relationship: Relationship) -> bool:
    """Whether a key, a junction or a held value carries a relationship of two known entities.

    A reference by a role's name (`author_id`) that resolves to nothing may be the one meant.
    """
    one, other = document.entity(relationship.from_entity), document.entity(relationship.to_entity)
    if one is None or other is None:
        return True
    if relationship.via and document.entity(relationship.via):
        return True
    if {one.key, other.key} in document.once(_linked_pairs):
        return True
    for child, parent in ((one, other), (other, one)):
        if pointing_field(document, child, parent) or _role_key(document, child):
            return True
    return any(junctions(document, one, other))


def _linked_pairs(document: Document) -> set[frozenset[str]]:
    return {frozenset([link.child.key, link.parent.key]) for link in links(document)}


def _role_key(document: Document, child: Entity) -> bool:
    loose = (
        field
        for field in child.fields
        if (names_a_reference(field) or field.foreign_key or is_actor(field))
        and field.references is None
        and fold_field(field.name) not in {fold_field(name) for name in child.primary_key}
    )
    return any(named_parent(document, field, loosely=True) is None for field in loose)


def defined(entity: Entity) -> bool:
    """Whether a notation beside diagrams and code defines the entity with its fields."""
    return any(
        each.fields and each.form not in (Form.MERMAID, Form.CODE) for each in entity.definitions
    )


def is_keyed(entity: Entity) -> bool:
    """Whether the entity is of a sort that has keys and can be pointed at."""
    return entity.kind in _KEYED
