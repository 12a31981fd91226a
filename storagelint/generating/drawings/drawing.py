"""Documents -> the entities and the relationships that a diagram of them shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from storagelint.judging.relations.drawn import stated_beside
from storagelint.judging.relations.links import (
    Link,
    defined,
    is_keyed,
    is_unique,
    junctions,
    named_parent,
    target_fields,
)
from storagelint.judging.relations.pairs import Pair, is_named, pair_of
from storagelint.model.document import Document
from storagelint.model.facts import (
    Cardinality,
    Entity,
    EntityKind,
    Field,
    Form,
    Index,
    Reference,
    Relationship,
)
from storagelint.model.names import fold, fold_field

_MANY = frozenset(["N", "M"])
_FIRST = (Form.TABLE, Form.TEXT, Form.BULLETS, Form.PROSE)
"""The notations whose statements are drawn rather than those of schemas and diagrams."""
_SENTENCES = frozenset([Form.BULLETS, Form.PROSE])


class End(StrEnum):
    """How many of an entity there may be for one of the other."""

    ONE = "one"
    ZERO_OR_ONE = "zero or one"
    ONE_OR_MORE = "one or more"
    ZERO_OR_MORE = "zero or more"


@dataclass(frozen=True, slots=True)
class Column:
    """A field in a diagram."""

    field: Field
    marks: tuple[str, ...]
    """Those of PK, FK and UK that hold, in this order."""


@dataclass(frozen=True, slots=True)
class Box:
    """An entity in a diagram."""

    entity: Entity
    columns: tuple[Column, ...] = ()
    external: bool = False
    """Whether something points at it and no document defines it."""
    path: str | None = None
    """The document that defines it."""
    indexes: tuple[Index, ...] = ()
    """Those that the documents state for it."""

    @property
    def name(self) -> str:
        """The name that the diagram shows."""
        return self.entity.name


@dataclass(frozen=True, slots=True)
class Line:
    """A relationship in a diagram; of a key, `left` is what the key points at."""

    left: Entity
    right: Entity
    left_end: End
    right_end: End
    label: str = ""
    fields: tuple[str, ...] = ()
    """The fields of the key on the right; empty where no key carries the relationship."""
    targets: tuple[str, ...] = ()
    """The fields on the left that they point at, as many, or none that is known."""
    on_delete: str | None = None
    on_update: str | None = None


@dataclass(slots=True)
class Drawing:
    """What a diagram shows: boxes by definition, external ones by name; lines by the key's box."""

    boxes: list[Box] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


def draw(documents: Document | Sequence[Document]) -> Drawing:
    """The entities of one document, or of several together, with all that joins them.

    An entity that two documents define is drawn once, with what each says of it. Foreign keys give
    the relationships; where a statement on a pair with a single key counts otherwise than the key,
    the statement is drawn. Statements without a key follow. A relationship of many to many
    through a junction is drawn as the junction's two.
    """
    several = [documents] if isinstance(documents, Document) else list(documents)
    pen = _Pen()
    for document in several:
        for entity in document.entities:
            if _is_shown(document, entity):
                pen.add(entity, document)
    for document in several:
        _draw_keys(document, pen)
    for document in several:
        _draw_statements(document, pen)
    return pen.finish()


@dataclass(slots=True)
class _Pen:
    """What is drawn so far."""

    boxes: dict[str, list[tuple[Entity, Document]]] = field(default_factory=dict)
    """Key of a box -> the definitions that it shows."""
    keys: dict[str, str] = field(default_factory=dict)
    """Folded name or alias -> the key of the box of that name."""
    mentioned: dict[str, Box] = field(default_factory=dict)
    """Key -> a box for something that no document defines."""
    lines: list[tuple[Pair, Line]] = field(default_factory=list)
    seen: set[tuple[str, ...]] = field(default_factory=set)

    def add(self, entity: Entity, document: Document) -> None:
        key = self.keys.get(entity.key, entity.key or entity.name)
        self.boxes.setdefault(key, []).append((entity, document))
        for each in (entity.key or entity.name, *sorted(entity.keys)):
            self.keys.setdefault(each, key)

    def find(self, name: str, document: Document) -> Entity | None:
        """The entity that a name in a document means, if it is drawn."""
        own = document.entity(name)
        key = self.keys.get(own.key if own else fold(name))
        return self.boxes[key][0][0] if key in self.boxes else None

    def mention(self, name: str, *, external: bool = True) -> Entity:
        """A box for a name that no document defines."""
        name = name.strip()
        key = fold(name) or name
        if key not in self.mentioned:
            entity = Entity(name=name, form=Form.TEXT, kind=EntityKind.OTHER)
            self.mentioned[key] = Box(entity, external=external)
        return self.mentioned[key].entity

    def join(self, line: Line) -> None:
        pair = frozenset([line.left.key, line.right.key])
        fact = (line.left.key, line.right.key, line.left_end, line.right_end, line.label)
        if fact not in self.seen:
            self.seen.add(fact)
            self.lines.append((pair, line))

    def finish(self) -> Drawing:
        boxes = []
        for definitions in self.boxes.values():
            entity = _joined([entity for entity, _ in definitions])
            columns, indexes = tuple(_columns(entity)), tuple(_indexes(definitions))
            boxes.append(Box(entity, columns, path=definitions[0][1].path, indexes=indexes))
        whole = {box.entity.key: box.entity for box in boxes}
        lines = [
            replace(
                line,
                left=whole.get(line.left.key, line.left),
                right=whole.get(line.right.key, line.right),
            )
            for _, line in self.lines
        ]
        boxes += sorted(self.mentioned.values(), key=lambda box: box.name)
        return Drawing(boxes, lines)


