"""What a design says around its entities -> the entities themselves, as far as that tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from storagelint.judging.entities.naming import style
from storagelint.judging.entities.shape import is_row_time
from storagelint.judging.relations.links import named_parent
from storagelint.kinds import Kind
from storagelint.model import (
    Cardinality,
    Definition,
    Document,
    Entity,
    EntityKind,
    Field,
    Form,
    Reference,
    Relationship,
)
from storagelint.model.names import fold, fold_field, singular, words
from storagelint.patterns import pattern
from storagelint.reading.words.types import canonical_type

_TYPES = (
    ({"at", "time", "timestamp"}, "timestamp"),
    ({"on", "date", "day"}, "date"),
    ({"count", "quantity", "number", "position", "version"}, "integer"),
    ({"price", "amount", "total", "balance", "cost", "fee"}, "money"),
    ({"id", "uuid"}, "key"),
)
_ENGINES = {
    "MySQL": {"key": "CHAR(36)", "timestamp": "DATETIME"},
    "MariaDB": {"key": "CHAR(36)", "timestamp": "DATETIME"},
    "SQLite": {"key": "TEXT", "timestamp": "TEXT", "text": "TEXT", "flag": "INTEGER"},
    "PostgreSQL": {"timestamp": "TIMESTAMPTZ"},
    "SQL Server": {"key": "UNIQUEIDENTIFIER", "timestamp": "DATETIMEOFFSET", "flag": "BIT"},
    "MongoDB": {
        "key": "ObjectId",
        "timestamp": "Date",
        "date": "Date",
        "text": "String",
        "flag": "Boolean",
        "integer": "Int32",
        "money": "Decimal128",
        "camel": "yes",
    },
}
"""Product -> the types that it writes otherwise than most, and whether names are in camelCase."""
_USUAL = {
    "key": "UUID",
    "timestamp": "TIMESTAMP",
    "date": "DATE",
    "text": "VARCHAR(255)",
    "flag": "BOOLEAN",
    "integer": "INTEGER",
    "money": "DECIMAL(12, 2)",
    "camel": "",
}
_FILTERED = pattern(
    r"(?<!\w)`?(?P<entity>[A-Za-z]\w{1,60}+)`? filtered by `?(?P<filter>[A-Za-z]\w{1,60})`?"
    r"(?:,? sorted by `?(?P<sort>[A-Za-z]\w{1,60}))?"
)
_BY = pattern(
    r"(?i:\b(?:filter|filtered|sort|sorted|ordered|order) by )`?([A-Za-z]\w{0,30}_\w{1,30})"
)
_WRITTEN = pattern(r"`([A-Za-z]\w{1,60})\.([A-Za-z]\w{1,60})`")
"""An entity's field as inline code: `orders.status`."""
_MAX_TEXT = 1_000
_TIMES = ("created_at", "updated_at")
_MOST = 60
_STORED = frozenset([EntityKind.TABLE, EntityKind.COLLECTION])


def is_described(document: Document) -> bool:
    """Whether a notation beside diagrams and code gives any entity its fields."""
    return any(
        definition.fields and definition.form not in (Form.MERMAID, Form.CODE)
        for entity in document.entities
        for definition in entity.definitions
    )


def is_bare(entity: Entity) -> bool:
    """Whether nothing but a key and times is proposed for it."""
    return all(field.primary_key or is_row_time(field) for field in entity.fields)


@dataclass
class _Draft:
    """An entity that comes together."""

    name: str
    fields: dict[str, Field] = field(default_factory=dict)
    """By folded name."""
    junction: bool = False

    def add(self, new: Field) -> None:
        """Take a field, unless there is one of its name."""
        self.fields.setdefault(new.key, new)


def proposed_entities(document: Document, kind: Kind) -> list[Entity]:
    """The entities that diagrams, relationships, indexes, queries and volumes speak of.

    A diagram gives their fields; else they have a key, the foreign keys of their relationships,
    the fields of their indexes and queries, and times. Types are what the names suggest.
    """
    drafts = _drafts(document)
    types = types_of(document)
    for draft in drafts.values():
        drawn = document.entity(draft.name)
        for each in drawn.fields if drawn else ():
            draft.add(each.altered())
    _add_asked(document, drafts, types)
    for draft in drafts.values():
        _find_key(draft)
    for relationship in _relationships(document):
        _join(relationship, drafts, types)
    for draft in drafts.values():
        _complete(draft, kind, types)
    entities = [_entity(draft) for draft in list(drafts.values())[:_MOST]]
    return _pointed(document, entities)


def bare_entity(name: str, document: Document, kind: Kind) -> Entity:
    """An entity of which only the name is known: its key, and its times where the kind asks."""
    draft = _Draft(name)
    _complete(draft, kind, types_of(document))
    return _entity(draft)


