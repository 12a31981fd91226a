"""Keys and indexes of a design -> the queries that they are there for."""

from __future__ import annotations

from collections.abc import Iterator

from storagelint.generating.texts.names import plural_of, singular_of
from storagelint.generating.wording import phrase
from storagelint.judging.access.coverage import foreign_keys
from storagelint.judging.entities.shape import is_junction, is_lookup, is_soft_delete, is_view
from storagelint.judging.relations.links import key_of, links
from storagelint.model import Document, Entity, EntityKind, Field, Frequency, Index, QueryPattern
from storagelint.model.names import fold_field

_READ = frozenset([EntityKind.TABLE, EntityKind.COLLECTION])
_MOST = 40
"""So many queries are proposed at most; nobody confirms more of them."""
_FEW = 8
"""Up to so many entities each is read by its key; else those that no other query reads."""


def proposed_queries(document: Document, code: str) -> list[QueryPattern]:
    """A look-up by each key, a list by each foreign key, a look-up by each unique field.

    Indexes of other fields stand for a query by these. What a query of the document filters is
    not asked again; frequencies are guesses.
    """
    known = {
        (entity.key, frozenset(map(fold_field, query.filters)))
        for query in document.queries
        for name in query.entities
        if (entity := document.entity(name))
    }
    found: list[QueryPattern] = []
    for entity in document.entities:
        if entity.kind not in _READ or not entity.fields or is_view(entity):
            continue
        for query in _of(document, entity, code):
            key = (entity.key, frozenset(map(fold_field, query.filters)))
            if key not in known:
                known.add(key)
                found.append(query)
    if len(document.entities) > _FEW:
        asked = {query.entities[0] for query in found if not _is_by_key(document, query)}
        found = [
            query
            for query in found
            if query.entities[0] not in asked or not _is_by_key(document, query)
        ]
    return found[:_MOST]


def _is_by_key(document: Document, query: QueryPattern) -> bool:
    entity = document.entity(query.entities[0])
    return entity is not None and tuple(query.filters) == tuple(key_of(entity))


def _of(document: Document, entity: Entity, code: str) -> Iterator[QueryPattern]:
    one, many = singular_of(entity, code), plural_of(entity, code)
    key = key_of(entity)
    if key and not is_junction(entity):
        name = phrase(code, "queries", "by-key", entity=one)
        often = Frequency.LOW if is_lookup(entity, document) else Frequency.MEDIUM
        yield _query(document, entity, name, key, often)
    parents = {
        tuple(field.name for field in link.fields): link.parent
        for link in links(document)
        if link.child is entity
    }
    for group in foreign_keys(entity):
        names = tuple(field.name for field in group)
        parent = parents.get(names)
        if parent is None:
            name = phrase(code, "queries", "by-fields", entities=many, fields=_listed(names))
        else:
            how = "by-reference-one" if entity.is_unique(names) else "by-reference"
            of = singular_of(parent, code)
            name = phrase(code, "queries", how, entity=one, entities=many, parent=of)
            if sum(each is parent for each in parents.values()) > 1:
                name += f" ({_listed(names)})"
        single = entity.is_unique(names)
        yield _query(document, entity, name, names, Frequency.MEDIUM, paginated=not single)
    for names in _unique(entity):
        name = phrase(code, "queries", "by-unique", entity=one, fields=_listed(names))
        yield _query(document, entity, name, names, Frequency.LOW)
    for index in document.indexes_of(entity):
        fields = _plain_fields(index, entity)
        if fields and not (len(fields) == 1 and is_soft_delete(fields[0])):
            names = tuple(field.name for field in fields)
            name = phrase(code, "queries", "by-fields", entities=many, fields=_listed(names))
            if index.unique:
                name = phrase(code, "queries", "by-unique", entity=one, fields=_listed(names))
            yield _query(document, entity, name, names, Frequency.LOW, paginated=not index.unique)


def _unique(entity: Entity) -> Iterator[tuple[str, ...]]:
    for field in entity.fields:
        if field.unique and not field.primary_key and field.references is None:
            yield (field.name,)
    key = set(entity.primary_key)
    yield from (
        tuple(group) for group in entity.uniques if group and not (key and key <= set(group))
    )


def _plain_fields(index: Index, entity: Entity) -> list[Field]:
    """The fields of an index, where each is a field of the entity and no expression."""
    found = [entity.field(part.name) for part in index.fields if part.expression is None]
    fields = [field for field in found if field is not None]
    return fields if len(fields) == len(index.fields) else []


def _query(
    document: Document,
    entity: Entity,
    name: str,
    filters: tuple[str, ...],
    frequency: Frequency,
    *,
    paginated: bool = False,
) -> QueryPattern:
    serving = _serving(document, entity, filters)
    return QueryPattern(
        name=name[:1].upper() + name[1:],
        frequency=frequency,
        entities=[entity.name],
        entities_stated=True,
        filters=list(filters),
        filters_stated=True,
        paginated=paginated,
        writes=False,
        indexes=[serving] if serving else [],
    )


def _serving(document: Document, entity: Entity, filters: tuple[str, ...]) -> str | None:
    """The name of an index that leads with some fields."""
    wanted = {fold_field(name) for name in filters}
    for index in document.indexes_of(entity):
        first = {fold_field(part.name) for part in index.fields[: len(wanted)]}
        if index.name and first == wanted and index.where is None:
            return index.name
    return None


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names)
