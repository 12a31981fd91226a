"""Document -> what its diagrams show beside what its tables, lists and schemas define."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from storagelint.judging.relations.links import junctions, links, named_parent
from storagelint.judging.relations.pairs import Pair, is_named, is_schema, pair_of
from storagelint.markdown import Fence
from storagelint.model.document import Document
from storagelint.model.facts import (
    Definition,
    Diagram,
    Entity,
    EntityKind,
    Field,
    Form,
    Relationship,
    TypeFamily,
)
from storagelint.model.names import fold, fold_field
from storagelint.patterns import pattern

_SKETCHES = frozenset([Form.MERMAID, Form.CODE, Form.JSON, Form.PROSE])
_BOX = pattern(r"[┌┐└┘│╔╗╭╮]|\+-{3,60}\+")
_ALIKE = (
    frozenset([TypeFamily.DECIMAL, TypeFamily.FLOAT]),
    frozenset([TypeFamily.INTEGER, TypeFamily.BOOLEAN]),
    frozenset([TypeFamily.TEXT, TypeFamily.ENUM, TypeFamily.UUID, TypeFamily.NETWORK]),
    frozenset([TypeFamily.TEXT, TypeFamily.OBJECT_ID, TypeFamily.SEARCH]),
    frozenset([TypeFamily.JSON, TypeFamily.ARRAY, TypeFamily.OBJECT, TypeFamily.TEXT]),
    frozenset([TypeFamily.BINARY, TypeFamily.UUID]),
    frozenset([TypeFamily.FLOAT, TypeFamily.INTERVAL, TypeFamily.INTEGER]),
    frozenset([TypeFamily.ARRAY, TypeFamily.VECTOR]),
    frozenset([TypeFamily.GEOMETRY, TypeFamily.JSON, TypeFamily.TEXT]),
)
"""Families that a diagram's plain words for types do not tell apart."""


@dataclass(slots=True)
class Shown:
    """An entity of a diagram with its fields, beside its definition elsewhere."""

    entity: Entity
    drawing: Definition
    fields: dict[str, Field] = field(default_factory=dict)
    """Folded name -> the field as the other notations define it."""
    merged: dict[str, Field] = field(default_factory=dict)
    """Folded name -> the field with what all notations state of it."""
    key: frozenset[str] = frozenset()
    """The folded names of the primary key's fields, as the other notations state it."""
    marks_keys: bool = False
    """Whether the diagram marks any primary key of the entity."""
    marks_references: bool = False
    states_keys: bool = False
    """Whether the other notations of the document state any primary key."""
    states_references: bool = False
    """Whether the other notations of the document state any foreign key."""


def shown(document: Document) -> Iterator[Shown]:
    """The entities that a diagram shows with fields and another notation defines whole.

    A definition that has less than half of what the diagram shows is an excerpt.
    """
    if not document.diagrams:
        return
    stated = any(
        field.foreign_key
        for entity in document.entities
        for definition in whole_definitions(entity)
        for field in definition.fields
    )
    keyed = any(
        definition.primary_key or any(field.primary_key for field in definition.fields)
        for entity in document.entities
        for definition in whole_definitions(entity)
    )
    for entity in document.entities:
        others = [] if entity.partial else whole_definitions(entity)
        drawings = [each for each in entity.definitions if each.form is Form.MERMAID]
        for drawing in drawings if others else ():
            both = Shown(entity, drawing)
            for other in [*others, *(each for each in entity.definitions if each.changes)]:
                for each in other.fields:
                    both.fields.setdefault(each.key, each)
            key = {fold_field(name) for other in others for name in other.primary_key}
            marked = {key for key, each in both.fields.items() if each.primary_key}
            both.key = frozenset(key | marked)
            both.merged = entity.fields_by_key
            both.marks_keys = any(each.primary_key for each in drawing.fields)
            both.marks_references = any(each.foreign_key for each in drawing.fields)
            both.states_keys, both.states_references = keyed, stated
            known = sum(1 for each in drawing.fields if each.key in both.fields)
            if 2 * known >= len(drawing.fields):
                yield both


def whole_definitions(entity: Entity) -> list[Definition]:
    """The definitions with fields in notations that mean to be whole."""
    return [
        each
        for each in entity.definitions
        if each.fields and each.form not in _SKETCHES and not each.changes and not each.excerpt
    ]


def defined_tables(document: Document) -> list[Entity]:
    """The tables that another notation than a diagram defines."""
    return [
        entity
        for entity in document.entities
        if entity.kind is EntityKind.TABLE and whole_definitions(entity)
    ]


def drawn(document: Document) -> set[str]:
    """The folded names of all entities that diagrams mention, by the names of their definitions."""
    found: set[str] = set()
    for diagram in document.diagrams:
        for name in (*diagram.names, *(each.comment or "" for each in diagram.entities)):
            entity = document.entity(name) if name else None
            found.add(entity.key if entity else fold(name))
    return found