def entities_with(
    fields: Mapping[str, Iterable[Field]], document: Document, kind: Kind
) -> list[Entity]:
    """Entities of which the names and some fields are known, with what is missing of each."""
    types = types_of(document)
    drafts = [_Draft(name, {each.key: each for each in known}) for name, known in fields.items()]
    for draft in drafts:
        _complete(draft, kind, types)
        for each in draft.fields.values():
            each.canonical = each.canonical or canonical_type(each.type or "")
    return _pointed(document, [_entity(draft) for draft in drafts[:_MOST]])


def _entity(draft: _Draft) -> Entity:
    fields = list(draft.fields.values())
    return Entity(
        name=draft.name,
        form=Form.TABLE,
        fields=fields,
        definitions=[Definition(name=draft.name, form=Form.TABLE, fields=fields)],
        primary_key=tuple(each.name for each in fields if each.primary_key),
    )


def _drafts(document: Document) -> dict[str, _Draft]:
    drafts: dict[str, _Draft] = {}
    for name in _names(document):
        if fold(name) and len(name) <= 64:
            drafts.setdefault(fold(name), _Draft(name))
    return drafts


def _names(document: Document) -> Iterator[str]:
    for entity in document.entities:
        if entity.kind in _STORED:
            yield entity.name
    for relationship in _relationships(document):
        yield from (relationship.from_entity, relationship.to_entity)
        if relationship.via and style(relationship.via) != "camelCase":
            yield relationship.via
    for index in document.indexes:
        if index.entity and not index.entity_inferred:
            yield index.entity
    for query in document.queries:
        if query.entities_stated:
            yield from query.entities
    for mapping in document.mappings:
        yield from (path.partition(".")[0] for path in mapping.data_fields if "." in path)
    for volume in document.volumes:
        if volume.entity and len(volume.entity.split()) == 1:
            yield volume.entity


def _relationships(document: Document) -> Iterator[Relationship]:
    """Those whose ends are names, not words of a sentence."""
    for relationship in document.relationships:
        if relationship.form is not Form.PROSE:
            yield relationship


def _join(relationship: Relationship, drafts: dict[str, _Draft], types: dict[str, str]) -> None:
    one, many = fold(relationship.from_entity), fold(relationship.to_entity)
    cardinality = relationship.cardinality
    if cardinality is Cardinality.MANY_TO_ONE:
        one, many = many, one
    if cardinality is None or one not in drafts or many not in drafts or one == many:
        return
    if not all(words(end) for end in (relationship.from_entity, relationship.to_entity)):
        return
    if cardinality is Cardinality.MANY_TO_MANY:
        via = _junction(relationship, drafts)
        for parent in (drafts[one], drafts[many]):
            key = next((each for each in via.fields.values() if _leads_to(each, parent)), None)
            if key is None:
                key = _foreign_key(parent, types)
                via.add(key)
            key.references = Reference(entity=parent.name, field=_key_name(parent))
            key.foreign_key, key.nullable = True, False
            key.primary_key = via.junction or key.primary_key
        return
    child, parent = drafts[many], drafts[one]
    if not any(_leads_to(each, parent) for each in child.fields.values()):
        unique = cardinality is Cardinality.ONE_TO_ONE
        child.add(_foreign_key(parent, types, unique=unique))


def _junction(relationship: Relationship, drafts: dict[str, _Draft]) -> _Draft:
    """The entity between two: the one that is named, the one called after both, or a new one."""
    ends = relationship.from_entity, relationship.to_entity
    names = [relationship.via or "", f"{ends[0]}_{ends[1]}", f"{ends[1]}_{ends[0]}"]
    both = {frozenset(singular(word) for word in words(name)) for name in names[1:]}
    via = drafts.get(fold(names[0])) or next(
        (
            draft
            for draft in drafts.values()
            if frozenset(singular(word) for word in words(draft.name)) in both
        ),
        None,
    )
    if via is None:
        stems = ["_".join([*words(end)[:-1], singular(words(end)[-1])]) for end in ends]
        name = f"{stems[0]}_{words(ends[1])[-1]}"
        if ends[0][:1].isupper():
            name = "".join(stem.title().replace("_", "") for stem in stems)
        via = drafts.setdefault(fold(name), _Draft(name))
    if not any(each.primary_key for each in via.fields.values()):
        via.junction = True
    return via


def _leads_to(field: Field, parent: _Draft) -> bool:
    if field.references is not None:
        return fold(field.references.entity) == fold(parent.name)
    parts = words(field.name)
    return len(parts) > 1 and fold("_".join(parts[:-1])) == fold(parent.name)