def _joined(definitions: Sequence[Entity]) -> Entity:
    """The first definition, with what the others add; where they differ, the first is right."""
    first, *others = definitions
    if not others:
        return first
    fields: dict[str, Field] = {}
    for each in (each for entity in definitions for each in entity.fields):
        key = each.key or each.name
        known = fields.setdefault(key, each)
        if each.unique and not known.unique:
            fields[key] = replace(known, unique=True)
    uniques: dict[frozenset[str], tuple[str, ...]] = {}
    for names in (names for entity in definitions for names in entity.uniques):
        uniques.setdefault(frozenset(map(fold_field, names)), names)
    return replace(
        first,
        fields=list(fields.values()),
        purpose=next((each.purpose for each in definitions if each.purpose), None),
        primary_key=next((each.primary_key for each in definitions if each.primary_key), ()),
        uniques=list(uniques.values()),
        references=[reference for entity in definitions for reference in entity.references],
    )


def _indexes(definitions: Sequence[tuple[Entity, Document]]) -> Iterator[Index]:
    """The indexes of all definitions, those that an earlier document has as well but once."""
    known: set[tuple[object, ...]] = set()
    for entity, document in definitions:
        stated = document.indexes_of(entity)
        yield from [each for each in stated if _identity(each) not in known]
        known.update(map(_identity, stated))


def _identity(index: Index) -> tuple[object, ...]:
    """What two statements of one index share: the name, or else the condition, and the fields."""
    parts = [(part.expression or fold_field(part.name), part.descending) for part in index.fields]
    return (fold(index.name) if index.name else index.where, *parts)


def _is_shown(document: Document, entity: Entity) -> bool:
    """Whether a diagram shows an entity: a table or what is like one, or what has fields."""
    return is_keyed(entity) or bool(entity.fields)


def _columns(entity: Entity) -> list[Column]:
    """The fields of an entity with their marks; a key that is only concluded is not marked."""
    key = {fold_field(name) for name in entity.primary_key}
    composite = {fold_field(name) for each in entity.references for name in each.fields}
    columns = []
    for each in entity.fields:
        primary = each.primary_key or each.key in key
        refers = each.references is not None and not each.reference_inferred
        foreign = each.foreign_key or refers or each.key in composite
        unique = each.unique and not (primary and len(key) < 2)
        marked = (("PK", primary), ("FK", foreign), ("UK", unique))
        columns.append(Column(each, tuple(mark for mark, holds in marked if holds)))
    return columns


def _draw_keys(document: Document, pen: _Pen) -> None:
    statements: dict[Pair, list[Relationship]] = {}
    for stated in stated_beside(document):
        statements.setdefault(pair_of(document, stated), []).append(stated)
    found = list(_links(document, pen))
    pairs = [frozenset([link.child.key, link.parent.key]) for link in found]
    count = Counter(pairs)
    for link, pair in zip(found, pairs, strict=True):
        said = statements.get(pair, []) if count[pair] == 1 and len(pair) > 1 else []
        ends = _ends_of_key(document, link, said)
        targets = target_fields(link.reference, link.parent)
        names = tuple(each.name for each in link.fields)
        line = Line(
            link.parent,
            pen.find(link.child.name, document) or link.child,
            *ends,
            label=", ".join(names),
            fields=names,
            targets=targets if len(targets) == len(names) else (),
            on_delete=link.reference.on_delete,
            on_update=link.reference.on_update,
        )
        pen.join(line)


def _links(document: Document, pen: _Pen) -> Iterator[Link]:
    """The foreign keys of a document, also those whose target it does not define."""
    for entity in document.entities:
        if not _is_shown(document, entity):
            continue
        for each in entity.fields:
            reference = each.references
            if reference is None:
                named = named_parent(document, each) if each.foreign_key else None
                parent = pen.find(named.name, document) if named else None
                if parent is not None:
                    yield Link(entity, (each,), parent, Reference(entity=parent.name))
            elif len(reference.fields) < 2:
                target = pen.find(reference.entity, document)
                if target is None and not each.reference_inferred and reference.entity.strip():
                    target = pen.mention(reference.entity)
                if target is not None:
                    yield Link(entity, (each,), target, reference)
        for reference in entity.references:
            fields = tuple(found for name in reference.fields if (found := entity.field(name)))
            target = pen.find(reference.entity, document)
            if len(fields) > 1 and reference.entity.strip():
                yield Link(entity, fields, target or pen.mention(reference.entity), reference)