def is_defined_beside(document: Document, name: str) -> bool:
    """Whether anything but diagrams defines an entity of that name."""
    entity = document.entity(name)
    return entity is not None and any(each.form is not Form.MERMAID for each in entity.definitions)


def types_contradict(drawing: Field, other: Field) -> bool:
    """Whether a diagram's type is of another family; spellings and sizes do not matter."""
    one, two = drawing.family, other.family
    if one is None or two is None or one is two or TypeFamily.OTHER in (one, two):
        return False
    return not any({one, two} <= alike for alike in _ALIKE)


def wrong_marks(both: Shown, drawing: Field) -> Iterator[tuple[str, bool]]:
    """The marks PK and FK in which a diagram and a definition differ, and whether it has them."""
    name = drawing.key
    is_key = name in both.key
    if both.states_keys and drawing.primary_key and not is_key:
        yield "PK", False
    elif both.marks_keys and is_key and not drawing.primary_key:
        yield "PK", True
    refers = both.fields[name].foreign_key or _refers(both.merged.get(name))
    if drawing.foreign_key and not refers and both.states_references:
        yield "FK", False
    elif both.marks_references and refers and not drawing.foreign_key:
        yield "FK", True


def _refers(merged: Field | None) -> bool:
    return merged is not None and merged.references is not None and not merged.reference_inferred


def drawn_otherwise(document: Document) -> bool:
    """Whether the tables are drawn, if not as a Mermaid diagram: as boxes, lines or an image."""
    if any(each.form is Form.TEXT and each.cardinality for each in document.relationships):
        return True
    for fence in document.page.blocks(Fence):
        if (
            "classDiagram" in fence.lines[:3]
            or sum(1 for line in fence.lines if _BOX.search(line[:400])) > 2
        ):
            return True
    section = document.section("entity-diagram")
    if section is None:
        return False
    lines = document.page.source.lines[section.line : section.end_line]
    return any("![" in line or ".png" in line or ".svg" in line for line in lines)


def undrawn(document: Document, diagram_pairs: set[Pair]) -> Iterator[Relationship]:
    """The relationships stated beside the diagrams whose ends are drawn and not joined there."""
    shown_names = drawn(document)
    seen = set(diagram_pairs)
    for relationship in stated_beside(document):
        pair = pair_of(document, relationship)
        if pair in seen or not pair <= shown_names:
            continue
        one = document.entity(relationship.from_entity)
        other = document.entity(relationship.to_entity)
        if one is None or other is None:
            continue
        between = junctions(document, one, other)
        if any({frozenset([each.key, end]) for end in pair} <= diagram_pairs for each in between):
            continue
        seen.add(pair)
        yield relationship


def stated_beside(document: Document) -> Sequence[Relationship]:
    """The relationships that tables, lines and lists state, beside diagrams and schemas."""
    return document.once(_stated_beside)


def _stated_beside(document: Document) -> list[Relationship]:
    return [
        each
        for each in document.relationships
        if each.form is not Form.MERMAID
        and not is_schema(each)
        and each.cardinality is not None
        and is_named(document, each)
    ]


def slips(diagram: Diagram) -> Iterator[tuple[str, str]]:
    """The names without attributes that are a letter off one with attributes, with that one."""
    from storagelint.vocabulary.nearest import nearest

    whole = {fold(each.name): each.name for each in diagram.entities if each.fields}
    aliases = {fold(each.comment) for each in diagram.entities if each.comment}
    bare = [name for name in diagram.names if fold(name) not in whole.keys() | aliases]
    for name in bare if len(bare) < len(whole) else ():
        near = nearest(fold(name), whole, at_least=80.0) if len(fold(name)) > 3 else None
        if near is not None and abs(len(near) - len(fold(name))) < 2:
            yield name, whole[near]


def unjoined(diagram: Diagram, document: Document) -> Iterator[tuple[Definition, Field, str]]:
    """The fields that a diagram marks as foreign keys of what it shows and does not join.

    Only in a diagram that joins at least as many; each with its definition and the other's name.
    """
    pairs = {pair_of(document, each) for each in diagram.relationships}
    shown_names = {fold(name): name for name in diagram.names}
    keys: dict[tuple[str, str], set[Pair]] = {}
    for link in links(document):
        for part in link.fields:
            pair = frozenset([link.child.key, link.parent.key])
            keys.setdefault((link.child.key, part.key), set()).add(pair)
    missing = []
    joined = 0
    for definition in diagram.entities:
        own = document.entity(definition.name)
        for each in definition.fields:
            parent = named_parent(document, each) if each.foreign_key and own else None
            if parent is None or own is None or parent is own or parent.key not in shown_names:
                continue
            if pairs & {frozenset([own.key, parent.key]), *keys.get((own.key, each.key), ())}:
                joined += 1
            else:
                missing.append((definition, each, shown_names[parent.key]))
    if len(missing) <= joined:
        yield from missing


def diagram_relationships(document: Document) -> list[Relationship]:
    """The relationships of all diagrams."""
    return [each for diagram in document.diagrams for each in diagram.relationships]