def _foreign_key(parent: _Draft, types: dict[str, str], *, unique: bool = False) -> Field:
    parts = list(words(parent.name.rpartition(".")[2])) or [fold(parent.name)]
    said = [*parts[:-1], singular(parts[-1]), "id"]
    name = "_".join(said)
    if types["camel"]:
        name = said[0] + "".join(each.title() for each in said[1:])
    return Field(
        name=name,
        type=types["key"],
        nullable=False,
        unique=unique,
        foreign_key=True,
        references=Reference(entity=parent.name, field=_key_name(parent)),
    )


def _key_name(parent: _Draft) -> str:
    return next((each.name for each in parent.fields.values() if each.primary_key), "id")


def _add_asked(document: Document, drafts: dict[str, _Draft], types: dict[str, str]) -> None:
    """The fields that indexes and queries name of entities that no diagram draws with fields."""
    for index in document.indexes:
        draft = drafts.get(fold(index.entity or ""))
        if draft is None or _is_drawn(document, draft):
            continue
        for part in index.fields:
            if part.expression is None and _is_name(part.name):
                unique = index.unique and len(index.fields) == 1
                draft.add(_typed(part.name, types, unique=unique))
    for entity, name in _said_of_entities(document):
        draft = drafts.get(fold(entity))
        if draft is not None and not _is_drawn(document, draft) and _is_name(name):
            draft.add(_typed(name, types))


def _said_of_entities(document: Document) -> Iterator[tuple[str, str]]:
    """Names of entities with the names of fields that queries, mappings and the text give them."""
    for query in document.queries:
        text = query.strategy or ""
        for found in _FILTERED.finditer(text[:_MAX_TEXT]):
            for name in (found["filter"], found["sort"]):
                if name and found["entity"]:
                    yield found["entity"], name
        if len(query.entities) >= 1:
            for name in (*query.filters, *query.sorts, *_BY.findall(text[:_MAX_TEXT])):
                yield query.entities[0], name
    for mapping in document.mappings:
        for path in mapping.data_fields:
            entity, dot, name = path.partition(".")
            if dot:
                yield entity, name
    yield from _WRITTEN.findall(document.page.source.text)


def _is_drawn(document: Document, draft: _Draft) -> bool:
    entity = document.entity(draft.name)
    return entity is not None and bool(entity.fields)


def _is_name(name: str) -> bool:
    return name.isidentifier() and len(name) <= 64


def sort_of(name: str) -> str:
    """The sort of type that a field's name suggests: key, timestamp, text ..."""
    parts = words(name)
    if parts[:1] in (("is",), ("has",)):
        return "flag"
    return next((sort for ends, sort in _TYPES if parts and parts[-1] in ends), "text")


def _typed(name: str, types: dict[str, str], *, unique: bool = False) -> Field:
    """A field with the type that its name suggests."""
    deleted = fold_field(name) in ("deletedat", "deletedon")
    return Field(name=name, type=types[sort_of(name)], nullable=deleted, unique=unique)


def _complete(draft: _Draft, kind: Kind, types: dict[str, str]) -> None:
    """Give an entity a key, and times where the kind asks for them; the times come last."""
    _find_key(draft)
    if not any(each.primary_key for each in draft.fields.values()):
        own = Field(name="id", type=types["key"], primary_key=True, nullable=False)
        draft.fields = {own.key: own, **draft.fields}
    if kind.timestamps != "optional" and not draft.junction:
        for name in ("createdAt", "updatedAt") if types["camel"] else _TIMES:
            draft.add(Field(name=name, type=types["timestamp"], nullable=False))
    for each in draft.fields.values():
        if each.type is None:
            each.type = types["text"]
        each.type = each.type.upper() if each.type.islower() and "[" not in each.type else each.type
        if each.nullable is None:
            each.nullable = fold_field(each.name) in ("deletedat", "deletedon")


def _find_key(draft: _Draft) -> None:
    """Take `id`, or `order_id` of orders, for the key of an entity that has none."""
    if any(each.primary_key for each in draft.fields.values()):
        return
    own = draft.fields.get("id") or draft.fields.get(f"{fold(draft.name)}id")
    if own is not None:
        own.primary_key, own.nullable = True, False
        draft.fields = {own.key: own, **draft.fields}


def _pointed(document: Document, entities: list[Entity]) -> list[Entity]:
    """The entities, with a target for each foreign key that only names one."""
    known = Document(path=document.path, page=document.page, entities=entities)
    for entity in entities:
        for each in entity.fields:
            if each.references is None and (each.foreign_key or not each.primary_key):
                parent = named_parent(known, each) if words(each.name)[-1:] == ("id",) else None
                if parent is not None and parent is not entity and parent.primary_key:
                    key = parent.primary_key[0]
                    each.foreign_key = True
                    each.references = Reference(entity=parent.name, field=key)
    return entities


def types_of(document: Document) -> dict[str, str]:
    """Sort of type -> how the document's store writes it; `camel` is not empty for camelCase."""
    product = next((store.technology for store in document.stores), "")
    return _USUAL | _ENGINES.get(product, {})