def _ends_of_key(document: Document, link: Link, said: list[Relationship]) -> tuple[End, End]:
    """How many of the parent and of the child a key joins."""
    parent_many, child_many = False, not is_unique(document, link)
    parent_optional: bool | None = bool(link.optional)
    child_optional: bool | None = None
    counts = {_seen_from(document, link.parent, each) for each in said}
    if len(counts) == 1:
        cardinality = counts.pop()
        if cardinality is not None and not _through_junction(document, said[0]):
            parent_many, child_many = (side in _MANY for side in cardinality.split(":"))
        parent_may, child_optional = _optional_from(document, link.parent, said[0])
        if link.optional is None and parent_may is not None:
            parent_optional = parent_may
    if parent_many:
        parent_optional = None
    return _end(parent_many, parent_optional), _end(
        child_many, child_optional, one_by_default=False
    )


def _end(many: bool, optional: bool | None, *, one_by_default: bool = True) -> End:
    if many:
        return End.ONE_OR_MORE if optional is False else End.ZERO_OR_MORE
    if optional is None:
        return End.ONE if one_by_default else End.ZERO_OR_ONE
    return End.ZERO_OR_ONE if optional else End.ONE


def _seen_from(document: Document, side: Entity, stated: Relationship) -> Cardinality | None:
    if stated.cardinality is None or _is(document, stated.from_entity, side):
        return stated.cardinality
    return stated.cardinality.reversed()


def _optional_from(
    document: Document, side: Entity, stated: Relationship
) -> tuple[bool | None, bool | None]:
    if _is(document, stated.from_entity, side):
        return stated.from_optional, stated.to_optional
    return stated.to_optional, stated.from_optional


def _is(document: Document, name: str, entity: Entity) -> bool:
    own = document.entity(name)
    return (own.key if own else fold(name)) == entity.key


def _through_junction(document: Document, stated: Relationship) -> bool:
    if stated.cardinality is not Cardinality.MANY_TO_MANY:
        return False
    one, other = document.entity(stated.from_entity), document.entity(stated.to_entity)
    return one is not None and other is not None and any(junctions(document, one, other))


def _draw_statements(document: Document, pen: _Pen) -> None:
    """The relationships that no key carries, those of many to many behind the others."""
    whole = not any(defined(entity) for entity in document.entities)
    stated = [each for each in document.relationships if _is_drawn(document, each)]
    stated.sort(key=lambda each: (each.form not in _FIRST, _is_many_to_many(each)))
    joined = {pair for pair, _ in pen.lines}
    forms: dict[Pair, Form] = {}
    for each in stated:
        ends = []
        for name in (each.from_entity, each.to_entity):
            found = pen.find(name, document)
            if found is None and each.form not in _SENTENCES and name.strip():
                shown = each.form is Form.MERMAID and whole
                found = pen.mention(name, external=not shown)
            if found is not None:
                ends.append(found)
        if len(ends) < 2 or each.cardinality is None:
            continue
        pair = frozenset(end.key for end in ends)
        if pair in joined or forms.setdefault(pair, each.form) is not each.form:
            continue
        if _is_many_to_many(each) and _is_joined_twice(document, each, joined | forms.keys()):
            continue
        left, right = (side in _MANY for side in each.cardinality.split(":"))
        line = Line(
            ends[0],
            ends[1],
            _end(left, each.from_optional),
            _end(right, each.to_optional),
            label=each.label or (f"via {each.via}" if each.via else each.field or ""),
        )
        pen.join(line)
    if whole:
        for diagram in document.diagrams:
            for name in diagram.names:
                if pen.find(name, document) is None:
                    pen.mention(name, external=False)


def _is_drawn(document: Document, stated: Relationship) -> bool:
    return stated.cardinality is not None and is_named(document, stated)


def _is_many_to_many(stated: Relationship) -> bool:
    return stated.cardinality is Cardinality.MANY_TO_MANY


def _is_joined_twice(document: Document, stated: Relationship, joined: set[Pair]) -> bool:
    """Whether a junction of the two entities is drawn with a line to each."""
    one, other = document.entity(stated.from_entity), document.entity(stated.to_entity)
    if one is None or other is None:
        return False
    between = [document.entity(stated.via)] if stated.via else []
    between += junctions(document, one, other)
    return any(
        each is not None and {frozenset([each.key, end]) for end in (one.key, other.key)} <= joined
        for each in between
    )
